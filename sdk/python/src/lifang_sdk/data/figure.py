"""Figures: a number, none, or held back because so few people stand behind it; what is made of a held-back one is held back too."""

from collections.abc import Callable
from math import isfinite

from ..contract import Figure, Figure_None_, Figure_Number, Figure_Suppressed


def figure(number: float) -> Figure:
    """A number; none where it is not finite."""
    return Figure_Number(float(number)) if isfinite(number) else Figure_None_()


def number_of(figure: Figure) -> float | None:
    """The number; None where there is none or it is held back."""
    return figure.value if isinstance(figure, Figure_Number) else None


def combine(one: Figure, other: Figure, make: Callable[[float, float], float]) -> Figure:
    """A figure made of two others; suppressed when one of them is, none when one has no value."""
    match one, other:
        case (Figure_Suppressed(), _) | (_, Figure_Suppressed()):
            return Figure_Suppressed()
        case Figure_Number(first), Figure_Number(second):
            return figure(make(first, second))
    return Figure_None_()


def percent_of(part: Figure, whole: Figure) -> Figure:
    """The share of `part` in `whole`, in percent; none where the whole is nothing."""
    return combine(part, whole, lambda part, whole: 100 * part / whole if whole else float("inf"))
