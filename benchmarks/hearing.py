"""How well songs and made-up players are heard and accompanied: one table of `make listening`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from perf_engine.core.model.gru import Weights

from .beats import Score, hear, notated, score, summary
from .harmony import BAR, BEFORE, agreed_by_beat, recovered
from .human import midi_files, readable
from .players import KEPT, Played, made_up
from .together import Song, rows

FIT: Final = {  # figures of a `Fit`, and what they are called
    "eighth": "coherence with the eighth",
    "beat": "coherence with the beat",
    "inside": "notes inside the chord",
    "agreed": "player's pitch held (note-in-chord)",
    "silent": "nothing sounding",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the machine on some music, beside that of real music and of what does not fit."""

    music: str
    figure: str
    machine: float | None
    real: float | None = None
    other: float | None = None


def fits(name: str, found: Sequence[Song], weights: Weights, seeds: int) -> list[Row]:
    """Return the rows of accompaniments: the machine's, the real ones, and the next song's."""
    said = rows(found, weights, seeds, ("accompany",), (1.0,))
    each = (said["accompany, together 1"], said["real"], said["of another song"])
    return [
        Row(name, title, *(float(getattr(one, figure)) for one in each))
        for figure, title in FIT.items()
    ]


def beats(music: Mapping[str, Sequence[Played]]) -> list[Row]:
    """Return the rows of the beat that is heard; `other` is a metronome that hears nothing."""
    scores: list[Score] = []
    for name, some in music.items():
        scores += [score(name, played, hear(played.strikes), 0.5) for played in some]
    found = []
    for name, said in summary(scores).items():
        if said["f"] is None:
            found.append(Row(name, "confidence, where there is no beat", said["confidence"]))
            continue
        found.append(Row(name, "beat, F (70 ms)", said["f"], other=said["chance"]))
        found.append(Row(name, "beat, F in any octave", said["f_octave"]))
        found.append(Row(name, "tempo, median error (share)", said["tempo"]))
        if said["followed"] is not None:
            found.append(Row(name, "beats until a jump of tempo is followed", said["followed"]))
    return found


def players(seeds: int) -> dict[str, list[Played]]:
    """Return made-up players by name."""
    found: dict[str, list[Played]] = {}
    for name, played in made_up(KEPT, seeds):
        found.setdefault(name, []).append(played)
    return found


def melodies(folder: Path, most: int) -> list[Played]:
    """Return melodies of songs with their beats."""
    read = partial(notated, melody=True, timed=True)
    return [played for _, played in islice(readable(midi_files([folder]), read), most)]


def changes(name: str, found: Sequence[Song], weights: Weights, seeds: int) -> list[Row]:
    """Return the rows of a change of key: note-in-chord by beat, and when it is back."""
    by_beat = agreed_by_beat(found, weights, seeds)
    back = recovered(by_beat)
    bars = np.nanmean(by_beat.reshape(-1, BAR), axis=1)
    middle = BEFORE // BAR
    said = [Row(name, "note-in-chord before a change of key", float(np.mean(bars[:middle])))]
    for bar in (0, 1, 3):
        said.append(
            Row(name, f"note-in-chord in bar {bar + 1} after it", float(bars[middle + bar]))
        )
    at = float(back) if back is not None else None
    return [*said, Row(name, "beats until note-in-chord is back", at)]


def show(console: Console, found: Sequence[Row]) -> None:
    """Print the table."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("music", "figure"):
        table.add_column(head)
    for head in ("machine", "real", "other music"):
        table.add_column(head, justify="right", no_wrap=True)
    last = ""
    for row in found:
        figures = (row.machine, row.real, row.other)
        cells = ("" if value is None else f"{value:.2f}" for value in figures)
        table.add_row("" if row.music == last else row.music, row.figure, *cells)
        last = row.music
    console.print(table)
