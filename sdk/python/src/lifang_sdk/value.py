"""Values: what goes into texts, and what cells hold; written in Python's own types, handed over in the contract's."""

from collections.abc import Sequence

from . import contract as c
from .time import Day, Instant

type_names = {
    c.Value_Flag: "flag",
    c.Value_Integer: "integer",
    c.Value_Decimal: "decimal",
    c.Value_Text: "text",
    c.Value_Date: "date",
    c.Value_Instant: "instant",
    c.Value_Codes: "codes",
}
"""The contract's name of each type, for messages."""

Plain = bool | int | float | str | Day | Instant | Sequence[str]
"""What an author writes and reads: an int becomes an integer, a float a decimal; a list is of codes."""


def to_value(plain: Plain) -> c.Value:
    """The contract's value."""
    match plain:
        case bool():
            return c.Value_Flag(plain)
        case int():
            return c.Value_Integer(plain)
        case float():
            return c.Value_Decimal(plain)
        case str():
            return c.Value_Text(plain)
        case Day():
            return c.Value_Date(plain.number)
        case Instant():
            return c.Value_Instant(plain.ms)
        case _:
            return c.Value_Codes(list(plain))


def from_value(value: c.Value) -> Plain:
    """The value in Python's own types."""
    match value:
        case c.Value_Date(number):
            return Day(number)
        case c.Value_Instant(ms):
            return Instant(ms)
        case _:
            return value.value
