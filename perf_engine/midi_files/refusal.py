"""The errors of MIDI files that cannot be read."""

from __future__ import annotations

from typing import ClassVar

from perf_engine.files.plain_file import Unfit


class NoMusic(Exception):
    """Bytes without readable music; the error's text is a short reason."""


class Refused(Unfit):
    """A file without readable music; the error's text names the file, its `reason` does not."""

    says: ClassVar[str] = "is not a MIDI file that can be read"
