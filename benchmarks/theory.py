"""`make theory`: lines of the machine at some values of `theory`, beside those of real melodies."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

import click
import mido
import numpy as np
from rich.console import Console
from rich.table import Table

from perf_engine.core.controls import Settings
from perf_engine.core.memory.priming import EVERY
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.messages import Prime, PrimeNote, Said
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.measures import MAJOR
from perf_engine.core.steering.scene import look
from perf_engine.core.steering.theory import push
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import Strike
from perf_engine.studio.notes import Note, read_midi
from perf_engine.studio.offline import offline

from .command import end, midi_argument, model_option, report_option
from .human import midi_files, readable
from .measure import Row, machine
from .melody import Line, line_of, measured

NOTES: Final = 32  # of a line, and of what comes before
REGULAR: Final = 0.6  # share of the times between notes that are one step
AMOUNTS: Final = (0.0, 0.5, 1.0)
LONGEST: Final = 60.0  # seconds of a line
SHARPS: Final = ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
MINORS: Final = ("Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#")


@dataclass(frozen=True, slots=True)
class Tune:
    """A melody: its notes, the seconds of a step, the pitch classes of its key and its tonic."""

    name: str
    notes: tuple[Note, ...]
    step: float
    scale: frozenset[int]
    tonic: int


def scale_of(signature: str) -> frozenset[int]:
    """The pitch classes of a key signature such as D or Em. Raises ValueError."""
    names = MINORS if signature.endswith("m") else SHARPS
    fifths = names.index(signature.removesuffix("m")) - 7
    return frozenset((7 * fifths + step) % 12 for step in MAJOR)


def tune(path: Path) -> Tune | None:
    """The tune of a MIDI file; None if it is not one line of twice 32 notes in even steps.

    The key is that of the signature, and the tonic the last note. Raises OSError or ValueError.
    """
    notes = read_midi(path).notes
    signatures = {
        message.key
        for track in mido.MidiFile(path).tracks
        for message in track
        if message.type == "key_signature"
    }
    gaps = [round(b.onset - a.onset, 3) for a, b in pairwise(notes)]
    if len(signatures) != 1 or len(notes) < 2 * NOTES or min(gaps) <= 0.0:
        return None
    step, times = Counter(gaps).most_common(1)[0]
    if times < REGULAR * len(gaps) or not 0.1 <= step <= 0.3:
        return None
    tonic = notes[-1].pitch % 12
    return Tune(path.stem, tuple(notes), step, scale_of(signatures.pop()), tonic)


def played(weights: Weights, heard: Tune, amount: float, seed: int) -> Line | None:
    """The line that the machine plays on after the first 32 notes of a tune; None if too short.

    It plays alone, one key at a time.
    """
    begin = heard.notes[0].onset
    notes = tuple(
        PrimeNote(n.onset - begin, n.pitch, n.velocity, max(n.duration, 0.001))
        for n in heard.notes[:NOTES]
    )
    settings = Settings.defaults().changed({"polyphony": 1, "theory": amount})
    performer = Performer(weights, mode="solo", seed=seed, settings=settings)
    struck = Counter[str]()

    def enough(said: Said, now: float) -> bool:
        struck["notes"] += isinstance(said, Strike)
        return struck["notes"] > NOTES

    since = 2 * len(notes) * EVERY
    recording = offline(performer, [(0.0, Prime(notes))], since + LONGEST, enough)
    line = sorted(recording.performance().notes, key=lambda n: n.onset)[:NOTES]
    if len(line) < NOTES:
        return None
    return line_of(line, heard.step, heard.scale, heard.tonic)


def real(heard: Tune) -> Line:
    """The line with which a tune itself goes on after its first 32 notes."""
    return line_of(heard.notes[NOTES : 2 * NOTES], heard.step, heard.scale, heard.tonic)


def spread(rows: Sequence[dict[str, float]]) -> dict[str, tuple[float, float]]:
    """Of each measure the mean over the seeds, and the distance from the least to the greatest."""
    return {
        name: (
            float(np.nanmean([row[name] for row in rows])),
            float(np.ptp([row[name] for row in rows])),
        )
        for name in rows[0]
    }


def compared(
    weights: Weights,
    tunes: Sequence[Tune],
    seeds: int,
    lines: int,
    amounts: Sequence[float] = AMOUNTS,
    tell: Callable[[str], None] = lambda said: None,
) -> dict[str, list[dict[str, float]]]:
    """The measures of each seed's lines: of the tunes themselves, and at each amount of `theory`.

    Each seed has tunes of its own, the same at all amounts. Raises ValueError if there are too few.
    """
    if len(tunes) < seeds * lines:
        raise ValueError(f"there must be at least {seeds * lines} tunes, not {len(tunes)}")
    drawn = Random(0).sample(list(tunes), seeds * lines)
    found: dict[str, list[dict[str, float]]] = {"real": []}
    for seed in range(seeds):
        chosen = drawn[seed * lines : (seed + 1) * lines]
        found["real"].append(measured([real(one) for one in chosen]))
        for amount in amounts:
            made = [played(weights, one, amount, seed) for one in chosen]
            kept = [line for line in made if line is not None]
            name = f"theory {amount:g}"
            found.setdefault(name, []).append(measured(kept))
            tell(f"{name}, seed {seed}: {len(kept)} of {len(made)} lines")
    return found


def cost(tries: int, pause: float = 0.01, after: int = 256) -> Row:
    """Measure what the rules take for one decision, each after a pause, as lived.

    `pause` is seconds; `after` is how many notes were played before.
    """
    events: list[Remembered] = []
    for place in range(after):
        key, own = 60 + (place * 7) % 13, place % 4 < 2
        events += [Remembered(0.1, 0, key, 80, own), Remembered(0.1, 0, key, 0, own)]
    took = []
    for _ in range(tries):
        time.sleep(pause)
        begun = time.perf_counter()
        push(look(events, 0.1, 0, (60,), (64, 67, 70)), 1.0)
        took.append((time.perf_counter() - begun) * 1000.0)
    return Row.of("the rules for one decision", took, note=f"after {pause * 1000:g} ms of pause")


@click.command()
@midi_argument(required=True)
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1, 100))
@click.option("--lines", default=30, show_default=True, type=click.IntRange(2, 1000))
@click.option(
    "--skip",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="Leave out so many files, the first by name.",
)
@model_option
@report_option("theory.json")
def main(
    midi: tuple[Path, ...], seeds: int, lines: int, skip: int, model: str | None, out: Path
) -> None:
    """Let the machine go on from melodies, by the rules or not, and count what it plays.

    MIDI is melodies of one line, on which the model should not have been trained.
    """
    console, begun = Console(), time.monotonic()
    try:
        tunes = [found for _, found in readable(midi_files(midi)[skip:], tune)]
        weights, info = load_model(model)
        found = compared(
            weights, tunes, seeds, lines, tell=lambda said: console.print(said, highlight=False)
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    table = Table("", *found, box=None, pad_edge=False)
    means = {name: spread(rows) for name, rows in found.items()}
    for measure in means["real"]:
        cells = (f"{means[n][measure][0]:.2f} ({means[n][measure][1]:.2f})" for n in found)
        table.add_row(measure, *cells)
    console.print(table, highlight=False)
    rules = cost(300)
    p50, _, p99 = rules.wall
    console.print(f"{rules.name}, {rules.note}: p50 {p50:.3f}, p99 {p99:.3f} ms", highlight=False)
    report: dict[str, Any] = {
        "machine": machine(),
        "cost": rules.as_json(),
        "model": info.name,
        "tunes": len(tunes),
        "lines": lines,
        "seeds": found,
    }
    end(console, out, report, (), f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
