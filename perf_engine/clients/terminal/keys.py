"""The typed keys: the panic first, escape sequences left out."""

from __future__ import annotations

import re
from typing import Final

PANIC: Final = "panic"
HELP: Final = "?"
SUSPEND: Final = "\x1a"
REDRAW: Final = "\x0c"
A_PASTE: Final = 24  # keys at once that nobody types

# A whole sequence, or one that has been cut off: it is never completed by what is typed later.
_SEQUENCE: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]?|O[@-~]?)")
_HELP_KEYS: Final = (b"\x1bOP", b"\x1b[11~", b"\x1b[[A")  # F1
_PANICS: Final = frozenset("pP\r\n")


def keys_of(typed: bytes) -> list[str]:
    """Return the keys in what was typed at once; a panic among them comes first, and once.

    P and Enter are a panic, with or without Shift, Alt or Esc before it. Of a text that was pasted
    nothing else counts.
    """
    found: list[str] = []
    place = 0
    while place < len(typed):
        match = _SEQUENCE.match(typed, place)
        if match is None:
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


# The computer keyboard as a piano: the row of A has the white keys, the row above the black ones.
PIANO: Final = {key: place for place, key in enumerate("awsedftgyhujkol")}
