//! Data quality: scores, trend, and the records behind them.

use super::regions::{RegionDto, path_of};
use super::sweeps::{SweepStateDto, WAITED_FOR};
use super::written;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lifang_core::problem::{Kind, Problem};
use lifang_core::quality::{Rule, Tally};
use lifang_core::text::Bilingual;
use lifang_service::{Encoding, FileFormat, FindingsView, QualityView, ServiceError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QualityRuleDto {
    #[schema(example = "person-no-id")]
    id: &'static str,
    /// What a record that breaks it is.
    title: &'static str,
    /// `error`, `warning` or `notice`.
    severity: &'static str,
    /// `persons`, `houses`, `units`, `grids` or `posts`.
    dataset: &'static str,
    /// What it rests on.
    source: &'static str,
}

/// How many records were looked at, how many broke a rule, and what score that is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TallyDto {
    checked: i64,
    found: i64,
}

/// What a rule found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ByRuleDto {
    rule: QualityRuleDto,
    #[serde(flatten)]
    tally: TallyDto,
}

/// The score of a region directly below.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ByChildDto {
    region: RegionDto,
    /// 0 to 100; null where nothing was looked at.
    score: Option<f64>,
    #[serde(flatten)]
    tally: TallyDto,
}

/// The score of who collected records.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ByCollectorDto {
    collector: String,
    score: Option<f64>,
    #[serde(flatten)]
    tally: TallyDto,
}

/// The score on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayScoreDto {
    day: String,
    score: Option<f64>,
}

/// The quality of a region's base data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QualityDto {
    region: Option<RegionDto>,
    path: Vec<RegionDto>,
    /// The latest day anything of it was looked at; null when never.
    day: Option<String>,
    /// 0 to 100: the share of checks that were passed, an error counting five times a notice, a warning twice.
    score: Option<f64>,
    by_rule: Vec<ByRuleDto>,
    by_child: Vec<ByChildDto>,
    by_collector: Vec<ByCollectorDto>,
    /// Oldest first.
    trend: Vec<DayScoreDto>,
}

/// A record that breaks a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QualityFindingDto {
    /// The person, house or unit; null for grids and posts.
    #[schema(value_type = Option<String>)]
    id: Option<uuid::Uuid>,
    community: String,
    community_name: String,
    grid: Option<String>,
    /// What staff know it by: a house's number, a unit's or grid's name, a post and who holds it.
    label: String,
    source: String,
    collector: String,
    recorded: String,
}

/// Records that break a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QualityFindingsDto {
    rule: QualityRuleDto,
    records: Vec<QualityFindingDto>,
    /// To be sent as `after` for the next page; null at the end.
    next: Option<String>,
}

/// Where a list goes on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct After {
    /// `next` of the page before.
    after: Option<String>,
    /// `json`, or `csv` or `xlsx` for all records as a table.
    format: Option<String>,
}

fn rule_dto(rule: &'static Rule, language: &Language) -> QualityRuleDto {
    let title = if language.is_english() { rule.en } else { rule.zh };
    QualityRuleDto { id: rule.id, title, severity: rule.severity.name(), dataset: rule.dataset, source: rule.source }
}

fn tally_dto(tally: Tally) -> TallyDto {
    TallyDto { checked: tally.checked, found: tally.found }
}

#[expect(clippy::cast_precision_loss, reason = "at most 10 000")]
fn points(score: Option<i64>) -> Option<f64> {
    score.map(|score| score as f64 / 100.0)
}

fn dto(view: QualityView, language: &Language) -> QualityDto {
    let by_child = view.children.iter().map(|(region, score, tally)| ByChildDto {
        region: region.into(),
        score: points(*score),
        tally: tally_dto(*tally),
    });
    let by_collector = view.collectors.into_iter().map(|(collector, score, tally)| ByCollectorDto {
        collector,
        score: points(score),
        tally: tally_dto(tally),
    });
    QualityDto {
        region: view.path.last().map(RegionDto::from),
        path: path_of(&view.path),
        day: view.day.map(|day| day.to_string()),
        score: points(view.score),
        by_rule: view
            .rules
            .iter()
            .map(|(rule, tally)| ByRuleDto { rule: rule_dto(rule, language), tally: tally_dto(*tally) })
            .collect(),
        by_child: by_child.collect(),
        by_collector: by_collector.collect(),
        trend: view
            .trend
            .iter()
            .map(|(day, score)| DayScoreDto { day: day.to_string(), score: points(*score) })
            .collect(),
    }
}

/// The quality of a region's base data, as it was looked at last: by rule, by region directly below, by collector, and its trend.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/quality", operation_id = "quality", tag = "quality", security(("token" = [])),
    params(("code" = String, Path, description = "A region, not a grid", example = "220104")),
    responses((status = 200, body = QualityDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<QualityDto>> {
    let view = app.service.quality(&actor, &code).await.tell(&language)?;
    Ok(Json(dto(view, &language)))
}

/// Looks at a region's base data with every rule. Up to 200 communities are looked at while you wait and their quality is told at
/// once (200); of more a job is made (202), at the address in `Location`: it is watched, stopped and taken up as sweeps are.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/quality/run", operation_id = "assessQuality", tag = "quality", security(("token" = [])),
    params(("code" = String, Path, description = "A region, not a grid", example = "220104")),
    responses((status = 200, body = QualityDto), (status = 202, body = SweepStateDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn run(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
) -> ApiResult<Response> {
    let started = app.service.start_quality_run(&actor, &code).await.tell(&language)?;
    let location = [(header::LOCATION, format!("/api/v1/sweeps/{}", started.uid))];
    if started.communities > WAITED_FOR {
        let state = app.service.sweep_state(&actor, started.uid).await.tell(&language)?;
        return Ok((StatusCode::ACCEPTED, location, Json(SweepStateDto::from(state))).into_response());
    }
    started.ended().await.tell(&language)?;
    let view = app.service.quality(&actor, &code).await.tell(&language)?;
    Ok((location, Json(dto(view, &language))).into_response())
}

/// The records of a region that break a rule, as they are now. Each look is audited.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/quality/{rule}/records", operation_id = "qualityRecords", tag = "quality",
    security(("token" = [])),
    params(
        ("code" = String, Path, description = "A region, not a grid", example = "220104"),
        ("rule" = String, Path, description = "A rule", example = "person-no-id"),
        After,
    ),
    responses(
        (status = 200, content((QualityFindingsDto = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, body = ProblemDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto)
    )
)]
pub(super) async fn records(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((code, rule)): PathOf<(String, String)>,
    QueryOf(After { after, format }): QueryOf<After>,
) -> ApiResult<Response> {
    if let Some(format) = table_format(format.as_deref()).tell(&language)? {
        let table = app.service.quality_table(&actor, &code, &rule, format).await.tell(&language)?;
        let label = written::table_label(format, &format!("{code}-{rule}"), &format!("{code}-{rule}"));
        return Ok(written::reply(label, table));
    }
    let view = app.service.quality_records(&actor, &code, &rule, after.as_deref()).await.tell(&language)?;
    let FindingsView { rule, findings, next } = view;
    let records = findings.into_iter().map(|one| QualityFindingDto {
        id: one.uid,
        community: one.community,
        community_name: one.community_name,
        grid: one.grid,
        label: one.label,
        source: one.source,
        collector: one.collector,
        recorded: one.recorded.to_string(),
    });
    Ok(Json(QualityFindingsDto { rule: rule_dto(rule, &language), records: records.collect(), next }).into_response())
}

/// What is wanted as a table; none for JSON.
fn table_format(format: Option<&str>) -> Result<Option<FileFormat>, ServiceError> {
    Ok(match format {
        None | Some("json") => None,
        Some("csv") => Some(FileFormat::Csv(Encoding::Utf8)),
        Some("xlsx") => Some(FileFormat::Xlsx),
        Some(other) => {
            let other: String = other.chars().take(40).collect();
            return Err(Problem::new(
                Kind::Malformed,
                "format-unknown",
                Bilingual::new(format!("不支持的格式“{other}”"), format!("there is no format `{other}`")),
                Bilingual::new("可用：json、csv、xlsx。", "There are json, csv and xlsx."),
            )
            .at("format")
            .into());
        }
    })
}
