"""The frames of a browser: their reader, which names every fault in words, and their allowance.

A frame is a JSON array. Its first element says what it is:

    ["on", pitch, velocity]  ["off", pitch]  ["pedal", value]     a key or the pedal
    ["ask", number, address, argument, ...]                       any other message to the engine
    ["watch", voice]                                              keep a voice's controls up to date
    ["panic"]  ["ping", number]  ["token", word]
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from perf_engine.protocol.errors import check_range, unknown
from perf_engine.protocol.notes import VOICES

LONGEST: Final = 8192  # characters of a frame
MOST_ARGUMENTS: Final = 256
LONGEST_TEXT: Final = 200
LAST_NUMBER: Final = 2**31 - 1
# Messages that a page has no need of, or that the web process sends by itself.
KEPT_BACK: Final = frozenset(
    {"/perf/notify", "/perf/token", "/perf/proof", "/perf/quit", "/perf/dumpOSC", "/perf/release"}
)
PLAYED: Final = "/perf/in/"
FILES: Final = ("/perf/prime", "/perf/model/load", "/perf/model/info")  # they take paths, too

_NUMBERED: Final = re.compile(r'\s*\[\s*"ask"\s*,\s*(\d{1,10})\s*[],]')

Addresses: TypeAlias = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Strike:
    """The browser's player strikes a key."""

    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Release:
    """The browser's player releases a key."""

    pitch: int


@dataclass(frozen=True, slots=True)
class Pedal:
    """The browser's player moves the pedal."""

    value: int


@dataclass(frozen=True, slots=True)
class Ask:
    """A message to the engine, whose answer is given back with this number."""

    number: int
    address: str
    arguments: tuple[int | float | str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """The page shows the controls of a voice; -1: of none."""

    voice: int


@dataclass(frozen=True, slots=True)
class Ping:
    """The page measures how long a frame takes."""

    number: int


@dataclass(frozen=True, slots=True)
class Token:
    """The password of somebody at another computer."""

    word: str


@dataclass(frozen=True, slots=True)
class Panic:
    """Silence everything."""


Frame: TypeAlias = Strike | Release | Pedal | Ask | Watch | Ping | Token | Panic


def read(text: str, addresses: Addresses) -> Frame:
    """Return what a frame says. Raises ValueError with a sentence; nothing is half read."""
    if len(text) > LONGEST:
        raise ValueError(f"a frame may be {LONGEST} characters long, not {len(text)}")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("a frame must be a JSON array") from None
    if not isinstance(said, list) or not said or not isinstance(said[0], str):
        raise ValueError("a frame must be an array that begins with a word")
    word, *rest = said
    count = {"on": 2, "off": 1, "pedal": 1, "watch": 1, "ping": 1, "token": 1, "panic": 0}
    if word == "ask":
        return _ask(rest, addresses)
    if word not in count:
        raise ValueError(unknown("frame", word[:40], (*count, "ask")))
    if len(rest) != count[word]:
        raise ValueError(f"{word} takes {count[word]} values, not {len(rest)}")
    return _short(word, rest)


def number_of(text: str) -> int | None:
    """Return the number of a question that may be unreadable otherwise; None if it has none.

    Whoever asked waits for an answer with this number, even where the frame was not worth parsing.
    """
    found = _NUMBERED.match(text)
    number = int(found[1]) if found else LAST_NUMBER + 1
    return number if number <= LAST_NUMBER else None


def _short(word: str, rest: list[Any]) -> Frame:
    if word == "on":
        check_range("pitch", rest[0], 0, 127)
        check_range("velocity", rest[1], 1, 127)
        return Strike(rest[0], rest[1])
    if word == "off":
        check_range("pitch", rest[0], 0, 127)
        return Release(rest[0])
    if word == "pedal":
        check_range("pedal", rest[0], 0, 127)
        return Pedal(rest[0])
    if word == "watch":
        check_range("voice", rest[0], -1, VOICES - 1)
        return Watch(rest[0])
    if word == "ping":
        check_range("number", rest[0], 0, LAST_NUMBER)
        return Ping(rest[0])
    if word == "token":
        if not isinstance(rest[0], str):
            raise ValueError("the token must be a text")
        return Token(rest[0][:LONGEST_TEXT])
    return Panic()


def _ask(rest: list[Any], addresses: Addresses) -> Ask:
    if len(rest) < 2 or not isinstance(rest[1], str):
        raise ValueError("ask takes a number, an address and its arguments")
    number, address, *arguments = rest
    check_range("number", number, 0, LAST_NUMBER)
    named = declared(address)
    if named in KEPT_BACK or address.startswith(PLAYED):
        raise ValueError(f"{address[:60]} is not for a page")
    if named not in addresses:
        raise ValueError(unknown("address", address[:60], addresses))
    if len(arguments) > MOST_ARGUMENTS:
        raise ValueError(f"a message may have {MOST_ARGUMENTS} arguments, not {len(arguments)}")
    return Ask(number, address, tuple(_argument(address, one) for one in arguments))


def declared(address: str) -> str:
    """Return an address as the schema has it: /perf/voice/N/… for that of any voice."""
    words = address.split("/")
    if address.startswith("/perf/voice/") and len(words) == 5 and words[3].isdecimal():
        words[3] = "N"
    return "/".join(words)


def _argument(address: str, value: Any) -> int | float | str:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT or not value.isprintable():
            raise ValueError(f"a text must be printable, and at most {LONGEST_TEXT} characters")
        if address in FILES and ("/" in value or "\\" in value):
            raise ValueError("a page may name no files")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"an argument must be a number or a text, not {str(value)[:40]}")
    if isinstance(value, int) and not -(2**31) <= value <= LAST_NUMBER:
        raise ValueError(f"a whole number must fit in 32 bits, not {str(value)[:40]}")
    return value


class Allowance:
    """A number of frames a second, and a reserve for moments in which there are more."""

    def __init__(self, a_second: float, reserve: float, now: float) -> None:
        self._rate, self._reserve = a_second, reserve
        self._left, self._at = reserve, now

    def take(self, now: float) -> bool:
        """Return whether one more is allowed now, and count it."""
        self._left = min(self._reserve, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
