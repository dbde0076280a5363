//! An empty region ends. Its past belongs to what it belonged to, and so do the sources it answered for.

use super::plan::Plan;
use super::refusal;
use super::tree::changeable;
use super::versions::Ground;
use crate::error::Result;
use crate::sql::{Read, query};
use crate::store::Tx;
use lifang_core::region::RegionCode;

/// What would be left behind: table, the columns that name a region, what it is called.
const HELD: [(&str, &str, &str, &str); 7] = [
    ("building_fact", "community_id", "楼宇", "buildings"),
    ("house_fact", "community_id", "房", "houses"),
    ("residence", "community_id", "居住", "residences"),
    ("unit_fact", "community_id", "单位", "units"),
    ("appointment", "region_id", "任职", "appointments"),
    ("local_field", "region_id", "本地字段", "local fields"),
    ("installation", "region_id", "插件安装", "installations"),
];

pub(super) async fn dissolve(tx: &mut Tx, ground: &Ground, code: &RegionCode) -> Result<Plan> {
    let region = changeable(tx, ground, code).await?;
    ground.steady_below(tx, &region).await?;
    let mut held = Vec::new();
    let below = ground.subtree(tx, &region).await?.len() - 1;
    if below > 0 {
        held.push(("下级区域", "regions below", i64::try_from(below).unwrap_or(i64::MAX)));
    }
    for (table, column, zh, en) in HELD {
        let grid = if column == "community_id" { " OR t.grid_id = $1" } else { "" };
        let sql = format!("SELECT COUNT(*) FROM {table} t WHERE (t.{column} = $1{grid}) AND {}", ground.onward("t"));
        let rows = query(sql).bind(region.id.0).fetch_one(tx.connection()).await?.int(0)?;
        if rows > 0 {
            held.push((zh, en, rows));
        }
    }
    if !held.is_empty() {
        return Err(refusal::not_empty(&region, &held));
    }
    let mut plan = Plan::default();
    if let Some(parent) = region.parent {
        plan.link(region.id, parent, true);
        plan.steps.push(super::follow::Step::SourcesAnswerTo { from: region.id, to: parent });
    }
    plan.steps.push(super::follow::Step::DrawingEnds { grid: region.id });
    plan.ended.push(region);
    Ok(plan)
}
