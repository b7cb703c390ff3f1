"""The typed keys: the panic first, escape sequences left out."""

from __future__ import annotations

import math
import re
from typing import Final

PANIC: Final = "panic"
HELP: Final = "?"
SUSPEND: Final = "\x1a"
REDRAW: Final = "\x0c"
ESCAPE: Final = b"\x1b"
A_PASTE: Final = 24  # keys at once that nobody types
WAITS: Final = 0.05  # seconds in which the rest of a sequence comes, even over a slow network

# A whole sequence, or one that has been cut off: it is never completed by what is typed later.
_SEQUENCE: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]?|O[@-~]?)")
_HELP_KEYS: Final = (b"\x1bOP", b"\x1b[11~", b"\x1b[[A")  # F1
_PANICS: Final = frozenset("pP\r\n")


def keys_of(typed: bytes) -> list[str]:
    """Return the keys in what was typed at once; a panic among them comes first, and once.

    Escape, P and Enter are a panic, P and Enter also with Shift or Alt. Escape is one where nothing
    follows it that makes a sequence of both, such as that of an arrow key. Of a text that was
    pasted nothing else counts.
    """
    found: list[str] = []
    place = 0
    while place < len(typed):
        match = _SEQUENCE.match(typed, place)
        if match is None:
            if typed[place : place + 1] == ESCAPE and typed[place + 1 : place + 2] in (b"", ESCAPE):
                found.append("p" if not _SEQUENCE.match(typed, place + 1) else "")
            else:
                found.append(chr(typed[place]) if typed[place] < 128 else "")
            place += 1
            continue
        whole = match.group()
        if whole == b"\x1b[[":  # a function key of the Linux console has one letter more
            whole = typed[place : place + 4]
        if whole in _HELP_KEYS:
            found.append(HELP)
        elif whole[-1:] in b"pP" and whole[1:2] == b"[":  # no key is this: somebody typed it
            found.append("p")
        place += len(whole)
    keys = [key for key in found if key and key != "\x1b"]
    calm = [key for key in keys if key not in _PANICS]
    panic = [PANIC] if len(calm) < len(keys) else []
    return panic + (calm if len(keys) <= A_PASTE else [])


class Typing:
    """The keys of what is typed piece by piece: a lone Escape is told from a sequence by the time.

    A sequence comes at once, or its rest does within WAITS; nobody types on so quickly.
    """

    def __init__(self) -> None:
        self._since: float | None = None  # the time of an Escape that was the last byte

    @property
    def next_due(self) -> float:
        """The time when an Escape is known to be alone."""
        return math.inf if self._since is None else self._since + WAITS

    def keys(self, typed: bytes, now: float) -> list[str]:
        """Return the keys in what has been typed by now, which may be nothing."""
        before = self._since
        if before is None:
            alone = False
        elif typed:
            self._since = None
            alone = typed[:1] not in b"[O"
            typed = typed if alone else ESCAPE + typed
        elif alone := now >= before + WAITS:
            self._since = None
        if typed.endswith(ESCAPE) and not typed.endswith(ESCAPE * 2):
            typed, self._since = typed[:-1], now
        keys = keys_of(typed)
        return [PANIC, *(key for key in keys if key != PANIC)] if alone else keys


# The computer keyboard as a piano: the row of A has the white keys, the row above the black ones.
PIANO: Final = {key: place for place, key in enumerate("awsedftgyhujkol")}
