-- What everything else stands on: notes of the host about itself, blocks of numbers, and where facts come from.
--
-- Conventions of all migrations. Days are days since 1970-01-01, moments UTC milliseconds, flags 0 or 1. A fact holds from
-- `valid_from` until before `valid_to` in the world, and the host knew it from `recorded_from` until before `recorded_to`; what
-- is still open ends at the greatest number (2147483647 for days, 9223372036854775807 for moments). Rows of facts are never
-- overwritten: a correction closes `recorded_to` and inserts.

-- What the host notes about itself: which region source is loaded, whether the demo made this store.
CREATE TABLE note (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Numbers handed out in blocks, so that a bulk import knows its identifiers before it writes. Also counts installations.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;

-- Source and collector of facts, each pair once.
CREATE TABLE provenance (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    collector TEXT NOT NULL,
    UNIQUE (source, collector)
) STRICT;
