-- Regions change: what was decided, who became what, and where names are found by what they contain.

-- A change, recorded with what was asked and how much followed (both JSON). It is undone by another change only.
CREATE TABLE region_change (
    id bigint PRIMARY KEY,
    uid bytea NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL,
    day bigint NOT NULL,
    basis text COLLATE "C" NOT NULL,
    request text COLLATE "C" NOT NULL,
    followed text COLLATE "C" NOT NULL,
    recorded_at bigint NOT NULL,
    recorded_by text COLLATE "C" NOT NULL
);
CREATE INDEX region_change_by_day ON region_change (day);

-- Every region a change touched: what it was before (nothing for a new one) and is after (nothing for one that ended).
CREATE TABLE region_change_item (
    change_id bigint NOT NULL REFERENCES region_change (id),
    region_id bigint NOT NULL REFERENCES region (id),
    before_code text COLLATE "C",
    before_name text COLLATE "C",
    before_parent_id bigint,
    after_code text COLLATE "C",
    after_name text COLLATE "C",
    after_parent_id bigint,
    PRIMARY KEY (change_id, region_id)
);
CREATE INDEX region_change_item_by_region ON region_change_item (region_id);

-- Between which regions records moved. `main` is 1 for the one way to go on from a region that ended, where a record itself does
-- not say where it belongs.
CREATE TABLE region_link (
    change_id bigint NOT NULL REFERENCES region_change (id),
    from_id bigint NOT NULL REFERENCES region (id),
    to_id bigint NOT NULL REFERENCES region (id),
    day bigint NOT NULL,
    recorded_at bigint NOT NULL,
    main bigint NOT NULL,
    PRIMARY KEY (change_id, from_id, to_id)
);
CREATE INDEX region_link_by_day ON region_link (day);

-- Names from each character on but the first, and readings from each syllable on: what a name contains is what one of these
-- begins with. Made from names like region_reading, and like it no fact.
CREATE TABLE region_piece (
    piece text COLLATE "C" NOT NULL,
    level bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    PRIMARY KEY (piece, level, name)
);

-- One or two letters begin a tenth of all readings: they are looked for among provinces, cities and districts first.
CREATE INDEX region_reading_outer_by_reading ON region_reading (reading, stem) WHERE level <= 3;
CREATE INDEX region_reading_outer_by_initials ON region_reading (initials, stem_initials) WHERE level <= 3;

-- A report that was asked on the boundaries of another day.
ALTER TABLE run ADD COLUMN boundaries bigint;
