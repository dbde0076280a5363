//! Kinds of event: what can be reported in a region, and what is asked of it.

use super::checklists::ChoiceDto;
use super::decision::PluginDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_core::event_kind::EventField;
use lifang_service::EventKindView;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that is asked of an event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventFieldDto {
    /// Its key in the event's `fields`.
    key: String,
    /// What it takes: `flag`, `integer`, `decimal`, `text`, `date`, `one`, `many`.
    kind: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The event is not taken without it.
    required: bool,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    /// The most characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    longest: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceDto>,
}

/// A kind of event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventKindDto {
    /// What an event says it is.
    #[schema(example = "noise")]
    kind: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The plugin that describes it, or whose rule speaks on it where nobody does.
    plugin: PluginDto,
    /// In reading order. Empty where there is nothing to ask.
    fields: Vec<EventFieldDto>,
}

fn field(field: &EventField, language: &Language) -> EventFieldDto {
    let choice =
        |choice: &lifang_core::event_kind::FieldChoice| ChoiceDto::new(&choice.code, language.pick(&choice.title));
    EventFieldDto {
        key: field.key.clone(),
        kind: field.field_type.name(),
        title: language.pick(&field.title),
        hint: field.hint.as_ref().map(|hint| language.pick(hint)),
        required: field.required,
        min: field.min,
        max: field.max,
        longest: field.longest(),
        choices: field.choices.iter().map(choice).collect(),
    }
}

/// The kinds of event that can be reported in a region today, each as the nearest plugin describes it. The order stays the
/// same as long as the plugins do. A described kind takes its own fields only.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/event-kinds", operation_id = "eventKinds", tag = "events",
    params(("code" = String, Path, description = "A region", example = "220103008003")),
    responses((status = 200, body = Vec<EventKindDto>), (status = 404, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<Vec<EventKindDto>>> {
    let views = app.service.event_kinds(&code).await.tell(&language)?;
    let dto = |view: &EventKindView| EventKindDto {
        kind: view.kind.kind.clone(),
        title: language.pick(&view.kind.title),
        hint: view.kind.hint.as_ref().map(|hint| language.pick(hint)),
        plugin: PluginDto::from(&*view.plugin),
        fields: view.kind.fields.iter().map(|one| field(one, &language)).collect(),
    };
    Ok(Json(views.iter().map(dto).collect()))
}
