-- What a region's page counts, added up from communities: a page must not read the facts of a province.

-- How much there is in a community today, as it is known now. Written by the transaction that writes the facts; right until the
-- day `good_until`, on which something begins or ends. A community without a row has nothing in it.
CREATE TABLE community_tally (
    region_id INTEGER PRIMARY KEY REFERENCES region (id),
    grids INTEGER NOT NULL,
    buildings INTEGER NOT NULL,
    houses INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    units INTEGER NOT NULL,
    good_until INTEGER NOT NULL
) STRICT;
CREATE INDEX community_tally_by_good_until ON community_tally (good_until);

-- Persons who also live or are registered in a community earlier in the tree, by how many regions the two paths begin with in
-- common (the most, where there are several). In a region whose path is at most so long they would be counted twice.
CREATE TABLE community_overlap (
    region_id INTEGER NOT NULL REFERENCES region (id),
    depth INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    PRIMARY KEY (region_id, depth)
) STRICT;

-- All communities of a subtree, without reading its grids.
CREATE INDEX region_version_by_level ON region_version (level, path);

-- What is there already is counted when the host starts next.
INSERT INTO community_tally (region_id, grids, buildings, houses, persons, units, good_until)
SELECT known.id, 0, 0, 0, 0, 0, 0 FROM (
    SELECT community_id AS id FROM building_fact
    UNION SELECT community_id FROM house_fact
    UNION SELECT community_id FROM residence
    UNION SELECT community_id FROM unit_fact
    UNION SELECT parent_id FROM region_version WHERE level = 6
) known;
