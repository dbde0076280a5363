//! Full width to half width, and spaces that are none: what input methods and spreadsheets leave in cells.

/// What cannot be seen and means nothing: marks of width and direction, a byte-order mark in the middle of a file.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{61c}')
}

/// Letters, digits and ASCII signs in half width, every space an ordinary one, runs of spaces as one, none at the ends; nothing
/// unseen. Chinese characters and their punctuation stay as they are: names keep their characters.
#[must_use]
pub fn narrow(text: &str) -> String {
    let mut narrowed = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            // Full-width forms stand in the order of ASCII.
            '！'..='～' if is_letter_digit_or_sign(c) => half(c),
            c if c.is_whitespace() || c.is_control() => ' ',
            c if is_unseen(c) => continue,
            c => c,
        };
        if c == ' ' && (narrowed.is_empty() || narrowed.ends_with(' ')) {
            continue;
        }
        narrowed.push(c);
    }
    if narrowed.ends_with(' ') {
        narrowed.pop();
    }
    narrowed
}

fn half(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
}

/// Of the full-width forms, those that numbers, codes, days and phones are written with. Commas and brackets in an address are
/// Chinese punctuation.
fn is_letter_digit_or_sign(c: char) -> bool {
    let half = half(c);
    half.is_ascii_alphanumeric() || matches!(half, '-' | '+' | '.' | '/' | '#' | '%' | '@')
}

/// A heading as it is compared: narrow, lower case, without spaces, punctuation, stars, and what stands in brackets.
#[must_use]
pub fn heading(text: &str) -> String {
    let narrowed = narrow(text).to_lowercase();
    let without = strip_brackets(&narrowed);
    let kept = |text: &str| text.chars().filter(|c| c.is_alphanumeric() || *c == '㎡').collect::<String>();
    // A heading that is nothing but brackets is what stands in them.
    let bare = kept(&without);
    if bare.is_empty() { kept(&narrowed) } else { bare }
}

fn strip_brackets(text: &str) -> String {
    let (mut depth, mut out) = (0_u32, String::new());
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_letters_become_narrow_and_names_keep_their_characters() {
        for (text, wanted) in [
            ("２２０１０３１９９０", "2201031990"),
            ("　王　芳\u{a0}", "王 芳"),
            ("\u{feff}买买提·阿不都拉", "买买提·阿不都拉"),
            ("１２号楼（东）", "12号楼（东）"),
            ("Ａ－３", "A-3"),
            ("a\t\r\n b", "a b"),
            ("龘𠮷", "龘𠮷"),
            ("", ""),
        ] {
            assert_eq!(narrow(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn headings_are_compared_by_what_they_say() {
        for (text, wanted) in [
            ("*姓 名", "姓名"),
            ("身份证号（必填）", "身份证号"),
            ("建筑面积(㎡)", "建筑面积"),
            ("Date of Birth", "dateofbirth"),
            ("【备注】", "备注"),
            ("resident_id", "residentid"),
        ] {
            assert_eq!(heading(text), wanted, "{text}");
        }
    }
}
