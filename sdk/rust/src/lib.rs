//! Write plugins for Lifang 里坊: checklists and certificates (world `forms`), grid rules and reports (world `rules`).
//!
//! A plugin is a pure function. It gets a call (where, when, for whom, how configured) and its inputs, may read what its
//! manifest asks and the operator granted, and answers with data: forms, decisions, documents, each with its reasons. It changes
//! nothing; the host checks what it proposes and acts. The same call and inputs give the same bytes.
//!
//! # A plugin of world `rules`
//!
//! `plugin.toml` declares what the code reads and answers for, `texts/zh.ftl` and `texts/en.ftl` hold every sentence a reader
//! sees (`overdue = 已逾期 { $days } 天`), and `src/lib.rs` is this:
//!
//! ```
//! use lifang_sdk::data::persons::{self, AGE, CARE, Care, LAST_VISIT};
//! use lifang_sdk::prelude::*;
//!
//! rows! {
//!     /// What the rule reads of each person; the manifest's sweep names the same columns in the same order.
//!     pub struct Person from persons {
//!         age: AGE,
//!         care: CARE,
//!         last_visit: LAST_VISIT,
//!     }
//! }
//!
//! /// Visits that are overdue 走访逾期.
//! pub struct Overdue;
//! lifang_sdk::rules!(Overdue);
//!
//! impl Rules for Overdue {
//!     fn sweep(call: &Context<'_>, _: &Data<'_>, rule: &str, rows: Scan) -> Result<SweepAnswer, PluginError> {
//!         let (today, every) = (call.today(), call.setting_integer("visit_days"));
//!         let mut marks = Marks::new();
//!         let overdue = marks.outcome(
//!             Outcome::new("overdue")
//!                 .action(Visit::new(rule, "home-visits", "home-visit", text!("visit"), call.add_working_days(3)))
//!                 .reason(
//!                     reason(rule, text!("overdue", days = every))
//!                         .basis("内民政发〔2022〕12号", "三")
//!                         .fields(["age", "care", "last_visit"]),
//!                 ),
//!         );
//!         let mut rows = rows.read::<Person>();
//!         while let Some(batch) = rows.next_batch()? {
//!             for (position, person) in batch.iter() {
//!                 let at_risk = person.care.any(Care::ALONE_80 | Care::DEMENTIA);
//!                 let late = person.last_visit.is_none_or(|visit| i64::from(today.days_since(visit)) > every);
//!                 if at_risk && late {
//!                     marks.mark(position, overdue);
//!                 }
//!             }
//!         }
//!         Ok(marks.into_answer())
//!     }
//! }
//!
//! // A plain unit test, with data in memory. In a plugin, `of_plugin(env!("CARGO_MANIFEST_DIR"))` on both takes settings,
//! // grants and the sweep's columns from the manifest, and `testing::sweep` opens the scan as the host would.
//! use lifang_sdk::testing::{TestContext, TestData};
//! let test = TestContext::new("220104001001").on("2024-03-01").set("visit_days", 7);
//! let data = TestData::new("220104001001")
//!     .grant("persons", ["age", "care", "last_visit"])
//!     .row("persons", [("age", 82.into()), ("care", ["alone-80"].into()), ("last_visit", "2024-02-27".into())])
//!     .row("persons", [("age", 85.into()), ("care", ["alone-80"].into()), ("last_visit", "2024-02-20".into())])
//!     .row("persons", [("age", 30.into())]);
//! let (call, data) = (test.context(), data.data());
//! let scan = data.open(persons::query(), &["age", "care", "last_visit"])?;
//! let answer = Overdue::sweep(&call, &data, "visits", scan)?;
//! assert_eq!(answer.rows, [1]);
//! # Ok::<(), PluginError>(())
//! ```
//!
//! # A plugin of world `forms`
//!
//! ```
//! use lifang_sdk::prelude::*;
//!
//! /// The visit's checklist 走访清单.
//! pub struct HomeVisit;
//! lifang_sdk::forms!(HomeVisit);
//!
//! impl Forms for HomeVisit {
//!     fn checklist<'a>(_: &'a Context<'_>, id: &str, known: &'a Fields) -> Result<Checklist<'a>, PluginError> {
//!         if id != "home-visit" {
//!             return Err(PluginError::UnknownId(id.to_owned()));
//!         }
//!         // A withheld cell is an error here, never an empty value.
//!         let old = known.integer("age")?.is_some_and(|age| age >= 80);
//!         Ok(Checklist::new(id, text!("home-visit"))
//!             .question(Question::flag("gas", text!("gas")).required())
//!             .group(
//!                 Group::new("health", text!("health"))
//!                     .visible_when(move |_| old)
//!                     .with(Question::flag("fell", text!("fell")).required())
//!                     .with(Question::integer("falls", 1..=50, text!("falls")).visible_when(|answers| answers.yes("fell"))),
//!             ))
//!     }
//!
//!     fn judge(call: &Context<'_>, _: &str, answers: &Answers, _: &Fields) -> Result<Judgement, PluginError> {
//!         let judgement = Judgement::new();
//!         if !answers.yes("gas") {
//!             return Ok(judgement.reason(reason("gas", text!("gas-in-order")).fields(["gas"])));
//!         }
//!         Ok(judgement
//!             .finding(Finding::critical("gas", "gas", text!("gas-leaks")))
//!             .action(WorkOrder::new("gas", "gas-safety", text!("mend-gas")).due(call.now().plus_hours(2)).urgent())
//!             .reason(reason("gas", text!("gas-leaks")).fields(["gas"])))
//!     }
//! }
//!
//! use lifang_sdk::testing::{self, Incomplete, TestContext};
//! let test = TestContext::new("220104001001");
//! let (call, known) = (test.context(), Fields::new().with("age", 82));
//! let judged = |answers| testing::judge::<HomeVisit>(&call, "home-visit", &answers, &known);
//! assert_eq!(judged(Answers::new().with("gas", true)), Err(Incomplete::Missing(vec!["fell".into()])));
//! assert_eq!(judged(Answers::new().with("gas", true).with("fell", false)).unwrap().actions.len(), 1);
//! ```
//!
//! # What is where
//! [`Forms`] and [`Rules`] are what a plugin implements; [`Context`] is the call; [`data`] is what rules read; [`testing`] is for
//! native tests. `README.md` beside this crate is the same on one page.

mod action;
mod calendar;
mod call;
pub mod data;
mod date;
mod decision;
#[cfg(target_family = "wasm")]
#[doc(hidden)]
pub mod entry;
mod fields;
mod forms;
mod instant;
pub mod log;
pub mod prelude;
pub mod raw;
mod reason;
mod rules;
#[cfg(not(target_family = "wasm"))]
pub mod testing;
mod text;
mod value;

pub use calendar::OfficeHours;
pub use call::Context;
pub use data::{Data, Scan};
pub use date::{Date, Weekday};
pub use fields::Fields;
pub use forms::{Answers, Checklist, Forms, Group, Item, Note, Question, choice, choices, choices_of};
pub use instant::Instant;
pub use raw::forms::exports::lifang::plugin::certificates::{
    Certificate, CertificateList, Referral, Standing, Withdrawal,
};
pub use raw::forms::exports::lifang::plugin::checklists::{
    Answer, AnswerType, Choice, Finding, Form, FormState, Judgement, Node, NodeKind, NodeState, Severity,
};
pub use raw::rules::exports::lifang::plugin::grid_rules::{Outcome, SweepAnswer};
pub use raw::rules::exports::lifang::plugin::reports::{Block, BlockNode, ChartKind, Document, KeyFigure, TableCell};
pub use raw::rules::lifang::data::aggregates::{Figure, Group as AggregateGroup};
pub use raw::rules::lifang::data::scans::Filter;
pub use raw::rules::lifang::data::types::{Cell, DataError, Field, Value};
pub use raw::rules::lifang::plugin::types::{
    Action, Clause, Decision, Escalation, Extension, Notification, PluginError, Priority, Reason, Region, Tag, Text,
    Visit, WorkOrder,
};
pub use reason::{clause, reason};
pub use rules::{Chart, Event, Marks, OutcomeId, Period, Report, Rules, Section, Table, cell, data_cell};

impl From<DataError> for PluginError {
    /// A read the plugin cannot do without was refused.
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}
