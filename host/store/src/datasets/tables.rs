//! What the datasets and their columns are in SQL: static texts, so that nothing from outside is ever part of a query.
//!
//! `$1` is the day and `$2` the moment of the as-of. `{x}` in a text stands for «the facts of alias `x` are
//! in force, and their source speaks», `{heard s}` for the latter alone. Every
//! dataset has the region of its rows as `c`; further tables are joined only where a column asks for them, and always so that
//! the number of rows stays the same whatever columns are read.

/// How a column is read from its expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it stands.
    Plain,
    /// A day of birth, read as full years on the day of the as-of.
    Age,
    /// Hundredths of the unit.
    Hundredths,
    /// Text sealed under the person's key, for the field of that name.
    Sealed(&'static str),
}

/// A column in SQL.
#[derive(Debug)]
pub(super) struct ColumnSql {
    pub(super) key: &'static str,
    pub(super) sql: &'static str,
    /// The joins it needs, in order.
    pub(super) joins: &'static [&'static str],
    pub(super) reading: Reading,
}

/// A dataset in SQL.
#[derive(Debug)]
pub(super) struct DatasetSql {
    pub(super) name: &'static str,
    /// The table that has one row per row of the dataset.
    pub(super) from: &'static str,
    /// Which of its rows count.
    pub(super) holds: &'static str,
    /// The community of a row.
    pub(super) community: &'static str,
    /// The grid of a row.
    pub(super) grid: &'static str,
    /// What a row stands on, as `bb` (with `community_id` and `grid_id`) on the day of the boundaries: its building, or the unit
    /// itself. Empty where nothing but the grid says it.
    pub(super) stands_on: &'static str,
    /// Whether rows happened on days of their own, rather than hold on the day that is asked about.
    pub(super) happened: bool,
    /// What a row is about: what identifiers and local fields belong to.
    pub(super) subject: &'static str,
    /// What makes row order total.
    pub(super) order: &'static str,
    pub(super) columns: &'static [ColumnSql],
    /// Columns beside the contract's, for those who read base data itself: no plugin can be granted them.
    pub(super) beside: &'static [ColumnSql],
}

impl DatasetSql {
    /// The dataset of that name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        DATASETS.iter().find(|dataset| dataset.name == name)
    }

    /// The column of that key, of the contract or beside it.
    pub(super) fn column(&self, key: &str) -> Option<&'static ColumnSql> {
        self.columns.iter().chain(self.beside).find(|column| column.key == key)
    }
}

const fn plain(key: &'static str, sql: &'static str, joins: &'static [&'static str]) -> ColumnSql {
    ColumnSql { key, sql, joins, reading: Reading::Plain }
}

const fn read(key: &'static str, sql: &'static str, joins: &'static [&'static str], reading: Reading) -> ColumnSql {
    ColumnSql { key, sql, joins, reading }
}

/// The grid's name is wanted, not only its number.
const GRID: &str = "LEFT JOIN region_version g ON g.region_id = {grid} AND {g}";
const PERSON: &str = "LEFT JOIN person_fact f ON f.person_id = r.person_id AND {f}";
const KEY: &str = "LEFT JOIN subject_key k ON k.kind = 'person' AND k.subject_id = r.person_id";
const HOUSE: &str = "LEFT JOIN house_fact h ON h.house_id = r.house_id AND {h}";
const BUILDING: &str = "LEFT JOIN building_fact b ON b.building_id = h.building_id AND {b}";
const DRAWN: &str = "LEFT JOIN grid_fact w ON w.region_id = g.region_id AND {w}";

const HOUSED: &str = "house_fact hh CROSS JOIN building_fact bb WHERE hh.house_id = r.house_id AND {hh} \
                      AND bb.building_id = hh.building_id AND {bb}";
const VISITED: &str = "house_fact hh CROSS JOIN building_fact bb WHERE hh.house_id = s.house_id AND {hh} \
                       AND bb.building_id = hh.building_id AND {bb}";

const LAST_VISIT: &str = "(SELECT MAX(s.day) FROM visit s WHERE s.person_id = r.person_id AND s.day <= $1 \
                          AND s.recorded_from <= $2 AND s.recorded_to > $2 AND {heard s})";
/// Base data, and what feeds say beside it: each bit is a row of its own, so that the sum of different ones is all of them. Where
/// no feed ever said anything nobody is looked up.
const CARE: &str = "(COALESCE(f.care, 0) | CASE WHEN EXISTS (SELECT 1 FROM feed_fact) THEN \
                    (SELECT CAST(COALESCE(SUM(DISTINCT q.number), 0) AS bigint) FROM feed_fact q \
                    WHERE q.person_id = r.person_id AND q.field = 'care' AND {q}) ELSE CAST(0 AS bigint) END)";
const OCCUPANTS: &str = "(SELECT COUNT(*) FROM residence r WHERE r.house_id = h.house_id AND {r})";
const GRID_PERSONS: &str =
    "(SELECT COUNT(DISTINCT r.person_id) FROM residence r WHERE r.grid_id = g.region_id AND {r})";
/// Not the row's own status: that one is of today, a scan may look back.
const EVENT_STATUS: &str = "COALESCE((SELECT CASE d.status WHEN 'refused' THEN 3 ELSE 2 END FROM decision d \
                            WHERE d.event_id = e.id AND d.decided_at <= $2 ORDER BY d.decided_at DESC, d.id DESC LIMIT 1), 1)";
const EVENT_ORDERS: &str = "(SELECT COUNT(*) FROM work_order o WHERE o.event_id = e.id AND o.created_at <= $2)";

static DATASETS: [DatasetSql; 6] = [
    DatasetSql {
        name: "persons",
        from: "residence r",
        holds: "{r}",
        community: "r.community_id",
        grid: "r.grid_id",
        stands_on: HOUSED,
        happened: false,
        subject: "r.person_id",
        order: "r.id",
        columns: &[
            plain("region", "c.code", &[]),
            plain("grid", "g.code", &[GRID]),
            read("age", "f.birth", &[PERSON], Reading::Age),
            plain("sex", "f.sex", &[PERSON]),
            plain("living", "f.living", &[PERSON]),
            plain("care", CARE, &[PERSON]),
            plain("residence", "r.kind", &[]),
            plain("since", "r.since", &[]),
            plain("last_visit", LAST_VISIT, &[]),
            plain("built", "b.built", &[HOUSE, BUILDING]),
            plain("floor", "h.floor", &[HOUSE]),
            plain("elevator", "b.elevator", &[HOUSE, BUILDING]),
            plain("birth", "f.birth", &[PERSON]),
            read("name", "f.name_enc", &[PERSON, KEY], Reading::Sealed("name")),
            read("phone", "f.phone_enc", &[PERSON, KEY], Reading::Sealed("phone")),
            read("resident_id", "f.resident_id_enc", &[PERSON, KEY], Reading::Sealed("resident_id")),
        ],
        beside: &[plain("building", "b.name", &[HOUSE, BUILDING]), plain("door", "h.number", &[HOUSE])],
    },
    DatasetSql {
        name: "houses",
        from: "house_fact h",
        holds: "{h}",
        community: "h.community_id",
        grid: "h.grid_id",
        stands_on: "building_fact bb WHERE bb.building_id = h.building_id AND {bb}",
        happened: false,
        subject: "h.house_id",
        order: "h.house_id",
        columns: &[
            plain("region", "c.code", &[]),
            plain("grid", "g.code", &[GRID]),
            plain("building", "COALESCE(b.name, '')", &[BUILDING]),
            plain("built", "b.built", &[BUILDING]),
            plain("storeys", "b.storeys", &[BUILDING]),
            plain("floor", "h.floor", &[]),
            plain("elevator", "b.elevator", &[BUILDING]),
            plain("use", "h.house_use", &[]),
            read("area", "h.area_dm2", &[], Reading::Hundredths),
            plain("occupants", OCCUPANTS, &[]),
        ],
        beside: &[plain("door", "h.number", &[])],
    },
    DatasetSql {
        name: "units",
        from: "unit_fact u",
        holds: "{u}",
        community: "u.community_id",
        grid: "u.grid_id",
        stands_on: "unit_fact bb WHERE bb.unit_id = u.unit_id AND {bb}",
        happened: false,
        subject: "u.unit_id",
        order: "u.unit_id",
        columns: &[
            plain("region", "c.code", &[]),
            plain("grid", "g.code", &[GRID]),
            plain("kind", "u.kind", &[]),
            plain("staff", "u.staff", &[]),
            plain("since", "u.since", &[]),
            plain("name", "u.name", &[]),
            plain("code", "u.code", &[]),
        ],
        beside: &[],
    },
    DatasetSql {
        name: "grids",
        from: "region_version g",
        // Level 6 is the grid.
        holds: "g.level = 6 AND {g}",
        community: "g.parent_id",
        grid: "g.region_id",
        stands_on: "",
        happened: false,
        subject: "g.region_id",
        order: "g.region_id",
        columns: &[
            plain("region", "c.code", &[]),
            plain("grid", "g.code", &[]),
            plain("name", "g.name", &[]),
            plain("households", "COALESCE(w.households, 0)", &[DRAWN]),
            plain("persons", GRID_PERSONS, &[]),
        ],
        beside: &[],
    },
    DatasetSql {
        name: "events",
        from: "event e",
        holds: "e.received <= $2",
        community: "e.place_id",
        grid: "e.grid_id",
        stands_on: "",
        happened: true,
        subject: "e.id",
        order: "e.id",
        columns: &[
            plain("region", "c.code", &[]),
            plain("grid", "g.code", &[GRID]),
            plain("kind", "e.kind", &[]),
            plain("occurred", "e.occurred", &[]),
            plain("day", "e.day", &[]),
            plain("status", EVENT_STATUS, &[]),
            plain("work_orders", EVENT_ORDERS, &[]),
        ],
        beside: &[],
    },
    DatasetSql {
        name: "visits",
        from: "visit s",
        holds: "s.recorded_from <= $2 AND s.recorded_to > $2 AND {heard s}",
        community: "s.place_id",
        grid: "s.grid_id",
        stands_on: VISITED,
        happened: true,
        subject: "s.id",
        order: "s.id",
        columns: &[
            plain("region", "c.code", &[]),
            plain("grid", "g.code", &[GRID]),
            plain("checklist", "s.checklist", &[]),
            plain("at", "s.at", &[]),
            plain("day", "s.day", &[]),
            plain("findings", "s.findings", &[]),
        ],
        beside: &[],
    },
];

/// Buildings are counted, and no plugin reads them by themselves.
pub(super) static BUILDINGS: DatasetSql = DatasetSql {
    name: "buildings",
    from: "building_fact b",
    holds: "{b}",
    community: "b.community_id",
    grid: "b.grid_id",
    stands_on: "building_fact bb WHERE bb.building_id = b.building_id AND {bb}",
    happened: false,
    subject: "b.building_id",
    order: "b.building_id",
    columns: &[],
    beside: &[],
};

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::dataset::Schema;

    #[test]
    fn every_column_of_the_contract_has_its_sql_and_no_other() {
        for (name, dataset) in &Schema::v1().datasets {
            let sql = DatasetSql::named(name).unwrap_or_else(|| panic!("{name} has no SQL"));
            let keys: Vec<&str> = dataset.columns.iter().map(|column| column.key.as_str()).collect();
            assert_eq!(sql.columns.iter().map(|column| column.key).collect::<Vec<_>>(), keys, "{name}");
        }
        assert_eq!(DATASETS.len(), Schema::v1().datasets.len());
    }
}
