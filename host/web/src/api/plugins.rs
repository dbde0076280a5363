//! Plugins: what is installed where, what it carries, what it may read.

use super::decision::PluginDto;
use crate::error::{ApiResult, Tell};
use crate::extract::Language;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_service::InstalledView;
use serde::Serialize;
use utoipa::ToSchema;

/// Something a plugin carries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CarriedDto {
    id: String,
    title: String,
}

/// A rule a plugin carries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleDto {
    id: String,
    title: String,
    /// The event kinds it speaks on.
    events: Vec<String>,
    /// No nearer plugin may override it.
    mandatory: bool,
    /// The outer rule it stands in for.
    #[serde(skip_serializing_if = "Option::is_none")]
    overrides: Option<String>,
    /// The dataset it sweeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    sweeps: Option<String>,
}

/// An installed plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InstalledDto {
    plugin: PluginDto,
    title: String,
    /// `forms` or `rules`.
    world: &'static str,
    /// Where it is installed.
    region_code: String,
    region_name: String,
    /// First day it speaks.
    from: String,
    /// What it rests on.
    legal_basis: Vec<String>,
    /// Why browsers leave its checklists to the server; left out where they run them themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    server_only: Option<String>,
    /// Whether it carries a list of certificates.
    certificates: bool,
    checklists: Vec<CarriedDto>,
    rules: Vec<RuleDto>,
    reports: Vec<CarriedDto>,
    /// Dataset → columns it may read.
    #[schema(value_type = Object)]
    may_read: serde_json::Value,
}

fn dto(view: &InstalledView, language: &Language) -> InstalledDto {
    let installation = &view.installation;
    let manifest = &installation.manifest;
    let english = language.is_english();
    let pick = |said: &lifang_core::text::Bilingual| if english { said.en.clone() } else { said.zh.clone() };
    let carried = |id: &str, title| CarriedDto { id: id.to_owned(), title: pick(title) };
    let rules = manifest.rules.iter().map(|rule| RuleDto {
        id: rule.id.clone(),
        title: pick(&rule.title),
        events: rule.events.clone(),
        mandatory: rule.mandatory,
        overrides: rule.overrides.clone(),
        sweeps: rule.sweep.as_ref().map(|sweep| sweep.dataset.clone()),
    });
    InstalledDto {
        plugin: PluginDto::from(&*installation.plugin),
        title: pick(&manifest.plugin.title),
        world: manifest.plugin.world.name(),
        region_code: view.region_code.clone(),
        region_name: view.region_name.clone(),
        from: installation.valid_from.to_string(),
        legal_basis: manifest.plugin.legal_basis.clone(),
        server_only: view.server_only.as_ref().map(pick),
        certificates: manifest.plugin.certificates,
        checklists: manifest.checklists.iter().map(|head| carried(&head.id, &head.title)).collect(),
        rules: rules.collect(),
        reports: manifest.reports.iter().map(|head| carried(&head.id, &head.title)).collect(),
        may_read: serde_json::to_value(manifest.asked().intersection(&installation.granted)).unwrap_or_default(),
    }
}

/// The installed plugins. Rules that govern people are public, and so is what they read.
#[utoipa::path(get, path = "/api/v1/plugins", operation_id = "plugins", tag = "plugins", responses((status = 200, body = Vec<InstalledDto>)))]
pub(super) async fn list(State(app): State<App>, language: Language) -> ApiResult<Json<Vec<InstalledDto>>> {
    let views = app.service.installed().await.tell(&language)?;
    Ok(Json(views.iter().map(|view| dto(view, &language)).collect()))
}
