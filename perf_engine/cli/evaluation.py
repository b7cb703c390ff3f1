"""The commands that score models, evaluate and compare; each imports what it needs when it runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from perf_engine.engine.option_declaration import Choice, Number, Whole
from perf_engine.files.whole_file import write_whole

from .failures import need, printable, printable_lines, sentence
from .options import (
    EXISTING_FOLDER,
    FILE,
    SEED,
    controls_option,
    json_option,
    option,
    out_option,
    style_option,
)
from .training import part_option, roles_option, weight_option, workers_option

if TYPE_CHECKING:
    from perf_engine.core.controls import Settings
    from perf_engine.core.model.gru import Weights
    from perf_engine.studio.notes import Note
    from perf_engine.training.data.dataset import Dataset
    from perf_engine.training.data.roles import Rules
    from perf_engine.training.data.selection import Selection
    from perf_engine.training.measure.baselines import Baselines
    from perf_engine.training.measure.passage import Passage

SHORTEST_PLAY: Final = 0.5  # minutes


@click.command()
@click.argument("model")
@click.argument("music", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--data",
    type=EXISTING_FOLDER,
    metavar="DIR",
    help="Score the model on this data set (from prepare) instead of MIDI files.",
)
@option(
    "--split",
    takes=Choice(("validation", "train", "test")),
    default="validation",
    help="Use the pieces of this group of the data set.",
)
@option(
    "--pieces",
    takes=Whole(0),
    default=0,
    otherwise="all",
    help="Take at most this many pieces from each source of the data set.",
)
@option(
    "--events",
    takes=Whole(0),
    default=0,
    otherwise="all",
    help="Take only this many events from the beginning of each piece.",
)
@roles_option
@part_option
@click.option(
    "--melody-only",
    is_flag=True,
    help="Take only the melody of MIDI files. If no track is a melody, take the highest line.",
)
@click.option(
    "--baseline",
    type=FILE,
    metavar="FILE.safetensors",
    help="Compare with two simple kinds of model, unigram and Markov, from this file. If the file"
    " does not exist, the command trains these two on the training pieces of --data, and writes"
    " them to the file.",
)
@weight_option("as the model was trained")
@option(
    "--continuations",
    takes=Whole(0, 1000),
    default=0,
    help="Also let the model continue the beginnings of this many pieces, and compare the result"
    " with the original.",
)
@option(
    "--free-play",
    takes=Number(0, 1440, metavar="MINUTES"),
    default=0.0,
    help="Also let the model play alone for this many minutes, and look for silence, drones, loops"
    " and collapse (far too few or far too many notes).",
)
@option(
    "--temperature",
    "temperatures",
    takes=Number(0.1, 2.0),
    multiple=True,
    default=(0.8, 1.0, 1.2),
    help="With --free-play: play at this temperature. You may repeat the option.",
)
@option(
    "--seed",
    takes=SEED,
    default=0,
    help="With --free-play: use this seed for the model's random choices.",
)
@style_option(
    "Test the model of a run in this style; the run must have been trained on it.  [default: none]"
)
@controls_option
@click.option("--no-likelihood", is_flag=True, help="Compute no scores; only let the model play.")
@workers_option
@json_option
@out_option("FILE.json", "Also write the result to this file, as JSON.")
def evaluate(
    model: str,
    music: tuple[Path, ...],
    data: Path | None,
    split: str,
    pieces: int,
    events: int,
    roles: Path | None,
    part: str | None,
    melody_only: bool,
    baseline: Path | None,
    weights: dict[str, float],
    continuations: int,
    free_play: float,
    temperatures: tuple[float, ...],
    seed: int,
    style: str | None,
    controls: Sequence[tuple[str, float | int]],
    no_likelihood: bool,
    workers: int | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Score how well a model predicts music, and compare its playing with real music.

    MODEL is a model's name, a .safetensors file, or the folder of a training run. MUSIC is MIDI
    files, and folders of MIDI files. There are two scores: the model's average surprise for each
    event (a strike, a release or a pedal move), and for each note. A lower score is better. The
    less probable the model found an event, the greater is its surprise. The number is the negative
    natural logarithm of the probability, in the unit nat. As in live playing, the model predicts
    each event before it hears the event. The score depends much on which part each track plays. For
    MIDI files, give the parts with --roles or --part. A data set from prepare already contains the
    parts. The controls of --set are for --continuations and --free-play.
    """
    needs_music = continuations > 0 or not (no_likelihood or free_play)
    if (music and data is not None) or (needs_music and not music and data is None):
        raise click.UsageError("name MIDI files or folders, or a data set with --data")
    if 0.0 < free_play < SHORTEST_PLAY:
        raise click.UsageError(
            f"--free-play is judged by half minutes: it must be 0 or {SHORTEST_PLAY:g}..1440 "
            f"minutes, not {free_play:g}"
        )
    told = roles is not None or part is not None or melody_only
    if told and not music:
        raise click.UsageError("--roles, --part and --melody-only are for MIDI files")
    if controls and not (continuations or free_play):
        raise click.UsageError("--set is for --continuations and --free-play")
    loaded, facts = sentence(lambda: model_of(model, style))
    found: dict[str, Any] = {"model": model, "sizes": asdict(loaded.sizes), "facts": facts}
    text = ""
    dataset = _dataset(data) if data is not None else None
    if (music or dataset) and not no_likelihood:
        from perf_engine.training.measure.evaluation import evaluate as examine
        from perf_engine.training.measure.evaluation import tables

        shares = weights or dict(facts.get("recipe", {}).get("weights", {}))
        reading = sentence(lambda: _reading(roles, part, melody_only)) if music else None
        passages = sentence(
            lambda: _passages(loaded, music, dataset, split, pieces, events, reading)
        )
        if music:
            found["roles"] = part or (str(roles) if roles else "as prepare")
            found["melody_only"] = melody_only
        beside = None
        if baseline is not None:
            beside = sentence(lambda: _baselines(baseline, loaded, dataset, shares))
        found |= sentence(
            lambda: examine(
                loaded, passages, beside, shares, workers or os.cpu_count() or 1, _progress
            )
        )
        text += tables(found)
    if continuations or free_play:
        from perf_engine.core.controls import Settings
        from perf_engine.studio.report import generation

        settings = sentence(lambda: Settings.defaults().changed(dict(controls)))
        found["settings"] = dict(controls)
        if continuations:
            found["continuations"] = sentence(
                lambda: _continuations(loaded, music, dataset, split, continuations, settings)
            )
        if free_play:
            found["free_play"] = _free_play(loaded, 60.0 * free_play, temperatures, seed, settings)
        text += ("\n" if text else "") + generation(found)
    if out is not None:
        sentence(lambda: write_whole(out, json.dumps(found, indent=1) + "\n"))
    click.echo(json.dumps(found, indent=1) if as_json else text, nl=as_json)


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--source",
    default="mix",
    show_default=True,
    metavar="NAME",
    help="Show the scores on this source, instead of the mix of all sources.",
)
@json_option
def compare(results: tuple[Path, ...], source: str, as_json: bool) -> None:
    """Print one table that compares several models.

    RESULTS are JSON files that `evaluate` wrote, or folders of training runs. All must be scored on
    the same music. Models that differ only by their seed share one row, which shows the mean and
    the standard deviation.
    """
    from perf_engine.training.measure.comparison import compared, read, table

    if any((path / "checkpoint.pt").exists() for path in results):
        need("compare", "torch")
    rows = sentence(lambda: compared([read(path) for path in results], source))
    click.echo(json.dumps(rows, indent=1) if as_json else printable_lines(table(rows)), nl=as_json)


def model_of(name: str, style: str | None = None) -> tuple[Weights, dict[str, Any]]:
    """Return a model by name or file, or that of a run's folder or checkpoint, and its facts.

    The model of a run plays in a style. Raises ValueError where there is none.
    """
    path = Path(name)
    if path.is_dir() or path.suffix == ".pt":
        need("evaluate", "torch")
        from perf_engine.core.model.gru import Weights
        from perf_engine.core.model.ties import with_habits
        from perf_engine.training.learn.export import folded
        from perf_engine.training.learn.export import model_of as trained

        # of a run, the best in validation, else the last
        kept = [path / "best.pt", path / "checkpoint.pt"] if path.is_dir() else [path]
        checkpoint = next((file for file in kept if file.is_file()), None)
        if checkpoint is None:
            raise ValueError(f"there is no checkpoint in {path}")
        model, state = trained(checkpoint)
        facts = {"events_seen": state["seen"], "recipe": state["recipe"]}
        facts |= {"style": style} if style is not None else {}
        weights = Weights(folded(model, style), model.sizes, model.vocabulary)
        return with_habits(weights), facts
    if style is not None:
        raise ValueError(f"--style is for the folder of a training run, and {name} is a model file")
    from perf_engine.engine.helpers.model_files import load_model

    weights, info = load_model(name)
    return weights, dict(info.facts)


def _dataset(path: Path) -> Dataset:
    from perf_engine.training.data.dataset import Dataset

    return sentence(lambda: Dataset.open(path))


def _passages(
    weights: Weights,
    music: tuple[Path, ...],
    dataset: Dataset | None,
    split: str,
    pieces: int,
    events: int,
    reading: tuple[Rules, Selection] | None = None,
) -> list[Passage]:
    from perf_engine.training.measure.passage import of_dataset, of_files

    if dataset is not None:
        found = list(of_dataset(dataset, split, weights.vocabulary, events, pieces))
        if not found:
            raise ValueError(f"the data set has no pieces for {split}")
        return found
    found, unusable = of_files(music, weights.vocabulary, events, *(reading or ()))
    for file, reason in unusable:
        click.echo(printable(f"{file} is left out: {reason}"), err=True)
    if not found:
        raise ValueError("there is no MIDI file that can be used")
    return found


def _reading(roles: Path | None, part: str | None, melody_only: bool) -> tuple[Rules, Selection]:
    """Return the rules and the selection for reading MIDI files. Raises ValueError."""
    from perf_engine.training.data.roles import Rules
    from perf_engine.training.data.selection import Selection

    return Rules.wanted(roles, part), Selection(melody_only)


def _baselines(
    path: Path, weights: Weights, dataset: Dataset | None, shares: dict[str, float]
) -> Baselines:
    from perf_engine.training.measure.baselines import Baselines

    if path.exists():
        return Baselines.load(path)
    if dataset is None:
        raise ValueError(f"there is no baseline {path}, and no --data to fit one on")
    click.echo("Fitting the baselines on the training pieces ...", err=True)
    fitted = Baselines.fit(dataset, weights.vocabulary, shares)
    fitted.save(path)
    return fitted


def _continuations(
    weights: Weights,
    music: tuple[Path, ...],
    dataset: Dataset | None,
    split: str,
    count: int,
    settings: Settings,
) -> dict[str, Any]:
    from perf_engine.studio.measure.continuation import Primer, chosen, continuations, played

    sources: dict[str, list[Primer]] = {}

    def offer(source: str, name: str, notes: Sequence[Note]) -> None:
        primer = Primer.of(name, notes)
        if primer is not None:
            sources.setdefault(source, []).append(primer)

    if dataset is not None:
        for piece in dataset.pieces:
            if piece.split == split:
                offer(piece.source, f"{piece.source}/{piece.name}", played(*dataset.events(piece)))
    else:
        from perf_engine.studio.notes import read_midi
        from perf_engine.training.data.corpus import find_files

        for path in music:
            inside = [path / f.path for f in find_files(path)[0]] if path.is_dir() else [path]
            for file in inside:
                try:
                    offer(str(path), file.stem, read_midi(file).notes)
                except (OSError, ValueError) as error:
                    click.echo(printable(f"{file} is left out: {error}"), err=True)
    return continuations(weights, chosen(sources, count), settings)


def _free_play(
    weights: Weights,
    seconds: float,
    temperatures: tuple[float, ...],
    seed: int,
    settings: Settings,
) -> Mapping[str, Any]:
    from perf_engine.studio.measure.free_play import free_play
    from perf_engine.studio.report import real_music

    def progress(temperature: float) -> None:
        click.echo(f"Played alone at temperature {temperature:g}.", err=True)

    spread = sentence(real_music)
    return free_play(weights, seconds, temperatures, spread, seed, progress, settings)


def _progress(done: int, whole: int) -> None:
    if done == whole or done % 10 == 0:
        click.echo(f"{done} of {whole} pieces", err=True)
