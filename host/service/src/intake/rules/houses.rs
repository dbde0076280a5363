//! Houses and buildings: storeys within the building, years that have been.

use crate::intake::regions::Spot;
use crate::intake::said::Said;
use lifang_core::clock::Date;
use lifang_core::intake::{building_name, house_number};
use lifang_store::intake::{BuildingSaid, HouseRow, LocalsSaid};

/// A row of houses; `None` when something is wrong with it.
pub(in crate::intake) fn house(
    said: &mut Said,
    spot: Option<Spot>,
    today: Date,
    locals: LocalsSaid,
) -> Option<HouseRow> {
    let (floor, storeys) = (said.number::<u8>("floor"), said.number::<u8>("storeys"));
    if let (Some(floor), Some(storeys)) = (floor, storeys)
        && floor > storeys
    {
        said.blame(
            "floor",
            "floor-above-roof",
            ("所在楼层高于楼宇层数", "the storey lies above the building's last"),
            ("请核对所在楼层与层数。", "Check storey and number of storeys."),
        );
    }
    let built = said.number::<u16>("built");
    if built.is_some_and(|year| i64::from(year) > i64::from(today.ymd().0)) {
        said.blame(
            "built",
            "date-ahead",
            ("建成年份晚于今年", "the year lies ahead"),
            ("请核对建成年份。", "Check the year."),
        );
    }
    let (building, door) = (said.text("building")?, said.text("door")?);
    let row = HouseRow {
        community: spot?.community,
        grid: spot?.grid,
        building: BuildingSaid {
            name: building_name(said.text("estate"), building),
            address: said.owned("address"),
            built,
            storeys,
            elevator: said.flag("elevator"),
        },
        number: house_number(said.text("entrance"), door),
        floor,
        area_dm2: said.decimal("area").map(square_decimetres),
        house_use: said.code("use", "house_use"),
        locals,
    };
    said.is_right().then_some(row)
}

/// Hundredths of a square metre: how floor areas are stored.
#[expect(clippy::cast_possible_truncation, reason = "the field's bounds keep it small")]
fn square_decimetres(area: f64) -> i64 {
    (area * 100.0).round() as i64
}
