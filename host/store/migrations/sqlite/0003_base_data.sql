-- Base data: persons, buildings, houses, units, and the dated links between them. Whatever lies somewhere carries community
-- and grid itself, so that a scan of a region needs no walk through buildings.

-- The data key of one person or one sender of an event, wrapped by the host's master key. Destroying it (`wrapped` becomes
-- null) makes everything sealed under it unreadable for ever: that is erasure.
CREATE TABLE subject_key (
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    wrapped BLOB,
    destroyed_at INTEGER,
    PRIMARY KEY (kind, subject_id)
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE
) STRICT;

-- Name, resident ID and phone are sealed under the person's key; the two indexes are keyed hashes for look-up.
CREATE TABLE person_fact (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    sex INTEGER,
    birth INTEGER,
    living INTEGER,
    care INTEGER NOT NULL,
    name_enc BLOB,
    resident_id_enc BLOB,
    resident_id_index BLOB,
    phone_enc BLOB,
    phone_index BLOB,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX person_fact_by_person ON person_fact (person_id);
CREATE INDEX person_fact_by_resident_id ON person_fact (resident_id_index);
CREATE INDEX person_fact_by_phone ON person_fact (phone_index);

CREATE TABLE building (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE building_fact (
    id INTEGER PRIMARY KEY,
    building_id INTEGER NOT NULL REFERENCES building (id),
    community_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    built INTEGER,
    storeys INTEGER,
    elevator INTEGER,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX building_fact_by_building ON building_fact (building_id);
CREATE INDEX building_fact_by_community ON building_fact (community_id);

CREATE TABLE house (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE
) STRICT;

-- `area_dm2` is the floor area in hundredths of a square metre: whole numbers add up the same on every engine.
CREATE TABLE house_fact (
    id INTEGER PRIMARY KEY,
    house_id INTEGER NOT NULL REFERENCES house (id),
    building_id INTEGER NOT NULL REFERENCES building (id),
    community_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    number TEXT NOT NULL,
    floor INTEGER,
    area_dm2 INTEGER,
    house_use INTEGER NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX house_fact_by_house ON house_fact (house_id);
CREATE INDEX house_fact_by_community ON house_fact (community_id);

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE unit_fact (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    community_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    name TEXT NOT NULL,
    code TEXT,
    kind INTEGER NOT NULL,
    staff INTEGER,
    since INTEGER NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_fact_by_unit ON unit_fact (unit_id);
CREATE INDEX unit_fact_by_community ON unit_fact (community_id);

-- Who lives in a house or is registered there. A person may have several.
CREATE TABLE residence (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    house_id INTEGER REFERENCES house (id),
    community_id INTEGER NOT NULL REFERENCES region (id),
    grid_id INTEGER REFERENCES region (id),
    kind INTEGER NOT NULL,
    since INTEGER NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX residence_by_community ON residence (community_id);
CREATE INDEX residence_by_grid ON residence (grid_id);
CREATE INDEX residence_by_person ON residence (person_id);
CREATE INDEX residence_by_house ON residence (house_id);

-- Who holds a post. Names and phones of posts are published on the board, so they stand in clear.
CREATE TABLE appointment (
    id INTEGER PRIMARY KEY,
    region_id INTEGER NOT NULL REFERENCES region (id),
    post TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    since INTEGER NOT NULL,
    provenance_id INTEGER NOT NULL REFERENCES provenance (id),
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER NOT NULL
) STRICT;
CREATE INDEX appointment_by_region ON appointment (region_id);
