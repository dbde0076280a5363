//! People and houses with history and provenance; counts as of any day; finding a person by an identifier.

use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_core::clock::{Date, Instant};
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{CountView, FactView, HouseView, Looking, PersonView, Sought};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// From where one looks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LookDto {
    /// The day that is asked about; that of `known_at` when nothing is said.
    #[param(value_type = Option<String>, example = "2026-03-01")]
    on: Option<Date>,
    /// What was known until this moment (RFC 3339); now when nothing is said.
    #[param(value_type = Option<String>, example = "2026-03-01T00:00:00Z")]
    known_at: Option<Instant>,
    /// What personal fields are wanted in full for; without one they are masked. The audit keeps it.
    unmasked: Option<String>,
}

impl LookDto {
    fn looking(&self) -> Looking<'_> {
        Looking { on: self.on, known_at: self.known_at, purpose: self.unmasked.as_deref() }
    }
}

/// A fact with where it is from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FactDto {
    /// Whose record it is: the one asked for, or who became part of it.
    #[schema(value_type = String)]
    of: Uuid,
    /// `name`, `sex`, `birth`, `resident_id`, `phone`, `living`, `care`, `label`, `residence`; of a house `number`, `floor`,
    /// `area`, `use`, `address`, `occupant`; of a local field its key, `x.…`.
    key: String,
    /// What people call it, where it is a local field.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The value in words, where it is that of a local field and shown as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// What it says; null where it is withheld.
    #[schema(value_type = Object)]
    value: serde_json::Value,
    /// Whether it is withheld from who asks without a purpose.
    withheld: bool,
    /// The source.
    source: String,
    /// Who or what collected it.
    collector: String,
    /// First day it holds.
    valid_from: String,
    /// First day it no longer holds; null while it does.
    valid_to: Option<String>,
    /// Since when the host knows it.
    recorded_from: String,
    /// Since when the host knows better; null while it does not.
    recorded_to: Option<String>,
    /// Whether its source is switched off.
    quiet: bool,
}

impl FactDto {
    fn new(fact: FactView, language: &Language) -> Self {
        Self {
            of: fact.of,
            key: fact.key.into_owned(),
            title: fact.title.map(|title| language.pick(&title)),
            label: fact.label.map(|label| language.pick(&label)),
            value: fact.value,
            withheld: fact.withheld,
            source: fact.source,
            collector: fact.collector,
            valid_from: fact.valid_from.to_string(),
            valid_to: fact.valid_to.map(|day| day.to_string()),
            recorded_from: fact.recorded_from.to_string(),
            recorded_to: fact.recorded_to.map(|moment| moment.to_string()),
            quiet: fact.quiet,
        }
    }
}

/// Who became part of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MergedDto {
    #[schema(value_type = String)]
    id: Uuid,
    /// When it was said.
    since: String,
    /// By whom.
    by: String,
    /// Why.
    why: String,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonDto {
    /// Who was asked for, or who they became part of.
    #[schema(value_type = String)]
    id: Uuid,
    /// On which day.
    on: String,
    /// As it was known when.
    known_at: String,
    /// Whether personal fields are masked.
    masked: bool,
    /// Who became part of this person.
    includes: Vec<MergedDto>,
    facts: Vec<FactDto>,
}

impl PersonDto {
    pub(super) fn new(view: PersonView, language: &Language) -> Self {
        let merged = |one: lifang_service::MergedView| MergedDto {
            id: one.id,
            since: one.since.to_string(),
            by: one.by,
            why: one.why,
        };
        Self {
            id: view.id,
            on: view.on.to_string(),
            known_at: view.known_at.to_string(),
            masked: view.masked,
            includes: view.includes.into_iter().map(merged).collect(),
            facts: view.facts.into_iter().map(|fact| FactDto::new(fact, language)).collect(),
        }
    }
}

/// A house.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HouseDto {
    #[schema(value_type = String)]
    id: Uuid,
    /// On which day.
    on: String,
    /// As it was known when.
    known_at: String,
    /// Whether personal fields are masked.
    masked: bool,
    facts: Vec<FactDto>,
}

impl HouseDto {
    fn new(view: HouseView, language: &Language) -> Self {
        Self {
            id: view.id,
            on: view.on.to_string(),
            known_at: view.known_at.to_string(),
            masked: view.masked,
            facts: view.facts.into_iter().map(|fact| FactDto::new(fact, language)).collect(),
        }
    }
}

/// A person as of a day and a moment: each fact with source, collector, time and validity.
#[utoipa::path(
    get, path = "/api/v1/persons/{id}", operation_id = "person", tag = "people", security(("token" = [])),
    params(("id" = String, Path, description = "The person's identifier"), LookDto),
    responses((status = 200, body = PersonDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn person(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(look): QueryOf<LookDto>,
) -> ApiResult<Json<PersonDto>> {
    let view = app.service.person(&actor, id, &look.looking()).await.tell(&language)?;
    Ok(Json(PersonDto::new(view, &language)))
}

/// All that was ever known of a person, in the order it became known, with what is quiet and who became part of them.
#[utoipa::path(
    get, path = "/api/v1/persons/{id}/history", operation_id = "personHistory", tag = "people", security(("token" = [])),
    params(("id" = String, Path, description = "The person's identifier"), LookDto),
    responses((status = 200, body = PersonDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn person_history(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(look): QueryOf<LookDto>,
) -> ApiResult<Json<PersonDto>> {
    let view = app.service.person_history(&actor, id, &look.looking()).await.tell(&language)?;
    Ok(Json(PersonDto::new(view, &language)))
}

/// A house as of a day and a moment, with who lives there.
#[utoipa::path(
    get, path = "/api/v1/houses/{id}", operation_id = "house", tag = "people", security(("token" = [])),
    params(("id" = String, Path, description = "The house's identifier"), LookDto),
    responses((status = 200, body = HouseDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn house(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(look): QueryOf<LookDto>,
) -> ApiResult<Json<HouseDto>> {
    let view = app.service.house(&actor, id, &look.looking()).await.tell(&language)?;
    Ok(Json(HouseDto::new(view, &language)))
}

/// All that was ever known of a house, in the order it became known.
#[utoipa::path(
    get, path = "/api/v1/houses/{id}/history", operation_id = "houseHistory", tag = "people", security(("token" = [])),
    params(("id" = String, Path, description = "The house's identifier"), LookDto),
    responses((status = 200, body = HouseDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn house_history(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(look): QueryOf<LookDto>,
) -> ApiResult<Json<HouseDto>> {
    let view = app.service.house_history(&actor, id, &look.looking()).await.tell(&language)?;
    Ok(Json(HouseDto::new(view, &language)))
}

/// What is counted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CountingDto {
    /// `persons`, `houses`, `units`, `grids`, `events` or `visits`.
    #[param(example = "persons")]
    dataset: String,
    /// The day that is asked about; that of `known_at` when nothing is said.
    #[param(value_type = Option<String>, example = "2026-03-01")]
    on: Option<Date>,
    /// What was known until this moment (RFC 3339); now when nothing is said.
    #[param(value_type = Option<String>, example = "2026-03-01T00:00:00Z")]
    known_at: Option<Instant>,
}

/// How many there were.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountDto {
    dataset: String,
    /// How many different ones: a person with two residences in the region is one.
    count: u64,
    /// On which day.
    on: String,
    /// As it was known when.
    known_at: String,
}

impl From<CountView> for CountDto {
    fn from(view: CountView) -> Self {
        Self { dataset: view.dataset, count: view.count, on: view.on.to_string(), known_at: view.known_at.to_string() }
    }
}

/// How many there were in a region on a day, as it was known at a moment.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/count", operation_id = "countAsOf", tag = "people", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104"), CountingDto),
    responses((status = 200, body = CountDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn count(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    QueryOf(counting): QueryOf<CountingDto>,
) -> ApiResult<Json<CountDto>> {
    let looking = Looking { on: counting.on, known_at: counting.known_at, purpose: None };
    Ok(Json(app.service.count(&actor, &code, &counting.dataset, &looking).await.tell(&language)?.into()))
}

/// By what a person is sought: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SoughtDto {
    /// 18 characters.
    resident_id: Option<String>,
    /// Spaces and hyphens do not count.
    phone: Option<String>,
    /// What personal fields are wanted in full for; without one they are masked.
    unmasked: Option<String>,
}

/// Finds who has that resident ID or phone and lives in the region. Identifiers stand in the body: addresses end up in logs.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/persons/find", operation_id = "findPerson", tag = "people", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104")),
    request_body = SoughtDto,
    responses((status = 200, body = Vec<PersonDto>), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn find(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    Body(sought): Body<SoughtDto>,
) -> ApiResult<Json<Vec<PersonDto>>> {
    let by = match (&sought.resident_id, &sought.phone) {
        (Some(id), None) => Ok(Sought::ResidentId(id)),
        (None, Some(phone)) => Ok(Sought::Phone(phone)),
        _ => Err(lifang_service::ServiceError::from(one_wanted())),
    };
    let by = by.tell(&language)?;
    let looking = Looking { purpose: sought.unmasked.as_deref(), ..Looking::default() };
    let found = app.service.find_person(&actor, &code, by, &looking).await.tell(&language)?;
    Ok(Json(found.into_iter().map(|view| PersonDto::new(view, &language)).collect()))
}

fn one_wanted() -> Problem {
    Problem::new(
        Kind::Invalid,
        "one-identifier-wanted",
        Bilingual::new("请给出 resident_id 或 phone 之一", "one of `resident_id` and `phone` is wanted"),
        Bilingual::new("请只填一项。", "Give exactly one of them."),
    )
}

/// Why a person is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EraseDto {
    /// 2 to 200 characters; the audit keeps it.
    reason: String,
}

/// Erases a person, with all who became part of them: name, identifiers, answers about them. It cannot be taken back. What is left
/// has no identity, so that counts stay true.
#[utoipa::path(
    post, path = "/api/v1/persons/{id}/erase", operation_id = "erasePerson", tag = "people", security(("token" = [])),
    params(("id" = String, Path, description = "The person's identifier")),
    request_body = EraseDto,
    responses((status = 204), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn erase(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    Body(why): Body<EraseDto>,
) -> ApiResult<StatusCode> {
    app.service.erase_person(&actor, id, &why.reason).await.tell(&language)?;
    Ok(StatusCode::NO_CONTENT)
}
