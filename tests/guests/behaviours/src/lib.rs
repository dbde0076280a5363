//! What the hostile guests do, listed once: guests and tests match these without a wildcard, so that neither can miss one.

pub mod deeds;

/// Declares behaviours with the ids that choose them.
macro_rules! behaviours {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $case:ident = $id:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $case,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            /// The id that chooses it.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$case => $id,)+
                }
            }

            /// The behaviour that an id chooses.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|behaviour| behaviour.id() == id)
            }
        }
    };
}

behaviours! {
    /// Chosen by the id of a checklist of `hostile-forms`. Where nothing else is said, asking for the form is enough; what
    /// happens in `state` or `judge` has the form, and answers, of `good`.
    FormBehaviour {
        /// An honest form with one required flag, `gas`; yes leads to a finding, a work order and a reason.
        Good = "good",
        /// Reaches `unreachable`.
        Trap = "trap",
        /// The same in `state`.
        TrapInState = "trap-in-state",
        /// The same in `judge`.
        TrapInJudge = "trap-in-judge",
        /// Never comes back.
        Spin = "spin",
        /// The same in `state`.
        SpinInState = "spin-in-state",
        /// The same in `judge`.
        SpinInJudge = "spin-in-judge",
        /// Allocates until it gets no more.
        EatMemory = "eat-memory",
        /// The same in `state`.
        EatMemoryInState = "eat-memory-in-state",
        /// Calls itself without end.
        Recurse = "recurse",
        /// Panics with Chinese text.
        PanicInChinese = "panic-in-chinese",
        /// Writes 4 KiB to the log, without end.
        LogWithoutEnd = "log-without-end",
        /// Asks for the clock a million times.
        CallHost = "call-host",
        /// A label of 100 MB.
        HugeForm = "huge-form",
        /// A label of 4 MB: within memory, over the limit of an answer.
        LargeForm = "large-form",
        /// Two nodes that are each other's parent.
        Cycle = "cycle",
        /// 10,000 nodes, each the parent of the next: over the limit of an answer's bytes, before anyone counts its depth.
        DeepChain = "deep-chain",
        /// 100 nodes, each the parent of the next: a small answer, too deep.
        LongChain = "long-chain",
        /// Two nodes of one id.
        DuplicateIds = "duplicate-ids",
        /// A node whose parent is beyond the end.
        ParentNowhere = "parent-nowhere",
        /// A form of another id than asked for.
        AnotherForm = "another-form",
        /// In `state`: no entry for the last node.
        ShortState = "short-state",
        /// In `state`: a problem that cannot be written down, because a number in it is none.
        NotANumberInState = "not-a-number-in-state",
        /// In `state`: remembers that it was called, and finds a problem the next time.
        RememberCalls = "remember-calls",
        /// Reads `phone` of what is known of the subject, through the SDK.
        TouchWithheld = "touch-withheld",
        /// In `judge`: a reason of 4 MB.
        LargeJudgement = "large-judgement",
        /// In `judge`: a million actions.
        MillionActions = "million-actions",
        /// In `judge`: 3,000 actions: within memory and bytes, over the limit of their number.
        ManyActions = "many-actions",
        /// In `judge`: a work order under a duty nobody admitted.
        UnknownDuty = "unknown-duty",
        /// In `judge`: an extension of a kind nobody knows.
        UnknownExtension = "unknown-extension",
        /// In `judge`: an action, and no reason.
        NoReasons = "no-reasons",
        /// In `judge`: a finding in a node the form does not have.
        FindingNowhere = "finding-nowhere",
    }
}

behaviours! {
    /// Chosen by the id of a rule of `hostile-rules`; the event's kind is the same.
    RuleBehaviour {
        /// Counts the region's persons, and proposes a work order with a reason.
        Good = "good",
        /// Reaches `unreachable`.
        Trap = "trap",
        /// Never comes back.
        Spin = "spin",
        /// Allocates until it gets no more.
        EatMemory = "eat-memory",
        /// Calls itself without end.
        Recurse = "recurse",
        /// Panics with Chinese text.
        PanicInChinese = "panic-in-chinese",
        /// Writes 4 KiB to the log, without end.
        LogWithoutEnd = "log-without-end",
        /// Asks for the clock a million times.
        CallHost = "call-host",
        /// Opens a million scans and keeps them.
        HoardScans = "hoard-scans",
        /// Scans Dongcheng District of Beijing, 110101.
        AnotherProvince = "another-province",
        /// Scans the community whose code is one higher than the call's.
        Sibling = "sibling",
        /// Scans `phone`, which its manifest does not ask for.
        UngrantedColumn = "ungranted-column",
        /// Filters by `phone`.
        UngrantedFilter = "ungranted-filter",
        /// Scans a dataset that does not exist.
        UnknownDataset = "unknown-dataset",
        /// Scans a column that does not exist.
        UnknownColumn = "unknown-column",
        /// Reads `age` as text.
        WrongType = "wrong-type",
        /// Reads `phone` of the person whose id is the event's text field `person`, through the SDK.
        TouchWithheld = "touch-withheld",
        /// Asks for a person that does not exist.
        UnknownSubject = "unknown-subject",
        /// A reason of 100 MB.
        HugeDecision = "huge-decision",
        /// A reason of 4 MB: within memory, over the limit of an answer.
        LargeDecision = "large-decision",
        /// A million actions.
        MillionActions = "million-actions",
        /// 3,000 actions: within memory and bytes, over the limit of their number.
        ManyActions = "many-actions",
        /// A work order under a duty nobody admitted.
        UnknownDuty = "unknown-duty",
        /// An extension of a kind nobody knows.
        UnknownExtension = "unknown-extension",
        /// An action, and no reason.
        NoReasons = "no-reasons",
        /// Speaks in the name of a rule its manifest does not have.
        AnotherRule = "another-rule",
        /// An extension field that is not a number.
        NotANumber = "not-a-number",
    }
}

behaviours! {
    /// Chosen by the id of a rule of `hostile-rules` that sweeps `persons` (`age`, `living`).
    SweepBehaviour {
        /// Marks those of 80 and older.
        Good = "sweep-good",
        /// Reaches `unreachable` after the first batch.
        Trap = "sweep-trap",
        /// Marks a row that the scan does not have.
        RowNowhere = "sweep-row-nowhere",
        /// Marks rows in descending order.
        Descending = "sweep-descending",
        /// Marks a row twice.
        Twice = "sweep-twice",
        /// Gives more rows than marks.
        Uneven = "sweep-uneven",
        /// Marks with an outcome that is not there.
        OutcomeNowhere = "sweep-outcome-nowhere",
        /// Gives two outcomes of one code.
        SameCode = "sweep-same-code",
    }
}

behaviours! {
    /// Chosen by the id of a report of `hostile-rules`.
    ReportBehaviour {
        /// A section with one figure.
        Good = "good",
        /// Reaches `unreachable`.
        Trap = "trap",
        /// A table whose rows are longer or shorter than its heads.
        RaggedRows = "ragged-rows",
        /// A chart whose series is longer than its labels.
        RaggedSeries = "ragged-series",
        /// A figure that is not a number.
        NotANumber = "not-a-number",
        /// A section inside itself.
        Cycle = "cycle",
        /// 10,000 sections, each inside the one before: over the limit of an answer's bytes, before anyone counts its depth.
        DeepChain = "deep-chain",
        /// 100 sections, each inside the one before: a small answer, too deep.
        LongChain = "long-chain",
        /// A paragraph of 100 MB.
        HugeDocument = "huge-document",
        /// Scans, though its manifest says that the report is meant for publication.
        ScanInPublished = "scan-in-published",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_its_own() {
        let rules = RuleBehaviour::ALL.iter().map(|rule| rule.id());
        let mut ids: Vec<_> = rules.chain(SweepBehaviour::ALL.iter().map(|sweep| sweep.id())).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert_eq!(FormBehaviour::from_id("deep-chain"), Some(FormBehaviour::DeepChain));
        assert_eq!(ReportBehaviour::from_id("sweep-good"), None);
    }
}
