"""`make controls`: a test that each control acts as its help promises, and quantise keeps time."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from perf_engine.clients.midi.midi_clock import ClockIn
from perf_engine.clients.midi.ticks import A_BEAT
from perf_engine.core.beat.transport import ClockCommand, Locate, Run, SetTempo
from perf_engine.core.controls import CONTROLS
from perf_engine.core.messages import SetControls, Start
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.midi import START, TICK
from perf_engine.protocol.notes import Strike
from perf_engine.studio.plan import Plan

from .command import end, midi_argument, model_option, report_option
from .effects import EFFECTS, TURN, Found, measure
from .human import Pieces, midi_files, plan
from .measure import machine

JITTER: Final = 0.002  # seconds, to either side
TEMPOS: Final = (60.0, 97.0, 120.0, 180.0)
LOCKED: Final = 5.0  # seconds after which the clock is to be found
LOST: Final = 0.01  # of the ticks
EVERY: Final = 30.0  # seconds between dropouts, which last from half a second to four

COMMANDS: Final[Mapping[str, Callable[[float], ClockCommand]]] = {
    "/perf/tempo": SetTempo,
    "/perf/beat": Locate,
    "/perf/transport": lambda flag: Run(flag == 1),
}


def plans(paths: list[Path], runs: int, seconds: float, mode: str) -> list[Plan]:
    """The human's music in each run."""
    return [
        plan(mode, iter(Pieces(paths, seed)), 0.0, seconds, TURN, 2.0)[0] for seed in range(runs)
    ]


def on_the_beat(
    weights: Weights, tempo: float, seconds: float, seed: int = 0, steps: int = 4
) -> list[float]:
    """The distance of strikes to the grid of a sender whose MIDI clock jitters and drops out.

    In seconds, sorted; the machine gets the clock from the bridge, and plays alone with
    quantise at 1.
    """
    stage, noise = Stage(weights, seed, steps), random.Random(seed)
    clock = ClockIn(stage.say, stage.say_at)
    clock.hear((START,), 0.0)
    a_tick, number, gone = 60.0 / tempo / A_BEAT, 0, (EVERY, EVERY + 0.5)
    while (due := number * a_tick) < seconds:
        if due >= gone[1]:
            gone = (gone[0] + EVERY, gone[0] + EVERY + noise.uniform(0.5, 4.0))
        if number == 0 or not (gone[0] <= due < gone[1] or noise.random() < LOST):
            stage.until(max(0.0, due + noise.uniform(-JITTER, JITTER)))
            clock.hear((TICK,), stage.now)
        number += 1
    step = 60.0 / tempo / steps
    return sorted(abs(s - step * round(s / step)) for s in stage.strikes if s > LOCKED)


class Stage:
    """A machine alone that is told a beat as the engine is: at once, or at a time."""

    def __init__(self, weights: Weights, seed: int, steps: int) -> None:
        self._performer = Performer(weights, mode="solo", seed=seed)
        wanted = (("quantise", 1.0), ("grid", steps), ("density", 1.5))
        self._performer.command(SetControls(wanted), 0.0)
        self._performer.command(Start(), 0.0)
        self._waiting: deque[tuple[float, str, float]] = deque()
        self.now, self.strikes = 0.0, list[float]()

    def say(self, address: str, value: float, source: str) -> None:
        """Take a message of the bridge that holds from now on."""
        self._performer.command(COMMANDS[address](value), self.now)

    def say_at(self, at: float, *messages: tuple[str, float, str]) -> None:
        """Take a message that holds from a time on."""
        self._waiting += [(max(at, self.now), address, value) for address, value, _ in messages]

    def until(self, now: float) -> None:
        """Play on until a time."""
        while self._waiting and self._waiting[0][0] <= now:
            at, address, value = self._waiting.popleft()
            self._play(at)
            self._performer.command(COMMANDS[address](value), at)
        self._play(now)
        self.now = max(self.now, now)

    def _play(self, now: float) -> None:
        while self._performer.due() <= now:
            said = self._performer.advance(now)
            self.strikes += [one.due for one in said if isinstance(one, Strike)]


def row(found: Found) -> list[str]:
    """A line of the table."""
    effect = found.effect
    settings = [f"{v} → {m:.4g}" for v, m in zip(effect.settings, found.means, strict=True)]
    return [
        effect.control,
        f"{effect.said} ({effect.mode})",
        *settings,
        *[""] * (3 - len(settings)),
        "rises" if effect.rises else "falls",
        f"{found.alike}/{len(found.runs)}",
        "yes" if found.holds else "NO",
    ]


@click.command()
@midi_argument(required=False)
@click.option(
    "--runs",
    default=8,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="Runs of each setting, each with its own human and random numbers.",
)
@click.option(
    "--seconds",
    default=60.0,
    show_default=True,
    type=click.FloatRange(10.0, 3600.0),
    help="How long a run is.",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(list(CONTROLS)),
    metavar="CONTROL",
    help="Only this control; may be repeated.",
)
@click.option(
    "--minutes",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.0, 600.0),
    help="How long quantise is held against a clock with jitter and dropouts.",
)
@model_option
@report_option("controls.json")
def main(
    midi: tuple[Path, ...],
    runs: int,
    seconds: float,
    only: tuple[str, ...],
    minutes: float,
    model: str | None,
    out: Path,
) -> None:
    """Turn every control over a few settings, on a virtual clock, and count what changes.

    MIDI files or folders are the human; without any, the phrase of the demonstration in all keys.
    Exit status 1 where a control does not do what its help promises.
    """
    console = Console()
    try:
        paths = midi_files(midi)
        weights, info = load_model(model)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    begun, found = time.monotonic(), list[Found]()
    for effect in EFFECTS:
        if not only or effect.control in only:
            try:
                played = plans(paths, runs, seconds, effect.mode)
            except ValueError as error:
                raise click.ClickException(str(error)) from error
            plays = load_model(effect.model)[0] if effect.model and model is None else weights
            found.append(measure(effect, plays, played, seconds))
            console.print(" | ".join(row(found[-1])), highlight=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False)
    for title in ("control", "statistic", "", "", "", "", "runs", "holds"):
        table.add_column(title)
    for one in found:
        table.add_row(*row(one))
    console.print(table)
    beats: list[dict[str, float]] = []
    for tempo in TEMPOS if minutes else ():
        errors = on_the_beat(weights, tempo, minutes * 60.0)
        late = {
            "tempo": tempo,
            "strikes": len(errors),
            **{
                f"p{p}_ms": 1000.0 * errors[int(p / 100 * (len(errors) - 1))] for p in (50, 99, 100)
            },
        }
        beats.append(late)
        console.print(
            f"{tempo:g} bpm, {minutes:g} min: {late['strikes']} strikes, off the grid "
            f"by {late['p50_ms']:.3f} ms p50, {late['p99_ms']:.3f} p99, "
            f"{late['p100_ms']:.3f} most",
            highlight=False,
        )
    wrong = [f"{one.effect.control}: {one.effect.said}" for one in found if not one.holds]
    wrong += [f"quantise at {b['tempo']:g} bpm" for b in beats if b["p99_ms"] > 1.0]
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "files": len(paths),
        "runs": runs,
        "seconds": seconds,
        "wrong": wrong,
        "quantise": beats,
        "effects": [
            {
                "control": f.effect.control,
                "settings": f.effect.settings,
                "mode": f.effect.mode,
                "statistic": f.effect.said,
                "rises": f.effect.rises,
                "means": f.means,
                "runs": f.runs,
                "holds": f.holds,
            }
            for f in found
        ],
    }
    broken = [f"not as promised: {sentence}" for sentence in wrong]
    end(console, out, report, broken, f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
