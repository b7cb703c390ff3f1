"""The selection from a piece: its melody only, keys folded into a range, silence cut, drums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.protocol.midi import PEDAL

from .events import DRUMS, Events, perform
from .roles import NONE, Rules
from .tracks import Track

OWN_KEYS: Final = {22: 42, 26: 46, 40: 38, 58: 43}  # of Roland's kits: edges and rims
KIT: Final = frozenset(
    {  # all keys of such a kit (TD-11)
        22,
        26,
        36,
        37,
        38,
        40,
        42,
        43,
        44,
        45,
        46,
        47,
        48,
        49,
        50,
        51,
        52,
        53,
        55,
        57,
        58,
        59,
    }
)
CHORD_SPAN = 0.030  # seconds; of notes struck this close the highest is the melody's


@dataclass(frozen=True, slots=True)
class Selection:
    """The selection from a piece; by default all of it except drums.

    `lowest` and `highest` are keys, an octave apart at least, into which others are folded by
    octaves; a silence longer than `longest_silence` seconds is cut to that. With `metre` it is kept
    where each event falls in its bar.
    """

    melody_only: bool = False
    lowest: int = 0
    highest: int = 127
    longest_silence: float | None = None
    drums: bool = False
    metre: bool = False

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
        if self.metre and self.longest_silence is not None:
            raise ValueError("where silence is cut the beat is lost: cut none, or take no metre")

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the data set."""
        return (*PARTS, "drums") if self.drums else PARTS

    def perform(self, tracks: Sequence[Track], rules: Rules) -> Events:
        """The selection from a file's tracks, as one line of events. Raises Unusable."""
        pitched = [t for t in tracks if not t.drums]
        names = rules.parts(pitched) if pitched else []
        taken = [(t, name) for t, name in zip(pitched, names, strict=True) if name != NONE]
        if self.melody_only:
            tunes = [(t, name) for t, name in taken if name == "melody"]
            taken = tunes or [(t, "melody") for t in highest_line([t for t, _ in taken])]
        players = [fold(t, self.lowest, self.highest) for t, _ in taken]
        parts = [PARTS.index(name) for _, name in taken]
        if self.drums:
            kit = [on_general_midi(t) for t in tracks if t.drums]
            players, parts = players + kit, parts + [DRUMS] * len(kit)
        events = perform(players, parts)
        return events if self.longest_silence is None else cut(events, self.longest_silence)


def on_general_midi(kit: Track) -> Track:
    """A drum track with the keys of General MIDI, where an electronic kit has keys of its own."""
    keys = set(kit.pitch.tolist())
    if not (keys <= KIT and keys & OWN_KEYS.keys() - {40}):
        return kit
    keyed = np.arange(128)
    keyed[list(OWN_KEYS)] = list(OWN_KEYS.values())
    return replace(kit, pitch=keyed[kit.pitch])


def fold(track: Track, lowest: int, highest: int) -> Track:
    """A track whose keys outside a range are moved into it by as few octaves as possible."""
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
    """The highest line of all tracks as one track, with their pedal; no track from none.

    Of notes struck together the highest counts; a note struck below a sounding one does not.
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
