//! Local fields, the X of 9+X, as columns of an import: which there are, and what a row says of them, read by the declaration that
//! holds in the row's community.

use super::said::Said;
use crate::Service;
use crate::error::Result;
use lifang_core::clock::Date;
use lifang_core::dataset::{ColumnType, Guard};
use lifang_core::intake::{BadValue, DateOrder, Field, Kind, day_of_text};
use lifang_core::manifest::LocalField;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind as ProblemKind, Problem};
use lifang_core::region::{Level, RegionId};
use lifang_core::text::Bilingual;
use lifang_core::value::Value;
use lifang_store::fields::LocalDeclaration;
use lifang_store::intake::LocalsSaid;
use lifang_store::{AsOf, Store};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How days are written, where that has to be said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) order: DateOrder,
    pub(super) system_1904: bool,
}

/// The local fields that rows of an import can have.
#[derive(Clone, Debug)]
pub(super) struct Locals {
    /// In force in all of the region, the nearest declaration of each key.
    above: Vec<LocalField>,
    /// In force in a part of it only.
    below: Vec<LocalDeclaration>,
    /// Who imports, by role name: a field that is not for them is not theirs to write.
    role: String,
    at: AsOf,
    /// The paths of the communities that rows are about, where it matters which they are.
    paths: HashMap<RegionId, Vec<RegionId>>,
}

impl Locals {
    /// Those that hold for rows of the kind in the region of the path, or in a part of it.
    pub(super) async fn of(store: &Store, kind: Kind, path: &RegionPath, at: AsOf, role: &str) -> Result<Self> {
        let mut locals = Self { above: vec![], below: vec![], role: role.to_owned(), at, paths: HashMap::new() };
        let Some(dataset) = kind.dataset() else { return Ok(locals) };
        let ids: Vec<RegionId> = path.regions().iter().map(|region| region.id).collect();
        let above = store.local_fields(&ids, at).await?.into_iter().map(|declared| declared.field);
        locals.above = above.filter(|field| field.dataset == dataset).collect();
        if path.region().level != Level::Community {
            let below = store.local_fields_below(path.region().id, at).await?.into_iter();
            locals.below = below.filter(|declared| declared.field.dataset == dataset).collect();
        }
        Ok(locals)
    }

    fn all(&self) -> impl Iterator<Item = &LocalField> {
        self.above.iter().chain(self.below.iter().map(|declared| &declared.field))
    }

    fn is_open(&self, field: &LocalField) -> bool {
        lifang_core::actor::Role::ALL.into_iter().any(|role| role.name() == self.role && field.may_see(role))
    }

    /// As columns of a file, each key once; a part of the region may call a field otherwise, and its word counts as well.
    pub(super) fn fields(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for declared in self.all() {
            let field = Field::declared(declared);
            match fields.iter_mut().find(|known| known.key == field.key) {
                Some(known) => known.aliases.extend([field.title.zh, field.title.en]),
                None => fields.push(field),
            }
        }
        fields
    }

    /// Those of the keys that whoever imports may write somewhere.
    pub(super) fn is_open_somewhere(&self, key: &str) -> bool {
        self.all().any(|field| field.key == key && self.is_open(field))
    }

    /// A file with a column that whoever imports may not see is not theirs to bring.
    pub(super) fn check(&self, key: &str, at: &str) -> Result<()> {
        if !key.starts_with("x.") || self.is_open_somewhere(key) {
            return Ok(());
        }
        let what = Bilingual::new(
            format!("本地字段 {key} 不对您的岗位开放"),
            format!("the local field {key} is not open to your role"),
        );
        let remedy = Bilingual::new(
            "请不导入该列；由有权查看该字段的人员导入。",
            "Leave the column out; someone who may see the field must bring it.",
        );
        Err(Problem::new(ProblemKind::Forbidden, "field-withheld", what, remedy).at(at).into())
    }

    /// Looks up the communities of these rows, where fields hold in a part of the region only.
    pub(super) async fn learn(&mut self, store: &Store, communities: HashSet<RegionId>) -> Result<()> {
        if self.below.is_empty() {
            return Ok(());
        }
        for community in communities {
            if !self.paths.contains_key(&community) {
                let path = store.path(community, self.at).await?;
                self.paths.insert(community, path.regions().iter().map(|region| region.id).collect());
            }
        }
        Ok(())
    }

    /// The declaration of the key that holds in the community: the nearest.
    fn nearest(&self, community: RegionId, key: &str) -> Option<&LocalField> {
        let path = self.paths.get(&community).map(Vec::as_slice).unwrap_or_default();
        let depth = |region: RegionId| path.iter().position(|on_path| *on_path == region);
        let below = self.below.iter().filter(|declared| declared.field.key == key);
        let below = below.filter_map(|declared| Some((depth(declared.region)?, &declared.field)));
        let nearest = below.max_by_key(|(depth, _)| *depth).map(|(_, field)| field);
        nearest.or_else(|| self.above.iter().find(|field| field.key == key))
    }

    /// What the row says of local fields; what is wrong with that is noted.
    pub(super) fn said(&self, said: &mut Said, community: Option<RegionId>) -> LocalsSaid {
        let Some(community) = community else { return LocalsSaid::default() };
        let days = said.days();
        let mut values = Vec::new();
        for (key, value) in said.locals() {
            match self.value(community, &key, &value, days) {
                Ok(value) => values.push((key, value)),
                Err(Wrong { code, what, remedy }) => {
                    said.blame(&key, code, (&what.zh, &what.en), (&remedy.zh, &remedy.en));
                }
            }
        }
        LocalsSaid(values)
    }

    fn value(
        &self,
        community: RegionId,
        key: &Arc<str>,
        value: &Value,
        days: Days,
    ) -> std::result::Result<Value, Wrong> {
        let Some(field) = self.nearest(community, key) else {
            let what = Bilingual::new("该社区没有申报这个本地字段", "the community has no such local field");
            let remedy = Bilingual::new(
                "请清空该格；确需采集的，由该社区或其上级先申报这个本地字段。",
                "Leave the cell empty; if it is to be collected there, the field must be declared there or above first.",
            );
            return Err(Wrong { code: "local-field-undeclared", what, remedy });
        };
        if !self.is_open(field) {
            let what = Bilingual::new(
                "该社区的这个字段不对您的岗位开放",
                "in this community the field is not open to your role",
            );
            let remedy = Bilingual::new(
                "请清空该格，由有权查看的人员填写。",
                "Leave the cell empty; someone who may see the field must write it.",
            );
            return Err(Wrong { code: "field-withheld", what, remedy });
        }
        read(field, value, days)
    }
}

struct Wrong {
    code: &'static str,
    what: Bilingual,
    remedy: Bilingual,
}

impl From<BadValue> for Wrong {
    fn from(bad: BadValue) -> Self {
        Self { code: bad.code(), what: bad.what(), remedy: bad.remedy() }
    }
}

/// The value as the field has it. What was written is not repeated: it may be personal.
fn read(field: &LocalField, value: &Value, days: Days) -> std::result::Result<Value, Wrong> {
    let wrong = || {
        let wanted = field.wanted();
        let what = Bilingual::new(format!("应为{}", wanted.zh), format!("{} is wanted", wanted.en));
        let remedy = Bilingual::new(
            "请照此改正；字段的含义与代码见本地字段的申报。",
            "Mend it; what the field means and its codes stand in its declaration.",
        );
        Wrong { code: "local-value-wrong", what, remedy }
    };
    match value {
        Value::Text(text) if field.guard != Guard::Open && text.chars().all(|c| matches!(c, '*' | '＊')) => {
            Err(BadValue::Masked.into())
        }
        Value::Text(text) if field.column_type == ColumnType::Date => {
            let day: Date = match field.read(text) {
                Ok(Value::Date(day)) => day,
                _ => day_of_text(text, days.order, days.system_1904)?,
            };
            checked(field, Value::Date(day)).ok_or_else(wrong)
        }
        Value::Text(text) => field.read(text).map_err(|_| wrong()),
        Value::Date(_) if field.column_type == ColumnType::Text => Err(BadValue::DayForText.into()),
        other => checked(field, other.clone()).ok_or_else(wrong),
    }
}

fn checked(field: &LocalField, value: Value) -> Option<Value> {
    field.check(&value).is_ok().then_some(value)
}

impl Service {
    /// The fields that a file can have, imported for the region of a path: for a single community no row needs to name it.
    pub(super) async fn import_fields(
        &self,
        kind: Kind,
        path: &RegionPath,
        at: AsOf,
        role: &str,
    ) -> Result<(Vec<Field>, Locals)> {
        let mut fields = kind.fields().to_vec();
        let community = path.region().level == Level::Community;
        for field in fields.iter_mut().filter(|field| field.key == "region" && community) {
            field.required = false;
        }
        let locals = Locals::of(&self.store, kind, path, at, role).await?;
        fields.extend(locals.fields());
        Ok((fields, locals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(column_type: &str, guard: &str) -> LocalField {
        let source = format!(
            "key = \"x.seen\"\ndataset = \"persons\"\ntype = \"{column_type}\"\ntitle = {{ zh = \"体检\", en = \"Check-up\" }}\n\
             purpose = {{ zh = \"随访\", en = \"Care\" }}\nlegal_basis = \"基本医疗卫生与健康促进法\"\nguard = \"{guard}\"\n"
        );
        toml::from_str(&source).unwrap()
    }

    #[test]
    fn values_are_read_by_the_declaration_and_never_repeated() {
        let days = Days { order: DateOrder::Dmy, system_1904: false };
        let text = |text: &str| Value::Text(text.into());
        let day = Value::Date("2024-01-02".parse().unwrap());
        for (kind, said, wanted) in [
            ("date", text("2024年1月2日"), Ok(day.clone())),
            ("date", text("2/1/2024"), Ok(day.clone())),
            ("date", text("45293"), Ok(day.clone())),
            ("date", day.clone(), Ok(day.clone())),
            ("date", text("2023-02-29"), Err("date-none")),
            ("u8", text("２５５"), Ok(Value::Integer(255))),
            ("u8", text("256"), Err("local-value-wrong")),
            ("u8", day.clone(), Err("local-value-wrong")),
            ("text", day, Err("text-wanted")),
            ("flag", text("是"), Ok(Value::Flag(true))),
            ("text", text("****"), Err("value-masked")),
        ] {
            let found = read(&field(kind, "personal"), &said, days);
            if let Err(wrong) = &found {
                assert!(!wrong.what.zh.contains("256") && !wrong.what.en.contains("256"), "{}", wrong.what.zh);
            }
            assert_eq!(found.map_err(|wrong| wrong.code), wanted, "{kind}: {said:?}");
        }
        assert_eq!(
            read(&field("text", "open"), &text("***"), days).ok(),
            Some(text("***")),
            "an open field is not masked"
        );
    }
}
