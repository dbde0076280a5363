//! Checklists for a browser to run by itself: what it needs, and the files, which never change under their names.

use super::checklists::ChecklistDto;
use super::decision::PluginDto;
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, Who};
use crate::layers::REPR_DIGEST;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lifang_core::call::{CallContext, Digest, RegionView};
use lifang_core::value::Value;
use lifang_service::{ModuleFile, ModuleView};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A file of a module.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModuleFileDto {
    /// What the script calls it.
    name: String,
    /// Where it is. Other bytes have another address.
    url: String,
    /// Its digest, as the `integrity` of a request.
    #[schema(example = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    integrity: String,
    /// How many bytes it has.
    size: usize,
}

impl ModuleFileDto {
    fn new(component: &Digest, file: &ModuleFile) -> Self {
        Self {
            name: file.asked.clone(),
            url: format!("/api/v1/modules/{component}/{}", file.name),
            integrity: file.integrity.clone(),
            size: file.size,
        }
    }
}

/// A region as the plugin sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CallRegionDto {
    code: String,
    name: String,
    level: String,
}

impl From<&RegionView> for CallRegionDto {
    fn from(region: &RegionView) -> Self {
        Self { code: region.code.clone(), name: region.name.clone(), level: region.level.clone() }
    }
}

/// A setting, with the type that the plugin gets it in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SettingDto {
    /// `flag`, `integer`, `decimal`, `text`, `date`, `instant` or `codes`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The value; a whole number as text, since it may have more digits than a number of JavaScript.
    #[schema(value_type = Object)]
    value: serde_json::Value,
}

impl From<&Value> for SettingDto {
    fn from(value: &Value) -> Self {
        let kind = match value {
            Value::Flag(_) => "flag",
            Value::Integer(number) => return Self { kind: "integer", value: number.to_string().into() },
            Value::Decimal(_) => "decimal",
            Value::Text(_) => "text",
            Value::Date(_) => "date",
            Value::Instant(_) => "instant",
            Value::Codes(_) => "codes",
        };
        Self { kind, value: value.to_plain() }
    }
}

/// The call that the server would make.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CallDto {
    /// From the province to the region itself.
    path: Vec<CallRegionDto>,
    /// The server's clock, RFC 3339. Let it go on from here.
    now: String,
    /// The role of who acts.
    role: String,
    /// Weekdays that are off and weekend days that are worked, ascending.
    day_exceptions: Vec<String>,
    /// What the installation sets.
    settings: BTreeMap<String, SettingDto>,
}

impl From<&CallContext> for CallDto {
    fn from(context: &CallContext) -> Self {
        Self {
            path: context.path.iter().map(CallRegionDto::from).collect(),
            now: context.now.to_string(),
            role: context.role.clone(),
            day_exceptions: context.day_exceptions.iter().map(ToString::to_string).collect(),
            settings: context.settings.iter().map(|(key, value)| (key.clone(), value.into())).collect(),
        }
    }
}

/// A catalog of the plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogDto {
    language: String,
    /// In the syntax of Fluent.
    source: String,
}

/// All it takes to answer a checklist as the server would.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModuleDto {
    /// The component whose code this is; a submission names it.
    component: String,
    /// The plugin that speaks.
    plugin: PluginDto,
    /// The language that texts are to be said in.
    language: String,
    /// The script that joins the cores; it exports `instantiate`.
    script: ModuleFileDto,
    /// The core modules.
    cores: Vec<ModuleFileDto>,
    call: CallDto,
    /// In the order in which they are asked for a text.
    catalogs: Vec<CatalogDto>,
    /// How long one answer may take before the server would stop it, milliseconds.
    budget_ms: u32,
    /// How many host functions one answer may call.
    host_calls: u32,
    /// The checklist as it is asked now.
    form: ChecklistDto,
}

fn dto(view: &ModuleView, language: &Language) -> ModuleDto {
    let checklist = &view.checklist;
    let component = &checklist.plugin.digest;
    let catalog = |tag: &str| {
        let source = view.module.catalogs.get(tag)?;
        Some(CatalogDto { language: tag.to_owned(), source: source.clone() })
    };
    ModuleDto {
        component: component.0.clone(),
        plugin: PluginDto::from(&*checklist.plugin),
        language: language.tag().to_owned(),
        script: ModuleFileDto::new(component, &view.module.script),
        cores: view.module.cores.iter().map(|core| ModuleFileDto::new(component, core)).collect(),
        call: CallDto::from(&*view.context),
        catalogs: checklist.catalogs.asked_for(language.tag()).into_iter().filter_map(catalog).collect(),
        budget_ms: view.limits.budget_ms,
        host_calls: view.limits.host_calls,
        form: ChecklistDto::new(checklist, language),
    }
}

/// What a browser needs to answer a checklist by itself, with the server's own component. 404 `module-absent` where only the
/// server can: ask `state` then.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/checklists/{id}/module", operation_id = "checklistModule", tag = "checklists",
    params(
        ("code" = String, Path, description = "A region", example = "220103008003"),
        ("id" = String, Path, description = "The checklist", example = "home-visit"),
    ),
    responses((status = 200, body = ModuleDto), (status = 404, body = ProblemDto), (status = 502, body = ProblemDto))
)]
pub(super) async fn describe(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((code, id)): PathOf<(String, String)>,
) -> ApiResult<Json<ModuleDto>> {
    let view = app.service.module(&code, &id, actor.role.name()).await.tell(&language)?;
    Ok(Json(dto(&view, &language)))
}

/// A file of a module. What it holds never changes.
#[utoipa::path(
    get, path = "/api/v1/modules/{component}/{file}", operation_id = "moduleFile", tag = "checklists",
    params(
        ("component" = String, Path, description = "The component's digest"),
        ("file" = String, Path, description = "The file, as the checklist's module names it"),
    ),
    responses(
        (status = 200, description = "A script or a core module", body = Vec<u8>, content_type = "application/wasm"),
        (status = 304, description = "The browser has it"), (status = 404, body = ProblemDto),
    )
)]
pub(super) async fn file(
    State(app): State<App>,
    language: Language,
    headers: HeaderMap,
    PathOf((component, name)): PathOf<(String, String)>,
) -> ApiResult<Response> {
    let found = app.service.module_file(&Digest(component), &name).await.tell(&language)?;
    let brotli = takes_brotli(&headers);
    let sent = if brotli { found.brotli } else { found.plain };
    let tag = format!("\"{}\"", sent.sha256);
    let kind = if name.ends_with(".wasm") { "application/wasm" } else { "text/javascript; charset=utf-8" };
    let lasting = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable, no-transform".to_owned()),
        (header::ETAG, tag.clone()),
        (header::VARY, "accept-encoding".to_owned()),
        (REPR_DIGEST, format!("sha-256=:{}:", sent.sha256)),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    if named(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, lasting).into_response());
    }
    let coding = brotli.then_some([(header::CONTENT_ENCODING, "br")]);
    let mut response = (lasting, [(header::CONTENT_TYPE, kind)], sent.bytes).into_response();
    response
        .headers_mut()
        .extend(coding.into_iter().flatten().map(|(name, value)| (name, axum::http::HeaderValue::from_static(value))));
    Ok(response)
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|list| list.split(',')).any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br" && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn named(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|list| list.split(','))
        .any(|known| known.trim() == "*" || known.trim().trim_start_matches("W/") == tag)
}
