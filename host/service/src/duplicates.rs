//! Reviewing records that may be one person. The host finds and explains; a person decides, and can take it back.

use crate::Service;
use crate::access::{self, Act};
use crate::denied::Refused;
use crate::error::{Result, ServiceError};
use crate::people::{PersonView, allow_any, not_found};
use lifang_core::actor::Actor;
use lifang_core::clock::Instant;
use lifang_core::duplicates::Reason;
use lifang_core::mask::Sight;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::audit::{AuditEntry, record};
use lifang_store::identity::{Candidate, Review, State, keep_apart, merge, note_probable, undo};
use lifang_store::{AsOf, Conflict, StoreError};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// Two records that may be one person.
#[derive(Clone, Debug, Serialize)]
pub struct DuplicateView {
    /// Its number.
    pub id: i64,
    /// Points, 100 at most.
    pub score: i32,
    /// Where they come from.
    pub reasons: Vec<ReasonView>,
    /// `open`, `merged`, `kept-apart` or `withdrawn`.
    pub state: &'static str,
    /// When it was found.
    pub found_at: Instant,
    /// By what or whom.
    pub found_by: String,
    /// What was said of it last: when, by whom, why.
    pub said: Option<(Instant, String, String)>,
    /// Both as they are; of a merged pair, as they were before.
    pub persons: Vec<PersonView>,
    /// To be given back with what is said of it. Only where one pair is looked at.
    pub seen: Option<String>,
}

/// A reason with what it counts.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonView {
    /// What was seen and what it counts.
    #[serde(flatten)]
    pub reason: Reason,
    /// As a reviewer reads it.
    pub said: Bilingual,
}

/// A page of pairs.
#[derive(Clone, Debug, Serialize)]
pub struct DuplicatePage {
    /// The most likely first.
    pub pairs: Vec<DuplicateView>,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
}

/// What a reviewer says of a pair.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// They are one; this one stays.
    Merge(Uuid),
    /// They are two.
    KeepApart,
    /// What was said before does not hold.
    Undo,
}

/// Pairs on a page at most.
const MOST: u32 = 50;

fn state_name(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Merged => "merged",
        State::KeptApart => "kept-apart",
        State::Withdrawn => "withdrawn",
    }
}

impl Service {
    /// Pairs of which either lives in the region, the most likely first.
    ///
    /// # Errors
    /// `region-unknown`, `state-unknown`, a cursor that is none.
    pub async fn duplicates(
        &self,
        actor: &Actor,
        code: &str,
        state: &str,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<DuplicatePage> {
        let place = self.place(code).await?;
        let may = access::allow(actor, Act::ReviewDuplicates, &place.path);
        let refused = Refused::of("duplicates", "persons").at(place.path.region().id);
        self.noting_refusal(actor, refused, may).await?;
        let all = [State::Open, State::Merged, State::KeptApart, State::Withdrawn];
        let wanted = all.into_iter().find(|one| state_name(*one) == state).ok_or_else(|| unknown_state(state))?;
        let after = cursor.map(read_cursor).transpose()?;
        let limit = limit.unwrap_or(20).clamp(1, MOST);
        let root = place.path.region().id;
        let found = self.store.candidates(root, wanted, after, limit, place.as_of).await?;
        let full = u32::try_from(found.len()).is_ok_and(|found| found == limit);
        let next = found.last().filter(|_| full).map(|last| format!("{}.{}", last.score, last.id));
        let mut pairs = Vec::with_capacity(found.len());
        for candidate in found {
            pairs.push(self.duplicate_view(actor, candidate, false).await?);
        }
        Ok(DuplicatePage { pairs, next })
    }

    /// One pair with both histories, and what to give back when something is said of it.
    ///
    /// # Errors
    /// `pair-unknown`; who has no right to review where either lives.
    pub async fn duplicate(&self, actor: &Actor, id: i64) -> Result<DuplicateView> {
        let candidate = self.store.candidate(id).await?.ok_or_else(|| not_found("pair"))?;
        let [one, other] = self.both_whereabouts(&candidate).await?;
        let may = allow_any(actor, Act::ReviewDuplicates, &[one, other].concat());
        let refused = Refused::of("duplicate", "persons").about(json!({ "pair": id }));
        self.noting_refusal(actor, refused, may).await?;
        self.duplicate_view(actor, candidate, true).await
    }

    /// Says something of a pair. `seen` is what [`Service::duplicate`] gave: a pair that is not so any more is a conflict.
    ///
    /// # Errors
    /// `duplicate-changed`, `reason-wanted`; who does not answer for both regions may not join their people.
    pub async fn review_duplicate(
        &self,
        actor: &Actor,
        id: i64,
        seen: &str,
        verdict: &Verdict,
        why: &str,
    ) -> Result<DuplicateView> {
        let candidate = self.store.candidate(id).await?.ok_or_else(|| not_found("pair"))?;
        let [one, other] = self.both_whereabouts(&candidate).await?;
        for side in [&one, &other] {
            allow_any(actor, Act::ReviewDuplicates, side)?;
        }
        let why = reason(why)?;
        let now = self.clock.now();
        let review = Review { candidate: id, seen, actor: &actor.name, why, now };
        let mut tx = self.store.begin().await?;
        let (act, survivor) = match verdict {
            Verdict::Merge(uid) => {
                let survivor = self.store.person_by_uid(*uid).await?.ok_or_else(|| not_found("person"))?;
                if !candidate.persons.contains(&survivor) {
                    return Err(not_found("person").at("survivor").into());
                }
                merge(&mut tx, survivor, &review).await.map_err(changed)?;
                ("duplicate-merge", Some(*uid))
            }
            Verdict::KeepApart => {
                keep_apart(&mut tx, &review).await.map_err(changed)?;
                ("duplicate-keep-apart", None)
            }
            Verdict::Undo => {
                undo(&mut tx, &review).await.map_err(changed)?;
                ("duplicate-undo", None)
            }
        };
        let entry = AuditEntry {
            region: one.first().or(other.first()).map(|path| path.region().id),
            dataset: Some("persons".into()),
            rows: Some(2),
            // Why stands with the pair: the audit can never be rid of a name.
            detail: Some(json!({ "pair": id, "survivor": survivor })),
            ..AuditEntry::done(now, actor, act)
        };
        record(&mut tx, &entry).await?;
        tx.commit().await?;
        self.duplicate(actor, id).await
    }

    /// Looks at everybody in a region anew; for data from before pairs were looked for. Gives how many pairs are open for them.
    ///
    /// # Errors
    /// `region-unknown`.
    pub async fn find_duplicates(&self, actor: &Actor, code: &str) -> Result<usize> {
        let place = self.place(code).await?;
        access::allow(actor, Act::ReviewDuplicates, &place.path)?;
        let root = place.path.region();
        let communities = match root.level {
            lifang_core::region::Level::Community | lifang_core::region::Level::Grid => vec![root.clone()],
            _ => self.store.communities(root.id, place.as_of).await?,
        };
        let mut pairs = std::collections::BTreeSet::new();
        for community in communities {
            let persons = self.store.persons_in(community.id, place.as_of).await?;
            for some in persons.chunks(1_000) {
                let mut tx = self.store.begin().await?;
                let found = note_probable(&mut tx, some, &actor.name, self.clock.now()).await?;
                tx.commit().await?;
                pairs.extend(found.iter().map(|one| (one.person.min(one.other), one.person.max(one.other))));
            }
        }
        let entry = AuditEntry {
            region: Some(root.id),
            rows: u64::try_from(pairs.len()).ok(),
            ..AuditEntry::done(self.clock.now(), actor, "duplicate-find")
        };
        self.store.audit(&[entry]).await?;
        Ok(pairs.len())
    }

    async fn both_whereabouts(&self, candidate: &Candidate) -> Result<[Vec<RegionPath>; 2]> {
        let [low, high] = candidate.persons;
        Ok([self.whereabouts(low).await?, self.whereabouts(high).await?])
    }

    async fn duplicate_view(&self, actor: &Actor, candidate: Candidate, histories: bool) -> Result<DuplicateView> {
        let now = self.clock.now();
        let merged_at = candidate.said.as_ref().filter(|_| candidate.state == State::Merged).map(|said| said.at);
        let at = AsOf::now(merged_at.map_or(now, |merged| merged.plus_ms(-1)));
        let mut persons = Vec::with_capacity(2);
        for person in candidate.persons {
            let as_of = (!histories).then_some(at);
            let seen_at = if histories { AsOf::now(now) } else { at };
            persons.push(self.person_seen(actor, person, seen_at, as_of, &Sight::Masked, "review-duplicate").await?);
        }
        let reasons = candidate.reasons.into_iter().map(|reason| ReasonView { said: reason.sign.said(), reason });
        Ok(DuplicateView {
            id: candidate.id,
            score: candidate.score,
            reasons: reasons.collect(),
            state: state_name(candidate.state),
            found_at: candidate.found_at,
            found_by: candidate.found_by,
            said: candidate.said.map(|said| (said.at, said.by, said.why)),
            persons,
            seen: (!candidate.seen.is_empty()).then_some(candidate.seen),
        })
    }
}

fn read_cursor(text: &str) -> Result<(i32, i64)> {
    let read = text.split_once('.').and_then(|(score, id)| Some((score.parse().ok()?, id.parse().ok()?)));
    read.ok_or_else(|| {
        let problem = Problem::new(
            Kind::Malformed,
            "cursor-wrong",
            Bilingual::new("翻页标记无法识别", "the cursor is none"),
            Bilingual::new("请原样使用上一页返回的 next。", "Use `next` of the page before as it is."),
        );
        problem.at("cursor").into()
    })
}

/// Why, in words that someone can read later.
pub(crate) fn reason(why: &str) -> Result<&str> {
    let why = why.trim();
    if (2..=200).contains(&why.chars().count()) && !why.chars().any(char::is_control) {
        return Ok(why);
    }
    Err(Problem::new(
        Kind::Invalid,
        "reason-wanted",
        Bilingual::new("请说明理由", "a reason is wanted"),
        Bilingual::new("理由为 2 至 200 个字，将记入审计。", "Say why in 2 to 200 characters; the audit keeps it."),
    )
    .at("reason")
    .into())
}

fn changed(error: StoreError) -> ServiceError {
    if !matches!(error, StoreError::Conflict(Conflict::Changed)) {
        return error.into();
    }
    Problem::new(
        Kind::Conflict,
        "duplicate-changed",
        Bilingual::new(
            "这一对记录已有变化，或已由他人处理",
            "the pair changed meanwhile, or someone else has said something of it",
        ),
        Bilingual::new(
            "请重新打开后再决定；撤销合并时，请先撤销之后并入同一人的合并。",
            "Look at it again, then decide. Before a merge is undone, undo later merges into the same person.",
        ),
    )
    .at("seen")
    .into()
}

fn unknown_state(state: &str) -> Problem {
    let state: String = state.chars().take(40).collect();
    Problem::new(
        Kind::Invalid,
        "state-unknown",
        Bilingual::new(format!("没有“{state}”这种状态"), format!("there is no state `{state}`")),
        Bilingual::new(
            "可用：open、merged、kept-apart、withdrawn。",
            "States are open, merged, kept-apart and withdrawn.",
        ),
    )
    .at("state")
}
