//! Names of many regions at once, by code.

use crate::as_of::AsOf;
use crate::error::Result;
use crate::sql::{Query, Read, in_force, query_as_of};
use crate::store::Store;
use lifang_core::region::RegionCode;
use std::collections::BTreeMap;

/// How many codes one statement asks for. A shorter list repeats its last, so that the statement is prepared once.
const AT_ONCE: usize = 64;

impl Store {
    /// The names that the regions with these codes had; codes that no region had are left out.
    ///
    /// # Errors
    /// The database's own.
    pub async fn region_names(&self, codes: &[RegionCode], at: AsOf) -> Result<BTreeMap<String, String>> {
        let bound: Vec<String> = (3..3 + AT_ONCE).map(|number| format!("${number}")).collect();
        let sql = format!(
            "SELECT v.code, v.name FROM region_version v WHERE v.code IN ({}) AND {}",
            bound.join(", "),
            in_force("v")
        );
        let mut names = BTreeMap::new();
        for some in codes.chunks(AT_ONCE) {
            let Some(last) = some.last() else { continue };
            let wanted = some.iter().chain(std::iter::repeat(last)).take(AT_ONCE);
            let query = wanted.fold(query_as_of(sql.clone(), at), |query: Query<'_>, code| query.bind(code.as_str()));
            for row in query.fetch_all(self.reader()).await? {
                names.insert(row.text(0)?, row.text(1)?);
            }
        }
        Ok(names)
    }
}
