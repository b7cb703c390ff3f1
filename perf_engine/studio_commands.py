"""The studio's commands, audition, demo and stats: each imports what it needs when it runs."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from .config import ConfigError, setting

if TYPE_CHECKING:
    from .core.messages import Command
    from .studio.plan import Plan
    from .studio.recording import Recording

Found = TypeVar("Found")

MIDI_FILE = click.Path(dir_okay=False, path_type=Path)


def _settings(
    ctx: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, float | int], ...]:
    """Controls and their values from NAME=VALUE, checked."""
    try:
        return tuple(map(setting, given))
    except ConfigError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("file", type=MIDI_FILE)
@click.option("--to", "engine", default="127.0.0.1:9470", metavar="HOST:PORT", show_default=True,
              help="The running engine to play to.")
@click.option("--out", type=MIDI_FILE, help="Write both hands to this MIDI file.")
@click.option("--offline", is_flag=True,
              help="No engine, no waiting: the same, as fast as the computer can.")
@click.option("--tail", default=4.0, type=click.FloatRange(0, 3600), show_default=True,
              help="Seconds to listen on after the file has ended.")
@click.option("--seconds", type=click.FloatRange(0.1, 86400),
              help="How long it takes altogether, instead of the file's length and its tail.")
@click.option("--model", help="With --offline: the model to play with.")
@click.option("--mode", help="How the machine plays together with the file: duet, takeover, ...")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1),
              help="Begin the machine's random numbers here.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", callback=_settings,
              help="Set a control, such as temperature=0.9; may be given several times.")
@click.option("--no-roll", is_flag=True, help="Do not draw what was played.")
def audition(
    file: Path, engine: str, out: Path | None, offline: bool, tail: float, seconds: float | None,
    model: str | None, mode: str | None, seed: int | None,
    settings: Sequence[tuple[str, float | int]], no_roll: bool,
) -> None:
    """Play a MIDI file to the machine as the performer.

    Both hands are drawn, and kept with --out. Plays in real time to an engine that runs
    (perf-engine play), or, with --offline, without one.
    """
    from .studio.notes import read_midi
    from .studio.plan import messages

    if model is not None and not offline:
        raise click.UsageError("--model goes with --offline; a running engine has its own model")
    performance = _sentences(partial(read_midi, file))
    plan = messages(performance)
    if not performance.notes:
        raise click.ClickException(f"{file} holds no notes")
    length = seconds if seconds is not None else performance.end + tail
    if offline:
        recording = _offline(plan, length, model, mode, seed, settings)
    else:
        recording = _live(engine, plan, length, mode, seed, settings)
    if out is not None:
        _keep(recording, out)
    if not no_roll:
        _draw(recording)
    _judge(recording)


def _live(
    engine: str, plan: Plan, seconds: float, mode: str | None,
    seed: int | None, settings: Sequence[tuple[str, float | int]],
) -> Recording:
    from .core.messages import Seed, SetControls, SetMode
    from .studio.audition import live
    from .studio.line import OscLine, engine_address

    try:
        host, port = engine_address(engine)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    first: list[Command] = []
    if mode is not None:
        first.append(SetMode(mode))
    if seed is not None:
        first.append(Seed(seed))
    if settings:
        first.append(SetControls(tuple(settings)))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: let go, then end

    def play() -> Recording:
        try:
            with OscLine(host, port) as line:
                return live(line, plan, seconds, first)
        except OSError as error:
            raise OSError(f"{engine}: {error.strerror or error}") from error

    return _sentences(play)


def _offline(
    plan: Plan, seconds: float, model: str | None, mode: str | None,
    seed: int | None, settings: Sequence[tuple[str, float | int]],
) -> Recording:
    from .core.controls import Settings
    from .core.performer import Performer
    from .live.model import load_model
    from .studio.offline import offline

    weights, _ = _sentences(lambda: load_model(model))

    def play() -> Recording:
        changed = Settings.defaults().changed(dict(settings))
        performer = Performer(weights, mode=mode or "duet", seed=seed or 0, settings=changed)
        return offline(performer, plan, seconds)

    return _sentences(play)


@click.command()
@click.option("--out", type=MIDI_FILE, default=Path("demo.mid"), show_default=True,
              help="Write both hands to this MIDI file.")
@click.option("--model", help="The model to play with.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True,
              help="Begin the machine's random numbers here.")
@click.option("--seconds", type=click.FloatRange(5, 600), default=46.0, show_default=True,
              help="How long it takes altogether.")
def demo(out: Path, model: str | None, seed: int, seconds: float) -> None:
    """Show that it works, in less than a minute.

    Starts an engine, plays it a phrase, lets it answer and go on alone. Draws both hands, compares
    what was played with real music, and checks that nothing is left sounding.
    """
    from rich.console import Console

    from .core.messages import Strike
    from .studio.demo import rehearse
    from .studio.report import hands, real_music, show
    from .studio.statistics import CLIP

    click.echo(f"Starting the engine, then playing for {seconds:g} s ...", err=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        recording = _sentences(lambda: rehearse(seconds, model=model, seed=seed))
    except KeyboardInterrupt:
        raise click.ClickException(f"stopped by hand; {out} was not written") from None
    if recording.broken and recording.ended < seconds:  # a fragment: keep what was there before
        raise click.ClickException(f"{recording.broken}; {out} was not written")
    _keep(recording, out)
    _draw(recording)
    console = Console()
    console.print(f"\nThe last {min(CLIP, recording.ended):.0f} s:", highlight=False)
    show(hands(recording), _sentences(real_music), console)
    click.echo(f"\nBoth hands are in {out}.")
    _judge(recording)
    if not any(isinstance(said, Strike) for said in recording.said):
        raise click.ClickException("the machine played nothing")
    click.echo("Nothing was left sounding.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=MIDI_FILE)
@click.option("--track", "tracks", multiple=True,
              help="Only this track, such as machine; may be given several times.")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=30.0, show_default=True,
              help="The length of the clips that are counted.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program to read.")
@click.option("--keep-spread", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.json",
              help="Write the spread over all these files, to compare other music with.")
@click.option("--beside", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.json",
              help="Compare with this spread instead of real music.")
def stats(
    files: Sequence[Path], tracks: Sequence[str], seconds: float, as_json: bool,
    keep_spread: Path | None, beside: Path | None,
) -> None:
    """Count what is in MIDI files, beside real music.

    Counts in clips of half a minute; of several clips the median stands. A file shorter than a
    clip is counted as it is.
    """
    from rich.console import Console

    from .studio.notes import read_midi
    from .studio.report import clips_or_all, real_music, show
    from .studio.statistics import (
        inside,
        read_spreads,
        spread_of_files,
        spreads,
        statistics,
        write_spreads,
    )

    if keep_spread is not None:
        found = _sentences(lambda: spread_of_files(files, seconds))
        _sentences(lambda: write_spreads(keep_spread, found))
        click.echo(f"The spread of {found['clips']} clips is in {keep_spread}.", err=True)
        return
    spread = _sentences(real_music if beside is None else lambda: read_spreads(beside))
    counted = {}
    for file in files:
        performance = _sentences(partial(read_midi, file))
        there = dict.fromkeys(note.track for note in performance.notes)
        for track in tracks:
            if there and track not in there:
                raise click.ClickException(
                    f"there is no track {track} in {file}; there is {', '.join(there)}"
                )
        if tracks:
            performance = performance.track(*tracks)
        if not performance.notes:
            raise click.ClickException(f"{file} holds no notes to count")
        counted[file] = [statistics(clip) for clip in clips_or_all(performance.notes, seconds)]
    if as_json:
        said = {
            str(file): [{"statistics": asdict(s), "inside": inside(s, spread)} for s in mine]
            for file, mine in counted.items()
        }
        click.echo(json.dumps(said, indent=1))
        return
    for file, mine in counted.items():
        middles = {name: found.middle for name, found in spreads(mine).items()}
        many = f", median of {len(mine)} clips" if len(mine) > 1 else ""
        show({f"{file.name}{many}": middles}, spread, Console())


def _keep(recording: Recording, out: Path) -> None:
    from .studio.notes import write_midi

    _sentences(lambda: write_midi(out, recording.performance()))


def _draw(recording: Recording) -> None:
    from rich.console import Console

    from .studio.roll import draw

    draw(recording.performance(), Console())


def _judge(recording: Recording) -> None:
    """Fail where something went wrong that the ear would mind."""
    if recording.broken:
        raise click.ClickException(recording.broken)
    if recording.hung:
        keys = ", ".join(str(key) for _, key in recording.hung)
        raise click.ClickException(f"the machine left sounding: {keys} (key 128 is the pedal)")


def _sentences(work: Callable[[], Found]) -> Found:
    """What some work gives; its errors as one sentence."""
    try:
        return work()
    except OSError as error:
        file = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{file}{error.strerror or error}") from error
    except (ValueError, LookupError) as error:
        text = error.args[0] if isinstance(error, LookupError) and error.args else error
        raise click.ClickException(str(text)) from error
