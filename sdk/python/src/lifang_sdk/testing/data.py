"""Tables in memory, with grants: what is not granted is refused, columns have the contract's types, filters and order are the database's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cmp_to_key
from typing import Any, TypeVar

from .. import contract as c
from ..data.column import Column
from ..data.data import Data
from ..data.datasets import DATASETS
from ..data.figure import figure
from ..data.rows import Scan
from ..failure import DataRefused
from ..time import Day, Instant
from ..value import Plain, to_value
from .call import subtree
from .manifest import Manifest

T = TypeVar("T")
Row = dict[str, c.Value]
_BATCH_ROWS = 16
_DIGITS = {"province": 2, "city": 4, "district": 6, "street": 9, "community": 12}
_TYPES = {"flag": c.Value_Flag, "f64": c.Value_Decimal, "date": c.Value_Date, "instant": c.Value_Instant, "text": c.Value_Text, "dictionary": c.Value_Text, "code": c.Value_Text, "bits": c.Value_Codes}
_LEAST: dict[str, Plain] = {"flag": False, "f64": 0.0, "date": Day(0), "instant": Instant(0), "text": "", "dictionary": "", "bits": []}


class Refusal(Exception):
    """What the host would refuse with."""

    def __init__(self, error: c.DataError) -> None:
        super().__init__(str(error))
        self.error = error


class TestData:
    """The data of a test. With a manifest, its needs are granted; without one, nothing is."""

    __test__ = False

    def __init__(self, region: str, manifest: Manifest | None = None) -> None:
        self._region, self._manifest = region, manifest
        self._tables: dict[str, list[Row]] = {}
        self._granted = set(manifest.needs()) if manifest else set()
        self._local = manifest.local_fields() if manifest else []
        self._published = False

    def grant(self, dataset: str, *columns: str) -> TestData:
        """Grants columns of a dataset."""
        self._granted |= {(dataset, column) for column in columns}
        return self

    def withhold(self, dataset: str, column: str) -> TestData:
        """Takes a grant back: what an operator may do to any plugin."""
        self._granted.discard((dataset, column))
        return self

    def published(self) -> TestData:
        """The call makes a report meant for publication: it may aggregate but not scan."""
        self._published = True
        return self

    def row(self, dataset: str, **cells: Plain | None) -> TestData:
        """Adds a row. Days are written as text or as a Day, codes and sets as text, `id` is what `data.subject` looks for. Of the columns not
        mentioned, `region` is the call's, those that may be missing are unknown, and the others have their least value."""
        row: Row = {}
        for column in self._columns(dataset):
            if not column.nullable:
                row[column.key] = to_value(self._region if column.key == "region" else _LEAST.get(column.type, column.codes[0][1] if column.codes else 0))
        for key, plain in cells.items():
            if plain is not None:
                row[key] = to_value(plain) if key == "id" else read(self._column(dataset, key), plain)
        self._tables.setdefault(dataset, []).append(row)
        return self

    def data(self) -> Data:
        """What the plugin reads through."""
        return Data(self)

    def sweep(self, rule: str) -> Scan:
        """The rows a sweep is handed: the columns that the manifest names for the rule."""
        if self._manifest is None:
            raise TypeError("a sweep wants a manifest: TestData(region, manifest)")
        dataset, columns = self._manifest.sweep(rule)
        return Scan(self.open(c.ScanQuery(dataset, columns, [], None, [])), self.asking, columns)

    @staticmethod
    def asking(ask: Callable[[], T]) -> T:
        """Asks; a refusal becomes `DataRefused`."""
        try:
            return ask()
        except Refusal as refused:
            raise DataRefused(refused.error) from None

    def open(self, query: c.ScanQuery) -> _OpenScan:
        """`scans.open`"""
        if self._published:
            raise Refusal(c.DataError_PublishedMayNotScan())
        columns = [self._readable(query.dataset, key) for key in query.columns]
        rows = self._select(query.dataset, query.filters, query.region)
        for key in reversed(query.sort):
            column = self._readable(query.dataset, key.removeprefix("-"))
            rows.sort(key=cmp_to_key(lambda one, other: _compare_known(column, one.get(column.key), other.get(column.key))), reverse=key.startswith("-"))
        return _OpenScan(columns, rows)

    def get(self, dataset: str, id: str, fields: list[str]) -> list[c.Cell]:
        """`subjects.get`"""
        if dataset not in DATASETS or not DATASETS[dataset].subject:
            raise Refusal(c.DataError_UnknownDataset(dataset))
        row = next((row for row in self._tables.get(dataset, []) if row.get("id") == to_value(id)), None)
        if row is None:
            raise Refusal(c.DataError_NotFound(id))

        def cell(key: str) -> c.Cell:
            self._column(dataset, key)
            if (dataset, key) not in self._granted:
                return c.Cell_Withheld()
            return c.Cell_Present(row[key]) if key in row else c.Cell_Unknown()

        return [cell(key) for key in fields]

    def aggregate(self, query: c.AggregateQuery) -> list[c.Group]:
        """`aggregates.run`"""
        keys = [self._group_key(query.dataset, key) for key in query.by]
        measured = [(measure, self._measurable(query.dataset, measure)) for measure in query.measures]
        groups: list[tuple[list[c.Value | None], list[Row]]] = [] if query.by else [([], [])]
        for row in self._select(query.dataset, query.filters, query.region):
            key = [_group_value(row.get(column.key), digits) for column, digits in keys]
            rows = next((rows for known, rows in groups if known == key), None)
            if rows is None:
                groups.append((key, [row]))
            else:
                rows.append(row)

        def order(one, other) -> int:
            compared = (_compare_known(column, first, second) for (column, _), first, second in zip(keys, one[0], other[0]))
            return next((result for result in compared if result), 0)

        groups.sort(key=cmp_to_key(order))
        return [c.Group(key, [_figure(measure, column, rows) for measure, column in measured]) for key, rows in groups]

    def _group_key(self, dataset: str, key: str) -> tuple[Column, int | None]:
        name, _, level = key.partition(":")
        if level and level not in _DIGITS:
            raise Refusal(c.DataError_UnknownColumn(key))
        return self._readable(dataset, name), _DIGITS.get(level)

    def _measurable(self, dataset: str, measure: c.Measure) -> Column | None:
        if isinstance(measure, c.Measure_Count):
            return None
        column = self._readable(dataset, measure.value)
        if not isinstance(measure, c.Measure_Known) and column.type in ("text", "dictionary", "bits", "code"):
            raise Refusal(c.DataError_WrongType(f"{column.key}: {column.type}"))
        return column

    def _select(self, dataset: str, filters: Iterable[c.Filter], within: str | None) -> list[Row]:
        region = within or self._region
        if not region.startswith(subtree(self._region)):
            raise Refusal(c.DataError_OutsideRegion(region))
        rows = [row for row in self._tables.get(dataset, []) if any(row[key].value.startswith(subtree(region)) for key in ("region", "grid") if key in row)]
        for test in filters:
            column = self._readable(dataset, test.column)
            _check(column, test.test)
            rows = [row for row in rows if _passes(column, test.test, row.get(column.key))]
        return rows

    def _columns(self, dataset: str) -> list[Column]:
        if dataset not in DATASETS:
            raise Refusal(c.DataError_UnknownDataset(dataset))
        return DATASETS[dataset].columns() + [column for column in self._local if column.dataset == dataset]

    def _column(self, dataset: str, key: str) -> Column:
        column = next((column for column in self._columns(dataset) if column.key == key), None)
        if column is None:
            raise Refusal(c.DataError_UnknownColumn(f"{dataset}.{key}"))
        return column

    def _readable(self, dataset: str, key: str) -> Column:
        column = self._column(dataset, key)
        if (dataset, key) not in self._granted:
            raise Refusal(c.DataError_NotGranted(f"{dataset}.{key}"))
        return column


def read(column: Column, plain: Plain) -> c.Value:
    """The value as the host holds it; an error where the column cannot hold it."""
    if column.type == "date" and isinstance(plain, str):
        plain = Day.parse(plain)
    if column.type == "f64" and type(plain) is int:
        plain = float(plain)
    value = to_value(plain)
    codes = value.value if isinstance(value, c.Value_Codes) else [value.value] if column.type == "code" else []
    if type(value) is not _TYPES.get(column.type, c.Value_Integer) or any(column.number(code) is None for code in codes):
        raise TypeError(f"{column.dataset}.{column.key} is of type {column.type}; {plain!r} is not")
    return value


def _whole(column: Column, value: c.Value | None) -> Any:
    """The number that stands for the value in a column: itself, a code's number, a set's bits, days, milliseconds."""
    if value is None:
        return 0
    if isinstance(value, c.Value_Text):
        return column.number(value.value) or 0
    if isinstance(value, c.Value_Codes):
        return sum(1 << (column.number(code) or 0) for code in value.value)
    return int(value.value) if isinstance(value, c.Value_Flag) else value.value


def _compare(column: Column, one: c.Value, other: c.Value) -> int:
    if isinstance(one, c.Value_Text) and not column.codes:
        return (one.value > other.value) - (one.value < other.value)
    first, second = _whole(column, one), _whole(column, other)
    return (first > second) - (first < second)


def _compare_known(column: Column, one: c.Value | None, other: c.Value | None) -> int:
    """Unknown before known, then by value: the order of groups and of scans."""
    if one is not None and other is not None:
        return _compare(column, one, other)
    return (one is not None) - (other is not None)


def _fits(column: Column, value: c.Value) -> bool:
    try:
        read(column, Day(value.value) if isinstance(value, c.Value_Date) else Instant(value.value) if isinstance(value, c.Value_Instant) else value.value)
        return True
    except (TypeError, ValueError):
        return False


def _check(column: Column, test: c.Test) -> None:
    match test:
        case c.Test_Equals(value):
            good = _fits(column, value)
        case c.Test_OneOf(values):
            good = all(_fits(column, value) for value in values)
        case c.Test_AtLeast(value) | c.Test_AtMost(value):
            good = column.type not in ("bits", "code") and _fits(column, value)
        case c.Test_AnyBit():
            good = column.type == "bits"
        case _:
            good = True
    if not good:
        raise Refusal(c.DataError_BadFilter(column.key))


def _passes(column: Column, test: c.Test, value: c.Value | None) -> bool:
    if isinstance(test, c.Test_Unknown):
        return value is None
    if value is None:
        return False
    match test:
        case c.Test_Equals(wanted):
            return _compare(column, value, wanted) == 0
        case c.Test_OneOf(choices):
            return any(_compare(column, value, wanted) == 0 for wanted in choices)
        case c.Test_AtLeast(wanted):
            return _compare(column, value, wanted) >= 0
        case c.Test_AtMost(wanted):
            return _compare(column, value, wanted) <= 0
        case c.Test_AnyBit(bits):
            return _whole(column, value) & bits != 0
    return True


def _figure(measure: c.Measure, column: Column | None, rows: list[Row]) -> c.Figure:
    if column is None:
        return figure(len(rows))
    numbers = [_whole(column, row[column.key]) for row in rows if column.key in row]
    if isinstance(measure, c.Measure_Known):
        return figure(len(numbers))
    if not numbers:
        return c.Figure_None_()
    match measure:
        case c.Measure_Sum():
            return figure(sum(numbers))
        case c.Measure_Mean():
            return figure(sum(numbers) / len(numbers))
        case c.Measure_Min():
            return figure(min(numbers))
    return figure(max(numbers))


def _group_value(value: c.Value | None, digits: int | None) -> c.Value | None:
    return value if value is None or digits is None else to_value(value.value[:digits].ljust(12, "0"))


class _OpenScan:
    def __init__(self, columns: list[Column], rows: list[Row]) -> None:
        self._columns, self._rows, self._next = columns, rows, 0
        self._words: list[dict[str, int]] = [{} for _ in columns]

    def next(self, max_rows: int) -> _Batch | None:
        first = self._next
        here = self._rows[first : first + min(max_rows, _BATCH_ROWS)]
        self._next += len(here)
        return _Batch(self._columns, self._words, first, here) if here else None


class _Batch:
    def __init__(self, columns: list[Column], words: list[dict[str, int]], first: int, rows: list[Row]) -> None:
        self._columns, self._words, self._first, self._rows = columns, words, first, rows

    def rows(self) -> int:
        return len(self._rows)

    def first(self) -> int:
        return self._first

    def _typed(self, position: int, *types: str) -> list:
        if position >= len(self._columns):
            raise Refusal(c.DataError_UnknownColumn(f"column {position} of {len(self._columns)}"))
        column = self._columns[position]
        if column.type not in types:
            raise Refusal(c.DataError_WrongType(f"column {position}: {column.type}"))
        return [_whole(column, row.get(column.key)) for row in self._rows]

    def u8s(self, column: int) -> bytes:
        return bytes(self._typed(column, "u8", "flag", "code"))

    def u16s(self, column: int) -> list[int]:
        return self._typed(column, "u16", "bits")

    def s32s(self, column: int) -> list[int]:
        return self._typed(column, "s32", "date")

    def s64s(self, column: int) -> list[int]:
        return self._typed(column, "s64", "instant")

    def f64s(self, column: int) -> list[float]:
        return self._typed(column, "f64")

    def _text(self, position: int) -> list[str | None]:
        key = self._columns[position].key
        return [row[key].value if key in row else None for row in self._rows]

    def texts(self, column: int) -> c.TextColumn:
        self._typed(column, "text")
        offsets, joined = [0], b""
        for text in self._text(column):
            joined += (text or "").encode()
            offsets.append(len(joined))
        return c.TextColumn(offsets, joined)

    def words(self, column: int) -> c.DictionaryColumn:
        self._typed(column, "dictionary")
        known, before = self._words[column], len(self._words[column])
        codes = [0 if text is None else known.setdefault(text, len(known)) for text in self._text(column)]
        return c.DictionaryColumn(codes, list(known)[before:])

    def validity(self, column: int) -> bytes | None:
        known = [self._columns[column].key in row for row in self._rows]
        if all(known):
            return None
        bits = bytearray((len(known) + 7) // 8)
        for at, there in enumerate(known):
            bits[at >> 3] |= there << (at & 7)
        return bytes(bits)
