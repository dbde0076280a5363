//! What is left behind: the audit, runs, sweeps, failures, notes.

use crate::support::{NOW, World, day, on_both};
use lifang_core::actor::Actor;
use lifang_core::call::{Digest, PluginRef};
use lifang_core::clock::{Clock, Instant};
use lifang_core::failure::{Cause, Failure};
use lifang_core::report::{Document, Period};
use lifang_core::text::Text;
use lifang_store::audit::AuditEntry;
use lifang_store::plugins::record_failure;
use lifang_store::work::{
    NewRun, NewSweep, OutcomeNumbers, SweepKind, SweepOutcome, SweepStatus, SweptCommunity, add_swept, beat_sweep,
    end_sweep, finish_sweep, record_run, start_sweep, take_over_left_sweep, take_over_sweep,
};
use lifang_store::{Engine, notes};
use serde_json::json;

fn plugin() -> PluginRef {
    PluginRef { id: "cn.jilin.rules".into(), version: "1.0.0".into(), digest: Digest("sha256:0".into()) }
}

on_both!(the_audit_is_read_in_pages_and_never_changed, |world: World| async move {
    let entry = |act: &str| AuditEntry {
        region: Some(lifang_core::region::RegionId(7)),
        dataset: Some("persons".into()),
        columns: vec!["age".into(), "care".into()],
        rows: Some(250),
        ..AuditEntry::done(NOW, &Actor::system(), act)
    };
    world.store.audit(&["scan", "subject", "install"].map(entry)).await.unwrap();
    let first = world.store.audit_page(0, 2).await.unwrap();
    assert_eq!(first.iter().map(|(_, entry)| entry.clone()).collect::<Vec<_>>(), ["scan", "subject"].map(entry));
    let rest = world.store.audit_page(first[1].0, 2).await.unwrap();
    assert_eq!(rest.iter().map(|(_, entry)| entry.act.as_str()).collect::<Vec<_>>(), ["install"]);
    sqlx::any::install_default_drivers();
    let plain = sqlx::AnyPool::connect(&world.url).await.unwrap();
    for sql in ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit"] {
        let refused = sqlx::query(sql).execute(&plain).await.unwrap_err();
        assert!(refused.to_string().contains("only ever added to"), "{refused}");
    }
    plain.close().await;
});

on_both!(runs_sweeps_and_failures_are_read_back_as_they_were, |world: World| async move {
    let region = world.id("220103").await;
    let (uid, sweep_uid) = (world.clock.new_id(), world.clock.new_id());
    let document = Document { title: Text { key: "monthly".into(), args: vec![] }, nodes: vec![] };
    let period = Period { first: day("2024-02-01"), last: day("2024-02-29") };
    let plugin = plugin();
    let failure = Failure {
        plugin: plugin.clone(),
        function: "reports.run".into(),
        cause: Cause::Trap { trap: "unreachable".into(), panic: Some("出错了".into()) },
        log: vec![],
    };
    let mut tx = world.store.begin().await.unwrap();
    let run = NewRun {
        uid,
        region,
        report: "monthly",
        period,
        boundaries: None,
        plugin: &plugin,
        outcome: Ok(&document),
        created_at: NOW,
        created_by: "operator",
    };
    record_run(&mut tx, &run).await.unwrap();
    let failed_uid = world.clock.new_id();
    record_run(&mut tx, &NewRun { uid: failed_uid, outcome: Err(&json!("trap")), ..run }).await.unwrap();
    let sweep = NewSweep {
        uid: sweep_uid,
        region,
        kind: SweepKind::Rule,
        rule: "visit-due",
        communities: 2,
        created_at: NOW,
        created_by: ("operator", "government-staff"),
        runner: "one",
    };
    let number = start_sweep(&mut tx, &sweep).await.unwrap();
    let outcome = SweepOutcome { number: 0, code: "due".into(), outcome: "{}".into() };
    let swept = SweptCommunity {
        region,
        code: "220103008003".into(),
        name: "长山花园社区".into(),
        plugin: Some(plugin.clone()),
        scanned: 250,
        marked: vec![(0, 7)],
        problem: None,
        data_as_of: NOW,
    };
    let speakers = std::slice::from_ref(&plugin);
    let numbers = OutcomeNumbers::default().of(&mut tx, number, &[("due".into(), "{}".into())]).await.unwrap();
    assert_eq!(numbers, [0]);
    add_swept(&mut tx, number, speakers, std::slice::from_ref(&swept)).await.unwrap();
    record_failure(&mut tx, &failure, Some(region), None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let run = world.store.run(uid).await.unwrap().unwrap();
    assert_eq!((run.outcome, run.period, run.plugin), (Ok(document), period, plugin.clone()));
    assert_eq!(world.store.run(failed_uid).await.unwrap().unwrap().outcome, Err(json!("trap")));
    let sweep = world.store.sweep(sweep_uid).await.unwrap().unwrap();
    assert_eq!((sweep.scanned, sweep.speakers, sweep.swept, sweep.failed), (250, vec![plugin], 1, 0));
    assert_eq!(sweep.status, SweepStatus::Running);
    assert_eq!(world.store.sweep_outcomes(sweep.id).await.unwrap(), [outcome]);
    assert_eq!(world.store.swept_communities(sweep.id, "", false, 9).await.unwrap(), [swept]);
    assert_eq!(world.store.swept_communities(sweep.id, "", true, 9).await.unwrap(), []);
    assert_eq!(world.store.swept_communities(sweep.id, "220103008003", false, 9).await.unwrap(), []);
    assert_eq!(world.store.failures(None, 9).await.unwrap()[0].failure, failure);
    assert_eq!(world.store.failures(Some("cn.jilin.rules"), 9).await.unwrap().len(), 1);
    assert!(world.store.failures(Some("cn.hubei.rules"), 9).await.unwrap().is_empty());
});

on_both!(a_sweep_has_one_runner_and_another_may_take_it_over_only_when_that_one_is_gone, |world: World| async move {
    let (sweep, region) = (started(&world).await, world.id("220103").await);
    let mut tx = world.store.begin().await.unwrap();
    let later = NOW.plus_ms(60_000);
    assert!(!take_over_sweep(&mut tx, sweep, "two", NOW, later).await.unwrap(), "it was just started");
    assert!(take_over_sweep(&mut tx, sweep, "two", NOW.plus_ms(1), later).await.unwrap());
    assert!(!beat_sweep(&mut tx, sweep, "one", later).await.unwrap(), "it is another's now");
    assert!(beat_sweep(&mut tx, sweep, "two", later).await.unwrap());
    assert!(end_sweep(&mut tx, sweep, SweepStatus::Cancelled, later).await.unwrap());
    assert!(!beat_sweep(&mut tx, sweep, "two", later).await.unwrap(), "it was cancelled");
    tx.commit().await.unwrap();
    assert_eq!(world.store.unfinished_sweep(region, SweepKind::Rule, "visit-due").await.unwrap().unwrap().id, sweep);
    assert_eq!(world.store.unfinished_sweep(region, SweepKind::Quality, "visit-due").await.unwrap(), None);
    assert!(world.store.running_sweeps().await.unwrap().is_empty(), "a cancelled one is left alone");
    let mut tx = world.store.begin().await.unwrap();
    assert!(take_over_sweep(&mut tx, sweep, "three", NOW, later).await.unwrap(), "until somebody takes it up");
    assert!(end_sweep(&mut tx, sweep, SweepStatus::Done, later).await.unwrap());
    assert!(!take_over_sweep(&mut tx, sweep, "four", Instant(i64::MAX), later).await.unwrap(), "it is done");
    tx.commit().await.unwrap();
    assert_eq!(world.store.unfinished_sweep(region, SweepKind::Rule, "visit-due").await.unwrap(), None);
});

on_both!(a_runner_ends_only_what_is_its_own, |world: World| async move {
    let sweep = started(&world).await;
    let mut tx = world.store.begin().await.unwrap();
    assert!(end_sweep(&mut tx, sweep, SweepStatus::Cancelled, NOW).await.unwrap());
    assert!(take_over_sweep(&mut tx, sweep, "two", NOW, NOW).await.unwrap());
    assert!(!finish_sweep(&mut tx, sweep, "one", SweepStatus::Failed, NOW).await.unwrap(), "another runs it now");
    assert!(beat_sweep(&mut tx, sweep, "two", NOW).await.unwrap(), "and goes on");
    assert!(finish_sweep(&mut tx, sweep, "two", SweepStatus::Done, NOW).await.unwrap());
    assert!(!finish_sweep(&mut tx, sweep, "two", SweepStatus::Failed, NOW).await.unwrap(), "it has ended");
    tx.commit().await.unwrap();
});

on_both!(a_sweep_that_was_left_goes_to_who_saw_its_last_sign, |world: World| async move {
    let sweep = started(&world).await;
    let seen = world.store.running_sweeps().await.unwrap().pop().unwrap();
    let mut tx = world.store.begin().await.unwrap();
    // A clock that goes behind: the sign is older than any that was seen, and a sign all the same.
    assert!(beat_sweep(&mut tx, sweep, "one", NOW.plus_ms(-90_000)).await.unwrap());
    assert!(!take_over_left_sweep(&mut tx, &seen, "two", NOW).await.unwrap(), "there was a sign since");
    tx.commit().await.unwrap();
    let seen = world.store.running_sweeps().await.unwrap().pop().unwrap();
    let mut tx = world.store.begin().await.unwrap();
    assert!(take_over_left_sweep(&mut tx, &seen, "two", NOW).await.unwrap());
    assert!(!take_over_left_sweep(&mut tx, &seen, "three", NOW).await.unwrap(), "one of those who saw it");
    assert!(!beat_sweep(&mut tx, sweep, "one", NOW).await.unwrap());
    tx.commit().await.unwrap();
});

on_both!(a_number_given_in_a_transaction_that_failed_is_given_again, |world: World| async move {
    let sweep = started(&world).await;
    let json = |word: &str| format!("{{\"{word}\":1}}");
    let said = |words: &[&str]| -> Vec<_> { words.iter().map(|word| ("due".to_owned(), json(word))).collect() };
    // Two workers of one run share what they know, as two bundles do.
    let mut numbers = OutcomeNumbers::default();
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(numbers.of(&mut tx, sweep, &said(&["a", "b", "a"])).await.unwrap(), [0, 1, 0]);
    tx.commit().await.unwrap();
    let mut lost = world.store.begin().await.unwrap();
    assert_eq!(numbers.of(&mut lost, sweep, &said(&["c", "b"])).await.unwrap(), [2, 1]);
    drop(lost);
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(numbers.of(&mut tx, sweep, &said(&["d", "c"])).await.unwrap(), [2, 3]);
    tx.commit().await.unwrap();
    let kept = world.store.sweep_outcomes(sweep).await.unwrap();
    let kept: Vec<_> = kept.into_iter().map(|one| (one.number, one.outcome)).collect();
    assert_eq!(kept, [(0, "a"), (1, "b"), (2, "d"), (3, "c")].map(|(number, word)| (number, json(word))));

    // What a host of an older version left: a number that was lost. It is passed over, and none is given twice.
    let pool = crate::duplicates::plain(&world).await;
    sqlx::query("DELETE FROM sweep_outcome WHERE number = 1").execute(&pool).await.unwrap();
    pool.close().await;
    let mut after_restart = OutcomeNumbers::default();
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(after_restart.of(&mut tx, sweep, &said(&["b", "c"])).await.unwrap(), [4, 3]);
    tx.commit().await.unwrap();
});

async fn started(world: &World) -> i64 {
    let new = NewSweep {
        uid: world.clock.new_id(),
        region: world.id("220103").await,
        kind: SweepKind::Rule,
        rule: "visit-due",
        communities: 2,
        created_at: NOW,
        created_by: ("operator", "operator"),
        runner: "one",
    };
    let mut tx = world.store.begin().await.unwrap();
    let sweep = start_sweep(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    sweep
}

on_both!(notes_are_kept_and_a_store_can_be_opened_again, |world: World| async move {
    assert_eq!(world.store.note("regions").await.unwrap(), None);
    let mut tx = world.store.begin().await.unwrap();
    notes::put(&mut tx, "regions", "jilin", NOW).await.unwrap();
    notes::put(&mut tx, "regions", "nation", NOW).await.unwrap();
    tx.commit().await.unwrap();
    world.store.ping().await.unwrap();
    let again = lifang_store::Store::open(&world.url, &lifang_store::MasterKey::from_bytes([7; 32])).await.unwrap();
    assert_eq!(again.note("regions").await.unwrap().as_deref(), Some("nation"));
    let sqlite = world.url.starts_with("sqlite");
    assert_eq!(again.engine(), if sqlite { Engine::Sqlite } else { Engine::Postgres });
    again.close().await;
});
