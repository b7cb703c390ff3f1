"""Two sets of music compared as Yang and Lerch do: by the distances of clips within and between.

Source: L.-C. Yang and A. Lerch, On the evaluation of generative models in music, Neural Computing
and Applications 32 (2020). Each clip has nine features. The distances of a feature between the
clips of one set (intra-set), and between those of both sets (inter-set), are smoothed by Gaussian
kernels of Scott's width; what is told is how far the distances within a set differ from those
between: the area under both densities, and the divergence of Kullback and Leibler. Where a set
imitates another well, the distances between them are like those within.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.studio.notes import Note

from .overlap import likeness
from .statistics import Clip

Floats = NDArray[np.float64]

BAR: Final = 2.0  # seconds: four beats at 120 a minute, for music whose beats are not known
UNITS: Final = 96  # of a bar, in which lengths are measured
LENGTHS: Final = np.array(  # of the classes of notes, in units
    [96, 48, 24, 12, 6, 72, 36, 18, 9, 32, 16, 8], float
)  # whole to sixteenth, the same dotted from half to sixteenth, triplets from half to eighth
FEWEST: Final = 3  # clips of a set, whose distances have a spread


def pitch_count(notes: Sequence[Note]) -> Floats:
    """The number of different pitches."""
    return np.array([float(len({n.pitch for n in notes}))])


def pitch_class_histogram(notes: Sequence[Note]) -> Floats:
    """The shares (12,) of the pitch classes in the time that keys are held."""
    classes = np.array([n.pitch % 12 for n in notes], np.intp)
    held = np.bincount(classes, [n.duration for n in notes], minlength=12)
    return held / max(float(held.sum()), 1e-9)


def pitch_class_transitions(notes: Sequence[Note]) -> Floats:
    """The counts (12, 12) of a pitch class after another, note by note."""
    return _transitions(np.array([n.pitch % 12 for n in notes], np.intp))


def pitch_range(notes: Sequence[Note]) -> Floats:
    """The semitones from the lowest pitch to the highest."""
    pitches = [n.pitch for n in notes]
    return np.array([float(max(pitches, default=0) - min(pitches, default=0))])


def average_pitch_shift(notes: Sequence[Note]) -> Floats:
    """The mean semitones from one note to the next, up or down."""
    return np.array([_mean(np.abs(np.diff([float(n.pitch) for n in notes])))])


def note_count(notes: Sequence[Note]) -> Floats:
    """The number of notes."""
    return np.array([float(len(notes))])


def average_inter_onset_interval(notes: Sequence[Note]) -> Floats:
    """The mean seconds from one onset to the next; notes of a chord are 0 apart."""
    return np.array([_mean(np.diff([n.onset for n in notes]))])


def note_length_histogram(notes: Sequence[Note]) -> Floats:
    """The shares (12,) of notes whose length is nearest to each class."""
    counts = np.bincount(length_classes(notes), minlength=len(LENGTHS))
    return counts / max(1.0, float(len(notes)))


def note_length_transitions(notes: Sequence[Note]) -> Floats:
    """The counts (12, 12) of a class of length after another, note by note."""
    return _transitions(length_classes(notes))


def length_classes(notes: Sequence[Note]) -> NDArray[np.intp]:
    """The class of each note's length, the nearest of `LENGTHS`; of two as near, the first."""
    units = np.array([n.duration for n in notes]) / BAR * UNITS
    classes: NDArray[np.intp] = np.abs(units[:, None] - LENGTHS).argmin(axis=1)
    return classes


def _transitions(classes: NDArray[np.intp]) -> Floats:
    counts = np.zeros((12, 12))
    np.add.at(counts, (classes[:-1], classes[1:]), 1.0)
    return counts


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 0.0


FEATURES: Final[Mapping[str, Callable[[Sequence[Note]], Floats]]] = {
    feature.__name__: feature
    for feature in (
        pitch_count,
        pitch_class_histogram,
        pitch_class_transitions,
        pitch_range,
        average_pitch_shift,
        note_count,
        average_inter_onset_interval,
        note_length_histogram,
        note_length_transitions,
    )
}


def distances(one: Floats, other: Floats) -> Floats:
    """The Euclidean distances (n, m) of a feature between clips (n, ...) and clips (m, ...)."""
    a, b = one.reshape(len(one), -1), other.reshape(len(other), -1)
    found: Floats = np.linalg.norm(a[:, None] - b[None], axis=2)
    return found


def intra_set(values: Floats) -> Floats:
    """The distance of each clip to each other one of its set, (n * (n - 1),)."""
    return distances(values, values)[~np.eye(len(values), dtype=bool)]


def compared(real: Sequence[Clip], machine: Sequence[Clip]) -> dict[str, Any] | None:
    """For each feature the distances within both sets and between them; for JSON.

    `between` is their mean between both. `real` and `machine` have the mean within that set, and
    the likeness of the distances within to those between. None where a set has fewer than three
    clips.
    """
    if min(len(real), len(machine)) < FEWEST:
        return None
    ordered = [[_in_order(clip) for clip in clips] for clips in (real, machine)]
    found = {}
    for name, feature in FEATURES.items():
        ours, theirs = (np.array([feature(notes) for notes in each]) for each in ordered)
        between = distances(ours, theirs).ravel()
        found[name] = {
            "between": round(float(between.mean()), 4),
            "real": _within(intra_set(ours), between),
            "machine": _within(intra_set(theirs), between),
        }
    return found


def _within(within: Floats, between: Floats) -> dict[str, float]:
    like = asdict(likeness(within.tolist(), between.tolist()))
    return {
        "distance": round(float(within.mean()), 4),
        **{name: round(value, 4) for name, value in like.items()},
    }


def _in_order(clip: Clip) -> list[Note]:
    return sorted(clip.notes, key=lambda n: (n.onset, n.pitch))
