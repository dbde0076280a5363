//! What the rules of quality are in SQL. `$1` is the day and `$2` the moment of the as-of; `{x}` stands for «the facts of alias
//! `x` are in force, and their source speaks», `{adult}`, `{oldest}`, `{stale_day}`, `{stale_moment}` and `{term}` for bounds that follow from the day.

use crate::as_of::AsOf;
use crate::sources::loud;
use crate::sql::in_force;
use lifang_core::clock::Date;
use lifang_core::quality::{HOUSEHOLDS, LEAST_AREA, MOST_AGE, MOST_PER_PHONE, OF_AGE, STALE_DAYS, TERM_YEARS};

/// The records of a dataset.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) dataset: &'static str,
    /// The tables, beside the region `c` they lie in.
    pub(super) from: &'static str,
    /// Which rows count, and that they lie in `c`.
    pub(super) lies: &'static str,
    /// The community of a row.
    pub(super) community: &'static str,
    /// Its grid.
    pub(super) grid: &'static str,
    pub(super) provenance: &'static str,
    /// When it was recorded.
    pub(super) recorded: &'static str,
    /// What makes the order of records total.
    pub(super) id: &'static str,
    /// The identifier for the world outside, of a kind of subject.
    pub(super) uid: &'static str,
    /// What staff know it by. Nothing personal.
    pub(super) label: &'static str,
}

/// Grids and posts are found by their region.
pub(super) const NO_UID: &str = "NULL";

pub(super) const RECORDS: [Records; 5] = [
    Records {
        dataset: "persons",
        from: "residence r LEFT JOIN person_fact f ON f.person_id = r.person_id AND {f}",
        lies: "r.community_id = c.region_id AND {r}",
        community: "r.community_id",
        grid: "r.grid_id",
        provenance: "COALESCE(f.provenance_id, r.provenance_id)",
        recorded: "COALESCE(f.recorded_from, r.recorded_from)",
        id: "r.id",
        uid: "(SELECT s.uid FROM person s WHERE s.id = r.person_id)",
        label: "COALESCE((SELECT h.number FROM house_fact h WHERE h.house_id = r.house_id AND {h}), '')",
    },
    Records {
        dataset: "houses",
        from: "house_fact h",
        lies: "h.community_id = c.region_id AND {h}",
        community: "h.community_id",
        grid: "h.grid_id",
        provenance: "h.provenance_id",
        recorded: "h.recorded_from",
        id: "h.id",
        uid: "(SELECT s.uid FROM house s WHERE s.id = h.house_id)",
        label: "h.number",
    },
    Records {
        dataset: "units",
        from: "unit_fact u",
        lies: "u.community_id = c.region_id AND {u}",
        community: "u.community_id",
        grid: "u.grid_id",
        provenance: "u.provenance_id",
        recorded: "u.recorded_from",
        id: "u.id",
        uid: "(SELECT s.uid FROM unit s WHERE s.id = u.unit_id)",
        label: "u.name",
    },
    Records {
        dataset: "grids",
        from: "region_version g LEFT JOIN grid_fact w ON w.region_id = g.region_id AND {w}",
        lies: "g.parent_id = c.region_id AND g.level = 6 AND {g}",
        community: "g.parent_id",
        grid: "g.region_id",
        provenance: "COALESCE(w.provenance_id, g.provenance_id)",
        recorded: "g.recorded_from",
        id: "g.region_id",
        uid: NO_UID,
        label: "g.name",
    },
    Records {
        dataset: "posts",
        from: "appointment a",
        lies: "a.region_id = c.region_id AND {a}",
        community: "CASE WHEN c.level = 6 THEN c.parent_id ELSE c.region_id END",
        grid: "CASE WHEN c.level = 6 THEN c.region_id END",
        provenance: "a.provenance_id",
        recorded: "a.recorded_from",
        id: "a.id",
        uid: NO_UID,
        // Names of posts are on the public board.
        label: "a.post || ' ' || a.name",
    },
];

const LIVES_HERE: &str = "SELECT 1 FROM residence o WHERE o.house_id = h.house_id AND o.kind <> 2 AND {o}";

/// Which records a rule looks at, and which of them break it.
pub(super) fn conditions(rule: &str, at: AsOf) -> Option<(String, String)> {
    let owned = |applies: &str, broken: &str| Some((fill(applies, at), fill(broken, at)));
    match rule {
        "person-no-id" => owned("1 = 1", "f.resident_id_index IS NULL"),
        "person-no-birth" => owned("1 = 1", "f.birth IS NULL"),
        "person-id-shared" => owned(
            "f.resident_id_index IS NOT NULL",
            "EXISTS (SELECT 1 FROM person_fact o WHERE o.resident_id_index = f.resident_id_index \
             AND o.person_id <> f.person_id AND {o})",
        ),
        "person-too-old" => owned("f.birth IS NOT NULL", "f.birth <= {oldest}"),
        "minor-alone" => owned("f.birth > {adult} AND f.living IS NOT NULL", "f.living IN (3, 6)"),
        "phone-missing" => owned("f.birth <= {adult} AND r.kind <> 2", "f.phone_index IS NULL"),
        "phone-shared" => {
            let shared = format!(
                "(SELECT COUNT(DISTINCT o.person_id) FROM person_fact o WHERE o.phone_index = f.phone_index AND {{o}}) \
                 > {MOST_PER_PHONE}"
            );
            owned("f.phone_index IS NOT NULL", &shared)
        }
        "registered-twice" => owned(
            "r.kind IN (1, 2)",
            "EXISTS (SELECT 1 FROM residence o WHERE o.person_id = r.person_id AND o.id <> r.id AND o.kind IN (1, 2) AND {o})",
        ),
        "residence-no-grid" => owned("1 = 1", "r.grid_id IS NULL"),
        "residence-no-house" => owned("r.kind <> 2", "r.house_id IS NULL"),
        "stale" => owned(
            "f.id IS NOT NULL",
            "f.recorded_from < {stale_moment} AND r.recorded_from < {stale_moment} AND NOT EXISTS (SELECT 1 FROM visit s \
             WHERE s.person_id = r.person_id AND s.day > {stale_day} AND s.recorded_from <= $2 AND s.recorded_to > $2 AND {heard s})",
        ),
        "house-nobody" => owned("h.house_use IN (1, 2, 3)", &format!("NOT EXISTS ({LIVES_HERE})")),
        "vacant-lived-in" => owned("h.house_use = 4", &format!("EXISTS ({LIVES_HERE})")),
        "house-crowded" => {
            let occupants = LIVES_HERE.replacen("SELECT 1", "SELECT COUNT(*)", 1);
            let hundredths = LEAST_AREA * 100;
            owned("h.area_dm2 > 0", &format!("h.area_dm2 < {hundredths} * ({occupants})"))
        }
        "unit-no-code" => owned("1 = 1", "u.code IS NULL"),
        "grid-size" => {
            let (least, most) = (HOUSEHOLDS.start(), HOUSEHOLDS.end());
            owned("w.households IS NOT NULL", &format!("w.households NOT BETWEEN {least} AND {most}"))
        }
        "grid-no-worker" => owned(
            "1 = 1",
            "NOT EXISTS (SELECT 1 FROM appointment a WHERE a.region_id = g.region_id AND a.post = 'grid-worker' AND {a})",
        ),
        "term-over" => owned("1 = 1", "a.since <= {term}"),
        _ => None,
    }
}

/// Fills in what stands in braces.
pub(super) fn fill(text: &str, at: AsOf) -> String {
    let today = at.valid;
    let mut filled = text.to_owned();
    let stale = today.0.saturating_sub(STALE_DAYS);
    for (name, number) in [
        ("{adult}", i64::from(years_before(today, OF_AGE).0)),
        ("{oldest}", i64::from(years_before(today, MOST_AGE + 1).0)),
        ("{term}", i64::from(years_before(today, TERM_YEARS).0)),
        ("{stale_day}", i64::from(stale)),
        ("{stale_moment}", Date(stale).midnight().0),
    ] {
        filled = filled.replace(name, &number.to_string());
    }
    for alias in ["a", "c", "f", "g", "h", "o", "r", "u", "w"] {
        let placeholder = format!("{{{alias}}}");
        if filled.contains(&placeholder) {
            // Regions are there whatever becomes of the list they were read from.
            let heard = if matches!(alias, "c" | "g") { String::new() } else { format!(" AND {}", loud(alias)) };
            filled = filled.replace(&placeholder, &format!("{}{heard}", in_force(alias)));
        }
    }
    filled.replace("{heard s}", &loud("s"))
}

/// The day so many years before; of a 29th of February the 28th where there is none.
fn years_before(today: Date, years: i32) -> Date {
    let (year, month, day) = today.ymd();
    let year = i16::try_from(i32::from(year) - years).unwrap_or(1);
    Date::from_ymd(year, month, day).or_else(|| Date::from_ymd(year, month, 28)).unwrap_or(Date::START)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::clock::Instant;
    use lifang_core::quality::RULES;

    #[test]
    fn every_rule_has_its_sql_over_records_that_exist() {
        let at = AsOf::now(Instant(1_709_251_200_000));
        for rule in RULES {
            let (applies, broken) = conditions(rule.id, at).unwrap_or_else(|| panic!("{}", rule.id));
            assert!(!applies.contains('{') && !broken.contains('{'), "{}: {applies} {broken}", rule.id);
            assert!(RECORDS.iter().any(|records| records.dataset == rule.dataset), "{}", rule.id);
        }
        assert_eq!(conditions("nothing", at), None);
    }

    #[test]
    fn years_are_counted_back_to_a_day_that_exists() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(years_before(day("2024-02-29"), 18), day("2006-02-28"));
        assert_eq!(years_before(day("2024-03-01"), 18), day("2006-03-01"));
    }
}
