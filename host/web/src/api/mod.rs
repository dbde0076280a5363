//! `/api/v1`: one file per subject, described by the OpenAPI document that is generated from them.

mod burden;
mod certificates;
mod checklists;
mod decision;
mod duplicates;
mod event_kinds;
mod events;
mod export;
mod fields;
mod figures;
mod health;
mod imports;
mod modules;
mod people;
mod plugins;
mod quality;
mod region_changes;
mod regions;
mod register;
mod reports;
mod snapshots;
mod sources;
mod submissions;
mod sweeps;
mod written;

use crate::layers;
use crate::state::App;
use axum::Router;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lifang 里坊",
        version = "1",
        description = "Community governance with regional plugins. Texts come in the language of `?lang=` or `Accept-Language` (zh first, en second, others where a plugin has them). Errors are RFC 9457 problem documents with a stable `code`, what is wrong and what to do, in Chinese and English. 社区治理平台接口：文字按 `?lang=` 或 `Accept-Language` 返回；错误说明含原因与处理办法，中英对照。",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    modifiers(&Bearer),
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(regions::find))
        .routes(routes!(regions::page))
        .routes(routes!(regions::board))
        .routes(routes!(region_changes::change, region_changes::list))
        .routes(routes!(region_changes::withdraw))
        .routes(routes!(region_changes::history))
        .routes(routes!(region_changes::counts))
        .routes(routes!(checklists::list))
        .routes(routes!(checklists::show))
        .routes(routes!(checklists::state))
        .routes(routes!(modules::describe))
        .routes(routes!(modules::file))
        .routes(routes!(submissions::submit))
        .routes(routes!(submissions::show))
        .routes(routes!(certificates::list))
        .routes(routes!(certificates::show))
        .routes(routes!(event_kinds::list))
        .routes(routes!(events::report))
        .routes(routes!(events::show))
        .routes(routes!(export::export))
        .routes(routes!(reports::list))
        .routes(routes!(reports::run))
        .routes(routes!(reports::show))
        .routes(routes!(sweeps::run))
        .routes(routes!(fields::list, fields::declare))
        .routes(routes!(fields::withdraw))
        .routes(routes!(fields::held))
        .routes(routes!(fields::write))
        .routes(routes!(register::show))
        .routes(routes!(burden::show))
        .routes(routes!(imports::list))
        .routes(routes!(imports::start))
        .routes(routes!(imports::show))
        .routes(routes!(imports::progress))
        .routes(routes!(imports::errors))
        .routes(routes!(imports::rejected))
        .routes(routes!(imports::suggest))
        .routes(routes!(sweeps::show))
        .routes(routes!(sweeps::communities))
        .routes(routes!(sweeps::progress))
        .routes(routes!(sweeps::cancel))
        .routes(routes!(sweeps::resume))
        .routes(routes!(snapshots::of_region))
        .routes(routes!(figures::show))
        .routes(routes!(snapshots::all))
        .routes(routes!(plugins::list))
        .routes(routes!(quality::show))
        .routes(routes!(quality::run))
        .routes(routes!(quality::records))
        .routes(routes!(people::person))
        .routes(routes!(people::person_history))
        .routes(routes!(people::erase))
        .routes(routes!(people::house))
        .routes(routes!(people::house_history))
        .routes(routes!(people::count))
        .routes(routes!(people::find))
        .routes(routes!(duplicates::list))
        .routes(routes!(duplicates::show))
        .routes(routes!(duplicates::merge))
        .routes(routes!(duplicates::keep_apart))
        .routes(routes!(duplicates::undo))
        .routes(routes!(sources::list, sources::register))
        .routes(routes!(sources::switch))
        .routes(routes!(sources::deliver))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
}

/// The OpenAPI document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    described().split_for_parts().1
}

/// All routes.
pub fn router(app: App) -> Router {
    let (router, api) = described().split_for_parts();
    let patience = app.patience.answer;
    layers::wrap(
        router.with_state(app).merge(SwaggerUi::new("/api/v1/docs").url("/api/v1/openapi.json", api)),
        patience,
    )
}
