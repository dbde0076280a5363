"""Messages for the plugin's author and operator. Never write personal data here."""

import sys
from collections.abc import Callable


def _shown(level: str, message: str) -> None:
    """Without a host, a test shows what its plugin said when it fails."""
    print(f"{level}: {message}", file=sys.stderr)


_write: Callable[[str, str], None] = _shown


def log_to(write: Callable[[str, str], None]) -> None:
    """Where messages go; a component's entry sets it before anything else runs."""
    global _write
    _write = write


def debug(message: str) -> None:
    """Only of use while writing the plugin."""
    _write("debug", message)


def info(message: str) -> None:
    """Normal progress."""
    _write("info", message)


def warn(message: str) -> None:
    """Something the operator should know."""
    _write("warn", message)


def error(message: str) -> None:
    """Something went wrong, and the plugin went on."""
    _write("error", message)


def panic(message: str) -> None:
    """The host joins the text to the trap that follows."""
    _write("panic", message)
