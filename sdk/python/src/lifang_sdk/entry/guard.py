"""The edge of a component: the SDK's data classes into the host's and back, refusals in the contract's words, and any other exception heard
before it ends the call. Only a component has `wit_world`."""

import dataclasses
import random
import time
import traceback
from collections.abc import Callable, Iterable
from enum import Enum
from types import ModuleType
from typing import Any

from componentize_py_types import Err
from wit_world.imports import log as host_log

from .. import contract, log
from ..failure import DataRefused, PluginFailure

_RENAMED = {"ScanQuery": "scans.Query", "AggregateQuery": "aggregates.Query"}


class Edge:
    """Knows the host's classes of one world."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self._host: dict[str, type] = {}
        for module in modules:
            for name, value in vars(module).items():
                if isinstance(value, type):
                    self._host[name] = value
                    self._host[f"{module.__name__.rsplit('.', 1)[-1]}.{name}"] = value

    def to_host(self, value: Any) -> Any:
        """A value of the SDK as the host's own."""
        if isinstance(value, Enum):
            return self._host[type(value).__name__][value.name]
        if dataclasses.is_dataclass(value):
            name = type(value).__name__
            return self._host[_RENAMED.get(name, name)](*[self.to_host(getattr(value, field.name)) for field in dataclasses.fields(value)])
        if isinstance(value, list):
            # Long columns of numbers are as they are.
            return value if value and type(value[0]) is int else [self.to_host(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.to_host(item) for item in value)
        return value

    @staticmethod
    def from_host(value: Any) -> Any:
        """A value of the host as the SDK's own."""
        if dataclasses.is_dataclass(value):
            own = getattr(contract, type(value).__name__)
            return own(*[Edge.from_host(getattr(value, field.name)) for field in dataclasses.fields(value)])
        if isinstance(value, list):
            return value if value and type(value[0]) in (int, str) else [Edge.from_host(item) for item in value]
        if isinstance(value, tuple):
            return tuple(Edge.from_host(item) for item in value)
        return value

    def guarded(self, run: Callable[[], Any]) -> Any:
        """Runs the plugin's part of a call."""
        try:
            return self.to_host(run())
        except PluginFailure as failure:
            raise Err(self.to_host(failure.error)) from None
        except BaseException as error:
            log.panic(_told(error))
            raise

    @staticmethod
    def asking(ask: Callable[[], Any]) -> Any:
        """Asks the host; a refusal becomes `DataRefused`."""
        try:
            return ask()
        except Err as refused:
            raise DataRefused(Edge.from_host(refused.value)) from None


class HostCall:
    """The call, with what it says in the SDK's classes."""

    def __init__(self, call: Any) -> None:
        self._call = call

    def __getattr__(self, name: str) -> Callable:
        ask = getattr(self._call, name)
        return lambda *parts: Edge.from_host(ask(*parts))


def bind() -> None:
    """Sends messages to the host, and takes away time and randomness: they come with the call, and an answer that depends on anything else
    could not be explained or made again."""
    log.log_to(lambda level, message: host_log.write(host_log.Level[level.upper()], message))
    for module, names, instead in [
        (time, ["time", "time_ns", "monotonic", "monotonic_ns", "perf_counter"], "use call.now or call.today"),
        (random, ["random", "randint", "randrange", "choice", "choices", "shuffle", "sample", "uniform"], "the same call gives the same answer"),
    ]:
        for name in names:
            setattr(module, name, _refuse(f"{module.__name__}.{name}", instead))


def _told(error: BaseException) -> str:
    """Text and places of an error. The lines themselves stand in files, and a component has none."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__name__}: {error}", *reversed(places)])


def _refuse(what: str, instead: str) -> Callable:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError(f"{what} is not there in a plugin: {instead}")

    return refuse
