//! In which order items are settled: each behind all that it asks. Where there is no such order, the circle is named.

use crate::expression;
use crate::problem::{Place, Report, Said};
use lifang_sheet_engine::{Expr, Item, ItemKind};

/// What an item cannot be settled without.
fn asks(item: &Item) -> Vec<u16> {
    let of_kind: Option<&Expr> = match &item.kind {
        ItemKind::Calculate(expr) => Some(expr),
        ItemKind::Repeat(_, count) => count.as_ref(),
        _ => None,
    };
    let named = [item.relevant.as_ref(), of_kind].into_iter().flatten().flat_map(expression::items);
    item.parent.into_iter().chain(named).collect()
}

pub(super) fn order(items: &[Item], place: &dyn Fn(u16) -> Place, report: &mut Report) -> Vec<u16> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; items.len()];
    let mut order = Vec::with_capacity(items.len());
    for start in 0..items.len() {
        if marks[start] != Mark::New {
            continue;
        }
        // Depth first, with a list in place of recursion: a chain may be as long as the form.
        marks[start] = Mark::Open;
        let mut way: Vec<(usize, Vec<u16>)> = vec![(start, asks(&items[start]))];
        while let Some((at, left)) = way.last_mut() {
            let at = *at;
            match left.pop().map(usize::from).filter(|next| *next < items.len()) {
                Some(next) if marks[next] == Mark::New => {
                    marks[next] = Mark::Open;
                    way.push((next, asks(&items[next])));
                }
                Some(next) if marks[next] == Mark::Open => {
                    let from = way.iter().position(|(one, _)| *one == next).unwrap_or(0);
                    let mut circle: Vec<&str> = way[from..].iter().map(|(one, _)| items[*one].name.as_str()).collect();
                    circle.push(items[next].name.as_str());
                    let circle = circle.join(" → ");
                    let what = Said::new(format!("循环引用：{circle}。"), format!("It goes in a circle: {circle}."));
                    let remedy = Said::new(
                        "请改写其中一行，使它不再引用后者。",
                        "Rewrite one of these rows so that it asks the other no more.",
                    );
                    report.say(place(u16::try_from(at).unwrap_or(u16::MAX)), what, remedy);
                    return Vec::new();
                }
                Some(_) => {}
                None if way.last().is_some_and(|(_, left)| left.is_empty()) => {
                    marks[at] = Mark::Done;
                    order.push(u16::try_from(at).unwrap_or(u16::MAX));
                    way.pop();
                }
                None => {}
            }
        }
    }
    order
}
