"""Plays each mode for ten seconds: notes, picture and sound, by python -m handbook.modes.

The seed is fixed, so the same computer writes the same files again. Another processor may round
differently, and then the machine may play other notes; so `make docs` leaves these files alone.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from perf_engine.core.controls import Settings
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.files.picture import roll_of, write_picture
from perf_engine.studio.notes import Note, Performance, read_midi, write_midi
from perf_engine.studio.offline import offline
from perf_engine.studio.plan import messages
from perf_engine.studio.recording import MACHINE

SECONDS: Final = 10.0
FOLDER: Final = Path(__file__).parents[1] / "docs" / "modes"
RATE: Final = 22_050  # Hz, of the sound files
PROGRAM: Final = 4  # General MIDI's electric piano, for the machine; you play the grand piano
# A melody that asks: (seconds, pitch, seconds held, velocity).
TUNE: Final = (
    (0.0, 67, 0.45, 78),
    (0.5, 69, 0.40, 74),
    (1.0, 71, 0.45, 80),
    (1.5, 74, 0.90, 88),
    (2.5, 72, 0.40, 76),
    (3.0, 71, 0.40, 72),
    (3.5, 69, 0.85, 70),
)
# The same line on, for modes in which you keep playing.
AFTER: Final = (
    (4.5, 71, 0.40, 74),
    (5.0, 72, 0.45, 78),
    (5.5, 76, 0.90, 86),
    (6.5, 74, 0.40, 78),
    (7.0, 71, 0.40, 74),
    (7.5, 69, 0.40, 72),
    (8.0, 67, 1.20, 70),
)
# A bass of eighths with chords on the second and fourth beat, for modes that follow your beat.
RIFF: Final = tuple(
    (0.22 * n, pitch, 0.2 if pitch < 50 else 0.3, 96 if n % 8 == 0 else 78)
    for n in range(42)
    for pitch in ((45, 45, 52, 45, 48, 48, 50, 52)[n % 8], *((60, 64, 69) if n % 4 == 2 else ()))
)


@dataclass(frozen=True, slots=True)
class Example:
    """The example of a mode: your notes, the controls, the seed, and what to listen for."""

    yours: Sequence[tuple[float, int, float, int]]
    caption: str
    controls: Mapping[str, float | int | str]
    seed: int = 1


EXAMPLES: Final[Mapping[str, Example]] = {
    "duet": Example(
        (*TUNE, *AFTER),
        "You play a melody. The machine begins after your first notes and plays around it.",
        {},
    ),
    "takeover": Example(
        TUNE,
        "You play four seconds. The machine is silent while you play, and then continues alone.",
        {"patience": 0.6},
    ),
    "solo": Example((), "The machine plays alone from the beginning.", {}),
    "listen": Example(
        (*TUNE, *AFTER), "You play, and the machine is silent. It remembers every note.", {}
    ),
    "call_response": Example(
        TUNE,
        "You play a phrase and pause. The machine answers for about as long.",
        {},
    ),
    "accompany": Example(
        (*TUNE, *AFTER),
        "You play the melody, and the machine adds chords and a bass, mostly below it.",
        {},
        4,
    ),
    "follow": Example(
        (*TUNE, *AFTER),
        "Each of your keys gets a second one, here a sixth below.",
        {"interval": -9},
    ),
    "drums": Example(
        RIFF,
        "You play chords and a bass in time. After some seconds the machine is sure of the beat, "
        "and comes in with a new bar.",
        {},
    ),
}


def played(mode: str) -> Performance:
    """The notes of both in the example of a mode."""
    example = EXAMPLES[mode]
    yours = Performance.of(
        Note(onset, pitch, velocity, held) for onset, pitch, held, velocity in example.yours
    )
    settings = Settings.defaults().changed(dict(example.controls))
    weights, _ = load_model(None)
    performer = Performer(weights, mode=mode, seed=example.seed, settings=settings)
    return offline(performer, messages(yours), SECONDS).performance()


def write(mode: str, folder: Path) -> None:
    """Write the MIDI file, the picture and the sound of a mode's example."""
    file = folder / f"{mode}.mid"
    write_midi(file, played(mode))
    write_picture(
        file.with_suffix(".svg"), roll_of(read_midi(file, drums=True)), f"{mode}, ten seconds"
    )
    _write_sound(file.with_suffix(".ogg"), file)


def _write_sound(path: Path, file: Path) -> None:
    """The MIDI file as a small sound file in mono; nothing where soundfile is missing."""
    try:
        import soundfile
    except ModuleNotFoundError:
        print(f"{path.name} was not written: pip install soundfile", file=sys.stderr)
        return
    from perf_engine.midi_files.reader import read
    from perf_engine.studio.files.sound_file import rendered
    from perf_engine.synthesis.synth import Synth

    synth = Synth(rate=2 * RATE)
    try:
        lines = read(file).lines
        programs = {i: PROGRAM for i, line in enumerate(lines) if line.name == MACHINE}
        blocks = list(rendered(synth, lines, 2 * RATE, programs))
    finally:
        synth.close()
    both = np.concatenate(blocks).mean(axis=1)
    half = both[: len(both) // 2 * 2].reshape(-1, 2).mean(axis=1)
    soundfile.write(path, half, RATE, format="OGG", subtype="VORBIS")


def main(folder: Path = FOLDER) -> None:
    """Write all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for mode in MODES:
        write(mode, folder)


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m handbook.modes", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="to write into")
    main(parser.parse_args().folder)
