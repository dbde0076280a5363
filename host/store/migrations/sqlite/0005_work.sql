-- What comes in, what is decided about it, and what follows. `place_id` is the community something happened in, or the region
-- itself where that is larger; `grid_id` the grid, where known.

-- An event is kept before anything is decided. `status`: 1 undecided, 2 decided, 3 refused. `request_hash` tells a repeated
-- request from another one under the same key. `revision` grows with every change: a decision made for an older one is void.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    region_id INTEGER NOT NULL REFERENCES region (id),
    place_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    kind TEXT NOT NULL,
    occurred INTEGER NOT NULL,
    day INTEGER NOT NULL,
    received INTEGER NOT NULL,
    actor TEXT NOT NULL,
    idempotency_key TEXT,
    request_hash BLOB NOT NULL,
    body TEXT NOT NULL,
    contact_enc BLOB,
    status INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_failure TEXT,
    UNIQUE (actor, idempotency_key)
) STRICT;
CREATE INDEX event_by_place ON event (place_id, occurred);
CREATE INDEX event_undecided ON event (received) WHERE status = 1;

-- A filled checklist. `judged_with` is JSON: what the device had (component, clock, settings); `judged` too: what it means, with
-- all it takes to judge it again. `status`: 1 not judged, 2 judged, 3 wrong and for its sender to mend.
CREATE TABLE submission (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    region_id INTEGER NOT NULL REFERENCES region (id),
    place_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    checklist TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id),
    house_id INTEGER REFERENCES house (id),
    filled INTEGER NOT NULL,
    received INTEGER NOT NULL,
    actor TEXT NOT NULL,
    idempotency_key TEXT,
    request_hash BLOB NOT NULL,
    answers TEXT NOT NULL,
    judged_with TEXT NOT NULL,
    judged TEXT,
    status INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_failure TEXT,
    UNIQUE (actor, idempotency_key)
) STRICT;
CREATE INDEX submission_by_place ON submission (place_id, filled);
CREATE INDEX submission_unjudged ON submission (received) WHERE status = 1;

-- A visit that took place: from a submission, or from an import.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    person_id INTEGER REFERENCES person (id),
    house_id INTEGER REFERENCES house (id),
    place_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    checklist TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    submission_id INTEGER REFERENCES submission (id),
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_by_person ON visit (person_id, day);
CREATE INDEX visit_by_place ON visit (place_id, at);

-- A sweep: a rule over the people of a region. `speakers` and `result` are JSON: which versions spoke, and per community what was
-- marked.
CREATE TABLE sweep (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    region_id INTEGER NOT NULL REFERENCES region (id),
    rule TEXT NOT NULL,
    speakers TEXT NOT NULL,
    scanned INTEGER NOT NULL,
    status TEXT NOT NULL,
    result TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX sweep_by_region ON sweep (region_id, created_at);

-- A decision, with all it takes to explain it and to make it again, as JSON: `speakers` (digests and settings), `call` (contexts
-- and inputs), `answer` (what was decided, and why).
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    region_id INTEGER NOT NULL REFERENCES region (id),
    event_id INTEGER REFERENCES event (id),
    submission_id INTEGER REFERENCES submission (id),
    decided_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    speakers TEXT NOT NULL,
    call TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX decision_by_event ON decision (event_id);
CREATE INDEX decision_by_submission ON decision (submission_id);

-- Work for someone. `kind`: work or visit; a visit names the checklist to fill. `title` is JSON: a text of the plugin's catalogs.
CREATE TABLE work_order (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    event_id INTEGER REFERENCES event (id),
    region_id INTEGER NOT NULL REFERENCES region (id),
    person_id INTEGER REFERENCES person (id),
    kind TEXT NOT NULL,
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    rule TEXT NOT NULL,
    duty TEXT NOT NULL,
    title TEXT NOT NULL,
    to_post TEXT NOT NULL,
    checklist TEXT,
    due INTEGER,
    priority TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX work_order_by_decision ON work_order (decision_id);
CREATE INDEX work_order_by_event ON work_order (event_id);
CREATE INDEX work_order_by_region ON work_order (region_id, status);

-- A label a decision put on something: an event, a person, a house or a unit.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    plugin TEXT NOT NULL,
    rule TEXT NOT NULL,
    tag TEXT NOT NULL,
    until INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tag_by_subject ON tag (subject_kind, subject_id);

-- A report that was run: its document as JSON, or why there is none.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    region_id INTEGER NOT NULL REFERENCES region (id),
    report TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    document TEXT,
    failure TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX run_by_region ON run (region_id, created_at);
