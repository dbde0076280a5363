//! A sweep in one community: what is read before, and the call of the plugin.

use super::chosen::Speaking;
use super::view::Proposed;
use crate::Service;
use crate::check;
use crate::data_port::Swept;
use crate::error::Result;
use crate::place::Place;
use lifang_core::call::Call;
use lifang_core::clock::Instant;
use lifang_core::failure::{Cause, Failure, Said};
use lifang_core::limits::Limits;
use lifang_core::query::{DataError, ScanQuery};
use lifang_core::region::Level;
use lifang_store::AsOf;
use lifang_store::audit::AuditEntry;
use lifang_store::snapshots::Listed;

/// A call whose rows are read and whose audit is still to be written.
pub(super) struct Ready {
    pub(super) place: Place,
    pub(super) speaking: Speaking,
    call: Call,
    rows: Result<Swept, DataError>,
}

/// What came of a call.
pub(super) struct Answer {
    pub(super) scanned: u32,
    pub(super) marked: Vec<(Proposed, u32)>,
    pub(super) data_as_of: Instant,
}

impl Service {
    /// Reads the rows of a community (or of the grid that is swept), and says what the audit must know of it.
    pub(super) async fn ready_to_sweep(
        &self,
        listed: &Listed,
        place: Place,
        speaking: Speaking,
        role: &str,
    ) -> Result<(Ready, AuditEntry)> {
        let now = self.clock.now();
        // What is known now, and not when the sweep began: its mark was just read.
        let place = Place { as_of: AsOf { valid: now.day(), recorded: now }, ..place };
        let installation = &speaking.installation;
        let reader = self.reader(installation, &place, now, false).await?;
        let head = installation.manifest.rule(&speaking.rule).and_then(|head| head.sweep.clone());
        let head = head.ok_or_else(|| super::unknown(&speaking.rule, &place))?;
        let query = ScanQuery { dataset: head.dataset, columns: head.columns, ..ScanQuery::default() };
        let limits = Limits::BATCH.lowered_to(&installation.manifest.limits);
        let listed =
            (query.dataset == super::run::LISTED && place.path.region().level == Level::Community).then_some(listed);
        let (rows, entry) = reader.scan_to_audit(&query, limits.rows, listed).await;
        let call = self.call_with(reader, installation, &place, now, role, Limits::BATCH);
        Ok((Ready { place, speaking, call, rows }, entry))
    }

    /// Calls the plugin. Its audit entry must have been written.
    pub(super) async fn sweep_ready(&self, ready: Ready) -> std::result::Result<Answer, Box<Failure>> {
        let Ready { place, speaking, call, rows } = ready;
        let rule = speaking.rule.as_str();
        let swept = rows.map_err(|error| {
            let (plugin, cause) = ((*call.plugin).clone(), Cause::Said(Said::Data(error)));
            Box::new(Failure { plugin, function: "grid-rules.sweep".into(), cause, log: vec![] })
        })?;
        let scanned = swept.scanned.rows.rows;
        let answer = self.plugins.sweep(&call, rule, swept.scanned).await?.value;
        let crooked = |what| self.crooked(&call, "grid-rules.sweep", what);
        let counts = answer.counts(scanned).map_err(crooked)?;
        let mut marked = Vec::with_capacity(counts.len());
        for (outcome, count) in answer.outcomes.into_iter().zip(counts) {
            check::shape(&[rule.to_owned()], &outcome.actions, &outcome.reasons)
                .map_err(|what| crooked(format!("outcome {}: {what}", outcome.code)))?;
            let (_, refused) = check::admit(outcome.actions.clone(), &speaking.speakers, place.as_of.valid);
            marked.push((Proposed { outcome, refused }, count));
        }
        Ok(Answer { scanned, marked, data_as_of: swept.as_of })
    }
}
