"""The tracks of a MIDI file, with times in seconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .channels import Notes, channels_of
from .header import broken

LARGEST_FILE: Final = 16 << 20  # bytes
PEDAL_CONTROL: Final = 64

Seconds = NDArray[np.float64]


class Unusable(ValueError):
    """A file that cannot be learnt from; its text is the reason, in a few words."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One track's notes and pedal with times in seconds, all arrays in the order of the file."""

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


def read_tracks(path: Path, *, channels: bool = False) -> list[Track]:
    """The tracks of a MIDI file that have notes; raises Unusable where it is broken.

    A track that plays on several channels or programs is as many. Channels take a second reading
    of the file, so they are 0 unless they are asked for.
    """
    from symusic import Score

    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Unusable(f"larger than {LARGEST_FILE >> 20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise Unusable(f"cannot be read: {error.strerror or error}") from error
    if reason := broken(content):
        raise Unusable(reason)
    try:
        score = Score.from_midi(content)
    except Exception as error:  # whatever a parser written in C++ makes of broken bytes
        said = str(error).removesuffix(": iostream error").removeprefix("MiniMidi: ")
        raise Unusable(f"not readable as MIDI: {said}") from error
    clock = _Clock.of(score)
    tracks = [_track(track, clock) for track in score.tracks if len(track.notes)]
    return _on_channels(tracks, score, channels_of(content)) if channels else tracks


def _track(track: Any, clock: _Clock) -> Track:
    notes, controls = track.notes.numpy(), track.controls.numpy() if track.controls else None
    start, duration = notes["time"].astype(np.int64), notes["duration"].astype(np.int64)
    if start.min() < 0 or duration.min() < 0:
        raise Unusable("its times are longer than can be counted")
    pedal = controls["number"] == PEDAL_CONTROL if controls else np.zeros(0, bool)
    return Track(
        name=track.name.strip(),
        program=track.program,
        drums=track.is_drum,
        onset=clock.seconds(start),
        end=clock.seconds(start + duration),
        pitch=notes["pitch"].astype(np.int64) & 127,
        velocity=np.clip(notes["velocity"].astype(np.int64), 1, 127),
        pedal_time=clock.seconds(controls["time"][pedal]) if controls else np.zeros(0),
        pedal_value=(controls["value"][pedal] if controls else pedal).astype(np.int64),
    )


def _on_channels(tracks: list[Track], score: Any, notes: Notes) -> list[Track]:
    """The tracks with the channel that most of their first notes are on."""
    placed = []
    for track, read in zip(tracks, (t for t in score.tracks if len(t.notes)), strict=True):
        first = [(note.time, note.pitch) for note in read.notes[:16]]
        votes = Counter(channel for at in first for channel in notes.get(at, ()))
        placed.append(replace(track, channel=min(votes, key=lambda c: (-votes[c], c), default=0)))
    return placed


@dataclass(frozen=True, slots=True, eq=False)
class _Clock:
    """Ticks to seconds in double precision (symusic's own seconds are single precision)."""

    ticks: NDArray[np.int64]  # where each tempo begins
    begins: Seconds  # the same in seconds
    seconds_per_tick: Seconds

    @classmethod
    def of(cls, score: Any) -> _Clock:
        """The clock of a score; of several tempos at one tick the last counts."""
        tempos = {0: 500_000}
        for tempo in score.tempos:
            tempos[max(0, tempo.time)] = tempo.mspq
        ticks = np.array(sorted(tempos), np.int64)
        pace = np.array([tempos[t] for t in ticks.tolist()]) / (1e6 * score.ticks_per_quarter)
        begins = np.concatenate([[0.0], np.cumsum(np.diff(ticks) * pace[:-1])])
        return cls(ticks, begins, pace)

    def seconds(self, ticks: NDArray[Any]) -> Seconds:
        ticks = ticks.astype(np.int64)
        at = np.maximum(np.searchsorted(self.ticks, ticks, side="right") - 1, 0)
        result: Seconds = self.begins[at] + (ticks - self.ticks[at]) * self.seconds_per_tick[at]
        return result
