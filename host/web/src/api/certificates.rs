//! Certificates: may the community issue it, on what basis, else who.

use super::decision::{ClauseDto, PluginDto};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, QueryOf};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_core::certificate::Standing;
use lifang_core::clock::Date;
use lifang_service::CertificateView;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What the list of a region says about a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CertificateDto {
    id: String,
    title: String,
    /// Whether the community may issue it here, on that day.
    may_issue: bool,
    /// What to bring, where the community issues it.
    #[serde(skip_serializing_if = "Option::is_none")]
    bring: Option<String>,
    /// Who is competent, where the community is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    /// What to do there, or why nothing is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
    /// What that rests on.
    basis: ClauseDto,
    /// The day the answer is for.
    day: String,
    /// The plugin whose list it is.
    plugin: PluginDto,
}

fn dto(view: &CertificateView, language: &Language) -> CertificateDto {
    let say = |text| Some(view.catalogs.say(language.tag(), text));
    let (bring, office, advice) = match &view.certificate.standing {
        Standing::MayIssue { bring } => (say(bring), None, None),
        Standing::MayNotIssue { office, advice } => (None, say(office), say(advice)),
    };
    CertificateDto {
        id: view.certificate.id.clone(),
        title: view.catalogs.say(language.tag(), &view.certificate.title),
        may_issue: bring.is_some(),
        bring,
        office,
        advice,
        basis: (&view.certificate.basis).into(),
        day: view.day.to_string(),
        plugin: PluginDto::from(&*view.source.plugin),
    }
}

/// Which certificates.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// What the resident calls it; all when nothing is said.
    #[param(example = "无犯罪记录")]
    q: Option<String>,
    /// The day, `YYYY-MM-DD`; today when nothing is said.
    #[param(value_type = Option<String>)]
    day: Option<Date>,
}

/// The certificates that the lists of a region name.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/certificates", operation_id = "certificates", tag = "certificates",
    params(("code" = String, Path, description = "A region", example = "220103008003"), Which),
    responses((status = 200, body = Vec<CertificateDto>), (status = 404, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    PathOf(code): PathOf<String>,
    QueryOf(which): QueryOf<Which>,
) -> ApiResult<Json<Vec<CertificateDto>>> {
    let views = app.service.certificates(&code, which.q.as_deref(), which.day).await.tell(&language)?;
    Ok(Json(views.iter().map(|view| dto(view, &language)).collect()))
}

/// The day of the answer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OnDay {
    /// The day, `YYYY-MM-DD`; today when nothing is said.
    #[param(value_type = Option<String>)]
    day: Option<Date>,
}

/// One certificate: may the community issue it, on what basis, else who.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/certificates/{id}", operation_id = "certificate", tag = "certificates",
    params(
        ("code" = String, Path, description = "A region", example = "220103008003"),
        ("id" = String, Path, description = "The certificate's id"), OnDay,
    ),
    responses((status = 200, body = CertificateDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    PathOf((code, id)): PathOf<(String, String)>,
    QueryOf(on): QueryOf<OnDay>,
) -> ApiResult<Json<CertificateDto>> {
    let view = app.service.certificate(&code, &id, on.day).await.tell(&language)?;
    Ok(Json(dto(&view, &language)))
}
