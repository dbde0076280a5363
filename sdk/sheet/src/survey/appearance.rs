//! The column `appearance`: what only changes the looks is the host's to decide; what changes the meaning is refused by name.

use crate::problem::{Report, Said};
use crate::workbook::{Row, Sheet};

/// These change the looks and nothing else.
const LOOKS: [&str; 18] = [
    "multiline",
    "minimal",
    "quick",
    "quickcompact",
    "horizontal",
    "horizontal-compact",
    "vertical",
    "compact",
    "likert",
    "label",
    "list-nolabel",
    "field-list",
    "columns",
    "columns-pack",
    "no-buttons",
    "numbers",
    "thousands-sep",
    "autocomplete",
];

pub(super) fn check(sheet: &Sheet, row: &Row, report: &mut Report) {
    let Some((text, place)) = sheet.cell(row, "appearance") else { return };
    for word in text.split_whitespace() {
        let word = word.to_lowercase();
        let sized = |stem: &str| {
            word.strip_prefix(stem)
                .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if !LOOKS.contains(&word.as_str()) && !["w", "columns-", "compact-"].into_iter().any(sized) {
            let what = Said::new(format!("不支持外观 {word}。"), format!("The appearance {word} is not supported."));
            report.say(
                place.clone(),
                what,
                Said::new("请去掉它；它会改变答案的含义。", "Remove it: it would change what is asked."),
            );
        }
    }
}
