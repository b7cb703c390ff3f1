"""The studio's commands audition and demo; each imports what it needs when it runs."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perf_engine.engine.option_declaration import Number
from perf_engine.engine.own_command import own_command
from perf_engine.protocol.ports import ENGINE_PORT, HOST, spelt

from .failures import printable, sentence
from .options import FILE, controls_option, engine_option, option, out_option

if TYPE_CHECKING:
    from rich.console import Console

    from perf_engine.core.controls import Given
    from perf_engine.core.messages import Command
    from perf_engine.studio.notes import Performance
    from perf_engine.studio.plan import Plan
    from perf_engine.studio.recording import Recording

NEXT = (  # options of a command, and what one hears then
    ("play", "", "play yourself: the machine listens and answers"),
    ("demo", "--seed 2", "another answer to the same phrase"),
    ("demo", "--program 'music box'", "the same on a music box"),
    ("demo", "--model jazz", "a machine that grew up with jazz"),
)


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--to",
    "engine",
    default=spelt((HOST, ENGINE_PORT)),
    metavar="HOST:PORT",
    show_default=True,
    help="Play to the engine at this address.",
)
@out_option("FILE.mid", "Write the notes of the file and of the machine to this MIDI file.")
@click.option(
    "--offline", is_flag=True, help="Use no running engine, and play as fast as the computer can."
)
@option(
    "--tail",
    takes=Number(0, 3600, metavar="SECONDS"),
    default=4.0,
    help="Listen to the machine for this many seconds after the end of the file.",
)
@option(
    "--seconds",
    takes=Number(0.1, 86400, metavar="SECONDS"),
    otherwise="the file's length plus --tail",
    help="Stop after this many seconds, counted from the beginning of the file.",
)
@engine_option("model", "With --offline: play with this model, given by its name or its file.")
@engine_option("mode", otherwise="the engine's; duet with --offline")
@engine_option("seed", otherwise="the engine's; 0 with --offline")
@controls_option
@click.option("--no-roll", is_flag=True, help="Do not draw the notes.")
def audition(
    file: Path,
    engine: str,
    out: Path | None,
    offline: bool,
    tail: float,
    seconds: float | None,
    model: str | None,
    mode: str | None,
    seed: int | None,
    controls: Sequence[tuple[str, Given]],
    no_roll: bool,
) -> None:
    """Play a MIDI file to the machine, and draw the notes of the file and of the machine.

    The machine hears the notes of the file as if you played them. Without --offline, start the
    engine first (perf-engine play). The engine hears the file in real time, and sounds the notes of
    the file. Afterwards, the engine has the same mode and controls as before. With --offline, you
    need no engine.
    """
    from perf_engine.studio.plan import messages

    if model is not None and not offline:
        raise click.UsageError("--model needs --offline; a running engine has its own model")
    performance = read_performance(file)
    plan = messages(performance)
    length = seconds if seconds is not None else performance.end + tail
    if offline:
        recording = _offline(plan, length, model, mode, seed, controls)
    else:
        recording = _live(engine, plan, length, mode, seed, controls)
    if out is not None:
        _keep(recording, out)
    if not no_roll:
        _draw(recording)
    _judge(recording)


def _live(
    engine: str,
    plan: Plan,
    seconds: float,
    mode: str | None,
    seed: int | None,
    settings: Sequence[tuple[str, Given]],
) -> Recording:
    from perf_engine.core.messages import Seed, SetControls, SetMode
    from perf_engine.protocol import ports
    from perf_engine.studio.audition import live
    from perf_engine.studio.line import OscLine

    try:
        host, port = ports.address(engine)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    first: list[Command] = []
    if mode is not None:
        first.append(SetMode(mode))
    if seed is not None:
        first.append(Seed(seed))
    if settings:
        first.append(SetControls(tuple(settings)))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # when asked to end: release, end

    def play() -> Recording:
        try:
            with OscLine(host, port) as line:
                return live(line, plan, seconds, first, borrowed=True)
        except OSError as error:
            raise OSError(f"{engine}: {error.strerror or error}") from error

    return sentence(play)


def _offline(
    plan: Plan,
    seconds: float,
    model: str | None,
    mode: str | None,
    seed: int | None,
    settings: Sequence[tuple[str, Given]],
) -> Recording:
    from perf_engine.core.controls import Settings
    from perf_engine.core.playing.performer import Performer
    from perf_engine.engine.helpers.model_files import load_model
    from perf_engine.studio.offline import offline

    weights, _ = sentence(lambda: load_model(model))

    def play() -> Recording:
        changed = Settings.defaults().changed(dict(settings), weights.told.styles)
        performer = Performer(weights, mode=mode or "duet", seed=seed or 0, settings=changed)
        return offline(performer, plan, seconds)

    return sentence(play)


@click.command()
@out_option(
    "FILE.mid",
    "Write the phrase and the notes of the machine to this MIDI file.",
    default=Path("demo.mid"),
    show_default=True,
)
@engine_option("model")
@engine_option("seed", default=1, otherwise="1")
@engine_option(
    "sound",
    "Play the notes aloud, or only draw them.",
    otherwise="aloud, if there is a sound device",
)
@engine_option("soundfont")
@engine_option("program")
@option(
    "--seconds",
    takes=Number(5, 600, metavar="SECONDS"),
    default=46.0,
    help="Play for this many seconds in all.",
)
@click.option(
    "--stats",
    "counts",
    is_flag=True,
    help="Also count notes, pitches and rhythm, and compare with real music.",
)
def demo(
    out: Path,
    model: str | None,
    seed: int,
    sound: bool | None,
    soundfont: str | None,
    program: str | None,
    seconds: float,
    counts: bool,
) -> None:
    """Hear in less than a minute how the machine answers a player and continues alone.

    The demo starts an engine and plays a phrase to the machine. You hear the phrase and the
    machine's answer, and see their notes while they sound. At the end, the demo says what to try
    next.
    """
    from rich.console import Console

    from perf_engine.protocol.notes import Strike
    from perf_engine.studio.demo import rehearse
    from perf_engine.studio.phrase import phrase
    from perf_engine.studio.show import shown

    options = ["--no-sound" if sound is False else "--sound"]
    options += [] if soundfont is None else ["--soundfont", soundfont]
    options += [] if program is None else ["--program", program]
    console = Console()
    click.echo(f"The demo takes {seconds:g} s. Listen; Ctrl-C ends it.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with shown(console, phrase().end, seconds) as watch:
            recording = sentence(
                lambda: rehearse(
                    seconds,
                    model=model,
                    seed=seed,
                    options=options,
                    said=lambda words: console.print(words, highlight=False),
                    watch=watch,
                )
            )
    except KeyboardInterrupt:
        raise click.ClickException(f"stopped by hand; {out} was not written") from None
    if recording.broken and recording.ended < seconds:  # a fragment: keep what was there before
        raise click.ClickException(f"{recording.broken}; {out} was not written")
    _keep(recording, out)
    _draw(recording)
    if counts:
        _count(recording, console)
    _judge(recording)
    if not any(isinstance(said, Strike) for said in recording.said):
        raise click.ClickException("the machine played nothing")
    click.echo(f"\nThe notes of both are in {out}; nothing was left sounding.\n")
    click.echo("What to try next:")
    for command, given, heard in NEXT:
        click.echo(f"  {_typed(command, given):<42}{heard}")


def _typed(command: str, given: str) -> str:
    """Return what to type, in a copy of the project or with the installed program."""
    return own_command(command, *shlex.split(given))


def _count(recording: Recording, console: Console) -> None:
    from perf_engine.studio.measure.statistics import CLIP
    from perf_engine.studio.report import hands, real_music, show

    console.print(f"\nThe last {min(CLIP, recording.ended):.0f} s:", highlight=False)
    show(hands(recording), sentence(real_music), console)


def _keep(recording: Recording, out: Path) -> None:
    from perf_engine.studio.notes import write_midi

    sentence(lambda: write_midi(out, recording.performance()))


def _draw(recording: Recording) -> None:
    from rich.console import Console

    from perf_engine.studio.roll import draw

    draw(recording.performance(), Console())


def _judge(recording: Recording) -> None:
    """Raise ClickException where a listener would hear a fault."""
    if recording.broken:
        raise click.ClickException(recording.broken)
    if recording.hung:
        keys = ", ".join(str(key) for _, key in recording.hung)
        raise click.ClickException(f"the machine left sounding: {keys} (key 128 is the pedal)")


def read_performance(file: Path) -> Performance:
    """Return the notes of a MIDI file. Raises ClickException if there are none."""
    from perf_engine.studio.notes import read_midi

    performance = sentence(partial(read_midi, file))
    say_mended(file, performance.mended)
    if not performance.notes:
        raise click.ClickException(f"{file} holds no notes")
    return performance


def say_mended(file: Path, oddities: Iterable[str]) -> None:
    """Print the oddities of a file that was read all the same."""
    for oddity in oddities:
        click.echo(printable(f"{file}: {oddity}"), err=True)
