"""Variation of music for training, so that the same piece is never quite the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from perf_engine.protocol.midi import PEDAL
from perf_engine.training.data.metre import Metre
from perf_engine.training.data.pianist import one_piano

UNPITCHED: Final = "drums"  # the part
PIANO: Final = "piano"  # the part of players who name none

CHORD: Final = 0.030  # seconds: strikes within it may arrive in any order
EXACT: Final = 0.2  # least share of events at the same time as another in written music
QUIETEST, LOUDEST = 20, 120  # of players with one loudness


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A part of a piece as it lies in a data set, each column (n,), and its metre if it has one."""

    dt: NDArray[np.float32]
    part: NDArray[np.uint8]
    key: NDArray[np.uint8]
    velocity: NDArray[np.uint8]
    metre: Metre | None = None

    @property
    def onset(self) -> NDArray[np.float64]:
        """Seconds from its beginning."""
        return np.cumsum(self.dt, dtype=np.float64)

    @property
    def notes(self) -> NDArray[np.bool_]:
        """Mark the events that strike a key, pedal apart."""
        struck: NDArray[np.bool_] = (self.velocity > 0) & (self.key != PEDAL)
        return struck

    def rows(self, kept: NDArray[np.intp]) -> Stretch:
        """Some of the events, each at its time."""
        onset = self.onset[kept]
        return Stretch(
            np.diff(onset, prepend=onset[:1]).astype(np.float32),
            self.part[kept],
            self.key[kept],
            self.velocity[kept],
            None if self.metre is None else self.metre[kept],
        )


@dataclass(frozen=True, slots=True)
class Variation:
    """Ranges and shares of the variation: transposed up to so many semitones, tempo and loudness
    curve changed up to so much either way (as natural logarithms).

    A share of the crops, `steady`, keeps its tempo: written music has tempi and durations of its
    own, and a model that never met them unchanged predicts them worse than a table of counts. A
    share, `unbent`, keeps its loudness curve: a corpus may have one curve throughout, as
    transcriptions have that measure loudness. A share, `pianist`, has all its parts merged into
    one piano's, if it has no drums: a model that met tunes or songs only in their parts would play
    other music in the part of players who name none.

    The others are shares of the crops too, and make them like live playing:

    - `constant`: where a part has one loudness throughout, it gets another;
    - `flattened`: all parts have one loudness each;
    - `shuffled`: keys struck within 30 ms come in any order;
    - `loose`: written music is played as people play it, up to some 20 ms early or late;
    - `undrummed`: drums are left out;
    - `dithered`: the ages of keys come from times drawn anywhere in their bins;
    - `styled`, `measured`, `barred`: the style is told; the metre; with the metre the bar;
    - `interrupted`: of those whose metre is told, the share in which it is told for a while only.
    """

    transpose: int = 5
    tempo: float = 0.1
    steady: float = 0.5
    loudness: float = 0.25
    unbent: float = 0.5
    pianist: float = 0.0
    constant: float = 0.0
    flattened: float = 0.0
    shuffled: float = 0.0
    loose: float = 0.0
    undrummed: float = 0.0
    dithered: float = 0.0
    styled: float = 2 / 3
    measured: float = 0.5
    barred: float = 0.75
    interrupted: float = 0.5

    def varied(
        self, stretch: Stretch, rng: Generator, unpitched: Sequence[int], parts: Sequence[str]
    ) -> Stretch:
        """A stretch in another key, tempo and loudness, and perhaps in one piano's part."""
        key, velocity = stretch.key.copy(), stretch.velocity.copy()
        tempo = np.exp(rng.uniform(-1, 1) * self.tempo)
        if rng.random() < self.steady:
            tempo = 1.0
        dt = stretch.dt * np.float32(tempo)
        if len(dt):
            dt[0] = 0.0
        metre = stretch.metre
        if metre is not None:
            metre = metre.moved(np.zeros(len(dt)), tempo)
        struck = key != PEDAL
        pitched = struck & ~np.isin(stretch.part, unpitched)
        if pitched.any():
            low, high = int(key[pitched].min()), int(key[pitched].max())
            shift = int(
                rng.integers(-min(self.transpose, low), min(self.transpose, 127 - high) + 1)
            )
            key[pitched] = (key[pitched].astype(np.int64) + shift).astype(np.uint8)
        curve = np.exp(rng.uniform(-1, 1) * self.loudness)
        bent = np.clip(np.rint(127 * (np.arange(128) / 127) ** curve), 1, 127).astype(np.uint8)
        bent[0] = 0
        if rng.random() >= self.unbent:
            velocity = np.where(struck, bent[velocity], velocity)
        stretch = Stretch(dt, stretch.part, key, velocity, metre)
        if rng.random() < self.pianist and not np.isin(stretch.part, unpitched).any():
            kept = one_piano((dt, stretch.part, key, velocity))
            stretch = stretch.rows(kept)
            piano = np.full(len(kept), parts.index(PIANO), np.uint8)
            stretch = replace(stretch, part=piano)
        return stretch

    def as_played(self, stretch: Stretch, rng: Generator, unpitched: Sequence[int]) -> Stretch:
        """A stretch as people play it to a machine: see the shares above."""
        chances = rng.random(5)
        drums = np.isin(stretch.part, unpitched)
        if chances[0] < self.undrummed and drums.any() and not drums.all():
            stretch = stretch.rows(np.flatnonzero(~drums))
        stretch = replace(
            stretch,
            velocity=levelled(
                stretch, rng, chances[1] < self.constant, chances[2] < self.flattened
            ),
        )
        if chances[3] < self.loose and np.mean(stretch.dt == 0) > EXACT:
            stretch = loosened(stretch, rng)
        return shuffled(stretch, rng) if chances[4] < self.shuffled else stretch

    def told(self, stretch: Stretch, rng: Generator) -> Metre | None:
        """The metre that the model is told: none, beats, or beats and bars, as one hears them."""
        measured, barred, late = rng.random() < self.measured, rng.random(), rng.normal(0, 0.008)
        if stretch.metre is None or not measured:
            return None
        heard = stretch.metre.moved(np.full(len(stretch.dt), late), 1.0)
        if rng.random() < self.interrupted:
            first, last = np.sort(rng.integers(0, len(stretch.dt) + 1, 2))
            phase = heard.phase.copy()
            phase[:first] = phase[last:] = np.nan
            heard = replace(heard, phase=phase)
        return heard if barred < self.barred else replace(heard, bar=np.zeros_like(heard.bar))


USUAL = Variation()


def levelled(
    stretch: Stretch, rng: Generator, constant: bool, flattened: bool
) -> NDArray[np.uint8]:
    """Velocities: with `flattened` each part gets a loudness; with `constant`, each that has one
    gets another.
    """
    velocity = stretch.velocity.copy()
    level, spread = rng.uniform(QUIETEST, LOUDEST), rng.uniform(0, 15)
    for part in np.unique(stretch.part).tolist():
        its = level + spread * rng.normal()
        mine = stretch.notes & (stretch.part == part)
        if not mine.any():
            continue
        found = velocity[mine]
        if flattened or (constant and found.min() == found.max()):
            velocity[mine] = int(np.clip(its, 1, 127))
    return velocity


def loosened(stretch: Stretch, rng: Generator) -> Stretch:
    """A stretch whose onsets come a little early or late, with chords not quite together."""
    onset = stretch.onset
    moment = np.cumsum(stretch.dt > 0.001)
    width = rng.uniform(0.003, 0.015)
    moved = onset + rng.normal(0, width, moment[-1] + 1)[moment]
    first = np.flatnonzero(np.r_[True, np.diff(moment) > 0])
    within = np.arange(len(onset)) - np.repeat(first, np.diff(np.r_[first, len(onset)]))
    moved += within * rng.exponential(rng.uniform(0, 0.003), len(onset))
    moved = np.maximum.accumulate(moved)
    metre = stretch.metre
    if metre is not None:
        metre = metre.moved(moved - onset)
    dt = np.diff(moved, prepend=moved[:1]).astype(np.float32)
    return replace(stretch, dt=dt, metre=metre)


def shuffled(stretch: Stretch, rng: Generator) -> Stretch:
    """A stretch in which keys struck within 30 ms of the first of them change their places."""
    notes = stretch.notes.tolist()
    group, begun, now, number = [], 0.0, 0.0, 0
    for row, dt in enumerate(stretch.dt.tolist()):
        now += dt
        if not (row and notes[row] and notes[row - 1] and now - begun < CHORD):
            number, begun = number + 1, now
        group.append(number)
    order = np.lexsort((rng.random(len(group)), np.array(group, np.int64)))
    return replace(
        stretch,
        part=stretch.part[order],
        key=stretch.key[order],
        velocity=stretch.velocity[order],
    )
