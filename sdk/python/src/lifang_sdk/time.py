"""Calendar days and moments. China has one civil time, UTC+8, without summer time since 1992."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()
_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS
_CIVIL_OFFSET_MS = 8 * _HOUR_MS


@dataclass(frozen=True, order=True)
class Day:
    """A calendar day of the region, as days since 1970-01-01."""

    number: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> Day:
        """The day of a year, month and day; ValueError where there is no such day."""
        return cls(date(year, month, day).toordinal() - _EPOCH)

    @classmethod
    def parse(cls, text: str) -> Day:
        """Reads `YYYY-MM-DD`; ValueError where there is no such day."""
        # The library reads more shapes than this one.
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(f"{text} is not a day written as YYYY-MM-DD")
        return cls(date.fromisoformat(text).toordinal() - _EPOCH)

    @property
    def date(self) -> date:
        """As Python has it."""
        return date.fromordinal(self.number + _EPOCH)

    @property
    def weekday(self) -> int:
        """1 is Monday, 7 is Sunday."""
        return (self.number + 3) % 7 + 1

    def plus_days(self, days: int) -> Day:
        """This day moved by so many days."""
        return Day(self.number + days)

    def plus_months(self, months: int) -> Day:
        """This day moved by so many months; the last of the month where that has fewer days."""
        here = self.date
        year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
        return Day.of(year, month + 1, min(here.day, monthrange(year, month + 1)[1]))

    def days_since(self, earlier: Day) -> int:
        """Days from `earlier` to this day; negative when it lies ahead."""
        return self.number - earlier.number

    def years_since(self, birth: Day) -> int:
        """Full years from `birth` to this day, as ages are counted."""
        here, there = self.date, birth.date
        return here.year - there.year - ((here.month, here.day) < (there.month, there.day))

    def at(self, hour: int, minute: int) -> Instant:
        """The moment of an hour and minute of this day in China; 24:00 is the next midnight."""
        return Instant(self.number * _DAY_MS - _CIVIL_OFFSET_MS + hour * _HOUR_MS + minute * _MINUTE_MS)

    @property
    def end(self) -> Instant:
        """The last millisecond of this day in China: «by that day»."""
        return Instant(self.at(24, 0).ms - 1)

    def __str__(self) -> str:
        return self.date.isoformat()


@dataclass(frozen=True, order=True)
class Instant:
    """A moment, as milliseconds since 1970-01-01T00:00:00Z."""

    ms: int

    @property
    def day(self) -> Day:
        """The calendar day in China at this moment."""
        return Day((self.ms + _CIVIL_OFFSET_MS) // _DAY_MS)

    @property
    def minute_of_day(self) -> int:
        """Minutes since midnight in China, 0–1439."""
        return (self.ms + _CIVIL_OFFSET_MS) % _DAY_MS // _MINUTE_MS

    def plus_minutes(self, minutes: int) -> Instant:
        """This moment moved by so many minutes."""
        return Instant(self.ms + minutes * _MINUTE_MS)

    def plus_hours(self, hours: int) -> Instant:
        """This moment moved by so many hours."""
        return self.plus_minutes(hours * 60)

    def hours_since(self, earlier: Instant) -> int:
        """Full hours from `earlier` to this moment; negative when it lies ahead."""
        return int((self.ms - earlier.ms) / _HOUR_MS)

    def __str__(self) -> str:
        minute = self.minute_of_day
        return f"{self.day} {minute // 60:02}:{minute % 60:02}"
