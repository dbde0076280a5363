"""What a test needs of `plugin.toml`: settings, needs, local fields, sweeps, duties. The host checks the whole of it."""

import tomllib
from pathlib import Path

from .. import contract as c
from ..data.column import Column, local_column
from ..time import Day
from ..value import to_value


class Manifest:
    """A plugin's manifest, by the plugin's folder."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._table = tomllib.loads((self.folder / "plugin.toml").read_text(encoding="utf-8"))

    def settings(self) -> dict[str, c.Value]:
        """Key and default of each setting."""
        return {setting["key"]: _default(setting) for setting in self._table.get("setting", [])}

    def needs(self) -> set[tuple[str, str]]:
        """Dataset and column of all needs."""
        return {(need["dataset"], column) for need in self._table.get("needs", []) for column in need["columns"]}

    def sweep(self, rule: str) -> tuple[str, list[str]]:
        """Dataset and columns of a rule's sweep."""
        for head in self._table.get("rule", []):
            if head["id"] == rule and "sweep" in head:
                return head["sweep"]["dataset"], head["sweep"]["columns"]
        raise KeyError(f"plugin.toml names no sweep for the rule {rule}")

    def local_fields(self) -> list[Column]:
        """Its local fields as columns."""
        return [local_column(field["dataset"], field["key"], field["type"]) for field in self._table.get("local_field", [])]

    def duties(self) -> list[str]:
        """The ids of the duty items."""
        return [duty["id"] for duty in self._table.get("duty", [])]


def _default(setting: dict) -> c.Value:
    match setting["type"]:
        case "decimal":
            return to_value(float(setting["default"]))
        case "date":
            return to_value(Day.parse(setting["default"]))
    return to_value(setting["default"])
