"""`make together`: a machine beside a melody, and the real accompaniment: time and chords."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from perf_engine.core.controls import Settings
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.midi_files.beats import Beats
from perf_engine.midi_files.reader import Line, read
from perf_engine.studio.notes import Note, Performance
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import messages

from .beats import place_of_the_beat
from .command import (
    end,
    folders_argument,
    model_option,
    most_option,
    report_option,
    seeds_option,
)
from .human import midi_files, readable
from .measure import machine
from .tables import show

MELODY: Final = ("melody", "part", "piano", "voice")  # how the name of a melody's track begins
SECONDS: Final = 60.0  # of each piece
SETTLED: Final = 8.0  # seconds after which strikes and frames count
FRAME: Final = 0.05  # seconds
LATELY: Final = 0.05  # seconds: a chord that ended so shortly before still counts
FEWEST: Final = 40  # strikes of the melody

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Song:
    """A melody, its real accompaniment, and its beats; times count from its first strike."""

    name: str
    melody: list[Note]
    others: list[Note]
    beats: Beats
    begun: float  # seconds in the file
    late: float  # quarter notes from those of the file to those that are meant

    def quarters(self, seconds: Iterable[float]) -> Floats:
        """Return places in quarter notes of the file."""
        at = np.array(list(seconds)) + self.begun
        row = np.maximum(np.searchsorted(self.beats.seconds, at + 1e-6, side="right") - 1, 0)
        quarters: Floats = (
            self.beats.quarters[row]
            + (at - self.beats.seconds[row]) / self.beats.seconds_a_quarter[row]
        )
        return quarters - self.late


@dataclass(frozen=True, slots=True)
class Fit:
    """How an accompaniment fits a melody; every figure is a share, or a mean cosine of phase.

    `eighth` and `beat`: of strikes within the eighth and the quarter note; `inside`: of strikes
    inside the real chord; `agreed`: of the frames in which both sound, those in which the player's
    pitch class is held; `silent`: of frames in which nothing sounds.
    """

    eighth: float
    beat: float
    inside: float
    agreed: float
    silent: float
    notes: float  # a second


def _notes(lines: Sequence[Line], begun: float, seconds: float) -> list[Note]:
    found = [
        Note(float(on) - begun, int(pitch), int(loud), float(end - on), line.name)
        for line in lines
        for on, end, pitch, loud in zip(
            line.onset, line.end, line.pitch, line.velocity, strict=True
        )
        if 0.0 <= on - begun < seconds
    ]
    return sorted(found, key=lambda n: (n.onset, n.pitch))


def song(path: Path, seconds: float = SECONDS) -> Song | None:
    """Read the first seconds of a song whose first track is its melody.

    Returns None if it is of no use. Raises ValueError.
    """
    file = read(path)
    lines = [line for line in file.lines if not line.drums and len(line.onset)]
    if len(lines) < 2 or file.beats is None or not lines[0].name.lower().startswith(MELODY):
        return None
    begun = float(lines[0].onset[0])
    melody = _notes(lines[:1], begun, seconds)
    others = [line for line in lines[1:] if line.name != "BRIDGE"]
    if len(melody) < FEWEST or melody[-1].onset < 2 * SETTLED or not others:
        return None
    found = Song(path.stem, melody, _notes(others, begun, seconds), file.beats, begun, 0.0)
    notes = [*found.melody, *found.others]
    low = np.array([n.pitch < 55 for n in notes])
    late = place_of_the_beat(found.quarters(n.onset for n in notes), low)
    return None if late is None else replace(found, late=late)


def classes(notes: Sequence[Note], times: Floats, lately: float = 0.0) -> NDArray[np.bool_]:
    """Return which pitch classes sound at times, (times, 12)."""
    found = np.zeros((len(times), 12), bool)
    for n in notes:
        first, last = np.searchsorted(times, (n.onset, n.end + lately))
        found[first : max(last, first), n.pitch % 12] = True
    return found


def agreement(melody: Sequence[Note], played: Sequence[Note], times: Floats) -> Floats:
    """Return whether the melody's pitch class is held at times: 1 or 0; NaN unless both sound."""
    sung, held = classes(melody, times), classes(played, times)
    both = sung.any(axis=1) & held.any(axis=1)
    return np.where(both, (sung & held).any(axis=1), np.nan)


def fit(song: Song, played: Sequence[Note], end: float) -> Fit:
    """Measure an accompaniment of a song; the melody ends at `end` seconds."""
    struck = [n for n in played if SETTLED <= n.onset < end]
    frames = np.arange(SETTLED, end, FRAME)
    held = classes(played, frames)
    agreed = agreement(song.melody, played, frames)
    agreed = agreed[~np.isnan(agreed)]
    if not struck:
        nan = math.nan
        return Fit(nan, nan, nan, nan, 1.0, 0.0)
    onsets = np.array([n.onset for n in struck])
    place = 2.0 * np.pi * song.quarters(onsets)
    chord = classes(song.others, onsets, LATELY)
    there = chord.any(axis=1)
    inside = np.array([row[n.pitch % 12] for row, n in zip(chord.tolist(), struck, strict=True)])
    return Fit(
        float(np.cos(2.0 * place).mean()),
        float(np.cos(place).mean()),
        float(inside[there].mean()) if there.any() else math.nan,
        float(agreed.mean()) if len(agreed) else math.nan,
        float((~held.any(axis=1)).mean()),
        len(struck) / (end - SETTLED),
    )


def accompanied(
    song: Song, weights: Weights, seed: int, mode: str = "accompany", **settings: float
) -> list[Note]:
    """Return what the machine strikes beside a melody."""
    controls = Settings.defaults().changed(settings)
    performer = Performer(weights, mode=mode, seed=seed, settings=controls)
    plan = messages(Performance.of(song.melody, []))
    recording = offline(performer, plan, song.melody[-1].end + 0.1)
    return [n for n in recording.performance().notes if n.track.startswith("machine")]


def mean(fits: Sequence[Fit]) -> Fit:
    """Return the means, each over the songs that have it."""
    columns = [[getattr(f, name) for f in fits] for name in Fit.__slots__]
    return Fit(*(float(np.nanmean(column)) for column in columns))


def songs(folder: Path, most: int, seed: int = 0) -> list[Song]:
    """Return some songs of a folder, in random order. Raises ValueError where there are none."""
    paths = midi_files([folder])
    random.Random(seed).shuffle(paths)
    found = [one for _, one in islice(readable(paths, song), most)]
    if len(found) < 2:
        raise ValueError(f"{folder} holds fewer than two songs with a melody and other tracks")
    return found


Rows = dict[str, Fit]
HEADS: Final = ("eighth", "beat", "inside", "agreed", "silent", "notes a second")


def rows(
    found: Sequence[Song],
    weights: Weights,
    seeds: int,
    modes: Sequence[str],
    pulls: Sequence[float] = (0.0, 1.0),
) -> Rows:
    """Measure real accompaniments, those of the next song, and the machine, free and in time.

    `pulls` are values of the control `together`.
    """
    said: Rows = {}
    ends = [one.melody[-1].end for one in found]
    said["real"] = mean([fit(one, one.others, end) for one, end in zip(found, ends, strict=True)])
    others = [*found[1:], found[0]]
    said["of another song"] = mean(
        [fit(one, other.others, end) for one, other, end in zip(found, others, ends, strict=True)]
    )
    for mode in modes:
        for together in pulls:
            fits = [
                fit(one, accompanied(one, weights, seed, mode, together=together), end)
                for seed in range(1, 1 + seeds)
                for one, end in zip(found, ends, strict=True)
            ]
            said[f"{mode}, together {together:g}"] = mean(fits)
    return said


def faults(name: str, said: Rows, modes: Sequence[str]) -> list[str]:
    """Return what is not as promised, in sentences."""
    wrong = []
    for mode in modes:
        free, bound = said[f"{mode}, together 0"], said[f"{mode}, together 1"]
        if bound.eighth < free.eighth + 0.2:
            wrong.append(
                f"{name}, {mode}: in time {bound.eighth:.2f}, which is hardly more than freely"
            )
    return wrong


@click.command()
@folders_argument
@most_option
@seeds_option
@click.option("--mode", "modes", multiple=True, default=("accompany", "duet"), show_default=True)
@model_option
@report_option("together.json")
def main(
    folders: tuple[Path, ...],
    most: int,
    seeds: int,
    modes: tuple[str, ...],
    model: str | None,
    out: Path,
) -> None:
    """Play the melodies of songs to the machine, and see whether it is in time and in the chords.

    The songs in FOLDERS have a melody in their first track, and their ticks are beats. Compared are
    the real accompaniment, that of another song, and the machine without and with `together`.
    """
    console, begun = Console(), time.monotonic()
    try:
        weights, info = load_model(model)
        found = {folder.name: songs(folder, most) for folder in folders}
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    wrong: list[str] = []
    report: dict[str, Any] = {"machine": machine(), "model": info.name, "rows": {}}
    for name, some in found.items():
        said = rows(some, weights, seeds, modes)
        table = {
            row: dict(zip(HEADS, asdict(one).values(), strict=True)) for row, one in said.items()
        }
        show(console, f"{name}, {len(some)} songs", table)
        wrong += faults(name, said, modes)
        report["rows"][name] = {row: asdict(one) for row, one in said.items()}
    report["wrong"] = wrong
    end(console, out, report, wrong, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
