//! What each part of an expression gives, and whether it can be what it is used as: a code that no choice has, a sum of
//! texts, a condition that is always true are found when the plugin is made, not when somebody is not visited.

use super::parse::{Node, Spanned};
use super::{Names, Wrong};
use lifang_sheet_engine::{Func, Op};
use regex_lite::Regex;
use std::rc::Rc;

/// What an item or expression holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number.
    Number,
    /// Text.
    Text,
    /// A day.
    Day,
    /// Yes or no.
    Truth,
    /// One of these codes.
    One(Rc<[String]>),
    /// Several of these codes.
    Many(Rc<[String]>),
    /// A group or repeat: it has no answer.
    Group,
    /// A repeat.
    Repeat,
    /// Not known before it is asked.
    Any,
}

/// What an expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A condition.
    Condition,
    /// A value.
    Value,
    /// A number.
    Number,
}

pub(super) fn check(expr: &Spanned, names: &dyn Names, wanted: Wanted) -> Result<(), Wrong> {
    let kind = kind(expr, names)?;
    match wanted {
        Wanted::Condition if matches!(expr.node, Node::Item(_) | Node::Own | Node::Column(_)) => {
            let what = (
                "单写一个题目，条件总是成立（XPath 的规则）。".into(),
                "A question alone is always true as a condition: so XPath has it.".into(),
            );
            Err(Wrong::new(expr.at, what, ("请写明比较，例如 ${q} != ''。", "Compare it with something: ${q} != ''.")))
        }
        Wanted::Number if matches!(kind, Kind::Text | Kind::Truth | Kind::Many(_)) => Err(no_number(expr.at)),
        _ => Ok(()),
    }
}

fn no_number(at: usize) -> Wrong {
    let what = ("这里要的是数，给出的是文字。".into(), "A number is wanted here, and this is text.".into());
    Wrong::new(
        at,
        what,
        ("请用 integer 或 decimal 题，或用 number() 转换。", "Use an integer or decimal question, or number()."),
    )
}

fn kind(expr: &Spanned, names: &dyn Names) -> Result<Kind, Wrong> {
    Ok(match &expr.node {
        Node::Num(_) => Kind::Number,
        Node::Str(_) => Kind::Text,
        Node::Item(item) => match names.kind(*item) {
            Kind::Group | Kind::Repeat => {
                let what = ("组没有答案。".into(), "A group has no answer.".into());
                return Err(Wrong::new(
                    expr.at,
                    what,
                    (
                        "请写组内的题目；项数用 count(${重复组})。",
                        "Name a question in it; for how many entries, count(${repeat}).",
                    ),
                ));
            }
            kind => kind,
        },
        Node::Own => names.own().unwrap_or(Kind::Any),
        Node::Column(_) => Kind::Text,
        Node::Neg(inner) => {
            number(inner, names)?;
            Kind::Number
        }
        Node::Two(op, left, right) => two(expr.at, *op, left, right, names)?,
        Node::Call(func, args) => call(expr.at, *func, args, names)?,
    })
}

fn number(expr: &Spanned, names: &dyn Names) -> Result<(), Wrong> {
    match kind(expr, names)? {
        // A text that is typed in is as good as its number; codes may be numbers.
        Kind::Text
            if !matches!(&expr.node, Node::Str(text) if text.parse::<f64>().is_err() && lifang_sheet_engine::date::parse(text).is_none())
                && !matches!(expr.node, Node::Item(_)) =>
        {
            Ok(())
        }
        Kind::Text | Kind::Many(_) => Err(no_number(expr.at)),
        Kind::One(codes) if codes.iter().any(|code| code.parse::<f64>().is_err()) => Err(no_number(expr.at)),
        _ => Ok(()),
    }
}

fn two(at: usize, op: Op, left: &Spanned, right: &Spanned, names: &dyn Names) -> Result<Kind, Wrong> {
    match op {
        Op::Or | Op::And => {
            check(left, names, Wanted::Condition)?;
            check(right, names, Wanted::Condition)?;
            Ok(Kind::Truth)
        }
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Mod => {
            number(left, names)?;
            number(right, names)?;
            Ok(Kind::Number)
        }
        Op::Lt | Op::Le | Op::Gt | Op::Ge => {
            number(left, names)?;
            number(right, names)?;
            Ok(Kind::Truth)
        }
        Op::Eq | Op::Ne => {
            let (l, r) = (kind(left, names)?, kind(right, names)?);
            for (kind, other) in [(&l, right), (&r, left)] {
                match (&other.node, kind) {
                    (Node::Str(text), Kind::One(codes)) if !text.is_empty() => code(other.at, text, codes)?,
                    (Node::Num(number), Kind::One(codes)) => {
                        code(other.at, &lifang_sheet_engine::number_text(*number), codes)?;
                    }
                    (Node::Str(text), Kind::Number) if !text.is_empty() && text.trim().parse::<f64>().is_err() => {
                        let what = (format!("数永远不等于 '{text}'。"), format!("A number is never '{text}'."));
                        return Err(Wrong::new(at, what, ("请写数字。", "Write a number.")));
                    }
                    (Node::Str(text), Kind::Day)
                        if !text.is_empty() && lifang_sheet_engine::date::parse(text).is_none() =>
                    {
                        let what = (format!("'{text}' 不是日期。"), format!("'{text}' is no date."));
                        return Err(Wrong::new(other.at, what, ("请写成 2024-03-01。", "Write 2024-03-01.")));
                    }
                    _ => {}
                }
            }
            Ok(Kind::Truth)
        }
    }
}

fn code(at: usize, text: &str, codes: &[String]) -> Result<(), Wrong> {
    if codes.is_empty() || codes.iter().any(|code| code == text.trim()) {
        return Ok(());
    }
    let what = (format!("该题没有选项 {text}。"), format!("The question has no choice {text}."));
    let mut wrong = Wrong::new(at, what, ("", ""));
    let list = codes.iter().take(30).cloned().collect::<Vec<_>>().join(", ");
    wrong.remedy = crate::problem::Said::new(format!("选项有：{list}。"), format!("Its choices are: {list}."));
    Err(wrong)
}

fn call(at: usize, func: Func, args: &[Spanned], names: &dyn Names) -> Result<Kind, Wrong> {
    let wrong = |zh: &str, en: &str, remedy: (&str, &str)| Err(Wrong::new(at, (zh.to_owned(), en.to_owned()), remedy));
    match func {
        Func::Count => {
            if let Some(Spanned { node: Node::Item(item), .. }) = args.first()
                && names.kind(*item) != Kind::Group
            {
                return Ok(Kind::Number);
            }
            wrong(
                "count 要的是重复组或其中的题目。",
                "count wants a repeat, or a question in one.",
                ("请写 count(${重复组})。", "Write count(${repeat})."),
            )
        }
        Func::IndexedRepeat => {
            let (Some(Node::Item(item)), Some(Node::Item(repeat))) =
                (args.first().map(|arg| &arg.node), args.get(1).map(|arg| &arg.node))
            else {
                return wrong(
                    "indexed-repeat 的前两个参数是题目和重复组。",
                    "indexed-repeat wants a question and a repeat first.",
                    (
                        "请写 indexed-repeat(${题目}, ${重复组}, 序号)。",
                        "Write indexed-repeat(${question}, ${repeat}, number).",
                    ),
                );
            };
            if names.kind(*repeat) != Kind::Repeat {
                return wrong(
                    "indexed-repeat 的第二个参数不是重复组。",
                    "The second argument of indexed-repeat is no repeat.",
                    ("请写重复组的名称。", "Name the repeat."),
                );
            }
            number(&args[2], names)?;
            Ok(names.kind(*item))
        }
        Func::Position => Ok(Kind::Number),
        _ => {
            let kinds = args.iter().map(|arg| kind(arg, names)).collect::<Result<Vec<_>, _>>()?;
            arguments(at, func, args, &kinds, names)
        }
    }
}

fn arguments(at: usize, func: Func, args: &[Spanned], kinds: &[Kind], names: &dyn Names) -> Result<Kind, Wrong> {
    let literal = |at: usize| match args.get(at).map(|arg| &arg.node) {
        Some(Node::Str(text)) => Some(text.as_str()),
        _ => None,
    };
    match func {
        Func::Selected => {
            match (&kinds[0], literal(1)) {
                (Kind::One(codes) | Kind::Many(codes), Some(text)) => code(args[1].at, text, codes)?,
                (Kind::Number | Kind::Day, _) => {
                    let what = ("selected 只用于选择题。".into(), "selected is for questions with choices.".into());
                    return Err(Wrong::new(at, what, ("请用 = 比较。", "Compare with =.")));
                }
                _ => {}
            }
            Ok(Kind::Truth)
        }
        Func::Regex => {
            let Some(pattern) = literal(1) else {
                let what = ("正则表达式必须直接写出。".into(), "A regular expression must be written out.".into());
                return Err(Wrong::new(at, what, ("请写成 regex(., '…')。", "Write regex(., '…').")));
            };
            if let Err(error) = Regex::new(pattern) {
                let what = (
                    format!("不支持这个正则表达式：{error}。"),
                    format!("This regular expression is not supported: {error}."),
                );
                return Err(Wrong::new(
                    args[1].at,
                    what,
                    ("不支持前后查找、反向引用和 \\p。", "Look-around, back references and \\p are not."),
                ));
            }
            Ok(Kind::Truth)
        }
        Func::FormatDate => {
            let Some(pattern) = literal(1) else {
                let what = ("日期格式必须直接写出。".into(), "The pattern of a date must be written out.".into());
                return Err(Wrong::new(at, what, ("例如 '%Y-%m-%d'。", "For example '%Y-%m-%d'.")));
            };
            let mut characters = pattern.chars();
            while let Some(character) = characters.next() {
                if character == '%' && !matches!(characters.next(), Some('Y' | 'y' | 'm' | 'n' | 'd' | 'e' | '%')) {
                    let what = (
                        "日期格式只支持 %Y %y %m %n %d %e。".into(),
                        "Patterns of dates have %Y %y %m %n %d %e only.".into(),
                    );
                    return Err(Wrong::new(
                        args[1].at,
                        what,
                        (
                            "月份名称和时刻与语言或时钟有关，请去掉。",
                            "Names of months and hours hang on language or clock; leave them out.",
                        ),
                    ));
                }
            }
            Ok(Kind::Text)
        }
        Func::If => {
            check(&args[0], names, Wanted::Condition)?;
            Ok(if kinds[1] == kinds[2] { kinds[1].clone() } else { Kind::Any })
        }
        Func::Not => {
            check(&args[0], names, Wanted::Condition)?;
            Ok(Kind::Truth)
        }
        Func::Coalesce | Func::Once => {
            Ok(if kinds.windows(2).all(|pair| pair[0] == pair[1]) { kinds[0].clone() } else { Kind::Any })
        }
        Func::Int
        | Func::Round
        | Func::Floor
        | Func::Ceiling
        | Func::Abs
        | Func::Pow
        | Func::Sqrt
        | Func::Sum
        | Func::Max
        | Func::Min => {
            args.iter().try_for_each(|arg| number(arg, names))?;
            Ok(Kind::Number)
        }
        Func::Today | Func::Date => Ok(Kind::Day),
        Func::WeightedChecklist if !args.len().is_multiple_of(2) => {
            let what = (
                "weighted-checklist 的答案和权重要成对。".into(),
                "weighted-checklist wants pairs of answer and weight.".into(),
            );
            Err(Wrong::new(at, what, ("请补上权重。", "Add the weight.")))
        }
        Func::Boolean
        | Func::BooleanFromString
        | Func::Contains
        | Func::StartsWith
        | Func::EndsWith
        | Func::True
        | Func::False
        | Func::Checklist
        | Func::WeightedChecklist => Ok(Kind::Truth),
        Func::Number | Func::CountSelected | Func::CountNonEmpty | Func::StringLength | Func::DecimalDate => {
            Ok(Kind::Number)
        }
        // Numbers are cut out of texts, of an ID for example.
        Func::SelectedAt
        | Func::Substr
        | Func::Substring
        | Func::SubstringBefore
        | Func::SubstringAfter
        | Func::Translate => Ok(Kind::Any),
        _ => Ok(Kind::Text),
    }
}
