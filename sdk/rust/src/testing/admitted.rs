//! Whether the plugin's own duty list covers what it asks of people. The host refuses what no admitted item covers.

use super::manifest::Manifest;
use crate::Action;
use std::path::Path;

/// Asserts that the duty list in the manifest of the plugin in `dir` has an item for every work order and visit.
///
/// # Panics
/// When it has not, naming the item, or when there is no readable `plugin.toml` in `dir`.
#[track_caller]
pub fn assert_admitted(dir: impl AsRef<Path>, actions: &[Action]) {
    let duties = Manifest::of_plugin(dir.as_ref()).duties();
    for action in actions {
        let duty = match action {
            Action::OpenWorkOrder(order) => &order.duty,
            Action::ScheduleVisit(visit) => &visit.duty,
            Action::Notify(_) | Action::Tag(_) | Action::Escalate(_) | Action::Extension(_) => continue,
        };
        assert!(duties.contains(duty), "plugin.toml has no duty {duty}; it has {}", duties.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Date, Visit, WorkOrder, text};

    #[test]
    #[should_panic(expected = "no duty snow; it has fire, visit")]
    fn what_the_list_does_not_have_is_named() {
        let dir = tempfile::tempdir().unwrap();
        // Keys in any order, and an item's id only: a checklist of the same name admits nothing.
        let manifest = "[[duty]]\nfrom = \"2024-01-01\"\nid = \"fire\"\n[[duty]]\nid = \"visit\"\n\
                        [[checklist]]\nid = \"snow\"\n";
        std::fs::write(dir.path().join("plugin.toml"), manifest).unwrap();
        let order = |duty: &str| Action::OpenWorkOrder(WorkOrder::new("rule", duty, text!("do-it")));
        let visit = Visit::new("rule", "visit", "home-visit", text!("go"), Date(0));
        assert_admitted(&dir, &[order("fire"), Action::ScheduleVisit(visit)]);
        assert_admitted(&dir, &[order("fire"), order("snow")]);
    }
}
