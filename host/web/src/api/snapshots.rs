//! Snapshots of base data: how those of a region stand, and what went wrong with them.

use super::regions::{RegionDto, path_of};
use crate::error::{ApiResult, ProblemDto, Tell};
use crate::extract::{Language, PathOf, Who};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use lifang_service::DatasetStatus;
use serde::Serialize;
use utoipa::ToSchema;

/// The segments of a dataset.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DatasetSnapshotsDto {
    dataset: String,
    /// Communities with base data.
    communities: u64,
    /// Those whose segment says what the database says now.
    right: u64,
    rows: u64,
    bytes: u64,
    /// As of when the oldest segment is.
    oldest: Option<String>,
}

/// The snapshots of a region.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegionSnapshotsDto {
    path: Vec<RegionDto>,
    datasets: Vec<DatasetSnapshotsDto>,
}

/// Something that went wrong with a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SnapshotFaultDto {
    at: String,
    what: String,
}

/// All snapshots.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SnapshotsDto {
    /// Where they lie.
    place: String,
    datasets: Vec<DatasetSnapshotsDto>,
    /// Since this host started, newest first, at most a hundred. What is wrong is passed over and made anew; answers are right.
    faults: Vec<SnapshotFaultDto>,
}

impl From<DatasetStatus> for DatasetSnapshotsDto {
    fn from(status: DatasetStatus) -> Self {
        Self {
            dataset: status.dataset,
            communities: status.communities,
            right: status.right,
            rows: status.rows,
            bytes: status.bytes,
            oldest: status.oldest.map(|at| at.to_string()),
        }
    }
}

/// How the snapshots of a region stand.
#[utoipa::path(
    get, path = "/api/v1/regions/{code}/snapshots", operation_id = "regionSnapshots", tag = "snapshots",
    security(("token" = [])), params(("code" = String, Path, description = "A region", example = "2201")),
    responses((status = 200, body = RegionSnapshotsDto), (status = 401, body = ProblemDto), (status = 404, body = ProblemDto))
)]
pub(super) async fn of_region(
    State(app): State<App>,
    language: Language,
    Who(actor): Who,
    PathOf(code): PathOf<String>,
) -> ApiResult<Json<RegionSnapshotsDto>> {
    let view = app.service.region_snapshots(&actor, &code).await.tell(&language)?;
    let datasets = view.datasets.into_iter().map(DatasetSnapshotsDto::from).collect();
    Ok(Json(RegionSnapshotsDto { path: path_of(&view.path), datasets }))
}

/// How all snapshots stand, where they lie, and what went wrong.
#[utoipa::path(
    get, path = "/api/v1/snapshots", operation_id = "snapshots", tag = "snapshots", security(("token" = [])),
    responses((status = 200, body = SnapshotsDto), (status = 401, body = ProblemDto))
)]
pub(super) async fn all(State(app): State<App>, language: Language, Who(actor): Who) -> ApiResult<Json<SnapshotsDto>> {
    let view = app.service.snapshots_status(&actor).await.tell(&language)?;
    let fault = |fault: lifang_service::Fault| SnapshotFaultDto { at: fault.at.to_string(), what: fault.what };
    Ok(Json(SnapshotsDto {
        place: view.place,
        datasets: view.datasets.into_iter().map(DatasetSnapshotsDto::from).collect(),
        faults: view.faults.into_iter().map(fault).collect(),
    }))
}
