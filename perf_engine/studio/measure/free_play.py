"""Faults of a machine that is left alone, in every half minute of a long solo.

A half minute is at fault where it is

- `silence`: for longer than 10 s no key is held;
- `drone`: more than half of its strikes have one pitch, or fewer than four pitches are struck, or
  a key is held for longer than 20 s;
- `loop`: one pitch is struck more than 12 times in a row, or the share of four pitches in a row
  that occurred before is nearer to 1 than to real music's 95th percentile;
- `collapse`: less than one strike in two seconds, or more than 25 a second, or at least ten keys
  held in the mean while any is held.

Real music is judged in the same way, which gives the rate of false alarms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from perf_engine.core.controls import Settings
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.studio.notes import Note
from perf_engine.studio.offline import offline

from .statistics import CLIP, NAMES, Clip, Spreads, excerpt, statistics

LONGEST_SILENCE: Final = 10.0  # seconds
LONGEST_KEY: Final = 20.0  # seconds
LONGEST_RUN: Final = 12  # strikes of one pitch
MOST_OF_ONE: Final = 0.5  # share of the strikes
FEWEST_PITCHES: Final = 4
SPARSEST, DENSEST, FULLEST = 0.5, 25.0, 10.0  # strikes a second, and keys held
REPETITION: Final = 0.36  # real music's 95th percentile, where no spread is at hand


@dataclass(frozen=True, slots=True)
class Solo:
    """A machine's playing alone: notes, seconds, and keys left sounding at the end."""

    notes: tuple[Note, ...]
    seconds: float
    hung: int = 0

    def windows(self) -> Iterator[Clip]:
        """The solo in half minutes."""
        ordered = sorted(self.notes, key=lambda n: n.onset)
        for i in range(int(self.seconds // CLIP)):
            yield excerpt(ordered, i * CLIP)


def play(
    weights: Weights,
    seconds: float,
    seed: int = 0,
    settings: Settings | None = None,
) -> Solo:
    """Let a machine play alone from nothing, on a virtual clock."""
    performer = Performer(weights, mode="solo", seed=seed, settings=settings)
    recording = offline(performer, [], seconds)
    return Solo(recording.performance().notes, seconds, len(recording.hung))


def faults(clip: Clip, repetition: float = REPETITION) -> list[str]:
    """The faults of a half minute; `repetition` is real music's 95th percentile."""
    counted = statistics(clip)
    pitches = Counter(n.pitch for n in clip.notes)
    most = max(pitches.values(), default=0)
    wrong = {
        "silence": longest_silence(clip) > LONGEST_SILENCE,
        "drone": bool(pitches)
        and (
            most > MOST_OF_ONE * len(clip.notes)
            or len(pitches) < FEWEST_PITCHES
            or max(n.duration for n in clip.notes) > LONGEST_KEY
        ),
        "loop": counted.longest_run > LONGEST_RUN or counted.repetition > (1 + repetition) / 2,
        "collapse": not SPARSEST <= counted.notes_per_second <= DENSEST
        or counted.polyphony >= FULLEST,
    }
    return [name for name, is_so in wrong.items() if is_so]


def longest_silence(clip: Clip) -> float:
    """The longest stretch of a clip in which no key struck in it is held, in seconds."""
    longest, until = 0.0, 0.0
    for note in sorted(clip.notes, key=lambda n: n.onset):
        longest, until = max(longest, note.onset - until), max(until, note.end)
    return max(longest, clip.seconds - until)


def judged(windows: Sequence[Clip], spread: Spreads) -> dict[str, Any]:
    """Faults of some half minutes, and the number outside real music's spread; for JSON."""
    limit = spread["repetition"].high if "repetition" in spread else REPETITION
    found = [(i, faults(clip, limit)) for i, clip in enumerate(windows)]
    counted = [statistics(clip) for clip in windows]
    return {
        "windows": len(windows),
        "at_fault": sum(bool(its) for _, its in found),
        "faults": [{"window": i, "faults": its} for i, its in found if its],
        "statistics": {
            name: _summary([float(getattr(s, name)) for s in counted], name, spread)
            for name in NAMES
            if counted
        },
    }


def _summary(values: Sequence[float], name: str, spread: Spreads) -> dict[str, float]:
    low, middle, high = np.percentile(values, [0, 50, 100])
    said = {
        "least": round(float(low), 4),
        "median": round(float(middle), 4),
        "most": round(float(high), 4),
    }
    if name in spread:
        said["outside"] = sum(not spread[name].holds(v) for v in values)
    return said


def free_play(
    weights: Weights,
    seconds: float,
    temperatures: Sequence[float],
    spread: Spreads,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
    settings: Settings | None = None,
) -> Mapping[str, Any]:
    """A long solo at each temperature, otherwise with some settings, in half minutes; for JSON."""
    said = {}
    for temperature in temperatures:
        changed = (settings or Settings.defaults()).changed({"temperature": temperature})
        solo = play(weights, seconds, seed, changed)
        said[f"{temperature:g}"] = {
            "seconds": seconds,
            "hung": solo.hung,
            "longest_silence": round(longest_silence(Clip(solo.notes, seconds)), 2),
            **judged(list(solo.windows()), spread),
        }
        if progress:
            progress(temperature)
    return said
