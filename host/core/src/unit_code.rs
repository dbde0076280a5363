//! Unit codes 统一社会信用代码 (GB 32100): 17 characters and a check character, modulo 31.

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What is wrong with a unit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUnitCode {
    /// Not 18 of the characters that GB 32100 allows (no I, O, S, V, Z).
    #[error("18 characters are wanted: digits and capital letters without I, O, S, V and Z")]
    Form,
    /// The last character does not fit the others.
    #[error("the check character should be {0}")]
    Check(char),
}

/// Checks a unit code.
///
/// # Errors
/// What is wrong with it.
pub fn check(code: &str) -> Result<(), BadUnitCode> {
    let (Some(body), 18) = (code.get(..17), code.len()) else { return Err(BadUnitCode::Form) };
    let wanted = check_character(body).ok_or(BadUnitCode::Form)?;
    match code.chars().last() {
        Some(last) if last == wanted => Ok(()),
        Some(last) if ALPHABET.contains(&(last as u8)) && last.is_ascii() => Err(BadUnitCode::Check(wanted)),
        _ => Err(BadUnitCode::Form),
    }
}

/// The check character of 17 characters; `None` where one of them is not allowed. The weights are powers of 3 modulo 31.
#[must_use]
pub fn check_character(body: &str) -> Option<char> {
    let (mut sum, mut weight) = (0, 1);
    for byte in body.bytes() {
        let value = ALPHABET.iter().position(|&letter| letter == byte)?;
        sum = (sum + value * weight) % 31;
        weight = weight * 3 % 31;
    }
    Some(char::from(ALPHABET[(31 - sum) % 31]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_code_passes_and_its_neighbours_do_not() {
        // The example of python-stdnum's stdnum.cn.uscc.
        assert_eq!(check("91110000600037341L"), Ok(()));
        assert!(matches!(check("91110000600037342L"), Err(BadUnitCode::Check(_))));
        assert_eq!(check("91110000600037341I"), Err(BadUnitCode::Form));
        assert_eq!(check("9111000060003734"), Err(BadUnitCode::Form));
    }
}
