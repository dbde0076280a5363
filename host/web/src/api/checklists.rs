//! Checklists: which a region has, and how one stands half filled.

use super::decision::PluginDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_core::form::{AnswerType, Choice, Node, NodeKind};
use lifang_core::text::{Catalogs, Text};
use lifang_core::value::{Cell, Field, Value};
use lifang_service::{ChecklistView, Prefilled, StateView, Subject, SubjectKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

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
    /// What base data holds of the subject fresh enough not to be asked again: to be shown filled, with source and time, for
    /// the worker to confirm or change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prefilled: Vec<PrefilledDto>,
    /// What the plugin is told of the subject: a component in a browser must be told the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<KnownDto>,
}

/// A question that base data can answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PrefilledDto {
    question: String,
    /// Dataset and key, such as `persons.phone`.
    field: String,
    /// In the form in which it is answered.
    value: serde_json::Value,
    /// Where it comes from.
    source: String,
    /// When it was last collected or confirmed, RFC 3339.
    recorded_at: String,
}

/// A field of the subject.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KnownDto {
    key: String,
    /// `present`, `unknown` or `withheld`.
    cell: &'static str,
    /// What the contract calls the value's type: `flag`, `integer`, `decimal`, `text`, `date`, `instant` or `codes`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    value_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
}

impl From<&Field> for KnownDto {
    fn from(field: &Field) -> Self {
        let (cell, value) = match &field.cell {
            Cell::Present(value) => ("present", Some(value)),
            Cell::Unknown => ("unknown", None),
            Cell::Withheld => ("withheld", None),
        };
        let value_type = value.map(|value| match value {
            Value::Flag(_) => "flag",
            Value::Integer(_) => "integer",
            Value::Decimal(_) => "decimal",
            Value::Text(_) => "text",
            Value::Date(_) => "date",
            Value::Instant(_) => "instant",
            Value::Codes(_) => "codes",
        });
        Self { key: field.key.clone(), cell, value_type, value: value.map(Value::to_plain) }
    }
}

impl From<&Prefilled> for PrefilledDto {
    fn from(one: &Prefilled) -> Self {
        Self {
            question: one.question.clone(),
            field: one.field.to_string(),
            value: one.value.to_plain(),
            source: one.source.clone(),
            recorded_at: one.recorded.to_string(),
        }
    }
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
            prefilled: view.prefilled.iter().map(PrefilledDto::from).collect(),
            known: view.known.iter().map(KnownDto::from).collect(),
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

/// Whom a checklist is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubjectDto {
    /// `person` or `house`.
    #[schema(value_type = String, example = "person")]
    kind: SubjectKind,
    /// Its identifier.
    #[schema(value_type = String)]
    uid: Uuid,
}

impl From<SubjectDto> for Subject {
    fn from(dto: SubjectDto) -> Self {
        Self { kind: dto.kind, uid: dto.uid }
    }
}

/// Whom to fill a checklist in for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AboutQuery {
    /// The identifier of a person: what base data holds of them is offered. Only for who may fill the checklist.
    #[param(value_type = Option<String>)]
    person: Option<Uuid>,
    /// The identifier of a house.
    #[param(value_type = Option<String>)]
    house: Option<Uuid>,
}

/// One checklist of a region, from the nearest plugin that has it. Where a person or house is named, with what base data holds
/// of it; each such offer is counted and the read is audited.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/checklists/{id}", operation_id = "checklist", tag = "checklists", security((), ("token" = [])),
    params(
        ("code" = String, Path, description = "A region", example = "220103008003"),
        ("id" = String, Path, description = "The checklist", example = "home-visit"),
        AboutQuery,
    ),
    responses((status = 200, body = ChecklistDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((code, id)): PathOf<(String, String)>,
    QueryOf(about): QueryOf<AboutQuery>,
) -> ApiResult<Json<ChecklistDto>> {
    let person = about.person.map(|uid| Subject { kind: SubjectKind::Person, uid });
    let subject = person.or(about.house.map(|uid| Subject { kind: SubjectKind::House, uid }));
    let view = app.service.checklist(&actor, &code, &id, subject.as_ref()).await.tell(&language)?;
    Ok(Json(ChecklistDto::new(&view, &language)))
}

/// Answers so far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswersDto {
    /// Question id → answer; null takes an answer back.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"elderly": true}))]
    pub(super) answers: serde_json::Map<String, serde_json::Value>,
    /// Whom it is about; only for who may fill the checklist.
    #[serde(default)]
    pub(super) subject: Option<SubjectDto>,
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
    let subject = body.subject.map(Subject::from);
    let view = app.service.state(&actor, &code, &id, &body.answers, subject.as_ref()).await.tell(&language)?;
    Ok(Json(state_dto(&view, &language)))
}
