//! `lifang person …`

use super::duplicates::operator;
use crate::args::PersonCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_service::Service;
use serde_json::json;

pub(crate) async fn run(command: PersonCommand, service: &Service, output: Output) -> Result<(), Failed> {
    let PersonCommand::Erase { person, reason } = command;
    service.erase_person(&operator(), person, &reason).await?;
    output.result(&json!({ "erased": person }), || format!("已删除 / erased: {person}"));
    Ok(())
}
