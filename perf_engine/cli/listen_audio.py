"""The command that lets a microphone or a WAV file play: listen-audio."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from perf_engine.clients.audio_in.instruments import GATE, INSTRUMENTS, USUAL, named, pitch_of
from perf_engine.engine.option_declaration import Number, Text, Whole
from perf_engine.protocol.ports import ENGINE_PORT, HOST, address, spelt

from .failures import sentence
from .options import FILE, option


@click.command()
@click.option(
    "--file",
    "wav",
    type=FILE,
    metavar="FILE.wav",
    help="Play this sound file in place of a microphone, in its own time.",
)
@option(
    "--device",
    takes=Text("a part of a name", "NAME"),
    otherwise="the system's microphone",
    help="Listen to this input: its name, a part of it, or its number.",
)
@click.option(
    "--list", "only_list", is_flag=True, help="Print the notes of --file, without an engine."
)
@option("--player", takes=Whole(0, 15), default=0, help="Play as this player.")
@option(
    "--engine",
    takes=Text("HOST:PORT", "HOST:PORT", test=lambda text: address(text, "--engine")),
    default=spelt((HOST, ENGINE_PORT)),
    help="Play to the engine at this address.",
)
@option(
    "--token",
    takes=Text("a text", secret=True),
    otherwise="none",
    help="Send this token to an engine on another computer.",
)
@click.option(
    "--instrument",
    type=click.Choice(sorted(INSTRUMENTS)),
    default=USUAL,
    show_default=True,
    help="Hear the range of this instrument. The higher its lowest note, the sooner its notes are"
    f" heard. {USUAL} is {named(INSTRUMENTS[USUAL][0])} to {named(INSTRUMENTS[USUAL][1])}.",
)
@option(
    "--low",
    takes=Text("a note", "NOTE", test=lambda text: pitch_of(text, "--low")),
    otherwise="the instrument's",
    help="Hear no note below this one, such as G3.",
)
@option(
    "--high",
    takes=Text("a note", "NOTE", test=lambda text: pitch_of(text, "--high")),
    otherwise="the instrument's",
    help="Hear no note above this one, such as C7.",
)
@option(
    "--gate",
    takes=Number(-100.0, 0.0, metavar="DB"),
    default=GATE,
    help="Take what is softer than this for silence, in dB of the loudest that the input knows.",
)
def listen_audio(
    wav: Path | None,
    device: str | None,
    only_list: bool,
    player: int,
    engine: str,
    token: str | None,
    instrument: str,
    low: str | None,
    high: str | None,
    gate: float,
) -> None:
    """Play with an instrument or a voice that a microphone hears, one note at a time.

    The command finds pitch, onset and loudness of each note and plays it to the running engine, as
    a keyboard does. It needs the extra audio. In a terminal it prints each note that it hears.
    Ctrl-C ends it; the engine continues.
    """
    from perf_engine.clients.audio_in.process import lacks, main

    if only_list and wav is None:
        raise click.UsageError("--list needs --file")
    if wav is not None and device is not None:
        raise click.UsageError("--file and --device exclude each other")
    missing = lacks()
    if missing:
        raise click.ClickException(missing)
    lowest, highest = INSTRUMENTS[instrument]
    if low is not None:
        lowest = pitch_of(low)
    if high is not None:
        highest = pitch_of(high)
    said = [f"--low={lowest}", f"--high={highest}", f"--gate={gate:g}"]
    said += [f"--player={player}", f"--engine={engine}"]
    said += [] if wav is None else [f"--file={wav}"]
    said += [] if device is None else [f"--device={device}"]
    said += [] if token is None else [f"--token={token}"]
    said += ["--list"] if only_list else []
    sys.exit(sentence(lambda: main(said)))
