"""The human's playing in recorded sessions, as music to learn from.

A session's MIDI file has the tracks `human` and `machine`; the machine is not to learn from itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

from perf_engine.files.plain_file import check_plain
from perf_engine.midi_files.reader import SUFFIXES, content_of

from .roles import NONE, Condition, Gift, Rule, Rules
from .selection import Selection

RECORDED: Final = "session.mid"
HUMAN: Final = Condition(name=re.compile(r"\Ahuman( \d+)?\Z"))
RULE: Final = Rule((Gift(HUMAN, "piano"), Gift(Condition(), NONE)), some=(HUMAN,))
LISTENING: Final = Selection(longest_silence=2.0)  # the machine's turns are no pauses


def rules() -> Rules:
    """The table of rules, before which the human's tracks of a session are its piano."""
    table = Rules.read()
    digest = sha256(f"{RULE}{table.digest}".encode()).hexdigest()
    return Rules((RULE, *table.rules), digest)


def midi_files(session: Path) -> list[Path]:
    """The MIDI files of a session: the file itself, a folder's `session.mid`, else all in it.

    Raises ValueError where there is none, OSError.
    """
    if not session.is_dir():
        check_plain(session)
        return [session]
    if (session / RECORDED).is_file():
        return [session / RECORDED]
    found = sorted(p for p in session.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not found:
        raise ValueError(f"there is no MIDI file in {session}")
    return found


def gather(sessions: Iterable[Path], folder: Path) -> int:
    """Copy the MIDI files of sessions into a folder; return their number. Raises ValueError
    or OSError."""
    files = [file for session in sessions for file in midi_files(session)]
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files, 1):
        copy = folder / f"{number:04d} {file.stem}{file.suffix.lower()}"
        copy.write_bytes(content_of(file))
    return len(files)
