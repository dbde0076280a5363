"""Typed rows over columns: a class names the columns; they are read row by row, or as bare columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from ..time import Day, Instant
from .column import Column

R = TypeVar("R", bound="Row")

BATCH_ROWS = 4096
"""How many rows are asked for at once: few calls, and not much memory."""


class HostBatch(Protocol):
    """Some rows of a scan, before their columns are fetched."""

    def rows(self) -> int: ...
    def first(self) -> int: ...
    def u8s(self, column: int) -> Sequence[int]: ...
    def u16s(self, column: int) -> Sequence[int]: ...
    def s32s(self, column: int) -> Sequence[int]: ...
    def s64s(self, column: int) -> Sequence[int]: ...
    def f64s(self, column: int) -> Sequence[float]: ...
    def texts(self, column: int) -> Any: ...
    def words(self, column: int) -> Any: ...
    def validity(self, column: int) -> Sequence[int] | None: ...


class HostScan(Protocol):
    """What the host hands over as a scan; tests hand over the same."""

    def next(self, max_rows: int) -> HostBatch | None: ...


@dataclass(frozen=True)
class Values:
    """The values of a column in one batch."""

    raw: Sequence[Any]
    """The bare values, 0 or empty where one is missing: numbers for numbers, codes, sets, days and moments; texts for texts."""
    validity: Sequence[int] | None
    """One bit per row, least significant first, 1 where there is a value; None where every row has one."""
    _item: Callable[[Any], Any]

    def known(self, row: int) -> bool:
        """Whether the row has a value."""
        return self.validity is None or bool(self.validity[row >> 3] >> (row & 7) & 1)

    def __getitem__(self, row: int) -> Any:
        """The value of a row of this batch; None where it is missing."""
        return self._item(self.raw[row]) if self.known(row) else None


class Row:
    """One row. Declare the columns a rule reads under the names it reads them by:

    class Neighbour(Row):
        age = Persons.AGE
        last_visit = Persons.LAST_VISIT

    A column that may be missing gives None."""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Name and column, in the order declared."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Column)}


@dataclass(frozen=True)
class Batch:
    """Some rows, with their columns as attributes: `batch.age.raw` is a sequence of numbers."""

    first: int
    """The position in the scan of the first row."""
    length: int
    columns: dict[str, Values]

    def __len__(self) -> int:
        return self.length

    def __getattr__(self, name: str) -> Values:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None


class Scan:
    """An open scan whose columns have no names yet; what a sweep is handed."""

    def __init__(self, host: HostScan, asking: Callable, opened: Sequence[str] | None = None) -> None:
        self._host, self._asking, self._opened = host, asking, opened

    def read(self, shape: type[R]) -> Rows[R]:
        """Reads the scan as these rows, in the order of columns it was opened with; for a sweep that is the manifest's."""
        keys = [column.key for column in shape.columns().values()]
        if self._opened is not None and keys != list(self._opened):
            raise TypeError(f"the scan was opened with {', '.join(self._opened)} (the manifest's); the code reads {', '.join(keys)}")
        return Rows(self._host, self._asking, shape)


class Rows(Generic[R]):
    """The rows of a scan, in the host's order. Iterating gives `(position, row)`."""

    def __init__(self, host: HostScan, asking: Callable, shape: type[R]) -> None:
        self._host, self._asking, self._shape = host, asking, shape
        self._words: list[list[str]] = [[] for _ in shape.columns()]

    def batches(self) -> Iterator[Batch]:
        """The rows in batches."""
        while (batch := self._asking(lambda: self._host.next(BATCH_ROWS))) is not None:
            columns = {
                name: self._asking(lambda: self._load(batch, column, position))
                for position, (name, column) in enumerate(self._shape.columns().items())
            }
            yield Batch(batch.first(), batch.rows(), columns)

    def __iter__(self) -> Iterator[tuple[int, R]]:
        for batch in self.batches():
            for at in range(len(batch)):
                row = self._shape.__new__(self._shape)
                for name, values in batch.columns.items():
                    setattr(row, name, values[at])
                yield batch.first + at, row

    def _load(self, batch: HostBatch, column: Column, position: int) -> Values:
        validity = batch.validity(position) if column.nullable else None
        match column.type:
            case "text":
                texts = batch.texts(position)
                raw = [texts.bytes[start:end].decode() for start, end in zip(texts.offsets, texts.offsets[1:])]
                return Values(raw, validity, _same)
            case "dictionary":
                words, more = self._words[position], batch.words(position)
                words.extend(more.words)
                # A missing value has code 0, which need not have a word yet.
                return Values([words[code] if code < len(words) else "" for code in more.codes], validity, _same)
        load, item = _LOADS[column.type]
        return Values(load(batch, position), validity, item)


def _same(raw: Any) -> Any:
    return raw


_LOADS: dict[str, tuple[Callable[[HostBatch, int], Sequence], Callable[[Any], Any]]] = {
    "flag": (lambda batch, column: batch.u8s(column), bool),
    "u8": (lambda batch, column: batch.u8s(column), _same),
    "code": (lambda batch, column: batch.u8s(column), _same),
    "u16": (lambda batch, column: batch.u16s(column), _same),
    "bits": (lambda batch, column: batch.u16s(column), _same),
    "s32": (lambda batch, column: batch.s32s(column), _same),
    "date": (lambda batch, column: batch.s32s(column), Day),
    "s64": (lambda batch, column: batch.s64s(column), _same),
    "instant": (lambda batch, column: batch.s64s(column), Instant),
    "f64": (lambda batch, column: batch.f64s(column), _same),
}
