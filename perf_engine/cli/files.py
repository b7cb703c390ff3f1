"""The commands that make files: generate, render, plot and score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_engine.engine.option_declaration import Number, Whole

from .failures import need_extra, sentence
from .options import FILE, FOLDER, SEED, controls_option, engine_option, option, out_option
from .studio import read_performance, say_mended

if TYPE_CHECKING:
    from perf_engine.core.controls import Given
    from perf_engine.midi_files.reader import Line
    from perf_engine.studio.files.primer import Primer


@click.command()
@click.option(
    "--primer-notes",
    multiple=True,
    metavar='"60 62 64"',
    help="Continue this melody. Each number is one step: a pitch from 0 to 127, -2 to hold the"
    " note, or -1 to end it. Pitches joined by + are a chord.  [may be repeated]",
)
@click.option(
    "--primer",
    "primer_files",
    multiple=True,
    type=FILE,
    metavar="FILE.mid",
    help="Continue the music of this MIDI file.  [may be repeated]",
)
@option(
    "--primer-seconds",
    takes=Number(0.1, 3600, metavar="SECONDS"),
    otherwise="the whole file",
    help="Take only this many seconds from the beginning of each --primer.",
)
@option(
    "--step",
    takes=Number(0.01, 10, metavar="SECONDS"),
    default=0.25,
    help="Let each step of --primer-notes last this many seconds.",
)
@option(
    "--velocity",
    takes=Whole(1, 127),
    default=80,
    help="Give the notes of --primer-notes this velocity.",
)
@option(
    "--seconds",
    takes=Number(0.1, 3600, metavar="SECONDS"),
    default=30.0,
    help="Let the machine play for this many seconds after the primer.",
)
@option(
    "--notes",
    takes=Whole(1, 100_000),
    otherwise="as many as fit in --seconds",
    help="Let the machine play this many notes, however long that takes.",
)
@option("--num", takes=Whole(1, 1000), default=1, help="Write this many files for each primer.")
@option(
    "--seed",
    takes=SEED,
    default=1,
    help="Use this seed for the first file of each primer, and the following numbers for the other"
    " files.",
)
@engine_option("model")
@controls_option
@out_option(
    "FOLDER",
    "Write the files to this folder.",
    type=FOLDER,
    default=Path("generated"),
    show_default=True,
)
def generate(
    primer_notes: Sequence[str],
    primer_files: Sequence[Path],
    primer_seconds: float | None,
    step: float,
    velocity: int,
    seconds: float,
    notes: int | None,
    num: int,
    seed: int,
    model: str | None,
    controls: Sequence[tuple[str, Given]],
    out: Path,
) -> None:
    """Let the machine continue a beginning that you give (the primer), and write MIDI files.

    The primer is a melody (--primer-notes) or a MIDI file (--primer). Without a primer, the machine
    begins alone. The command needs no engine, and is faster than real time. Each file that it
    writes holds the primer and the machine's notes, in two tracks. The same model, settings and
    seed give exactly the same files again. The file manifest.json in the folder lists the model,
    settings and seeds.
    """
    from perf_engine.core.controls import Settings
    from perf_engine.engine.helpers.model_files import load_model
    from perf_engine.studio.files import generation
    from perf_engine.studio.files.primer import NOTHING, of_file, of_steps

    primers: list[Primer] = [
        sentence(partial(of_steps, text, step, velocity)) for text in primer_notes
    ]
    for file in primer_files:
        primers.append(sentence(partial(of_file, file, primer_seconds)))
    weights, _ = sentence(lambda: load_model(model))
    styles = weights.told.styles
    settings = sentence(lambda: Settings.defaults().changed(dict(controls), styles))

    def made(name: str, facts: Mapping[str, Any]) -> None:
        click.echo(f"{out / name}: {facts['notes']} notes of the machine, {facts['seconds']:.1f} s")

    manifest = sentence(
        lambda: generation.generate(
            weights,
            primers or [NOTHING],
            range(seed, seed + num),
            settings,
            generation.Length(seconds, notes),
            out,
            made,
        )
    )
    silent = [name for name, facts in manifest["files"].items() if not facts["notes"]]
    if silent:
        raise click.ClickException(f"the machine played nothing in {', '.join(silent)}")


@click.command()
@click.argument("file", type=FILE)
@out_option("FILE", "Write the sound to this file: .wav or .flac.  [default: FILE.wav]")
@click.option(
    "--program",
    "programs",
    multiple=True,
    metavar="NAME",
    help="Play with this instrument of General MIDI, such as guitar, music box or piano. TRACK=NAME"
    " sets the instrument of one track.  [may be repeated; default: the file's]",
)
@click.option(
    "--rate",
    type=click.Choice(["44100", "48000"]),
    default="44100",
    show_default=True,
    help="Write this many samples a second.",
)
@option(
    "--tail",
    takes=Number(0, 60, metavar="SECONDS"),
    default=0.0,
    help="Let the sound die away for this many seconds after the end of the MIDI file.",
)
@click.option(
    "--soundfont",
    type=FILE,
    metavar="FILE",
    help="Use this SoundFont.  [default: the best one that is installed]",
)
def render(
    file: Path,
    out: Path | None,
    programs: Sequence[str],
    rate: str,
    tail: float,
    soundfont: Path | None,
) -> None:
    """Turn a MIDI file into a sound file of the same length: WAV or FLAC, in stereo.

    The command needs no sound device, and the sound never clips.
    """
    from perf_engine.midi_files.reader import read
    from perf_engine.studio.files.sound_file import rendered, write_sound
    from perf_engine.synthesis.synth import Synth

    out = out if out is not None else file.with_suffix(".wav")
    if out.suffix.lower() == ".flac":
        need_extra("render to .flac", "soundfile", "soundfile", "flac")
    music = sentence(partial(read, file))
    say_mended(file, music.mended)
    if not any(len(line.onset) for line in music.lines):
        raise click.ClickException(f"{file} holds no notes")
    chosen = sentence(lambda: _programs(music.lines, programs))

    def work() -> tuple[int, float]:
        synth = Synth(soundfont, int(rate))
        try:
            blocks = rendered(synth, music.lines, int(rate), chosen, tail)
            return write_sound(out, blocks, int(rate))
        finally:
            synth.close()

    frames, loudest = sentence(work)
    click.echo(f"{out}: {frames / int(rate):.2f} s; the loudest sample is {loudest:.2f} of 1.")


def _programs(lines: Sequence[Line], wanted: Sequence[str]) -> dict[int, int]:
    """Return the chosen program of each line, by its number. Raises ValueError."""
    from perf_engine.synthesis.programs import program_of

    chosen: dict[int, int] = {}
    names = dict.fromkeys(line.name for line in lines)
    for one in wanted:
        track, equals, name = one.rpartition("=")
        if equals and track not in names:
            raise ValueError(
                f"there is no track {track}; there is {', '.join(filter(None, names))}"
            )
        program = program_of(name)
        for number, line in enumerate(lines):
            if not line.drums and (not equals or line.name == track):
                chosen[number] = program
    return chosen


@click.command()
@click.argument("file", type=FILE)
@out_option("FILE", "Write the picture to this file: .svg, .html or .png.  [default: FILE.svg]")
@option(
    "--primer-seconds",
    takes=Number(0, 86400, metavar="SECONDS"),
    default=0.0,
    help="Draw the notes of this many seconds at the beginning in the colour of the primer. Use"
    " this if no track is named primer.",
)
def plot(file: Path, out: Path | None, primer_seconds: float) -> None:
    """Draw the notes of a MIDI file as a piano roll: a picture, or a page for the browser.

    Each track has its own colour. In a file made by generate, the primer is one of the tracks.
    """
    from perf_engine.studio.files.picture import roll_of, write_picture

    out = out if out is not None else file.with_suffix(".svg")
    if out.suffix.lower() == ".png":
        need_extra("plot to .png", "PIL", "pillow", "png")
    performance = read_performance(file)
    roll = roll_of(performance, primer_seconds)
    sentence(lambda: write_picture(out, roll, file.stem))
    click.echo(f"{out}: {len(roll.boxes)} notes.")


@click.command()
@click.argument("file", type=FILE)
@out_option("FILE.musicxml", "Write the score to this file.  [default: FILE.musicxml]")
@option(
    "--tempo",
    takes=Number(20, 400, metavar="BPM"),
    default=120.0,
    help="Write the score in this tempo, in quarter notes a minute.",
)
@click.option(
    "--steps",
    type=click.Choice(["1", "2", "4", "8"]),
    default="4",
    show_default=True,
    help="Divide a quarter note into this many steps; 4 gives sixteenths.",
)
@click.option(
    "--meter", default="4/4", show_default=True, metavar="4/4", help="Write this time signature."
)
def score(file: Path, out: Path | None, tempo: float, steps: str, meter: str) -> None:
    """Write a MIDI file as a score in MusicXML, for MuseScore, Sibelius and others.

    Each track becomes two staves. The beginning of each note moves to the nearest step (see
    --steps), because free playing has no bars.
    """
    from perf_engine.studio.files.score import Meter, write_score

    need_extra("score", "partitura", "partitura", "score")
    out = out if out is not None else file.with_suffix(".musicxml")
    counted = sentence(lambda: Meter.of(meter))
    performance = read_performance(file)
    sentence(lambda: write_score(out, performance, tempo, int(steps), counted))
    click.echo(f"{out}: {len(performance.notes)} notes.")
