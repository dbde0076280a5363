//! Exports: base data as a file, sent as it is read.

use super::written;
use crate::error::{ApiError, ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, QueryOf, Who};
use crate::state::App;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use lifang_core::clock::{Date, Instant};
use lifang_core::mask::Sight;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{ExportFormat, ExportRequest};
use serde::Deserialize;
use tracing::Instrument;
use utoipa::IntoParams;

/// So many pieces wait for a slow reader.
const WAITING: usize = 4;

/// What to export.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportDto {
    /// `csv` (the default), `csv-gb18030`, `xlsx` or `parquet`.
    format: Option<String>,
    /// Columns and local fields, separated by commas, in this order; all when none are named.
    columns: Option<String>,
    /// Conditions such as `age>=80;sex=female;care~low-income;phone?`, separated by semicolons; all must hold.
    #[serde(rename = "where")]
    conditions: Option<String>,
    /// The day the data is of; today when none is said.
    #[param(value_type = Option<String>)]
    as_of: Option<Date>,
    /// As it was known at this moment; now when none is said.
    #[param(value_type = Option<String>)]
    known_at: Option<Instant>,
    /// Personal columns as they are, for the purpose that must then be given.
    #[serde(default)]
    unmasked: bool,
    /// What the personal data is for; the audit keeps it.
    purpose: Option<String>,
    /// The language of headings and codes.
    #[expect(dead_code, reason = "read by the extractor of the language")]
    lang: Option<String>,
}

fn parts(text: Option<&str>, separator: char) -> Vec<String> {
    text.unwrap_or_default()
        .split(separator)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Base data of a region as a file, personal columns masked unless a purpose is given and the role may.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/export/{dataset}", operation_id = "exportData", tag = "data", security(("token" = [])),
    params(
        ("code" = String, Path, description = "A region; all below it comes along", example = "220104"),
        ("dataset" = String, Path, description = "`persons`, `houses`, `units`, `grids`, `events` or `visits`", example = "persons"),
        ExportDto,
    ),
    responses(
        (status = 200, description = "The file, sent as it is read; it breaks off where the host fails", content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, body = ProblemDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto), (status = 404, body = ProblemDto), (status = 422, body = ProblemDto),
    )
)]
pub(super) async fn export(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((region, dataset)): PathOf<(String, String)>,
    QueryOf(wanted): QueryOf<ExportDto>,
) -> ApiResult<Response> {
    let name = wanted.format.as_deref().unwrap_or("csv");
    let format = ExportFormat::from_name(name).ok_or_else(|| ApiError::new(no_format(name), language.clone()))?;
    let sight =
        if wanted.unmasked { Sight::Full { purpose: wanted.purpose.unwrap_or_default() } } else { Sight::Masked };
    let request = ExportRequest {
        region,
        dataset,
        columns: parts(wanted.columns.as_deref(), ','),
        filters: parts(wanted.conditions.as_deref(), ';'),
        format,
        as_of: wanted.as_of,
        known_at: wanted.known_at,
        sight,
        english: language.is_english(),
    };
    let export = app.service.plan_export(&actor, request).await.tell(&language)?;
    let disposition = written::attachment(&export.file_name());
    let (taker, pieces) = tokio::sync::mpsc::channel(WAITING);
    let work = async move {
        if let Err(error) = export.run(taker, |_| ()).await {
            tracing::error!(error = &error as &dyn std::error::Error, "an export broke off");
        }
    };
    // It ends by itself when nobody reads any more.
    tokio::spawn(work.in_current_span());
    let body = stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((piece.map(Bytes::from), pieces))
    });
    let mut response = ([(header::CONTENT_TYPE, format.media_type())], Body::from_stream(body)).into_response();
    if let Ok(value) = HeaderValue::try_from(disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    // What is somebody's data is kept by nobody on the way.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn no_format(name: &str) -> Problem {
    let name: String = name.chars().take(40).collect();
    let known: Vec<&str> = ExportFormat::NAMES.iter().map(|(name, _)| *name).collect();
    let what = Bilingual::new(format!("不支持的格式 {name}"), format!("there is no format {name}"));
    let remedy = Bilingual::new(format!("可用：{}。", known.join("、")), format!("There are {}.", known.join(", ")));
    Problem::new(Kind::Malformed, "format-unknown", what, remedy).at("format")
}
