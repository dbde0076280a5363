"""Vectors: inputs with the answers expected of them, in `tests/vectors.json`. The same file judges the component on the host."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from .. import contract as c
from ..entry import exports
from ..failure import PluginFailure
from ..forms import Forms
from ..rules import Rules
from ..time import Day, Instant
from ..value import Plain, to_value
from .call import TestHostCall
from .data import TestData
from .host_json import host_json
from .manifest import Manifest


def vectors_of(folder: Path | str) -> tuple[str, list[dict[str, Any]]]:
    """The region and the vectors of a plugin's folder."""
    file = json.loads((Path(folder) / "tests" / "vectors.json").read_text(encoding="utf-8"))
    return file["region"], file["vectors"]


def expected(vector: Mapping[str, Any]) -> Any:
    """What the vector expects, as `answered` writes it."""
    return {"refused": vector["refused"]} if "refused" in vector else vector["expect"]


def answered(plugin: Forms | Rules, folder: Path | str, region: str, vector: Mapping[str, Any]) -> Any:
    """What the plugin makes of a vector: the host's JSON of its answer, or `{"refused": …}`."""
    manifest = Manifest(folder)
    options = dict(vector.get("call", {}))
    options["settings"] = {key: _plain(value) for key, value in options.get("settings", {}).items()}
    call, data = TestHostCall(region, **options, manifest=manifest), TestData(region, manifest)
    try:
        return host_json(_ask(plugin, call, data, manifest, vector))
    except PluginFailure as failure:
        # Bad-input is `BadInput` in Python and `bad-input` in the contract.
        name = type(failure.error).__name__.removeprefix("PluginError_")
        return {"refused": re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()}


def _ask(plugin: Any, call: TestHostCall, data: TestData, manifest: Manifest, vector: Mapping[str, Any]) -> Any:
    match vector:
        case {"ask": asked}:
            return exports.ask(plugin, call, asked["id"], _cells(asked))
        case {"state": asked}:
            return exports.state(plugin, call, asked["id"], _answers(asked), _cells(asked)).nodes
        case {"judge": asked}:
            return exports.judge(plugin, call, asked["id"], _answers(asked), _cells(asked))
        case {"certificates": _}:
            return exports.certificates(plugin, call)
        case {"decide": {"rules": rules, "event": event}}:
            occurred = Day(call.today()).at(9, 0).ms
            return exports.decide(plugin, data, call, rules, c.Event("event", event["kind"], occurred, _cells(event, "fields")))
        case {"sweep": {"rule": rule, "rows": rows}}:
            dataset, columns = manifest.sweep(rule)
            for row in rows:
                data.row(dataset, **row)
            return exports.sweep(plugin, data, call, rule, data.open(c.ScanQuery(dataset, columns, [], None, [])))
        case {"report": asked}:
            for dataset, rows in asked.get("rows", {}).items():
                for row in rows:
                    data.row(dataset, **row)
            period = c.Period(Day.parse(asked["first"]).number, Day.parse(asked["last"]).number)
            return exports.report(plugin, data, call, asked["id"], period)
    raise ValueError(f"vector «{vector['name']}» asks nothing")


def _plain(value: Any) -> Plain:
    match value:
        case {"date": text}:
            return Day.parse(text)
        case {"instant": text}:
            return Instant(round(datetime.fromisoformat(text).timestamp() * 1000))
        case {"decimal": number}:
            return float(number)
    return value


def _cells(asked: Mapping[str, Any], key: str = "known") -> list[c.Field]:
    def cell(value: Any) -> c.Cell:
        match value:
            case None:
                return c.Cell_Unknown()
            case {"withheld": True}:
                return c.Cell_Withheld()
        return c.Cell_Present(to_value(_plain(value)))

    return [c.Field(name, cell(value)) for name, value in asked.get(key, {}).items()]


def _answers(asked: Mapping[str, Any]) -> list[c.Answer]:
    return [c.Answer(node, to_value(_plain(value))) for node, value in asked["answers"].items()]
