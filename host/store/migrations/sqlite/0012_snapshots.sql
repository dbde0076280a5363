-- Columnar snapshots, and sweeps as jobs.

-- Every change of a community's base data moves its mark, in the transaction of the change. A snapshot is right while the mark
-- it was made at stands. `at` tells marks apart when a backup is restored and counts the same numbers again. A community without
-- a row has no base data.
CREATE TABLE community_mark (
    community_id INTEGER PRIMARY KEY REFERENCES region (id),
    mark INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
INSERT INTO community_mark (community_id, mark, at) SELECT region_id, 1, 0 FROM community_tally;

-- The index of segments: the newest of each dataset and community, and how to know that the file is that one. The files may be
-- lost at any time; they are then written anew.
CREATE TABLE segment (
    community_id INTEGER NOT NULL REFERENCES region (id),
    dataset TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    marked_at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    good_until INTEGER NOT NULL,
    file TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (community_id, dataset)
) STRICT;

-- A sweep of many communities is a job: who runs it shows a sign of life, and when that is old another may take it over.
-- `sweep.status` is simulated (all is said in `sweep.result`), running, done, failed or cancelled.
ALTER TABLE sweep ADD COLUMN communities INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN role TEXT NOT NULL DEFAULT 'system';
ALTER TABLE sweep ADD COLUMN runner TEXT;
ALTER TABLE sweep ADD COLUMN beat_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN finished_at INTEGER;
CREATE INDEX sweep_by_status ON sweep (status);

-- What a sweep proposes, each once however many communities say it: `outcome` is JSON, with what may not be carried out.
CREATE TABLE sweep_outcome (
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (sweep_id, number)
) STRICT;

-- How a sweep went in a community. `marked` is JSON: pairs of an outcome's number and how many rows it marked; `data_as_of` is
-- what was recorded until then and seen.
CREATE TABLE sweep_community (
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    community_id INTEGER NOT NULL REFERENCES region (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    plugin TEXT,
    scanned INTEGER NOT NULL,
    marked TEXT NOT NULL,
    problem TEXT,
    data_as_of INTEGER NOT NULL,
    PRIMARY KEY (sweep_id, code)
) STRICT;
