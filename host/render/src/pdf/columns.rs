//! How wide columns are, how large their letters, and which way the paper lies: computed from the texts, so that typst sets each
//! cell once instead of measuring it first.

use super::paper::Paper;
use crate::clean::is_rtl;
use crate::width::{em, is_wide};

/// White at both sides of a cell, points.
pub(super) const INSET: f64 = 4.0;
/// Sizes of letters, the usual one first; smaller ones are for many columns.
const SIZES: [f64; 4] = [9.0, 8.0, 7.0, 6.0];
/// A cell longer than this is broken into lines gladly, in units of its letters' height.
const LINE: f64 = 22.0;
/// So many letters stand together at least; longer words are broken.
pub(super) const WORD: usize = 14;

/// What a table's columns need, in units of the letters' height.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// The widest line of each column, up to a comfortable line.
    natural: Vec<f64>,
    /// The widest word of each column, which cannot be broken.
    least: Vec<f64>,
}

/// A table's columns on the paper.
#[derive(Debug)]
pub(super) struct Widths {
    /// Points, insets included.
    pub(super) columns: Vec<f64>,
    /// The letters' size, points.
    pub(super) size: f64,
}

impl Needs {
    pub(super) fn of(columns: usize) -> Self {
        Self { natural: vec![1.0; columns], least: vec![1.0; columns] }
    }

    pub(super) fn add(&mut self, column: usize, text: &str) {
        let (Some(natural), Some(least)) = (self.natural.get_mut(column), self.least.get_mut(column)) else { return };
        let (mut line, mut word, mut letters) = (0.0, 0.0_f64, 0);
        // What lies behind no longer counts.
        for c in text.chars().take(400) {
            if c == '\n' {
                line = 0.0;
            } else {
                line += em(c);
            }
            let alone = c.is_whitespace() || is_wide(c);
            if alone || letters == WORD {
                (word, letters) = (0.0, 0);
            }
            if !c.is_whitespace() {
                word += em(c);
                letters += 1;
            }
            *natural = natural.max(line.min(LINE));
            *least = least.max(word);
        }
    }

    /// Whether the columns stand side by side without breaking lines.
    fn fits(&self, room: f64) -> bool {
        self.natural.iter().sum::<f64>() * SIZES[0] + self.insets() <= room
    }

    fn insets(&self) -> f64 {
        2.0 * INSET * self.natural.len() as f64
    }

    /// The widths in so much room; nothing where even the smallest letters are too large.
    pub(super) fn widths(&self, room: f64) -> Option<Widths> {
        let natural: f64 = self.natural.iter().sum();
        let least: f64 = self.least.iter().sum();
        let size = SIZES.into_iter().find(|size| least * size + self.insets() <= room)?;
        let units = (room - self.insets()) / size;
        let columns = self.natural.iter().zip(&self.least).map(|(wanted, least_of_one)| {
            let unit = if natural <= units {
                wanted * units / natural
            } else {
                least_of_one + (wanted - least_of_one) * (units - least) / (natural - least)
            };
            unit * size + 2.0 * INSET
        });
        Some(Widths { columns: columns.collect(), size })
    }
}

/// Whether the paper should lie on its side: where a table would be crowded standing, and not lying.
pub(super) fn flipped(tables: &[Needs], paper: Paper) -> bool {
    tables.iter().any(|needs| !needs.fits(paper.room(false)))
}

/// The text with places where words that are too long may be broken; they cannot be seen.
pub(super) fn breakable(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut letters = 0;
    for c in text.chars() {
        // A mark belongs to the letter before it, whatever the count; letters that join lose their shape when parted.
        let most = if is_rtl(c) { 3 * WORD } else { WORD };
        if letters >= most && (c.is_ascii() || c.is_alphanumeric()) {
            broken.push('\u{200b}');
            letters = 0;
        }
        letters = if c.is_whitespace() || is_wide(c) { 0 } else { letters + 1 };
        broken.push(c);
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(columns: &[&[&str]]) -> Needs {
        let mut needs = Needs::of(columns.len());
        for (column, texts) in columns.iter().enumerate() {
            texts.iter().for_each(|text| needs.add(column, text));
        }
        needs
    }

    #[test]
    fn columns_fill_the_paper_by_what_is_in_them() {
        let widths = needs(&[&["长山花园社区第三网格"], &["12"]]).widths(480.0).unwrap();
        assert!(
            (widths.columns.iter().sum::<f64>() - 480.0).abs() < 1e-6 && widths.columns[0] > 4.0 * widths.columns[1]
        );
        assert!((widths.size - 9.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_long_text_leaves_room_for_short_ones() {
        let long = "里".repeat(300);
        let widths = needs(&[&[&long], &[&long], &[&long], &["2026-10-09"]]).widths(480.0).unwrap();
        assert!(widths.columns[3] >= 10.0 * 0.58 * 9.0, "{widths:?}");
    }

    #[test]
    fn many_columns_turn_the_paper_then_shrink_the_letters_then_are_too_many() {
        let table = |count| needs(&vec![&["2026-10-09"][..]; count]);
        assert!(
            !flipped(&[table(5)], Paper::A4) && flipped(&[table(9)], Paper::A4) && !flipped(&[table(9)], Paper::A3)
        );
        let room = Paper::A4.room(true);
        assert!(table(14).widths(room).unwrap().size < 9.0);
        assert!(table(60).widths(room).is_none());
    }

    #[test]
    fn long_words_may_be_broken_and_short_ones_may_not() {
        assert_eq!(breakable("sha256:00112233"), "sha256:0011223\u{200b}3");
        assert_eq!(breakable("吉林省长春市朝阳区永昌街道东田社区网格"), "吉林省长春市朝阳区永昌街道东田社区网格");
        assert_eq!(breakable("a b c d e f g h i j k l m n o p").matches('\u{200b}').count(), 0);
    }
}
