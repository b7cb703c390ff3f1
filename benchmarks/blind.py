"""`make blind`: pairs of clips by people and machines, a page that asks who plays, and its answers.

    python -m benchmarks.blind kit FOLDER... [--pairs 24] [--out blind]
    python -m benchmarks.blind evaluate ANSWERS.csv... [--key blind-key.json]

Both clips of a pair go on from the same half minute of a piece that the models have not seen: what
really came next, what the first and the second model play, and what a Markov model plays. All are
notes on one piano without pedal, equally long and equally loud.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import combinations, islice
from pathlib import Path
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray

from perf_engine.engine.helpers.model_files import load_model
from perf_engine.files.plain_file import text_of
from perf_engine.files.whole_file import write_whole
from perf_engine.midi_files.reader import read
from perf_engine.studio.files.sound_file import rendered, write_sound
from perf_engine.studio.measure.continuation import Primer, continued
from perf_engine.studio.measure.statistics import Clip, excerpt
from perf_engine.studio.notes import Note, Performance, read_midi, write_midi
from perf_engine.synthesis.synth import Synth

from .blind_answers import KINDS, Kit, Pair, counted, read_answers, table
from .command import FILE, seed_option
from .human import midi_files, readable
from .markov_player import MarkovPlayer, passages

RATE: Final = 44_100
TAIL: Final = 2.0  # seconds after the last note, in which it fades
LOUDEST: Final = 0.89  # of the loudest sample of all clips
FEWEST: Final = 8  # notes of a clip
TEMPLATE: Final = Path(__file__).with_name("blind_page.html")

Samples = NDArray[np.float32]
Player = Callable[[Primer, int], Clip]  # plays on from a primer, with a seed


def primers(paths: Sequence[Path], seed: int) -> Iterator[tuple[Path, Primer]]:
    """Yield the pieces, in random order, that are a minute long."""
    paths = list(paths)
    random.Random(seed).shuffle(paths)
    yield from readable(paths, lambda path: Primer.of(path.stem, read_midi(path).notes))


def planned(pairs: int, seed: int) -> list[tuple[str, str]]:
    """Return the kinds of both clips of each pair, in random order: all two kinds as often."""
    chance = random.Random(seed)
    every = list(combinations(KINDS, 2))
    found = [every[number % len(every)] for number in range(pairs)]
    chance.shuffle(found)
    return [(one, other) if chance.random() < 0.5 else (other, one) for one, other in found]


def sound(notes: Sequence[Note], seconds: float, soundfont: Path | None = None) -> Samples:
    """Return notes as `perf-engine render` renders them on a piano, cut after some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clip.mid"
        write_midi(file, Performance.of([replace(note, track="piano") for note in notes]))
        lines = read(file).lines
    synth = Synth(soundfont, RATE)
    try:
        found = np.concatenate(list(rendered(synth, lines, RATE, {0: 0}, TAIL)))
    finally:
        synth.close()
    frames = round((seconds + TAIL) * RATE)
    whole = np.zeros((frames, 2), np.float32)
    whole[: len(found)] = found[:frames]
    fading = round(TAIL * RATE)
    whole[-fading:] *= np.linspace(1.0, 0.0, fading, dtype=np.float32)[:, None]
    return whole


def loudness(samples: Samples) -> float:
    """The root mean square of samples."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def level_matched(clips: Sequence[Samples]) -> list[Samples]:
    """Return clips of equal loudness, as loud as the one with the greatest peaks allows."""
    level = min(LOUDEST * loudness(clip) / float(np.abs(clip).max()) for clip in clips)
    return [clip * np.float32(level / loudness(clip)) for clip in clips]


def clips_of(
    pieces: Sequence[Primer], players: Mapping[str, Player], pairs: int, seconds: float, seed: int
) -> list[tuple[Pair, tuple[Clip, Clip]]]:
    """Play both clips of each pair; each piece is heard once, while there are pieces enough.

    A pair with a clip of hardly any notes is left out. Raises ValueError where none is left.
    """
    found: list[tuple[Pair, tuple[Clip, Clip]]] = []
    for number, kinds in enumerate(planned(pairs, seed)):
        primer = pieces[number % len(pieces)]
        one, other = (
            excerpt(players[kind](primer, seed + number).notes, 0.0, seconds) for kind in kinds
        )
        if min(len(one.notes), len(other.notes)) >= FEWEST:
            found.append((Pair(len(found) + 1, primer.name, *kinds), (one, other)))
        click.echo(f"{number + 1} of {pairs} pairs", err=True)
    if not found:
        raise ValueError("no clip has notes enough to be heard")
    return found


def write_kit(out: Path, pairs: Sequence[tuple[Pair, tuple[Samples, Samples]]], seed: int) -> Kit:
    """Write the page and the clips, equally loud, to a folder; return the key. Raises OSError."""
    said = json.dumps([asdict(pair) for pair, _ in pairs]) + str(seed)
    kit = Kit(hashlib.sha256(said.encode()).hexdigest()[:12], seed, tuple(p for p, _ in pairs))
    matched = level_matched([clip for _, clips in pairs for clip in clips])
    out.mkdir(parents=True, exist_ok=True)
    for place, clip in enumerate(matched):
        write_sound(out / name_of(place), iter([clip]), RATE)
    asked = [[name_of(2 * number), name_of(2 * number + 1)] for number in range(len(pairs))]
    page = text_of(TEMPLATE).replace("{{KIT}}", json.dumps({"kit": kit.name, "pairs": asked}))
    write_whole(out / "index.html", page)
    return kit


def name_of(place: int) -> str:
    """The file of a clip, which says nothing about who plays."""
    return f"{place // 2 + 1:02}{'ab'[place % 2]}.wav"


def players_of(
    first: str, second: str, learnt_from: Sequence[Path], seconds: float
) -> dict[str, Player]:
    """Return who plays each kind of clip. Raises ValueError for a model that is not there."""
    one, other = load_model(first)[0], load_model(second)[0]
    markov = MarkovPlayer.learnt(passages(learnt_from, one.vocabulary), one.vocabulary)
    return {
        "real": lambda primer, _: primer.real,
        "first": lambda primer, seed: continued(one, primer, seed, seconds=seconds),
        "second": lambda primer, seed: continued(other, primer, seed, seconds=seconds),
        "markov": lambda primer, seed: markov.continued(
            primer.notes, seconds, np.random.default_rng(seed)
        ),
    }


@click.group()
def main() -> None:
    """Let people say who plays, without knowing it, and count what they said."""


@main.command()
@click.argument("midi", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--pairs", default=24, show_default=True, type=click.IntRange(1, 99))
@click.option(
    "--seconds", default=15.0, show_default=True, type=click.FloatRange(2.0, 30.0), help="A clip."
)
@click.option("--first", default="general", show_default=True, help="The model `first`.")
@click.option("--second", default="broad", show_default=True, help="The model `second`.")
@click.option(
    "--markov",
    "learnt_from",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Music that the Markov model learns from.  [default: the other pieces of MIDI]",
)
@click.option("--soundfont", type=FILE)
@seed_option
@click.option(
    "--out",
    default=Path("blind"),
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
)
@click.option("--key", default=Path("blind-key.json"), show_default=True, type=FILE)
def kit(
    midi: tuple[Path, ...],
    pairs: int,
    seconds: float,
    first: str,
    second: str,
    learnt_from: tuple[Path, ...],
    soundfont: Path | None,
    seed: int,
    out: Path,
    key: Path,
) -> None:
    """Make a kit from MIDI files and folders that the models have not learnt from.

    The folder of --out has the page `index.html` and the clips: give it to listeners. The key,
    which says who plays in which clip, stays with you.
    """
    try:
        paths = midi_files(midi)
        taken = dict(islice(primers(paths, seed), pairs))
        if not taken:
            raise ValueError("no piece is a minute long with notes enough to play on from")
        others = midi_files(learnt_from) if learnt_from else sorted({*paths} - {*taken})
        players = players_of(first, second, others, seconds)
        played = clips_of([*taken.values()], players, pairs, seconds, seed)
        sounds = [
            (pair, (sound(one.notes, seconds, soundfont), sound(other.notes, seconds, soundfont)))
            for pair, (one, other) in played
        ]
        made = write_kit(out, sounds, seed)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    write_whole(key, json.dumps(asdict(made), indent=1) + "\n")
    click.echo(f"{out / 'index.html'} asks about {len(sounds)} pairs; {key} has the key.")


@main.command()
@click.argument("answers", nargs=-1, required=True, type=FILE)
@click.option("--key", default=Path("blind-key.json"), show_default=True, type=FILE)
@click.option("--json", "out", type=FILE, help="Also write the counts to this file.")
def evaluate(answers: tuple[Path, ...], key: Path, out: Path | None) -> None:
    """Count the answers of one listener or more, by the kinds of clips in a pair.

    The interval is Wilson's at 95 %; p is the probability of such a difference, in either
    direction, if listeners only guess.
    """
    try:
        known = Kit.read(key)
        found = counted(known, [read_answers(path, known) for path in answers])
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(table(found))
    if out is not None:
        write_whole(out, json.dumps([row.as_json() for row in found], indent=1) + "\n")


if __name__ == "__main__":
    main()
