"""What is taken of a piece: only its melody, its keys folded into a range, silence cut, drums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..core.vocabulary import PARTS, PEDAL
from .events import DRUMS, Events, perform
from .roles import NONE, Rules
from .tracks import Track

CHORD_SPAN = 0.030  # seconds; of notes struck this close the highest is the melody's


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken of a piece; by default all of it but drums.

    `lowest` and `highest` are keys, an octave apart at least, into which others are folded by
    octaves; a silence longer than `longest_silence` seconds is cut to that.
    """

    melody_only: bool = False
    lowest: int = 0
    highest: int = 127
    longest_silence: float | None = None
    drums: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.lowest <= self.highest - 11 <= 116:
            raise ValueError(
                "keys must be folded into a range inside 0..127, an octave wide or more,"
                f" not {self.lowest}-{self.highest}"
            )
        if self.longest_silence is not None and not 0 < self.longest_silence <= 3600:
            raise ValueError(
                f"the longest silence must be above 0 to 3600 s, not {self.longest_silence:g}"
            )
        if self.melody_only and self.drums:
            raise ValueError("a melody alone has no drums: take one or the other")

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the data set."""
        return (*PARTS, "drums") if self.drums else PARTS

    def perform(self, tracks: Sequence[Track], rules: Rules) -> Events:
        """What is taken of a file's tracks, as one line of events. Raises Unusable."""
        pitched = [t for t in tracks if not t.drums]
        names = rules.parts(pitched) if pitched else []
        taken = [(t, name) for t, name in zip(pitched, names, strict=True) if name != NONE]
        if self.melody_only:
            tunes = [(t, name) for t, name in taken if name == "melody"]
            taken = tunes or [(t, "melody") for t in highest_line([t for t, _ in taken])]
        players = [fold(t, self.lowest, self.highest) for t, _ in taken]
        parts = [PARTS.index(name) for _, name in taken]
        if self.drums:
            kit = [t for t in tracks if t.drums]
            players, parts = players + kit, parts + [DRUMS] * len(kit)
        events = perform(players, parts)
        return events if self.longest_silence is None else cut(events, self.longest_silence)


def fold(track: Track, lowest: int, highest: int) -> Track:
    """A track whose keys outside a range are moved into it by octaves, as few as will do."""
    pitch = track.pitch
    up = np.maximum(0, -((pitch - lowest) // 12)) * 12
    down = np.maximum(0, -((highest - pitch) // 12)) * 12
    return replace(track, pitch=pitch + up - down)


def cut(events: Events, longest: float) -> Events:
    """Events without silence, no key held, of more than `longest` seconds."""
    step = np.where(events.velocity > 0, 1, -1) * (events.key != PEDAL)
    held = np.cumsum(step) - step  # before each event
    dt = np.where(held == 0, np.minimum(events.dt, np.float32(longest)), events.dt)
    return replace(events, dt=dt.astype(np.float32))


def highest_line(tracks: Sequence[Track]) -> list[Track]:
    """The highest line of all tracks as one track, with their pedal; none of none.

    Of notes struck together the highest counts, and none that is struck below one that sounds.
    """
    if not tracks:
        return []
    onset, end, pitch, velocity = (
        np.concatenate([getattr(t, name) for t in tracks])
        for name in ("onset", "end", "pitch", "velocity")
    )
    kept: list[int] = []
    for i in np.lexsort((-pitch, onset)).tolist():
        if kept:
            last = kept[-1]
            together = onset[i] - onset[last] < CHORD_SPAN
            if together and pitch[i] > pitch[last]:
                kept.pop()
            elif together or (pitch[i] < pitch[last] and onset[i] < end[last]):
                continue
        kept.append(i)
    pedal_time = np.concatenate([t.pedal_time for t in tracks])
    in_time = np.argsort(pedal_time, kind="stable")
    return [
        Track(
            name="",
            program=tracks[0].program,
            onset=onset[kept],
            end=np.minimum(end[kept], np.append(onset[kept][1:], np.inf)),
            pitch=pitch[kept],
            velocity=velocity[kept],
            pedal_time=pedal_time[in_time],
            pedal_value=np.concatenate([t.pedal_value for t in tracks])[in_time],
        )
    ]
