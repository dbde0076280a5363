//! Expressions: what `relevant`, `constraint`, `calculation` and the conditions of decision tables become.

use serde::{Deserialize, Serialize};

/// How deep expressions may nest. An interpreter walks them by recursion, on a plugin's small stack.
pub const MOST_DEPTH: usize = 40;

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// A number.
    Num(f64),
    /// Text.
    Str(String),
    /// `${name}`: the item's position in the program.
    Item(u16),
    /// `.`, the answer itself.
    Own,
    /// A column of the choice that a filter looks at.
    Column(u16),
    /// `-x`
    Neg(Box<Expr>),
    /// Two sides.
    Two(Op, Box<Expr>, Box<Expr>),
    /// A function.
    Call(Func, Vec<Expr>),
}

/// What stands between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `div`
    Div,
    /// `mod`
    Mod,
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident $spelled:literal $min:literal..=$max:literal;)*) => {
        /// Functions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Func {
            $($(#[$doc])* $name,)*
        }

        impl Func {
            /// Every function.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it is spelled in a workbook.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $spelled,)*
                }
            }

            /// The least and the most arguments it takes.
            #[must_use]
            pub const fn arity(self) -> (usize, usize) {
                match self {
                    $(Self::$name => ($min, $max),)*
                }
            }

            /// The function of that name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|func| func.name() == name)
            }
        }
    };
}

functions! {
    /// The second where the first holds, else the third.
    If "if" 3..=3;
    /// The first text that is not empty.
    Coalesce "coalesce" 1..=99;
    /// The value kept so far, else the new one. Calculations keep nothing, so it is the new one.
    Once "once" 1..=1;
    /// Whether a code is among those chosen.
    Selected "selected" 2..=2;
    /// The code at a place, from 0.
    SelectedAt "selected-at" 2..=2;
    /// How many were chosen.
    CountSelected "count-selected" 1..=1;
    /// How many entries there are.
    Count "count" 1..=1;
    /// How many are not empty.
    CountNonEmpty "count-non-empty" 1..=1;
    /// Their sum.
    Sum "sum" 1..=1;
    /// The greatest.
    Max "max" 1..=99;
    /// The least.
    Min "min" 1..=99;
    /// `position(..)`: which entry of its repeat this is, from 1.
    Position "position" 1..=1;
    /// A question's answer in one entry of its repeat, from 1.
    IndexedRepeat "indexed-repeat" 3..=3;
    /// The day of the call.
    Today "today" 0..=0;
    /// A day.
    Date "date" 1..=1;
    /// A day written in a pattern of numbers.
    FormatDate "format-date" 2..=2;
    /// A day as a number.
    DecimalDate "decimal-date-time" 1..=1;
    /// Whether a text fits a regular expression.
    Regex "regex" 2..=2;
    /// Texts one behind the other.
    Concat "concat" 1..=99;
    /// Texts with another between them.
    Join "join" 2..=99;
    /// How many characters.
    StringLength "string-length" 0..=1;
    /// Characters from a place, counted from 0, up to another.
    Substr "substr" 2..=3;
    /// Characters from a place, counted from 1, so many.
    Substring "substring" 2..=3;
    /// What stands before.
    SubstringBefore "substring-before" 2..=2;
    /// What stands behind.
    SubstringAfter "substring-after" 2..=2;
    /// Whether a text has another in it.
    Contains "contains" 2..=2;
    /// Whether it begins with another.
    StartsWith "starts-with" 2..=2;
    /// Whether it ends with another.
    EndsWith "ends-with" 2..=2;
    /// Characters put in the place of others.
    Translate "translate" 3..=3;
    /// Without spaces at the ends, and one where there were several.
    NormalizeSpace "normalize-space" 0..=1;
    /// As text.
    String "string" 0..=1;
    /// As a number.
    Number "number" 0..=1;
    /// As yes or no.
    Boolean "boolean" 1..=1;
    /// Whether a text is `true` or `1`.
    BooleanFromString "boolean-from-string" 1..=1;
    /// The whole part.
    Int "int" 1..=1;
    /// To the nearest, with so many decimals.
    Round "round" 1..=2;
    /// Down to a whole number.
    Floor "floor" 1..=1;
    /// Up to a whole number.
    Ceiling "ceiling" 1..=1;
    /// Without its sign.
    Abs "abs" 1..=1;
    /// To a power.
    Pow "pow" 2..=2;
    /// The square root.
    Sqrt "sqrt" 1..=1;
    /// Not.
    Not "not" 1..=1;
    /// Yes.
    True "true" 0..=0;
    /// No.
    False "false" 0..=0;
    /// Whether so many of the answers hold.
    Checklist "checklist" 3..=99;
    /// Whether the weights of the answers that hold make so much.
    WeightedChecklist "weighted-checklist" 4..=99;
}
