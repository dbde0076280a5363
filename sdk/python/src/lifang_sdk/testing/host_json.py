"""An answer as the host writes it down: the JSON of vectors, API and records, the same for every language."""

import dataclasses
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from .. import contract as c
from ..time import Day

_DAYS = {"by", "until", "in_force"}


def host_value(value: c.Value) -> Any:
    """A value of a text or cell."""
    match value:
        case c.Value_Date(number):
            return {"date": str(Day(number))}
        case c.Value_Instant(ms):
            return {"instant": _moment(ms)}
    return {_kebab(type(value).__name__): value.value}


def host_json(answer: Any, key: str = "") -> Any:
    """Any answer of a plugin."""
    match answer:
        case None | bool() | str() | float():
            return answer
        case int():
            return str(Day(answer)) if key in _DAYS else _moment(answer) if key == "due" else answer
        case Enum():
            return _kebab(answer.name)
        case list() | tuple():
            return [host_json(item) for item in answer]
        case c.Text(name, args):
            return {"key": name, "args": [[name, host_value(value)] for name, value in args]} if args else {"key": name}
        case c.Clause(document, ""):
            return {"document": document}
        case c.Cell_Present(value):
            return {"present": host_value(value)}
        case c.TableCell_Date(number):
            return {"date": str(Day(number))}
    name = type(answer).__name__
    if name.startswith("Action_"):
        return {"action": _kebab(name), **host_json(answer.value)}
    if "_" in name:
        return {_kebab(name): host_json(answer.value)} if dataclasses.fields(answer) else _kebab(name)
    out: dict[str, Any] = {}
    for field in dataclasses.fields(answer):
        part = getattr(answer, field.name)
        # What a node is, stands among what it has.
        if field.name in ("kind", "standing", "block") and not isinstance(part, Enum):
            out |= _flat(field.name, part)
        else:
            out[field.name] = host_json(part, field.name)
    return out


def _flat(key: str, part: Any) -> dict[str, Any]:
    match part:
        case c.NodeKind_Question(answer):
            rest = {"answer": _answer_type(answer)}
        case c.Standing_MayIssue(bring):
            rest = {"bring": host_json(bring)}
        case c.Block_Section(title):
            rest = {"title": host_json(title)}
        case c.Block_Paragraph(text):
            rest = {"text": host_json(text)}
        case c.Block_KeyFigure(c.KeyFigure(label, (value, decimals))):
            rest = {"label": host_json(label), "value": host_json(value), "decimals": decimals}
        case _:
            rest = host_json(part.value) if dataclasses.fields(part) else {}
    return {key: _kebab(type(part).__name__), **rest}


def _answer_type(answer: c.AnswerType) -> dict[str, Any]:
    kind = {"type": _kebab(type(answer).__name__)}
    match answer:
        case c.AnswerType_Integer((least, most)) | c.AnswerType_Decimal((least, most)):
            return {**kind, "min": least, "max": most}
        case c.AnswerType_Text(longest):
            return {**kind, "longest": longest}
        case c.AnswerType_One(choices) | c.AnswerType_Many(choices):
            return {**kind, "choices": host_json(choices)}
    return kind


def _kebab(name: str) -> str:
    """`Action_OpenWorkOrder` is `open-work-order`, `NORMAL` is `normal`."""
    case = name.rstrip("_").rsplit("_", 1)[-1]
    if case.isupper():
        return name.lower().replace("_", "-")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in case).lstrip("-")


def _moment(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{ms % 1000:03}Z"
