"""`make answers`: calls of five seconds after a count-in, and what the machine answers to them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import click
import numpy as np
from rich.console import Console

from perf_engine.core.controls import Settings
from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note, Performance, read_midi
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import Plan, messages

from .command import end, midi_argument, model_option, report_option
from .human import midi_files, readable
from .measure import machine

COUNT_IN: Final = 3.0  # seconds
CALL: Final = 5.0
FEWEST: Final = 4  # notes that an answer should have, and a call must have
WINDOWED: Final = {"windowed": 1, "count_in": COUNT_IN, "call_length": CALL}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its notes, and the seconds from the call's end to its first; nan without any."""

    name: str
    notes: int
    after: float


def call_of(piece: Performance, begin: float) -> Plan | None:
    """The five seconds of a piece from a time on, after the count-in; None if it has too little."""
    notes = [n for n in piece.notes if begin <= n.onset < begin + CALL]
    if len(notes) < FEWEST:
        return None
    moved = [
        Note(
            n.onset - begin + COUNT_IN,
            n.pitch,
            n.velocity,
            max(0.001, min(n.duration, begin + CALL - n.onset)),
        )
        for n in notes
    ]
    return [
        (at, message)
        for at, message in messages(Performance.of(moved))
        if isinstance(message, NoteOn | NoteOff)
    ]


def answered(weights: Weights, name: str, call: Plan, seed: int) -> Answer:
    """The machine's answer to a call, whose turn and whose own are as long as each other."""
    settings = Settings.defaults().changed(WINDOWED)
    performer = Performer(weights, mode="call_response", seed=seed, settings=settings)
    over = COUNT_IN + CALL
    recording = offline(performer, call, over + CALL)
    onsets = [n.onset for n in recording.performance().notes if n.track.startswith("machine")]
    return Answer(name, len(onsets), min(onsets) - over if onsets else float("nan"))


def answers(weights: Weights, pieces: Sequence[tuple[str, Performance]], most: int) -> list[Answer]:
    """The answers to passages of some pieces, one of each. Raises ValueError if there are too few.

    The n-th has the seed n.
    """
    random = Random(0)
    found: list[Answer] = []
    for name, piece in random.sample(list(pieces), len(pieces)):
        call = call_of(piece, random.uniform(0.0, max(0.0, piece.notes[-1].onset - CALL)))
        if call is not None:
            found.append(answered(weights, name, call, len(found)))
        if len(found) == most:
            return found
    raise ValueError(f"there must be at least {most} pieces of {CALL:g} s, not {len(found)}")


@click.command()
@midi_argument(required=True)
@click.option("--most", default=99, show_default=True, type=click.IntRange(1), help="Calls.")
@model_option
@report_option("answers.json")
def main(midi: tuple[Path, ...], most: int, model: str | None, out: Path) -> None:
    """Play calls of five seconds to the machine by the clock, and count what it answers.

    MIDI files and folders are what is played.
    """
    console, begun = Console(), time.monotonic()
    try:
        paths = midi_files(midi)
        Random(0).shuffle(paths)
        pieces = [
            (path.name, piece)
            for path, piece in readable(paths[: 2 * most], read_midi)
            if piece.notes
        ]
        weights, info = load_model(model)
        found = answers(weights, pieces, most)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    few = sum(one.notes < FEWEST for one in found)
    notes = np.array([one.notes for one in found])
    after = np.array([one.after for one in found])
    said = (
        f"{few} of {len(found)} answers are silent or have fewer than {FEWEST} notes; "
        f"{np.median(notes):g} notes in the median, {notes.min()} at least; "
        f"the first comes after {np.nanmedian(after):.3f} s in the median, "
        f"{np.nanmax(after):.3f} s at most"
    )
    console.print(said, highlight=False, soft_wrap=True)
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "few": few,
        "answers": [asdict(one) for one in found],
    }
    end(console, out, report, (), f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
