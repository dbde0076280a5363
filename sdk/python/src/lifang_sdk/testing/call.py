"""A fixed call. By default: a grid worker, at nine in the morning of Friday, 1 March 2024."""

from collections.abc import Iterable, Mapping

from .. import contract as c
from ..call import Call
from ..time import Day
from ..value import Plain, to_value
from .manifest import Manifest

_LEVELS = [(2, "province"), (4, "city"), (6, "district"), (9, "street"), (12, "community"), (15, "grid")]


def subtree(code: str) -> str:
    """The leading digits that all regions of the code's subtree share."""
    for above in (12, 9, 6, 4, 2, 0):
        if above < len(code):
            if code[above:].strip("0"):
                break
            code = code[:above]
    return code


class TestHostCall:
    """The call as the host would hand it over."""

    __test__ = False

    def __init__(
        self,
        region: str,
        *,
        on: str = "2024-03-01",
        at: str = "09:00",
        role: str = "grid-worker",
        exceptions: Iterable[str] = (),
        settings: Mapping[str, Plain] = {},
        manifest: Manifest | None = None,
    ) -> None:
        hour, minute = at.split(":")
        self._today, self._role = Day.parse(on), role
        self._now = self._today.at(int(hour), int(minute))
        self._exceptions = sorted(Day.parse(day).number for day in exceptions)
        self._settings = {**(manifest.settings() if manifest else {}), **{key: to_value(value) for key, value in settings.items()}}
        codes = [(region[:digits].ljust(12, "0"), level) for digits, level in _LEVELS if digits <= len(subtree(region))]
        self._path = [c.Region(code, f"region {code}", level) for code, level in codes]

    def region(self) -> c.Region:
        return self._path[-1]

    def path(self) -> list[c.Region]:
        return self._path

    def now(self) -> int:
        return self._now.ms

    def today(self) -> int:
        return self._today.number

    def role(self) -> str:
        return self._role

    def day_exceptions(self) -> list[int]:
        return self._exceptions

    def setting(self, key: str) -> c.Value | None:
        return self._settings.get(key)


def call(region: str, **options) -> Call:
    """A call about a region, by its code (12 digits, a grid 15): `call("220104001001", on="2024-03-01", settings={"visit_days": 7})`. With
    the plugin's `manifest`, settings have its defaults."""
    return Call(TestHostCall(region, **options))
