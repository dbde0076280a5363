//! Submissions: a filled checklist, and what it means.

use super::checklists::SubjectDto;
use super::decision::{ActionDto, PluginDto, ReasonDto, RefusalDto};
use super::regions::{RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Body, IdempotencyKey, Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_core::call::Digest;
use lifang_core::clock::Instant;
use lifang_core::form::Severity;
use lifang_service::{NewSubmission, Recorded, SubmissionView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A filled checklist.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSubmissionDto {
    /// The checklist.
    #[schema(example = "home-visit")]
    checklist: String,
    /// Question id → answer.
    #[schema(value_type = Object)]
    answers: serde_json::Map<String, serde_json::Value>,
    /// When it was filled, by the device's clock, RFC 3339; now when nothing is said.
    #[schema(value_type = Option<String>)]
    filled: Option<Instant>,
    /// The digest of the component the device had; the one in force when nothing is said.
    #[schema(value_type = Option<String>)]
    component: Option<Digest>,
    /// Whom it is about. Only for who may fill the checklist; the visit then counts as theirs.
    #[serde(default)]
    subject: Option<SubjectDto>,
    /// The questions that the form showed filled with what base data holds.
    #[serde(default)]
    prefilled: Vec<String>,
}

/// Something wrong that the visit found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FindingDto {
    rule: String,
    /// The question it was seen in.
    node: String,
    /// `minor`, `major` or `critical`.
    severity: &'static str,
    text: String,
}

/// What a filled checklist means.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JudgedDto {
    plugin: PluginDto,
    findings: Vec<FindingDto>,
    actions: Vec<ActionDto>,
    reasons: Vec<ReasonDto>,
    refused: Vec<RefusalDto>,
    /// It was judged by the version the device had, and another one is in force now: fetch that.
    outdated: bool,
    /// Answers that went back into base data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recorded: Vec<RecordedDto>,
}

/// An answer that went back into base data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordedDto {
    question: String,
    /// Dataset and key, such as `persons.phone`.
    field: String,
    /// Base data held something else, or nothing, before.
    changed: bool,
}

impl From<&Recorded> for RecordedDto {
    fn from(one: &Recorded) -> Self {
        Self { question: one.question.clone(), field: one.field.clone(), changed: one.changed }
    }
}

/// A question to mend.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionDto {
    id: String,
    what: String,
}

/// A submission and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubmissionDto {
    #[schema(value_type = String)]
    id: Uuid,
    checklist: String,
    /// Where, from the province down.
    path: Vec<RegionDto>,
    filled: String,
    received: String,
    /// `judged`, `to-mend` (see `questions`) or `kept` (see `problem`).
    status: &'static str,
    judged: Option<JudgedDto>,
    /// What to mend before sending it again.
    questions: Vec<QuestionDto>,
    /// Why it could not be judged. What was sent is kept.
    problem: Option<ProblemDto>,
}

fn dto(view: SubmissionView, language: &Language) -> SubmissionDto {
    let status = match (&view.judged, view.questions.is_empty()) {
        (Some(_), _) => "judged",
        (None, false) => "to-mend",
        (None, true) => "kept",
    };
    let judged = view.judged.zip(view.catalogs).map(|(judged, catalogs)| JudgedDto {
        plugin: PluginDto::from(&judged.plugin),
        findings: judged
            .judgement
            .findings
            .iter()
            .map(|finding| FindingDto {
                rule: finding.rule.clone(),
                node: finding.node.clone(),
                severity: match finding.severity {
                    Severity::Minor => "minor",
                    Severity::Major => "major",
                    Severity::Critical => "critical",
                },
                text: catalogs.say(language.tag(), &finding.text),
            })
            .collect(),
        actions: judged.judgement.actions.iter().map(|action| ActionDto::new(action, &catalogs, language)).collect(),
        reasons: judged.judgement.reasons.iter().map(|reason| ReasonDto::new(reason, &catalogs, language)).collect(),
        refused: judged.refused.iter().map(|refusal| RefusalDto::new(refusal, &catalogs, language)).collect(),
        outdated: judged.outdated,
        recorded: judged.recorded.iter().map(RecordedDto::from).collect(),
    });
    let english = language.is_english();
    let questions = view.questions.into_iter().map(|question| QuestionDto {
        id: question.node,
        what: if english { question.what.en } else { question.what.zh },
    });
    SubmissionDto {
        id: view.submission.uid,
        checklist: view.submission.checklist,
        path: path_of(&view.path),
        filled: view.submission.filled.to_string(),
        received: view.submission.received.to_string(),
        status,
        judged,
        questions: questions.collect(),
        problem: view.problem.map(|problem| ProblemDto::new(problem, language)),
    }
}

fn status_of(view: &SubmissionView) -> StatusCode {
    match (view.again, &view.judged, view.questions.is_empty(), &view.problem) {
        (_, None, false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (_, None, true, Some(problem)) if problem.kind == lifang_core::problem::Kind::Invalid => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        (true, ..) => StatusCode::OK,
        (false, Some(_), ..) => StatusCode::CREATED,
        (false, None, ..) => StatusCode::ACCEPTED,
    }
}

/// Submits a filled checklist. It is kept before it is judged: 201 with what it means; 422 with the questions to mend; 202
/// when the plugin failed. Without signing in, those whose `fillers` name `resident`.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/submissions", operation_id = "submit", tag = "checklists", security((), ("token" = [])),
    params(
        ("code" = String, Path, description = "A community or grid", example = "220103008003"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same request counts once"),
    ),
    request_body = NewSubmissionDto,
    responses(
        (status = 201, description = "Judged", body = SubmissionDto), (status = 202, description = "Kept, not judged yet", body = SubmissionDto),
        (status = 200, description = "It came before", body = SubmissionDto), (status = 422, description = "To mend", body = SubmissionDto),
        (status = 401, body = ProblemDto),
    )
)]
pub(super) async fn submit(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    IdempotencyKey(key): IdempotencyKey,
    PathOf(code): PathOf<String>,
    Body(new): Body<NewSubmissionDto>,
) -> ApiResult<(StatusCode, Json<SubmissionDto>)> {
    let new = NewSubmission {
        checklist: new.checklist,
        answers: new.answers,
        filled: new.filled,
        component: new.component,
        subject: new.subject.map(Into::into),
        prefilled: new.prefilled,
    };
    let view = app.service.submit(&actor, &code, new, key.as_deref()).await.tell(&language)?;
    Ok((status_of(&view), Json(dto(view, &language))))
}

/// A submission and what became of it. Without signing in, what was submitted without signing in.
#[utoipa::path(
    get, path = "/api/v1/submissions/{id}", operation_id = "submission", tag = "checklists", security((), ("token" = [])),
    params(("id" = String, Path, description = "The identifier that submitting gave")),
    responses((status = 200, body = SubmissionDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Json<SubmissionDto>> {
    Ok(Json(dto(app.service.submission(&actor, id).await.tell(&language)?, &language)))
}
