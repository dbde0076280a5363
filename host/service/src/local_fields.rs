//! Local fields, the X of 9+X: declared by a locality or by a plugin installed there, written singly, and read like any other
//! column. A nearer declaration stands in for an outer one of the same type.

use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::{Result, ServiceError};
use crate::place::Place;
use crate::subjects::Subject;
use lifang_core::actor::Actor;
use lifang_core::base_data::Provenance;
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::manifest::{FieldRef, LocalField};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Region, RegionId};
use lifang_core::text::Bilingual;
use lifang_core::value::{Cell, Value};
use lifang_store::audit::{self, AuditEntry};
use lifang_store::fields::{self, LocalDeclaration};
use lifang_store::{StoreError, Tx};
use std::collections::BTreeMap;

/// A local field as it holds at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalFieldView {
    /// The field.
    pub field: LocalField,
    /// The region that declared it.
    pub region: Region,
    /// The plugin that brought it; none when the region declared it itself.
    pub plugin: Option<String>,
}

/// A value of a local field that is held.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalHeld {
    /// The field.
    pub field: LocalField,
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub source: String,
    /// When it was last collected or confirmed.
    pub recorded: Instant,
}

/// A value of a local field that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalValueView {
    /// The field.
    pub field: LocalField,
    /// The value.
    pub value: Value,
    /// First day it holds.
    pub valid_from: Date,
    /// Whether it was there already.
    pub unchanged: bool,
}

impl Service {
    /// The local fields that are declared on the place's path, by dataset.
    pub(crate) async fn local_fields(&self, place: &Place) -> Result<BTreeMap<String, Vec<Readable>>> {
        let mut by_dataset: BTreeMap<String, Vec<Readable>> = BTreeMap::new();
        for declaration in self.declarations(place).await? {
            by_dataset.entry(declaration.field.dataset.clone()).or_default().push(declaration.readable());
        }
        Ok(by_dataset)
    }

    pub(crate) async fn declarations(&self, place: &Place) -> Result<Vec<LocalDeclaration>> {
        let path: Vec<_> = place.path.regions().iter().map(|region| region.id).collect();
        Ok(self.store.local_fields(&path, place.as_of).await?)
    }

    /// The local fields that hold in a region: its own and those of the regions it lies in.
    ///
    /// # Errors
    /// `region-unknown`.
    pub async fn local_field_list(&self, code: &str) -> Result<Vec<LocalFieldView>> {
        let place = self.place(code).await?;
        let of = |declared: LocalDeclaration| {
            let region = place.path.regions().iter().find(|region| region.id == declared.region)?.clone();
            Some(LocalFieldView { field: declared.field, region, plugin: declared.plugin })
        };
        Ok(self.declarations(&place).await?.into_iter().filter_map(of).collect())
    }

    /// Declares fields for the region and all below it, from `from` on (today when nothing is said): all of them or none. An
    /// earlier declaration of the region's own is replaced from that day.
    ///
    /// # Errors
    /// `field-wrong`, `field-type-differs`, `region-unknown`, and what is missing to do it.
    pub async fn declare_fields(
        &self,
        actor: &Actor,
        code: &str,
        fields: Vec<LocalField>,
        from: Option<Date>,
    ) -> Result<()> {
        let now = self.clock.now();
        let place = self.place(code).await?;
        access::allow(actor, Act::DeclareFields, &place.path)?;
        let region = place.path.region().id;
        let provenance = Provenance { source: "declaration".into(), collector: actor.name.clone() };
        let mut tx = self.store.begin().await?;
        for field in fields {
            field.check_declaration().map_err(|(part, what)| wrong_field(&field, part, what))?;
            let declaration = LocalDeclaration { region, plugin: None, field };
            self.declare(&mut tx, &declaration, &provenance, from.unwrap_or(now.day()), now).await?;
            audit::record(&mut tx, &field_entry(now, actor, "declare-field", region, &declaration.field)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Declares a field in the transaction, unless one of the same key has another type there.
    pub(crate) async fn declare(
        &self,
        tx: &mut Tx,
        declaration: &LocalDeclaration,
        provenance: &Provenance,
        from: Date,
        now: Instant,
    ) -> Result<()> {
        if let Some(other) = fields::contrary_declaration(tx, declaration, from, now).await? {
            return Err(self.other_type(&declaration.field, &other, now).await?);
        }
        Ok(fields::declare_local_field(tx, declaration, provenance, from, now).await?)
    }

    async fn other_type(&self, new: &LocalField, other: &LocalDeclaration, now: Instant) -> Result<ServiceError> {
        let region = self.store.region_by_id(other.region, lifang_store::AsOf::now(now)).await?;
        let (code, name) =
            region.map_or_else(|| ("?".into(), "?".into()), |region| (region.code.as_str().to_owned(), region.name));
        let (was, wanted) = (other.field.column_type.name(), new.column_type.name());
        let LocalField { dataset, key, .. } = new;
        Ok(Problem::new(
            Kind::Conflict,
            "field-type-differs",
            Bilingual::new(
                format!("{name}（{code}）已将 {dataset}.{key} 申报为 {was}，不能再申报为 {wanted}"),
                format!("{name} ({code}) has {dataset}.{key} as {was}; it cannot be {wanted} as well"),
            ),
            Bilingual::new(
                "请沿用原有类型，或换一个键名；同一键名在上下级区域中只能有一种类型。",
                "Keep that type, or choose another key: along a region's path one key has one type.",
            ),
        )
        .at("type")
        .into())
    }

    /// Withdraws a field that the region itself declared: from `from` on (today when nothing is said) no scan, form, export or
    /// page knows it, while its values and history stay.
    ///
    /// # Errors
    /// `field-unknown`, `region-unknown`, and what is missing to do it.
    pub async fn withdraw_field(&self, actor: &Actor, code: &str, field: &FieldRef, from: Option<Date>) -> Result<()> {
        let now = self.clock.now();
        let place = self.place(code).await?;
        access::allow(actor, Act::DeclareFields, &place.path)?;
        let region = place.path.region().id;
        let mut tx = self.store.begin().await?;
        let key = (field.dataset.as_str(), field.key.as_str());
        match fields::withdraw_local_field(&mut tx, region, key, from.unwrap_or(now.day()), now).await {
            Err(StoreError::NotFound(_)) => return Err(unknown_field(field, code)),
            other => other?,
        }
        let mut entry = AuditEntry::done(now, actor, "withdraw-field");
        entry.region = Some(region);
        entry.dataset = Some(field.dataset.clone());
        entry.columns = vec![field.key.clone()];
        audit::record(&mut tx, &entry).await?;
        Ok(tx.commit().await?)
    }

    /// Writes the value of a local field of a person, house or unit, from `from` on (today when nothing is said).
    ///
    /// # Errors
    /// `subject-unknown`, `field-unknown`, `field-withheld`, `value-wrong`, and what is missing to do it.
    pub async fn set_field(
        &self,
        actor: &Actor,
        subject: &Subject,
        key: &str,
        value: &serde_json::Value,
        from: Option<Date>,
    ) -> Result<LocalValueView> {
        let now = self.clock.now();
        let (named, place) = self.subject_anywhere(actor, Act::ImportData, subject).await?;
        let reference = FieldRef { dataset: named.dataset.into(), key: key.chars().take(80).collect() };
        let declared = self.declarations(&place).await?.into_iter().map(|declared| declared.field);
        let mut declared = declared.filter(|field| field.dataset == named.dataset && field.key == key);
        let code = place.path.region().code.clone();
        let field = declared.next().ok_or_else(|| unknown_field(&reference, code.as_str()))?;
        if !field.may_see(actor.role) {
            return Err(withheld(&field));
        }
        let value = field.read_json(value).map_err(|what| {
            let remedy = Bilingual::new("请改正后重新提交。", "Mend it and send it again.");
            Problem::new(Kind::Invalid, "value-wrong", what, remedy).at("value")
        })?;
        let valid_from = from.unwrap_or(now.day());
        let provenance = Provenance { source: "manual".into(), collector: actor.name.clone() };
        let mut tx = self.store.begin().await?;
        let values = [(named.id, key, value.clone())];
        let written = fields::set_local_values(&mut tx, named.dataset, &values, &provenance, valid_from, now).await?;
        fields::note_checks(&mut tx, named.dataset, named.id, &[key], &provenance, now).await?;
        let mut entry = field_entry(now, actor, "write-field", place.path.region().id, &field);
        entry.rows = Some(1);
        audit::record(&mut tx, &entry).await?;
        tx.commit().await?;
        Ok(LocalValueView { field, value, valid_from, unchanged: written.unchanged == 1 })
    }

    /// What is held of a subject's local fields, as far as the reader may see them. The read is audited.
    ///
    /// # Errors
    /// `subject-unknown`, and what is missing to see it.
    pub async fn fields_of(&self, actor: &Actor, subject: &Subject) -> Result<Vec<LocalHeld>> {
        let found = self.subject_anywhere(actor, Act::ReadPeople, subject).await;
        let refused = Refused::of("read-fields", subject.kind.dataset());
        let refused = refused.about(serde_json::json!({ "subject": subject.uid }));
        let (named, place) = self.noting_refusal(actor, refused, found).await?;
        let declared = self.declarations(&place).await?;
        let seen: Vec<LocalDeclaration> = declared
            .into_iter()
            .filter(|one| one.field.dataset == named.dataset && one.field.may_see(actor.role))
            .collect();
        let columns: Vec<Readable> = seen.iter().map(LocalDeclaration::readable).collect();
        let keys: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
        let region = place.path.region().id;
        let cells = self.store.subject(named.dataset, named.id, &columns, region, place.as_of).await?;
        let mut origins = self.store.origins(named.dataset, named.id, &keys, place.as_of).await?;
        let mut entry = AuditEntry::done(self.clock.now(), actor, "read-fields");
        entry.region = Some(region);
        entry.dataset = Some(named.dataset.into());
        entry.columns = keys.iter().map(|key| (*key).to_owned()).collect();
        entry.rows = Some(1);
        entry.detail = Some(serde_json::json!({ "subject": subject.uid }));
        self.store.audit(&[entry]).await?;
        let held = seen.into_iter().zip(cells.unwrap_or_default()).filter_map(|(declared, cell)| {
            let Cell::Present(value) = cell else { return None };
            let origin = origins.remove(&declared.field.key)?;
            Some(LocalHeld { field: declared.field, value, source: origin.source, recorded: origin.recorded })
        });
        Ok(held.collect())
    }
}

fn field_entry(now: Instant, actor: &Actor, act: &str, region: RegionId, field: &LocalField) -> AuditEntry {
    let mut entry = AuditEntry::done(now, actor, act);
    entry.region = Some(region);
    entry.dataset = Some(field.dataset.clone());
    entry.columns = vec![field.key.clone()];
    entry
}

fn wrong_field(field: &LocalField, part: &str, what: Bilingual) -> ServiceError {
    let key: String = field.key.chars().take(60).collect();
    let remedy = Bilingual::new("请改正该项后重新申报。", "Mend that part and declare it again.");
    Problem::new(Kind::Invalid, "field-wrong", what, remedy).at(format!("{key}: {part}")).into()
}

fn unknown_field(field: &FieldRef, code: &str) -> ServiceError {
    Problem::new(
        Kind::NotFound,
        "field-unknown",
        Bilingual::new(
            format!("区域 {code} 没有申报本地字段 {field}"),
            format!("region {code} declares no local field {field}"),
        ),
        Bilingual::new(
            "请在该区域的本地字段列表中核对；撤销须由申报它的区域办理。",
            "Check it in the list of the region's local fields; a field is withdrawn where it was declared.",
        ),
    )
    .into()
}

fn withheld(field: &LocalField) -> ServiceError {
    let roles: Vec<&str> = field.visible_to.iter().map(|role| role.name()).collect();
    Problem::new(
        Kind::Forbidden,
        "field-withheld",
        Bilingual::new(
            format!("{}（{}）只对 {} 开放", field.title.zh, field.key, roles.join("、")),
            format!("{} ({}) is open to {} only", field.title.en, field.key, roles.join(", ")),
        ),
        Bilingual::new("请由有权查看该字段的人员填写。", "Someone who may see the field must write it."),
    )
    .into()
}
