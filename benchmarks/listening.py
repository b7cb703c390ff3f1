"""`make listening`: a test that the machine listens: key, density, register, beat and chords."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from rich.console import Console

from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.measures import MAJOR
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note, PedalMove, Performance
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import messages

from .command import (
    end,
    midi_argument,
    model_option,
    most_option,
    report_option,
    seed_option,
    seeds_option,
)
from .hearing import Row, beats, changes, fits, melodies, players, show
from .human import beginning, midi_files, passages
from .measure import machine
from .paired import signed_rank
from .together import songs

HEARD: Final = 10.0  # seconds of duet before anything counts
PASSAGE: Final = 25.0  # seconds
CLEAR: Final = 0.9  # least share of a passage's strikes in its key that makes the key clear
DRAWN: Final = 3  # passages to draw for each clear one
AGAIN: Final = 4  # seeds beside each passage, for density and register
TRITONE: Final = 6  # semitones: the key with the fewest pitches in common
POINTS: Final = 15.0  # percentage points by which the share in the player's key must be greater
CHANCE: Final = 0.001

Notes = Sequence[Note]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same machine beside two players: a measure of each; `more` should be greater."""

    number: int  # of the passage
    passage: str
    key: int  # pitch class of the player's tonic, as a major key
    more: float
    less: float


@dataclass(frozen=True, slots=True)
class Promise:
    """Pairs of one kind, and their result; `silent`: pairs with nothing to measure."""

    said: str
    unit: str
    pairs: tuple[Pair, ...]
    silent: int = 0

    @property
    def gain(self) -> float:
        """The mean difference."""
        return float(np.mean([p.more - p.less for p in self.pairs]))

    @property
    def probability(self) -> float:
        """The probability of such a gain by chance; all pairs of a passage count as one."""
        by_passage: dict[int, list[float]] = {}
        for p in self.pairs:
            by_passage.setdefault(p.number, []).append(p.more - p.less)
        return signed_rank([float(np.mean(found)) for found in by_passage.values()])

    @property
    def summary(self) -> str:
        """The result in words."""
        more, less = (np.mean([getattr(p, side) for p in self.pairs]) for side in ("more", "less"))
        return (
            f"{self.said}: {more:.1f} against {less:.1f} {self.unit}, {self.gain:+.1f}, "
            f"p {self.probability:.1e}, {len(self.pairs)} pairs, {self.silent} silent"
        )


def tonic(notes: Notes) -> tuple[int, float]:
    """The major key (its tonic's pitch class) with most of the strikes, and their share (0..1).

    A minor key is its relative major one.
    """
    count = np.bincount([n.pitch % 12 for n in notes], minlength=12)
    shares = [float(sum(count[(root + step) % 12] for step in MAJOR)) for root in range(12)]
    best = int(np.argmax(shares))
    return best, shares[best] / max(1, len(notes))


def inside(notes: Notes, key: int) -> float | None:
    """The per cent of strikes in a major key; None where there are none."""
    if not notes:
        return None
    return 100.0 * float(np.mean([(n.pitch - key) % 12 in MAJOR for n in notes]))


def moved(piece: Performance, semitones: int) -> Performance:
    """Transposed; a note that would leave 0..127 stays inside by an octave."""
    notes = []
    for n in piece.notes:
        pitch = n.pitch + semitones
        pitch += 12 * ((pitch < 0) - (pitch > 127))
        notes.append(replace(n, pitch=pitch))
    return Performance.of(notes, piece.pedal)


def stretched(piece: Performance, factor: float) -> Performance:
    """Slower by a factor; of 25 s again."""
    notes = [replace(n, onset=n.onset * factor, duration=n.duration * factor) for n in piece.notes]
    pedal = [PedalMove(p.time * factor, p.value) for p in piece.pedal]
    return beginning(Performance.of(notes, pedal), PASSAGE)


def heard(weights: Weights, piece: Performance, seed: int) -> list[Note]:
    """The machine's strikes in a duet with a player, after the first 10 s."""
    recording = offline(Performer(weights, mode="duet", seed=seed), messages(piece), PASSAGE)
    return [
        n
        for n in recording.performance().notes
        if n.track.startswith("machine") and n.onset >= HEARD
    ]


def clear(paths: Sequence[Path], count: int, seed: int) -> list[tuple[str, Performance]]:
    """Passages that are in a key. Raises ValueError where there are too few."""
    found = [
        (name, piece)
        for name, piece in passages(paths, DRAWN * count, PASSAGE, seed)
        if tonic(piece.notes)[1] >= CLEAR
    ]
    if len(found) < count:
        raise ValueError(f"only {len(found)} of {count} passages are clearly in a key")
    return found[:count]


def compared(
    said: str,
    unit: str,
    weights: Weights,
    taken: Sequence[tuple[str, Performance]],
    seed: int,
    again: Sequence[int],
    sides: Callable[[Performance, int], tuple[Performance, Performance]],
    of: Callable[[Notes, int], float | None],
) -> Promise:
    """One machine beside both players of each passage, again for each of some numbers.

    `of` its notes, in the first one's key; None where there is nothing to measure.
    """
    found, silent = [], 0
    for i, (name, piece) in enumerate(taken):
        for which in again:
            more, less = sides(piece, which)
            key, _ = tonic(more.notes)
            seeded = seed + i + which * len(taken)
            one, other = (of(heard(weights, side, seeded), key) for side in (more, less))
            if one is None or other is None:
                silent += 1
            else:
                found.append(Pair(i, name, key, one, other))
    return Promise(said, unit, tuple(found), silent)


def promises(
    weights: Weights, taken: Sequence[tuple[str, Performance]], keys: Sequence[int], seed: int
) -> list[Promise]:
    """Key, density and register, each beside two players that differ in it alone."""

    def in_key(piece: Performance, key: int) -> tuple[Performance, Performance]:
        by = (key - tonic(piece.notes)[0] + 5) % 12 - 5
        return moved(piece, by), moved(piece, by + (TRITONE if by <= 0 else -TRITONE))

    return [
        compared(
            "strikes in the player's key, beside a player a tritone away",
            "%",
            weights,
            taken,
            seed,
            keys,
            in_key,
            inside,
        ),
        compared(
            "notes a second, beside a player four times as slow",
            "",
            weights,
            taken,
            seed,
            range(AGAIN),
            lambda p, _: (stretched(p, 0.5), stretched(p, 2.0)),
            lambda notes, _: len(notes) / (PASSAGE - HEARD),
        ),
        compared(
            "mean pitch, beside a player two octaves lower",
            "semitones",
            weights,
            taken,
            seed,
            range(AGAIN),
            lambda p, _: (moved(p, 12), moved(p, -12)),
            lambda notes, _: float(np.mean([n.pitch for n in notes])) if notes else None,
        ),
    ]


def faults(kept: Sequence[Promise]) -> list[str]:
    """The broken promises, in sentences."""
    wrong = [f"{one.said}: p {one.probability:.1e}" for one in kept if one.probability >= CHANCE]
    if kept[0].gain < POINTS:
        wrong.append(f"{kept[0].said}: {kept[0].gain:.1f} points, not {POINTS:g}")
    return wrong


def heard_songs(
    folders: Sequence[Path], weights: Weights, most: int, seeds: int, made_up: int
) -> list[Row]:
    """Say how songs are accompanied and their beat is heard, and that of players who are made up.

    Raises ValueError where a folder holds no songs.
    """
    rows: list[Row] = []
    for folder in folders:
        found = songs(folder, most)
        rows += fits(folder.name, found, weights, seeds)
        rows += changes(folder.name, found, weights, seeds)
    music = {f"{folder.name}, melody": melodies(folder, most) for folder in folders}
    return rows + beats({**music, **players(made_up)})


@click.command()
@midi_argument(required=False)
@click.option(
    "--songs",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Songs with a melody in their first track, whose ticks are beats: accompany them, and"
    " hear their beat and that of players who are made up.  [may be repeated]",
)
@most_option
@seeds_option
@click.option(
    "--players",
    "made_up",
    default=12,
    show_default=True,
    type=click.IntRange(1),
    help="Made-up players of each kind.",
)
@click.option(
    "--count",
    default=24,
    show_default=True,
    type=click.IntRange(10, 1000),
    help="Passages, each in every key.",
)
@click.option("--keys", default=12, show_default=True, type=click.IntRange(1, 12))
@model_option
@seed_option
@report_option("listening.json")
def main(
    midi: tuple[Path, ...],
    folders: tuple[Path, ...],
    most: int,
    seeds: int,
    made_up: int,
    count: int,
    keys: int,
    model: str | None,
    seed: int,
    out: Path,
) -> None:
    """Play duets with two players who differ in one thing, and see whether the machine hears it.

    Passages of 25 s from MIDI files and folders, which the model should not have been trained on;
    what the machine strikes after 10 s counts. Exit status 1 where it does not listen. With --songs
    one more table says how the machine accompanies songs, with three seeds and default settings.
    """
    if not midi and not folders:
        raise click.UsageError("name MIDI files or folders, or songs with --songs")
    console, begun = Console(), time.monotonic()
    try:
        paths = midi_files(midi)
        weights, info = load_model(model)
        taken = clear(paths, count, seed) if midi else []
        rows = heard_songs(folders, weights, most, seeds, made_up) if folders else []
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if rows:
        show(console, rows)
    kept = promises(weights, taken, range(keys), seed) if taken else []
    for one in kept:
        console.print(one.summary, highlight=False, soft_wrap=True)
    for key in range(keys) if kept else ():
        mine = [p for p in kept[0].pairs if p.key == key]
        if mine:
            console.print(
                f"  key {key:2}: {np.mean([p.more for p in mine]):5.1f} against "
                f"{np.mean([p.less for p in mine]):5.1f} %, {len(mine)} pairs",
                highlight=False,
            )
    wrong = faults(kept) if kept else []
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "wrong": wrong,
        "songs": [asdict(row) for row in rows],
        "promises": [
            {
                "said": p.said,
                "gain": p.gain,
                "probability": p.probability,
                "silent": p.silent,
                "pairs": [asdict(pair) for pair in p.pairs],
            }
            for p in kept
        ],
    }
    broken = [f"not as promised: {sentence}" for sentence in wrong]
    end(console, out, report, broken, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
