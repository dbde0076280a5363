//! What most plugins use: `use lifang_sdk::prelude::*;`.

pub use crate::data::{CodeTable, Column, Data, Scan};
pub use crate::{
    Answers, Certificate, CertificateList, Chart, Checklist, Context, DataError, Date, Decision, Document, Escalation,
    Event, Fields, Figure, Finding, Forms, Group, Instant, Judgement, Marks, Note, Notification, OfficeHours, Outcome,
    Period, PluginError, Priority, Question, Reason, Report, Rules, Section, SweepAnswer, Table, Tag, Text, Value,
    Visit, Weekday, WorkOrder, cell, choice, choices, choices_of, clause, data_cell, reason, rows, text,
};
