"""The answers to a checklist, read by their types."""

from collections.abc import Iterable

from . import contract as c
from .time import Day
from .value import Plain, from_value, type_names


class Answers:
    """Answers by question. A question that was not answered, or is hidden, gives None."""

    def __init__(self, answers: Iterable[c.Answer] = ()) -> None:
        self._list = list(answers)
        self._values = {answer.node: answer.value for answer in reversed(self._list)}

    def __iter__(self):
        return iter(self._list)

    def value(self, question: str) -> c.Value | None:
        """The answer, of whatever type."""
        return self._values.get(question)

    def yes(self, question: str) -> bool:
        """Whether a yes-or-no question was answered with yes."""
        return self.flag(question) is True

    def no(self, question: str) -> bool:
        """Whether a yes-or-no question was answered with no. Not the opposite of `yes`: it may be unanswered."""
        return self.flag(question) is False

    def is_(self, question: str, code: str) -> bool:
        """Whether a choice, or one of several, is this code."""
        match self.value(question):
            case c.Value_Text(chosen):
                return chosen == code
            case c.Value_Codes(chosen):
                return code in chosen
        return False

    def _typed(self, question: str, kind: type) -> Plain | None:
        """The host has checked answers against the form, so another type is a slip of the plugin, and its first test finds it."""
        value = self.value(question)
        if value is not None and type(value) is not kind:
            raise TypeError(f"question {question} was read as {type_names[kind]}, but its answer is of type {type_names[type(value)]}")
        return None if value is None else from_value(value)

    def flag(self, question: str) -> bool | None:
        """The answer to a yes-or-no question."""
        return self._typed(question, c.Value_Flag)

    def integer(self, question: str) -> int | None:
        """A whole number."""
        return self._typed(question, c.Value_Integer)

    def decimal(self, question: str) -> float | None:
        """A number with a fraction."""
        return self._typed(question, c.Value_Decimal)

    def text(self, question: str) -> str | None:
        """Text."""
        return self._typed(question, c.Value_Text)

    def date(self, question: str) -> Day | None:
        """A day."""
        return self._typed(question, c.Value_Date)

    def one(self, question: str) -> str | None:
        """The code of the one choice."""
        return self._typed(question, c.Value_Text)

    def many(self, question: str) -> list[str] | None:
        """The codes of the choices."""
        return self._typed(question, c.Value_Codes)
