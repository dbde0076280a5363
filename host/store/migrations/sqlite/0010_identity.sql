-- Who is who: probable duplicates and what was said of them, merges that can be undone, and sources that can be switched off.

-- A keyed hash of the normalised name, beside those of resident ID and phone. Rows from before are filled when the host starts.
ALTER TABLE person_fact ADD COLUMN name_index BLOB;
CREATE INDEX person_fact_by_name ON person_fact (name_index, birth);

-- Two persons who may be one. `reasons` is JSON: signs and their points, never personal data. `state`: 1 open, 2 merged, 3 kept
-- apart (never offered again), 4 withdrawn (what is known now speaks against it). `revision` grows with every change of state.
CREATE TABLE duplicate_candidate (
    id INTEGER PRIMARY KEY,
    low_id INTEGER NOT NULL REFERENCES person (id),
    high_id INTEGER NOT NULL REFERENCES person (id),
    score INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    found_by TEXT NOT NULL,
    state INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by TEXT,
    why TEXT,
    UNIQUE (low_id, high_id)
) STRICT;
CREATE INDEX duplicate_candidate_by_high ON duplicate_candidate (high_id);
CREATE INDEX duplicate_candidate_by_score ON duplicate_candidate (state, score DESC, id);

-- One person became part of another. `moved` is JSON: per table the rows that were closed and those that were added, which is what
-- an undo needs. In force from `merged_at` until before `undone_at`.
CREATE TABLE person_merge (
    id INTEGER PRIMARY KEY,
    candidate_id INTEGER NOT NULL REFERENCES duplicate_candidate (id),
    loser_id INTEGER NOT NULL REFERENCES person (id),
    survivor_id INTEGER NOT NULL REFERENCES person (id),
    merged_at INTEGER NOT NULL,
    merged_by TEXT NOT NULL,
    why TEXT NOT NULL,
    undone_at INTEGER NOT NULL,
    undone_by TEXT,
    undone_why TEXT,
    moved TEXT NOT NULL
) STRICT;
CREATE INDEX person_merge_by_loser ON person_merge (loser_id);
CREATE INDEX person_merge_by_survivor ON person_merge (survivor_id);
CREATE INDEX person_merge_by_candidate ON person_merge (candidate_id);

-- Sources that someone answers for. `name` is what provenance calls it. `kind`: 1 base data, 2 a feed from outside.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    kind INTEGER NOT NULL,
    region_id INTEGER NOT NULL REFERENCES region (id),
    responsible TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

-- Whether a source speaks: a fact like any other, so that a look back sees what was seen then.
CREATE TABLE source_switch (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    is_on INTEGER NOT NULL,
    why TEXT NOT NULL,
    actor TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX source_switch_by_source ON source_switch (source_id);
CREATE INDEX source_switch_off ON source_switch (is_on) WHERE is_on = 0;

-- What a feed says of a person, beside base data and never over it. `field` is `care`, one row per bit with the bit's value in
-- `number`, or `label`, one row per label in `text`.
CREATE TABLE feed_fact (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    source_id INTEGER NOT NULL REFERENCES source (id),
    field TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_fact_by_person ON feed_fact (person_id);
CREATE INDEX feed_fact_by_source ON feed_fact (source_id, person_id);
