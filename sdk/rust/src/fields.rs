//! What the host says about one subject or event: named cells, each present, unknown or withheld.

use crate::data::{Column, Kind};
use crate::{Cell, Date, Field, Instant, PluginError, Text, Value};

/// Named cells. Asking for one that is withheld is an error, never an empty value; unknown is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<Field>);

impl From<Vec<Field>> for Fields {
    fn from(fields: Vec<Field>) -> Self {
        Self(fields)
    }
}

impl Fields {
    /// The cell as it is, for a rule that can do without it. A field the host did not mention is unknown.
    #[must_use]
    pub fn cell(&self, key: &str) -> &Cell {
        self.0.iter().find(|field| field.key == key).map_or(&Cell::Unknown, |field| &field.cell)
    }

    /// The value; `None` where nothing is recorded.
    ///
    /// # Errors
    /// [`PluginError::Withheld`] where the grant does not cover it.
    pub fn value(&self, key: &str) -> Result<Option<&Value>, PluginError> {
        match self.cell(key) {
            Cell::Present(value) => Ok(Some(value)),
            Cell::Unknown => Ok(None),
            Cell::Withheld => Err(PluginError::Withheld(key.to_owned())),
        }
    }

    /// The value of a column, in the column's own type: `known.get(persons::LIVING)? == Some(Living::ALONE)`.
    ///
    /// # Errors
    /// Withheld, or recorded as another type.
    pub fn get<C: Column>(&self, _: C) -> Result<Option<<C::Kind as Kind>::Item<'_>>, PluginError> {
        self.read(C::KEY, <C::Kind as Kind>::from_value)
    }

    /// All fields, in the host's order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.0.iter()
    }

    fn read<'v, T>(&'v self, key: &str, read: impl FnOnce(&'v Value) -> Option<T>) -> Result<Option<T>, PluginError> {
        let Some(value) = self.value(key)? else { return Ok(None) };
        // What a person sent is theirs to mend; the host's own columns always come in their own type.
        let wrong =
            || PluginError::BadInput((key.to_owned(), Text::new("wrong-type").with("found", value.type_name())));
        read(value).map(Some).ok_or_else(wrong)
    }
}

macro_rules! typed_field {
    ($($(#[$doc:meta])* $name:ident -> $type:ty: $pattern:pat => $value:expr;)*) => {
        impl Fields {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// Withheld, or recorded as another type.
                pub fn $name(&self, key: &str) -> Result<Option<$type>, PluginError> {
                    self.read(key, |value| match value { $pattern => Some($value), _ => None })
                }
            )*
        }
    };
}

typed_field! {
    /// Yes or no.
    flag -> bool: Value::Flag(flag) => *flag;
    /// A whole number.
    integer -> i64: Value::Integer(number) => *number;
    /// A number with a fraction.
    decimal -> f64: Value::Decimal(number) => *number;
    /// Text or a code.
    text -> &str: Value::Text(text) => text.as_str();
    /// A day.
    date -> Date: Value::Date(date) => Date(*date);
    /// A moment.
    instant -> Instant: Value::Instant(instant) => Instant(*instant);
    /// Several codes.
    codes -> &[String]: Value::Codes(codes) => codes.as_slice();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::persons;

    fn fields() -> Fields {
        let field = |key: &str, cell| Field { key: key.into(), cell };
        Fields(vec![
            field("age", Cell::Present(82.into())),
            field("living", Cell::Present("alone".into())),
            field("phone", Cell::Withheld),
            field("floor", Cell::Unknown),
        ])
    }

    #[test]
    fn a_withheld_cell_is_an_error_and_an_unknown_one_is_not() {
        assert_eq!(fields().text("phone"), Err(PluginError::Withheld("phone".into())));
        assert_eq!(fields().get(persons::PHONE), Err(PluginError::Withheld("phone".into())));
        assert_eq!((fields().integer("floor"), fields().integer("nothing")), (Ok(None), Ok(None)));
    }

    #[test]
    fn a_column_is_read_in_its_own_type() {
        assert_eq!(fields().get(persons::AGE), Ok(Some(82)));
        assert_eq!(fields().get(persons::LIVING), Ok(Some(persons::Living::ALONE)));
        let wrong = PluginError::BadInput(("age".into(), Text::new("wrong-type").with("found", "integer")));
        assert_eq!(fields().text("age"), Err(wrong));
    }
}
