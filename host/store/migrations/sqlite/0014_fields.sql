-- Collected once: when a field of someone was last collected or confirmed on its own, and how often checklists ask for what is
-- known already.

-- A visit states single fields of a person, house or unit, while the facts' rows are whole. Each row here says that one field
-- was stated then, as the fact that is in force at that moment has it. Only ever added to.
CREATE TABLE field_check (
    id INTEGER PRIMARY KEY,
    dataset TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    checked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX field_check_by_subject ON field_check (subject_id, dataset, key);

-- Counts of what checklists asked, per community (or larger region), month (its first day), checklist, plugin and question;
-- `field` is the dataset and key it collects, empty where it collects none. `asked`: answered in a judged submission; `fresh`: of
-- those, base data held it fresh; `prefilled`: of those, the form showed it filled; `confirmed`: of those, left as it was;
-- `offered`: how often a form went out with it filled.
CREATE TABLE asking (
    place_id INTEGER NOT NULL REFERENCES region (id),
    month INTEGER NOT NULL,
    checklist TEXT NOT NULL,
    plugin TEXT NOT NULL,
    question TEXT NOT NULL,
    field TEXT NOT NULL,
    asked INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    prefilled INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    offered INTEGER NOT NULL,
    PRIMARY KEY (place_id, month, checklist, plugin, question, field)
) STRICT;
