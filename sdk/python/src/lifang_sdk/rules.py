"""World `rules`: grid rules and reports. Reads data; decides nothing that the host does not check."""

from collections.abc import Iterable
from dataclasses import dataclass

from . import contract as c
from .call import Call
from .data.data import Data
from .data.rows import Scan
from .failure import UnknownId
from .fields import Fields
from .time import Day, Instant


@dataclass(frozen=True)
class Event:
    """Something that happened 事件."""

    id: str
    """Opaque; the same event keeps its id for this plugin."""
    kind: str
    """Its kind, a code the manifest's rules name."""
    occurred: Instant
    """When it happened."""
    fields: Fields
    """What is known of it; which fields is for the event kind to say."""


@dataclass(frozen=True)
class Period:
    """The days a report is about, both included."""

    first: Day
    last: Day


class Rules:
    """What a plugin of world `rules` implements; leave out what it has not."""

    def decide(self, call: Call, data: Data, rule: str, event: Event) -> c.Decision:
        """What one rule makes of an event; called for each rule in force, in the host's order, and the answers are joined."""
        raise UnknownId(rule)

    def sweep(self, call: Call, data: Data, rule: str, rows: Scan) -> c.SweepAnswer:
        """What a rule makes of every row. The host has opened `rows` with the columns of the rule's `sweep` in the manifest."""
        raise UnknownId(rule)

    def report(self, call: Call, data: Data, id: str, period: Period) -> c.Document:
        """The report of `id` for a period."""
        raise UnknownId(id)


def outcome(code: str, actions: Iterable[c.Action] = (), reasons: Iterable[c.Reason] = ()) -> c.Outcome:
    """What is proposed for each row marked with it; `code` is unique in the answer, and the host counts by it."""
    return c.Outcome(code, list(actions), list(reasons))


class Marks:
    """The answer of a sweep, in columns: which rows, and what is proposed for each."""

    def __init__(self) -> None:
        self._answer = c.SweepAnswer([], [], [])

    def outcome(self, outcome: c.Outcome) -> int:
        """Adds an outcome to mark rows with; answers with its number."""
        self._answer.outcomes.append(outcome)
        return len(self._answer.outcomes) - 1

    def mark(self, position: int, outcome: int) -> None:
        """Marks the row at that position in the scan. Rows are marked in ascending order, each at most once."""
        self._answer.rows.append(position)
        self._answer.marks.append(outcome)

    def __len__(self) -> int:
        return len(self._answer.rows)

    def answer(self) -> c.SweepAnswer:
        """The answer."""
        return self._answer
