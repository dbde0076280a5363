//! Data quality: the score that looks at base data left, and the records behind a number. The look itself is a job, as sweeps are.

use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::{Result, ServiceError};
use crate::place::Place;
use lifang_core::actor::Actor;
use lifang_core::clock::Date;
use lifang_core::problem::{Kind, Problem};
use lifang_core::quality::{RULES, Rule, Tally, rule, score};
use lifang_core::region::{Level, Region};
use lifang_core::text::Bilingual;
use lifang_store::audit::AuditEntry;
use lifang_store::quality::{Finding, Found};
use std::collections::BTreeMap;

/// The quality of a region's base data, as it was looked at last. Scores are hundredths of a point, 0 to 10 000.
#[derive(Clone, Debug)]
pub struct QualityView {
    /// From the province down to the region.
    pub path: Vec<Region>,
    /// The latest day anything of it was looked at; none when never.
    pub day: Option<Date>,
    /// Its score.
    pub score: Option<i64>,
    /// What each rule found, in the order of the rules.
    pub rules: Vec<(&'static Rule, Tally)>,
    /// The regions directly below, by code.
    pub children: Vec<(Region, Option<i64>, Tally)>,
    /// Who collected the records, the most records first.
    pub collectors: Vec<(String, Option<i64>, Tally)>,
    /// The score on the latest days it was looked at, oldest first.
    pub trend: Vec<(Date, Option<i64>)>,
}

/// Records that break a rule.
#[derive(Clone, Debug)]
pub struct FindingsView {
    /// The rule.
    pub rule: &'static Rule,
    /// The records.
    pub findings: Vec<Finding>,
    /// Where to go on; none at the end.
    pub next: Option<String>,
}

/// Days of a trend.
const TREND: u32 = 24;
/// Records on a page.
const PAGE: u32 = 200;

impl Service {
    /// The quality of a region's base data.
    ///
    /// # Errors
    /// `region-unknown`, `wrong-level` for a grid, and what [`Act::SeeQuality`] asks for.
    pub async fn quality(&self, actor: &Actor, code: &str) -> Result<QualityView> {
        let place = self.assessable(actor, code).await?;
        let region = place.path.region().id;
        let (found, day) = self.store.quality(region, place.as_of.valid, place.as_of).await?;
        let mut trend = Vec::new();
        for day in self.store.quality_days(region, TREND, place.as_of).await? {
            let (found, _) = self.store.quality(region, day, place.as_of).await?;
            trend.push((day, score_of(&found)));
        }
        let of = |id: &str| sum(found.iter().filter(|one| one.rule == id));
        let mut collectors: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
        for one in &found {
            collectors.entry(&one.collector).or_default().push(one);
        }
        let mut collectors: Vec<(String, Option<i64>, Tally)> = collectors
            .into_iter()
            .map(|(name, found)| (name.to_owned(), score_of(found.iter().copied()), sum(found.iter().copied())))
            .collect();
        collectors.retain(|(_, _, tally)| tally.checked > 0);
        collectors.sort_by_key(|(_, _, tally)| std::cmp::Reverse(tally.checked));
        let mut children = Vec::new();
        if place.path.region().level < Level::Community {
            for child in self.store.children(region, place.as_of).await? {
                let within = || found.iter().filter(|one| one.child == Some(child.id));
                let (score, tally) = (score_of(within()), sum(within()));
                children.push((child, score, tally));
            }
        }
        Ok(QualityView {
            path: place.path.regions().to_vec(),
            day,
            score: score_of(&found),
            rules: RULES.iter().map(|rule| (rule, of(rule.id))).collect(),
            children,
            collectors,
            trend,
        })
    }

    /// The records of a region that break a rule, as they are now.
    ///
    /// # Errors
    /// As [`Service::quality`]; `quality-rule-unknown`, `cursor-wrong`.
    pub async fn quality_records(
        &self,
        actor: &Actor,
        code: &str,
        id: &str,
        after: Option<&str>,
    ) -> Result<FindingsView> {
        let (place, rule) = self.may_list(actor, code, id).await?;
        let view = self.found(&place, rule, after, PAGE).await?;
        self.audit_findings(actor, &place, rule, view.findings.len() as u64).await?;
        Ok(view)
    }

    /// Where somebody may list the records that break a rule; that they may not is noted.
    pub(crate) async fn may_list(&self, actor: &Actor, code: &str, id: &str) -> Result<(Place, &'static Rule)> {
        let may = self.assessable(actor, code).await;
        let refused = Refused::of("quality-records", rule(id).map_or("quality", |rule| rule.dataset));
        let region: String = code.chars().take(40).collect();
        let place = self.noting_refusal(actor, refused.about(serde_json::json!({ "region": region })), may).await?;
        Ok((place, rule(id).ok_or_else(|| unknown_rule(id))?))
    }

    /// So many records that break a rule, after a cursor.
    pub(crate) async fn found(
        &self,
        place: &Place,
        rule: &'static Rule,
        after: Option<&str>,
        page: u32,
    ) -> Result<FindingsView> {
        let found = self.store.findings(rule, place.path.region().id, after, page + 1, place.as_of).await?;
        let mut findings = found.ok_or_else(wrong_cursor)?;
        let more = findings.len() > page as usize;
        findings.truncate(page as usize);
        let next = findings.last().filter(|_| more).map(|last| last.cursor.clone());
        Ok(FindingsView { rule, findings, next })
    }

    /// Who is in the list breaks the rule: that is something known of them.
    pub(crate) async fn audit_findings(&self, actor: &Actor, place: &Place, rule: &Rule, rows: u64) -> Result<()> {
        let entry = AuditEntry {
            region: Some(place.path.region().id),
            dataset: Some(rule.dataset.to_owned()),
            rows: Some(rows),
            detail: Some(serde_json::json!({ "rule": rule.id })),
            ..AuditEntry::done(self.clock.now(), actor, "quality-records")
        };
        Ok(self.store.audit(&[entry]).await?)
    }

    pub(crate) async fn assessable(&self, actor: &Actor, code: &str) -> Result<Place> {
        let place = self.place(code).await?;
        access::allow(actor, Act::SeeQuality, &place.path)?;
        place.must_be(&[
            Level::Nation,
            Level::Province,
            Level::City,
            Level::District,
            Level::Street,
            Level::Community,
        ])?;
        Ok(place)
    }
}

fn sum<'a>(found: impl IntoIterator<Item = &'a Found>) -> Tally {
    found.into_iter().fold(Tally::default(), |mut sum, one| {
        sum.add(one.tally);
        sum
    })
}

fn score_of<'a>(found: impl IntoIterator<Item = &'a Found>) -> Option<i64> {
    score(found.into_iter().map(|one| (one.rule.as_str(), one.tally)))
}

fn unknown_rule(id: &str) -> ServiceError {
    let id: String = id.chars().take(60).collect();
    let known: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    Problem::new(
        Kind::NotFound,
        "quality-rule-unknown",
        Bilingual::new(format!("没有编号为 {id} 的质量规则"), format!("there is no rule of quality {id}")),
        Bilingual::new(format!("可用的规则：{}。", known.join("、")), format!("The rules are {}.", known.join(", "))),
    )
    .at("rule")
    .into()
}

fn wrong_cursor() -> Problem {
    Problem::new(
        Kind::Malformed,
        "cursor-wrong",
        Bilingual::new("翻页标记不是本列表给出的", "the cursor is not one that this list gave"),
        Bilingual::new("请用上一页返回的 next，或从头读取。", "Send the `next` of the page before, or begin anew."),
    )
    .at("after")
}
