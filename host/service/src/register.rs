//! The register of fields: what base data holds, who collects each field and how fresh it must be; and the burden of asking for
//! what is known already.

use crate::Service;
use crate::access::{self, Act};
use crate::error::Result;
use crate::known::month_of;
use lifang_core::actor::Actor;
use lifang_core::call::PluginRef;
use lifang_core::clock::Date;
use lifang_core::dataset::{ColumnType, Guard, Schema};
use lifang_core::manifest::FieldRef;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, Region, RegionCode};
use lifang_core::text::Bilingual;
use lifang_store::fields::{Asking, SUBJECTS, Stated};
use lifang_store::sources::{Source, SourceKind};
use std::collections::BTreeMap;

/// Months looked back on for how often is asked.
const YEAR: i32 = 12;

/// A checklist that collects a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Collector {
    /// The plugin's exact version.
    pub plugin: PluginRef,
    /// The checklist.
    pub checklist: String,
    /// What it is.
    pub title: Bilingual,
    /// The question.
    pub question: String,
    /// For how many days it takes a value for fresh.
    pub fresh_days: u16,
    /// Whether answers go back into base data.
    pub writes: bool,
    /// What for, where it says so.
    pub purpose: Option<Bilingual>,
    /// On what basis, where it says so.
    pub legal_basis: String,
}

/// A field of base data in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterField {
    /// Dataset and key.
    pub field: FieldRef,
    /// What it is.
    pub title: Bilingual,
    /// Its type.
    pub column_type: ColumnType,
    /// How closely it is kept.
    pub guard: Guard,
    /// The region that declared it; none for columns of the contract.
    pub declared_by: Option<RegionCode>,
    /// The checklists that collect it here.
    pub collectors: Vec<Collector>,
    /// How often checklists asked for it here in the last twelve months; `question` is empty.
    pub asked: Asking,
}

/// A feed that speaks of people in a region, beside base data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What provenance calls it.
    pub name: String,
    /// What people call it.
    pub title: Bilingual,
    /// The office that answers for it.
    pub responsible: String,
    /// Whether it speaks.
    pub on: bool,
}

/// The register of fields of a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// Every field of persons, houses and units.
    pub fields: Vec<RegisterField>,
    /// The feeds that deliver here: to `persons.care`, and labels.
    pub feeds: Vec<Feed>,
    /// Who stated what is held; none above communities, where it would take reading a province.
    pub stated: Option<Vec<Stated>>,
}

/// The burden of a checklist in a district, in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct BurdenView {
    /// The district, or the region itself where it lies above or below districts.
    pub district: Region,
    /// The checklist.
    pub checklist: String,
    /// The plugin.
    pub plugin: String,
    /// Per question.
    pub askings: Vec<Asking>,
}

impl BurdenView {
    /// All questions together: `asked`, of them known fresh, of these prefilled and confirmed, and how often offered.
    #[must_use]
    pub fn total(&self) -> Asking {
        self.askings.iter().fold(Asking::default(), |total, one| Asking {
            asked: total.asked + one.asked,
            fresh: total.fresh + one.fresh,
            prefilled: total.prefilled + one.prefilled,
            confirmed: total.confirmed + one.confirmed,
            offered: total.offered + one.offered,
            ..total
        })
    }
}

impl Service {
    /// Every field of persons, houses and units in a region, and who collects it: checklists, feeds, and at a community whoever
    /// stated what is held.
    ///
    /// # Errors
    /// `region-unknown`, and what is missing to see it.
    pub async fn register(&self, actor: &Actor, code: &str) -> Result<Register> {
        let place = self.place(code).await?;
        access::allow(actor, Act::SeeQuality, &place.path)?;
        let mut collectors: BTreeMap<FieldRef, Vec<Collector>> = BTreeMap::new();
        let speakers = self.speakers(&place).await?;
        for installation in speakers.all() {
            for head in &installation.manifest.checklists {
                // An outer checklist is silent where a nearer one has its id.
                if speakers.checklist(&head.id).is_none_or(|speaks| speaks.id != installation.id) {
                    continue;
                }
                for collect in &head.collects {
                    collectors.entry(collect.field.clone()).or_default().push(Collector {
                        plugin: (*installation.plugin).clone(),
                        checklist: head.id.clone(),
                        title: head.title.clone(),
                        question: collect.question.clone(),
                        fresh_days: collect.fresh_days,
                        writes: collect.writes,
                        purpose: collect.purpose.clone(),
                        legal_basis: collect.legal_basis.clone(),
                    });
                }
            }
        }
        let month = month_of(place.as_of.valid);
        let year = (months_before(month, YEAR - 1), month);
        let mut asked: BTreeMap<String, Asking> = BTreeMap::new();
        for one in
            self.store.burden(place.path.region().id, year, place.as_of).await?.into_iter().flat_map(|b| b.askings)
        {
            let total = asked.entry(one.field.clone()).or_default();
            *total = Asking {
                question: String::new(),
                field: one.field,
                asked: total.asked + one.asked,
                fresh: total.fresh + one.fresh,
                prefilled: total.prefilled + one.prefilled,
                confirmed: total.confirmed + one.confirmed,
                offered: total.offered + one.offered,
            };
        }
        let declared = self.declarations(&place).await?;
        let mut fields = Vec::new();
        for dataset in SUBJECTS {
            let columns = Schema::v1().datasets.get(dataset).map_or(&[][..], |dataset| &dataset.columns);
            let own = columns.iter().map(|one| (&one.key, &one.title, one.column_type, one.guard, None));
            let local = declared.iter().filter(|one| one.field.dataset == dataset).map(|one| {
                let region = place.path.regions().iter().find(|region| region.id == one.region);
                let by = region.map(|region| region.code.clone());
                (&one.field.key, &one.field.title, one.field.column_type, one.field.guard, by)
            });
            for (key, title, column_type, guard, declared_by) in own.chain(local) {
                let field = FieldRef { dataset: dataset.into(), key: key.clone() };
                let of = field.to_string();
                fields.push(RegisterField {
                    collectors: collectors.remove(&field).unwrap_or_default(),
                    asked: asked.remove(&of).unwrap_or_else(|| Asking { field: of, ..Asking::default() }),
                    title: title.clone(),
                    column_type,
                    guard,
                    declared_by,
                    field,
                });
            }
        }
        let path = place.path.regions();
        let here =
            |source: &Source| source.kind == SourceKind::Feed && path.iter().any(|region| region.id == source.region);
        let feeds = self.store.sources(place.as_of).await?.into_iter().filter(here).map(|source| Feed {
            name: source.name,
            title: source.title,
            responsible: source.responsible,
            on: source.on,
        });
        let community = path.iter().find(|region| region.level == Level::Community);
        let stated = match community {
            Some(community) => Some(self.store.stated_in(community.id, place.as_of).await?),
            None => None,
        };
        Ok(Register { fields, feeds: feeds.collect(), stated })
    }

    /// What collecting cost in a region in a month (`2026-11`; this one when nothing is said): per district and checklist.
    ///
    /// # Errors
    /// `month-wrong`, `region-unknown`, and what is missing to see it.
    pub async fn burden(&self, actor: &Actor, code: &str, month: Option<&str>) -> Result<(Date, Vec<BurdenView>)> {
        let place = self.place(code).await?;
        access::allow(actor, Act::SeeQuality, &place.path)?;
        let month = match month {
            Some(text) => read_month(text)?,
            None => month_of(place.as_of.valid),
        };
        let mut views = Vec::new();
        for burden in self.store.burden(place.path.region().id, (month, month), place.as_of).await? {
            let district = self.store.region_by_id(burden.district, place.as_of).await?;
            views.push(BurdenView {
                district: district.unwrap_or_else(|| place.path.region().clone()),
                checklist: burden.checklist,
                plugin: burden.plugin,
                askings: burden.askings,
            });
        }
        views.sort_by(|a, b| {
            (&a.district.code, &a.checklist, &a.plugin).cmp(&(&b.district.code, &b.checklist, &b.plugin))
        });
        Ok((month, views))
    }
}

fn read_month(text: &str) -> Result<Date> {
    let wrong = || {
        let text: String = text.chars().take(20).collect();
        Problem::new(
            Kind::Invalid,
            "month-wrong",
            Bilingual::new(format!("“{text}”不是月份"), format!("“{text}” is not a month")),
            Bilingual::new("请写成 2026-11 的形式。", "Write it as 2026-11."),
        )
        .at("month")
    };
    Ok(format!("{text}-01").parse().map_err(|_| wrong())?)
}

/// The first day of the month so many months before.
fn months_before(first: Date, months: i32) -> Date {
    (0..months).fold(first, |first, _| month_of(Date(first.0 - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_and_counted_back() {
        let march = read_month("2024-03").unwrap();
        assert_eq!(march.to_string(), "2024-03-01");
        assert_eq!(months_before(march, 1).to_string(), "2024-02-01");
        assert_eq!(months_before(march, 11).to_string(), "2023-04-01");
        assert!(["2024-13", "2024", "March", "2024-3"].iter().all(|text| read_month(text).is_err()));
    }
}
