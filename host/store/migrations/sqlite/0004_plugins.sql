-- Components by their digest, and which of them speaks where and when.
CREATE TABLE component (
    digest TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- `settings` and `granted` are JSON, `manifest` is plugin.toml as it came.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY,
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL REFERENCES component (digest),
    region_id INTEGER NOT NULL REFERENCES region (id),
    settings TEXT NOT NULL,
    granted TEXT NOT NULL,
    policy TEXT NOT NULL,
    manifest TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX installation_by_region ON installation (region_id);

-- Calls that failed. `cause` is JSON.
CREATE TABLE plugin_failure (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    function TEXT NOT NULL,
    cause TEXT NOT NULL,
    region_id INTEGER REFERENCES region (id),
    event_id INTEGER
) STRICT;
CREATE INDEX plugin_failure_by_plugin ON plugin_failure (plugin, at);

-- Local fields, the X of 9+X: declared by a region (or by a plugin installed there) for what lies below it.
CREATE TABLE local_field (
    id INTEGER PRIMARY KEY,
    region_id INTEGER NOT NULL REFERENCES region (id),
    plugin TEXT,
    dataset TEXT NOT NULL,
    key TEXT NOT NULL,
    declaration TEXT NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX local_field_by_region ON local_field (region_id, dataset, key);

-- Their values. Texts and codes stand in `text`; flags, numbers and days in `number`.
CREATE TABLE local_value (
    id INTEGER PRIMARY KEY,
    dataset TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    number REAL NOT NULL,
    text TEXT,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX local_value_by_subject ON local_value (subject_id, dataset, key);
