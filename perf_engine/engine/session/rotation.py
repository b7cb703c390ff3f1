"""The rotation of recordings: of all in a folder, the oldest are deleted to keep within bounds.

Only what a writer has made is deleted: in a folder named by date and time, the files of its
journal, and its MIDI file. A folder with anything else in it stays, with that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(_\d+)?")
OWN: Final = re.compile(r"journal-\d{6,}\.jsonl|session\.mid")
RUNNING: Final = 1800.0  # seconds: one written to so recently may be another engine's, under way
DAY: Final = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording on the disk: its bytes, and the time at which it was last written to."""

    folder: Path
    files: tuple[Path, ...]
    size: int
    written: float  # wall seconds

    def delete(self) -> None:
        """Delete its files, the oldest first, and its folder if nothing else is in it."""
        for path in self.files:
            path.unlink(missing_ok=True)
        with suppress(OSError):  # something else is in it
            self.folder.rmdir()


def recordings(folder: Path) -> Iterator[Recording]:
    """Yield the recordings in a folder, in no order; those that cannot be read are left out."""
    for path in folder.iterdir():
        if NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                yield _recording(path)


def _recording(folder: Path) -> Recording:
    """Return the recording in a folder. Raises OSError, also if there is none."""
    files = sorted(p for p in folder.iterdir() if OWN.fullmatch(p.name) and not p.is_symlink())
    facts = [path.stat() for path in files]
    if not any(path.suffix == ".jsonl" for path in files):
        raise FileNotFoundError(folder)
    written = max(fact.st_mtime for fact in facts)
    return Recording(folder, tuple(files), sum(fact.st_size for fact in facts), written)


def rotate(
    folder: Path,
    running: Path,
    now: float,
    most: int | None,
    days: int | None,
    complain: Callable[[OSError], object] = lambda error: None,
) -> list[Path]:
    """Delete the oldest recordings in a folder, and return their folders. Raises OSError.

    `most`: bytes that all may take together; `days`: the days after which one is deleted; None: no
    bound. `running` is never deleted, nor is one that was written to just now (`now`: wall
    seconds). One that cannot be deleted does not keep the others; `complain` takes the reason.
    """
    if most is None and days is None:
        return []
    found = sorted(recordings(folder), key=lambda one: (one.written, one.folder.name))
    total = sum(one.size for one in found)
    deleted = []
    for one in found:
        too_old = days is not None and one.written < now - days * DAY
        if not (too_old or (most is not None and total > most)):
            continue
        if one.folder == running or abs(now - one.written) < RUNNING:
            continue
        try:
            one.delete()
        except OSError as error:
            complain(error)
        else:
            total -= one.size
            deleted.append(one.folder)
    return deleted
