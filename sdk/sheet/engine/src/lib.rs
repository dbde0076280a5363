//! What a spreadsheet says, as a program: expressions, questions and decision tables in a small binary form, and what they answer.
//!
//! The compiler (`lifang-sheet`) writes a [`Program`]; the interpreter components decode it and ask [`Filled`] how a form stands
//! and [`hits`] which rows of a table speak. Expressions mean what ODK's do: XPath 1.0 on texts, with dates as days.
//! Nothing here panics, whatever the program, and nothing asks a clock: the call brings its own.

pub mod date;
mod decide;
mod eval;
mod expr;
mod filled;
mod functions;
mod program;
mod value;

pub use decide::{Hit, hits};
pub use eval::{Scope, evaluate};
pub use expr::{Expr, Func, MOST_DEPTH, Op};
pub use filled::{Answered, Filled, Outside, Slot, Standing};
pub use program::{
    Act, AnswerKind, ChoiceRow, Clause, Due, EventRule, EventSheet, Finding, FormSheet, Item, ItemKind, Message,
    Priority, Program, ProgramError, Row, Severity, Table,
};
pub use value::{Val, number_text};
