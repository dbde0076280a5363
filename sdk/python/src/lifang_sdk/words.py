"""Texts and reasons: texts are keys of the plugin's catalogs with arguments, reasons say what a rule found and what it rests on."""

from collections.abc import Iterable

from . import contract as c
from .value import Plain, to_value


def text(key: str, /, **args: Plain) -> c.Text:
    """A text of `texts/*.ftl`: `text("overdue", days=3)`. In a name `_` stands for `-`, which Python's names cannot have."""
    return c.Text(key, [(name.replace("_", "-"), to_value(value)) for name, value in args.items()])


def clause(document: str, article: str = "") -> c.Clause:
    """A place in a law, rule or list; without an article the whole document is meant."""
    return c.Clause(document, article)


def reason(rule: str, text: c.Text, *, basis: tuple[str, str] | tuple[str] | None = None, fields: Iterable[str] = ()) -> c.Reason:
    """A reason 依据 of a rule: what it found, the document and article that rests on, and the fields it read. The host can re-run the
    call with all others withheld and must get the same answer."""
    return c.Reason(rule, text, clause(*basis) if basis else None, list(fields))
