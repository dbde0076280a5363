"""Checklists 清单, declared once: the form that is asked and how it stands follow from the same declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import contract as c
from .answers import Answers
from .words import text

Condition = Callable[[Answers], bool]
Check = Callable[[Answers], c.Text | None]


@dataclass(frozen=True)
class Item:
    """A node of a checklist: made with `question`, `note` and `group`."""

    id: str
    kind: c.NodeKind
    label: c.Text
    visible_when: Condition | None = None
    """Shows only when this holds. Sees the answers to the questions before this one that show themselves."""
    hint: c.Text | None = None
    """A word of help."""
    required: bool | Condition = False
    """Must be answered wherever it shows; or where it shows and this holds."""
    check: Check | None = None
    """Says what is wrong with the answer, or None. Type, bounds and choices are checked by the host."""
    field: str | None = None
    """The base-data column or local field it asks for, so that the host can offer what it already holds."""
    children: Sequence[Item] = ()


class question:
    """Questions by what they take; an id is unique in the checklist. What `Item` says of a question are their options."""

    @staticmethod
    def flag(id: str, label: c.Text, **options) -> Item:
        """Yes or no."""
        return Item(id, c.NodeKind_Question(c.AnswerType_Flag()), label, **options)

    @staticmethod
    def integer(id: str, bounds: tuple[int, int], label: c.Text, **options) -> Item:
        """A whole number within bounds."""
        return Item(id, c.NodeKind_Question(c.AnswerType_Integer(bounds)), label, **options)

    @staticmethod
    def decimal(id: str, bounds: tuple[float, float], label: c.Text, **options) -> Item:
        """A number within bounds."""
        return Item(id, c.NodeKind_Question(c.AnswerType_Decimal(bounds)), label, **options)

    @staticmethod
    def text(id: str, longest: int, label: c.Text, **options) -> Item:
        """Text of at most so many characters."""
        return Item(id, c.NodeKind_Question(c.AnswerType_Text(longest)), label, **options)

    @staticmethod
    def date(id: str, label: c.Text, **options) -> Item:
        """A day."""
        return Item(id, c.NodeKind_Question(c.AnswerType_Date()), label, **options)

    @staticmethod
    def one(id: str, choices: Iterable[c.Choice], label: c.Text, **options) -> Item:
        """One of the choices."""
        return Item(id, c.NodeKind_Question(c.AnswerType_One(list(choices))), label, **options)

    @staticmethod
    def many(id: str, choices: Iterable[c.Choice], label: c.Text, **options) -> Item:
        """Any of the choices."""
        return Item(id, c.NodeKind_Question(c.AnswerType_Many(list(choices))), label, **options)


def note(id: str, label: c.Text, *, visible_when: Condition | None = None, hint: c.Text | None = None) -> Item:
    """Something to read."""
    return Item(id, c.NodeKind_Note(), label, visible_when, hint)


def group(id: str, label: c.Text, children: Sequence[Item], *, visible_when: Condition | None = None, hint: c.Text | None = None) -> Item:
    """A heading over other items. What hides the group hides all of it."""
    return Item(id, c.NodeKind_Group(), label, visible_when, hint, children=children)


def choice(code: str, label: c.Text) -> c.Choice:
    """A choice of a question."""
    return c.Choice(code, label)


def choices(label: str, codes: Iterable[str]) -> list[c.Choice]:
    """Choices of those codes, each labelled `<label>-<code>` in the catalogs: `gas-hose-rubber`. A column's own:
    `choices("living", (code for _, code in Persons.LIVING.codes))`."""
    return [choice(code, text(f"{label}-{code}")) for code in codes]


@dataclass(frozen=True)
class Checklist:
    """A checklist as it is asked on the day of the call, with the id of the manifest."""

    id: str
    title: c.Text
    items: Sequence[Item]

    def form(self) -> c.Form:
        """The form as the contract wants it: a flat list, parents first."""
        nodes: list[c.Node] = []

        def flatten(items: Sequence[Item], parent: int | None) -> None:
            for item in items:
                nodes.append(c.Node(item.id, parent, item.kind, item.label, item.hint, item.field))
                flatten(item.children, len(nodes) - 1)

        flatten(self.items, None)
        return c.Form(self.id, self.title, nodes)

    def state(self, answers: Iterable[c.Answer]) -> c.FormState:
        """How every node stands, whatever the order the answers come in."""
        given: dict[str, c.Answer] = {}
        for answer in answers:
            given.setdefault(answer.node, answer)
        counted: list[c.Answer] = []
        standing: list[tuple[Item, bool]] = []

        # In reading order: whether each node shows, and with it whether its answer counts for what comes after.
        def see(items: Sequence[Item], parent_shows: bool) -> None:
            for item in items:
                # A condition that gives None, as that on an answer not given does, does not hold.
                visible = parent_shows and (item.visible_when is None or bool(item.visible_when(Answers(counted))))
                if visible and item.id in given:
                    counted.append(given[item.id])
                standing.append((item, visible))
                see(item.children, visible)

        see(self.items, True)
        every = Answers(counted)

        def stands(position: int, item: Item, visible: bool) -> c.NodeState:
            required = visible and bool(item.required(every) if callable(item.required) else item.required)
            problem = item.check(every) if visible and item.check and every.value(item.id) is not None else None
            return c.NodeState(position, visible, required, [problem] if problem else [])

        return c.FormState([stands(position, *pair) for position, pair in enumerate(standing)])
