"""A plugin's catalogs `texts/<language>.ftl`: whether they have what the plugin says, and what it reads like."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast

from .. import contract as c
from ..time import Day, Instant

_NEEDED = ("zh", "en")


class Catalogs:
    """The catalogs of the plugin in a folder."""

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)
        self._bundles: dict[str, FluentBundle] = {}
        self._messages: dict[str, dict[str, frozenset[str]]] = {}
        for path in sorted((self._folder / "texts").glob("*.ftl")):
            source = path.read_text(encoding="utf-8")
            parsed = FluentParser().parse(source)
            for entry in parsed.body:
                if isinstance(entry, ast.Junk):
                    line = source[: entry.span.start].count("\n") + 1
                    raise ValueError(f"texts/{path.name}, line {line}: {entry.annotations[0].message if entry.annotations else 'not Fluent'}")
            # As the host does: the marks would end up in tables and prints.
            bundle = FluentBundle([path.stem], use_isolating=False)
            bundle.add_resource(FluentResource(source))
            self._bundles[path.stem] = bundle
            self._messages[path.stem] = {entry.id.name: frozenset(_variables(entry.value)) for entry in parsed.body if isinstance(entry, ast.Message)}

    def say(self, language: str, text: c.Text) -> str:
        """The text in a language, as a reader sees it; an error where the catalog lacks it or a placeable gets no value."""
        if text.key not in self._messages.get(language, {}):
            raise KeyError(f"texts/{language}.ftl has no message {text.key}")
        bundle = self._bundles[language]
        said, errors = bundle.format_pattern(bundle.get_message(text.key).value, {name: _argument(value) for name, value in text.args})
        if errors:
            raise ValueError(f"texts/{language}.ftl, {text.key}: {errors}")
        return said

    def assert_say(self, answer: Any) -> None:
        """Fails unless every catalog has each text of an answer, with a value for each placeable."""
        for text in texts_of(answer):
            for language in self._bundles:
                self.say(language, text)

    def assert_whole(self) -> None:
        """Fails unless there is a Chinese and an English catalog, all have the same messages with the same placeables, and they have every key
        that `text("…")` names in `src/`."""
        wrong = [f"texts/{language}.ftl is missing" for language in _NEEDED if language not in self._messages]
        every = {key: names for messages in self._messages.values() for key, names in messages.items()}
        for language, messages in self._messages.items():
            for key, names in every.items():
                if key not in messages:
                    wrong.append(f"texts/{language}.ftl has no message {key}, another catalog has")
                elif messages[key] != names:
                    wrong.append(f"texts/{language}.ftl, {key}: placeables differ from another catalog's")
        for path in sorted((self._folder / "src").rglob("*.py")):
            for key in re.findall(r'\btext\(\s*"([^"]+)"', path.read_text(encoding="utf-8")):
                if key not in every:
                    wrong.append(f"no catalog has {key}, which src/ uses")
        assert not wrong, "\n".join(wrong)


def texts_of(answer: Any) -> Iterator[c.Text]:
    """Every text in an answer, however deep."""
    if isinstance(answer, c.Text):
        yield answer
    elif isinstance(answer, (list, tuple)):
        for item in answer:
            yield from texts_of(item)
    elif dataclasses.is_dataclass(answer):
        for field in dataclasses.fields(answer):
            yield from texts_of(getattr(answer, field.name))


def _argument(value: c.Value) -> Any:
    match value:
        case c.Value_Date(number):
            return str(Day(number))
        case c.Value_Instant(ms):
            return str(Instant(ms))
        case c.Value_Codes(codes):
            return "、".join(codes)
        case c.Value_Flag(flag):
            return str(flag).lower()
    return value.value


def _variables(node: Any) -> Iterator[str]:
    if isinstance(node, ast.VariableReference):
        yield node.id.name
    elif isinstance(node, ast.BaseNode):
        for part in vars(node).values():
            yield from _variables(part)
    elif isinstance(node, list):
        for item in node:
            yield from _variables(item)
