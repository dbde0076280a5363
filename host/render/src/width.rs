//! How much room text takes, by rule of thumb: enough to choose the widths of columns.

/// Whether a letter is as wide as it is high: Chinese and its neighbours, and pictures.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The longest line of a text in cells of a terminal, as spreadsheets count widths: Chinese is two.
pub(crate) fn columns(text: &str) -> usize {
    text.split('\n').map(|line| line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()).max().unwrap_or(0)
}

/// The width of a letter in units of its height, in the fonts a PDF is set in; rather too much than too little.
pub(crate) fn em(c: char) -> f64 {
    match c {
        c if is_wide(c) => 1.0,
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' => 0.3,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        'A'..='Z' => 0.68,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counts_double_and_the_longest_line_decides() {
        assert_eq!(columns("长春 A1\nab"), 7);
        assert_eq!(columns(""), 0);
        assert!((em('长') - 1.0).abs() < f64::EPSILON && em('0') < 0.6);
    }
}
