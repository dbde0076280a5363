//! The form of a workbook, and how it stands with answers in it.

use crate::act::said;
use lifang_sdk::{AnswerType, Choice, Context, Form, FormState, Node, NodeKind, NodeState, Text};
use lifang_sheet_engine::{AnswerKind, Answered, ChoiceRow, Filled, FormSheet, Item, ItemKind, Outside, Slot};

/// Whole numbers, as XForms have them: 32 bits.
const INTEGERS: (i64, i64) = (-2_147_483_648, 2_147_483_647);
/// Beyond it a number with decimals is no longer exact to the unit.
const DECIMALS: (f64, f64) = (-1e15, 1e15);

/// The form.
#[must_use]
pub fn form(sheet: &FormSheet) -> Form {
    let (slots, mut nodes) = (sheet.slots(), Vec::new());
    // Where each slot stands among the nodes: calculations are none.
    let mut position = vec![None; slots.len()];
    for (at, slot) in slots.iter().enumerate() {
        let Some(item) = sheet.items.get(usize::from(slot.item)) else { continue };
        let Some(kind) = kind(item) else { continue };
        position[at] = u32::try_from(nodes.len()).ok();
        let parent = slot.parent.and_then(|parent| position[parent as usize]);
        let hint = item.hint.as_deref().map(Text::new);
        nodes.push(Node {
            id: slot.node.clone(),
            parent,
            kind,
            label: label(item, slot),
            hint,
            field: item.field.clone(),
        });
    }
    Form { id: sheet.id.clone(), title: Text::new(&sheet.title), nodes }
}

/// How it stands.
#[must_use]
pub fn state(sheet: &FormSheet, answered: &Answered, known: &Answered, call: &Context<'_>) -> FormState {
    let filled = Filled::new(sheet, answered, known, Outside { today: i64::from(call.today().0) });
    let mut nodes: Vec<NodeState> = Vec::new();
    for (at, slot) in (0_u32..).zip(filled.slots()) {
        if sheet.items.get(usize::from(slot.item)).and_then(kind).is_none() {
            continue;
        }
        let standing = filled.standing(at);
        let problems = standing.problems.into_iter().map(|message| said(message, &filled.seen_from(at))).collect();
        let node = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        nodes.push(NodeState { node, visible: standing.visible, required: standing.required, problems });
    }
    FormState { nodes }
}

/// A repeat says which entry it is.
fn label(item: &Item, slot: &Slot) -> Text {
    match (&item.kind, slot.entries.last()) {
        (ItemKind::Repeat(..), Some(entry)) => Text::new(&item.label).with("n", *entry),
        _ => Text::new(&item.label),
    }
}

fn kind(item: &Item) -> Option<NodeKind> {
    Some(match &item.kind {
        ItemKind::Group | ItemKind::Repeat(..) => NodeKind::Group,
        ItemKind::Note => NodeKind::Note,
        ItemKind::More => NodeKind::Question(AnswerType::Flag),
        ItemKind::Question(answer) => NodeKind::Question(match answer {
            AnswerKind::Flag => AnswerType::Flag,
            AnswerKind::Integer => AnswerType::Integer(INTEGERS),
            AnswerKind::Decimal => AnswerType::Decimal(DECIMALS),
            AnswerKind::Text(longest) => AnswerType::Text(*longest),
            AnswerKind::Date => AnswerType::Date,
            AnswerKind::One(choices) => AnswerType::One(codes(choices)),
            AnswerKind::Many(choices) => AnswerType::Many(codes(choices)),
        }),
        ItemKind::Calculate(_) | ItemKind::Known(_) => return None,
    })
}

fn codes(choices: &[ChoiceRow]) -> Vec<Choice> {
    choices.iter().map(|choice| lifang_sdk::choice(&choice.code, Text::new(&choice.label))).collect()
}
