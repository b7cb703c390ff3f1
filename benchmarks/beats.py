"""`make beats`: players whose beat is known, and how well it is heard."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from perf_engine.core.beat.tracker import BeatTracker
from perf_engine.midi_files.beats import Beats
from perf_engine.midi_files.reader import Line, read

from .command import end, report_option
from .human import midi_files, readable
from .measure import machine
from .players import KEPT, Played, Strike, made_up
from .tables import show

SETTLED: Final = 8.0  # seconds after which beats count
NEAR: Final = 0.07  # seconds: a beat that is found (MIREX)
SOON: Final = 0.4  # periods: a beat that comes so soon after another is the same one
FOLLOWED: Final = 4  # beats in a row that must be found after a jump of tempo
SECONDS: Final = 90.0  # of each piece
FEWEST: Final = 40  # strikes of a piece
SHORTEST: Final = 20.0  # seconds of a piece
CHANCE_TEMPO: Final = 120.0  # beats a minute of a metronome that hears nothing
MELODY: Final = ("melody", "part0")  # how the track's name begins
SLOTS: Final = 48  # of a quarter note, in which its place is looked for
WIDTH: Final = 1.5  # slots
ALIGNED: Final = 0.6  # share of the fullest slot's strikes that make the file's own beat count
CLEAR: Final = 1.25  # times as many strikes as half a beat away: else the place is not known

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a tracker made of a player: the beats as they came, and what each strike cost.

    `confidence` and `tempo` hold after each strike; `cost` is its CPU time in ms.
    """

    beats: list[float]
    confidence: Array
    tempo: Array
    cost: Array
    bar: int


@dataclass(frozen=True, slots=True)
class Score:
    """A piece's figures. `f` counts beats found, `f_octave` also at half and double tempo.

    `beat` and `eighth` are the mean cosines of the phase in which true beats fall, from -1 to 1.
    `tempo` is the median distance of the tempo that is heard from the true one, as a share of it.
    `confidence` is the mean; `followed` the beats until a jump of tempo is followed.
    """

    name: str
    f: float | None
    f_octave: float | None
    beat: float | None
    eighth: float | None
    tempo: float | None
    confidence: float
    bar: bool | None
    followed: int | None
    chance: float | None


def hear(strikes: Iterable[Strike]) -> Heard:
    """Feed strikes to a tracker; take each beat when it comes by what was known then."""
    tracker = BeatTracker()
    beats: list[float] = []
    sure, tempos, cost = [], [], []
    last: float | None = None

    def came(at: float) -> None:
        if not beats or at - beats[-1] > SOON * 60.0 / tracker.tempo:
            beats.append(at)

    for at, pitch, velocity in strikes:
        before = math.inf
        if last is not None:
            beat = math.ceil(tracker.beat_at(last))
            while tracker.time_of(beat) <= at:
                came(tracker.time_of(beat))
                beat += 1
            before = math.floor(tracker.beat_at(at))
        begun = time.thread_time_ns()
        tracker.strike(at, pitch, velocity)
        cost.append((time.thread_time_ns() - begun) / 1e6)
        if math.floor(tracker.beat_at(at)) > before:
            came(at)
        sure.append(tracker.confidence(at))
        tempos.append(tracker.tempo)
        last = at
    return Heard(
        beats, np.array(sure), np.array(tempos), np.array(cost), tracker.at(last or 0.0).bar
    )


def f_measure(found: Sequence[float], true: Sequence[float]) -> float:
    """The F-measure of beats found within 70 ms, from 8 s on (Davies and others, 2009)."""
    found = [at for at in found if at >= SETTLED]
    true = [at for at in true if at >= SETTLED]
    if not found or not true:
        return 0.0
    true = [at for at in true if at <= found[-1] + NEAR]
    found = [at for at in found if not true or at <= true[-1] + NEAR]
    hits = i = j = 0
    while i < len(found) and j < len(true):
        away = found[i] - true[j]
        hit = abs(away) <= NEAR
        hits += hit
        i += hit or away < 0.0
        j += hit or away > 0.0
    return 2.0 * hits / (len(found) + len(true))


def octaves(true: Sequence[float]) -> list[list[float]]:
    """The beats in double tempo, and both ways in half."""
    middles = [(one + other) / 2.0 for one, other in pairwise(true)]
    return [sorted([*true, *middles]), list(true[::2]), list(true[1::2])]


def coherence(found: Sequence[float], true: Sequence[float]) -> tuple[float, float]:
    """The mean cosine of the phase of true beats among those found, by beat and by eighth."""
    line, at = np.array(found), np.array([one for one in true if one >= SETTLED])
    if len(line) < 2:
        return 0.0, 0.0
    at = at[(at > line[0]) & (at < line[-1])]
    if not len(at):
        return 0.0, 0.0
    index = np.searchsorted(line, at, side="right") - 1
    phase = 2.0 * np.pi * (at - line[index]) / (line[index + 1] - line[index])
    return float(np.cos(phase).mean()), float(np.cos(2.0 * phase).mean())


def followed(found: Sequence[float], true: Sequence[float], jump: int) -> int:
    """The beats from a jump of tempo to the first of four in a row that are found."""
    line = np.array(found or [math.inf])
    hit = [bool(np.abs(line - at).min() <= NEAR) for at in true[jump:]]
    for beat in range(len(hit) - FOLLOWED + 1):
        if all(hit[beat : beat + FOLLOWED]):
            return beat
    return len(hit)


def tempo_error(times: Array, tempos: Array, true: Sequence[float]) -> float | None:
    """The median distance of tempos at times from the true one, as a share of it.

    The true tempo is that of the beat in which a time lies; None if no time lies in one.
    """
    line = np.array(true)
    inside = (times >= line[0]) & (times < line[-1])
    if not inside.any():
        return None
    beat = np.searchsorted(line, times[inside], side="right") - 1
    return float(np.median(np.abs(tempos[inside] * (line[beat + 1] - line[beat]) / 60.0 - 1.0)))


def score(name: str, played: Played, heard: Heard, phase: float) -> Score:
    """The figures of a piece; `phase` is that of a metronome which hears nothing."""
    at = np.array([strike[0] for strike in played.strikes])
    late = at >= SETTLED
    sure = float(heard.confidence[late].mean()) if late.any() else 0.0
    if not played.beats:
        return Score(name, None, None, None, None, None, sure, None, None, None)
    f = f_measure(heard.beats, played.beats)
    beat, eighth = coherence(heard.beats, played.beats)
    period = 60.0 / CHANCE_TEMPO
    metronome = np.arange(phase * period, float(at[-1]), period)
    return Score(
        name,
        f,
        max(f, *(f_measure(heard.beats, other) for other in octaves(played.beats))),
        beat,
        eighth,
        tempo_error(at[late], heard.tempo[late], played.beats),
        sure,
        heard.bar == played.bar if played.bar in (3, 4) else None,
        followed(heard.beats, played.beats, played.jump) if played.jump else None,
        f_measure(metronome.tolist(), played.beats),
    )


# scores in MIDI files


def place_of_the_beat(quarter: Array, low: NDArray[np.bool_]) -> float | None:
    """Return where in the quarter note of a file its beat is; None if that is not clear.

    `quarter`: the strikes' places in quarter notes; `low` ones count twice.
    """
    weight = np.where(low, 2.0, 1.0)
    counts = np.histogram(quarter % 1.0, SLOTS, (0.0, 1.0), weights=weight)[0]
    away = (np.arange(SLOTS)[:, None] - np.arange(SLOTS) + SLOTS // 2) % SLOTS - SLOTS // 2
    smooth = np.exp(-0.5 * (away / WIDTH) ** 2) @ counts
    best = int(smooth.argmax())
    if smooth[0] >= ALIGNED * smooth[best]:
        return 0.0
    if smooth[best] < CLEAR * smooth[(best + SLOTS // 2) % SLOTS]:
        return None
    middle = (best + 0.5) / SLOTS
    distance = (quarter - middle + 0.5) % 1.0 - 0.5
    near = np.abs(distance) < 2.0 * WIDTH / SLOTS
    return middle + float(np.average(distance[near], weights=weight[near]))


def _times(beats: Beats, lines: Sequence[Line], last: float) -> list[float] | None:
    """Return the times of a file's beats: quarter notes, or dotted ones in 6/8, 9/8 and 12/8."""
    seconds = np.concatenate([line.onset for line in lines])
    low = np.concatenate([line.pitch < 55 for line in lines])
    at = np.searchsorted(beats.seconds, seconds, side="right") - 1
    quarters = beats.quarters[at] + (seconds - beats.seconds[at]) / beats.seconds_a_quarter[at]
    place = place_of_the_beat(quarters, low)
    if place is None:
        return None
    above, below = beats.signatures[0][1:] if beats.signatures else (4, 4)
    unit = 1.5 if below == 8 and above % 3 == 0 else 1.0
    wanted = np.arange(place, float(quarters.max()) + unit, unit)
    at = np.searchsorted(beats.quarters, wanted, side="right") - 1
    times = beats.seconds[at] + (wanted - beats.quarters[at]) * beats.seconds_a_quarter[at]
    return [float(one) for one in times if one <= last + 1.0]


def notated(path: Path, melody: bool, timed: bool) -> Played | None:
    """The first 90 s of a file from its first strike on, and its beats by its ticks.

    `timed`: the ticks mean beats; else it is a performance without. None if it is of no use.
    Raises OSError or ValueError.
    """
    file = read(path)
    lines = [line for line in file.lines if not line.drums and len(line.onset)]
    heard = [line for line in lines if line.name.lower().startswith(MELODY)] if melody else lines
    if not heard or (timed and file.beats is None):
        return None
    strikes = sorted(
        (float(at), int(pitch), int(velocity))
        for line in heard
        for at, pitch, velocity in zip(line.onset, line.pitch, line.velocity, strict=True)
    )
    begun = strikes[0][0]
    strikes = [(at - begun, key, loud) for at, key, loud in strikes if at - begun < SECONDS]
    if len(strikes) < FEWEST or strikes[-1][0] < SHORTEST:
        return None
    if not timed or file.beats is None:
        return Played(strikes, [])
    times = _times(file.beats, lines, begun + strikes[-1][0])
    if times is None:
        return None
    above, below = file.beats.signatures[0][1:] if file.beats.signatures else (4, 4)
    bar = above // 3 if below == 8 else above
    return Played(strikes, [at - begun for at in times if at > begun - 1.0], 0, bar)


def pieces(folder: Path, half: int, most: int, timed: bool) -> Iterator[tuple[str, Played]]:
    """Pieces of one half of a folder's files: all tracks, and where there is one, the melody."""
    files = midi_files([folder])[half::2]
    step = max(len(files) // (2 * most), 1)
    for melody in (True, False) if timed else (False,):
        read = partial(notated, melody=melody, timed=timed)
        for _, played in islice(readable(files[::step], read), most):
            yield folder.name + (", melody" if melody else ""), played


# the command


def _mean(values: Iterable[float | None]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return float(np.mean(known)) if known else None


def summary(scores: Sequence[Score]) -> dict[str, dict[str, float | None]]:
    """The means of each group of pieces."""
    groups: dict[str, list[Score]] = {}
    for one in scores:
        groups.setdefault(one.name, []).append(one)
    rows: dict[str, dict[str, float | None]] = {}
    for name, group in groups.items():
        rows[name] = {"pieces": float(len(group))}
        for figure in list(COLUMNS)[1:]:
            rows[name][figure] = _mean(getattr(one, figure) for one in group)
    return rows


COLUMNS: Final = {  # of a score, and as they are headed
    "pieces": "n",
    "f": "F",
    "f_octave": "octave",
    "chance": "chance",
    "beat": "beat",
    "eighth": "eighth",
    "tempo": "tempo",
    "confidence": "sure",
    "bar": "bar",
    "followed": "jump",
}


def faults(rows: dict[str, dict[str, float | None]], p50: float) -> list[str]:
    """The broken promises, in sentences."""
    wrong = []
    for name in ("steady", "swung"):
        f = rows[name]["f"] or 0.0
        if f < 0.95:
            wrong.append(f"{name}: F {f:.3f} is below .95")
    beats = rows["jumping"]["followed"] or 0.0
    if beats > 4.0:
        wrong.append(f"a jump of tempo is followed after {beats:.1f} beats")
    sure = rows["rubato"]["confidence"] or 0.0
    if sure > 0.1:
        wrong.append(f"rubato: confidence is {sure:.2f}")
    if p50 > 0.1:
        wrong.append(f"a note takes {p50:.2f} ms")
    return wrong


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--free",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of performances whose ticks mean no beats: only confidence is told.",
)
@click.option("--half", default=KEPT, show_default=True, type=click.IntRange(0, 1))
@click.option("--most", default=40, show_default=True, type=click.IntRange(1))
@click.option("--seeds", default=12, show_default=True, type=click.IntRange(1))
@report_option("beats.json")
def main(
    folders: tuple[Path, ...], free: tuple[Path, ...], half: int, most: int, seeds: int, out: Path
) -> None:
    """Hear players who are made up, and pieces from FOLDERS of scores, and judge the beats found.

    The filter's figures were chosen on half 0 of the files and the seeds; half 1 is kept for this.
    """
    console, begun = Console(), time.monotonic()
    sources: list[Iterator[tuple[str, Played]]] = [made_up(half, seeds)]
    sources += [pieces(folder, half, most, True) for folder in folders]
    sources += [pieces(folder, half, most, False) for folder in free]
    random = np.random.default_rng(half)
    scores: list[Score] = []
    costs: list[Array] = []
    for source in sources:
        for name, played in source:
            heard = hear(played.strikes)
            costs.append(heard.cost)
            scores.append(score(name, played, heard, float(random.random())))
    rows = summary(scores)
    table = {
        name: {
            title: row[column] if column != "pieces" else int(row[column] or 0)
            for column, title in COLUMNS.items()
        }
        for name, row in rows.items()
    }
    show(console, "", table)
    p50, p99 = (float(np.percentile(np.concatenate(costs), p)) for p in (50, 99))
    console.print(f"A note takes {p50:.3f} ms (p50), {p99:.3f} ms (p99).", highlight=False)
    report: dict[str, Any] = {
        "machine": machine(),
        "half": half,
        "p50_ms": p50,
        "p99_ms": p99,
        "rows": rows,
        "pieces": [asdict(one) for one in scores],
    }
    wrong = faults(rows, p50)
    report["wrong"] = wrong
    end(console, out, report, wrong, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
