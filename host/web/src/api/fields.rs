//! Local fields: which hold in a region, declaring and withdrawing them, and writing one value.

use crate::error::{ApiError, ApiResult, ProblemDto, Tell};
use crate::extract::{Body, Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lifang_core::actor::Role;
use lifang_core::clock::Date;
use lifang_core::dataset::{ColumnType, Guard};
use lifang_core::manifest::{FieldRef, LocalField};
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::{LocalFieldView, Subject, SubjectKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The same in Chinese and English.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BothDto {
    zh: String,
    en: String,
}

impl From<&Bilingual> for BothDto {
    fn from(text: &Bilingual) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}

impl From<BothDto> for Bilingual {
    fn from(text: BothDto) -> Self {
        Self::new(text.zh, text.en)
    }
}

/// A local field that holds in a region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LocalFieldDto {
    /// `x.…`
    key: String,
    /// `persons`, `houses` or `units`.
    dataset: String,
    /// `flag`, `u8`, `u16`, `s32`, `f64`, `date`, `text` or `dictionary`.
    #[serde(rename = "type")]
    column_type: &'static str,
    /// Code → what it means, for `dictionary`.
    codes: BTreeMap<String, BothDto>,
    title: BothDto,
    /// What for.
    purpose: BothDto,
    /// On what basis.
    legal_basis: String,
    /// `open`, `personal` or `sensitive`.
    #[schema(value_type = String)]
    guard: Guard,
    /// The roles that may see it; operators always may.
    visible_to: Vec<&'static str>,
    /// The code of the region that declared it.
    region: String,
    /// Its name.
    region_name: String,
    /// The plugin that brought it, where one did.
    plugin: Option<String>,
}

impl From<LocalFieldView> for LocalFieldDto {
    fn from(view: LocalFieldView) -> Self {
        let LocalFieldView { field, region, plugin } = view;
        Self {
            column_type: field.column_type.name(),
            codes: field.codes.iter().map(|(code, title)| (code.clone(), title.into())).collect(),
            title: (&field.title).into(),
            purpose: (&field.purpose).into(),
            guard: field.guard,
            visible_to: field.visible_to.iter().map(|role| role.name()).collect(),
            key: field.key,
            dataset: field.dataset,
            legal_basis: field.legal_basis,
            region: region.code.as_str().to_owned(),
            region_name: region.name,
            plugin,
        }
    }
}

/// The local fields that hold in a region: its own and those of the regions it lies in. What is collected, and what for, is
/// public.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/fields", operation_id = "localFields", tag = "fields",
    params(("code" = String, Path, description = "A region", example = "220104")),
    responses((status = 200, body = Vec<LocalFieldDto>), (status = 404, body = ProblemDto))
)]
pub(super) async fn list(
    State(app): State<App>,
    language: Language,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<Vec<LocalFieldDto>>> {
    let views = app.service.local_field_list(&code).await.tell(&language)?;
    Ok(Json(views.into_iter().map(LocalFieldDto::from).collect()))
}

/// A field to be declared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFieldDto {
    /// `x.` and small letters, digits, `_` or `-`.
    #[schema(example = "x.heating")]
    key: String,
    /// `persons`, `houses` or `units`.
    #[schema(example = "houses")]
    dataset: String,
    /// `flag`, `u8`, `u16`, `s32`, `f64`, `date`, `text` or `dictionary`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "dictionary")]
    column_type: ColumnType,
    /// Code → what it means; for `dictionary`, and for nothing else.
    #[serde(default)]
    codes: BTreeMap<String, BothDto>,
    title: BothDto,
    /// What for.
    purpose: BothDto,
    /// On what basis.
    legal_basis: String,
    /// `open` (when nothing is said), `personal` or `sensitive`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    guard: Guard,
    /// The roles that may see it: `grid-worker`, `community-staff`, `government-staff`; all of them when nothing is said.
    #[schema(value_type = Option<Vec<String>>)]
    visible_to: Option<Vec<Role>>,
    /// First day it holds; today when nothing is said.
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
}

/// Declares a field for the region and all below it. A nearer declaration stands in for an outer one of the same type.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/fields", operation_id = "declareField", tag = "fields", security(("token" = [])),
    params(("code" = String, Path, description = "A region", example = "220104")),
    request_body = NewFieldDto,
    responses(
        (status = 201, body = Vec<LocalFieldDto>), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto),
        (status = 409, description = "The key has another type there", body = ProblemDto), (status = 422, body = ProblemDto),
    )
)]
pub(super) async fn declare(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
    Body(new): Body<NewFieldDto>,
) -> ApiResult<(StatusCode, Json<Vec<LocalFieldDto>>)> {
    let field = LocalField {
        key: new.key,
        dataset: new.dataset,
        column_type: new.column_type,
        codes: new.codes.into_iter().map(|(code, title)| (code, title.into())).collect(),
        title: new.title.into(),
        purpose: new.purpose.into(),
        legal_basis: new.legal_basis,
        guard: new.guard,
        visible_to: new.visible_to.unwrap_or_else(LocalField::all_staff),
    };
    app.service.declare_fields(&actor, &code, vec![field], new.from).await.tell(&language)?;
    Ok((StatusCode::CREATED, list(State(app), language, PathOf(code)).await?))
}

/// Which field to withdraw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawDto {
    /// The dataset it extends.
    #[schema(example = "houses")]
    dataset: String,
    /// First day it no longer holds; today when nothing is said.
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
}

/// Withdraws a field that the region itself declared. From then on nothing knows it; its values and history stay.
#[utoipa::path(
    post, path = "/api/v1/regions/{code}/fields/{key}/withdraw", operation_id = "withdrawField", tag = "fields", security(("token" = [])),
    params(
        ("code" = String, Path, description = "The region that declared it", example = "220104"),
        ("key" = String, Path, description = "Its key", example = "x.heating"),
    ),
    request_body = WithdrawDto,
    responses((status = 200, body = Vec<LocalFieldDto>), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn withdraw(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((code, key)): PathOf<(String, String)>,
    Body(what): Body<WithdrawDto>,
) -> ApiResult<Json<Vec<LocalFieldDto>>> {
    let field = FieldRef { dataset: what.dataset, key };
    app.service.withdraw_field(&actor, &code, &field, what.from).await.tell(&language)?;
    list(State(app), language, PathOf(code)).await
}

/// A value that is held.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HeldDto {
    key: String,
    title: String,
    value: serde_json::Value,
    /// The value in words.
    label: String,
    /// Where it comes from.
    source: String,
    /// When it was last collected or confirmed, RFC 3339.
    recorded_at: String,
}

/// What is held of the local fields of a person, house or unit, as far as the reader may see them.
#[utoipa::path(
    get, path = "/api/v1/{subjects}/{uid}/fields", operation_id = "heldFields", tag = "fields", security(("token" = [])),
    params(
        ("subjects" = String, Path, description = "`persons`, `houses` or `units`", example = "persons"),
        ("uid" = String, Path, description = "Its identifier"),
    ),
    responses((status = 200, body = Vec<HeldDto>), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn held(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((subjects, uid)): PathOf<(String, Uuid)>,
) -> ApiResult<Json<Vec<HeldDto>>> {
    let subject = subject(&subjects, uid, &language)?;
    let held = app.service.fields_of(&actor, &subject).await.tell(&language)?;
    let dto = held.into_iter().map(|one| HeldDto {
        title: language.pick(&one.field.title),
        label: language.pick(&one.field.label(&one.value)),
        value: one.value.to_plain(),
        source: one.source,
        recorded_at: one.recorded.to_string(),
        key: one.field.key,
    });
    Ok(Json(dto.collect()))
}

/// A value of a local field.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewValueDto {
    /// `true`, a number, a text, a code or a day, as the field's type wants it.
    value: serde_json::Value,
    /// First day it holds; today when nothing is said.
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
}

/// A value that holds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ValueDto {
    key: String,
    title: String,
    value: serde_json::Value,
    /// The value in words.
    label: String,
    /// First day it holds.
    from: String,
    /// It was there already.
    unchanged: bool,
}

/// Writes the value of a local field of a person, house or unit. What was known before stays on record.
#[utoipa::path(
    put, path = "/api/v1/{subjects}/{uid}/fields/{key}", operation_id = "writeField", tag = "fields", security(("token" = [])),
    params(
        ("subjects" = String, Path, description = "`persons`, `houses` or `units`", example = "persons"),
        ("uid" = String, Path, description = "Its identifier"),
        ("key" = String, Path, description = "The field's key", example = "x.stairs_help"),
    ),
    request_body = NewValueDto,
    responses(
        (status = 200, body = ValueDto), (status = 401, body = ProblemDto), (status = 403, body = ProblemDto),
        (status = 404, body = ProblemDto), (status = 422, description = "Not what the field wants", body = ProblemDto),
    )
)]
pub(super) async fn write(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf((subjects, uid, key)): PathOf<(String, Uuid, String)>,
    Body(new): Body<NewValueDto>,
) -> ApiResult<Json<ValueDto>> {
    let subject = subject(&subjects, uid, &language)?;
    let written = app.service.set_field(&actor, &subject, &key, &new.value, new.from).await.tell(&language)?;
    Ok(Json(ValueDto {
        title: language.pick(&written.field.title),
        label: language.pick(&written.field.label(&written.value)),
        value: written.value.to_plain(),
        from: written.valid_from.to_string(),
        unchanged: written.unchanged,
        key,
    }))
}

fn subject(subjects: &str, uid: Uuid, language: &Language) -> ApiResult<Subject> {
    let kinds = [SubjectKind::Person, SubjectKind::House, SubjectKind::Unit];
    let kind = kinds.into_iter().find(|kind| kind.dataset() == subjects);
    let kind = kind.ok_or_else(|| ApiError::new(no_such_subjects(subjects), language.clone()))?;
    Ok(Subject { kind, uid })
}

fn no_such_subjects(found: &str) -> Problem {
    let found: String = found.chars().take(40).collect();
    let what = Bilingual::new(format!("没有“{found}”这一类对象"), format!("there are no subjects “{found}”"));
    let remedy = Bilingual::new("应为 persons、houses 或 units。", "persons, houses or units is wanted.");
    Problem::new(Kind::NotFound, "not-found", what, remedy)
}
