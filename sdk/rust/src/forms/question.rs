//! Questions, notes and groups: what is asked, when it shows, when it must be answered, and what is wrong with an answer.

use super::Answers;
use crate::data::CodeTable;
use crate::{AnswerType, Choice, NodeKind, Text};
use std::fmt;
use std::ops::RangeInclusive;

pub(super) type Condition<'a> = Box<dyn Fn(&Answers) -> bool + 'a>;
pub(super) type Check<'a> = Box<dyn Fn(&Answers) -> Option<Text> + 'a>;

/// A node of a checklist with what hangs on it.
pub struct Item<'a> {
    pub(super) id: String,
    pub(super) kind: NodeKind,
    pub(super) label: Text,
    pub(super) hint: Option<Text>,
    pub(super) field: Option<String>,
    pub(super) visible: Option<Condition<'a>>,
    pub(super) required: Option<Condition<'a>>,
    pub(super) checks: Vec<Check<'a>>,
    pub(super) children: Vec<Item<'a>>,
}

impl Item<'_> {
    fn new(id: impl Into<String>, kind: NodeKind, label: Text) -> Self {
        let (visible, required, checks, children) = (None, None, Vec::new(), Vec::new());
        Self { id: id.into(), kind, label, hint: None, field: None, visible, required, checks, children }
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, kind, children, .. } = self;
        f.debug_struct("Item").field("id", id).field("kind", kind).field("children", children).finish_non_exhaustive()
    }
}

/// Something to answer.
#[derive(Debug)]
pub struct Question<'a>(Item<'a>);

/// Something to read.
#[derive(Debug)]
pub struct Note<'a>(Item<'a>);

/// A heading over questions, notes and other groups. What hides the group hides all of it.
#[derive(Debug)]
pub struct Group<'a>(Item<'a>);

macro_rules! shown {
    ($($type:ident),*) => {
        $(
            impl<'a> $type<'a> {
                /// Shows only when this holds. The condition sees the answers to the questions before this one that show
                /// themselves; what was answered in a hidden node does not count.
                #[must_use]
                pub fn visible_when(mut self, condition: impl Fn(&Answers) -> bool + 'a) -> Self {
                    self.0.visible = Some(Box::new(condition));
                    self
                }

                /// A word of help.
                #[must_use]
                pub fn hint(mut self, hint: Text) -> Self {
                    self.0.hint = Some(hint);
                    self
                }
            }

            impl<'a> From<$type<'a>> for Item<'a> {
                fn from(from: $type<'a>) -> Self {
                    from.0
                }
            }
        )*
    };
}

shown!(Question, Note, Group);

impl Note<'_> {
    /// A note; its id is unique in the checklist.
    pub fn new(id: impl Into<String>, label: Text) -> Self {
        Self(Item::new(id, NodeKind::Note, label))
    }
}

impl<'a> Group<'a> {
    /// A group; its id is unique in the checklist.
    pub fn new(id: impl Into<String>, label: Text) -> Self {
        Self(Item::new(id, NodeKind::Group, label))
    }

    /// Adds a question, note or group.
    #[must_use]
    pub fn with(mut self, item: impl Into<Item<'a>>) -> Self {
        self.0.children.push(item.into());
        self
    }
}

impl<'a> Question<'a> {
    /// A question that takes an answer of that type; its id is unique in the checklist.
    pub fn new(id: impl Into<String>, answer: AnswerType, label: Text) -> Self {
        Self(Item::new(id, NodeKind::Question(answer), label))
    }

    /// Yes or no.
    pub fn flag(id: impl Into<String>, label: Text) -> Self {
        Self::new(id, AnswerType::Flag, label)
    }

    /// A whole number within bounds.
    pub fn integer(id: impl Into<String>, bounds: RangeInclusive<i64>, label: Text) -> Self {
        Self::new(id, AnswerType::Integer(bounds.into_inner()), label)
    }

    /// A number within bounds.
    pub fn decimal(id: impl Into<String>, bounds: RangeInclusive<f64>, label: Text) -> Self {
        Self::new(id, AnswerType::Decimal(bounds.into_inner()), label)
    }

    /// Text of at most so many characters.
    pub fn text(id: impl Into<String>, longest: u32, label: Text) -> Self {
        Self::new(id, AnswerType::Text(longest), label)
    }

    /// A day.
    pub fn date(id: impl Into<String>, label: Text) -> Self {
        Self::new(id, AnswerType::Date, label)
    }

    /// One of the choices.
    pub fn one(id: impl Into<String>, choices: impl IntoIterator<Item = Choice>, label: Text) -> Self {
        Self::new(id, AnswerType::One(choices.into_iter().collect()), label)
    }

    /// Any of the choices.
    pub fn many(id: impl Into<String>, choices: impl IntoIterator<Item = Choice>, label: Text) -> Self {
        Self::new(id, AnswerType::Many(choices.into_iter().collect()), label)
    }

    /// Must be answered wherever it shows.
    #[must_use]
    pub fn required(self) -> Self {
        self.required_when(|_| true)
    }

    /// Must be answered where it shows and this holds. The condition sees all answers that count.
    #[must_use]
    pub fn required_when(mut self, condition: impl Fn(&Answers) -> bool + 'a) -> Self {
        self.0.required = Some(Box::new(condition));
        self
    }

    /// Says what is wrong with the answer, or `None`. Called when the question shows and is answered; sees all answers that
    /// count. The type, bounds and choices of the question are checked by the host.
    #[must_use]
    pub fn check(mut self, check: impl Fn(&Answers) -> Option<Text> + 'a) -> Self {
        self.0.checks.push(Box::new(check));
        self
    }

    /// The base-data column or local field it asks for, so that the host can offer what it already holds.
    #[must_use]
    pub fn field(mut self, key: impl Into<String>) -> Self {
        self.0.field = Some(key.into());
        self
    }
}

/// A choice of a question.
pub fn choice(code: impl Into<String>, label: Text) -> Choice {
    Choice { code: code.into(), label }
}

/// Choices of those codes, each labelled `<label>-<code>` in the catalogs: `gas-hose-rubber`.
#[must_use]
pub fn choices<C: Into<String>>(label: &str, codes: impl IntoIterator<Item = C>) -> Vec<Choice> {
    let labelled = |code: String| {
        let label = Text::new(format!("{label}-{code}"));
        choice(code, label)
    };
    codes.into_iter().map(|code| labelled(code.into())).collect()
}

/// All codes of a code table as choices, each labelled `<prefix>-<code>` in the catalogs: `living-alone`.
#[must_use]
pub fn choices_of<T: CodeTable>(prefix: &str) -> Vec<Choice> {
    choices(prefix, T::CODES.iter().map(|(_, code)| *code))
}
