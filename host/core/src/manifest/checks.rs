//! Whether a manifest that was read agrees with itself: every list of checks, and that no id is taken twice.

use super::Manifest;
use std::collections::BTreeSet;

impl Manifest {
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        self.check_identity()?;
        self.check_world()?;
        self.check_needs()?;
        self.check_local_fields()?;
        self.check_fillers()?;
        self.check_collects()?;
        for (i, kind) in self.events.iter().enumerate() {
            kind.check().map_err(|(place, what)| (format!("event[{i}].{place}"), what))?;
        }
        for (i, setting) in self.settings.iter().enumerate() {
            setting.read(&setting.default).map_err(|what| (format!("setting[{i}].default"), what))?;
        }
        let lists: [(&str, Vec<&str>); 7] = [
            ("checklist", self.checklists.iter().map(|item| item.id.as_str()).collect()),
            ("rule", self.rules.iter().map(|item| item.id.as_str()).collect()),
            ("event", self.events.iter().map(|item| item.kind.as_str()).collect()),
            ("report", self.reports.iter().map(|item| item.id.as_str()).collect()),
            ("duty", self.duties.iter().map(|item| item.id.as_str()).collect()),
            ("setting", self.settings.iter().map(|item| item.key.as_str()).collect()),
            ("local_field", self.local_fields.iter().map(|item| item.key.as_str()).collect()),
        ];
        for (list, ids) in lists {
            let mut seen = BTreeSet::new();
            for (i, id) in ids.into_iter().enumerate() {
                if id.is_empty() {
                    return Err((format!("{list}[{i}]"), "has no id".into()));
                }
                if !seen.insert(id) {
                    return Err((format!("{list}[{i}]"), format!("{id} is already taken")));
                }
            }
        }
        Ok(())
    }
}
