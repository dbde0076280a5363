//! The program that a workbook becomes, and its binary form.

use crate::Expr;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first byte of a program: another number is another form.
const FORMAT: u8 = 1;

/// What a workbook says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Program {
    /// A checklist, and what its answers mean.
    Form(FormSheet),
    /// What follows from events.
    Events(EventSheet),
}

/// A program that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramError(String);

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ProgramError {}

impl Program {
    /// The program as bytes.
    ///
    /// # Errors
    /// It is too large to be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ProgramError> {
        let body = postcard::to_allocvec(self).map_err(|error| ProgramError(error.to_string()))?;
        Ok([vec![FORMAT], body].concat())
    }

    /// Reads a program.
    ///
    /// # Errors
    /// The bytes are of another form, or broken.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProgramError> {
        let (format, body) = bytes.split_first().ok_or_else(|| ProgramError("there is no program".into()))?;
        if *format != FORMAT {
            return Err(ProgramError(format!("a program of form {format}; this interpreter reads {FORMAT}")));
        }
        postcard::from_bytes(body).map_err(|error| ProgramError(error.to_string()))
    }
}

/// A checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormSheet {
    /// Its id.
    pub id: String,
    /// The key of its title.
    pub title: String,
    /// Its items in reading order, parents first.
    pub items: Vec<Item>,
    /// The items in an order in which each stands behind all that it asks.
    pub order: Vec<u16>,
    /// What the answers mean.
    pub tables: Vec<Table>,
}

/// A row of the survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// The group or repeat it stands in.
    pub parent: Option<u16>,
    /// What it is.
    pub kind: ItemKind,
    /// The key of its label.
    pub label: String,
    /// The key of its hint.
    pub hint: Option<String>,
    /// The field of base data it asks for.
    pub field: Option<String>,
    /// When it shows.
    pub relevant: Option<Expr>,
    /// When it must be answered.
    pub required: Option<Expr>,
    /// What its answer must fulfil, and what is said where it does not.
    pub constraint: Option<(Expr, Message)>,
    /// Which choices are offered, where not all are, and what is said to another.
    pub filter: Option<(Expr, Message)>,
}

/// What a row of the survey is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ItemKind {
    /// A heading over others.
    Group,
    /// A group that is filled several times, at most so many; as often as the expression says, or until nobody wants another.
    Repeat(u16, Option<Expr>),
    /// Asks whether another entry of the repeat it stands in is wanted.
    More,
    /// Something to read.
    Note,
    /// Something to answer.
    Question(AnswerKind),
    /// What follows from answers; nobody sees it.
    Calculate(Expr),
    /// What base data holds already; nobody sees it.
    Known(String),
}

/// What a question takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AnswerKind {
    /// Seen and understood.
    Flag,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Text of at most so many characters.
    Text(u32),
    /// A day.
    Date,
    /// One of the choices.
    One(Vec<ChoiceRow>),
    /// Any of the choices.
    Many(Vec<ChoiceRow>),
}

/// A row of the choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoiceRow {
    /// Its code.
    pub code: String,
    /// The key of its label.
    pub label: String,
    /// What filters look at, in the order of the columns they name.
    pub columns: Vec<String>,
}

/// A text of the catalogs, with the items whose answers go into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The key.
    pub key: String,
    /// Placeable and item.
    pub args: Vec<(String, u16)>,
}

/// A decision table: the first row that fits speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The rule.
    pub rule: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a decision table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What must hold, all of it.
    pub when: Vec<Expr>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What is proposed.
    pub acts: Vec<Act>,
    /// Why.
    pub reason: Option<Message>,
    /// What it rests on.
    pub clause: Option<Clause>,
    /// The questions that the conditions read.
    pub fields: Vec<String>,
}

/// A place in a law, rule or list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// The document.
    pub document: String,
    /// The article within it.
    pub article: String,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// The node it was seen in.
    pub node: String,
    /// What.
    pub text: Message,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// To be noted.
    Minor,
    /// To be mended.
    Major,
    /// A danger.
    Critical,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Work: duty, title, post, due, priority.
    WorkOrder(String, Message, String, Option<Due>, Priority),
    /// A visit: duty, checklist, title, last day in working days or days, priority.
    Visit(String, String, Message, Due, Priority),
    /// A message to a post.
    Notify(String, Message),
    /// A label, for so many days.
    Tag(String, Option<u32>),
    /// A matter that goes up to a level.
    Escalate(String, Message),
}

/// By when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// In so many hours.
    Hours(u32),
    /// In so many days.
    Days(u32),
    /// In so many working days.
    WorkingDays(u32),
}

/// How much it presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Priority {
    /// When there is time.
    Low,
    /// In the ordinary course.
    Normal,
    /// Before ordinary work.
    High,
    /// At once.
    Urgent,
}

/// What follows from events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventSheet {
    /// The keys of events' fields; `${name}` is a position here.
    pub fields: Vec<String>,
    /// The rules.
    pub rules: Vec<EventRule>,
}

/// A rule on events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRule {
    /// The kinds it speaks on.
    pub kinds: Vec<String>,
    /// Its table.
    pub table: Table,
}
