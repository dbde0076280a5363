//! Resident IDs 公民身份号码 (GB 11643): 17 digits and a check character by ISO 7064 MOD 11-2.

use crate::clock::Date;

/// A resident ID whose form, birth date and check character are right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResidentId(String);

/// What is wrong with a resident ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadResidentId {
    /// Not 17 digits and a digit or X.
    #[error("18 characters are wanted: 17 digits and a digit or X")]
    Form,
    /// Digits 7 to 14 are no day.
    #[error("digits 7 to 14 are not a day of birth")]
    Birth,
    /// The last character does not fit the others.
    #[error("the check character should be {0}")]
    Check(char),
}

impl ResidentId {
    /// Reads an ID; full-width characters and a lower-case x are taken as meant.
    ///
    /// # Errors
    /// What is wrong with it. Whether the first six digits were ever a district is not asked: codes of births long ago
    /// are often of districts no list carries any more.
    pub fn parse(text: &str) -> Result<Self, BadResidentId> {
        let narrow = |c: char| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            'x' | 'ｘ' | 'Ｘ' => 'X',
            other => other,
        };
        let id: String = text.trim().chars().map(narrow).collect();
        let (Some(body), Some(check)) = (id.get(..17), id.get(17..)) else { return Err(BadResidentId::Form) };
        let digits = body.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || check.len() != 1 || !matches!(check.as_bytes()[0], b'0'..=b'9' | b'X') {
            return Err(BadResidentId::Form);
        }
        birth_of(body).ok_or(BadResidentId::Birth)?;
        let wanted = check_character(body);
        if check.starts_with(wanted) { Ok(Self(id)) } else { Err(BadResidentId::Check(wanted)) }
    }

    /// The ID of a district's six digits, a day of birth and a sequence number (odd for men), which must be below 1000.
    #[must_use]
    pub fn compose(district: &str, birth: Date, sequence: u16) -> Option<Self> {
        let (year, month, day) = birth.ymd();
        let body = format!("{district}{year:04}{month:02}{day:02}{sequence:03}");
        let check = check_character(&body);
        Self::parse(&format!("{body}{check}")).ok()
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth it says.
    #[must_use]
    pub fn birth(&self) -> Option<Date> {
        birth_of(&self.0)
    }

    /// The sex it says, as in GB/T 2261.1.
    #[must_use]
    pub fn sex(&self) -> u8 {
        if (self.0.as_bytes()[16] - b'0') % 2 == 1 { 1 } else { 2 }
    }
}

fn birth_of(id: &str) -> Option<Date> {
    Date::from_ymd(id.get(6..10)?.parse().ok()?, id.get(10..12)?.parse().ok()?, id.get(12..14)?.parse().ok()?)
}

/// ISO 7064 MOD 11-2 over 17 digits: the weights are powers of two modulo 11.
fn check_character(body: &str) -> char {
    let sum = body.bytes().fold(0_u32, |sum, digit| (sum + u32::from(digit.wrapping_sub(b'0'))) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_test_vector_holds() {
        let id = ResidentId::parse("11010519491231002X").unwrap();
        assert_eq!((id.birth().unwrap().to_string().as_str(), id.sex()), ("1949-12-31", 2));
        assert_eq!(ResidentId::parse("１１０１０５１９４９１２３１００２ｘ"), Ok(id));
        assert_eq!(ResidentId::parse("110105194912310021"), Err(BadResidentId::Check('X')));
        assert_eq!(ResidentId::parse("11010519490231002X"), Err(BadResidentId::Birth));
        for text in ["", "11010519491231002", "11010519491231002XX", "1101051949123100二X"] {
            assert_eq!(ResidentId::parse(text), Err(BadResidentId::Form), "{text}");
        }
    }
}
