"""`make soak`: hours of playing together on a virtual clock, with real MIDI as the human."""

from __future__ import annotations

import gc
import math
import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from perf_engine.core.messages import NoteOn, Said, SetControls, SetMode, Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import check_mode
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import ControlChange, Release, Strike
from perf_engine.studio.measure.statistics import (
    CLIP,
    FEWEST_NOTES,
    NAMES,
    Clip,
    Spread,
    Spreads,
    Statistics,
    clips,
    excerpt,
    spreads,
    statistics,
)
from perf_engine.studio.notes import Performance
from perf_engine.studio.recording import Recorder
from perf_engine.studio.report import real_music, show

from .command import end, midi_argument, model_option, report_option, seed_option
from .human import Pieces, midi_files, plan
from .measure import machine
from .processes import resident

BLOCK = 600.0  # seconds
PART = 600.0  # seconds that are evaluated at once
PATIENCE = 2.0  # seconds
TURNS = 60.0  # seconds for which the human plays, then is silent, in takeover
LONGEST_SILENCE = {"takeover": PATIENCE + 5.0, "solo": 10.0}  # seconds without a strike
DRIFT = 3.0  # MB by which memory may grow from half-way to the end


@dataclass(slots=True)
class Block:
    """The statistics of about ten minutes."""

    mode: str
    events: int = 0
    human: int = 0
    machine: int = 0
    silence: float = 0.0  # the longest time without a strike, in seconds
    memory: float = 0.0  # MB
    seconds: float = 0.0  # of computing
    human_alone: dict[str, float] = field(default_factory=dict)  # medians over half minutes
    together: dict[str, float] = field(default_factory=dict)
    alone: dict[str, float] = field(default_factory=dict)  # the machine, where only it plays
    outside: list[str] = field(default_factory=list)  # statistics that are rare in real music


@dataclass(slots=True)
class Tally:
    """The statistics of the half minutes of a block, counted part by part.

    Notes are not kept, so that the measured memory is not the measurement's own.
    """

    mode: str
    free: list[tuple[float, float]]  # where the human is silent, in seconds
    human: list[Statistics] = field(default_factory=list)
    together: list[Statistics] = field(default_factory=list)
    alone: list[Statistics] = field(default_factory=list)

    def count(self, recorder: Recorder, end: float) -> None:
        """Count a part that ends at `end`."""
        notes = recorder.close(end).performance().notes
        machine = [n for n in notes if n.track.startswith("machine")]
        alone = clips(machine)
        if self.mode == "takeover":
            here = [(a, b) for a, b in self.free if end - PART <= a and a + CLIP <= min(b, end)]
            alone = [excerpt(machine, a, CLIP) for a, _ in here]
        self.human += counted(clips(n for n in notes if not n.track.startswith("machine")))
        self.together += counted(clips(notes))
        self.alone += counted(alone)


class Soak:
    """A performer that plays block after block, and the observations of it."""

    def __init__(self, performer: Performer, spread: Spreads, block: float | None = None) -> None:
        """`block`: the seconds that are counted together.  [default: ten minutes]"""
        self.performer, self.spread = performer, spread
        self.seconds = BLOCK if block is None else block
        self.now = 0.0
        self.blocks: list[Block] = []
        self._last_strike = 0.0
        self.hanging: Counter[tuple[int, int]] = Counter()  # strikes less releases

    def play(self, mode: str, pieces: Iterator[Performance]) -> Block:
        """Play one block. Raises the performer's exceptions."""
        begun, start, end = time.monotonic(), self.now, self.now + self.seconds
        played, free = plan(mode, pieces, start, self.seconds, TURNS, PATIENCE)
        waiting, recorder, block, tally = deque(played), Recorder(), Block(mode), Tally(mode, free)
        self.performer.command(SetMode(mode), start)
        self._last_strike, part = start, min(start + PART, end)
        while True:
            self.now = max(self.now, min(waiting[0][0] if waiting else end, self.performer.due()))
            while self.now >= part:
                tally.count(recorder, part)
                if part >= end:
                    break
                recorder, part = Recorder(), min(part + PART, end)
            if self.now >= end:
                break
            while waiting and waiting[0][0] <= self.now:
                at, message = waiting.popleft()
                self.performer.hear(message, at)
                recorder.heard(message, at)
                block.events += 1
                block.human += isinstance(message, NoteOn)
                if isinstance(message, NoteOn):
                    self._struck(block, at)
            for said in self.performer.advance(self.now):
                recorder.said(said, self.now)
                self._count(said, block)
        self.now = end
        self._struck(block, end)
        self._measure(block, tally)
        block.seconds = time.monotonic() - begun
        self.blocks.append(block)
        return block

    def end(self) -> None:
        """Stop, and take the messages that were on their way."""
        self.performer.command(Stop(), self.now)
        for said in self.performer.advance(self.now):
            self._count(said, self.blocks[-1])

    def _struck(self, block: Block, at: float) -> None:
        block.silence = max(block.silence, at - self._last_strike)
        self._last_strike = max(self._last_strike, at)

    def _count(self, said: Said, block: Block) -> None:
        block.events += isinstance(said, Strike | Release | ControlChange)
        if isinstance(said, Strike):
            block.machine += 1
            self._struck(block, said.due)
            self.hanging[said.voice, said.pitch] += 1
        elif isinstance(said, Release) and self.hanging[said.voice, said.pitch]:
            self.hanging[said.voice, said.pitch] -= 1

    def _measure(self, block: Block, tally: Tally) -> None:
        block.human_alone = medians(tally.human)
        block.together = medians(tally.together)
        block.alone = medians(tally.alone)
        block.outside = [
            f"{who}: {name} {values[name]:.3g}"
            f" (human alone {block.human_alone.get(name, math.nan):.3g})"
            for who, values in (
                ("together", block.together if tally.human else {}),
                ("machine alone", block.alone if tally.free else {}),
            )
            for name in values
            if name in self.spread and not self.spread[name].holds(values[name])
        ]
        gc.collect()
        block.memory = resident(os.getpid())


def counted(found: Sequence[Clip]) -> list[Statistics]:
    """The statistics of each clip that has notes enough."""
    return [statistics(clip) for clip in found if len(clip.notes) >= FEWEST_NOTES]


def medians(found: Sequence[Statistics]) -> dict[str, float]:
    """The median of each statistic over some clips; empty where there is none."""
    return {n: s.middle for n, s in spreads(found).items()} if found else {}


def faults(soak: Soak) -> list[str]:
    """The faults that a soak found, in sentences."""
    found = []
    for number, block in enumerate(soak.blocks, 1):
        if block.silence > LONGEST_SILENCE.get(block.mode, math.inf):
            found.append(f"block {number}: {block.silence:.1f} s without a strike in {block.mode}")
    if len(soak.blocks) >= 4:
        grown = soak.blocks[-1].memory - soak.blocks[(len(soak.blocks) - 1) // 2].memory
        if grown > DRIFT:
            found.append(f"memory grew by {grown:.1f} MB")
    left = sum(soak.hanging.values()) + len(soak.performer.sounding())
    if left:
        found.append(f"{left} notes were left sounding")
    if not soak.performer.finite():
        found.append("the hidden state is not finite")
    return found


@click.command()
@midi_argument(required=False)
@click.option(
    "--hours",
    default=2.0,
    type=click.FloatRange(0.1, 10_000.0),
    show_default=True,
    help="Rounded to blocks.",
)
@click.option(
    "--block",
    default=10.0,
    type=click.FloatRange(1.0, 1440.0),
    show_default=True,
    help="Minutes that are counted together.",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    default=("duet", "takeover"),
    show_default=True,
    help="The modes of the blocks, one after another; in solo there is no human.",
)
@model_option
@seed_option
@report_option("soak.json")
def main(
    midi: tuple[Path, ...],
    hours: float,
    block: float,
    modes: tuple[str, ...],
    model: str | None,
    seed: int,
    out: Path,
) -> None:
    """Play for hours with MIDI files or folders as the human, on a virtual clock.

    Without any, the human plays the phrase of the demonstration in all keys. Exit status 1 where
    memory grows, a note hangs, or the machine falls silent in takeover.
    """
    console = Console()
    try:
        paths = midi_files(midi)
        for mode in modes:
            check_mode(mode)
        weights, info = load_model(model)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    seconds = BLOCK * block / 10.0
    soak = Soak(Performer(weights, seed=seed), real_music(), seconds)
    soak.performer.command(SetControls((("patience", PATIENCE),)), 0.0)
    pieces = iter(Pieces(paths, seed))
    count = max(1, round(hours * 3600.0 / seconds))
    for number in range(count):
        try:
            one = soak.play(modes[number % len(modes)], pieces)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        console.print(
            f"{(number + 1) * seconds / 60:5.0f} min  {one.mode:8}  human {one.human:5}  "
            f"machine {one.machine:5}  longest silence {one.silence:4.1f} s  "
            f"{one.memory:5.1f} MB  {one.seconds:5.1f} s  {'; '.join(one.outside)}",
            highlight=False,
            soft_wrap=True,
        )
    soak.end()
    for title in ("together", "alone"):
        columns = {}
        for mode in dict.fromkeys(modes):
            counted = [getattr(b, title) for b in soak.blocks if b.mode == mode]
            if any(counted):
                columns[f"{mode}, {title}"] = {
                    name: Spread.of([c[name] for c in counted if c]).middle for name in NAMES
                }
        show(columns, soak.spread, console)
    wrong = faults(soak)
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "files": len(paths),
        "blocks": [asdict(b) for b in soak.blocks],
        "faults": wrong,
    }
    events, took = sum(b.events for b in soak.blocks), sum(b.seconds for b in soak.blocks)
    done = f"{count * seconds / 3600:g} hours, {events} events, in {took:.0f} s"
    end(console, out, report, wrong, done)


if __name__ == "__main__":
    main()
