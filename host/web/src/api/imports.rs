//! Imports 导入: a file sent in, how it goes, and the rows that could not be taken.

use super::regions::{RegionDto, path_of};
use crate::error::{ApiError, ApiResult, ProblemDto, Tell};
use crate::extract::{IdempotencyKey, Language, PathOf, QueryOf, Who, malformed};
use crate::state::App;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, StreamExt as _};
use lifang_core::actor::Actor;
use lifang_core::intake::Kind;
use lifang_service::{ImportState, ImportView, NewImport, Upload};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::time::Duration;
use tokio_util::io::ReaderStream;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How often a watcher is told how far an import is.
const TOLD_EVERY: Duration = Duration::from_millis(400);
/// Imports on one page, at most and when nothing is said.
const PAGE: u32 = 100;
const FEW: u32 = 20;

/// What is sent in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Sent {
    /// What its rows are: `persons`, `houses`, `units`, `residences` or `staff`.
    #[param(example = "persons")]
    kind: String,
    /// The file's name, for messages.
    #[param(example = "人员.csv")]
    name: Option<String>,
    /// The region whose data it may change; the sender's own when nothing is said.
    #[param(example = "220103008003")]
    region: Option<String>,
    /// Apply all rules and write nothing.
    dry_run: Option<bool>,
    /// The mapping file's text (TOML): which column is which field.
    mapping: Option<String>,
}

/// An import and how far it has come.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportDto {
    #[schema(value_type = String)]
    id: Uuid,
    kind: String,
    /// The file's name.
    file: String,
    /// SHA-256 of the file.
    digest: String,
    /// From the province down to the region it is for.
    path: Vec<RegionDto>,
    dry_run: bool,
    /// Who brought it.
    actor: String,
    /// `running`, `done` or `failed`.
    state: &'static str,
    /// Rows dealt with so far.
    rows: u64,
    /// New ones.
    taken: u64,
    /// Rows about what was known otherwise.
    updated: u64,
    /// Rows that say what was known.
    unchanged: u64,
    /// Rows that were not taken: `GET /imports/{id}/errors` has them.
    rejected: u64,
    /// Pairs of persons who may be one, left for review.
    probable_duplicates: u64,
    /// Why it ended early.
    problem: Option<ProblemDto>,
    created: String,
    finished: Option<String>,
}

fn dto(view: ImportView, language: &Language) -> ImportDto {
    ImportDto {
        id: view.uid,
        kind: view.kind,
        file: view.file,
        digest: view.digest,
        path: path_of(&view.path),
        dry_run: view.dry_run,
        actor: view.actor,
        state: view.state.name(),
        rows: view.moved.rows,
        taken: view.moved.taken,
        updated: view.moved.updated,
        unchanged: view.moved.unchanged,
        rejected: view.moved.rejected,
        probable_duplicates: view.moved.probable,
        problem: view.problem.map(|problem| ProblemDto::new(problem, language)),
        created: view.created_at.to_string(),
        finished: view.finished_at.map(|at| at.to_string()),
    }
}

fn kind(name: &str, language: &Language) -> ApiResult<Kind> {
    Kind::from_name(name).ok_or_else(|| {
        let known = Kind::ALL.map(Kind::name).join(", ");
        let problem = malformed(
            "import-kind-unknown",
            "没有这种导入".into(),
            "there is no such kind of import".into(),
            &format!("kind 应为以下之一：{known}。"),
            &format!("kind is one of {known}."),
        );
        crate::error::ApiError::new(problem.at("kind"), language.clone())
    })
}

/// An import that was begun.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StartedDto {
    #[serde(flatten)]
    import: ImportDto,
    /// Whether it goes on where an earlier run of the same file was killed.
    resumed: bool,
    /// The headings of columns that nothing is taken from.
    ignored_columns: Vec<String>,
}

/// Takes in a file and imports it in the background: 202 with the import, 200 when the same request came before. The body is the
/// file itself, CSV or XLSX, up to 2 GB. It may take as long as it takes, as long as it keeps coming.
#[utoipa::path(
    post, path = "/api/v1/imports", operation_id = "startImport", tag = "imports", security(("token" = [])),
    params(Sent, ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same file counts once")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 202, description = "Begun", body = StartedDto), (status = 200, description = "It came before", body = StartedDto),
        (status = 401, body = ProblemDto), (status = 403, body = ProblemDto),
        (status = 409, description = "The same file is being imported", body = ProblemDto), (status = 413, body = ProblemDto),
    )
)]
pub(super) async fn start(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    IdempotencyKey(key): IdempotencyKey,
    QueryOf(sent): QueryOf<Sent>,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<(StatusCode, Json<StartedDto>)> {
    let kind = kind(&sent.kind, &language)?;
    // Who may not import is told before the file is sent through.
    app.service.imports(&actor, sent.region.as_deref(), None, 0).await.tell(&language)?;
    // Whoever says how much it will be is told at once that it is too much.
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let upload = app.service.begin_upload(length.unwrap_or(0)).await.tell(&language)?;
    let (upload, digest) = take_in(upload, body, app.patience.upload, &language).await?;
    let new = NewImport {
        kind,
        file: upload.path(),
        name: sent.name.as_deref().unwrap_or(kind.name()),
        digest: &digest,
        mapping: sent.mapping.as_deref(),
        region: sent.region.as_deref(),
        dry_run: sent.dry_run.unwrap_or(false),
        idempotency_key: key.as_deref(),
        uid: upload.uid(),
    };
    let started = app.service.start_import(&actor, new).await.tell(&language)?;
    let begun = started.is_to_run();
    let import = dto(started.view.clone(), &language);
    let told = StartedDto { import, resumed: started.resumed, ignored_columns: started.ignored.clone() };
    if begun {
        let started = app.service.keep_upload(started, upload).await.tell(&language)?;
        app.service.run_in_background(started);
    }
    Ok((if begun { StatusCode::ACCEPTED } else { StatusCode::OK }, Json(told)))
}

/// Writes the body to the upload as it comes. It may take long, but not stand still.
async fn take_in(
    mut upload: Upload,
    body: Body,
    patience: Duration,
    language: &Language,
) -> ApiResult<(Upload, (String, u64))> {
    let broken = |code: &str, zh: &str, en: &str| {
        let problem = malformed(code, zh.into(), en.into(), "请重新上传。", "Send it again.");
        ApiError::new(problem, language.clone())
    };
    let mut parts = body.into_data_stream();
    loop {
        let part = match tokio::time::timeout(patience, parts.next()).await {
            Err(_) => {
                return Err(broken("upload-stalled", "上传停顿过久", "nothing more of the file came for too long"));
            }
            Ok(None) => break,
            Ok(Some(part)) => part.map_err(|_| broken("upload-broken", "上传中断", "the upload broke off"))?,
        };
        upload.write(&part).await.tell(language)?;
    }
    let digest = upload.finish().await.tell(language)?;
    Ok((upload, digest))
}

/// What is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Listed {
    /// Imports into this region and what lies below it; the reader's own when nothing is said.
    region: Option<String>,
    /// The `next` of the page before.
    cursor: Option<i64>,
    /// At most so many, up to 100; 20 when nothing is said.
    limit: Option<u32>,
}

/// A page of imports.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportsDto {
    /// Latest first.
    items: Vec<ImportDto>,
    /// The cursor of the next page; null on the last.
    next: Option<i64>,
}

/// Imports, latest first.
#[utoipa::path(
    get, path = "/api/v1/imports", operation_id = "imports", tag = "imports", security(("token" = [])), params(Listed),
    responses((status = 200, body = ImportsDto), (status = 401, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    QueryOf(listed): QueryOf<Listed>,
) -> ApiResult<Json<ImportsDto>> {
    let limit = listed.limit.unwrap_or(FEW).clamp(1, PAGE);
    let region = listed.region.as_deref();
    let mut views = app.service.imports(&actor, region, listed.cursor, limit + 1).await.tell(&language)?;
    let more = views.len() > limit as usize;
    views.truncate(limit as usize);
    let next = views.last().filter(|_| more).map(|view| view.row);
    Ok(Json(ImportsDto { items: views.into_iter().map(|view| dto(view, &language)).collect(), next }))
}

/// An import and how far it has come.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", operation_id = "import", tag = "imports", security(("token" = [])),
    params(("id" = String, Path, description = "The identifier that starting it gave")),
    responses((status = 200, body = ImportDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Json<ImportDto>> {
    Ok(Json(dto(app.service.import(&actor, id).await.tell(&language)?, &language)))
}

/// How far an import is, told again and again until it ends: server-sent events `progress`, then one `done` or `failed`, each with
/// the import as data.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/progress", operation_id = "importProgress", tag = "imports", security(("token" = [])),
    params(("id" = String, Path, description = "The identifier that starting it gave")),
    responses(
        (status = 200, content_type = "text/event-stream", body = ImportDto), (status = 401, body = ProblemDto),
        (status = 404, body = ProblemDto)
    )
)]
pub(super) async fn progress(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let first = app.service.import(&actor, id).await.tell(&language)?;
    Ok(Sse::new(watched(app, actor, language, first)).keep_alive(KeepAlive::default()))
}

fn watched(
    app: App,
    actor: Actor,
    language: Language,
    first: ImportView,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let id = first.uid;
    futures_util::stream::unfold(Some((Some(first), None)), move |state| {
        let (app, actor, language) = (app.clone(), actor.clone(), language.clone());
        async move {
            let (known, told): (Option<ImportView>, Option<u64>) = state?;
            let mut ticks = tokio::time::interval(TOLD_EVERY);
            ticks.tick().await;
            let mut known = known;
            let view = loop {
                match known.take() {
                    Some(view) if view.state != ImportState::Running || Some(view.moved.rows) != told => break view,
                    _ => {}
                }
                ticks.tick().await;
                // Whoever watches hears no more when the store does not answer; asking again is their way.
                known = Some(app.service.import(&actor, id).await.ok()?);
            };
            let (rows, running) = (view.moved.rows, view.state == ImportState::Running);
            let name = if running { "progress" } else { view.state.name() };
            let event = Event::default().event(name).json_data(dto(view, &language)).unwrap_or_default();
            Some((Ok(event), running.then_some((None, Some(rows)))))
        }
    })
}

/// The rows that were not taken, as a workbook: the file's own columns and rows, with what is wrong and what to do beside them. It
/// can be mended and imported as it is.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/errors", operation_id = "importErrors", tag = "imports", security(("token" = [])),
    params(("id" = String, Path, description = "The identifier that starting it gave")),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
        (status = 401, body = ProblemDto), (status = 404, body = ProblemDto)
    )
)]
pub(super) async fn errors(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
) -> ApiResult<Response> {
    let (_, file) = app.service.corrections(&actor, id).await.tell(&language)?;
    let stream = ReaderStream::with_capacity(tokio::fs::File::from_std(file), 64 << 10);
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    );
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"import-{id}-errors.xlsx\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Behind {
    /// The `next` of the page before: a line of the file.
    after: Option<u64>,
    /// At most so many, up to 100; 20 when nothing is said.
    limit: Option<u32>,
}

/// A row that was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RejectedRowDto {
    /// Where it stands in the file.
    line: u64,
    /// What is wrong with it, where, and what to do.
    problems: Vec<ProblemDto>,
}

/// A page of rows that were not taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RejectedDto {
    /// In the order of the file.
    items: Vec<RejectedRowDto>,
    /// To be sent as `after` for the next page; null on the last.
    next: Option<u64>,
}

/// The rows that were not taken, with what is wrong with each. The workbook of `GET /imports/{id}/errors` has the rows themselves.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/rejected", operation_id = "rejectedRows", tag = "imports", security(("token" = [])),
    params(("id" = String, Path, description = "The identifier that starting it gave"), Behind),
    responses((status = 200, body = RejectedDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn rejected(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(behind): QueryOf<Behind>,
) -> ApiResult<Json<RejectedDto>> {
    let limit = behind.limit.unwrap_or(FEW).clamp(1, PAGE);
    let found = app.service.rejected(&actor, id, behind.after.unwrap_or(0), limit + 1).await.tell(&language)?;
    let more = found.len() > limit as usize;
    let row = |one: lifang_service::Rejection| RejectedRowDto {
        line: one.line,
        problems: one.problems.into_iter().map(|problem| ProblemDto::new(problem, &language)).collect(),
    };
    let items: Vec<RejectedRowDto> = found.into_iter().take(limit as usize).map(row).collect();
    let next = items.last().filter(|_| more).map(|last| last.line);
    Ok(Json(RejectedDto { items, next }))
}

/// For what suggestions are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Shown {
    /// What its rows are.
    #[param(example = "persons")]
    kind: String,
    /// The file's name, for messages.
    name: Option<String>,
    /// The region it would be imported for.
    region: Option<String>,
}

/// A column and the field its heading suggests.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ColumnDto {
    heading: String,
    /// The field; null where the heading says nothing.
    field: Option<String>,
    /// Whether an import takes it without being told.
    sure: bool,
}

/// A field that rows can have.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportFieldDto {
    key: String,
    /// In the reader's language.
    title: String,
    /// Whether no row can be without it.
    required: bool,
}

/// What a file's headings suggest.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionDto {
    columns: Vec<ColumnDto>,
    /// All fields there are, in the order of a form.
    fields: Vec<ImportFieldDto>,
    /// The same as a mapping file, to be looked over and sent with the import.
    mapping: String,
}

/// Suggests which column is which field. The body is the beginning of a CSV, or a whole workbook.
#[utoipa::path(
    post, path = "/api/v1/imports/suggest", operation_id = "suggestMapping", tag = "imports", security(("token" = [])),
    params(Shown), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = SuggestionDto), (status = 401, body = ProblemDto), (status = 422, body = ProblemDto))
)]
pub(super) async fn suggest(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    QueryOf(shown): QueryOf<Shown>,
    body: Body,
) -> ApiResult<Json<SuggestionDto>> {
    let kind = kind(&shown.kind, &language)?;
    let region = shown.region.as_deref();
    app.service.imports(&actor, region, None, 0).await.tell(&language)?;
    let upload = app.service.begin_upload(0).await.tell(&language)?;
    let (upload, _) = take_in(upload, body, app.patience.upload, &language).await?;
    let name = shown.name.as_deref().unwrap_or(kind.name());
    let suggestion = app.service.suggest_import(&actor, kind, name, upload.path(), region).await.tell(&language)?;
    let columns = suggestion.columns.into_iter();
    let columns = columns.map(|one| ColumnDto { heading: one.heading, field: one.field, sure: one.sure });
    let fields = suggestion.fields.into_iter();
    let fields = fields.map(|field| ImportFieldDto {
        title: language.pick(&field.title),
        key: field.key,
        required: field.required,
    });
    Ok(Json(SuggestionDto { columns: columns.collect(), fields: fields.collect(), mapping: suggestion.mapping }))
}
