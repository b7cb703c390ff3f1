"""The position of each event in its beat and bar, and the pace of the beats, if a file tells it.

A file's ticks are its beats where its notes keep to them: those of a score or of music played to
a click do; a free recording's ticks are only a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.midi_files.beats import Beats

POSITIONS: Final = 24  # in a beat: both its fourths and its thirds are among them
MOST_BEATS: Final = 8  # of a bar that a model is told
FASTEST, SLOWEST = 0.2, 2.0  # seconds a beat; others count as the nearer of these
TEMPOS: Final = 64

POSITION_CLASSES: Final = 1 + POSITIONS  # class 0 is unknown, here and below
BAR_CLASSES: Final = 1 + MOST_BEATS * (MOST_BEATS + 1)  # duple beats, then triple ones
TEMPO_CLASSES: Final = 1 + TEMPOS

KEEPS: Final = 0.35  # closeness of onsets to a division of the beat: 0 unrelated, 1 on it
DIVISIONS: Final = (2, 3, 4, 6)
EXACT, WRITTEN = 0.003, 0.6  # a score's distance to the grid (quarter notes), share of onsets
CLEARLY: Final = 1.2  # times as many onsets on the beat as beside it
ON_TIME: Final = 0.06  # quarter notes: accuracy of people who play to a click
NEAR: Final = 0.001  # seconds, quarter notes, beats: times are sums of many single precision ones
SHORTEST_BEAT, LONGEST_BEAT = 0.3, 1.2  # seconds; others are taken together, or divided

COLUMNS: Final = {"phase": np.float32, "bar": np.uint8, "pace": np.float32}

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Metre:
    """The metre of n events: `phase` (n,) float32 from 0 to below 1 since its beat, NaN where it is
    not known; `bar` (n,) uint8 the class of its beat in its bar; `pace` (n,) float32 seconds a
    beat.
    """

    phase: NDArray[np.float32]
    bar: NDArray[np.uint8]
    pace: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.phase)

    def __getitem__(self, rows: Any) -> Metre:
        """Some of the events."""
        return Metre(self.phase[rows], self.bar[rows], self.pace[rows])

    @classmethod
    def unknown(cls, count: int) -> Metre:
        """An unknown metre of so many events."""
        return cls(
            np.full(count, np.nan, np.float32),
            np.zeros(count, np.uint8),
            np.ones(count, np.float32),
        )

    def moved(self, seconds: NDArray[np.floating], tempo: float = 1.0) -> Metre:
        """The metre slowed by the factor `tempo`, each event later by so many (new) seconds."""
        pace = self.pace * np.float32(tempo)
        phase = self.phase.astype(np.float64) + seconds / pace
        beats = np.nan_to_num(np.floor(phase)).astype(np.int64)
        turned = np.clip(phase - np.floor(phase), 0.0, np.nextafter(1.0, 0.0))
        return Metre(turned.astype(np.float32), counted_on(self.bar, beats), pace)

    def classes(self) -> Ints:
        """(3, n) classes of position in the beat, beat in the bar, and tempo."""
        known = ~np.isnan(self.phase)
        position = np.floor(np.nan_to_num(self.phase) * POSITIONS + 0.5).astype(np.int64)
        over = position >= POSITIONS
        bar = counted_on(self.bar, over.astype(np.int64)).astype(np.int64)
        return np.stack(
            [
                np.where(known, 1 + np.where(over, 0, position), 0),
                np.where(known, bar, 0),
                np.where(known, tempo_class(self.pace), 0),
            ]
        )


def tempo_class(pace: NDArray[np.floating]) -> Ints:
    """The class of so many seconds a beat: steps of equal ratio from the fastest to the slowest."""
    share = np.log(np.maximum(pace, 1e-6) / FASTEST) / np.log(SLOWEST / FASTEST)
    classes: Ints = 1 + np.clip(np.floor(share * TEMPOS), 0, TEMPOS - 1).astype(np.int64)
    return classes


def bar_class(beats: int, triple: bool, beat: int) -> int:
    """The class of a beat (from 0) in a bar of so many beats; 0 where the bar is too long."""
    if not 0 <= beat < beats <= MOST_BEATS:
        return 0
    return 1 + (MOST_BEATS * (MOST_BEATS + 1) // 2) * triple + beats * (beats - 1) // 2 + beat


def _tables() -> tuple[Ints, Ints]:
    """For each class of a bar: the class of its first beat, and its number of beats."""
    first, beats = np.zeros(BAR_CLASSES, np.int64), np.ones(BAR_CLASSES, np.int64)
    for triple in (False, True):
        for count in range(1, MOST_BEATS + 1):
            here = bar_class(count, triple, 0)
            first[here : here + count], beats[here : here + count] = here, count
    return first, beats


_FIRST, _BEATS = _tables()


def counted_on(bar: NDArray[np.uint8], beats: Ints) -> NDArray[np.uint8]:
    """The classes of the beats that are so many later; an unknown one stays unknown."""
    first, count = _FIRST[bar], _BEATS[bar]
    return (first + (bar.astype(np.int64) - first + beats) % count).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Signature:
    """A time signature from `quarter` on, in quarter notes from the beginning of the file."""

    quarter: float
    numerator: int
    denominator: int

    def beat(self) -> tuple[float, int, bool]:
        """A beat in quarter notes, beats a bar, and whether a beat has three parts."""
        if self.denominator >= 8 and self.numerator % 3 == 0:
            return 12 / self.denominator, self.numerator // 3, True
        return 4 / self.denominator, self.numerator, False


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A file's quarter notes and bars: `seconds` (k,) at which each tempo begins, `quarters` (k,)
    the same in quarter notes, `pace` (k,) seconds a quarter note.
    """

    seconds: Floats
    quarters: Floats
    pace: Floats
    signatures: tuple[Signature, ...] = ()

    @classmethod
    def of(
        cls,
        ticks_a_quarter: int,
        tempos: Sequence[tuple[int, int]],
        signatures: Sequence[tuple[int, int, int]],
    ) -> Grid:
        """The grid of (tick, microseconds a quarter) and of (tick, numerator, denominator).

        Of several at one tick the last counts.
        """
        placed = {
            0: 500_000,
            **{max(0, tick): length for tick, length in sorted(tempos, key=lambda tempo: tempo[0])},
        }
        quarters = np.array(sorted(placed), np.float64) / ticks_a_quarter
        pace = np.array([placed[tick] for tick in sorted(placed)], np.float64) / 1e6
        seconds = np.concatenate([[0.0], np.cumsum(np.diff(quarters) * pace[:-1])])
        bars = {
            max(0, tick): (above, below)
            for tick, above, below in sorted(signatures, key=lambda signature: signature[0])
            if above > 0 and below > 0
        }
        return cls(
            seconds,
            quarters,
            pace,
            tuple(Signature(tick / ticks_a_quarter, *bar) for tick, bar in sorted(bars.items())),
        )

    @classmethod
    def of_beats(cls, beats: Beats | None) -> Grid | None:
        """The grid of a file's beats, if it has them."""
        if beats is None:
            return None
        return cls(
            beats.seconds,
            beats.quarters,
            beats.seconds_a_quarter,
            tuple(Signature(*signature) for signature in beats.signatures),
        )

    def at(self, onset: Floats, struck: NDArray[np.bool_], believed: bool = False) -> Metre:
        """The metre of events at `onset` (n,) seconds, of which some strike a key.

        It is unknown where those do not keep to it. Played music, unlike a score, may keep to the
        tempo and begin anywhere: its beat is where most keys are struck, and no bar is told. The
        bar is told where its first beat is the weightiest, so that the file has it right. A file
        that is `believed` is right in both.
        """
        row = np.maximum(np.searchsorted(self.seconds, onset + NEAR, side="right") - 1, 0)
        pace = self.pace[row]
        quarter = self.quarters[row] + (onset - self.seconds[row]) / np.maximum(pace, 1e-6)
        if not keeps(quarter[struck]):
            return Metre.unknown(len(onset))
        signatures = self.signatures or (Signature(0.0, 1, 4),)
        if not believed and not written(quarter[struck]):
            late = lateness(quarter[struck])
            if late is None:
                return Metre.unknown(len(onset))
            if late != 0:
                signatures = (Signature(late, 1, 4),)
        usual = float(np.median(pace[struck]))
        phase, bar = np.zeros(len(onset)), np.zeros(len(onset), np.uint8)
        lengths = np.ones(len(onset))
        begins = np.array([s.quarter for s in signatures])
        which = np.maximum(np.searchsorted(begins, quarter + NEAR, side="right") - 1, 0)
        for number in np.unique(which).tolist():
            here = np.flatnonzero(which == number)
            length, beats, triple = felt(signatures[number], usual)
            since = (quarter[here] - begins[number]) / length
            since = np.where(np.abs(since - np.rint(since)) < NEAR, np.rint(since), since)
            beat = np.floor(since).astype(np.int64)
            phase[here], lengths[here] = since - beat, length
            if signatures[number].numerator > 1 and bar_class(beats, triple, 0):
                place = np.floor(since + 0.5 / POSITIONS).astype(np.int64) % beats
                if believed or weightiest(quarter[here], place, struck[here], beats):
                    bar[here] = bar_class(beats, triple, 0) + beat % beats
        return Metre(
            np.minimum(phase, np.nextafter(np.float32(1), np.float32(0))).astype(np.float32),
            bar,
            (pace * lengths).astype(np.float32),
        )


def keeps(quarter: Floats) -> bool:
    """Return whether onsets, in quarter notes, keep to a division of one, early or late."""
    onsets = np.unique(np.round(quarter, 4))
    if len(onsets) < 16:
        return False
    kept = abs(division_of(onsets)[1])
    return kept >= max(KEEPS, 3 / float(np.sqrt(len(onsets))))


def division_of(quarter: Floats) -> tuple[int, complex]:
    """The division of the quarter note that onsets keep to best, and their mean direction in it."""
    means = {d: complex(np.exp(2j * np.pi * d * quarter).mean()) for d in DIVISIONS}
    best = max(means, key=lambda d: abs(means[d]))
    return best, means[best]


def written(quarter: Floats) -> bool:
    """Return whether onsets, in quarter notes, are a score's: most exactly on a fine grid."""
    apart = quarter * POSITIONS - np.rint(quarter * POSITIONS)
    return bool(np.mean(np.abs(apart) < EXACT * POSITIONS) >= WRITTEN)


def lateness(quarter: Floats) -> float | None:
    """The lateness of beats, 0 to below 1 quarter note: where most keys are struck, and last.

    None where that is not clearly distinct from another place; 0 where the file's may be right.
    """
    parts, mean = division_of(quarter)
    late = float(np.angle(mean)) / (2 * np.pi * parts)
    places, struck = np.unique(np.rint((quarter - late) * parts), return_counts=True)
    weight = struck * np.minimum(np.diff(places, append=places[-1] + parts), 2 * parts)
    heard = np.bincount(places.astype(np.int64) % parts, weight, minlength=parts)
    heaviest, *others = np.argsort(-heard).tolist()
    if heard[heaviest] > CLEARLY * heard[others[0]]:
        shift = late + heaviest / parts
        return 0.0 if abs(shift) < ON_TIME else shift % 1.0
    return 0.0 if abs(late) < ON_TIME else None


def felt(signature: Signature, pace: float) -> tuple[float, int, bool]:
    """Beat, beats a bar and division as listeners feel them, at `pace` seconds a quarter note.

    Beats that are too fast are taken together, too slow ones divided; 0 beats a bar is unknown.
    """
    length, beats, triple = signature.beat()
    while length * pace < SHORTEST_BEAT - NEAR:
        if beats == 3 and not triple:
            length, beats, triple = length * 3, 1, True
        else:
            length, beats = length * 2, beats // 2 * (beats % 2 == 0)
    while length * pace > LONGEST_BEAT + NEAR:
        parts = 3 if triple else 2
        length, beats, triple = length / parts, beats * parts, False
    return length, beats, triple


def weightiest(quarter: Floats, place: Ints, struck: NDArray[np.bool_], beats: int) -> bool:
    """Return whether the first beat of the bar bears most: its notes last until the next strike."""
    onsets, first = np.unique(np.round(quarter[struck], 4), return_index=True)
    if len(onsets) < 2:
        return False
    length = np.minimum(np.diff(onsets), 4.0)
    weight = np.bincount(place[struck][first][:-1], length, minlength=beats)
    return bool(weight.argmax() == 0)
