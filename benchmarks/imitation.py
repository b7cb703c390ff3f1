"""`make imitation`: a test that a memory of a player's phrases helps to predict that player."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from rich.console import Console

from perf_engine.core.messages import NoteOff, NoteOn, Pedal
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.improviser import Improviser
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.notes import Performance, read_midi
from perf_engine.studio.plan import messages

from .command import end, midi_argument, model_option, report_option
from .human import midi_files, readable
from .measure import machine
from .paired import signed_rank

PIANO: Final = "piano"  # the part that every player is heard as
FEWEST: Final = 200  # events of a performance
CHANCE: Final = 0.01

Deed = tuple[float, int, int]  # seconds, key, velocity


@dataclass(frozen=True, slots=True)
class Score:
    """Nats an event of one performance's second half, and the success of a full reset."""

    name: str
    events: int
    off: float
    on: float
    forgotten: bool


def deeds(piece: Performance, most: int) -> list[Deed]:
    """The first events of a performance, as the core takes them: a pedal goes down or up."""
    found: list[Deed] = []
    down = False
    for at, message in messages(piece):
        if isinstance(message, NoteOn):
            found.append((at, message.pitch, message.velocity))
        elif isinstance(message, NoteOff):
            found.append((at, message.pitch, 0))
        elif isinstance(message, Pedal) and down != (message.value >= 64):
            down = not down
            found.append((at, PEDAL, 64 if down else 0))
    return found[:most]


def listen(mind: Improviser, played: Sequence[Deed], amount: float, after: float) -> list[float]:
    """Nats of each event before it happens, with imitation at an amount; then it happens."""
    part = mind.vocabulary.parts.index(PIANO)
    found: list[float] = []
    for at, key, velocity in played:
        held = mind.held(part, key)
        if (velocity > 0) != held:  # a strike of a held key is no event, nor a release of another
            found.append(mind.surprise(part, key, velocity, after + at, amount))
        mind.feed(part, key, velocity, after + at)
    return found


def score(weights: Weights, name: str, piece: Performance, most: int, amount: float) -> Score:
    """A performance heard with and without imitation, and again after a reset."""
    played = deeds(piece, most)
    without = listen(Improviser(weights, 1), played, 0.0, 0.0)
    mind = Improviser(weights, 1)
    first = listen(mind, played, amount, 0.0)
    mind.reset()
    again = listen(mind, played, amount, 0.0)
    half = len(first) // 2
    off, on = (float(np.mean(nats[half:])) for nats in (without, first))
    return Score(name, len(first), off, on, again == first)


def scores(
    weights: Weights,
    paths: Sequence[Path],
    most: int,
    amount: float,
    tell: Callable[[Score], None] = lambda one: None,
) -> list[Score]:
    """Every performance of at least 200 events; files that cannot be read are left out."""
    found = []
    for path, piece in readable(paths, read_midi):
        if len(deeds(piece, FEWEST)) == FEWEST:
            found.append(score(weights, path.name, piece, most, amount))
            tell(found[-1])
    return found


def faults(found: Sequence[Score]) -> list[str]:
    """The broken promises, in sentences. Raises ValueError where there is too little."""
    wrong = [f"{one.name}: a reset does not forget all" for one in found if not one.forgotten]
    chance = signed_rank([one.off - one.on for one in found])
    if chance >= CHANCE:
        wrong.append(f"imitation does not foresee more: p {chance:.1e}")
    return wrong


@click.command()
@midi_argument(required=True)
@click.option(
    "--imitation",
    "amount",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.0, 1.0, min_open=True),
)
@click.option(
    "--events",
    default=1500,
    show_default=True,
    type=click.IntRange(FEWEST),
    help="Of each performance, from its beginning.",
)
@model_option
@report_option("imitation.json")
def main(midi: tuple[Path, ...], amount: float, events: int, model: str | None, out: Path) -> None:
    """Hear MIDI files and folders as a player, and say how well the second half was foreseen.

    The model should not have been trained on them. Exit status 1 where imitation does not help, or
    a reset does not bring everything back.
    """
    console, begun = Console(), time.monotonic()

    def tell(one: Score) -> None:
        console.print(
            f"{one.off:6.3f} -> {one.on:6.3f}  {one.events:5} events  {one.name}",
            highlight=False,
            soft_wrap=True,
        )

    try:
        paths = midi_files(midi)
        weights, info = load_model(model)
        found = scores(weights, paths, events, amount, tell)
        wrong = faults(found)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    off, on = (float(np.mean([getattr(one, side) for one in found])) for side in ("off", "on"))
    better = sum(one.on < one.off for one in found)
    console.print(
        f"nats an event of the second halves: {off:.3f} without, {on:.3f} with imitation; better "
        f"in {better} of {len(found)} performances",
        highlight=False,
    )
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "imitation": amount,
        "wrong": wrong,
        "off": off,
        "on": on,
        "performances": [asdict(one) for one in found],
    }
    end(console, out, report, wrong, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
