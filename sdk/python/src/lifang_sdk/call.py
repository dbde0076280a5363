"""The call: where, when, for whom, and how the plugin is configured; with the working calendar of the region."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from . import contract as c
from .time import Day, Instant
from .value import Plain, from_value, type_names


class HostCall(Protocol):
    """What the host hands over; tests hand over the same."""

    def region(self) -> c.Region: ...
    def path(self) -> list[c.Region]: ...
    def now(self) -> int: ...
    def today(self) -> int: ...
    def role(self) -> str: ...
    def day_exceptions(self) -> list[int]: ...
    def setting(self, key: str) -> c.Value | None: ...


@dataclass(frozen=True)
class OfficeHours:
    """Office hours of a working day, in minutes since midnight."""

    opens: int
    closes: int

    @classmethod
    def of(cls, opens: tuple[int, int], closes: tuple[int, int]) -> "OfficeHours":
        """From hour and minute to hour and minute."""
        return cls(opens[0] * 60 + opens[1], closes[0] * 60 + closes[1])

    def __post_init__(self) -> None:
        if not self.opens < self.closes <= 24 * 60:
            raise ValueError("an office closes after it opens, by midnight")


ALL_DAY = OfficeHours(0, 24 * 60)
"""Round the clock: only days off are skipped."""


class Call:
    """The call a plugin answers in. Everything that could make two runs differ is in here or in the arguments."""

    def __init__(self, host: HostCall) -> None:
        self._host = host

    @property
    def region(self) -> c.Region:
        """The region the call is about."""
        return self._host.region()

    @property
    def path(self) -> list[c.Region]:
        """The region's path, outermost (province) first, the region itself last."""
        return self._host.path()

    @cached_property
    def now(self) -> Instant:
        """The call's clock. It does not move during the call."""
        return Instant(self._host.now())

    @cached_property
    def today(self) -> Day:
        """The calendar day of `now` in the region."""
        return Day(self._host.today())

    @property
    def role(self) -> str:
        """The role of who acts: `resident`, `grid-worker`, `community-staff`, … or `system`."""
        return self._host.role()

    def setting(self, key: str) -> Plain:
        """A setting of the installation, or its default in the manifest, in Python's own type. KeyError where the manifest declares
        none: the first test of the plugin finds it."""
        value = self._host.setting(key)
        if value is None:
            raise KeyError(f"plugin.toml declares no setting {key}")
        return from_value(value)

    def _typed(self, key: str, kind: type) -> Plain:
        value = self._host.setting(key)
        if type(value) is not kind:
            found = type_names[type(value)] if value else "nothing"
            raise TypeError(f"plugin.toml declares no setting {key} of type {type_names[kind]}; found {found}")
        return from_value(value)

    def setting_flag(self, key: str) -> bool:
        """A setting of type `flag`."""
        return self._typed(key, c.Value_Flag)

    def setting_integer(self, key: str) -> int:
        """A setting of type `integer`."""
        return self._typed(key, c.Value_Integer)

    def setting_decimal(self, key: str) -> float:
        """A setting of type `decimal`."""
        return self._typed(key, c.Value_Decimal)

    def setting_text(self, key: str) -> str:
        """A setting of type `text`."""
        return self._typed(key, c.Value_Text)

    def setting_date(self, key: str) -> Day:
        """A setting of type `date`."""
        return self._typed(key, c.Value_Date)

    def setting_codes(self, key: str) -> list[str]:
        """A setting of type `codes`."""
        return self._typed(key, c.Value_Codes)

    @cached_property
    def _exceptions(self) -> frozenset[int]:
        return frozenset(self._host.day_exceptions())

    def is_working_day(self, day: Day) -> bool:
        """Whether offices work on the day: a weekday that is not off, or a weekend day that is worked."""
        return (day.weekday <= 5) != (day.number in self._exceptions)

    def add_working_days(self, count: int, start: Day | None = None) -> Day:
        """The `count`-th working day after today, or after `start`; that day itself for 0."""
        day = start or self.today
        while count > 0:
            day = day.plus_days(1)
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: Day, end: Day) -> int:
        """Working days after `start` up to and with `end`; 0 when `end` is not later."""
        return sum(self.is_working_day(Day(number)) for number in range(start.number + 1, end.number + 1))

    def add_working_hours(self, hours: int, office: OfficeHours) -> Instant:
        """The moment when so many office hours have passed since now. Outside office hours the clock stands still."""
        left, day, minute = hours * 60, self.now.day, self.now.minute_of_day
        while True:
            if self.is_working_day(day):
                start = max(minute, office.opens)
                open_for = max(office.closes - start, 0)
                if left <= open_for and open_for > 0:
                    return day.at(0, 0).plus_minutes(start + left)
                left -= open_for
            day, minute = day.plus_days(1), 0
