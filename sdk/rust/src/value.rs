//! Values: what goes into texts, and what cells hold.

use crate::{Date, Instant, Value};

impl Value {
    /// The name of the value's type in the contract, for messages.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Flag(_) => "flag",
            Self::Integer(_) => "integer",
            Self::Decimal(_) => "decimal",
            Self::Text(_) => "text",
            Self::Date(_) => "date",
            Self::Instant(_) => "instant",
            Self::Codes(_) => "codes",
        }
    }
}

macro_rules! value_from {
    ($($type:ty as $case:ident: $make:expr;)*) => {
        $(impl From<$type> for Value {
            fn from(from: $type) -> Self {
                let make: fn($type) -> _ = $make;
                Self::$case(make(from))
            }
        })*
    };
}

value_from! {
    bool as Flag: |flag| flag;
    u8 as Integer: i64::from;
    u16 as Integer: i64::from;
    u32 as Integer: i64::from;
    i32 as Integer: i64::from;
    i64 as Integer: |number| number;
    f64 as Decimal: |number| number;
    &str as Text: str::to_owned;
    String as Text: |text| text;
    Date as Date: |date| date.0;
    Instant as Instant: |instant| instant.0;
    Vec<String> as Codes: |codes| codes;
    &[&str] as Codes: |codes| codes.iter().map(|code| (*code).to_owned()).collect();
}

impl<const N: usize> From<[&str; N]> for Value {
    fn from(codes: [&str; N]) -> Self {
        codes.as_slice().into()
    }
}

impl From<usize> for Value {
    /// A count.
    fn from(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
