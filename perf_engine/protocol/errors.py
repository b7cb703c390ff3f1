"""Errors of the protocol: the engine's refusals, and the errors that a client may meet."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import IntEnum


class Code(IntEnum):
    """The codes of /perf/fail."""

    UNKNOWN_ADDRESS = 1
    BAD_TYPES = 2
    OUT_OF_RANGE = 3
    BUSY = 4
    NOT_FOUND = 5
    REFUSED = 6
    INTERNAL = 7


class Refusal(Exception):
    """The engine's refusal of a message, which changed nothing: a code and one sentence."""

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class Refused(RuntimeError):
    """The engine refused a request: /perf/fail with an address, a code 1..7 and a sentence."""

    def __init__(self, address: str, code: int, text: str) -> None:
        super().__init__(f"the engine refused {address}: {text}")
        self.address = address
        self.code = code
        self.text = text


class NoAnswer(TimeoutError):
    """The engine has not replied in time; it may have done what was asked."""


class NoEngine(ConnectionError):
    """There is no engine, it has ended, or it does not start; the sentence says why."""


class NobodyThere(NoEngine):
    """No engine answers, so that one may be started."""


def check_range(name: str, value: int, low: int, high: int) -> None:
    """Raise a ValueError with name, range and value unless low <= value <= high."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{name} must be {low}..{high}, not {value}")


def nearest(name: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """Return the known name that begins so, else the most similar (from a ratio `alike` 0..1)."""
    known = list(known)
    begun = [one for one in known if name and one.startswith(name)]
    return next(iter(begun or difflib.get_close_matches(name, known, n=1, cutoff=alike)), None)


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Return the sentence about an unknown name, with the nearest known one."""
    return f"there is no {kind} {name}{hint(name, known)}"


def hint(name: str, known: Iterable[str]) -> str:
    """Return the end of such a sentence, a question with the nearest known name; "" for none."""
    near = nearest(name, known)
    return f"; did you mean {near}?" if near else ""
