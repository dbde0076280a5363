//! The answers to a checklist, read by their types.

use crate::{Answer, Date, Value};

/// Answers by question. A question that was not answered, or is hidden, gives `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(Vec<Answer>);

impl From<Vec<Answer>> for Answers {
    fn from(answers: Vec<Answer>) -> Self {
        Self(answers)
    }
}

impl Answers {
    /// The answer, of whatever type.
    #[must_use]
    pub fn value(&self, question: &str) -> Option<&Value> {
        self.0.iter().find(|answer| answer.node == question).map(|answer| &answer.value)
    }

    /// Whether a yes-or-no question was answered with yes.
    #[must_use]
    #[track_caller]
    pub fn yes(&self, question: &str) -> bool {
        self.flag(question) == Some(true)
    }

    /// Whether a yes-or-no question was answered with no. Not the opposite of [`Answers::yes`]: it may be unanswered.
    #[must_use]
    #[track_caller]
    pub fn no(&self, question: &str) -> bool {
        self.flag(question) == Some(false)
    }

    /// Whether a choice, or one of several, is this code.
    #[must_use]
    pub fn is(&self, question: &str, code: &str) -> bool {
        match self.value(question) {
            Some(Value::Text(chosen)) => chosen == code,
            Some(Value::Codes(chosen)) => chosen.iter().any(|chosen| chosen == code),
            _ => false,
        }
    }

    /// All answers.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter()
    }

    pub(super) fn push(&mut self, answer: Answer) {
        self.0.push(answer);
    }
}

macro_rules! typed_answer {
    ($($(#[$doc:meta])* $name:ident -> $type:ty: $pattern:pat => $value:expr;)*) => {
        impl Answers {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// When the question takes another type: the host has checked answers against the form, so this is a slip of
                /// the plugin, and its first test finds it.
                #[must_use]
                #[track_caller]
                pub fn $name(&self, question: &str) -> Option<$type> {
                    match self.value(question)? {
                        $pattern => Some($value),
                        other => other_type(question, stringify!($name), other),
                    }
                }
            )*
        }
    };
}

typed_answer! {
    /// The answer to a yes-or-no question.
    flag -> bool: Value::Flag(flag) => *flag;
    /// A whole number.
    integer -> i64: Value::Integer(number) => *number;
    /// A number with a fraction.
    decimal -> f64: Value::Decimal(number) => *number;
    /// Text.
    text -> &str: Value::Text(text) => text.as_str();
    /// A day.
    date -> Date: Value::Date(date) => Date(*date);
    /// The code of the one choice.
    one -> &str: Value::Text(code) => code.as_str();
    /// The codes of the choices.
    many -> &[String]: Value::Codes(codes) => codes.as_slice();
}

#[track_caller]
#[cold]
#[expect(clippy::panic, reason = "code and form of one plugin disagree; no answer of it could be trusted")]
fn other_type(question: &str, asked: &str, found: &Value) -> ! {
    panic!("question {question} was read as {asked}, but its answer is of type {}", found.type_name())
}
