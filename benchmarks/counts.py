"""Statistics of a machine that hears a player: of its notes, beside the player's."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from perf_engine.core.steering.governor import Governor
from perf_engine.protocol.notes import Strike
from perf_engine.studio.measure.statistics import Clip, statistics
from perf_engine.studio.notes import Note

TEMPO: Final = 100.0  # beats a minute, where a clock runs
HEARD: Final = 8.0  # seconds for which a player's pitch classes count
GRAM: Final = 3  # intervals in a row that make a quotation
NEARNESS: Final = Governor().nearness  # allowed difference in velocity to a player
STRETCH, FEWEST = 10.0, 3  # seconds to compare in loudness, and the fewest strikes of each in them


@dataclass(frozen=True, slots=True)
class Take:
    """One run: the notes of both, the sending times of the machine's strikes, its state's moves."""

    machine: tuple[Note, ...]
    human: tuple[Note, ...]
    sent: tuple[tuple[float, Strike], ...]
    moved: float  # mean distance that the hidden state moved at an event
    seconds: float


def rate(found: Take) -> float:
    """Notes a second."""
    return len(found.machine) / found.seconds


def mean_pitch(found: Take) -> float:
    """MIDI pitch."""
    return _mean(n.pitch for n in found.machine)


def low_pitch(found: Take) -> float:
    """MIDI pitch, the 5th percentile."""
    return float(np.percentile([n.pitch for n in found.machine], 5))


def high_pitch(found: Take) -> float:
    """MIDI pitch, the 95th percentile."""
    return float(np.percentile([n.pitch for n in found.machine], 95))


def velocity(found: Take) -> float:
    """The mean MIDI velocity."""
    return _mean(n.velocity for n in found.machine)


def duration(found: Take) -> float:
    """Seconds that a key is held, in the mean."""
    return _mean(n.duration for n in found.machine)


def polyphony(found: Take) -> float:
    """Keys held, in the mean, while any is."""
    return statistics(Clip(found.machine, found.seconds)).polyphony


def velocity_span(found: Take) -> float:
    """MIDI velocity, from the 5th to the 95th percentile."""
    return statistics(Clip(found.machine, found.seconds)).velocity_span


def repetition(found: Take) -> float:
    """The share of four pitches in a row that occurred before."""
    return statistics(Clip(found.machine, found.seconds)).repetition


def pitch_entropy(found: Take) -> float:
    """Bits, of the intervals from strike to strike."""
    return _entropy(b.pitch - a.pitch for a, b in pairwise(found.machine))


def rhythm_entropy(found: Take) -> float:
    """Bits, of the times from strike to strike, in quarters of an octave; 0.01 s is at once."""
    gaps = (b.onset - a.onset for a, b in pairwise(found.machine))
    return _entropy(round(4.0 * math.log2(max(gap, 0.01))) for gap in gaps)


def inside(classes: frozenset[int]) -> Callable[[Take], float]:
    """A statistic that counts strikes in these pitch classes."""

    def share(found: Take) -> float:
        """The share of strikes in them."""
        return _mean(float(n.pitch % 12 in classes) for n in found.machine)

    return share


def off_grid(found: Take) -> float:
    """Milliseconds from a strike to the nearest of four steps a beat, in the mean."""
    step = 60.0 / TEMPO / 4.0
    return 1000.0 * _mean(abs(n.onset - step * round(n.onset / step)) for n in found.machine)


def places(found: Take) -> float:
    """Bits, of the strikes' positions in the beat, in twelfths."""
    return _entropy(round(12.0 * n.onset * TEMPO / 60.0) % 12 for n in found.machine)


def unevenness(found: Take) -> float:
    """The mean position (0..1) of strikes inside a pair of quarter beats."""
    spots = (n.onset * TEMPO / 60.0 * 2.0 % 1.0 for n in found.machine)
    return _mean(spot for spot in spots if 0.3 < spot < 0.9)


def kinship(found: Take) -> float:
    """The mean share of a strike's pitch class among the player's, over 8 s."""
    shares = []
    for note in found.machine:
        near = [n.pitch % 12 for n in found.human if 0.0 <= note.onset - n.onset < HEARD]
        if near:
            shares.append(near.count(note.pitch % 12) / len(near))
    return _mean(shares)


def retold(found: Take) -> float:
    """Share of the machine's phrases of five strikes whose intervals it has played before."""
    keys = [note.pitch for note in found.machine]
    phrases = list(zip(*(np.diff(keys)[n:].tolist() for n in range(4)), strict=False))
    return 1.0 - len(set(phrases)) / len(phrases) if phrases else 0.0


def leaping(found: Take) -> float:
    """Share of the machine's intervals, from strike to strike, that are an octave or more."""
    return _mean(float(abs(b.pitch - a.pitch) >= 12) for a, b in pairwise(found.machine))


def quoted(found: Take) -> float:
    """The share of the machine's three intervals in a row that a player played."""
    known = set(_grams(found.human))
    return _mean(float(gram in known) for gram in _grams(found.machine))


def waiting(found: Take) -> float:
    """Seconds from a player's last strike or release to the machine's next strike, if over 0.5."""
    ends = sorted(n.end for n in found.human)
    starts = [n.onset for n in found.machine] + [n.onset for n in found.human]
    gaps = (min((s for s in starts if s > end), default=math.inf) - end for end in ends)
    return _mean(gap for gap in gaps if 0.5 < gap < math.inf)


def beginning(found: Take) -> float:
    """Seconds until the machine's first strike."""
    return min((n.onset for n in found.machine), default=math.nan)


def likeness(found: Take) -> float:
    """The likeness of the machine's steps to the player's: -1 against, 0 unrelated, 1 with them.

    A step is from the mean pitch of keys struck at once to that of those struck next.
    """
    theirs = dict(_steps(found.human))
    return _mean(
        float(np.sign(step * theirs.get(at, 0.0))) for at, step in _steps(found.machine) if step
    )


def ahead(found: Take) -> float:
    """Milliseconds from the sending of a strike to its time, in the mean."""
    return 1000.0 * _mean(strike.due - now for now, strike in found.sent)


def loudness_gap(found: Take) -> float:
    """MIDI velocity by which the machine's mean is farther from the player's than the governor
    lets it be, in the mean of the stretches of 10 s in which both play.
    """
    gaps: list[float] = []
    for begin in np.arange(0.0, found.seconds, STRETCH):
        ours, theirs = (
            [n.velocity for n in notes if begin <= n.onset < begin + STRETCH]
            for notes in (found.machine, found.human)
        )
        if min(len(ours), len(theirs)) >= FEWEST:
            gaps.append(max(0.0, abs(_mean(ours) - _mean(theirs)) - NEARNESS))
    return _mean(gaps)


def moved(found: Take) -> float:
    """The mean distance that a unit of the hidden state moves at an event."""
    return found.moved


def _steps(notes: Sequence[Note]) -> Iterator[tuple[float, float]]:
    """Onsets, and the semitones from the mean pitch struck before to that struck then."""
    chords: dict[float, list[int]] = {}
    for note in notes:
        chords.setdefault(round(note.onset, 3), []).append(note.pitch)
    means = [(at, sum(pitches) / len(pitches)) for at, pitches in sorted(chords.items())]
    return ((at, after - before) for (_, before), (at, after) in pairwise(means))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return float(np.mean(found)) if found else math.nan


def _entropy(values: Iterable[Hashable]) -> float:
    counts = np.array(list(Counter(values).values()), float)
    share = counts / counts.sum() if len(counts) else counts
    return float(-(share * np.log2(share)).sum())


def _grams(notes: Sequence[Note]) -> list[tuple[int, ...]]:
    steps = [b.pitch - a.pitch for a, b in pairwise(notes)]
    return [tuple(steps[i : i + GRAM]) for i in range(len(steps) - GRAM + 1)]
