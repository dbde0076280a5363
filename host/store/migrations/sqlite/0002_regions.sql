-- Regions: a permanent identity, and dated versions that carry all that may change.
CREATE TABLE region (
    id INTEGER PRIMARY KEY
) STRICT;

-- `level` counts from the nation (0) to the grid (6). `path` is the identities from the root down to the region itself, seven
-- base-32 characters each: a subtree is one range of the index, `path >= p AND path < p || '~'`.
CREATE TABLE region_version (
    id INTEGER PRIMARY KEY,
    region_id INTEGER NOT NULL REFERENCES region (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level INTEGER NOT NULL,
    parent_id INTEGER REFERENCES region (id),
    path TEXT NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX region_version_by_region ON region_version (region_id);
CREATE INDEX region_version_by_code ON region_version (code);
CREATE INDEX region_version_by_path ON region_version (path);
CREATE INDEX region_version_by_parent ON region_version (parent_id, code);
CREATE INDEX region_version_by_name ON region_version (name);

-- What is known of a grid beyond its name: the households it was drawn for.
CREATE TABLE grid_fact (
    id INTEGER PRIMARY KEY,
    region_id INTEGER NOT NULL REFERENCES region (id),
    households INTEGER NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX grid_fact_by_region ON grid_fact (region_id);
