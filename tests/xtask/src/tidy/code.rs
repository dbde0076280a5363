//! Rust source with its comments and the insides of its literals blanked out, so that a rule sees code and nothing else.
//!
//! Positions and lines stay as they were. This is no parser: it knows just enough of Rust's lexer to tell what is quoted.

use std::iter;

/// Blanks comments and the insides of string and character literals.
pub(super) fn only(source: &str) -> String {
    let mut rest = source;
    let mut out = String::with_capacity(source.len());
    while let Some(first) = rest.chars().next() {
        let inside_word = out.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let (kept, length) = match quoted(rest, inside_word) {
            Some(quoted) => quoted,
            None => (first.len_utf8(), first.len_utf8()),
        };
        out.push_str(&rest[..kept]);
        out.extend(rest[kept..length].chars().flat_map(blank));
        rest = &rest[length..];
    }
    out
}

/// The line, from 1, of a position.
pub(super) fn line(text: &str, position: usize) -> usize {
    text[..position].matches('\n').count() + 1
}

/// As many spaces as the character has bytes, so that positions stay; line ends stay line ends.
fn blank(c: char) -> impl Iterator<Item = char> {
    let (with, count) = if c == '\n' { ('\n', 1) } else { (' ', c.len_utf8()) };
    iter::repeat_n(with, count)
}

/// If a comment or a literal begins here: how many bytes of it are kept, and its length.
fn quoted(rest: &str, inside_word: bool) -> Option<(usize, usize)> {
    if rest.starts_with("//") {
        return Some((0, rest.find('\n').unwrap_or(rest.len())));
    }
    if rest.starts_with("/*") {
        return Some((0, block_comment(rest)));
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return Some((1, 1 + until_unescaped(inside, '"')));
    }
    if let Some(inside) = rest.strip_prefix('\'') {
        return character(inside).map(|length| (1, 1 + length));
    }
    if inside_word { None } else { raw_string(rest).map(|length| (1, length)) }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (position, _) in rest.char_indices() {
        if rest[position..].starts_with("/*") {
            depth += 1;
        } else if rest[..position].ends_with("*/") && position >= 4 {
            depth -= 1;
            if depth == 0 {
                return position;
            }
        }
    }
    rest.len()
}

/// The length up to and with the closing quote.
fn until_unescaped(inside: &str, quote: char) -> usize {
    let mut escaped = false;
    for (position, c) in inside.char_indices() {
        if c == quote && !escaped {
            return position + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    inside.len()
}

/// The length of what follows a character literal's opening quote; `None` for a lifetime.
fn character(inside: &str) -> Option<usize> {
    let mut chars = inside.chars();
    let first = chars.next()?;
    let is_literal = first == '\\' || chars.next() == Some('\'');
    is_literal.then(|| until_unescaped(inside, '\''))
}

/// `r"…"`, `br#"…"#` and their like.
fn raw_string(rest: &str) -> Option<usize> {
    let after_letter =
        rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr")).or_else(|| rest.strip_prefix('r'))?;
    let inside = after_letter.trim_start_matches('#');
    let hashes = after_letter.len() - inside.len();
    let inside = inside.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside.find(&close).map_or(inside.len(), |position| position + close.len());
    Some(rest.len() - inside.len() + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left, spaces squeezed.
    fn left(source: &str) -> String {
        let code = only(source);
        assert_eq!(code.len(), source.len(), "positions moved in {source}");
        assert_eq!(code.matches('\n').count(), source.matches('\n').count(), "lines moved in {source}");
        code.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_go() {
        assert_eq!(left("a // b 里坊\nc"), "a c");
        assert_eq!(left("a /* b /* c */ d */ e"), "a e");
        assert_eq!(left("a /**/ b /***/ c"), "a b c");
    }

    #[test]
    fn the_insides_of_strings_go() {
        assert_eq!(left(r#"f("a \" b", c)"#), "f(\" , c)");
        assert_eq!(left(r##"f(r#"a " b"#, c)"##), "f(r , c)");
        assert_eq!(left("let text = \"里\n坊\";"), "let text = \" ;");
    }

    #[test]
    fn characters_go_and_lifetimes_stay() {
        assert_eq!(left(r"f('\'', '里', '{', x)"), "f(' , ' , ' , x)");
        assert_eq!(left("fn f<'a>(x: &'a str, y: &'static str)"), "fn f<'a>(x: &'a str, y: &'static str)");
    }

    #[test]
    fn a_name_ending_in_r_begins_no_raw_string() {
        assert_eq!(left("for r in x { y }"), "for r in x { y }");
        assert_eq!(left("matcher#\"a\"# b"), "matcher#\" # b");
    }
}
