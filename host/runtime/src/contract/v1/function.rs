//! The functions that plugins export, each found and typed alone: the generated bindings type all functions of a world for every
//! instance, which is a quarter of a small decision.

use super::bindings::rules::lifang::plugin::types::PluginError;

/// What every function answers.
pub(crate) type Told<T> = Result<T, PluginError>;

/// A function that a plugin exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Decide,
    Sweep,
    Run,
    Ask,
    State,
    Judge,
    List,
}

impl Function {
    /// In the order of their numbers.
    pub(crate) const ALL: [Self; 7] =
        [Self::Decide, Self::Sweep, Self::Run, Self::Ask, Self::State, Self::Judge, Self::List];

    /// Its interface and its name there.
    pub(crate) const fn path(self) -> (&'static str, &'static str) {
        match self {
            Self::Decide => ("lifang:plugin/grid-rules@1.0.0", "decide"),
            Self::Sweep => ("lifang:plugin/grid-rules@1.0.0", "sweep"),
            Self::Run => ("lifang:plugin/reports@1.0.0", "run"),
            Self::Ask => ("lifang:plugin/checklists@1.0.0", "ask"),
            Self::State => ("lifang:plugin/checklists@1.0.0", "state"),
            Self::Judge => ("lifang:plugin/checklists@1.0.0", "judge"),
            Self::List => ("lifang:plugin/certificates@1.0.0", "list"),
        }
    }

    /// What failures call it: `grid-rules.decide`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Decide => "grid-rules.decide",
            Self::Sweep => "grid-rules.sweep",
            Self::Run => "reports.run",
            Self::Ask => "checklists.ask",
            Self::State => "checklists.state",
            Self::Judge => "checklists.judge",
            Self::List => "certificates.list",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_own_number_and_one_name() {
        for (number, function) in Function::ALL.into_iter().enumerate() {
            let (interface, name) = function.path();
            let interface = interface.trim_start_matches("lifang:plugin/").trim_end_matches("@1.0.0");
            assert_eq!((function as usize, function.name()), (number, format!("{interface}.{name}").as_str()));
        }
    }
}
