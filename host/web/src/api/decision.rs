//! How actions, reasons, findings and refusals look in JSON: texts put into the reader's language.

use crate::extract::Language;
use lifang_core::call::PluginRef;
use lifang_core::decision::{Action, Clause, Priority, Reason};
use lifang_core::text::Catalogs;
use lifang_service::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

/// A plugin's exact version.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PluginDto {
    id: String,
    version: String,
    /// `sha256:` and 64 hexadecimal digits.
    digest: String,
}

impl From<&PluginRef> for PluginDto {
    fn from(plugin: &PluginRef) -> Self {
        Self { id: plugin.id.clone(), version: plugin.version.clone(), digest: plugin.digest.0.clone() }
    }
}

/// A place in a law, rule or list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClauseDto {
    document: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    article: String,
}

impl From<&Clause> for ClauseDto {
    fn from(clause: &Clause) -> Self {
        Self { document: clause.document.clone(), article: clause.article.clone() }
    }
}

/// What is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ActionDto {
    /// `open-work-order`, `schedule-visit`, `notify`, `tag`, `escalate` or `extension`.
    action: &'static str,
    /// The rule that asks for it.
    rule: String,
    /// What is to be done, or what is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The post or level it goes to; the label's name for a tag; the kind of an extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// The checklist to fill.
    #[serde(skip_serializing_if = "Option::is_none")]
    checklist: Option<String>,
    /// The moment or day it must be done by.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// `low`, `normal`, `high` or `urgent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<&'static str>,
    /// The admitted duty item that covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    duty: Option<String>,
}

pub(super) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

impl ActionDto {
    pub(super) fn new(action: &Action, catalogs: &Catalogs, language: &Language) -> Self {
        let say = |text| Some(catalogs.say(language.tag(), text));
        let rule = action.rule().to_owned();
        let blank = Self {
            action: "",
            rule,
            text: None,
            to: None,
            checklist: None,
            due: None,
            priority: None,
            duty: action.duty().map(str::to_owned),
        };
        match action {
            Action::OpenWorkOrder { title, to, due, priority: urgency, .. } => Self {
                action: "open-work-order",
                text: say(title),
                to: Some(to.clone()),
                due: due.map(|due| due.to_string()),
                priority: Some(priority(*urgency)),
                ..blank
            },
            Action::ScheduleVisit { title, checklist, by, priority: urgency, .. } => Self {
                action: "schedule-visit",
                text: say(title),
                checklist: Some(checklist.clone()),
                due: Some(by.to_string()),
                priority: Some(priority(*urgency)),
                ..blank
            },
            Action::Notify { to, text, .. } => {
                Self { action: "notify", text: say(text), to: Some(to.clone()), ..blank }
            }
            Action::Tag { tag, until, .. } => {
                Self { action: "tag", to: Some(tag.clone()), due: until.map(|until| until.to_string()), ..blank }
            }
            Action::Escalate { to, text, .. } => {
                Self { action: "escalate", text: say(text), to: Some(to.clone()), ..blank }
            }
            Action::Extension { kind, .. } => Self { action: "extension", to: Some(kind.clone()), ..blank },
        }
    }
}

/// Why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReasonDto {
    /// The rule that speaks.
    rule: String,
    /// What it found, in the reader's language.
    text: String,
    /// What it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<ClauseDto>,
    /// The fields it read.
    fields: Vec<String>,
}

impl ReasonDto {
    pub(super) fn new(reason: &Reason, catalogs: &Catalogs, language: &Language) -> Self {
        Self {
            rule: reason.rule.clone(),
            text: catalogs.say(language.tag(), &reason.text),
            basis: reason.basis.as_ref().map(ClauseDto::from),
            fields: reason.fields.clone(),
        }
    }
}

/// An action the host did not carry out, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RefusalDto {
    action: ActionDto,
    /// Why not.
    why: String,
}

impl RefusalDto {
    pub(super) fn new(refusal: &Refusal, catalogs: &Catalogs, language: &Language) -> Self {
        let why = if language.is_english() { refusal.why.en.clone() } else { refusal.why.zh.clone() };
        Self { action: ActionDto::new(&refusal.action, catalogs, language), why }
    }
}

/// What one plugin decided.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartDto {
    /// Which version.
    pub(super) plugin: PluginDto,
    /// What it proposes.
    pub(super) actions: Vec<ActionDto>,
    /// Why.
    pub(super) reasons: Vec<ReasonDto>,
    /// What the host did not carry out.
    pub(super) refused: Vec<RefusalDto>,
}
