"""The tracks of a MIDI file, with times in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from perf_engine.midi_files.reader import MidiFile, read
from perf_engine.midi_files.refusal import Refused

Seconds = NDArray[np.float64]


class Unusable(ValueError):
    """A file that is of no use for learning; its text is the reason, in a few words."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One track's notes and pedal with times in seconds, all arrays in order of time."""

    name: str
    program: int
    onset: Seconds
    end: Seconds
    pitch: NDArray[np.int64]
    velocity: NDArray[np.int64]
    pedal_time: Seconds
    pedal_value: NDArray[np.int64]
    drums: bool = False
    channel: int = 0  # 1 to 16; 0 where it is not known

    @property
    def mean_pitch(self) -> float:
        """The mean of all pitches."""
        return float(self.pitch.mean())

    @property
    def overlapping(self) -> float:
        """The share of notes that begin well before an earlier one has ended: 0 for a tune."""
        order = np.argsort(self.onset, kind="stable")
        ends = np.maximum.accumulate(self.end[order])[:-1]
        return float(np.mean(ends > self.onset[order][1:] + 0.05)) if len(ends) else 0.0


def read_tracks(path: Path) -> tuple[list[Track], tuple[str, ...]]:
    """The tracks of a MIDI file that have notes, and sentences about oddities in it.

    A track on several channels or programs is split into as many. Raises Unusable where the MIDI
    file cannot be read.
    """
    file = read_file(path)
    return tracks_of(file), file.mended


def read_file(path: Path) -> MidiFile:
    """A MIDI file; raises Unusable where there is none that can be read."""
    try:
        return read(path)
    except OSError as error:
        raise Unusable(f"cannot be read: {error.strerror or error}") from error
    except Refused as error:
        raise Unusable(error.reason) from error


def tracks_of(file: MidiFile) -> list[Track]:
    """The tracks of a file that have notes."""
    return [
        Track(
            line.name,
            line.program,
            line.onset,
            line.end,
            line.pitch,
            line.velocity,
            line.pedal_time,
            line.pedal_value,
            line.drums,
            line.channel + 1,
        )
        for line in file.lines
        if len(line.onset)
    ]
