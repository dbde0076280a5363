"""The data a call of world `rules` may read. What is not covered raises."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from .. import contract as c
from ..contract import Figure
from ..fields import Fields
from ..value import Plain, from_value
from .column import Column, Dataset
from .rows import HostScan, Row, Rows, Scan

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class Source(Protocol):
    """What the host offers; tests offer the same."""

    def open(self, query: c.ScanQuery) -> HostScan: ...
    def get(self, dataset: str, id: str, fields: list[str]) -> list[c.Cell]: ...
    def aggregate(self, query: c.AggregateQuery) -> list[c.Group]: ...
    def asking(self, ask: Callable[[], T]) -> T:
        """Asks; a refusal becomes `DataRefused`."""
        ...


def by_region(level: str) -> str:
    """A level of regions to group by: `province`, `city`, `district`, `street` or `community`."""
    return f"region:{level}"


class measure:
    """One figure per group."""

    @staticmethod
    def count() -> c.Measure:
        """The number of rows."""
        return c.Measure_Count()

    @staticmethod
    def known(column: Column) -> c.Measure:
        """The number of rows where the column is known."""
        return c.Measure_Known(column.key)

    @staticmethod
    def sum(column: Column) -> c.Measure:
        """The sum of a numeric column."""
        return c.Measure_Sum(column.key)

    @staticmethod
    def mean(column: Column) -> c.Measure:
        """The mean of a numeric column."""
        return c.Measure_Mean(column.key)

    @staticmethod
    def min(column: Column) -> c.Measure:
        """The least value of a numeric, date or instant column."""
        return c.Measure_Min(column.key)

    @staticmethod
    def max(column: Column) -> c.Measure:
        """The greatest value of a numeric, date or instant column."""
        return c.Measure_Max(column.key)


class Group:
    """One group of an aggregate."""

    def __init__(self, host: c.Group) -> None:
        self._host = host

    def value(self, position: int) -> Plain | None:
        """The group's value in the `position`-th column of `by`; None where unknown."""
        value = self._host.key[position]
        return None if value is None else from_value(value)

    def text(self, position: int) -> str | None:
        """The group's text or code in the `position`-th column of `by`; None where unknown."""
        value = self.value(position)
        return value if isinstance(value, str) else None

    def figure(self, position: int) -> Figure:
        """The `position`-th measure."""
        return self._host.figures[position]


class Data:
    """What a rule reads through."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def scan(self, shape: type[R], *, filters: Iterable[c.Filter] = (), within: str | None = None, sort: Sequence[Column | str] = ()) -> Rows[R]:
        """Opens a scan of typed rows: `data.scan(Person, filters=[Persons.AGE.at_least(80)])`. `within` is a region inside the call's;
        `sort` has columns, or `"-age"` for descending."""
        columns = shape.columns().values()
        datasets = {column.dataset for column in columns}
        if len(datasets) != 1:
            raise TypeError("a scan reads columns of one dataset")
        order = [by if isinstance(by, str) else by.key for by in sort]
        query = c.ScanQuery(datasets.pop(), [column.key for column in columns], list(filters), within, order)
        return Scan(self._source.asking(lambda: self._source.open(query)), self._source.asking).read(shape)

    def aggregate(
        self, dataset: type[Dataset], *, measures: Iterable[c.Measure], by: Iterable[Column | str] = (), filters: Iterable[c.Filter] = (), within: str | None = None
    ) -> list[Group]:
        """Counts and sums; groups in ascending order of their keys. Without `by` there is one group of all rows."""
        keys = [key if isinstance(key, str) else key.key for key in by]
        query = c.AggregateQuery(dataset.dataset, keys, list(measures), list(filters), within)
        return [Group(group) for group in self._source.asking(lambda: self._source.aggregate(query))]

    def subject(self, dataset: type[Dataset], id: str, columns: Iterable[Column | str]) -> Fields:
        """The fields of one subject, by the identifier this plugin knows it by. A field outside the grant comes back as withheld."""
        keys = [column if isinstance(column, str) else column.key for column in columns]
        cells = self._source.asking(lambda: self._source.get(dataset.dataset, id, keys))
        return Fields(c.Field(key, cell) for key, cell in zip(keys, cells))
