"""Learn how drummers play: bars, how they resemble one another, loudness, timing and fills.

`python -m benchmarks.drum_tables FOLDER` reads the Groove MIDI Dataset (Gillick and others,
Learning to Groove with Inverse Sequence Transformations, 2019; CC BY 4.0), takes what it calls its
training files, and writes `perf_engine/core/drums/tables.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray

from perf_engine.core.drums.kit import COUNT, instrument
from perf_engine.core.drums.recurrence import FEATURES, FEELS, features
from perf_engine.midi_files.reader import read
from perf_engine.training.data.selection import OWN_KEYS

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]

BAR: Final = 4  # beats
PATTERNS: Final = (20, 8)  # patterns of bars, straight and triple
THEMES: Final = (64, 24)  # that are kept, at most
FILLS: Final = 48
UNLIKE: Final = 5  # strikes in which themes, or fills, differ
ROUNDS: Final = 60  # of the mixture's estimation
LEAST: Final = 0.004  # probability of a strike in a pattern
FEWEST: Final = 3  # strikes of a bar that counts
TOMS: Final = slice(4, 7)
FILLED: Final = 4  # strikes of toms that make a bar a fill
FURTHEST: Final = 0.04  # seconds of a deviation that counts as one
STEADY: Final = 20.0  # strikes that the mean of an instrument weighs as much as, for each place


@dataclass(frozen=True, slots=True)
class Take:
    """A recording of a drummer: strikes in order, in beats, and the tempo in beats a minute."""

    split: str
    fill: bool
    tempo: float
    beats: Floats
    instruments: NDArray[np.int64]
    velocities: NDArray[np.int64]

    @property
    def feel(self) -> int:
        """Return whether it fits sixteenths (0) or triplets (1) better."""
        straight, triple = (_misfit(self.beats, steps) for steps in FEELS)
        return int(triple < straight)


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of a take: strikes (bars, places, instruments), velocities and deviations alike.

    `late` are seconds from a place, less the bar's median; both are 0 where nothing is struck.
    """

    tempo: float
    struck: Bits
    velocity: Floats
    late: Floats

    def __getitem__(self, some: slice) -> Bars:
        """Return some of the bars."""
        return Bars(self.tempo, self.struck[some], self.velocity[some], self.late[some])


def _misfit(beats: Floats, steps: int) -> float:
    away = (beats * steps + 0.5) % 1.0 - 0.5
    return float((away**2).mean()) * 12.0


def takes(folder: Path) -> Iterator[Take]:
    """Return the recordings in four that are there, in the order of the dataset's own list.

    Raises OSError.
    """
    with (folder / "info.csv").open(newline="") as listed:
        for row in csv.DictReader(listed):
            if row["time_signature"] == "4-4" and (folder / row["midi_filename"]).is_file():
                yield take(folder, row)


def take(folder: Path, row: dict[str, str]) -> Take:
    """Return a recording by its row in the dataset's list. Raises OSError or ValueError."""
    lines = [line for line in read(folder / row["midi_filename"]).lines if len(line.onset)]
    onset, pitch, velocity = (
        np.concatenate([getattr(line, name) for line in lines])
        for name in ("onset", "pitch", "velocity")
    )
    found = [instrument(OWN_KEYS.get(int(key), int(key))) for key in pitch]
    known = np.array([one is not None for one in found])
    tempo = float(row["bpm"])
    order = np.argsort(onset[known], kind="stable")
    return Take(
        row["split"],
        row["beat_type"] == "fill",
        tempo,
        onset[known][order] * tempo / 60.0,
        np.array([one for one in found if one is not None])[order],
        velocity[known][order].astype(np.int64),
    )


def bars(one: Take, feel: int | None = None) -> Bars:
    """Return a take's strikes at the nearest places of its feel, or of another one."""
    steps = FEELS[one.feel if feel is None else feel]
    places = BAR * steps
    at = np.round(one.beats * steps).astype(np.int64)
    count = int(at.max(initial=0)) // places + 1
    shape = (count * places, COUNT)
    struck, velocity, late = np.zeros(shape, bool), np.zeros(shape), np.zeros(shape)
    away = (one.beats - at / steps) * 60.0 / one.tempo
    for bar in np.unique(at // places):
        away[at // places == bar] -= np.median(away[at // places == bar])
    where = (at, one.instruments)
    struck[where] = True
    np.maximum.at(velocity, where, one.velocities)
    late[where] = away
    whole = (count, places, COUNT)
    return Bars(one.tempo, struck.reshape(whole), velocity.reshape(whole), late.reshape(whole))


def _whole(found: Bars) -> slice:
    """Return the bars without the first and the last if these are hardly played."""
    full = np.flatnonzero(found.struck.sum(axis=(1, 2)) >= FEWEST)
    return slice(int(full[0]), int(full[-1]) + 1) if len(full) else slice(0, 0)


# learnt


@dataclass(frozen=True, slots=True)
class Feel:
    """What was learnt of one feel; see `perf_engine/core/drums/tables.py` for shapes."""

    bars: int
    strikes: Floats
    weights: Floats
    velocity: Floats
    spread: Floats
    apart: Floats
    timing: Floats
    looseness: Floats
    themes: list[list[int]]
    fills: list[list[int]]


def mixture(rows: Bits, count: int, random: np.random.Generator) -> Floats:
    """Return patterns (count, places * instruments) of bars by expectation and maximisation."""
    flat, count = rows.reshape(len(rows), -1).astype(np.float64), min(count, len(rows))
    shares = flat[random.choice(len(flat), count, replace=False)] * 0.6 + 0.2 * flat.mean(axis=0)
    weights = np.full(count, 1.0 / count)
    for _ in range(ROUNDS):
        shares = np.clip(shares, LEAST, 1.0 - LEAST)
        logs = flat @ np.log(shares).T + (1.0 - flat) @ np.log(1.0 - shares).T + np.log(weights)
        logs -= logs.max(axis=1, keepdims=True)
        likely = np.exp(logs)
        likely /= likely.sum(axis=1, keepdims=True)
        mass = likely.sum(axis=0) + 1e-3
        shares = (likely.T @ flat + flat.mean(axis=0)) / (mass + 1.0)[:, None]
        weights = mass / mass.sum()
    found: Floats = np.clip(shares[np.argsort(-weights)], LEAST, 1.0 - LEAST)
    return found


def assigned(rows: Bits, patterns: Floats) -> NDArray[np.int64]:
    """Return the likeliest pattern of each bar."""
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    logs = flat @ np.log(patterns).T + (1.0 - flat) @ np.log(1.0 - patterns).T
    return np.asarray(logs.argmax(axis=1), np.int64)


def regression(inputs: Floats, hits: Bits, penalty: float = 1.0) -> Floats:
    """Return the weights of a logistic regression, by Newton's method with steps that get shorter.

    The weight of the second input is drawn to 1, the others to 0.
    """
    prior = np.zeros(inputs.shape[1])
    prior[1] = 1.0

    def loss(weights: Floats) -> float:
        odds = inputs @ weights
        missed = float(np.logaddexp(0.0, np.where(hits, -odds, odds)).sum())
        return missed + 0.5 * penalty * float(((weights - prior) ** 2).sum())

    weights, before = prior, loss(prior)
    for _ in range(20):
        p = 0.5 + 0.5 * np.tanh(0.5 * (inputs @ weights))
        slope = inputs.T @ (hits - p) - penalty * (weights - prior)
        curve = (inputs * (p * (1.0 - p))[:, None]).T @ inputs + penalty * np.eye(len(prior))
        step = np.linalg.solve(curve, slope)
        while (after := loss(weights + step)) > before and np.abs(step).max() > 1e-6:
            step = 0.5 * step
        if before - after < 1e-3:
            break
        weights, before = weights + step, after
    return weights


def theme(struck: Bits) -> int:
    """Return which bar is most like the others."""
    flat = struck.reshape(len(struck), -1).astype(np.float64)
    both = flat @ flat.T
    either = flat.sum(axis=1)[:, None] + flat.sum(axis=1)[None, :] - both
    return int((both / np.maximum(either, 1.0)).mean(axis=1).argmax())


def examples(found: Sequence[Bits], patterns: Floats) -> tuple[Floats, Bits]:
    """Return the inputs (n, instruments, features) of every place, and what was struck there."""
    inputs, hits = [], []
    for struck in found:
        shares = patterns[assigned(struck, patterns)].reshape(struck.shape)
        shares[:] = shares[theme(struck)]
        there = np.roll(shares, 1, axis=1)
        last = np.roll(struck.reshape(-1, COUNT), 1, axis=0).reshape(struck.shape)
        same = np.broadcast_to(struck[theme(struck)], struck.shape)
        here = np.arange(1, len(struck)) != theme(struck)
        rows = (one[1:][here] for one in (shares, there, np.roll(struck, 1, axis=0), same, last))
        inputs.append(features(*rows))
        hits.append(struck[1:][here])
    shape = (-1, COUNT, FEATURES)
    return np.concatenate(inputs).reshape(shape), np.concatenate(hits).reshape(-1, COUNT)


def _by_place(struck: Bits, values: Floats) -> tuple[Floats, Floats]:
    """Return means and standard deviations (instruments, places), drawn to the instrument's."""
    counts = struck.sum(axis=0)
    total, square = (values * struck).sum(axis=0), (values**2 * struck).sum(axis=0)
    usual = total.sum(axis=0) / np.maximum(counts.sum(axis=0), 1)
    spread = square.sum(axis=0) / np.maximum(counts.sum(axis=0), 1)
    mean = (total + STEADY * usual) / (counts + STEADY)
    variance = (square + STEADY * spread) / (counts + STEADY) - mean**2
    return mean.T, np.sqrt(np.maximum(variance, 0.0)).T


def _loudness(found: Sequence[Bars]) -> tuple[Floats, Floats, Floats]:
    """Return the mean velocity (instruments, places), its standard deviation, and that of takes.

    The last (instruments,) is that of means of takes, the other that within a take.
    """
    struck = np.concatenate([one.struck for one in found])
    values = np.concatenate([one.velocity for one in found])
    mean, _ = _by_place(struck, values)
    own, rest = [], []
    for one in found:
        away = one.velocity - mean.T
        counts = one.struck.sum(axis=(0, 1))
        usual = (away * one.struck).sum(axis=(0, 1)) / np.maximum(counts, 1)
        own.append(np.where(counts >= FEWEST, usual, np.nan))
        rest.append(away - usual)
    _, spread = _by_place(struck, np.concatenate(rest))
    table = np.array(own).T
    apart = [float(row[~np.isnan(row)].std()) if (~np.isnan(row)).any() else 0.0 for row in table]
    return mean, spread, np.array(apart)


def unlike(rows: Sequence[Bits], most: int, random: np.random.Generator) -> list[int]:
    """Return which bars to keep, at most so many, so that they differ."""
    chosen: list[int] = []
    for index in random.permutation(len(rows)).tolist():
        far = ((rows[index] != rows[other]).sum() > UNLIKE for other in chosen)
        if len(chosen) < most and all(far):
            chosen.append(index)
    return chosen


def _filled(row: Bits) -> bool:
    return bool(row[:, TOMS].sum() >= FILLED)


def bits(row: Bits) -> list[int]:
    """Return for each place the instruments as bits of a number."""
    found: list[int] = (row @ (1 << np.arange(COUNT))).tolist()
    return found


def learn(found: Sequence[Take], feel: int) -> Feel:
    """Learn one feel from takes."""
    random = np.random.default_rng(feel)
    mine = [(one, bars(one)) for one in found if one.feel == feel]
    beats = [(one, all_[_whole(all_)]) for one, all_ in mine if not one.fill]
    beats = [(one, some) for one, some in beats if len(some.struck) > 1]
    played = [some for _, some in beats]
    whole = np.concatenate([one.struck for one in played])
    patterns = mixture(whole, PATTERNS[feel], random)
    inputs, hits = examples([one.struck for one in played], patterns)
    velocity, spread, takes_apart = _loudness(played)
    late = np.concatenate([one.late for one in played])
    timing, looseness = _by_place(whole & (np.abs(late) < FURTHEST), late)
    themes = [some.struck[theme(some.struck)] for some in played]
    which = assigned(np.array(themes), patterns)
    fills = [bar for _, one in mine for bar in one.struck if _filled(bar)]
    return Feel(
        len(whole),
        patterns.reshape(len(patterns), -1, COUNT),
        np.array([regression(inputs[:, i], hits[:, i]) for i in range(COUNT)]),
        velocity,
        spread,
        takes_apart[None],
        timing,
        looseness,
        [
            [round(beats[i][0].tempo), int(which[i]), *bits(themes[i])]
            for i in unlike(themes, THEMES[feel], random)
            if not _filled(themes[i])
        ],
        [bits(fills[i]) for i in unlike(fills, FILLS, random)],
    )


HEAD: Final = '''"""How drummers play, counted in {count} bars.

The bars are from {takes} recordings of the Groove MIDI Dataset by J. Gillick, A. Roberts, J. Engel,
D. Eck and D. Bamman (Learning to Groove with Inverse Sequence Transformations, ICML 2019), whose
licence is CC BY 4.0. `python -m benchmarks.drum_tables` writes this module. Each table has one part
for each feel: straight, then triple. Instruments are in the order of `kit.NAMES`, places are those
of a bar in four.
"""

from __future__ import annotations

from typing import Final

'''


def _rows(rows: Floats, digits: int, indent: str) -> str:
    """Return rows of a table as lines of Python."""
    return "".join(
        f"{indent}({', '.join(f'{x:.{digits}f}' if digits else f'{x:.0f}' for x in row)}),\n"
        for row in np.atleast_2d(rows)
    )


def _table(name: str, comment: str, parts: Sequence[Floats], digits: int = 0) -> str:
    """Return a table with a part for each feel; each part is a matrix."""
    inside = "".join(f"    (\n{_rows(part, digits, ' ' * 8)}    ),\n" for part in parts)
    return f"# {comment}\n{name}: Final = (\n{inside})\n"


def written(feels: Sequence[Feel], count: int) -> str:
    """Return the text of the module."""
    text = [HEAD.format(count=f"{sum(feel.bars for feel in feels):,}", takes=count)]
    for name, comment, values, digits in (
        (
            "STRIKES",
            "1000 times the probability of a strike: rows are instruments of patterns.",
            [
                1000.0 * feel.strikes.transpose(0, 2, 1).reshape(-1, feel.strikes.shape[1])
                for feel in feels
            ],
            0,
        ),
        (
            "WEIGHTS",
            "Weights of `recurrence.features`, by instrument.",
            [feel.weights for feel in feels],
            2,
        ),
        ("VELOCITY", "Mean velocity, by instrument.", [feel.velocity for feel in feels], 0),
        ("SPREAD", "Its standard deviation in a recording.", [feel.spread for feel in feels], 0),
        ("APART", "That of the means of recordings.", [feel.apart for feel in feels], 0),
        (
            "TIMING",
            "Mean deviation from the place in ms, by instrument.",
            [1000.0 * feel.timing for feel in feels],
            0,
        ),
        ("LOOSENESS", "Its standard deviation.", [1000.0 * f.looseness for f in feels], 0),
        (
            "THEMES",
            "Bars to which recordings return: tempo in beats a minute, pattern, and as in FILLS.",
            [np.array(feel.themes) for feel in feels],
            0,
        ),
        (
            "FILLS",
            "Fills of a bar: for each place the instruments that are struck, as bits of a number.",
            [np.array(feel.fills) for feel in feels],
            0,
        ),
    ):
        text.append(_table(name, comment, values, digits))
    return "".join(text)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "out", default="perf_engine/core/drums/tables.py", type=click.Path(path_type=Path)
)
def main(folder: Path, out: Path) -> None:
    """Learn from the training recordings of the Groove MIDI Dataset in FOLDER."""
    found = [one for one in takes(folder) if one.split == "train"]
    if not found:
        raise click.ClickException(f"{folder} holds no recording for training")
    out.write_text(written([learn(found, feel) for feel in range(len(FEELS))], len(found)))
    click.echo(f"{out}: from {len(found)} recordings")


if __name__ == "__main__":
    main()
