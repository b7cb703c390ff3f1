"""`make harmony`: the chords that are heard, a change of key, and a chart that is given."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.beat.transport import Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.harmony.chart import read_chart
from perf_engine.core.harmony.chord_tracker import EARLY
from perf_engine.core.harmony.chords import KINDS, Chord, note
from perf_engine.core.harmony.guide import GiveChart
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note, Performance
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import messages

from .chord_tables import beats_of
from .command import (
    end,
    folders_argument,
    model_option,
    most_option,
    report_option,
    seeds_option,
)
from .measure import machine
from .tables import show
from .together import FRAME, LATELY, SETTLED, Song, accompanied, agreement, classes, songs

EVERY: Final = 0.1  # seconds between two looks
MOVED: Final = 5  # semitones of the change of key
BAR: Final = 4  # quarter notes
BEFORE, AFTER = 16, 32  # beats around a change of key
BACK: Final = 0.9  # of what it was: so far the note-in-chord must be back
CHARTS: Final = (
    "| Dm7 | G7 | Cmaj7 | % |",
    "| Em | C | G | D |",
    "3/4 | Bbmaj7 | Gm7 | Cm7 | F7 |",
)
IN_CHART: Final = 0.85  # share of strikes in the chords of a chart
TEMPO: Final = 100.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Label:
    """A chord from one time to another, in seconds; `third` is maj, min, or empty for others."""

    begin: float
    end: float
    root: int
    third: str


def chords_of(song: Song) -> list[Label]:
    """Return the chords that are found in a real accompaniment, by all of it at once."""
    beats = beats_of(song)
    if beats is None:
        return []
    times = np.arange(0.0, max(n.end for n in (*song.melody, *song.others)), 0.01)
    quarters = song.quarters(times)
    edges = np.interp(np.ceil(quarters[0]) + np.arange(len(beats.chords) + 1), quarters, times)
    names = list(KINDS)
    found = []
    for beat, chord in enumerate(beats.chords.tolist()):
        kind = names[chord // 12]
        third = "" if kind in ("dim", "m7b5", "dim7", "aug", "sus4") else "maj"
        third = "min" if kind in ("m", "m7") else third
        found.append(Label(float(edges[beat]), float(edges[beat + 1]), chord % 12, third))
    return found


def read_labels(path: Path, begun: float) -> list[Label]:
    """Return the chords of a file with lines of begin, end and a name such as C:min7."""
    found = []
    for line in path.read_text().splitlines():
        begin, last, name = line.split()
        root, _, kind = name.partition(":")
        place = note(root)
        if place is not None:
            third = re.match(r"maj|min(?!maj)|7|9", kind)
            word = {"min": "min", None: ""}.get(third and third[0][:3], "maj")
            found.append(Label(float(begin) - begun, float(last) - begun, place, word))
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """Shares of the time in which root, and major or minor chord, are known as mir_eval counts.

    Root: of all time with a chord. Majmin: of the time with a major or a minor chord.
    """

    root: float
    majmin: float


def known(notes: Sequence[Note], labels: Sequence[Label], last: float) -> Known:
    """Listen to notes, and compare what is heard at each time with labels."""
    felt = FeltBeat(BeatClock())
    events = sorted(
        [(n.onset, 1, n.pitch, n.velocity) for n in notes] + [(n.end, 0, n.pitch, 0) for n in notes]
    )
    at, place = 0, 0
    roots, thirds = [], []
    for now in np.arange(SETTLED, last, EVERY).tolist():
        while at < len(events) and events[at][0] <= now:
            felt.struck(events[at][0], events[at][2], events[at][3])
            at += 1
        felt.hear_all(now)
        while place < len(labels) - 1 and labels[place].end <= now:
            place += 1
        label = labels[place]
        if not label.begin <= now < label.end:
            continue
        chord = felt.harmony.tracker.heard().chord
        roots.append(chord.root == label.root)
        if label.third:
            thirds.append(chord.root == label.root and _third(chord) == label.third)
    return Known(_share(roots), _share(thirds))


def _share(hits: Sequence[bool]) -> float:
    return float(np.mean(hits)) if hits else float("nan")


def _third(chord: Chord) -> str:
    above = {(tone - chord.root) % 12 for tone in chord.tones}
    fifth = 7 in above
    if not fifth:
        return ""
    return "min" if 3 in above else "maj" if 4 in above else ""


def transposed(song: Song, at: float, semitones: int) -> Song:
    """Return a song that is in another key from a time in seconds on."""

    def moved(notes: Sequence[Note]) -> list[Note]:
        return [replace(n, pitch=n.pitch + semitones) if n.onset >= at else n for n in notes]

    return replace(song, melody=moved(song.melody), others=moved(song.others))


def played(
    song: Song,
    weights: Weights,
    seed: int,
    mode: str,
    notes: Sequence[Note],
    begin: Callable[[Performer], None] = lambda performer: None,
) -> list[Note]:
    """Return what the machine strikes beside notes."""
    performer = Performer(weights, mode=mode, seed=seed, settings=Settings.defaults())
    begin(performer)
    plan = messages(Performance.of(list(notes), []))
    recording = offline(performer, plan, song.melody[-1].end + 0.1)
    return [n for n in recording.performance().notes if n.track.startswith("machine")]


def inside(song: Song, struck: Sequence[Note]) -> NDArray[np.float64]:
    """Return for each strike the bar of the song, and whether it is in the real chord (n, 2)."""
    if not struck:
        return np.zeros((0, 2))
    onsets = np.array([n.onset for n in struck])
    chord = classes(song.others, onsets, LATELY)
    there = chord.any(axis=1)
    bars = song.quarters(onsets) / BAR
    hits = np.array([row[n.pitch % 12] for row, n in zip(chord.tolist(), struck, strict=True)])
    return np.stack([bars, hits], axis=1)[there]


def after_change(
    found: Sequence[Song], weights: Weights, seeds: int, mode: str = "accompany"
) -> dict[str, float]:
    """Return the share of strikes inside the real chord before a change of key, and bars after.

    The player plays melody and accompaniment; the machine is to fit both.
    """
    rows: dict[str, list[float]] = {}
    for song in found:
        at = min(30.0, 0.5 * song.melody[-1].end)
        other = transposed(song, at, MOVED)
        notes = sorted((*other.melody, *other.others), key=lambda n: (n.onset, n.pitch))
        change = float(song.quarters([at])[0]) / BAR
        for seed in range(1, 1 + seeds):
            struck = [n for n in played(other, weights, seed, mode, notes) if n.onset >= SETTLED]
            seen = inside(other, struck)
            for name, low, high in (
                ("before", -99.0, 0.0),
                ("bar 1 after", 0.0, 1.0),
                ("bar 2 after", 1.0, 2.0),
                ("bar 3 after", 2.0, 3.0),
                ("bars 4 to 8 after", 3.0, 8.0),
            ):
                here = seen[(seen[:, 0] >= change + low) & (seen[:, 0] < change + high), 1]
                rows.setdefault(name, []).extend(here.tolist())
    return {name: float(np.mean(hits)) for name, hits in rows.items() if hits}


def agreed_by_beat(found: Sequence[Song], weights: Weights, seeds: int) -> Floats:
    """Return the note-in-chord of the beats around a change of key, (BEFORE + AFTER,).

    The player plays melodies alone; they are in another key from the middle on. Counted are the
    frames in which both sound, as in ReaLchords: Wu and others, Adaptive Accompaniment with
    ReaLchords, 2024.
    """
    hits: list[list[float]] = [[] for _ in range(BEFORE + AFTER)]
    for song in found:
        at = min(30.0, 0.5 * song.melody[-1].end)
        other = transposed(song, at, MOVED)
        times = np.arange(SETTLED, other.melody[-1].end, FRAME)
        beats = np.floor(other.quarters(times) - other.quarters([at])[0]).astype(int) + BEFORE
        for seed in range(1, 1 + seeds):
            said = agreement(other.melody, accompanied(other, weights, seed), times)
            for beat, hit in zip(beats.tolist(), said.tolist(), strict=True):
                if 0 <= beat < len(hits) and not math.isnan(hit):
                    hits[beat].append(hit)
    return np.array([np.mean(each) if each else np.nan for each in hits])


def recovered(by_beat: Floats) -> int | None:
    """Return the beats from a change of key until the note-in-chord is what it was before.

    It is if that of a bar is at least 90 % of the mean before. None if that does not happen.
    """
    before = float(np.nanmean(by_beat[:BEFORE]))
    for beat in range(AFTER - BAR + 1):
        if np.nanmean(by_beat[BEFORE + beat :][:BAR]) >= BACK * before:
            return beat
    return None


def in_charts(found: Sequence[Song], weights: Weights, seeds: int, mode: str) -> float:
    """Return the share of the machine's strikes inside the chords of charts, while a clock runs."""
    hits: list[bool] = []
    for number, song in enumerate(found):
        chart = read_chart(CHARTS[number % len(CHARTS)])

        def begin(performer: Performer, text: str = chart.text) -> None:
            performer.command(SetTempo(TEMPO), 0.0)
            performer.command(Run(True), 0.0)
            performer.command(GiveChart(text), 0.0)

        for seed in range(1, 1 + seeds):
            for n in played(song, weights, seed, mode, song.melody, begin):
                chord = chart.at(n.onset * TEMPO / 60.0 + EARLY)
                hits.append(chord is not None and n.pitch % 12 in chord.classes)
    return float(np.mean(hits))


def faults(name: str, said: dict[str, Any]) -> list[str]:
    """Return what is not as promised, in sentences."""
    wrong = []
    for mode, share in said["in charts"].items():
        if share < IN_CHART:
            wrong.append(
                f"{name}, {mode}: {share:.2f} of the notes lie in the given chords, "
                f"not {IN_CHART:.2f}"
            )
    change = said["after a change of key"]
    if change["bar 3 after"] < 0.8 * change["before"]:
        wrong.append(f"{name}: the new key is not found within two bars")
    return wrong


@click.command()
@folders_argument
@most_option
@seeds_option
@click.option(
    "--labels",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of NAME.txt with the chords of songs, as lines of begin, end and C:min.",
)
@model_option
@report_option("harmony.json")
def main(
    folders: tuple[Path, ...],
    most: int,
    seeds: int,
    labels: Path | None,
    model: str | None,
    out: Path,
) -> None:
    """Say how well chords are heard, followed and kept to, on songs with a melody.

    The songs in FOLDERS have a melody in their first track, and their ticks are beats.
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
        said = measured(some, weights, seeds, labels)
        for title, rows in said.items():
            if title.startswith("heard"):
                show(console, f"{name}, {title}", rows)
            else:
                show(console, f"{name}, inside the chord", {title: rows})
        wrong += faults(name, said)
        report["rows"][name] = said
    report["wrong"] = wrong
    end(console, out, report, wrong, f"{time.monotonic() - begun:.0f} s")


def measured(
    some: Sequence[Song], weights: Weights, seeds: int, labels: Path | None = None
) -> dict[str, Any]:
    """Return all figures of some songs."""
    said: dict[str, Any] = {"heard": heard(some, chords_of)}
    named = [one for one in some if labels and (labels / f"{one.name}.txt").exists()]
    if labels and named:

        def written(song: Song) -> list[Label]:
            return read_labels(labels / f"{song.name}.txt", song.begun)

        said[f"heard, by {len(named)} files of chords"] = heard(named, written)
    said["after a change of key"] = after_change(some, weights, seeds)
    said["in charts"] = {
        mode: in_charts(some, weights, seeds, mode) for mode in ("accompany", "duet")
    }
    return said


def heard(
    some: Sequence[Song], chords: Callable[[Song], Sequence[Label]]
) -> dict[str, dict[str, float]]:
    """Return how well chords are known to who hears everything, and the melody alone."""
    rows: dict[str, list[Known]] = {"everything": [], "the melody": []}
    for song in some:
        last = song.melody[-1].end
        labels = chords(song)
        if not labels:
            continue
        whole = sorted((*song.melody, *song.others), key=lambda n: n.onset)
        for name, notes in (("everything", whole), ("the melody", song.melody)):
            rows[name].append(known(notes, labels, last))
    return {
        name: {
            "root": float(np.nanmean([one.root for one in row])),
            "majmin": float(np.nanmean([one.majmin for one in row])),
        }
        for name, row in rows.items()
    }


if __name__ == "__main__":
    main()
