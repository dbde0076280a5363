"""What the host says about one subject or event: named cells, each present, unknown or withheld."""

from collections.abc import Iterable

from . import contract as c
from .data.column import Column
from .failure import BadInput, Withheld
from .time import Day, Instant
from .value import Plain, from_value, type_names
from .words import text


class Fields:
    """Named cells. Asking for one that is withheld raises, never gives an empty value; unknown is None."""

    def __init__(self, fields: Iterable[c.Field] = ()) -> None:
        self._cells = {field.key: field.cell for field in fields}

    def cell(self, key: str) -> c.Cell:
        """The cell as it is, for a rule that can do without it. A field the host did not mention is unknown."""
        return self._cells.get(key, c.Cell_Unknown())

    def _value(self, key: str) -> c.Value | None:
        match self.cell(key):
            case c.Cell_Present(value):
                return value
            case c.Cell_Withheld():
                raise Withheld(key)
        return None

    def _typed(self, key: str, kind: type) -> Plain | None:
        value = self._value(key)
        if value is not None and type(value) is not kind:
            raise _wrong_type(key, value)
        return None if value is None else from_value(value)

    def flag(self, key: str) -> bool | None:
        """Yes or no."""
        return self._typed(key, c.Value_Flag)

    def integer(self, key: str) -> int | None:
        """A whole number."""
        return self._typed(key, c.Value_Integer)

    def decimal(self, key: str) -> float | None:
        """A number with a fraction."""
        return self._typed(key, c.Value_Decimal)

    def text(self, key: str) -> str | None:
        """Text or a code."""
        return self._typed(key, c.Value_Text)

    def date(self, key: str) -> Day | None:
        """A day."""
        return self._typed(key, c.Value_Date)

    def instant(self, key: str) -> Instant | None:
        """A moment."""
        return self._typed(key, c.Value_Instant)

    def codes(self, key: str) -> list[str] | None:
        """Several codes."""
        return self._typed(key, c.Value_Codes)

    def get(self, column: Column) -> Plain | None:
        """The value of a column, in the column's own type: `known.get(Persons.LIVING) == Living.ALONE`."""
        value = self._value(column.key)
        if value is None:
            return None
        read = column.of_value(value)
        if read is None:
            raise _wrong_type(column.key, value)
        return read


def _wrong_type(key: str, value: c.Value) -> BadInput:
    """What a person sent is theirs to mend; the host's own columns always come in their own type."""
    return BadInput(key, text("wrong-type", found=type_names[type(value)]))
