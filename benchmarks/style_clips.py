"""Half minutes of a style: of real music and of a machine, and a classifier that names the style.

A clip is described by histograms of its times, durations, pitches and velocities, as one piano
would play it: the part of a note does not count. The classifier is a multinomial logistic
regression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.controls import Settings
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.studio.measure.statistics import CLIP, MAJOR, Clip, excerpt, statistics
from perf_engine.studio.offline import offline
from perf_engine.training.data.dataset import Dataset

WARM_UP: Final = 10.0  # seconds of a machine's playing before its first clip
FEWEST_OF_A_PART: Final = 0.05  # of a piece's events
TOGETHER: Final = 0.03  # seconds: strikes that are one chord
TIMES: Final = np.array([0.0, 0.03, 0.08, 0.13, 0.18, 0.24, 0.32, 0.42, 0.56, 0.75, 1.0, 1.5, 3.0])
STEPS: Final = 300  # of the classifier's training
RATE: Final = 0.5
DECAY: Final = 0.003  # of its weights

Floats = NDArray[np.float64]


def parts_of(dataset: Dataset, style: str) -> tuple[str, ...]:
    """Return the parts that most pieces of a style have: a twentieth of their events, or more."""
    found: Counter[tuple[str, ...]] = Counter()
    for piece in dataset.pieces:
        if piece.style == style:
            events = np.bincount(dataset.events(piece)[1], minlength=len(dataset.parts))
            there = events >= FEWEST_OF_A_PART * events.sum()
            found[
                tuple(name for name, is_so in zip(dataset.parts, there, strict=True) if is_so)
            ] += 1
    return found.most_common(1)[0][0]


def played_clips(
    weights: Weights, count: int, seed: int, parts: Sequence[str], **controls: float | str
) -> list[Clip]:
    """Return clips that a machine plays alone, with a voice for each of these parts."""
    settings = Settings.defaults().changed(controls, weights.told.styles)
    voices = [VoicePlan("solo", seed, settings, part, part) for part in parts]
    performer = Performer(weights, voices=voices)
    notes = offline(performer, [], WARM_UP + count * CLIP).performance().notes
    return [excerpt(notes, WARM_UP + n * CLIP) for n in range(count)]


def _shares(values: Floats, edges: Floats) -> Floats:
    """Return the share of values in each bin, the last of which is open."""
    found = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    shares: Floats = found / max(1, len(values))
    return shares


def features(clip: Clip) -> Floats:
    """Return a clip as a vector of statistics and of histograms."""
    notes = sorted(clip.notes, key=lambda n: (n.onset, n.pitch))
    table = np.array([(n.onset, n.duration, n.pitch, n.velocity) for n in notes]).reshape(-1, 4)
    onset, duration, pitch, velocity = table.T
    gaps = np.diff(onset)
    classes = np.bincount(pitch.astype(np.int64) % 12, minlength=12) / max(1, len(notes))
    scales = np.stack([np.roll(MAJOR, tonic) for tonic in range(12)]) @ classes
    begins = np.flatnonzero(np.r_[True, gaps > TOGETHER]) if len(notes) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[begins, len(notes)]).astype(np.float64)
    leaps = np.abs(np.diff(pitch[begins])) if len(begins) else np.zeros(0)
    return np.concatenate(
        [
            np.log1p(np.array(astuple(statistics(clip)))),
            _shares(gaps, TIMES),
            _shares(duration, TIMES),
            _shares(pitch, np.arange(30.0, 97.0, 6.0)),
            _shares(leaps, np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 13.0, 20.0])),
            np.roll(classes, -int(scales.argmax())),
            _shares(velocity, np.arange(16.0, 127.0, 16.0)),
            _shares(sizes, np.array([2.0, 3.0, 4.0, 5.0, 6.0])),
        ]
    )


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """A multinomial logistic regression over features, scaled by `mean` and `spread` (d,).

    `weights` (d + 1, styles) has the bias in its last row.
    """

    mean: Floats
    spread: Floats
    weights: Floats

    @classmethod
    def of(cls, examples: Floats, labels: NDArray[np.int64], count: int) -> Classifier:
        """Train on examples (n, d) with labels (n,) below `count`; each label weighs the same."""
        mean, spread = examples.mean(axis=0), examples.std(axis=0) + 1e-3
        rows = np.c_[(examples - mean) / spread, np.ones(len(examples))]
        wanted = np.eye(count)[labels]
        share = 1.0 / (np.bincount(labels, minlength=count)[labels] * count)
        weights = np.zeros((rows.shape[1], count))
        moved = np.zeros_like(weights)
        for _ in range(STEPS):
            slope = rows.T @ ((_softmax(rows @ weights) - wanted) * share[:, None])
            moved = 0.9 * moved + slope + DECAY * weights
            weights = weights - RATE * 0.1 * moved
        return cls(mean, spread, weights)

    def scaled(self, examples: Floats) -> Floats:
        """Return features in units of their spread."""
        found: Floats = (examples - self.mean) / self.spread
        return found

    def probabilities(self, examples: Floats) -> Floats:
        """Return the probability of each style (n, styles)."""
        rows = np.c_[self.scaled(examples), np.ones(len(examples))]
        return _softmax(rows @ self.weights)


def _softmax(logits: Floats) -> Floats:
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = e / e.sum(axis=1, keepdims=True)
    return found


def stacked(found: Sequence[Clip]) -> Floats:
    """Return the features of clips (n, d)."""
    return np.stack([features(clip) for clip in found])
