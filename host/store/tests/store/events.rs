//! Events and submissions: kept once, decided once, failed visibly.

use crate::support::{NOW, World, column, moment, on_both, small_community};
use lifang_core::clock::{Clock, Instant};
use lifang_core::columns::ColumnData;
use lifang_core::decision::Priority;
use lifang_core::text::Text;
use lifang_core::value::{Cell, Field, Value};
use lifang_store::datasets::Scan;
use lifang_store::work::{
    DecisionStatus, EventRow, EventStatus, Kept, NewDecision, NewEvent, NewSubmission, NewTag, NewWorkOrder, WorkKind,
    decide_event, fail_event, fail_submission, judge_submission, keep_event, keep_submission, reject_submission,
};
use lifang_store::{AsOf, Conflict, StoreError};
use serde_json::json;

const GRID: &str = "220103008003002";

async fn keep(world: &World, key: Option<&str>, request: &[u8], at: Instant) -> Result<Kept<EventRow>, StoreError> {
    let region = world.id(GRID).await;
    let fields = [Field { key: "level".into(), cell: Cell::Present(Value::Integer(3)) }];
    let mut tx = world.store.begin().await?;
    let new = NewEvent {
        uid: world.clock.new_id(),
        region,
        kind: "noise",
        occurred: at,
        received: at,
        actor: "anonymous",
        idempotency_key: key,
        request,
        fields: &fields,
        contact: Some("13900000000"),
    };
    let kept = keep_event(&mut tx, &new).await?;
    tx.commit().await?;
    Ok(kept)
}

fn inner<T>(kept: Kept<T>) -> T {
    match kept {
        Kept::New(kept) | Kept::Again(kept) => kept,
    }
}

async fn decide(world: &World, event: &EventRow, at: Instant) -> Result<(), StoreError> {
    let title = Text { key: "quiet".into(), args: vec![] };
    let kind = WorkKind::Visit { checklist: "noise-visit".into() };
    let order = NewWorkOrder {
        uid: world.clock.new_id(),
        region: event.region,
        person: None,
        kind: &kind,
        plugin: "cn.jilin.rules",
        version: "1.0.0",
        rule: "noise",
        duty: "order",
        title: &title,
        to: "grid-worker",
        due: Some(at.plus_ms(3_600_000)),
        priority: Priority::High,
    };
    let tag = NewTag {
        subject_kind: "events",
        subject: event.id,
        plugin: "cn.jilin.rules",
        rule: "noise",
        tag: "loud",
        until: None,
    };
    let decision = NewDecision {
        uid: world.clock.new_id(),
        decided_at: at,
        status: DecisionStatus::Decided,
        speakers: &json!(["sha256:0"]),
        call: &json!({"now": 1}),
        answer: &json!({"reasons": ["loud"]}),
        work_orders: &[order],
        tags: &[tag],
    };
    let mut tx = world.store.begin().await?;
    decide_event(&mut tx, event, &decision).await?;
    tx.commit().await
}

on_both!(the_same_request_is_kept_once_and_another_under_its_key_is_a_conflict, |world: World| async move {
    world.fill("220103008003", &small_community()).await;
    let Kept::New(first) = keep(&world, Some("k1"), b"loud music", NOW).await.unwrap() else { panic!("it is new") };
    let later = NOW.plus_ms(5_000);
    let Kept::Again(again) = keep(&world, Some("k1"), b"loud music", later).await.unwrap() else { panic!("it is not") };
    assert_eq!(again, first);
    let reused = keep(&world, Some("k1"), b"broken lamp", later).await;
    assert!(matches!(reused, Err(StoreError::Conflict(Conflict::KeyReused))));
    let Kept::New(other) = keep(&world, Some("k2"), b"loud music", later).await.unwrap() else { panic!("another key") };
    let Kept::New(_) = keep(&world, None, b"loud music", later).await.unwrap() else { panic!("no key, no claim") };
    let Kept::New(_) = keep(&world, None, b"loud music", later).await.unwrap() else { panic!("no key, no claim") };
    assert_ne!(other.id, first.id);
    assert_eq!(world.store.event(first.uid).await.unwrap(), Some(first.clone()));
    assert_eq!(world.store.event_contact(first.id).await.unwrap().as_deref(), Some("13900000000"));
    assert_eq!(first.status, EventStatus::Undecided);
});

on_both!(two_at_once_under_one_key_keep_one_event, |world: World| async move {
    world.fill("220103008003", &small_community()).await;
    let tries = (0..8).map(|_| keep(&world, Some("same"), b"loud", NOW));
    let mut ids = Vec::new();
    for kept in futures_util::future::join_all(tries).await {
        ids.push(inner(kept.unwrap()).id);
    }
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
});

on_both!(a_decision_made_for_another_revision_is_void, |world: World| async move {
    world.fill("220103008003", &small_community()).await;
    let event = inner(keep(&world, None, b"loud", NOW).await.unwrap());
    let decided_at = NOW.plus_ms(1_000);
    decide(&world, &event, decided_at).await.unwrap();
    let late = decide(&world, &event, decided_at).await;
    assert!(matches!(late, Err(StoreError::Conflict(Conflict::Changed))));
    let now = world.store.event(event.uid).await.unwrap().unwrap();
    assert_eq!((now.status, now.revision), (EventStatus::Decided, event.revision + 1));
    let decision = world.store.decision_of_event(event.id).await.unwrap().unwrap();
    assert_eq!((decision.answer, decision.speakers), (json!({"reasons": ["loud"]}), json!(["sha256:0"])));
    let orders = world.store.work_orders_of_decision(decision.id).await.unwrap();
    assert_eq!(orders.len(), 1, "the void decision left nothing behind");
    assert_eq!(orders[0].kind, WorkKind::Visit { checklist: "noise-visit".into() });
    assert_eq!((orders[0].priority, orders[0].due), (Priority::High, Some(decided_at.plus_ms(3_600_000))));
    assert!(world.store.undecided_events(Instant::OPEN, 10).await.unwrap().is_empty());
});

on_both!(what_fails_stays_undecided_and_lets_others_go_first, |world: World| async move {
    world.fill("220103008003", &small_community()).await;
    let first = inner(keep(&world, None, b"1", NOW).await.unwrap());
    let second = inner(keep(&world, None, b"2", NOW.plus_ms(1)).await.unwrap());
    let mut tx = world.store.begin().await.unwrap();
    fail_event(&mut tx, first.id, &json!({"cause": "trap"})).await.unwrap();
    tx.commit().await.unwrap();
    let waiting = world.store.undecided_events(Instant::OPEN, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|event| event.id).collect::<Vec<_>>(), [second.id, first.id]);
    assert_eq!((waiting[1].attempts, waiting[1].last_failure.clone()), (1, Some(json!({"cause": "trap"}))));
    assert_eq!(waiting[1].revision, first.revision, "a failed attempt does not void another's decision");
    assert!(world.store.undecided_events(NOW, 10).await.unwrap().is_empty(), "only what waited since before");
});

on_both!(a_scan_of_events_looks_back_in_time, |world: World| async move {
    world.fill("220103008003", &small_community()).await;
    let event = inner(keep(&world, None, b"loud", NOW).await.unwrap());
    let decided_at = moment("2024-03-02T09:00");
    decide(&world, &event, decided_at).await.unwrap();
    let keys = ["status", "work_orders", "day", "kind", "region", "grid"];
    let columns = keys.map(|key| column("events", key));
    let region = world.id("220103").await;
    let seen = async |at| {
        let scan = Scan { dataset: "events", columns: &columns, filters: &[], region, sort: &[], at, max_rows: 9 };
        let rows = world.store.scan(&scan).await.unwrap().rows;
        (rows.rows, rows.columns[0].data.clone(), rows.columns[1].data.clone())
    };
    assert_eq!(seen(AsOf::now(decided_at)).await, (1, ColumnData::U8(vec![2]), ColumnData::U16(vec![1])));
    assert_eq!(seen(AsOf::now(NOW)).await, (1, ColumnData::U8(vec![1]), ColumnData::U16(vec![0])));
    assert_eq!(seen(AsOf::now(Instant(NOW.0 - 1))).await, (0, ColumnData::U8(vec![]), ColumnData::U16(vec![])));
});

on_both!(a_submission_is_kept_judged_once_and_becomes_a_visit, |world: World| async move {
    world.fill("220103008003", &small_community()).await;
    let region = world.id(GRID).await;
    let person = world.store.persons_by_phone("13800000001", world.now()).await.unwrap()[0];
    let keep = async |key| {
        let mut tx = world.store.begin().await.unwrap();
        let new = NewSubmission {
            uid: world.clock.new_id(),
            region,
            checklist: "home-visit",
            person: Some(person),
            house: None,
            filled: NOW,
            received: NOW,
            actor: "worker",
            idempotency_key: Some(key),
            request: b"stove",
            answers: &json!({"stove": true}),
            judged_with: &json!({"component": null}),
        };
        let kept = keep_submission(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        inner(kept)
    };
    let (kept, wrong) = (keep("a").await, keep("b").await);
    let decision = NewDecision {
        uid: world.clock.new_id(),
        decided_at: NOW,
        status: DecisionStatus::Decided,
        speakers: &json!([]),
        call: &json!(null),
        answer: &json!({}),
        work_orders: &[],
        tags: &[],
    };
    let judge = async || {
        let mut tx = world.store.begin().await.unwrap();
        judge_submission(&mut tx, &kept, &json!({"findings": 2}), Some(2), &decision).await?;
        tx.commit().await
    };
    let mut tx = world.store.begin().await.unwrap();
    fail_submission(&mut tx, kept.id, &json!("trap")).await.unwrap();
    reject_submission(&mut tx, wrong.id, &json!("stove is missing")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.unjudged_submissions(Instant::OPEN, 9).await.unwrap().len(), 1);
    judge().await.unwrap();
    assert!(matches!(judge().await, Err(StoreError::Conflict(Conflict::Changed))));
    let judged = world.store.submission(kept.uid).await.unwrap().unwrap();
    assert_eq!(
        (judged.status, judged.judged, judged.attempts),
        (EventStatus::Decided, Some(json!({"findings": 2})), 1)
    );
    assert_eq!(world.store.submission(wrong.uid).await.unwrap().unwrap().status, EventStatus::Refused);
    assert!(world.store.decision_of_submission(kept.id).await.unwrap().is_some());
    let last_visit = [column("persons", "last_visit")];
    let community = world.id("220103008003").await;
    let cells = world.store.subject("persons", person, &last_visit, community, world.now()).await.unwrap();
    assert_eq!(cells, Some(vec![Cell::Present(Value::Date(NOW.day()))]));
});
