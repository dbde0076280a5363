//! What an expression gives, in the scope it stands in.

use crate::{Expr, MOST_DEPTH, Op, Val, functions};

/// What an expression can see.
pub trait Scope {
    /// The answers of an item, as seen from here.
    fn item(&self, item: u16) -> Vec<String>;
    /// The answer itself.
    fn own(&self) -> String;
    /// A column of the choice that is looked at.
    fn column(&self, column: u16) -> String;
    /// The day of the call.
    fn today(&self) -> i64;
    /// Which entry of its repeat this is, from 1; 0 outside any.
    fn position(&self) -> usize;
    /// An item's answer in one entry of a repeat, from 1.
    fn in_entry(&self, item: u16, repeat: u16, entry: usize) -> String;
}

/// What the expression gives.
#[must_use]
pub fn evaluate(expr: &Expr, scope: &dyn Scope) -> Val {
    at_depth(expr, scope, 0)
}

pub(crate) fn at_depth(expr: &Expr, scope: &dyn Scope, depth: usize) -> Val {
    // The compiler refuses what is deeper; a program from elsewhere must not break the stack.
    if depth > MOST_DEPTH {
        return Val::Str(String::new());
    }
    let inner = |expr: &Expr| at_depth(expr, scope, depth + 1);
    match expr {
        Expr::Num(number) => Val::Num(*number),
        Expr::Str(text) => Val::Str(text.clone()),
        Expr::Item(item) => Val::Set(scope.item(*item)),
        Expr::Own => Val::Set(vec![scope.own()]),
        Expr::Column(column) => Val::Set(vec![scope.column(*column)]),
        Expr::Neg(expr) => Val::Num(-inner(expr).number()),
        Expr::Two(Op::Or, left, right) => Val::Bool(inner(left).truth() || inner(right).truth()),
        Expr::Two(Op::And, left, right) => Val::Bool(inner(left).truth() && inner(right).truth()),
        Expr::Two(op, left, right) => two(*op, &inner(left), &inner(right)),
        Expr::Call(func, args) => functions::call(*func, args, scope, depth + 1),
    }
}

fn two(op: Op, left: &Val, right: &Val) -> Val {
    let numbers = || (left.number(), right.number());
    match op {
        Op::Add => Val::Num(numbers().0 + numbers().1),
        Op::Sub => Val::Num(numbers().0 - numbers().1),
        Op::Mul => Val::Num(numbers().0 * numbers().1),
        Op::Div => Val::Num(numbers().0 / numbers().1),
        Op::Mod => Val::Num(numbers().0 % numbers().1),
        Op::Eq => Val::Bool(any_pair(left, right, equal)),
        Op::Ne => Val::Bool(any_pair(left, right, |a, b| !equal(a, b))),
        Op::Lt => Val::Bool(any_pair(left, right, |a, b| a.number() < b.number())),
        Op::Le => Val::Bool(any_pair(left, right, |a, b| a.number() <= b.number())),
        Op::Gt => Val::Bool(any_pair(left, right, |a, b| a.number() > b.number())),
        Op::Ge => Val::Bool(any_pair(left, right, |a, b| a.number() >= b.number())),
        Op::Or | Op::And => Val::Bool(false),
    }
}

/// XPath compares sets by asking whether any pair fits. A yes or no takes a set as a whole.
fn any_pair(left: &Val, right: &Val, fits: impl Fn(&Val, &Val) -> bool) -> bool {
    match (left, right) {
        (Val::Bool(_), _) | (_, Val::Bool(_)) => fits(&Val::Bool(left.truth()), &Val::Bool(right.truth())),
        (Val::Set(lefts), Val::Set(rights)) => {
            lefts.iter().any(|left| rights.iter().any(|right| fits(&Val::Str(left.clone()), &Val::Str(right.clone()))))
        }
        (Val::Set(lefts), right) => lefts.iter().any(|left| fits(&Val::Str(left.clone()), right)),
        (left, Val::Set(rights)) => rights.iter().any(|right| fits(left, &Val::Str(right.clone()))),
        (left, right) => fits(left, right),
    }
}

fn equal(left: &Val, right: &Val) -> bool {
    match (left, right) {
        (Val::Bool(left), right) => *left == right.truth(),
        (left, Val::Bool(right)) => left.truth() == *right,
        (Val::Str(left), Val::Str(right)) if !both_days(left, right) => left == right,
        (left, right) => left.number() == right.number(),
    }
}

/// One day may be written in two ways.
fn both_days(left: &str, right: &str) -> bool {
    crate::date::parse(left).is_some() && crate::date::parse(right).is_some()
}
