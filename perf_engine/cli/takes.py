"""The recordings of a folder as the page shows them: a list, the notes of one, its MIDI file."""

from __future__ import annotations

import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from perf_engine.engine.own_command import own_command
from perf_engine.engine.session.journal import NoSession, files, size
from perf_engine.studio.notes import Note, PedalMove, Performance, write_midi
from perf_engine.studio.recording import HUMAN, MACHINE

from .session_music import Session, read

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
MOST: Final = 100  # recordings in the list, the newest
LONGEST: Final = 40_000_000  # bytes of a journal that is read while somebody waits
KEPT: Final = 4  # recordings in memory
READING: Final = 1.5  # seconds that a list may take to read recordings it does not know yet


@dataclass(frozen=True, slots=True)
class _Read:
    """A recording that was read, and the journal's size and age at that time."""

    mark: tuple[int, float]
    session: Session


class Takes:
    """The recorded sessions that lie directly in one folder; nothing else is ever read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, _Read] = {}
        self._facts: dict[str, tuple[tuple[int, float], dict[str, Any]]] = {}

    @property
    def folder(self) -> str:
        """Return the folder as people write it: ~ is the home."""
        folder, home = self._folder.absolute(), Path.home()
        return str(Path("~") / folder.relative_to(home) if folder.is_relative_to(home) else folder)

    def takes(self) -> list[dict[str, Any]]:
        """Return what is known of each, the newest first; a broken one has a word about it.

        Reading takes a second for ten minutes of music, so the oldest may be `unread` at first.
        """
        if not self._folder.is_dir():
            return []
        names = sorted((p.name for p in self._folder.iterdir() if self._is_take(p)), reverse=True)
        until = time.monotonic() + READING
        return [self._fact(name, until) for name in names[:MOST]]

    def notes(self, name: str) -> dict[str, Any]:
        """Return the notes: hand, pitch, velocity, onset and length in seconds, and the pedal."""
        performance = self._performance(name)
        return {
            "name": name,
            "seconds": round(performance.end, 3),
            "notes": [
                [n.track, n.pitch, n.velocity, round(n.onset, 4), round(n.duration, 4)]
                for n in performance.notes
            ],
            "pedal": [[p.track, round(p.time, 4), p.value] for p in performance.pedal],
        }

    def midi(self, name: str, hand: str) -> bytes:
        """Return a MIDI file of one hand, or of both."""
        performance = self._performance(name)
        if hand != "both":
            performance = _of_hand(performance, hand)
        with tempfile.TemporaryDirectory(prefix="perf_engine_") as folder:
            path = Path(folder) / "take.mid"
            write_midi(path, performance)
            return path.read_bytes()

    def _performance(self, name: str) -> Performance:
        return self._session(name).recording.performance()

    def _is_take(self, path: Path) -> bool:
        """Return whether a path is a recording in this folder itself, and no way out of it."""
        if not NAME.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            return False
        try:
            return bool(files(path))
        except (NoSession, OSError):
            return False

    def _path(self, name: str) -> Path:
        path = self._folder / name
        if not NAME.fullmatch(name) or not self._is_take(path):
            raise LookupError(f"there is no recording {name[:80]}")
        return path

    def _session(self, name: str) -> Session:
        path = self._path(name)
        mark = _mark(path)
        known = self._known.get(name)
        if known is None or known.mark != mark:
            if mark[0] > LONGEST:
                raise ValueError(
                    f"it is {mark[0] // 1_000_000} MB long; use {own_command('replay', str(path))}"
                )
            known = _Read(mark, read(path))
            self._known.pop(name, None)
            self._known[name] = known
            for old in list(self._known)[:-KEPT]:
                del self._known[old]
        return known.session

    def _fact(self, name: str, until: float) -> dict[str, Any]:
        path = self._folder / name
        try:
            mark = _mark(path)
            known = self._facts.get(name)
            if known is None or known[0] != mark:
                if time.monotonic() > until:
                    return {"name": name, "began": name.replace("_", " "), "unread": True}
                known = self._facts[name] = mark, self._facts_of(name)
            return known[1]
        except (OSError, ValueError, LookupError) as error:
            return {"name": name, "broken": str(error)[:200]}

    def _facts_of(self, name: str) -> dict[str, Any]:
        session = self._session(name)
        performance = session.recording.performance()
        human = sum(note.track.startswith(HUMAN) for note in performance.notes)
        return {
            "name": name,
            "began": time.strftime("%Y-%m-%d %H:%M", time.localtime(session.wall)),
            "seconds": round(session.recording.ended, 1),
            "human": human,
            "machine": len(performance.notes) - human,
            "models": [model.name for model in session.models],
            "marks": [[round(at, 2), text] for at, text in session.marks],
        }


def _mark(path: Path) -> tuple[int, float]:
    return size(path), max(file.stat().st_mtime for file in files(path))


def _of_hand(performance: Performance, hand: str) -> Performance:
    """The tracks of all players, or of all voices."""
    begin = {"human": HUMAN, "machine": MACHINE}[hand]
    notes: list[Note] = [n for n in performance.notes if n.track.startswith(begin)]
    pedal: list[PedalMove] = [p for p in performance.pedal if p.track.startswith(begin)]
    return Performance.of(notes, pedal)
