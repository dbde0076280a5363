//! Making changes: at once where their day has come, else on their day; and taking back what is only planned.

use super::MOST_AT_ONCE;
use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use lifang_core::actor::Actor;
use lifang_core::clock::{Date, Instant};
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Region, RegionCode};
use lifang_core::region_change::{Operation, RegionChange};
use lifang_core::text::Bilingual;
use lifang_store::audit::{self, AuditEntry};
use lifang_store::regions::change::{
    ChangeRow, ChangeState, Changed, change_regions, make_planned, note_refusal, plan_change, withdraw_planned,
};
use lifang_store::{Conflict, StoreError};
use uuid::Uuid;

/// A change that was made or, dated ahead, planned.
#[derive(Clone, Debug)]
pub struct MadeChange {
    /// What it did, or would do today.
    pub changed: Changed,
    /// Whether it is made on its day only.
    pub planned: bool,
}

/// A change that is asked for, and the identifier it gets.
type Asked<'a> = (Uuid, &'a RegionChange);

/// What a trial of changes and plans came to.
struct Trial {
    /// What the new ones did.
    made: Vec<Changed>,
    /// Plans that could not be made, and why.
    hindered: Vec<(Uuid, Problem)>,
}

impl Service {
    /// Makes changes in order: all of them, or none. Those dated ahead are planned, and made on their day. A trial run makes them,
    /// tells what they did, and keeps nothing.
    ///
    /// # Errors
    /// The first change that cannot be made, with its number where there are several; `planned-otherwise` where a change that is
    /// planned already could not be made any more.
    pub async fn change_regions(
        &self,
        actor: &Actor,
        changes: &[RegionChange],
        dry_run: bool,
    ) -> Result<Vec<MadeChange>> {
        if changes.is_empty() || changes.len() > MOST_AT_ONCE {
            return Err(wrong_number(changes.len()));
        }
        self.may_change(actor, changes).await?;
        self.make_due_changes().await?;
        let now = self.clock.now();
        let asked: Vec<Asked> = changes.iter().map(|change| (self.clock.new_id(), change)).collect();
        let plans = self.store.planned_changes(None).await?;
        let plans: Vec<ChangeRow> = plans.into_iter().filter(|plan| plan.change.from > now.day()).collect();
        let ahead = |change: &RegionChange| change.from > now.day();
        let with_plans = !plans.is_empty() || changes.iter().any(ahead);
        let tried = if dry_run || with_plans { self.rehearse(actor, &asked, &plans, now).await? } else { Vec::new() };
        let planned = |changed: Changed, change| MadeChange { changed, planned: ahead(change) };
        if dry_run {
            return Ok(tried.into_iter().zip(changes).map(|(changed, change)| planned(changed, change)).collect());
        }
        let mut tx = self.store.begin().await?;
        let mut done = Vec::with_capacity(asked.len());
        for (position, (uid, change)) in asked.iter().enumerate() {
            let (changed, act) = match tried.get(position).filter(|_| ahead(change)) {
                Some(would) => {
                    plan_change(&mut tx, change, would, &actor.name, now).await?;
                    (would.clone(), "plan-region-change")
                }
                None => {
                    let made = change_regions(&mut tx, change, &actor.name, *uid, now).await;
                    (made.map_err(|error| numbered(error.into(), position + 1, changes.len()))?, "change-regions")
                }
            };
            audit::record(&mut tx, &entry(actor, act, *uid, change, now)).await?;
            done.push(planned(changed, change));
        }
        tx.commit().await?;
        self.store.analyze_regions().await?;
        Ok(done)
    }

    /// Makes the planned changes whose day has come, each by itself, in the order of their days. To be called when a host starts
    /// and again and again while it runs. What was written on the day or later follows as well, so that nothing depends on the
    /// minute. Gives how many were made; one that cannot be made stays planned with the reason, and is tried again the next day.
    ///
    /// # Errors
    /// The database's own.
    pub async fn make_due_changes(&self) -> Result<usize> {
        let mut made = 0;
        for plan in self.store.planned_changes(Some(self.clock.now().day())).await? {
            let now = self.clock.now();
            if matches!(&plan.state, ChangeState::Planned(Some((tried, _))) if tried.day() >= now.day()) {
                continue;
            }
            let mut tx = self.store.begin().await?;
            match make_planned(&mut tx, &plan, now).await {
                Ok(Some(_)) => {
                    let entry = entry(&Actor::system(), "change-regions", plan.uid, &plan.change, now);
                    audit::record(&mut tx, &entry).await?;
                    tx.commit().await?;
                    made += 1;
                }
                Ok(None) => {}
                Err(StoreError::Refused(why)) => {
                    drop(tx);
                    tracing::error!(change = %plan.uid, code = why.code, why = why.what.en, "a planned change of regions cannot be made");
                    let mut tx = self.store.begin().await?;
                    note_refusal(&mut tx, plan.uid, &why, now).await?;
                    tx.commit().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        if made > 0 {
            self.store.analyze_regions().await?;
        }
        Ok(made)
    }

    /// Withdraws a planned change before it is made.
    ///
    /// # Errors
    /// `region-change-unknown`; `region-change-made` where it was made or withdrawn already; as for making it.
    pub async fn withdraw_region_change(&self, actor: &Actor, change: Uuid) -> Result<ChangeRow> {
        let now = self.clock.now();
        let known = self.store.region_change(change).await?;
        self.may_change(actor, known.as_ref().map_or(&[], |known| std::slice::from_ref(&known.change))).await?;
        let known = known.ok_or_else(unknown_change)?;
        let mut tx = self.store.begin().await?;
        withdraw_planned(&mut tx, change, &actor.name, now).await.map_err(|error| match error {
            StoreError::Conflict(Conflict::Changed) => no_plan_any_more().into(),
            other => ServiceError::from(other),
        })?;
        audit::record(&mut tx, &entry(actor, "withdraw-region-change", change, &known.change, now)).await?;
        tx.commit().await?;
        self.store.region_change(change).await?.ok_or_else(|| unknown_change().into())
    }

    /// What the changes would do, made with all that is planned in the order of their days.
    async fn rehearse(
        &self,
        actor: &Actor,
        asked: &[Asked<'_>],
        plans: &[ChangeRow],
        now: Instant,
    ) -> Result<Vec<Changed>> {
        let trial = self.try_all(actor, asked, plans, now).await?;
        if trial.hindered.is_empty() {
            return Ok(trial.made);
        }
        let anyway = self.try_all(actor, &[], plans, now).await?.hindered;
        match trial.hindered.iter().find(|(plan, _)| !anyway.iter().any(|(other, _)| other == plan)) {
            Some((plan, why)) => {
                let from = plans.iter().find(|one| one.uid == *plan).map_or(now.day(), |plan| plan.change.from);
                Err(planned_otherwise(*plan, from, why).into())
            }
            None => Ok(trial.made),
        }
    }

    async fn try_all(&self, actor: &Actor, asked: &[Asked<'_>], plans: &[ChangeRow], now: Instant) -> Result<Trial> {
        let mut all: Vec<(Date, Asked, Option<usize>)> =
            plans.iter().map(|plan| (plan.change.from, (plan.uid, &plan.change), None)).collect();
        // What holds already is made at once, whatever its day; what is planned for a day is made in the order it was planned.
        let new = asked.iter().enumerate();
        all.extend(new.map(|(position, one)| (one.1.from.max(now.day()), *one, Some(position))));
        all.sort_by_key(|(day, ..)| *day);
        let mut tx = self.store.begin().await?;
        let mut trial = Trial { made: Vec::new(), hindered: Vec::new() };
        let mut made = std::collections::BTreeMap::new();
        for (_, (uid, change), position) in all {
            match (change_regions(&mut tx, change, &actor.name, uid_of_trial(uid, position, self), now).await, position)
            {
                (Ok(changed), Some(position)) => {
                    made.insert(position, Changed { uid, ..changed });
                }
                (Ok(_), None) => {}
                (Err(error), Some(position)) => return Err(numbered(error.into(), position + 1, asked.len())),
                (Err(StoreError::Refused(why)), None) => trial.hindered.push((uid, *why)),
                (Err(error), None) => return Err(error.into()),
            }
        }
        trial.made = made.into_values().collect();
        Ok(trial)
    }

    /// Whose role holds everywhere may change anything; whose does not, only what lies within that region today.
    pub(super) async fn may_change(&self, actor: &Actor, changes: &[RegionChange]) -> Result<()> {
        let now = self.clock.now();
        if actor.region == RegionCode::nation() || changes.is_empty() {
            return access::allow(actor, Act::ChangeRegions, &nation_alone());
        }
        for change in changes {
            let mut codes = change.operation.regions();
            // What the others become part of is theirs to change only where it is there already.
            if let Operation::Merge { into, .. } = &change.operation {
                let at = lifang_store::AsOf { valid: change.from, recorded: now };
                codes.extend(self.store.region_by_code(&into.code, at).await?.map(|_| &into.code));
            }
            for code in codes {
                let place = self.place_on(code.as_str(), change.from, now).await?;
                access::allow(actor, Act::ChangeRegions, &self.scope(&place).await?)?;
            }
        }
        Ok(())
    }
}

/// In a trial a plan is made beside its own record.
fn uid_of_trial(uid: Uuid, position: Option<usize>, service: &Service) -> Uuid {
    if position.is_some() { uid } else { service.clock.new_id() }
}

fn entry(actor: &Actor, act: &'static str, uid: Uuid, change: &RegionChange, now: Instant) -> AuditEntry {
    let detail = serde_json::json!({ "change": uid, "kind": change.operation.kind(), "from": change.from });
    AuditEntry { detail: Some(detail), ..AuditEntry::done(now, actor, act) }
}

fn planned_otherwise(plan: Uuid, from: Date, why: &Problem) -> Problem {
    Problem::new(
        Kind::Conflict,
        "planned-otherwise",
        Bilingual::new(
            format!("已登记、定于 {from} 生效的变更（{plan}）将无法执行：{}", why.what.zh),
            format!("the change {plan}, planned for {from}, could not be made any more: {}", why.what.en),
        ),
        Bilingual::new(
            "请先撤回该项预定变更，再登记本次变更，之后按新的代码重新登记。",
            "Withdraw that one, make this one, then plan it anew with the codes as they are then.",
        ),
    )
}

fn unknown_change() -> Problem {
    Problem::new(
        Kind::NotFound,
        "region-change-unknown",
        Bilingual::new("没有这项区划变更", "there is no such change of regions"),
        Bilingual::new("请在区划变更的列表中核对编号。", "Check its number in the list of changes."),
    )
}

fn no_plan_any_more() -> Problem {
    Problem::new(
        Kind::Conflict,
        "region-change-made",
        Bilingual::new("该变更已执行或已撤回", "the change was made or withdrawn already"),
        Bilingual::new("已执行的变更只能以另一项变更纠正。", "What was made is undone by another change only."),
    )
}

/// The path of the nation, for what concerns those only whose role holds everywhere.
pub(crate) fn nation_alone() -> RegionPath {
    RegionPath::of(Region {
        id: lifang_core::region::RegionId(1),
        code: RegionCode::nation(),
        name: "全国".into(),
        level: lifang_core::region::Level::Nation,
        parent: None,
        valid_from: Date::START,
        valid_to: Date::OPEN,
    })
}

fn numbered(error: ServiceError, number: usize, of: usize) -> ServiceError {
    if of == 1 {
        return error;
    }
    let problem = error.problem();
    if matches!(problem.kind, Kind::Internal | Kind::Busy) {
        return error;
    }
    let place = problem.at.as_ref().map(|at| format!(": {at}")).unwrap_or_default();
    problem.at(format!("change {number} of {of}{place}")).into()
}

fn wrong_number(number: usize) -> ServiceError {
    Problem::new(
        Kind::Invalid,
        "changes-number",
        Bilingual::new(
            format!("一次可登记 1 至 {MOST_AT_ONCE} 项变更，收到 {number} 项"),
            format!("1 to {MOST_AT_ONCE} changes are made at once; {number} came"),
        ),
        Bilingual::new("请分批登记。", "Send them in parts."),
    )
    .into()
}
