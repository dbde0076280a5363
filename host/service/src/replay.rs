//! Replay: the same call again, from what the decision recorded. The same event gives the same bytes.

use crate::Service;
use crate::decide::{DecisionRecord, PartRecord};
use crate::error::Result;
use lifang_core::decision::Decision;
use lifang_core::limits::Limits;

impl Service {
    /// Asks each plugin of a decision again, with the bytes, context and event it had then, and gives what it says now, in
    /// the order of the record's parts.
    ///
    /// # Errors
    /// When a component is no longer there, or fails where it did not.
    pub async fn replay(&self, record: &DecisionRecord) -> Result<Vec<Decision>> {
        let mut decisions = Vec::with_capacity(record.parts.len());
        for part in &record.parts {
            decisions.push(self.replay_part(part).await?);
        }
        Ok(decisions)
    }

    async fn replay_part(&self, part: &PartRecord) -> Result<Decision> {
        let code = part.context.path.last().map_or("0", |region| region.code.as_str());
        // What was recorded later counts for nothing: the rule sees the data it saw.
        let place = self.place_on(code, part.event.occurred.day(), part.known).await?;
        let installation = self.installation_of(&part.plugin, &place).await?;
        let mut call =
            self.call(&installation, &place, part.context.now, &part.context.role, Limits::INTERACTIVE, false).await?;
        call.context = std::sync::Arc::new(part.context.clone());
        Ok(self.plugins.decide(&call, &part.rules, &part.event).await?.value)
    }
}
