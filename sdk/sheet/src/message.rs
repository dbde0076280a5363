//! Texts in which answers may stand: `${name}` becomes a placeable.

use crate::expression::{Kind, Names};
use crate::problem::{Place, Said};
use crate::reader::whole;
use crate::survey::{ItemNames, Reading};
use crate::texts::{Words, plain};
use lifang_sheet_engine::Message;

/// Keeps the text, and says which answers go into it.
pub(crate) fn read(words: &Words, place: &Place, key: &str, names: &ItemNames, reading: &mut Reading<'_>) -> Message {
    whole(words, reading.languages, place, "text", reading.report);
    let mut args: Vec<(String, u16)> = Vec::new();
    let mut messages = Words::new();
    for (tag, text) in words {
        let mut message = String::new();
        let mut rest = text.as_str();
        while let Some((before, behind)) = rest.split_once("${") {
            let Some((name, after)) = behind.split_once('}') else { break };
            let name = name.trim();
            match names.item(name) {
                Some(item)
                    if !matches!(names.kind(item), Kind::One(_) | Kind::Many(_) | Kind::Group | Kind::Repeat) =>
                {
                    let placeable = format!("q{item}");
                    message += &format!("{}{{ ${placeable} }}", keep_spaces(before));
                    if !args.iter().any(|(known, _)| *known == placeable) {
                        args.push((placeable, item));
                    }
                }
                Some(_) => {
                    let what = Said::new(
                        format!("文字中不能引用选择题或组 {name}。"),
                        format!("{name} has choices, or is a group: it cannot stand in a text."),
                    );
                    reading.report.say(
                        place.clone(),
                        what,
                        Said::new("请分行写，每个选项一种说法。", "Write a row for each choice."),
                    );
                }
                None => {
                    let what = Said::new(format!("没有名为 {name} 的题目。"), format!("There is no question {name}."));
                    reading.report.say(place.clone(), what, Said::new("请检查拼写。", "Check the spelling."));
                }
            }
            rest = after;
        }
        message += &keep_spaces(rest);
        messages.insert(tag.clone(), if message.trim().is_empty() { plain("") } else { message });
    }
    Message { key: reading.catalogs.keep(key, messages), args }
}

/// A part of a message: the spaces beside a placeable count.
fn keep_spaces(part: &str) -> String {
    if part.trim().is_empty() {
        return if part.is_empty() { String::new() } else { "{\" \"}".to_owned() };
    }
    let space = |there: bool| if there { " " } else { "" };
    format!(
        "{}{}{}",
        space(part.starts_with(char::is_whitespace)),
        plain(part),
        space(part.ends_with(char::is_whitespace))
    )
}
