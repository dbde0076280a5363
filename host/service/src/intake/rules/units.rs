//! Units: days that have been.

use crate::intake::regions::Spot;
use crate::intake::said::Said;
use lifang_core::clock::Date;
use lifang_store::intake::{LocalsSaid, UnitRow};

/// A row of units; `None` when something is wrong with it.
pub(in crate::intake) fn unit(said: &mut Said, spot: Option<Spot>, today: Date, locals: LocalsSaid) -> Option<UnitRow> {
    said.not_ahead("since", today);
    let row = UnitRow {
        community: spot?.community,
        grid: spot?.grid,
        name: said.owned("name")?,
        code: said.owned("code"),
        kind: said.code("kind", "unit_kind"),
        staff: said.number("staff"),
        since: said.date("since"),
        locals,
    };
    said.is_right().then_some(row)
}
