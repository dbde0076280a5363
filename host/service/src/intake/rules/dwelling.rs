//! Where somebody lives: house, kind and days of a residence.

use crate::intake::regions::Spot;
use crate::intake::said::Said;
use lifang_core::clock::Date;
use lifang_core::intake::{building_name, house_number};
use lifang_store::intake::{HouseKey, ResidenceSaid};

/// The residence of a row whose community is known.
pub(super) fn residence(said: &mut Said, spot: Spot, today: Date) -> ResidenceSaid {
    said.not_ahead("since", today);
    said.in_order("since", "until", ("迁出日期早于入住日期", "the last day lies before the first"));
    let house = match (said.text("building"), said.text("door")) {
        (Some(building), Some(door)) => Some(HouseKey {
            building: building_name(said.text("estate"), building),
            number: house_number(said.text("entrance"), door),
        }),
        (None, None) => None,
        (building, _) => {
            let missing = if building.is_some() { "door" } else { "building" };
            said.blame(
                missing,
                "house-incomplete",
                ("楼栋与门牌号须同时填写", "building and door are wanted together"),
                ("请补填缺少的一项；住处不明时两项都留空。", "Fill in the other one, or leave both empty."),
            );
            None
        }
    };
    ResidenceSaid {
        community: spot.community,
        grid: spot.grid,
        house,
        kind: said.code("residence", "residence"),
        since: said.date("since"),
        until: said.date("until"),
    }
}
