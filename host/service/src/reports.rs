//! Reports 报表: which there are, running one, reading it again.

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use crate::place::Place;
use crate::press::{Format, Written};
use crate::report_names;
use lifang_core::actor::Actor;
use lifang_core::call::PluginRef;
use lifang_core::clock::Date;
use lifang_core::limits::Limits;
use lifang_core::manifest::ReportHead;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::Region;
use lifang_core::report::{Document, Period};
use lifang_core::resolve::FailurePolicy;
use lifang_core::text::{Bilingual, Catalogs};
use lifang_store::AsOf;
use lifang_store::work::{self, NewRun};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A report a region can run.
#[derive(Clone, Debug)]
pub struct ReportView {
    /// What it is.
    pub head: ReportHead,
    /// The plugin that speaks.
    pub plugin: Arc<PluginRef>,
}

/// A report that was run.
#[derive(Clone, Debug)]
pub struct RunView {
    /// Its identifier.
    pub uid: Uuid,
    /// From the province down to the region.
    pub path: Vec<Region>,
    /// The report's id.
    pub report: String,
    /// The days it is about.
    pub period: Period,
    /// The day whose boundaries it is on; none for those of the day it was made.
    pub boundaries: Option<Date>,
    /// The plugin that made it.
    pub plugin: PluginRef,
    /// When it was made.
    pub created_at: lifang_core::clock::Instant,
    /// The document.
    pub document: Document,
    /// Code → what readers see, of the regions that the document names.
    pub names: BTreeMap<String, String>,
    /// The plugin's catalogs.
    pub catalogs: Arc<Catalogs>,
}

impl RunView {
    /// The report's title in a language.
    #[must_use]
    pub fn title(&self, language: &str) -> String {
        self.catalogs.say(language, &self.document.title)
    }

    /// Draws with what stands around the document.
    pub(crate) fn framed<T>(&self, language: &str, draw: impl FnOnce(&lifang_render::Frame<'_>) -> T) -> T {
        let region: Vec<&str> = self.path.iter().map(|region| region.name.as_str()).collect();
        draw(&lifang_render::Frame {
            language,
            catalogs: &self.catalogs,
            region: &region.join(" / "),
            period: &format!("{} – {}", self.period.first, self.period.last),
            made_by: &format!("{} {}", self.plugin, self.plugin.digest),
            made_at: self.created_at,
        })
    }
}

/// The longest period of a report, days.
const LONGEST_PERIOD: i32 = 366 * 3;

impl Service {
    /// The reports of a region: each id once, from the nearest plugin that has it.
    ///
    /// # Errors
    /// `region-unknown`.
    pub async fn reports(&self, code: &str) -> Result<Vec<ReportView>> {
        let place = self.place(code).await?;
        let speakers = self.speakers(&place).await?;
        let mut views: Vec<ReportView> = Vec::new();
        for one in speakers.all().iter().rev() {
            for head in &one.manifest.reports {
                if !views.iter().any(|view| view.head.id == head.id) {
                    views.push(ReportView { head: head.clone(), plugin: Arc::clone(&one.plugin) });
                }
            }
        }
        views.sort_by(|a, b| a.head.id.cmp(&b.head.id));
        Ok(views)
    }

    /// Runs a report and keeps it.
    ///
    /// # Errors
    /// `region-unknown`, `report-unknown`, `period-wrong`; a plugin's failure.
    pub async fn run_report(&self, actor: &Actor, code: &str, id: &str, period: Period) -> Result<RunView> {
        self.run_report_on(actor, code, id, period, None).await
    }

    /// The same on the boundaries of a day: `code` is of that day, and all that the report counts lies as it lay then.
    ///
    /// # Errors
    /// Those of [`Service::run_report`].
    pub async fn run_report_on(
        &self,
        actor: &Actor,
        code: &str,
        id: &str,
        period: Period,
        boundaries: Option<Date>,
    ) -> Result<RunView> {
        let today = self.clock.now();
        let place = self.place_on(code, boundaries.unwrap_or(today.day()), today).await?;
        access::allow(actor, Act::RunReport, &self.scope(&place).await?)?;
        // Today's plugins speak, and of today's facts.
        let place = Place { as_of: AsOf::now(today), boundaries, ..place };
        if period.first > period.last || period.last.0.saturating_sub(period.first.0) > LONGEST_PERIOD {
            return Err(wrong_period(period));
        }
        let mut speakers = self.speakers(&place).await?;
        let mut failed = None;
        let (plugin, document) = loop {
            let Some(installation) = speakers.report(id).cloned() else {
                return Err(failed.map_or_else(|| unknown(id, &place), ServiceError::Plugin));
            };
            let published = installation.manifest.reports.iter().any(|head| head.id == id && head.published);
            let now = self.clock.now();
            let call = self.call(&installation, &place, now, actor.role.name(), Limits::BATCH, published).await?;
            match self.plugins.report(&call, id, period).await {
                Ok(answered) => break (Arc::clone(&installation.plugin), answered.value),
                Err(failure) => {
                    self.note_failure(&failure, &place, None).await;
                    if installation.policy == FailurePolicy::Refuse || !failure.cause.lets_others_speak() {
                        return Err(failure.into());
                    }
                    failed = Some(failure);
                    speakers = speakers.without(&installation);
                }
            }
        };
        let run = NewRun {
            uid: self.clock.new_id(),
            region: place.path.region().id,
            report: id,
            period,
            boundaries,
            plugin: &plugin,
            outcome: Ok(&document),
            created_at: self.clock.now(),
            created_by: &actor.name,
        };
        let mut tx = self.store.begin().await?;
        work::record_run(&mut tx, &run).await?;
        tx.commit().await?;
        self.run(actor, run.uid).await
    }

    /// A report that was run.
    ///
    /// # Errors
    /// `run-unknown`; whoever may not run it may not read it.
    pub async fn run(&self, actor: &Actor, uid: Uuid) -> Result<RunView> {
        let row = self.store.run(uid).await?.ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                "run-unknown",
                Bilingual::new(format!("没有编号为 {uid} 的报表"), format!("there is no run {uid}")),
                Bilingual::new("请核对运行报表时返回的编号。", "Check the identifier you were given when you ran it."),
            )
        })?;
        let now = self.clock.now();
        // What a region said stays, when the region is gone.
        let at = match row.boundaries {
            Some(day) => AsOf::on(day, now),
            None => self.store.last_in_force(row.region, AsOf::now(now)).await?,
        };
        let place = Place { path: self.store.path(row.region, at).await?, as_of: at, boundaries: row.boundaries };
        access::allow(actor, Act::RunReport, &self.scope(&place).await?)?;
        let path = place.path;
        let document = match row.outcome {
            Ok(document) => document,
            Err(problem) => return Err(serde_json::from_value::<Problem>(problem)?.into()),
        };
        let catalogs = self.catalogs(&row.plugin.digest).await?;
        // As they were called when it was made.
        let made = AsOf { valid: row.boundaries.unwrap_or(row.created_at.day()), recorded: row.created_at };
        let names = self.store.region_names(&report_names::codes(&document), made).await?;
        Ok(RunView {
            uid,
            path: path.regions().to_vec(),
            report: row.report,
            period: row.period,
            boundaries: row.boundaries,
            plugin: row.plugin,
            created_at: row.created_at,
            document,
            names: report_names::said(names),
            catalogs,
        })
    }
}

impl Service {
    /// Writes a report down in a format and a language.
    ///
    /// # Errors
    /// `font-missing`, `pdf-too-long`, `pdf-too-wide`, `xlsx-too-large`; `rendering-busy` when all places are taken.
    pub async fn write_down(&self, view: RunView, format: Format, language: &str) -> Result<Written> {
        self.press.write(view, format, language.to_owned()).await
    }
}

fn unknown(id: &str, place: &Place) -> ServiceError {
    let id: String = id.chars().take(60).collect();
    let region = place.path.region();
    Problem::new(
        Kind::NotFound,
        "report-unknown",
        Bilingual::new(
            format!("{}（{}）没有编号为 {id} 的报表", region.name, region.code),
            format!("{} ({}) has no report {id}", region.name, region.code),
        ),
        Bilingual::new("请在该区域的报表列表中核对编号。", "Check its name in the list of the region's reports."),
    )
    .into()
}

fn wrong_period(period: Period) -> ServiceError {
    let (first, last) = (period.first, period.last);
    Problem::new(
        Kind::Invalid,
        "period-wrong",
        Bilingual::new(format!("{first} 至 {last} 不是有效的起止日期"), format!("{first} to {last} is no period")),
        Bilingual::new(
            "起始日不得晚于截止日，跨度不超过三年。",
            "The first day must not lie after the last; three years at most.",
        ),
    )
    .at("period")
    .into()
}
