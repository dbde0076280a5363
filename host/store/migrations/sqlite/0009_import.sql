-- Imports: what was brought in by whom, how far it has come, and which lines were not taken.

-- `digest` is of the file, `mapping` the mapping's text. `position` counts the rows that are dealt with: it moves in the
-- transaction that writes them, so that an import that was killed goes on behind them. `owner` is the run that may move it, and
-- `alive_at` when it last did. `state`: running, done, failed. `problem` is JSON: why it failed.
-- `probable` counts the pairs of persons it left for review.
CREATE TABLE import_job (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    mapping TEXT NOT NULL,
    region_id INTEGER NOT NULL REFERENCES region (id),
    dry_run INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    idempotency_key TEXT,
    request_hash BLOB NOT NULL,
    owner BLOB NOT NULL,
    state TEXT NOT NULL,
    position INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    probable INTEGER NOT NULL,
    problem TEXT,
    created_at INTEGER NOT NULL,
    alive_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (actor, idempotency_key)
) STRICT;
CREATE INDEX import_job_by_region ON import_job (region_id, id);
-- One file is imported by one run at a time.
CREATE UNIQUE INDEX import_job_running ON import_job (kind, digest) WHERE state = 'running' AND dry_run = 0;

-- A row that was not taken. `line` is where it stands in the file; `problems` is JSON and quotes nothing personal.
CREATE TABLE import_rejection (
    job_id INTEGER NOT NULL REFERENCES import_job (id),
    line INTEGER NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (job_id, line)
) STRICT, WITHOUT ROWID;

-- By what an import finds what is there already.
CREATE INDEX building_fact_by_name ON building_fact (community_id, name);
CREATE INDEX house_fact_by_number ON house_fact (building_id, number);
CREATE INDEX unit_fact_by_code ON unit_fact (code);
