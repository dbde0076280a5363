//! The register of fields: what base data holds, and who collects it.

use super::burden::AskedDto;
use super::decision::PluginDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_core::dataset::Guard;
use lifang_service::{Collector, RegisterField, Stated};
use serde::Serialize;
use utoipa::ToSchema;

/// A checklist that collects a field.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CollectorDto {
    plugin: PluginDto,
    checklist: String,
    title: String,
    question: String,
    /// For how many days a value counts as fresh.
    fresh_days: u16,
    /// Answers go back into base data.
    writes: bool,
    /// What for, where it says so.
    purpose: Option<String>,
    legal_basis: String,
}

/// A field of base data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterFieldDto {
    dataset: String,
    key: String,
    title: String,
    #[serde(rename = "type")]
    column_type: &'static str,
    /// `open`, `personal` or `sensitive`.
    #[schema(value_type = String)]
    guard: Guard,
    /// The region that declared it; none for the common nine modules' own.
    declared_by: Option<String>,
    /// The checklists that collect it here.
    collectors: Vec<CollectorDto>,
    /// More than one checklist collects it.
    collected_twice: bool,
    /// In the last twelve months.
    asked: AskedDto,
}

/// A feed that speaks of people there, beside base data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterFeedDto {
    name: String,
    title: String,
    responsible: String,
    /// It speaks.
    on: bool,
}

/// How much comes from one source.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatedDto {
    dataset: String,
    /// The local field; none for the dataset's own columns.
    key: Option<String>,
    /// `import`, `visit`, `manual`, a feed's name, …
    source: String,
    /// Persons, houses or units.
    subjects: i64,
    /// When the oldest of it became known, RFC 3339.
    oldest: String,
    /// When the latest of it became known, RFC 3339.
    latest: String,
}

/// The register of fields of a region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterDto {
    fields: Vec<RegisterFieldDto>,
    /// The feeds that deliver here.
    feeds: Vec<RegisterFeedDto>,
    /// Who stated what is held in the community; none for larger regions.
    stated: Option<Vec<StatedDto>>,
}

fn stated(one: &Stated) -> StatedDto {
    StatedDto {
        dataset: one.dataset.clone(),
        key: (!one.key.is_empty()).then(|| one.key.clone()),
        source: one.source.clone(),
        subjects: one.subjects,
        oldest: one.oldest.to_string(),
        latest: one.latest.to_string(),
    }
}

fn collector(one: &Collector, language: &Language) -> CollectorDto {
    CollectorDto {
        plugin: PluginDto::from(&one.plugin),
        checklist: one.checklist.clone(),
        title: language.pick(&one.title),
        question: one.question.clone(),
        fresh_days: one.fresh_days,
        writes: one.writes,
        purpose: one.purpose.as_ref().map(|purpose| language.pick(purpose)),
        legal_basis: one.legal_basis.clone(),
    }
}

fn dto(one: &RegisterField, language: &Language) -> RegisterFieldDto {
    RegisterFieldDto {
        dataset: one.field.dataset.clone(),
        key: one.field.key.clone(),
        title: language.pick(&one.title),
        column_type: one.column_type.name(),
        guard: one.guard,
        declared_by: one.declared_by.as_ref().map(|code| code.as_str().to_owned()),
        collectors: one.collectors.iter().map(|one| collector(one, language)).collect(),
        collected_twice: one.collectors.len() > 1,
        asked: (&one.asked).into(),
    }
}

/// Every field of persons, houses and units in a region: which checklists and feeds collect it, for how long a value is fresh, how
/// often it was asked for; at a community also who stated what is held.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/register", operation_id = "register", tag = "fields", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104")),
    responses((status = 200, body = RegisterDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<RegisterDto>> {
    let register = app.service.register(&actor, &code).await.tell(&language)?;
    let feeds = register.feeds.into_iter().map(|feed| RegisterFeedDto {
        title: language.pick(&feed.title),
        name: feed.name,
        responsible: feed.responsible,
        on: feed.on,
    });
    Ok(Json(RegisterDto {
        fields: register.fields.iter().map(|one| dto(one, &language)).collect(),
        feeds: feeds.collect(),
        stated: register.stated.map(|all| all.iter().map(stated).collect()),
    }))
}
