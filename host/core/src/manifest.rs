//! The manifest `plugin.toml`: what a plugin says of itself. It travels inside the component.

use crate::actor::Role;
use crate::capability::Columns;
use crate::clock::Date;
use crate::dataset::{ColumnType, Guard, Schema};
use crate::decision::Clause;
use crate::event_kind::EventKind;
use crate::limits::AskedLimits;
use crate::region::RegionCode;
use crate::text::Bilingual;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The worlds of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum World {
    /// Checklists and certificates; pure.
    Forms,
    /// Grid rules and reports; reads data.
    Rules,
}

impl World {
    /// The name in WIT.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Forms => "forms",
            Self::Rules => "rules",
        }
    }
}

/// Who the plugin is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Reverse-dotted: `cn.jilin.forms`.
    pub id: String,
    /// Semantic version: `1.0.0`.
    pub version: String,
    /// The world it implements.
    pub world: World,
    /// The contract it was built for: `1.0`.
    pub contract: String,
    /// What it is.
    pub title: Bilingual,
    /// Where it may be installed: these regions and what lies below them.
    pub regions: Vec<RegionCode>,
    /// First day it may speak.
    pub effective_from: Date,
    /// SPDX expression.
    pub licence: String,
    /// What it rests on as a whole.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// Whether it carries a list of certificates.
    #[serde(default)]
    pub certificates: bool,
}

/// Columns it reads, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The dataset.
    pub dataset: String,
    /// The columns.
    pub columns: Vec<String>,
    /// What for.
    pub purpose: Bilingual,
    /// On what basis; must be given for personal columns.
    #[serde(default)]
    pub legal_basis: String,
}

/// A setting an operator may change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its key.
    pub key: String,
    /// Its type.
    #[serde(rename = "type")]
    pub setting_type: SettingType,
    /// Its value where nobody sets one.
    pub default: toml::Value,
    /// The least, for numbers.
    #[serde(default)]
    pub min: Option<f64>,
    /// The greatest, for numbers.
    #[serde(default)]
    pub max: Option<f64>,
    /// What it is.
    pub title: Bilingual,
}

/// Types of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SettingType {
    /// true or false.
    Flag,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Text.
    Text,
    /// A day, written `YYYY-MM-DD`.
    Date,
    /// A list of codes.
    Codes,
}

impl Setting {
    /// Reads a value for this setting.
    ///
    /// # Errors
    /// What is wanted instead, in words.
    pub fn read(&self, value: &toml::Value) -> Result<Value, String> {
        let in_bounds =
            |number: f64| self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max);
        let read = match (self.setting_type, value) {
            (SettingType::Flag, toml::Value::Boolean(flag)) => Some(Value::Flag(*flag)),
            #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
            (SettingType::Integer, toml::Value::Integer(number)) => {
                in_bounds(*number as f64).then_some(Value::Integer(*number))
            }
            (SettingType::Decimal, toml::Value::Float(number)) => in_bounds(*number).then_some(Value::Decimal(*number)),
            #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
            (SettingType::Decimal, toml::Value::Integer(number)) => {
                in_bounds(*number as f64).then_some(Value::Decimal(*number as f64))
            }
            (SettingType::Text, toml::Value::String(text)) => Some(Value::Text(text.clone())),
            (SettingType::Date, toml::Value::String(text)) => text.parse().ok().map(Value::Date),
            (SettingType::Codes, toml::Value::Array(items)) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>().map(Value::Codes)
            }
            _ => None,
        };
        read.ok_or_else(|| {
            let bounds = match (self.min, self.max) {
                (None, None) => String::new(),
                (min, max) => format!(
                    " from {} to {}",
                    min.map_or("…".into(), |min| min.to_string()),
                    max.map_or("…".into(), |max| max.to_string())
                ),
            };
            format!("{}: {:?}{bounds} is wanted, not {value}", self.key, self.setting_type)
        })
    }
}

/// A checklist it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistHead {
    /// Its id; the nearest plugin of a path that has it speaks.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// Who may fill it and send it in; operators always may.
    #[serde(default = "ChecklistHead::staff")]
    pub fillers: Vec<Role>,
}

impl ChecklistHead {
    /// Who fills a checklist that says nothing about it: those who serve residents.
    #[must_use]
    pub fn staff() -> Vec<Role> {
        vec![Role::GridWorker, Role::CommunityStaff]
    }
}

/// What a rule sweeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepHead {
    /// The dataset; the host opens the scan.
    pub dataset: String,
    /// The columns, in the order the rule expects.
    pub columns: Vec<String>,
}

/// A rule it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleHead {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// The event kinds it speaks on.
    #[serde(default)]
    pub events: Vec<String>,
    /// No nearer plugin may override it.
    #[serde(default)]
    pub mandatory: bool,
    /// The outer rule it stands in for.
    #[serde(default)]
    pub overrides: Option<String>,
    /// What it sweeps, where it does.
    #[serde(default)]
    pub sweep: Option<SweepHead>,
}

/// A report it carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportHead {
    /// Its id; the nearest plugin of a path that has it speaks.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// Meant for publication: it may aggregate but not scan, and sees suppressed cells.
    #[serde(default)]
    pub published: bool,
}

/// A duty item 权责清单: what a community may be asked to do at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its id; nearer items replace outer ones unless mandatory.
    pub id: String,
    /// What it is.
    pub title: Bilingual,
    /// The office that answers for it.
    pub office: Bilingual,
    /// What it rests on.
    pub basis: Clause,
    /// First day in force.
    pub from: Date,
    /// First day no longer in force.
    #[serde(default)]
    pub until: Option<Date>,
    /// No nearer item may replace it.
    #[serde(default)]
    pub mandatory: bool,
}

/// A local field, the X of 9+X.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalField {
    /// `x.` and a key.
    pub key: String,
    /// The dataset it extends.
    pub dataset: String,
    /// Its type: `flag`, `u8`, `u16`, `s32`, `f64`, `date`, `text` or `dictionary` (codes).
    #[serde(rename = "type")]
    pub column_type: ColumnType,
    /// Its codes, for `dictionary`: code → what it means.
    #[serde(default)]
    pub codes: std::collections::BTreeMap<String, Bilingual>,
    /// What it is.
    pub title: Bilingual,
    /// What for.
    pub purpose: Bilingual,
    /// On what basis.
    pub legal_basis: String,
    /// How closely it is kept.
    #[serde(default)]
    pub guard: Guard,
}

/// A whole manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Who it is.
    pub plugin: Identity,
    /// What it reads.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What an operator may set.
    #[serde(default, rename = "setting")]
    pub settings: Vec<Setting>,
    /// What its calls need.
    #[serde(default)]
    pub limits: AskedLimits,
    /// Its checklists.
    #[serde(default, rename = "checklist")]
    pub checklists: Vec<ChecklistHead>,
    /// Its rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleHead>,
    /// The kinds of event it describes.
    #[serde(default, rename = "event")]
    pub events: Vec<EventKind>,
    /// Its reports.
    #[serde(default, rename = "report")]
    pub reports: Vec<ReportHead>,
    /// Its duty items.
    #[serde(default, rename = "duty")]
    pub duties: Vec<Duty>,
    /// The local fields it declares.
    #[serde(default, rename = "local_field")]
    pub local_fields: Vec<LocalField>,
}

/// What is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadManifest {
    /// It is not TOML of the right shape; the message has line and column.
    #[error("plugin.toml: {0}")]
    Shape(String),
    /// A field is wrong.
    #[error("plugin.toml: {field}: {what}")]
    Field {
        /// Where: `needs[0].columns[2]`.
        field: String,
        /// What is wrong.
        what: String,
    },
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(source: &str) -> Result<Self, BadManifest> {
        let manifest: Self = toml::from_str(source).map_err(|error| BadManifest::Shape(error.to_string()))?;
        manifest.check().map_err(|(field, what)| BadManifest::Field { field, what })?;
        Ok(manifest)
    }

    /// What it asks to read.
    #[must_use]
    pub fn asked(&self) -> Columns {
        let mut asked = Columns::default();
        for need in &self.needs {
            asked.0.entry(need.dataset.clone()).or_default().extend(need.columns.iter().cloned());
        }
        asked
    }

    /// The rule of that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RuleHead> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The checklist of that id.
    #[must_use]
    pub fn checklist(&self, id: &str) -> Option<&ChecklistHead> {
        self.checklists.iter().find(|head| head.id == id)
    }

    /// The kinds of event that its rules speak on and it does not describe: an outer plugin does, or nobody.
    #[must_use]
    pub fn undescribed(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for kind in self.rules.iter().flat_map(|rule| &rule.events) {
            if !kinds.contains(&kind.as_str()) && !self.events.iter().any(|known| known.kind == *kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    fn check(&self) -> Result<(), (String, String)> {
        self.check_identity()?;
        self.check_world()?;
        self.check_needs()?;
        self.check_local_fields()?;
        self.check_fillers()?;
        for (i, kind) in self.events.iter().enumerate() {
            kind.check().map_err(|(place, what)| (format!("event[{i}].{place}"), what))?;
        }
        for (i, setting) in self.settings.iter().enumerate() {
            setting.read(&setting.default).map_err(|what| (format!("setting[{i}].default"), what))?;
        }
        let lists: [(&str, Vec<&str>); 7] = [
            ("checklist", self.checklists.iter().map(|item| item.id.as_str()).collect()),
            ("rule", self.rules.iter().map(|item| item.id.as_str()).collect()),
            ("event", self.events.iter().map(|item| item.kind.as_str()).collect()),
            ("report", self.reports.iter().map(|item| item.id.as_str()).collect()),
            ("duty", self.duties.iter().map(|item| item.id.as_str()).collect()),
            ("setting", self.settings.iter().map(|item| item.key.as_str()).collect()),
            ("local_field", self.local_fields.iter().map(|item| item.key.as_str()).collect()),
        ];
        for (list, ids) in lists {
            let mut seen = BTreeSet::new();
            for (i, id) in ids.into_iter().enumerate() {
                if id.is_empty() {
                    return Err((format!("{list}[{i}]"), "has no id".into()));
                }
                if !seen.insert(id) {
                    return Err((format!("{list}[{i}]"), format!("{id} is already taken")));
                }
            }
        }
        Ok(())
    }

    fn check_identity(&self) -> Result<(), (String, String)> {
        let identity = &self.plugin;
        let id_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if identity.id.is_empty() || !identity.id.contains('.') || !identity.id.chars().all(id_letter) {
            return Err((
                "plugin.id".into(),
                format!("{:?}: small letters, digits and dots are wanted: cn.jilin.forms", identity.id),
            ));
        }
        let parts: Vec<Option<u32>> = identity.version.split('.').map(|part| part.parse().ok()).collect();
        if parts.len() != 3 || parts.contains(&None) {
            return Err(("plugin.version".into(), format!("{:?} is not a version such as 1.0.0", identity.version)));
        }
        if identity.contract != "1.0" {
            return Err((
                "plugin.contract".into(),
                format!("{:?} is not known to this host; 1.0 is", identity.contract),
            ));
        }
        if identity.regions.is_empty() {
            return Err(("plugin.regions".into(), "at least one region is wanted".into()));
        }
        Ok(())
    }

    fn check_world(&self) -> Result<(), (String, String)> {
        let misplaced = match self.plugin.world {
            World::Forms => vec![
                ("needs", !self.needs.is_empty()),
                ("rule", !self.rules.is_empty()),
                ("event", !self.events.is_empty()),
                ("report", !self.reports.is_empty()),
            ],
            World::Rules => {
                vec![("checklist", !self.checklists.is_empty()), ("plugin.certificates", self.plugin.certificates)]
            }
        };
        match misplaced.into_iter().find(|(_, there)| *there) {
            Some((field, _)) => Err((field.into(), format!("a plugin of world {} has none", self.plugin.world.name()))),
            None => Ok(()),
        }
    }

    fn check_needs(&self) -> Result<(), (String, String)> {
        let schema = Schema::v1();
        let guard_of = |dataset: &str, column: &str| -> Result<Guard, String> {
            let known = schema.datasets.get(dataset).ok_or_else(|| {
                let names: Vec<&str> = schema.datasets.keys().map(String::as_str).collect();
                format!("there is no dataset {dataset}; there are {}", names.join(", "))
            })?;
            if column.starts_with("x.") {
                return Ok(Guard::Open);
            }
            known.column(column).map(|column| column.guard).ok_or_else(|| {
                let names: Vec<&str> = known.columns.iter().map(|column| column.key.as_str()).collect();
                format!("{dataset} has no column {column}; it has {}", names.join(", "))
            })
        };
        for (i, need) in self.needs.iter().enumerate() {
            for (j, column) in need.columns.iter().enumerate() {
                let place = format!("needs[{i}].columns[{j}]");
                let guard = guard_of(&need.dataset, column).map_err(|what| (place.clone(), what))?;
                if guard != Guard::Open && need.legal_basis.is_empty() {
                    return Err((
                        place,
                        format!("{column} is personal; needs[{i}].legal_basis must say on what basis it is read"),
                    ));
                }
            }
        }
        let asked = self.asked();
        for (i, rule) in self.rules.iter().enumerate() {
            let Some(sweep) = &rule.sweep else { continue };
            for (j, column) in sweep.columns.iter().enumerate() {
                let place = format!("rule[{i}].sweep.columns[{j}]");
                guard_of(&sweep.dataset, column).map_err(|what| (place.clone(), what))?;
                if !asked.has(&sweep.dataset, column) {
                    return Err((
                        place,
                        format!("{column} is not among the columns that [[needs]] asks of {}", sweep.dataset),
                    ));
                }
            }
        }
        Ok(())
    }

    fn check_fillers(&self) -> Result<(), (String, String)> {
        for (i, head) in self.checklists.iter().enumerate() {
            let at = || format!("checklist[{i}].fillers");
            if head.fillers.is_empty() {
                return Err((
                    at(),
                    "nobody may fill it; leave the key out for grid workers and community staff".into(),
                ));
            }
            if head.fillers.iter().any(|role| matches!(role, Role::Operator | Role::System)) {
                return Err((at(), "resident, grid-worker, community-staff or government-staff is wanted".into()));
            }
        }
        Ok(())
    }

    fn check_local_fields(&self) -> Result<(), (String, String)> {
        for (i, field) in self.local_fields.iter().enumerate() {
            let at = |name: &str| format!("local_field[{i}].{name}");
            if !field.key.starts_with("x.") || field.key.len() < 3 {
                return Err((at("key"), format!("{:?} must begin with x.", field.key)));
            }
            if !Schema::v1().datasets.get(&field.dataset).is_some_and(|dataset| dataset.subject) {
                return Err((at("dataset"), format!("{:?}: persons, houses or units is wanted", field.dataset)));
            }
            if matches!(field.column_type, ColumnType::Code | ColumnType::Bits | ColumnType::Instant | ColumnType::S64)
            {
                return Err((at("type"), "flag, u8, u16, s32, f64, date, text or dictionary is wanted".into()));
            }
            if (field.column_type == ColumnType::Dictionary) == field.codes.is_empty() {
                return Err((at("codes"), "codes are wanted for a dictionary, and for nothing else".into()));
            }
            if field.legal_basis.is_empty() {
                return Err((at("legal_basis"), "a local field needs one (PIPL art. 6)".into()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [plugin]
        id = "cn.jilin.rules"
        version = "1.0.0"
        world = "rules"
        contract = "1.0"
        title = { zh = "规则", en = "Rules" }
        regions = ["22"]
        effective_from = "2024-01-01"
        licence = "Apache-2.0"
        [[needs]]
        dataset = "persons"
        columns = ["age", "care"]
        purpose = { zh = "走访", en = "Visits" }
        legal_basis = "民发〔2021〕16号"
        [[setting]]
        key = "days"
        type = "integer"
        default = 7
        min = 1
        max = 90
        title = { zh = "天数", en = "Days" }
        [[rule]]
        id = "visit"
        title = { zh = "走访", en = "Visits" }
        sweep = { dataset = "persons", columns = ["age"] }
    "#;

    fn refused(from: &str, to: &str) -> String {
        assert!(GOOD.contains(from), "{from}");
        Manifest::parse(&GOOD.replace(from, to)).unwrap_err().to_string()
    }

    #[test]
    fn a_good_manifest_is_read() {
        let manifest = Manifest::parse(GOOD).unwrap();
        assert!(manifest.asked().has("persons", "care"));
        assert_eq!(manifest.plugin.regions[0].as_str(), "220000000000");
    }

    const FORMS: &str = r#"
        [plugin]
        id = "cn.jilin.forms"
        version = "1.0.0"
        world = "forms"
        contract = "1.0"
        title = { zh = "清单", en = "Checklists" }
        regions = ["22"]
        effective_from = "2024-01-01"
        licence = "Apache-2.0"
        [[checklist]]
        id = "home-visit"
        title = { zh = "走访", en = "Visit" }
        [[checklist]]
        id = "home-safety"
        title = { zh = "自查", en = "Self-check" }
        fillers = ["resident", "grid-worker"]
    "#;

    #[test]
    fn a_checklist_says_who_fills_it_and_staff_do_where_it_says_nothing() {
        let manifest = Manifest::parse(FORMS).unwrap();
        let fillers = |id| manifest.checklist(id).unwrap().fillers.clone();
        assert_eq!(fillers("home-visit"), [Role::GridWorker, Role::CommunityStaff]);
        assert_eq!(fillers("home-safety"), [Role::Resident, Role::GridWorker]);
        for (wrong, what) in [("[]", "nobody may fill it"), (r#"["operator"]"#, "is wanted"), (r#"["cat"]"#, "cat")] {
            let source = FORMS.replace(r#"["resident", "grid-worker"]"#, wrong);
            assert!(Manifest::parse(&source).unwrap_err().to_string().contains(what), "{wrong}");
        }
    }

    #[test]
    fn kinds_of_event_are_described_once_and_by_rules_only() {
        let event = "[[event]]\nkind = \"snow\"\ntitle = { zh = \"积雪\", en = \"Snow\" }\n";
        let rule = "[[rule]]\nid = \"r\"\ntitle = { zh = \"规\", en = \"R\" }\nevents = [\"snow\", \"ice\", \"ice\"]\n";
        let manifest = Manifest::parse(&format!("{GOOD}\n{event}{rule}")).unwrap();
        assert_eq!(manifest.undescribed(), ["ice"]);
        let error = |source: String| Manifest::parse(&source).unwrap_err().to_string();
        assert!(error(format!("{GOOD}\n{event}{event}")).contains("event[1]: snow is already taken"));
        assert!(error(format!("{FORMS}\n{event}")).contains("event: a plugin of world forms has none"));
        assert!(error(format!("{GOOD}\n{}", event.replace("\"snow\"", "\"Snow\""))).contains("event[0].kind"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        assert!(
            refused(r#""age", "care""#, r#""age", "shoe_size""#)
                .contains("needs[0].columns[1]: persons has no column shoe_size")
        );
        assert!(refused(r#"legal_basis = "民发〔2021〕16号""#, "").contains("care is personal"));
        assert!(refused(r#"columns = ["age"]"#, r#"columns = ["name"]"#).contains("rule[0].sweep.columns[0]"));
        assert!(
            refused("default = 7", "default = 91").contains("setting[0].default: days: Integer from 1 to 90 is wanted")
        );
        assert!(
            refused(r#"world = "rules""#, r#"world = "forms""#).contains("needs: a plugin of world forms has none")
        );
        assert!(refused(r#""1.0.0""#, r#""one""#).contains("plugin.version"));
        assert!(refused(r#"contract = "1.0""#, r#"contract = "2.0""#).contains("plugin.contract"));
        assert!(refused(r#"["22"]"#, r#"["长春"]"#).contains("line"));
        assert!(refused("[plugin]", "[plugin]\ncolour = 1").contains("colour"));
    }
}
