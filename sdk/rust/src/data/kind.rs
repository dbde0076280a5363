//! How the columns of each type are fetched, held and read.

use super::source::Batch;
use crate::{DataError, Date, Instant, Value};
use std::{fmt, rc::Rc};

/// A column type of the contract.
pub trait Kind {
    /// A batch of it: `Vec<u8>` for numbers of type `u8`, and so on.
    type Values: fmt::Debug;
    /// What is kept from batch to batch.
    type Memo: Default;
    /// One value of it.
    type Item<'a>;

    /// Fetches the column from the host.
    ///
    /// # Errors
    /// The column is of another type.
    fn load(batch: &Batch, column: u32, memo: &mut Self::Memo) -> Result<Self::Values, DataError>;

    /// The value in `row`.
    fn item(values: &Self::Values, row: usize) -> Self::Item<'_>;

    /// Reads the value of a cell; `None` when it is of another type.
    fn from_value(value: &Value) -> Option<Self::Item<'_>>;
}

/// What a number of a column stands for: itself, a code, a day.
pub trait Plain: Copy {
    /// The number in the column.
    type Number: Number;
    /// From the number.
    fn from_number(number: Self::Number) -> Self;
    /// From a cell.
    fn from_value(value: &Value) -> Option<Self>;
}

/// The number types of the contract.
pub trait Number: Copy + fmt::Debug {
    /// Fetches a column of them.
    ///
    /// # Errors
    /// The column is of another type.
    fn load(batch: &Batch, column: u32) -> Result<Vec<Self>, DataError>;
}

/// A column of fixed width.
#[derive(Clone, Copy, Debug)]
pub struct Fixed<T>(std::marker::PhantomData<T>);

impl<T: Plain> Kind for Fixed<T> {
    type Values = Vec<T::Number>;
    type Memo = ();
    type Item<'a> = T;

    fn load(batch: &Batch, column: u32, (): &mut ()) -> Result<Self::Values, DataError> {
        T::Number::load(batch, column)
    }

    #[inline]
    fn item(values: &Self::Values, row: usize) -> T {
        T::from_number(values[row])
    }

    fn from_value(value: &Value) -> Option<T> {
        T::from_value(value)
    }
}

/// A column of text.
#[derive(Clone, Copy, Debug)]
pub struct Str;

/// A batch of a text column.
#[derive(Debug)]
pub struct Texts {
    offsets: Vec<u32>,
    text: String,
}

impl Kind for Str {
    type Values = Texts;
    type Memo = ();
    type Item<'a> = &'a str;

    fn load(batch: &Batch, column: u32, (): &mut ()) -> Result<Texts, DataError> {
        let column = batch.texts(column)?;
        // The contract promises UTF-8; checked once for the batch, not once a row.
        let text = String::from_utf8(column.bytes).map_err(|_| DataError::Unavailable)?;
        Ok(Texts { offsets: column.offsets, text })
    }

    #[inline]
    fn item(values: &Texts, row: usize) -> &str {
        &values.text[values.offsets[row] as usize..values.offsets[row + 1] as usize]
    }

    fn from_value(value: &Value) -> Option<&str> {
        as_text(value)
    }
}

/// A column of repeated text.
#[derive(Clone, Copy, Debug)]
pub struct Word;

/// A batch of a dictionary column.
#[derive(Debug)]
pub struct Words {
    codes: Vec<u16>,
    words: Rc<Vec<String>>,
}

impl Words {
    /// One code per row; a code keeps its meaning through all batches of a scan.
    #[must_use]
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// What the codes stand for.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

impl Kind for Word {
    type Values = Words;
    type Memo = Rc<Vec<String>>;
    type Item<'a> = &'a str;

    fn load(batch: &Batch, column: u32, memo: &mut Self::Memo) -> Result<Words, DataError> {
        let column = batch.words(column)?;
        if !column.words.is_empty() {
            Rc::make_mut(memo).extend(column.words);
        }
        Ok(Words { codes: column.codes, words: Rc::clone(memo) })
    }

    #[inline]
    fn item(values: &Words, row: usize) -> &str {
        // A missing value has code 0, which need not have a word yet.
        values.words.get(usize::from(values.codes[row])).map_or("", String::as_str)
    }

    fn from_value(value: &Value) -> Option<&str> {
        as_text(value)
    }
}

fn as_text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

macro_rules! plain {
    ($($type:ty => $number:ty, $from:expr, $value:pat => $read:expr;)*) => {
        $(impl Plain for $type {
            type Number = $number;
            #[inline]
            fn from_number(number: $number) -> Self {
                let from: fn($number) -> Self = $from;
                from(number)
            }
            fn from_value(value: &Value) -> Option<Self> {
                match value { $value => $read, _ => None }
            }
        })*
    };
}

plain! {
    bool => u8, |flag| flag != 0, Value::Flag(flag) => Some(*flag);
    u8 => u8, |number| number, Value::Integer(number) => Self::try_from(*number).ok();
    u16 => u16, |number| number, Value::Integer(number) => Self::try_from(*number).ok();
    i32 => i32, |number| number, Value::Integer(number) => Self::try_from(*number).ok();
    i64 => i64, |number| number, Value::Integer(number) => Some(*number);
    f64 => f64, |number| number, Value::Decimal(number) => Some(*number);
    Date => i32, Date, Value::Date(days) => Some(Date(*days));
    Instant => i64, Instant, Value::Instant(ms) => Some(Instant(*ms));
}

macro_rules! number {
    ($($type:ty: $load:ident),*) => {
        $(impl Number for $type {
            fn load(batch: &Batch, column: u32) -> Result<Vec<Self>, DataError> {
                batch.$load(column)
            }
        })*
    };
}

number!(u8: u8s, u16: u16s, i32: s32s, i64: s64s, f64: f64s);
