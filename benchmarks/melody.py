"""Measures of single lines: how they keep to rules, as RL Tuner counts it, and how they vary.

RL Tuner (Jaques and others 2017) writes a melody as one number a step: a rest, a hold, or a key
that is struck. Its measures are counted here as its source does, except that the shares of notes
out of key, and of notes repeated too often, are of the notes, and not of all steps.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from typing import Final

import numpy as np

from perf_engine.studio.notes import Note

REST, HOLD = 0, 1  # steps of a grid; a key k that is struck is FIRST + k
LOWEST: Final = 48  # RL Tuner's lowest key, whose number is 2
FIRST: Final = 2 - LOWEST
BAR: Final = 8  # steps
PITCHES: Final = 3  # different keys in a bar that make a motif
LEAP: Final = 7  # semitones
SETTLED: Final = 6  # steps after which a leap back resolves a leap
WIDE, OCTAVE = 8, 12  # semitones: of a sixth, of an octave


@dataclass(frozen=True, slots=True)
class Line:
    """A melody: the keys, and the grid of steps in which they stand; its key as pitch classes."""

    keys: tuple[int, ...]
    grid: tuple[int, ...]
    scale: frozenset[int]
    tonic: int


def line_of(notes: Sequence[Note], step: float, scale: frozenset[int], tonic: int) -> Line:
    """The line of notes, one after another, on a grid of steps in seconds.

    Of notes in one step, the grid has the last; a rest is what is longer than half a step.
    """
    begin = notes[0].onset
    struck: dict[int, Note] = {}
    for note in notes:
        struck[round((note.onset - begin) / step)] = note
    places = sorted(struck)
    grid = [HOLD] * (places[-1] + 1)
    for place, after in pairwise(places):
        end = round((struck[place].end - begin) / step)
        if place < end < after:
            grid[end] = REST
    for place in places:
        grid[place] = FIRST + struck[place].pitch
    return Line(tuple(note.pitch for note in notes), tuple(grid), scale, tonic)


def repeated(line: Line) -> float:
    """The share of notes that are repeated excessively.

    They follow more than four strikes of their key in a row, or more than six with rests or holds.
    """
    found = 0
    for place, now in enumerate(line.grid):
        if now in (REST, HOLD):
            continue
        same, pauses = 0, False
        for before in reversed(line.grid[:place]):
            if before in (REST, HOLD):
                pauses = True
            elif before == now:
                same += 1
            else:
                break
        found += same > (6 if pauses else 4)
    return found / sum(step not in (REST, HOLD) for step in line.grid)


def outside(line: Line) -> float:
    """The share of notes not in key."""
    return sum(key % 12 not in line.scale for key in line.keys) / len(line.keys)


def on_tonic(line: Line) -> float:
    """1 if it starts with the tonic, else 0."""
    return float(line.keys[0] % 12 == line.tonic)


def highest_once(line: Line) -> float:
    """1 if its highest key is struck once, else 0."""
    return float(line.keys.count(max(line.keys)) == 1)


def lowest_once(line: Line) -> float:
    """1 if its lowest key is struck once, else 0."""
    return float(line.keys.count(min(line.keys)) == 1)


def leaps(line: Line) -> tuple[int, int]:
    """How many leaps are resolved, and how many are followed by one more in their direction.

    A leap is a fifth or more. It is resolved by steps that lead back to where it began, or by a
    leap back more than six steps of the grid later.
    """
    resolved = doubled = direction = origin = since = 0
    before: int | None = None
    for now in line.grid:
        if now in (REST, HOLD) or before is None:
            since += 1
            before = now if before is None and now not in (REST, HOLD) else before
            continue
        if abs(now - before) >= LEAP:
            leapt = 1 if now > before else -1
            if direction == 0:
                direction, origin = leapt, before
            elif direction == leapt:
                doubled += 1
            else:
                resolved += since > SETTLED
                direction = 0
            since = 0
        else:
            since += 1
            if direction and (now - origin) * direction <= 0:
                resolved += 1
                direction = 0
        before = now
    return resolved, doubled


def in_motif(line: Line) -> float:
    """The share of steps that end a bar of eight with at least three different keys."""
    return sum(_is_motif(line.grid[: n + 1]) for n in range(len(line.grid))) / len(line.grid)


def in_repeated_motif(line: Line) -> float:
    """The share of steps that end such a bar, if all of it occurred before."""
    found = 0
    for end in range(BAR, len(line.grid) + 1):
        bar, before = line.grid[end - BAR : end], line.grid[: end - BAR]
        same = (before[n : n + BAR] == bar for n in range(len(before) - BAR + 1))
        found += _is_motif(bar) and any(same)
    return found / len(line.grid)


def autocorrelation(line: Line, lag: int) -> float:
    """The correlation of the grid's numbers with those some steps later; nan if all are one."""
    x = np.array(line.grid, float)
    x -= x.mean()
    power = float((x * x).sum())
    return float((x[lag:] * x[:-lag]).sum() / power) if power else math.nan


def turned(line: Line) -> tuple[int, int]:
    """How many leaps of a sixth or more there are, and after how many the line turns back."""
    found = [
        (c - b) * (b - a) < 0
        for a, b, c in zip(line.keys, line.keys[1:], line.keys[2:], strict=False)
        if abs(b - a) >= WIDE
    ]
    return len(found), sum(found)


def octaves(line: Line) -> float:
    """The share of intervals of an octave or more."""
    steps = [abs(b - a) for a, b in pairwise(line.keys)]
    return sum(step >= OCTAVE for step in steps) / len(steps)


def same_again(line: Line) -> float:
    """The share of intervals that are none: the same key is struck again."""
    return sum(a == b for a, b in pairwise(line.keys)) / (len(line.keys) - 1)


def longest_run(line: Line) -> int:
    """The most strikes of one key in a row."""
    return max(len(list(run)) for _, run in groupby(line.keys))


def entropy(values: Iterable[Hashable]) -> float:
    """Bits."""
    share = np.array(list(Counter(values).values()), float)
    share /= share.sum()
    return float(-(share * np.log2(share)).sum())


def intervals(line: Line) -> tuple[int, ...]:
    """The semitones from key to key."""
    return tuple(b - a for a, b in pairwise(line.keys))


def distance(one: Sequence[int], other: Sequence[int]) -> float:
    """The share (0..1) of places that must be changed to make one of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1] / max(len(one), len(other), 1)


def apart(lines: Sequence[Line]) -> tuple[float, float]:
    """The mean distance of lines by their intervals, and how many they are but for alike ones.

    The second is the Vendi score (Friedman and Dieng 2023), with 1 minus the distance as likeness.
    """
    steps = [intervals(line) for line in lines]
    alike = np.eye(len(steps))
    for i, j in combinations(range(len(steps)), 2):
        alike[i, j] = alike[j, i] = 1.0 - distance(steps[i], steps[j])
    values = np.linalg.eigvalsh(alike / len(steps))
    values = values[values > 1e-12]
    mean = 1.0 - (alike.sum() - len(steps)) / (len(steps) * (len(steps) - 1))
    return float(mean), float(np.exp(-(values * np.log(values)).sum()))


def _is_motif(steps: Sequence[int]) -> bool:
    bar = steps[-BAR:]
    return len(bar) == BAR and len({s for s in bar if s not in (REST, HOLD)}) >= PITCHES


def measured(lines: Sequence[Line]) -> dict[str, float]:
    """All measures of some lines, by their names."""

    def mean(values: Iterable[float]) -> float:
        return float(np.nanmean(list(values)))

    resolved, doubled = (sum(n) for n in zip(*map(leaps, lines), strict=True))
    leapt, back = (sum(n) for n in zip(*map(turned, lines), strict=True))
    far, vendi = apart(lines)
    bigrams = [pair for line in lines for pair in pairwise(intervals(line))]
    return {
        "notes excessively repeated, %": 100.0 * mean(map(repeated, lines)),
        "notes not in key, %": 100.0 * mean(map(outside, lines)),
        "lines starting with the tonic, %": 100.0 * mean(map(on_tonic, lines)),
        "lines with one highest note, %": 100.0 * mean(map(highest_once, lines)),
        "lines with one lowest note, %": 100.0 * mean(map(lowest_once, lines)),
        "leaps resolved, %": 100.0 * resolved / max(resolved + doubled, 1),
        "steps in a motif, %": 100.0 * mean(map(in_motif, lines)),
        "steps in a repeated motif, %": 100.0 * mean(map(in_repeated_motif, lines)),
        **{
            f"autocorrelation at {lag}": mean(autocorrelation(line, lag) for line in lines)
            for lag in (1, 2, 3)
        },
        "leaps of a sixth or more, a line": leapt / len(lines),
        "of them turned back, %": 100.0 * back / leapt if leapt else math.nan,
        "intervals of an octave or more, %": 100.0 * mean(map(octaves, lines)),
        "same note again, %": 100.0 * mean(map(same_again, lines)),
        "longest run of one note": mean(map(longest_run, lines)),
        "entropy of pitches in a line, bits": mean(entropy(line.keys) for line in lines),
        "entropy of pairs of intervals, bits": entropy(bigrams),
        "mean distance of two lines, 0..1": far,
        "Vendi score": vendi,
    }
