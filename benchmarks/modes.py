"""`make modes`: every way of playing together, held to its promise on real passages."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console

from perf_engine.core.model.gru import Weights
from perf_engine.engine.helpers.model_files import load_model

from .command import midi_argument, model_option, report_option, seed_option, write_report
from .human import midi_files, passages
from .measure import machine
from .trials import (
    CALL,
    Answered,
    Bound,
    Phrased,
    accompanied,
    answered,
    bound,
    phrased,
)

PASSAGE: Final = 20.0  # seconds of a passage that is followed or accompanied
DELAY: Final = 2.0  # seconds of the canon
LINES: Final = (  # motion, intervals
    (0, (12,)),
    (0, (4, 7, -12)),
    (1, (12,)),
    (2, (0,)),
    (2, (12, 7)),
)
MOTIONS: Final = ("parallel", "contrary", "canon")
MELODY: Final = ("MELODY", "melody", "Melody")
REST: Final = ("PIANO", "piano", "Piano", "accompaniment")


@dataclass(slots=True)
class Result:
    """The result of a mode's trials: the findings in words, and the broken promises."""

    mode: str
    trials: int
    found: str
    faults: list[str]
    rows: list[dict[str, Any]]


def result(
    mode: str, rows: Sequence[Any], found: str, faults: Callable[[Any], Iterable[str]]
) -> Result:
    """The result of some trials."""
    wrong = [f"{row.passage}: {fault}" for row in rows for fault in faults(row)]
    return Result(mode, len(rows), found, wrong, [asdict(row) for row in rows])


def by_window(weights: Weights, paths: Sequence[Path], runs: int, seed: int) -> Result:
    """Calls of 5 s and their answers."""
    rows = [
        answered(weights, name, call, seed + i)
        for i, (name, call) in enumerate(passages(paths, runs, CALL, seed))
    ]
    notes = [row.notes for row in rows]
    found = (
        f"length {spread(row.last for row in rows)} s; first sound after "
        f"{spread(1000 * (row.first + row.compute) for row in rows)} ms; "
        f"notes {spread(notes)}, at most {max(row.densest for row in rows)} in a second"
    )
    return result("call_response, by the clock", rows, found, Answered.faults)


def by_silence(weights: Weights, paths: Sequence[Path], runs: int, seed: int) -> Result:
    """Phrases, answers, and an interruption."""
    rows = [
        phrased(weights, name, call, seed + i)
        for i, (name, call) in enumerate(passages(paths, runs, CALL, seed))
    ]
    found = (
        f"answered after {spread(row.gap for row in rows)} s of silence; "
        f"notes {spread(row.notes for row in rows)}; the turn was taken inside the passage "
        f"{sum(row.early for row in rows)} times; silent again "
        f"{spread(1000 * row.yielded for row in rows)} ms after the player struck"
    )
    return result("call_response, by silence", rows, found, Phrased.faults)


def following(
    weights: Weights,
    paths: Sequence[Path],
    runs: int,
    seed: int,
    motion: int,
    intervals: Sequence[int],
) -> Result:
    """Lines bound to passages."""
    rows = [
        bound(weights, name, line, seed + i, motion, intervals, DELAY)
        for i, (name, line) in enumerate(passages(paths, runs, PASSAGE, seed))
    ]
    found = (
        f"{sum(row.asked for row in rows)} notes, {sum(row.missing for row in rows)} missing, "
        f"{sum(row.added for row in rows)} too many, at most "
        f"{1000 * max(row.late for row in rows):.6f} ms off"
    )
    chosen = ", ".join(f"{interval:+d}" for interval in intervals)
    return result(f"follow, {MOTIONS[motion]} {chosen}", rows, found, Bound.faults)


def accompanying(
    weights: Weights, paths: Sequence[Path], runs: int, seed: int, role: int
) -> Result:
    """Passages accompanied: role 0, 1 and 2 beside a melody, 3 the melody."""
    tracks = REST if role == 3 else MELODY
    rows = [
        accompanied(weights, name, line, seed + i, role)
        for i, (name, line) in enumerate(passages(paths, runs, PASSAGE, seed, tracks))
    ]
    parts: Counter[str] = Counter()
    for row in rows:
        parts.update(row.parts)
    found = (
        f"human {spread(row.human for row in rows)} strikes, machine "
        f"{spread(row.machine for row in rows)}, {spread(row.below for row in rows)} semitones "
        f"below; events {', '.join(f'{name} {count}' for name, count in sorted(parts.items()))}"
    )
    return result(f"accompany, role {role}", rows, found, lambda row: row.faults(role))


def spread(values: Iterable[float]) -> str:
    """The least, the median and the greatest."""
    found = list(values)
    middle = statistics.median(found)
    return f"{min(found):.3g}/{middle:.3g}/{max(found):.3g}"


def trials(weights: Weights, paths: Sequence[Path], runs: int, seed: int) -> Iterable[Result]:
    """One result after another; raises ValueError where there is too little music."""
    few = max(1, runs // 10)
    yield by_window(weights, paths, runs, seed)
    yield by_silence(weights, paths, runs, seed)
    for motion, intervals in LINES:
        yield following(weights, paths, few, seed, motion, intervals)
    for role in range(4):
        yield accompanying(weights, paths, few, seed, role)


@click.command()
@midi_argument(required=True)
@click.option(
    "--runs",
    default=100,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="Of call and response; of follow and accompany a tenth each.",
)
@model_option
@seed_option
@report_option("modes.json")
def main(midi: tuple[Path, ...], runs: int, model: str | None, seed: int, out: Path) -> None:
    """Hold every mode to its promise, with passages of MIDI files or folders as the human.

    In simulated time, with the time that deciding took measured and added. Of figures given as
    a/b/c, b is the median of the trials, a the least and c the greatest. Exit status 1 where one
    promise is not kept.
    """
    console = Console()
    results: list[Result] = []
    try:
        paths = midi_files(midi)
        weights, info = load_model(model)
        for one in trials(weights, paths, runs, seed):
            results.append(one)
            console.print(
                f"{one.mode}: {one.trials} trials, {len(one.faults)} faults; {one.found}",
                highlight=False,
                soft_wrap=True,
            )
            for fault in one.faults[:10]:
                console.print(f"  {fault}", style="bold", highlight=False, soft_wrap=True)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    report = {
        "machine": machine(),
        "model": info.name,
        "files": len(paths),
        "seed": seed,
        "results": [asdict(one) for one in results],
    }
    write_report(out, report)
    console.print(f"Wrote {out}.", highlight=False)
    raise SystemExit(1 if any(one.faults for one in results) else 0)


if __name__ == "__main__":
    main()
