//! An expression as words and signs.

use super::Wrong;

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// `${name}`
    Reference(String),
    /// A function, an operator's word, a column of choices.
    Name(String),
    /// `.`
    Own,
    /// `..`
    Above,
    Sign(&'static str),
}

const SIGNS: [&str; 17] = ["<=", ">=", "!=", "(", ")", ",", "=", "<", ">", "+", "-", "*", "|", "/", "[", "]", "@"];

/// The tokens with the characters they begin at.
pub(super) fn tokens(source: &str) -> Result<Vec<(usize, Token)>, Wrong> {
    let characters: Vec<char> = source.chars().collect();
    let (mut at, mut tokens) = (0, Vec::new());
    while let Some(&character) = characters.get(at) {
        let start = at;
        let run =
            |from: usize, fits: &dyn Fn(char) -> bool| characters[from..].iter().take_while(|c| fits(**c)).count();
        let collect = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
        if character.is_whitespace() {
            at += 1;
        } else if character == '$' && characters.get(at + 1) == Some(&'{') {
            let length = run(at + 2, &|c| c != '}');
            if characters.get(at + 2 + length).is_none() {
                return Err(Wrong::new(
                    at,
                    ("${ 没有对应的 }。".into(), "${ has no }.".into()),
                    ("请写成 ${题目名}。", "Write ${name}."),
                ));
            }
            tokens.push((start, Token::Reference(collect(at + 2, at + 2 + length).trim().to_owned())));
            at += length + 3;
        } else if matches!(character, '\'' | '"' | '‘' | '’' | '“' | '”') {
            let closes = |c: char| match character {
                '‘' | '’' => matches!(c, '‘' | '’'),
                '“' | '”' => matches!(c, '“' | '”'),
                straight => c == straight,
            };
            let length = run(at + 1, &|c| !closes(c));
            if characters.get(at + 1 + length).is_none() {
                return Err(Wrong::new(
                    at,
                    ("引号没有成对。".into(), "A quote is not closed.".into()),
                    ("请补上引号。", "Close it."),
                ));
            }
            tokens.push((start, Token::Text(collect(at + 1, at + 1 + length))));
            at += length + 2;
        } else if character.is_ascii_digit()
            || (character == '.' && characters.get(at + 1).is_some_and(char::is_ascii_digit))
        {
            let length = run(at, &|c| c.is_ascii_digit() || c == '.');
            let spelled = collect(at, at + length);
            let number = spelled.parse().map_err(|_| {
                Wrong::new(
                    at,
                    (format!("{spelled} 不是数。"), format!("{spelled} is no number.")),
                    ("请改正。", "Mend it."),
                )
            })?;
            tokens.push((start, Token::Number(number)));
            at += length;
        } else if character == '.' {
            let above = characters.get(at + 1) == Some(&'.');
            tokens.push((start, if above { Token::Above } else { Token::Own }));
            at += if above { 2 } else { 1 };
        } else if character.is_alphabetic() || character == '_' {
            let mut length = run(at, &|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
            // `a -1` and `a-b` are names in XPath only without the space; a name does not end in a sign.
            while matches!(characters.get(at + length - 1), Some('-' | '.' | ':')) {
                length -= 1;
            }
            tokens.push((start, Token::Name(collect(at, at + length))));
            at += length;
        } else {
            let sign =
                SIGNS.iter().find(|sign| sign.chars().eq(characters[at..].iter().copied().take(sign.chars().count())));
            let Some(sign) = sign else {
                let what =
                    (format!("不认识的字符 {character}。"), format!("The character {character} means nothing here."));
                return Err(Wrong::new(at, what, ("请检查是否用了中文标点。", "Check for full-width punctuation.")));
            };
            tokens.push((start, Token::Sign(sign)));
            at += sign.len();
        }
    }
    Ok(tokens)
}
