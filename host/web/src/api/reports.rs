//! Reports: which a region has, running one, reading it again in a format.

use super::decision::PluginDto;
use super::regions::{RegionDto, path_of};
use super::written;
use crate::error::{ApiError, ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lifang_core::clock::Date;
use lifang_core::problem::{Kind, Problem};
use lifang_core::report::Period;
use lifang_core::text::Bilingual;
use lifang_service::{Format, Paper, RunView};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A report a region can run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportDto {
    id: String,
    title: String,
    /// Meant for publication: small figures are held back.
    published: bool,
    plugin: PluginDto,
}

/// The reports of a region.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/reports", operation_id = "reports", tag = "reports",
    params(("code" = String, Path, description = "A region", example = "220104")),
    responses((status = 200, body = Vec<ReportDto>), (status = 404, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<Vec<ReportDto>>> {
    let views = app.service.reports(&code).await.tell(&language)?;
    let english = language.is_english();
    let dto = views.into_iter().map(|view| ReportDto {
        title: if english { view.head.title.en } else { view.head.title.zh },
        id: view.head.id,
        published: view.head.published,
        plugin: PluginDto::from(&*view.plugin),
    });
    Ok(Json(dto.collect()))
}

/// The days a report is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodDto {
    /// First day, `YYYY-MM-DD`.
    #[schema(value_type = String, example = "2026-11-01")]
    first: Date,
    /// Last day, included.
    #[schema(value_type = String, example = "2026-11-30")]
    last: Date,
    /// The day whose boundaries the report is on, where it is another than today: all that it counts lies as it lay then, and the
    /// region's code is of that day.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-01-01")]
    boundaries: Option<Date>,
}

/// A report that was run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunDto {
    #[schema(value_type = String)]
    id: Uuid,
    report: String,
    title: String,
    path: Vec<RegionDto>,
    first: String,
    last: String,
    /// The day whose boundaries it is on; null for those of the day it was made.
    boundaries: Option<String>,
    created: String,
    plugin: PluginDto,
    /// The document: nodes with a `block` (section, paragraph, key-figure, table, chart) and the position of their parent.
    /// Texts are keys with arguments, and `said` in the reader's language.
    #[schema(value_type = Object)]
    document: serde_json::Value,
    /// What readers see for the region codes among the document's cells and labels.
    names: BTreeMap<String, String>,
}

fn dto(view: &RunView, language: &Language) -> RunDto {
    let mut document = serde_json::to_value(&view.document).unwrap_or_default();
    say_in_place(&mut document, &|text| view.catalogs.say(language.tag(), text));
    RunDto {
        id: view.uid,
        report: view.report.clone(),
        title: view.title(language.tag()),
        path: path_of(&view.path),
        first: view.period.first.to_string(),
        last: view.period.last.to_string(),
        boundaries: view.boundaries.map(|day| day.to_string()),
        created: view.created_at.to_string(),
        plugin: PluginDto::from(&view.plugin),
        document,
        names: view.names.clone(),
    }
}

/// Puts every text of a document into words, where it stands: objects with a `key` get `said`.
fn say_in_place(json: &mut serde_json::Value, say: &impl Fn(&lifang_core::text::Text) -> String) {
    match json {
        serde_json::Value::Object(fields) => {
            fields.values_mut().for_each(|value| say_in_place(value, say));
            if fields.get("key").is_some_and(serde_json::Value::is_string)
                && let Ok(text) = serde_json::from_value(serde_json::Value::Object(fields.clone()))
            {
                fields.insert("said".into(), say(&text).into());
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| say_in_place(item, say)),
        _ => {}
    }
}

/// Runs a report for a period and keeps it.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/reports/{id}/runs", operation_id = "runReport", tag = "reports", security(("token" = [])),
    params(
        ("code" = String, Path, description = "A region", example = "220104"),
        ("id" = String, Path, description = "The report", example = "grid-monthly"),
    ),
    request_body = PeriodDto,
    responses((status = 201, body = RunDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto), (status = 502, body = ProblemDto))
)]
pub(super) async fn run(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((code, id)): PathOf<(String, String)>,
    Body(asked): Body<PeriodDto>,
) -> ApiResult<(StatusCode, HeaderMap, Json<RunDto>)> {
    let period = Period { first: asked.first, last: asked.last };
    let view = app.service.run_report_on(&actor, &code, &id, period, asked.boundaries).await.tell(&language)?;
    let mut headers = HeaderMap::new();
    if let Ok(location) = format!("/api/v1/runs/{}", view.uid).parse() {
        headers.insert(header::LOCATION, location);
    }
    Ok((StatusCode::CREATED, headers, Json(dto(&view, &language))))
}

/// How to write it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AsFormat {
    /// `json`, `html`, `pdf`, `xlsx` or `csv`; by `Accept` when nothing is said.
    format: Option<String>,
    /// What a PDF is printed on: `a4`, or `a3` for wide tables.
    paper: Option<String>,
}

/// The formats by the media type that a client may accept.
const MEDIA_TYPES: [(&str, &str); 4] = [
    ("text/html", "html"),
    ("application/pdf", "pdf"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("text/csv", "csv"),
];

impl AsFormat {
    /// The format; none for JSON.
    fn read(&self, headers: &HeaderMap) -> Result<Option<Format>, Box<Problem>> {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let accepted =
            MEDIA_TYPES.iter().find(|(media_type, _)| accept.contains(media_type)).map(|(_, format)| *format);
        let paper = match self.paper.as_deref() {
            None | Some("a4") => Paper::A4,
            Some("a3") => Paper::A3,
            Some(other) => return Err(unknown("paper", "纸张", other, "a4、a3", "a4 and a3")),
        };
        Ok(match self.format.as_deref().or(accepted).unwrap_or("json") {
            "json" => None,
            "html" => Some(Format::Html),
            "pdf" => Some(Format::Pdf(paper)),
            "xlsx" => Some(Format::Xlsx),
            "csv" => Some(Format::Csv),
            other => {
                return Err(unknown(
                    "format",
                    "格式",
                    other,
                    "json、html、pdf、xlsx、csv",
                    "json, html, pdf, xlsx and csv",
                ));
            }
        })
    }
}

/// A report that was run, as JSON, HTML, PDF, XLSX or CSV.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}", operation_id = "run", tag = "reports", security(("token" = [])),
    params(("id" = String, Path, description = "The identifier that running gave"), AsFormat),
    responses(
        (status = 200, content((RunDto = "application/json"), (String = "text/html"), (String = "application/pdf"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv"))),
        (status = 400, body = ProblemDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto),
        (status = 422, body = ProblemDto, description = "Too long or too wide for the format; the problem names one that takes it"),
        (status = 503, body = ProblemDto),
    )
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(id): PathOf<Uuid>,
    QueryOf(wanted): QueryOf<AsFormat>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let format = wanted.read(&headers).map_err(|problem| ApiError::new(*problem, language.clone()))?;
    let view = app.service.run(&actor, id).await.tell(&language)?;
    let Some(format) = format else { return Ok(Json(dto(&view, &language)).into_response()) };
    let label = written::label(&view, format, language.tag());
    let bytes = app.service.write_down(view, format, language.tag()).await.tell(&language)?;
    Ok(written::reply(label, bytes))
}

fn unknown(field: &str, zh: &str, given: &str, known_zh: &str, known_en: &str) -> Box<Problem> {
    let given: String = given.chars().take(40).collect();
    let problem = Problem::new(
        Kind::Malformed,
        &format!("{field}-unknown"),
        Bilingual::new(format!("不支持的{zh} {given}"), format!("there is no {field} {given}")),
        Bilingual::new(format!("可用：{known_zh}。"), format!("There are {known_en}.")),
    );
    Box::new(problem.at(field))
}
