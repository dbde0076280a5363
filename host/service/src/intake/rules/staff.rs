//! Staff: days in order.

use crate::intake::regions::Spot;
use crate::intake::said::Said;
use lifang_core::clock::Date;
use lifang_store::intake::StaffRow;

/// A row of staff; `None` when something is wrong with it.
pub(in crate::intake) fn appointment(said: &mut Said, spot: Option<Spot>, today: Date) -> Option<StaffRow> {
    said.not_ahead("since", today);
    said.in_order("since", "until", ("离任日期早于任职日期", "the last day lies before the first"));
    let spot = spot?;
    let row = StaffRow {
        region: spot.grid.unwrap_or(spot.community),
        community: spot.community,
        post: said.owned("post")?,
        name: said.owned("name")?,
        phone: said.owned("phone"),
        since: said.date("since"),
        until: said.date("until"),
    };
    said.is_right().then_some(row)
}
