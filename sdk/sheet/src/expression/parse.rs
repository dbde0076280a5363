//! The grammar: XPath 1.0 without paths. Items are named by `${name}`.

use super::tokens::{Token, tokens};
use super::{Names, Wrong};
use lifang_sheet_engine::{Expr, Func, MOST_DEPTH, Op};

/// An expression with the character it begins at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spanned {
    pub(super) at: usize,
    pub(super) node: Node,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Num(f64),
    Str(String),
    Item(u16),
    Own,
    Column(u16),
    Neg(Box<Spanned>),
    Two(Op, Box<Spanned>, Box<Spanned>),
    Call(Func, Vec<Spanned>),
}

impl Spanned {
    pub(super) fn into_expr(self) -> Expr {
        match self.node {
            Node::Num(number) => Expr::Num(number),
            Node::Str(text) => Expr::Str(text),
            Node::Item(item) => Expr::Item(item),
            Node::Own => Expr::Own,
            Node::Column(column) => Expr::Column(column),
            Node::Neg(inner) => Expr::Neg(Box::new(inner.into_expr())),
            Node::Two(op, left, right) => Expr::Two(op, Box::new(left.into_expr()), Box::new(right.into_expr())),
            Node::Call(func, args) => Expr::Call(func, args.into_iter().map(Self::into_expr).collect()),
        }
    }
}

/// From the loosest to the tightest.
const LEVELS: [&[(&str, Op)]; 6] = [
    &[("or", Op::Or)],
    &[("and", Op::And)],
    &[("=", Op::Eq), ("!=", Op::Ne)],
    &[("<", Op::Lt), ("<=", Op::Le), (">", Op::Gt), (">=", Op::Ge)],
    &[("+", Op::Add), ("-", Op::Sub)],
    &[("*", Op::Mul), ("div", Op::Div), ("mod", Op::Mod)],
];

/// Functions of ODK that this compiler knows and refuses, and why.
const REFUSED: [(&str, &str, &str); 15] = [
    ("now", "判定只认日期，同一天应得同一结果", "decisions know the day, not the hour; use today()"),
    ("random", "同样的填报必须得到同样的结果", "the same answers must give the same bytes"),
    ("uuid", "同样的填报必须得到同样的结果", "the same answers must give the same bytes"),
    ("randomize", "同样的填报必须得到同样的结果", "the same answers must give the same bytes"),
    ("pulldata", "已有数据请用 lifang_field 列", "what is held already comes through the column lifang_field"),
    (
        "jr:choice-name",
        "判定中没有语言，选项的文字由平台显示",
        "there is no language in a decision; the host shows labels",
    ),
    ("jr:itext", "判定中没有语言，文字由平台显示", "there is no language in a decision; the host shows texts"),
    ("instance", "请用 choice_filter 或 lifang_field 列", "use choice_filter, or the column lifang_field"),
    ("area", "清单没有地理位置题", "checklists have no geographic questions"),
    ("distance", "清单没有地理位置题", "checklists have no geographic questions"),
    ("property", "插件看不到设备", "a plugin does not see the device"),
    ("version", "版本由平台记录", "the host records the version"),
    ("digest", "插件不需要加密", "a plugin has no need of it"),
    ("base64-decode", "插件不需要编码", "a plugin has no need of it"),
    ("last-saved", "插件看不到上次填报", "a plugin does not see earlier answers"),
];

pub(super) fn parse(source: &str, names: &dyn Names) -> Result<Spanned, Wrong> {
    let mut parser = Parser { tokens: tokens(source)?, next: 0, end: source.chars().count(), names };
    let expr = parser.level(0, 0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expr),
        Some((at, token)) => Err(parser.unexpected(*at, Some(token))),
    }
}

struct Parser<'a> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    names: &'a dyn Names,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let fits = self.peek() == SIGN.iter().find(|one| **one == sign).map(|sign| Token::Sign(sign)).as_ref();
        self.next += usize::from(fits);
        fits
    }

    fn operator(&self, level: usize) -> Option<Op> {
        let spelled = match self.peek()? {
            Token::Sign(sign) => *sign,
            Token::Name(name) => name.as_str(),
            _ => return None,
        };
        LEVELS[level].iter().find(|(sign, _)| *sign == spelled).map(|(_, op)| *op)
    }

    fn level(&mut self, level: usize, depth: usize) -> Result<Spanned, Wrong> {
        if level == LEVELS.len() {
            return self.unary(depth);
        }
        let mut left = self.level(level + 1, depth)?;
        let mut chain = depth;
        while let Some(op) = self.operator(level) {
            chain += 1;
            self.not_too_deep(chain)?;
            let at = self.at();
            self.next += 1;
            let right = self.level(level + 1, depth + 1)?;
            left = Spanned { at, node: Node::Two(op, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn not_too_deep(&self, depth: usize) -> Result<(), Wrong> {
        if depth < MOST_DEPTH {
            return Ok(());
        }
        let what =
            (format!("表达式嵌套超过 {MOST_DEPTH} 层。"), format!("The expression nests deeper than {MOST_DEPTH}."));
        Err(Wrong::new(self.at(), what, ("请拆成几个 calculate 行。", "Split it over several calculate rows.")))
    }

    fn unary(&mut self, depth: usize) -> Result<Spanned, Wrong> {
        let at = self.at();
        self.not_too_deep(depth)?;
        if self.takes("-") {
            return Ok(Spanned { at, node: Node::Neg(Box::new(self.unary(depth + 1)?)) });
        }
        let Some((_, token)) = self.tokens.get(self.next).cloned() else { return Err(self.unexpected(at, None)) };
        self.next += 1;
        let node = match token {
            Token::Number(number) => Node::Num(number),
            Token::Text(text) => Node::Str(text),
            Token::Reference(name) => Node::Item(self.item(at, &name)?),
            Token::Own if self.names.own().is_some() => Node::Own,
            Token::Own => {
                let what = ("这里没有“本题的答案”（.）。".into(), "There is no answer of its own (.) here.".into());
                return Err(Wrong::new(at, what, ("请写 ${题目名}。", "Write ${name}.")));
            }
            Token::Sign("(") => {
                let inner = self.level(0, depth + 1)?;
                self.close()?;
                inner.node
            }
            Token::Name(name) if self.takes("(") => return self.call(at, &name, depth + 1),
            Token::Name(name) => match self.names.column(&name) {
                Some(column) => Node::Column(column),
                None => {
                    let what = (format!("不认识 {name}。"), format!("{name} is not known here."));
                    return Err(Wrong::new(
                        at,
                        what,
                        ("题目写成 ${题目名}，文字加引号。", "Write ${name} for a question, and quotes around text."),
                    ));
                }
            },
            other => return Err(self.unexpected(at, Some(&other))),
        };
        if matches!(self.peek(), Some(Token::Sign("/" | "["))) {
            return Err(self.path(self.at()));
        }
        Ok(Spanned { at, node })
    }

    fn item(&self, at: usize, name: &str) -> Result<u16, Wrong> {
        self.names.item(name).ok_or_else(|| {
            let what = (format!("没有名为 {name} 的题目。"), format!("There is no question {name}."));
            let mut wrong = Wrong::new(at, what, ("请检查 name 列的拼写。", "Check the spelling in the column name."));
            if let Some(like) = self.names.like(name) {
                wrong.remedy.zh += &format!("是不是 {like}？");
                wrong.remedy.en += &format!(" Did you mean {like}?");
            }
            wrong
        })
    }

    fn call(&mut self, at: usize, name: &str, depth: usize) -> Result<Spanned, Wrong> {
        let Some(func) = Func::named(name) else { return Err(unknown_function(at, name)) };
        let mut args = Vec::new();
        if func == Func::Position {
            // `position(..)` names no item: it is about the entry that the question stands in.
            if !matches!(self.peek(), Some(Token::Above)) {
                let what = (
                    "position 只能写成 position(..)。".into(),
                    "position is written position(..) and not otherwise.".into(),
                );
                return Err(Wrong::new(at, what, ("请改成 position(..)。", "Write position(..).")));
            }
            self.next += 1;
            args.push(Spanned { at, node: Node::Str(String::new()) });
            self.close()?;
        } else if !self.takes(")") {
            loop {
                args.push(self.level(0, depth)?);
                if !self.takes(",") {
                    break;
                }
            }
            self.close()?;
        }
        let (least, most) = func.arity();
        if !(least..=most).contains(&args.len()) {
            let wanted = if least == most { least.to_string() } else { format!("{least}–{most}") };
            let what = (
                format!("{name} 需要 {wanted} 个参数，这里有 {} 个。", args.len()),
                format!("{name} takes {wanted} arguments, not {}.", args.len()),
            );
            return Err(Wrong::new(at, what, ("请补齐或删去参数。", "Add or remove arguments.")));
        }
        if matches!(self.peek(), Some(Token::Sign("/" | "["))) {
            return Err(self.path(self.at()));
        }
        Ok(Spanned { at, node: Node::Call(func, args) })
    }

    fn close(&mut self) -> Result<(), Wrong> {
        let at = self.at();
        if self.takes(")") {
            return Ok(());
        }
        match self.peek().cloned() {
            None => Err(Wrong::new(
                at,
                ("括号没有成对。".into(), "A bracket is not closed.".into()),
                ("请补上 )。", "Add a )."),
            )),
            other => Err(self.unexpected(at, other.as_ref())),
        }
    }

    fn path(&self, at: usize) -> Wrong {
        let what = (
            "不支持 XPath 路径（/、..、[ ]、@、|）。".into(),
            "XPath paths (/, .., [ ], @, |) are not supported.".into(),
        );
        Wrong::new(
            at,
            what,
            (
                "题目写成 ${题目名}；重复组中的某一项用 indexed-repeat。",
                "Write ${name}, and indexed-repeat for an entry of a repeat.",
            ),
        )
    }

    fn unexpected(&self, at: usize, token: Option<&Token>) -> Wrong {
        let spelled = match token {
            None => {
                return Wrong::new(
                    at,
                    ("表达式没有写完。".into(), "The expression is not finished.".into()),
                    ("请补全。", "Finish it."),
                );
            }
            Some(Token::Above | Token::Sign("/" | "[" | "]" | "@" | "|")) => return self.path(at),
            Some(Token::Number(number)) => number.to_string(),
            Some(Token::Text(text)) => format!("'{text}'"),
            Some(Token::Reference(name)) => format!("${{{name}}}"),
            Some(Token::Name(name)) => name.clone(),
            Some(Token::Own) => ".".into(),
            Some(Token::Sign(sign)) => (*sign).into(),
        };
        let what = (format!("这里不应出现 {spelled}。"), format!("{spelled} is not expected here."));
        Wrong::new(at, what, ("请检查运算符和括号。", "Check operators and brackets."))
    }
}

/// The signs that the grammar asks for.
const SIGN: [&str; 4] = ["(", ")", ",", "-"];

fn unknown_function(at: usize, name: &str) -> Wrong {
    if let Some((_, zh, en)) = REFUSED.iter().find(|(refused, ..)| *refused == name) {
        let what = (format!("不支持函数 {name}：{zh}。"), format!("The function {name} is not supported: {en}."));
        return Wrong::new(at, what, ("请去掉它。", "Do without it."));
    }
    let what = (format!("不支持函数 {name}。"), format!("The function {name} is not supported."));
    let known = Func::ALL.iter().map(|func| func.name()).collect::<Vec<_>>().join(", ");
    let mut wrong = Wrong::new(at, what, ("", ""));
    wrong.remedy = crate::problem::Said::new(format!("可用的函数：{known}。"), format!("These are: {known}."));
    wrong
}
