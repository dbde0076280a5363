//! `lifang duplicates …`

use crate::args::DuplicatesCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_service::{DuplicateView, Service, Verdict};
use serde_json::json;

/// Who sits at the host's own terminal.
pub(super) fn operator() -> Actor {
    Actor { name: "operator".into(), role: lifang_core::actor::Role::Operator, ..Actor::system() }
}

pub(crate) async fn run(command: DuplicatesCommand, service: &Service, output: Output) -> Result<(), Failed> {
    let (id, verdict, reason) = match command {
        DuplicatesCommand::List { region, state, cursor, limit } => {
            let page = service.duplicates(&operator(), &region, &state, cursor.as_deref(), Some(limit)).await?;
            output.result(&json!(page), || {
                let mut lines: Vec<String> = page.pairs.iter().map(line).collect();
                lines.extend(page.next.iter().map(|next| format!("下一页 next page: --cursor {next}")));
                if lines.is_empty() { "没有 / none".into() } else { lines.join("\n") }
            });
            return Ok(());
        }
        DuplicatesCommand::Find { region } => {
            let found = service.find_duplicates(&operator(), &region).await?;
            output.result(&json!({ "pairs": found }), || format!("{found} 对待审核 / pairs wait for review"));
            return Ok(());
        }
        DuplicatesCommand::Merge { pair, survivor, reason } => (pair, Verdict::Merge(survivor), reason),
        DuplicatesCommand::KeepApart { pair, reason } => (pair, Verdict::KeepApart, reason),
        DuplicatesCommand::Undo { pair, reason } => (pair, Verdict::Undo, reason),
    };
    let seen = service.duplicate(&operator(), id).await?.seen.unwrap_or_default();
    let said = service.review_duplicate(&operator(), id, &seen, &verdict, &reason).await?;
    output.result(&json!(said), || line(&said));
    Ok(())
}

fn line(pair: &DuplicateView) -> String {
    let reasons: Vec<&str> = pair.reasons.iter().map(|reason| reason.said.zh.as_str()).collect();
    let persons: Vec<String> = pair
        .persons
        .iter()
        .map(|person| {
            let known =
                person.facts.iter().filter(|fact| matches!(&*fact.key, "name" | "birth" | "phone" | "resident_id"));
            let known: Vec<&str> = known.filter_map(|fact| fact.value.as_str()).collect();
            format!("\n    {}  {}", person.id, known.join(" "))
        })
        .collect();
    format!("{}  {} 分  {}  {}{}", pair.id, pair.score, pair.state, reasons.join("、"), persons.concat())
}
