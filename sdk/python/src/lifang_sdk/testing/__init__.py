"""Native tests: a call, data in memory, answers and cells, and the host's way with them. No component is built for it."""

from collections.abc import Iterable
from typing import Any

from .. import contract as c
from ..answers import Answers
from ..call import Call
from ..checklist import Checklist
from ..fields import Fields
from ..forms import Forms
from ..rules import Event
from ..time import Day
from ..value import to_value
from .call import call
from .catalogs import Catalogs, texts_of
from .data import TestData
from .host_json import host_json
from .manifest import Manifest
from .vectors import answered, expected, vectors_of

WITHHELD = object()
"""Stands for a cell that the grant does not cover."""


def fields(**cells: Any) -> Fields:
    """Cells: values that are recorded, None where nothing is, `WITHHELD` where the grant does not cover it."""

    def cell(value: Any) -> c.Cell:
        if value is WITHHELD:
            return c.Cell_Withheld()
        return c.Cell_Unknown() if value is None else c.Cell_Present(to_value(value))

    return Fields(c.Field(key, cell(value)) for key, value in cells.items())


def answers(**values: Any) -> Answers:
    """Answers by question; in a name `_` stands for `-`."""
    return Answers(c.Answer(node.replace("_", "-"), to_value(value)) for node, value in values.items())


def event(kind: str, on: str, /, **cells: Any) -> Event:
    """An event of that kind at nine in the morning of a day."""
    return Event("event", kind, Day.parse(on).at(9, 0), fields(**cells))


class Incomplete(Exception):
    """The host would not have asked the plugin for a judgement: questions that are not answered, answers that have problems."""

    def __init__(self, missing: list[str], problems: list[str]) -> None:
        super().__init__(f"missing: {', '.join(missing) or 'none'}; problems: {', '.join(problems) or 'none'}")
        self.missing, self.problems = missing, problems


def judge(plugin: Forms, call: Call, id: str, answers: Answers, known: Fields = Fields()) -> c.Judgement:
    """Judges a filled checklist as the host does: answers to hidden nodes are dropped, an incomplete form is refused."""
    checklist = plugin.checklist(call, id, known)
    standing = list(zip(checklist.form().nodes, checklist.state(answers).nodes))
    missing = [node.id for node, state in standing if state.required and answers.value(node.id) is None]
    problems = [node.id for node, state in standing if state.problems]
    if missing or problems:
        raise Incomplete(missing, problems)
    visible = {node.id for node, state in standing if state.visible}
    return plugin.judge(call, id, Answers(answer for answer in answers if answer.node in visible), known)


def shown(checklist: Checklist, answers: Answers) -> list[str]:
    """The ids of the nodes that show with these answers, in reading order."""
    return [node.id for node, state in zip(checklist.form().nodes, checklist.state(answers).nodes) if state.visible]


def found(judgement: c.Judgement) -> list[str]:
    """The keys of what was found, in order."""
    return [finding.text.key for finding in judgement.findings]


def assert_admitted(manifest: Manifest, actions: Iterable[c.Action]) -> None:
    """Fails unless the manifest's duty list has an item for every work order and visit. The host refuses what no admitted item covers."""
    duties = manifest.duties()
    for action in actions:
        duty = getattr(action.value, "duty", None)
        assert duty is None or duty in duties, f"plugin.toml has no duty {duty}; it has {', '.join(duties)}"
