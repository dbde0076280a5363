//! Checklists: which a region has, and how one stands half filled.

use super::decision::PluginDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_core::form::{AnswerType, Choice, Node, NodeKind};
use lifang_core::text::{Catalogs, Text};
use lifang_service::{ChecklistView, StateView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One choice of a question.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChoiceDto {
    code: String,
    label: String,
}

impl ChoiceDto {
    pub(super) fn new(code: &str, label: String) -> Self {
        Self { code: code.to_owned(), label }
    }
}

/// A node of a form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NodeDto {
    id: String,
    /// The id of the group it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// `group`, `note`, or what the question takes: `flag`, `integer`, `decimal`, `text`, `date`, `one`, `many`.
    kind: &'static str,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The base-data field it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
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

#[expect(clippy::cast_precision_loss, reason = "bounds of questions are small numbers")]
fn node(node: &Node, nodes: &[Node], catalogs: &Catalogs, language: &Language) -> NodeDto {
    let say = |text: &Text| catalogs.say(language.tag(), text);
    let labelled =
        |choices: &[Choice]| choices.iter().map(|choice| ChoiceDto::new(&choice.code, say(&choice.label))).collect();
    let mut dto = NodeDto {
        id: node.id.clone(),
        parent: node.parent.and_then(|parent| nodes.get(parent as usize)).map(|parent| parent.id.clone()),
        kind: "group",
        label: say(&node.label),
        hint: node.hint.as_ref().map(say),
        field: node.field.clone(),
        min: None,
        max: None,
        longest: None,
        choices: vec![],
    };
    match &node.kind {
        NodeKind::Group => {}
        NodeKind::Note => dto.kind = "note",
        NodeKind::Question { answer } => match answer {
            AnswerType::Flag => dto.kind = "flag",
            AnswerType::Integer { min, max } => {
                (dto.kind, dto.min, dto.max) = ("integer", Some(*min as f64), Some(*max as f64));
            }
            AnswerType::Decimal { min, max } => (dto.kind, dto.min, dto.max) = ("decimal", Some(*min), Some(*max)),
            AnswerType::Text { longest } => (dto.kind, dto.longest) = ("text", Some(*longest)),
            AnswerType::Date => dto.kind = "date",
            AnswerType::One { choices } => (dto.kind, dto.choices) = ("one", labelled(choices)),
            AnswerType::Many { choices } => (dto.kind, dto.choices) = ("many", labelled(choices)),
        },
    }
    dto
}

/// A checklist.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChecklistDto {
    id: String,
    title: String,
    /// The plugin that speaks here.
    plugin: PluginDto,
    /// Who may send it in: `resident` (anybody), `grid-worker`, `community-staff`, `government-staff`. Operators always may.
    fillers: Vec<&'static str>,
    /// In reading order.
    nodes: Vec<NodeDto>,
}

impl ChecklistDto {
    pub(super) fn new(view: &ChecklistView, language: &Language) -> Self {
        let (form, catalogs) = (&view.form, &view.catalogs);
        Self {
            id: form.id.clone(),
            title: catalogs.say(language.tag(), &form.title),
            plugin: PluginDto::from(&*view.plugin),
            fillers: view.fillers.iter().map(|role| role.name()).collect(),
            nodes: form.nodes.iter().map(|one| node(one, &form.nodes, catalogs, language)).collect(),
        }
    }
}

/// The checklists of a region, each from the nearest plugin that has it.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/checklists", operation_id = "checklists", tag = "checklists",
    params(("code" = String, Path, description = "A region", example = "220103008003")),
    responses((status = 200, body = Vec<ChecklistDto>), (status = 404, body = ProblemDto), (status = 502, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<Vec<ChecklistDto>>> {
    let views = app.service.checklists(&code, actor.role.name()).await.tell(&language)?;
    let dto = views.iter().map(|view| ChecklistDto::new(view, &language));
    Ok(Json(dto.collect()))
}

/// Answers so far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswersDto {
    /// Question id → answer; null takes an answer back.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"elderly": true}))]
    pub(super) answers: serde_json::Map<String, serde_json::Value>,
}

/// How a question stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NodeStateDto {
    id: String,
    visible: bool,
    required: bool,
    /// What is wrong with its answer.
    problems: Vec<String>,
}

/// How a checklist stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StateDto {
    checklist: String,
    plugin: PluginDto,
    /// Nothing is missing and nothing wrong.
    complete: bool,
    /// Questions that show, must be answered and are not.
    missing: Vec<String>,
    /// Every node, in reading order.
    nodes: Vec<NodeStateDto>,
}

fn state_dto(view: &StateView, language: &Language) -> StateDto {
    let nodes = view.form.nodes.iter().zip(&view.states).map(|(node, state)| NodeStateDto {
        id: node.id.clone(),
        visible: state.visible,
        required: state.required,
        problems: state.problems.iter().map(|text| view.catalogs.say(language.tag(), text)).collect(),
    });
    StateDto {
        checklist: view.form.id.clone(),
        plugin: PluginDto::from(&*view.plugin),
        complete: view.complete(),
        missing: view.missing().into_iter().map(str::to_owned).collect(),
        nodes: nodes.collect(),
    }
}

/// What shows and what is wrong so far. Nothing is kept.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/checklists/{id}/state", operation_id = "checklistState", tag = "checklists",
    params(
        ("code" = String, Path, description = "A region", example = "220103008003"),
        ("id" = String, Path, description = "The checklist", example = "home-visit"),
    ),
    request_body = AnswersDto,
    responses((status = 200, body = StateDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn state(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((code, id)): PathOf<(String, String)>,
    Body(body): Body<AnswersDto>,
) -> ApiResult<Json<StateDto>> {
    let view = app.service.state(&code, &id, actor.role.name(), &body.answers).await.tell(&language)?;
    Ok(Json(state_dto(&view, &language)))
}
