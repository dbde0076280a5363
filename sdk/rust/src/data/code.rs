//! Code tables as types: a code is one byte, a set of codes two.

/// A code table whose columns hold one code.
pub trait CodeTable: Copy + 'static {
    /// Number and code, in table order.
    const CODES: &'static [(u8, &'static str)];

    /// The code of that name.
    fn from_code(code: &str) -> Option<Self>;

    /// Its name; `None` for a number newer than this SDK.
    fn code(self) -> Option<&'static str>;
}

/// Declares a code table: `code` for one code per row, `bits` for a set of them.
macro_rules! code_table {
    (code, $name:ident, $doc:literal, [$(($shown:ident, $number:literal, $code:literal, $what:literal),)*]) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(
            /// The number in a column.
            pub u8,
        );

        impl $name {
            $(#[doc = $what] pub const $shown: Self = Self($number);)*
        }

        impl $crate::data::CodeTable for $name {
            const CODES: &'static [(u8, &'static str)] = &[$(($number, $code)),*];

            fn from_code(code: &str) -> Option<Self> {
                Self::CODES.iter().find(|(_, key)| *key == code).map(|(number, _)| Self(*number))
            }

            fn code(self) -> Option<&'static str> {
                Self::CODES.iter().find(|(number, _)| *number == self.0).map(|(_, key)| *key)
            }
        }

        impl $crate::data::Plain for $name {
            type Number = u8;
            #[inline]
            fn from_number(number: u8) -> Self {
                Self(number)
            }
            fn from_value(value: &$crate::Value) -> Option<Self> {
                match value {
                    $crate::Value::Text(code) => <Self as $crate::data::CodeTable>::from_code(code),
                    _ => None,
                }
            }
        }

        impl From<$name> for $crate::Value {
            /// The code; the number in words where it has none.
            fn from(code: $name) -> Self {
                match $crate::data::CodeTable::code(code) {
                    Some(code) => code.into(),
                    None => Self::Text(code.0.to_string()),
                }
            }
        }
    };
    (bits, $name:ident, $doc:literal, [$(($shown:ident, $number:literal, $code:literal, $what:literal),)*]) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(
            /// The bits in a column.
            pub u16,
        );

        impl $name {
            $(#[doc = $what] pub const $shown: Self = Self(1 << $number);)*

            const CODES: &'static [(u8, &'static str)] = &[$(($number, $code)),*];

            /// None of them.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// At least one of these.
            #[must_use]
            #[inline]
            pub const fn any(self, of: Self) -> bool {
                self.0 & of.0 != 0
            }

            /// All of these.
            #[must_use]
            #[inline]
            pub const fn all(self, of: Self) -> bool {
                self.0 & of.0 == of.0
            }

            /// These and those.
            #[must_use]
            pub const fn and(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// The codes in it, in table order.
            pub fn codes(self) -> impl Iterator<Item = &'static str> {
                Self::CODES.iter().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, code)| *code)
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                self.and(other)
            }
        }

        impl $crate::data::Plain for $name {
            type Number = u16;
            #[inline]
            fn from_number(number: u16) -> Self {
                Self(number)
            }
            fn from_value(value: &$crate::Value) -> Option<Self> {
                let $crate::Value::Codes(codes) = value else { return None };
                let bit = |code: &String| Self::CODES.iter().find(|(_, key)| key == code).map(|(bit, _)| 1 << bit);
                codes.iter().try_fold(0, |bits, code| Some(bits | bit(code)?)).map(Self)
            }
        }

        impl From<$name> for $crate::Value {
            fn from(bits: $name) -> Self {
                Self::Codes(bits.codes().map(str::to_owned).collect())
            }
        }
    };
}
pub(crate) use code_table;

#[cfg(test)]
mod tests {
    use crate::data::{CodeTable, Plain, codes::*};

    #[test]
    fn codes_and_numbers_are_those_of_the_contract() {
        assert_eq!((Living::ALONE, Living::ALONE.code()), (Living(3), Some("alone")));
        assert_eq!((Living::from_code("child-only"), Living::from_code("独居")), (Some(Living::CHILD_ONLY), None));
        assert_eq!(Living(99).code(), None);
    }

    #[test]
    fn a_set_is_read_from_and_written_as_codes() {
        let care = Care::ALONE_80 | Care::DEMENTIA;
        assert_eq!(care, Care(0b101));
        assert!(care.any(Care::DEMENTIA | Care::VETERAN) && !care.all(Care::DEMENTIA | Care::VETERAN));
        assert_eq!(Care::from_value(&care.into()), Some(care));
        assert_eq!(Care::from_value(&["no-such"].into()), None);
    }
}
