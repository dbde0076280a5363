//! Expressions as workbooks spell them: read, named items found, kinds checked. The rest of the crate sees only [`read`].

mod kinds;
mod parse;
mod tokens;

pub(crate) use kinds::{Kind, Wanted};

use crate::problem::Said;
use lifang_sheet_engine::Expr;

/// What an expression may name.
pub(crate) trait Names {
    /// The item of that name.
    fn item(&self, name: &str) -> Option<u16>;
    /// What an item holds.
    fn kind(&self, item: u16) -> Kind;
    /// The column of choices of that name, where a filter may name one.
    fn column(&self, name: &str) -> Option<u16>;
    /// What `.` is, where there is one.
    fn own(&self) -> Option<Kind>;
    /// Names like this one, for who misspelled it.
    fn like(&self, name: &str) -> Option<String>;
}

/// What is wrong with an expression, at which character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) at: usize,
    pub(crate) what: Said,
    pub(crate) remedy: Said,
}

impl Wrong {
    fn new(at: usize, what: (String, String), remedy: (&str, &str)) -> Self {
        Self { at, what: Said::new(what.0, what.1), remedy: Said::new(remedy.0, remedy.1) }
    }
}

/// Reads an expression and checks that it can give what is wanted.
pub(crate) fn read(source: &str, names: &dyn Names, wanted: Wanted) -> Result<Expr, Wrong> {
    let spanned = parse::parse(source, names)?;
    kinds::check(&spanned, names, wanted)?;
    Ok(spanned.into_expr())
}

/// The items that an expression names.
pub(crate) fn items(expr: &Expr) -> Vec<u16> {
    let mut found = Vec::new();
    walk(expr, &mut |expr| {
        if let Expr::Item(item) = expr
            && !found.contains(item)
        {
            found.push(*item);
        }
    });
    found
}

fn walk(expr: &Expr, see: &mut dyn FnMut(&Expr)) {
    see(expr);
    match expr {
        Expr::Neg(inner) => walk(inner, see),
        Expr::Two(_, left, right) => {
            walk(left, see);
            walk(right, see);
        }
        Expr::Call(_, args) => args.iter().for_each(|arg| walk(arg, see)),
        Expr::Num(_) | Expr::Str(_) | Expr::Item(_) | Expr::Own | Expr::Column(_) => {}
    }
}
