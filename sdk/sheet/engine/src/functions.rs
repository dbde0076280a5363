//! The functions of ODK's XPath, one by one.

use crate::eval::{Scope, at_depth};
use crate::value::days;
use crate::{Expr, Func, Val, date};
use regex_lite::Regex;

pub(crate) fn call(func: Func, args: &[Expr], scope: &dyn Scope, depth: usize) -> Val {
    let value = |at: usize| args.get(at).map_or(Val::Str(String::new()), |expr| at_depth(expr, scope, depth));
    let text = |at: usize| value(at).text();
    let number = |at: usize| value(at).number();
    // A function of one argument that is left out takes the answer itself.
    let own_or = |at: usize| if args.is_empty() { Val::Str(scope.own()) } else { value(at) };
    let all = || args.iter().flat_map(|expr| at_depth(expr, scope, depth).texts());
    match func {
        Func::If => value(if value(0).truth() { 1 } else { 2 }),
        Func::Coalesce => Val::Str(
            args.iter()
                .map(|expr| at_depth(expr, scope, depth).text())
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
        ),
        Func::Once => {
            let kept = scope.own();
            if kept.is_empty() { Val::Str(text(0)) } else { Val::Str(kept) }
        }
        Func::Selected => {
            let (chosen, code) = (text(0), text(1));
            Val::Bool(chosen.split(' ').any(|one| one == code.trim()))
        }
        Func::SelectedAt => {
            Val::Str(place(number(1)).and_then(|at| text(0).split(' ').nth(at).map(str::to_owned)).unwrap_or_default())
        }
        Func::CountSelected => count(text(0).split_whitespace().count()),
        Func::Count => count(value(0).texts().len()),
        Func::CountNonEmpty => count(value(0).texts().iter().filter(|text| !text.is_empty()).count()),
        Func::Sum => Val::Num(value(0).texts().into_iter().map(|text| Val::Str(text).number()).sum()),
        Func::Max => Val::Num(extreme(all(), f64::max)),
        Func::Min => Val::Num(extreme(all(), f64::min)),
        Func::Position => count(scope.position()),
        Func::IndexedRepeat => match (args.first(), args.get(1)) {
            (Some(Expr::Item(item)), Some(Expr::Item(repeat))) => {
                Val::Str(place(number(2)).map(|entry| scope.in_entry(*item, *repeat, entry)).unwrap_or_default())
            }
            _ => Val::Str(String::new()),
        },
        Func::Today => Val::Day(days(scope.today())),
        Func::Date => Val::Day(value(0).day()),
        Func::FormatDate => Val::Str(format_date(value(0).day(), &text(1))),
        Func::DecimalDate => Val::Num(value(0).day()),
        // The compiler has refused what is no regular expression.
        Func::Regex => Val::Bool(Regex::new(&text(1)).is_ok_and(|regex| regex.is_match(&text(0)))),
        Func::Concat => Val::Str(all().collect()),
        Func::Join => {
            let rest = args.get(1..).unwrap_or_default().iter().flat_map(|expr| at_depth(expr, scope, depth).texts());
            Val::Str(rest.collect::<Vec<_>>().join(&text(0)))
        }
        Func::StringLength => count(own_or(0).text().chars().count()),
        Func::Substr => {
            let characters: Vec<char> = text(0).chars().collect();
            let end = if args.len() > 2 { from_end(number(2), characters.len()) } else { characters.len() };
            let start = from_end(number(1), characters.len());
            Val::Str(characters.get(start..end.max(start)).unwrap_or_default().iter().collect())
        }
        Func::Substring => Val::Str(substring(&text(0), number(1), (args.len() > 2).then(|| number(2)))),
        Func::SubstringBefore => {
            Val::Str(text(0).split_once(&text(1)).map_or(String::new(), |(before, _)| before.to_owned()))
        }
        Func::SubstringAfter => {
            Val::Str(text(0).split_once(&text(1)).map_or(String::new(), |(_, after)| after.to_owned()))
        }
        Func::Contains => Val::Bool(text(0).contains(&text(1))),
        Func::StartsWith => Val::Bool(text(0).starts_with(&text(1))),
        Func::EndsWith => Val::Bool(text(0).ends_with(&text(1))),
        Func::Translate => Val::Str(translate(&text(0), &text(1), &text(2))),
        Func::NormalizeSpace => Val::Str(own_or(0).text().split_whitespace().collect::<Vec<_>>().join(" ")),
        Func::String => Val::Str(own_or(0).text()),
        Func::Number => Val::Num(own_or(0).number()),
        Func::Boolean => Val::Bool(value(0).truth()),
        Func::BooleanFromString => Val::Bool(matches!(text(0).as_str(), "true" | "1")),
        Func::Int => Val::Num(number(0).trunc()),
        Func::Round => Val::Num(round(number(0), if args.len() > 1 { number(1).trunc() } else { 0.0 })),
        Func::Floor => Val::Num(number(0).floor()),
        Func::Ceiling => Val::Num(number(0).ceil()),
        Func::Abs => Val::Num(number(0).abs()),
        Func::Pow => Val::Num(number(0).powf(number(1))),
        Func::Sqrt => Val::Num(number(0).sqrt()),
        Func::Not => Val::Bool(!value(0).truth()),
        Func::True => Val::Bool(true),
        Func::False => Val::Bool(false),
        Func::Checklist => {
            let hold =
                args.get(2..).unwrap_or_default().iter().filter(|expr| holds(&at_depth(expr, scope, depth))).count();
            Val::Bool(between(days(i64::try_from(hold).unwrap_or(i64::MAX)), number(0), number(1)))
        }
        Func::WeightedChecklist => {
            let pairs = args.get(2..).unwrap_or_default().chunks_exact(2);
            let weight = pairs.filter(|pair| holds(&at_depth(&pair[0], scope, depth)));
            Val::Bool(between(
                weight.map(|pair| at_depth(&pair[1], scope, depth).number()).filter(|weight| !weight.is_nan()).sum(),
                number(0),
                number(1),
            ))
        }
    }
}

fn count(count: usize) -> Val {
    Val::Num(days(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// In a checklist an answer holds that is not empty.
fn holds(value: &Val) -> bool {
    match value {
        Val::Set(_) => !value.text().trim().is_empty(),
        other => other.truth(),
    }
}

/// A bound below 0 is none.
fn between(value: f64, min: f64, max: f64) -> bool {
    (min < 0.0 || value >= min) && (max < 0.0 || value <= max)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within a list's length")]
fn place(number: f64) -> Option<usize> {
    (0.0..1e6).contains(&number).then_some(number as usize)
}

/// A place among characters, counted from the end where it is negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the text")]
fn from_end(number: f64, length: usize) -> usize {
    let whole = days(i64::try_from(length).unwrap_or(i64::MAX));
    let number = if number.is_nan() { 0.0 } else { number.trunc() };
    let place = if number < 0.0 { whole + number } else { number };
    place.clamp(0.0, whole) as usize
}

fn extreme(texts: impl Iterator<Item = String>, of: fn(f64, f64) -> f64) -> f64 {
    let numbers: Vec<f64> = texts.map(|text| Val::Str(text).number()).collect();
    // `f64::max` would pass over what is no number.
    if numbers.iter().any(|number| number.is_nan()) {
        f64::NAN
    } else {
        numbers.into_iter().reduce(of).unwrap_or(f64::NAN)
    }
}

/// Half is rounded away from 0, as ODK does.
fn round(number: f64, decimals: f64) -> f64 {
    if decimals == 0.0 || decimals.is_nan() {
        return number.round();
    }
    let power = 10_f64.powf(decimals.abs().min(300.0));
    if decimals > 0.0 { (number * power).round() / power } else { (number / power).round() * power }
}

/// XPath 1.0, section 4.2: places count from 1 and are rounded.
fn substring(text: &str, start: f64, length: Option<f64>) -> String {
    let start = (start + 0.5).floor();
    let end = length.map_or(f64::INFINITY, |length| start + (length + 0.5).floor());
    let within = |at: usize| {
        let at = days(i64::try_from(at).unwrap_or(i64::MAX)) + 1.0;
        at >= start && at < end
    };
    text.chars().enumerate().filter(|(at, _)| within(*at)).map(|(_, character)| character).collect()
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    let changed = |character: char| match from.chars().position(|one| one == character) {
        None => Some(character),
        Some(at) => to.get(at).copied(),
    };
    text.chars().filter_map(changed).collect()
}

/// The patterns that are numbers in every language; the compiler refuses the others.
#[expect(clippy::cast_possible_truncation, reason = "held within what four-digit years have")]
fn format_date(day: f64, pattern: &str) -> String {
    if !(-719_528.0..2_932_897.0).contains(&day) {
        return String::new();
    }
    let (year, month, day) = date::ymd(day.floor() as i64);
    let mut out = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('Y') => out += &format!("{year:04}"),
            Some('y') => out += &format!("{:02}", year % 100),
            Some('m') => out += &format!("{month:02}"),
            Some('n') => out += &month.to_string(),
            Some('d') => out += &format!("{day:02}"),
            Some('e') => out += &day.to_string(),
            Some('%') => out.push('%'),
            _ => {}
        }
    }
    out
}
