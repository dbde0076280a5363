//! Local fields, the X of 9+X, among the facts of a person or a house: shown by their declarations, to whom those let see them.

use super::facts::{FactView, Showing};
use crate::Service;
use crate::access::{self, Act};
use crate::error::Result;
use lifang_core::actor::Actor;
use lifang_core::dataset::Guard;
use lifang_core::manifest::LocalField;
use lifang_core::mask::Personal;
use lifang_core::path::RegionPath;
use lifang_store::AsOf;
use lifang_store::base_data::Span;
use lifang_store::fields::{LocalDeclaration, LocalVersion};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The local fields under which a subject is looked at, by key.
pub(super) struct Declared(BTreeMap<String, LocalField>);

impl Service {
    /// The fields of a dataset that hold as of `at` where the subject is, as far as that is the reader's business.
    pub(super) async fn declared_for(
        &self,
        actor: &Actor,
        dataset: &str,
        places: &[RegionPath],
        at: AsOf,
    ) -> Result<Declared> {
        let mut declared = BTreeMap::new();
        for path in places.iter().filter(|path| access::allow(actor, Act::ReadPeople, path).is_ok()) {
            let ids: Vec<_> = path.regions().iter().map(|region| region.id).collect();
            for LocalDeclaration { field, .. } in self.store.local_fields(&ids, at).await? {
                if field.dataset == dataset {
                    declared.entry(field.key.clone()).or_insert(field);
                }
            }
        }
        Ok(Declared(declared))
    }

    /// What is known of a subject's local fields.
    pub(super) async fn local_facts(
        &self,
        actor: &Actor,
        showing: &Showing<'_>,
        declared: &Declared,
        (dataset, subject, of): (&str, i64, Uuid),
        span: Span,
    ) -> Result<Vec<FactView>> {
        let columns: Vec<_> = declared.0.values().map(LocalField::readable).collect();
        let known = self.store.local_values((dataset, subject), &columns, span).await?;
        let fact = |version: LocalVersion| {
            let field = declared.0.get(&version.key)?;
            Some(showing.local(actor, of, field, version))
        };
        Ok(known.into_iter().filter_map(fact).collect())
    }
}

impl Showing<'_> {
    /// Withheld from whose role the field is not open to; personal ones masked, sensitive ones withheld without a purpose.
    fn local(&self, actor: &Actor, of: Uuid, field: &LocalField, version: LocalVersion) -> FactView {
        let LocalVersion { key, value, record } = version;
        let masked = field.guard != Guard::Open && !self.sight.is_full();
        let label = (!masked && field.may_see(actor.role)).then(|| field.label(&value));
        let shown = if masked { self.sight.value(Personal::Other, value) } else { value };
        let fact =
            FactView { title: Some(field.title.clone()), label, ..self.fact(of, key, shown.to_plain(), &record) };
        match field.guard {
            _ if !field.may_see(actor.role) => FactView::withhold(fact),
            Guard::Sensitive => self.sensitive(fact),
            Guard::Open | Guard::Personal => fact,
        }
    }
}
