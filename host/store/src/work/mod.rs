//! What comes in, what is decided about it, and what follows from it.

mod decisions;
mod erased;
mod events;
mod kept;
mod runs;
mod submissions;
mod sweep_outcomes;
mod sweeps;
mod work_orders;

pub use decisions::{DecisionRow, DecisionStatus, NewDecision, NewTag, Outcome};
pub(crate) use erased::erase_submissions;
pub use events::{EventRow, EventStatus, NewEvent, decide_event, fail_event, keep_event, refuse_event};
pub use kept::Kept;
pub(crate) use kept::hash;
pub use runs::{NewRun, RunRow, record_run};
pub use submissions::{
    NewSubmission, SubmissionRow, fail_submission, judge_submission, keep_submission, reject_submission,
};
pub use sweep_outcomes::{OutcomeNumbers, SweepOutcome};
pub use sweeps::{
    NewSweep, SweepKind, SweepRow, SweepStatus, SweptCommunity, add_swept, beat_sweep, end_sweep, finish_sweep,
    start_sweep, take_over_left_sweep, take_over_sweep,
};
pub use work_orders::{NewWorkOrder, WorkKind, WorkOrderRow};
