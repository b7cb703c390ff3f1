"""Continuations by a machine of real music, beside the real ones.

The machine remembers the first half minute of a piece (a prime: it does not sound), then plays
half a minute alone, as on stage: all at one piano, without the pedal of the prime. Both half
minutes are counted alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.controls import Settings
from perf_engine.core.memory.priming import EVERY
from perf_engine.core.messages import Prime, PrimeNote
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.notes import Note
from perf_engine.studio.offline import offline

from . import yang_lerch
from .free_play import faults
from .overlap import overlap
from .statistics import CLIP, NAMES, Clip, Statistics, excerpt, statistics

PRIME: Final = 30.0  # seconds
FEWEST: Final = 16  # notes in the prime, and in the real continuation
LONGEST: Final = 600.0  # seconds; notes are remembered no longer


@dataclass(frozen=True, slots=True)
class Primer:
    """A stretch of real music to remember, and the half minute that came next."""

    name: str
    notes: tuple[Note, ...]
    real: Clip

    @classmethod
    def of(cls, name: str, notes: Sequence[Note]) -> Primer | None:
        """Take a piece's beginning; None where it is too short or too sparse."""
        if not notes:
            return None
        start = min(n.onset for n in notes)
        if max(n.onset for n in notes) < start + PRIME + CLIP:
            return None
        real = excerpt(notes, start + PRIME)
        prime = excerpt(notes, start, PRIME).notes
        return cls(name, prime, real) if min(len(prime), len(real.notes)) >= FEWEST else None


def played(
    dt: NDArray[np.floating],
    part: NDArray[np.integer],
    key: NDArray[np.integer],
    velocity: NDArray[np.integer],
) -> list[Note]:
    """The notes of events (n,), all parts together; velocity 0 releases, key 128 is no note.

    A note that is never released is left out.
    """
    struck: dict[tuple[int, int], tuple[float, int]] = {}
    notes = []
    time = np.cumsum(dt, dtype=np.float64).tolist()
    events = zip(time, part.tolist(), key.tolist(), velocity.tolist(), strict=True)
    for now, its, pitch, loudness in events:
        if pitch == PEDAL:
            continue
        if (its, pitch) in struck:
            onset, before = struck.pop((its, pitch))
            notes.append(Note(onset, pitch, before, now - onset))
        if loudness:
            struck[its, pitch] = now, loudness
    return sorted(notes, key=lambda n: (n.onset, n.pitch))


def chosen(primers: Mapping[str, Sequence[Primer]], count: int) -> list[Primer]:
    """`count` primers, from every source as evenly as may be, evenly spaced in each."""
    wanted = dict.fromkeys(primers, 0)
    for _ in range(count):
        free = [s for s in wanted if wanted[s] < len(primers[s])]
        if not free:
            break
        wanted[min(free, key=wanted.__getitem__)] += 1
    return [primers[s][i * len(primers[s]) // n] for s, n in wanted.items() for i in range(n)]


def continued(
    weights: Weights,
    primer: Primer,
    seed: int = 0,
    settings: Settings | None = None,
    seconds: float = CLIP,
) -> Clip:
    """The seconds, half a minute of them, that the machine plays on alone."""
    notes = tuple(
        PrimeNote(n.onset, n.pitch, n.velocity, min(max(n.duration, 0.001), LONGEST))
        for n in primer.notes
    )
    performer = Performer(weights, mode="solo", seed=seed, settings=settings)
    begin = 2 * len(notes) * EVERY
    recording = offline(performer, [(0.0, Prime(notes))], begin + seconds)
    return excerpt(recording.performance().notes, begin, seconds)


def compared(real: Sequence[Statistics], machine: Sequence[Statistics]) -> dict[str, Any]:
    """For each statistic the means of both, the overlap area, and the extremes; for JSON."""
    found = {}
    for name in NAMES:
        a, b = ([float(getattr(s, name)) for s in each] for each in (real, machine))
        found[name] = {
            "real": round(float(np.mean(a)), 4),
            "machine": round(float(np.mean(b)), 4),
            "overlap": round(overlap(a, b), 4),
            "real_most": round(max(a), 4),
            "machine_most": round(max(b), 4),
        }
    return found


def continuations(
    weights: Weights, primers: Iterable[Primer], settings: Settings | None = None
) -> dict[str, Any]:
    """Play on from each primer, its number being the seed, and compare; for JSON.

    `yang_lerch` is None where there are fewer than three primers. Raises ValueError where there is
    none.
    """
    real, machine, names = [], [], []
    for seed, primer in enumerate(primers):
        real.append(primer.real)
        machine.append(continued(weights, primer, seed, settings))
        names.append(primer.name)
    if not names:
        raise ValueError("no piece is a minute long with notes enough to play on from")
    return {
        "primers": names,
        "statistics": compared([*map(statistics, real)], [*map(statistics, machine)]),
        "yang_lerch": yang_lerch.compared(real, machine),
        "at_fault": {
            whose: [
                {"primer": name, "faults": its}
                for name, clip in zip(names, clips, strict=True)
                if (its := faults(clip))
            ]
            for whose, clips in (("real", real), ("machine", machine))
        },
    }
