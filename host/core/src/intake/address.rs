//! Names of buildings and numbers of houses, put together from the columns officials have them in.

/// The name of a building: `长山花园` and `12`, `12号`, `12号楼` or `长山花园12号楼` are all `长山花园12号楼`.
#[must_use]
pub fn building_name(estate: Option<&str>, building: &str) -> String {
    let building = building.trim();
    let numbered = match number_with(building, &["号楼", "栋", "幢", "号", "#", "楼", ""]) {
        Some(number) => format!("{number}号楼"),
        None => building.to_owned(),
    };
    match estate.map(str::trim) {
        Some(estate) if !numbered.starts_with(estate) => format!("{estate}{numbered}"),
        _ => numbered,
    }
}

/// The number of a house within its building: `3` and `502` are `3单元502`, as are `3单元` and `502室`, or `3-502` alone.
#[must_use]
pub fn house_number(entrance: Option<&str>, door: &str) -> String {
    let door = door.trim();
    let ended = door.strip_suffix(['室', '号', '户', '房']).filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit()));
    let bare = ended.unwrap_or(door);
    let entrance = entrance.map(str::trim).filter(|entrance| !entrance.is_empty());
    if let Some(entrance) = entrance {
        let entrance = number_with(entrance, &["单元", "门", "栋门", ""])
            .map_or_else(|| entrance.to_owned(), |n| format!("{n}单元"));
        return if bare.starts_with(&entrance) { bare.to_owned() } else { format!("{entrance}{bare}") };
    }
    // A door as maps and parcels have it.
    match bare.split_once('-').filter(|(entrance, door)| is_number(entrance) && is_number(door)) {
        Some((entrance, door)) => format!("{entrance}单元{door}"),
        None => bare.to_owned(),
    }
}

/// The number, where the text is one with one of the endings.
fn number_with<'t>(text: &'t str, endings: &[&str]) -> Option<&'t str> {
    endings.iter().find_map(|ending| text.strip_suffix(ending).filter(|number| is_number(number)))
}

fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buildings_and_houses_have_one_name_however_they_are_typed() {
        for (estate, building) in [
            (Some("长山花园"), "12"),
            (Some("长山花园"), "12号楼"),
            (Some("长山花园"), "12栋"),
            (Some("长山花园"), "12#"),
            (Some("长山花园"), "长山花园12号楼"),
            (None, "长山花园12号楼"),
        ] {
            assert_eq!(building_name(estate, building), "长山花园12号楼", "{estate:?} {building}");
        }
        assert_eq!(building_name(Some("长山花园"), "东楼"), "长山花园东楼");
        for (entrance, door) in [
            (Some("3"), "502"),
            (Some("3单元"), "502室"),
            (None, "3-502"),
            (None, "3单元502室"),
            (Some("3"), "3单元502"),
        ] {
            assert_eq!(house_number(entrance, door), "3单元502", "{entrance:?} {door}");
        }
        assert_eq!(house_number(None, "正房"), "正房");
    }
}
