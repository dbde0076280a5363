-- Privacy and quality: what has been published, so that the next publication is decided in its light; and how good the base data
-- is, day by day.

-- The last value of every published figure. `predicate` is JSON: whom it counts. `nowhere` counts the levels below the region of
-- which the figure's rows have no region. `shown` is null where the figure is held back, since the day `held_on`.
CREATE TABLE published_cell (
    id INTEGER PRIMARY KEY,
    dataset TEXT NOT NULL,
    region_id INTEGER NOT NULL REFERENCES region (id),
    nowhere INTEGER NOT NULL,
    predicate TEXT NOT NULL,
    shown INTEGER,
    figures TEXT,
    held_on INTEGER,
    recorded_at INTEGER NOT NULL,
    UNIQUE (region_id, dataset, nowhere, predicate)
) STRICT;

-- A day's findings in a community: of each rule and each collector how many records were looked at and how many broke it.
-- The latest run of a day stands in place of the one before; a score is made of these numbers when it is asked for.
CREATE TABLE quality_score (
    id INTEGER PRIMARY KEY,
    region_id INTEGER NOT NULL REFERENCES region (id),
    day INTEGER NOT NULL,
    rule TEXT NOT NULL,
    collector TEXT NOT NULL,
    checked INTEGER NOT NULL,
    found INTEGER NOT NULL,
    UNIQUE (region_id, day, rule, collector)
) STRICT;
