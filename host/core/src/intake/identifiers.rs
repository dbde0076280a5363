//! Identifiers in cells: resident IDs, unit codes, phones, regions.

use super::fault::BadValue;
use crate::resident_id::ResidentId;
use crate::unit_code;

/// Refuses what a spreadsheet made of a long number when it saved it: `2.20104E+17`. Its digits are gone.
pub(super) fn not_scientific(text: &str) -> Result<(), BadValue> {
    let scientific = text.trim_start_matches('\'').split_once(['E', 'e']).is_some_and(|(number, power)| {
        let power = power.strip_prefix('+').unwrap_or_default();
        let whole = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        whole && number.starts_with(|c: char| c.is_ascii_digit()) && power.parse::<u8>().is_ok()
    });
    if scientific { Err(BadValue::LostDigits) } else { Ok(()) }
}

/// A resident ID of a narrow text. A leading apostrophe is a spreadsheet's way of saying «text».
pub(super) fn resident_id(text: &str) -> Result<String, BadValue> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\'' | '’' | '-')).collect();
    if bare.len() == 15 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadValue::OldResidentId);
    }
    ResidentId::parse(&bare).map(|id| id.as_str().to_owned()).map_err(BadValue::ResidentId)
}

/// A unit code of a narrow text.
pub(super) fn unit_code(text: &str) -> Result<String, BadValue> {
    let bare: String =
        text.chars().filter(|c| !matches!(c, ' ' | '\'' | '’' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    unit_code::check(&bare).map_err(BadValue::UnitCode)?;
    Ok(bare)
}

/// A phone number of a narrow text: 11 digits that begin with 13 to 19; a landline of 7 or 8 digits with or without an area
/// code, then with `-` after it; a service number of 5 (`12345`) or 10 digits (`400…`).
pub(super) fn phone(text: &str) -> Result<String, BadValue> {
    let text = text.trim_start_matches(['\'', '’']);
    if !text.chars().all(|c| c.is_ascii_digit() || " -+()（）—–".contains(c)) {
        return Err(BadValue::Phone);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() == 11))
    {
        Some(rest) => rest.to_owned(),
        None => digits,
    };
    let area = |length: usize| format!("{}-{}", &digits[..length], &digits[length..]);
    let begins = |with: &str| digits.starts_with(with);
    match digits.len() {
        11 if begins("1") && matches!(digits.as_bytes()[1], b'3'..=b'9') => Ok(digits),
        // Area codes: 010 and 02x have three digits, the others four.
        10 | 11 if begins("010") || begins("02") => Ok(area(3)),
        11 | 12 if begins("0") => Ok(area(4)),
        10 if begins("400") || begins("800") => Ok(digits),
        7..=8 if !begins("0") && !begins("1") => Ok(digits),
        5 if begins("1") || begins("9") => Ok(digits),
        _ => Err(BadValue::Phone),
    }
}

/// A region of a narrow text: its code where it is one, else the name as written.
pub(super) fn region(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\'' | '’')).collect();
    let is_code = matches!(bare.len(), 12 | 15) && bare.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { bare } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resident_id::BadResidentId;

    #[test]
    fn an_id_of_fifteen_digits_is_refused_for_what_it_is() {
        assert_eq!(resident_id("'11010519491231002x"), Ok("11010519491231002X".into()));
        assert_eq!(resident_id("110105194912 31002X"), Ok("11010519491231002X".into()));
        assert_eq!(resident_id("110105491231002"), Err(BadValue::OldResidentId));
        assert_eq!(resident_id("1101054912310021"), Err(BadValue::ResidentId(BadResidentId::Form)));
    }

    #[test]
    fn a_number_in_scientific_notation_has_lost_its_digits() {
        for text in ["2.20104E+17", "2.20104e+17", "2E+17", "'1.38123E+10"] {
            assert_eq!(not_scientific(text), Err(BadValue::LostDigits), "{text}");
        }
        for text in ["110105194912310021", "91220101E00000001X", "E+17", "x2E+17", "2E17", "2.5E+", "2E+1x"] {
            assert_eq!(not_scientific(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn phones_are_read_in_their_usual_clothes() {
        for (text, wanted) in [
            ("13812345678", "13812345678"),
            ("+86 138-1234-5678", "13812345678"),
            ("0431-85671234", "0431-85671234"),
            ("(0431)85671234", "0431-85671234"),
            ("010-65123456", "010-65123456"),
            ("85671234", "85671234"),
            ("12345", "12345"),
            ("4001234567", "4001234567"),
        ] {
            assert_eq!(phone(text), Ok(wanted.into()), "{text}");
        }
        for text in ["", "无", "1381234567", "12812345678", "13812345678/13912345678", "138123456789"] {
            assert_eq!(phone(text), Err(BadValue::Phone), "{text}");
        }
    }

    #[test]
    fn unit_codes_are_raised_to_capitals_and_checked() {
        assert_eq!(unit_code("91110000600037341l"), Ok("91110000600037341L".into()));
        assert!(matches!(unit_code("91110000600037342L"), Err(BadValue::UnitCode(_))));
    }
}
