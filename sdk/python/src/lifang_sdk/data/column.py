"""Columns: each knows its key, its dataset, its type and whether a value may be missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import contract as c
from ..value import Plain, from_value, to_value

_VALUES = {"flag": c.Value_Flag, "f64": c.Value_Decimal, "text": c.Value_Text, "dictionary": c.Value_Text, "date": c.Value_Date, "instant": c.Value_Instant}


@dataclass(frozen=True)
class Column:
    """A column of a dataset; `local_column` makes one of a local field."""

    dataset: str
    key: str
    type: str
    """u8, u16, s32, s64, f64, date, instant, text, dictionary, flag, code or bits."""
    nullable: bool
    codes: Sequence[tuple[int, str]] = ()
    """Number and code of its code table."""

    def number(self, code: str) -> int | None:
        """The number of a code in its table."""
        return next((number for number, known in self.codes if known == code), None)

    def of_value(self, value: c.Value) -> Plain | None:
        """The value of a cell in the column's own type: codes as numbers of their table, sets as the sum of their bits."""
        if self.type == "code":
            return self.number(value.value) if isinstance(value, c.Value_Text) else None
        if self.type == "bits":
            bits = [self.number(code) for code in value.value] if isinstance(value, c.Value_Codes) else [None]
            return None if None in bits else sum(1 << bit for bit in bits)
        return from_value(value) if isinstance(value, _VALUES.get(self.type, c.Value_Integer)) else None

    def _value(self, plain: Plain) -> c.Value:
        if self.codes and type(plain) is int:
            plain = next((code for number, code in self.codes if number == plain), str(plain))
        return to_value(plain)

    def equals(self, value: Plain) -> c.Filter:
        """Equal to the value: a number of the column's code table, or a code as text."""
        return c.Filter(self.key, c.Test_Equals(self._value(value)))

    def one_of(self, values: Iterable[Plain]) -> c.Filter:
        """Equal to one of the values."""
        return c.Filter(self.key, c.Test_OneOf([self._value(value) for value in values]))

    def at_least(self, value: Plain) -> c.Filter:
        """Known, and not less than the value."""
        return c.Filter(self.key, c.Test_AtLeast(self._value(value)))

    def at_most(self, value: Plain) -> c.Filter:
        """Known, and not more than the value."""
        return c.Filter(self.key, c.Test_AtMost(self._value(value)))

    def any_bit(self, bits: int) -> c.Filter:
        """Has at least one of these bits."""
        return c.Filter(self.key, c.Test_AnyBit(bits))

    def known(self) -> c.Filter:
        """Something is recorded."""
        return c.Filter(self.key, c.Test_Known())

    def unknown(self) -> c.Filter:
        """Nothing is recorded."""
        return c.Filter(self.key, c.Test_Unknown())


class Dataset:
    """A dataset; its columns are its attributes in capitals."""

    dataset: str
    subject: bool
    """Whether a plugin may ask for one of its rows by identifier."""

    @classmethod
    def columns(cls) -> list[Column]:
        """Its columns, in the contract's order."""
        return [value for value in vars(cls).values() if isinstance(value, Column)]


def local_column(dataset: str, key: str, type: str) -> Column:
    """A local field 本地字段, the X of 9+X, as a column: `local_column("houses", "x.heating", "dictionary")`. It may always be missing."""
    return Column(dataset, key, type, True)
