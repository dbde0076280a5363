-- How names of regions are read in pinyin, so that they are found by it. Kept by name, not by region: 665,000 regions have
-- 407,000 names. Nothing here is a fact: it is made from the names by `regions/readings.rs`, again whenever that changes.

-- `reading` has no tones and no spaces (`changshanhuayuanshequ`), `initials` the first letter of each syllable. `stem` and
-- `stem_initials` are the letters of each before the name says what kind of region it is (社区居委会, 街道, 区). A name with
-- characters of several readings has several rows; a name on two levels has them on both.
CREATE TABLE region_reading (
    name TEXT NOT NULL,
    level INTEGER NOT NULL,
    reading TEXT NOT NULL,
    initials TEXT NOT NULL,
    stem INTEGER NOT NULL,
    stem_initials INTEGER NOT NULL,
    PRIMARY KEY (name, level, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_reading_by_reading ON region_reading (reading, stem);
CREATE INDEX region_reading_by_initials ON region_reading (initials, stem_initials);
