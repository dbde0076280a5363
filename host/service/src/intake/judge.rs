//! Rows held against the rules, chunk by chunk, before anything is written.

use super::locals::Locals;
use super::regions::Regions;
use super::rules;
use super::said::Said;
use crate::Service;
use crate::error::Result;
use lifang_core::clock::Date;
use lifang_core::intake::Kind;
use lifang_core::problem::Problem;
use lifang_core::region::RegionId;
use lifang_store::intake::{HouseRow, LocalsSaid, PersonRow, StaffRow, UnitRow};
use std::collections::HashSet;
use tokio::sync::mpsc;

/// The rows of a chunk that hold against the rules.
pub(super) enum Rows {
    Persons(Vec<PersonRow>),
    Houses(Vec<HouseRow>),
    Units(Vec<UnitRow>),
    Staff(Vec<StaffRow>),
}

/// A chunk that was held against the rules.
pub(super) struct Judged {
    /// All its rows, each with what is wrong with it.
    pub(super) chunk: Vec<Said>,
    /// Where in the chunk those stand that are right.
    pub(super) positions: Vec<usize>,
    /// Those.
    pub(super) rows: Rows,
    /// The state of the regions that they were held against.
    pub(super) revision: Option<i64>,
}

/// Judges the chunks that a reader sends.
pub(super) struct Judge {
    pub(super) service: Service,
    pub(super) kind: Kind,
    pub(super) regions: Regions,
    pub(super) locals: Locals,
    pub(super) chunks: mpsc::Receiver<std::result::Result<Vec<Said>, Problem>>,
}

impl Judge {
    /// The next chunk as it was read; none at the end of the file.
    pub(super) async fn receive(&mut self) -> Result<Option<Vec<Said>>> {
        Ok(self.chunks.recv().await.transpose()?)
    }

    /// The next chunk, judged.
    pub(super) async fn next(&mut self) -> Result<Option<Judged>> {
        match self.receive().await? {
            Some(chunk) => self.judge(chunk).await.map(Some),
            None => Ok(None),
        }
    }

    /// The next chunk, judged beside whatever else its caller does.
    pub(super) async fn ahead(mut self) -> (Self, Result<Option<Judged>>) {
        let next = self.next().await;
        (self, next)
    }

    /// Holds the rows against the rules.
    pub(super) async fn judge(&mut self, mut chunk: Vec<Said>) -> Result<Judged> {
        let now = self.service.clock().now();
        self.regions.learn(&chunk, now).await?;
        if chunk.first().is_some_and(Said::has_locals) {
            let communities: HashSet<RegionId> =
                chunk.iter().filter_map(|said| self.regions.community_of(said)).collect();
            self.locals.learn(&self.service.store, communities).await?;
        }
        let (positions, rows) = self.judged(&mut chunk, now.day());
        Ok(Judged { chunk, positions, rows, revision: self.regions.revision() })
    }

    /// The same once more where regions have changed meanwhile: a community may have ended, and the row is about what its code or
    /// name says now.
    pub(super) async fn judge_anew(&mut self, judged: &mut Judged) -> Result<()> {
        self.regions.learn(&judged.chunk, self.service.clock().now()).await?;
        if self.regions.revision() != judged.revision {
            let mut chunk = std::mem::take(&mut judged.chunk);
            chunk.iter_mut().for_each(Said::judge_anew);
            *judged = self.judge(chunk).await?;
        }
        Ok(())
    }

    fn judged(&self, chunk: &mut [Said], today: Date) -> (Vec<usize>, Rows) {
        let mut positions = Vec::with_capacity(chunk.len());
        macro_rules! judged {
            ($variant:ident, $rule:expr) => {{
                let mut rows = Vec::with_capacity(chunk.len());
                for (position, said) in chunk.iter_mut().enumerate() {
                    let spot = self.regions.spot(said);
                    let locals = self.locals.said(said, spot.map(|spot| spot.community));
                    if let Some(row) = $rule(said, spot, today, locals).filter(|_| said.is_right()) {
                        rows.push(row);
                        positions.push(position);
                    }
                }
                Rows::$variant(rows)
            }};
        }
        let residence = |said: &mut Said, spot, today, _: LocalsSaid| rules::residence(said, spot, today);
        let appointment = |said: &mut Said, spot, today, _: LocalsSaid| rules::appointment(said, spot, today);
        let rows = match self.kind {
            Kind::Persons => judged!(Persons, rules::person),
            Kind::Residences => judged!(Persons, residence),
            Kind::Houses => judged!(Houses, rules::house),
            Kind::Units => judged!(Units, rules::unit),
            Kind::Staff => judged!(Staff, appointment),
        };
        (positions, rows)
    }
}
