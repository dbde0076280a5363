-- Columnar snapshots, and sweeps as jobs.

-- Every change of a community's base data moves its mark, in the transaction of the change. A snapshot is right while the mark
-- it was made at stands. `at` tells marks apart when a backup is restored and counts the same numbers again. A community without
-- a row has no base data.
CREATE TABLE community_mark (
    community_id bigint PRIMARY KEY REFERENCES region (id),
    mark bigint NOT NULL,
    at bigint NOT NULL
);
INSERT INTO community_mark (community_id, mark, at) SELECT region_id, 1, 0 FROM community_tally;

-- The index of segments: the newest of each dataset and community, and how to know that the file is that one. The files may be
-- lost at any time; they are then written anew.
CREATE TABLE segment (
    community_id bigint NOT NULL REFERENCES region (id),
    dataset text NOT NULL,
    schema_version bigint NOT NULL,
    mark bigint NOT NULL,
    marked_at bigint NOT NULL,
    day bigint NOT NULL,
    recorded bigint NOT NULL,
    good_until bigint NOT NULL,
    file text NOT NULL,
    bytes bigint NOT NULL,
    crc bigint NOT NULL,
    row_count bigint NOT NULL,
    PRIMARY KEY (community_id, dataset)
);

-- A sweep of many communities is a job: who runs it shows a sign of life, and when that is old another may take it over.
-- `sweep.status` is simulated (all is said in `sweep.result`), running, done, failed or cancelled.
ALTER TABLE sweep ADD COLUMN communities bigint NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN swept bigint NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN failed bigint NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN role text NOT NULL DEFAULT 'system';
ALTER TABLE sweep ADD COLUMN runner text;
ALTER TABLE sweep ADD COLUMN beat_at bigint NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN finished_at bigint;
CREATE INDEX sweep_by_status ON sweep (status);

-- What a sweep proposes, each once however many communities say it: `outcome` is JSON, with what may not be carried out.
CREATE TABLE sweep_outcome (
    sweep_id bigint NOT NULL REFERENCES sweep (id),
    number bigint NOT NULL,
    code text NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (sweep_id, number)
);

-- How a sweep went in a community. `marked` is JSON: pairs of an outcome's number and how many rows it marked; `data_as_of` is
-- what was recorded until then and seen.
CREATE TABLE sweep_community (
    sweep_id bigint NOT NULL REFERENCES sweep (id),
    community_id bigint NOT NULL REFERENCES region (id),
    code text COLLATE "C" NOT NULL,
    name text NOT NULL,
    plugin text,
    scanned bigint NOT NULL,
    marked text NOT NULL,
    problem text,
    data_as_of bigint NOT NULL,
    PRIMARY KEY (sweep_id, code)
);
