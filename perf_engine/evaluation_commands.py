"""The commands evaluate and compare; each imports what it needs when it runs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .training_commands import _shares, need

if TYPE_CHECKING:
    from .core.gru import Weights
    from .studio.notes import Note
    from .training.baselines import Baselines
    from .training.dataset import Dataset
    from .training.passage import Passage

Found = TypeVar("Found")
JSON_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("model")
@click.argument("music", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Score on a prepared data set instead of MIDI files.")
@click.option("--split", default="validation", show_default=True,
              type=click.Choice(["validation", "train", "test"]),
              help="Which pieces of the data set.")
@click.option("--pieces", default=0, type=click.IntRange(0),
              help="At most so many pieces of each source of the data set.  [default: all]")
@click.option("--events", default=0, type=click.IntRange(0),
              help="Only so many events from the beginning of each piece.  [default: all]")
@click.option("--baseline", type=JSON_FILE, metavar="FILE.safetensors",
              help="Beside unigram and Markov models; where there is no such file, they are"
              " fitted on the training pieces of --data and kept there.")
@click.option("--weight", "weights", multiple=True, metavar="SOURCE=SHARE",
              help="A source's share in the mix and in the baselines; may be repeated."
              "  [default: as the model was trained]")
@click.option("--continuations", default=0, type=click.IntRange(0, 1000), metavar="N",
              help="Also play on from N beginnings of this music, beside what really came next.")
@click.option("--free-play", default=0.0, type=click.FloatRange(0, 1440), metavar="MINUTES",
              help="Also play alone for so long, and look for silence, drones, loops, collapse.")
@click.option("--temperature", "temperatures", multiple=True, default=(0.8, 1.0, 1.2),
              type=click.FloatRange(0.1, 2.0), show_default=True,
              help="At which temperatures to play alone; may be repeated.")
@click.option("--seed", default=0, type=click.IntRange(0, 2**31 - 1), show_default=True,
              help="Begin the machine's random numbers here when it plays alone.")
@click.option("--no-likelihood", is_flag=True, help="Only play, do not score.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes.  [default: all cores]")
@click.option("--json", "as_json", is_flag=True, help="Print for a program to read.")
@click.option("--out", type=JSON_FILE, help="Write the same as JSON to this file too.")
def evaluate(
    model: str, music: tuple[Path, ...], data: Path | None, split: str, pieces: int, events: int,
    baseline: Path | None, weights: tuple[str, ...], continuations: int, free_play: float,
    temperatures: tuple[float, ...], seed: int, no_likelihood: bool, workers: int | None,
    as_json: bool, out: Path | None,
) -> None:
    """How well a model foresees music, and how it plays beside real music.

    MODEL is a model's name, a .safetensors file, or a training run's folder; MUSIC are MIDI files
    and folders of them. What foreseeing cost is said in nats an event and a note: the model is
    asked, as when it plays, before each event.
    """
    needs_music = continuations > 0 or not (no_likelihood or free_play)
    if (music and data is not None) or (needs_music and not music and data is None):
        raise click.UsageError("name MIDI files or folders, or a data set with --data")
    if music and not no_likelihood:
        need("evaluate", "symusic")
    loaded, facts = _sentences(lambda: model_of(model))
    found: dict[str, Any] = {"model": model, "sizes": asdict(loaded.sizes), "facts": facts}
    text = ""
    dataset = _dataset(data) if data is not None else None
    if (music or dataset) and not no_likelihood:
        from .training.evaluation import evaluate as examine
        from .training.evaluation import tables

        shares = _shares(weights) or dict(facts.get("recipe", {}).get("weights", {}))
        passages = _sentences(lambda: _passages(loaded, music, dataset, split, pieces, events))
        beside = None
        if baseline is not None:
            beside = _sentences(lambda: _baselines(baseline, loaded, dataset, shares))
        found |= _sentences(lambda: examine(
            loaded, passages, beside, shares, workers or os.cpu_count() or 1, _progress
        ))
        text += tables(found)
    if continuations or free_play:
        from .studio.report import generation

        if continuations:
            found["continuations"] = _sentences(
                lambda: _continuations(loaded, music, dataset, split, continuations)
            )
        if free_play:
            found["free_play"] = _free_play(loaded, 60.0 * free_play, temperatures, seed)
        text += ("\n" if text else "") + generation(found)
    if out is not None:
        _sentences(lambda: out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8"))
    click.echo(json.dumps(found, indent=1) if as_json else text, nl=as_json)


@click.command()
@click.argument("results", nargs=-1, required=True,
                type=click.Path(exists=True, path_type=Path))
@click.option("--source", default="mix", show_default=True,
              help="The figures of this source instead of the mix.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program to read.")
def compare(results: tuple[Path, ...], source: str, as_json: bool) -> None:
    """One table over several models: sizes, cells and seeds.

    RESULTS are JSON files of `evaluate` or folders of training runs, all scored on the same music.
    Models that differ by their seed alone are one row: mean and standard deviation over the seeds.
    """
    from .training.comparison import compared, read, table

    if any((path / "checkpoint.pt").exists() for path in results):
        need("compare", "torch")
    rows = _sentences(lambda: compared([read(path) for path in results], source))
    click.echo(json.dumps(rows, indent=1) if as_json else table(rows), nl=as_json)


def model_of(name: str) -> tuple[Weights, dict[str, Any]]:
    """A model by name or file, or that of a run's folder or checkpoint, and facts about it.

    Raises ValueError where there is none.
    """
    path = Path(name)
    if path.is_dir() or path.suffix == ".pt":
        need("evaluate", "torch")
        from .core.gru import Weights
        from .training.export import folded
        from .training.export import model_of as trained

        # of a run what was best in validation, else the last
        kept = [path / "best.pt", path / "checkpoint.pt"] if path.is_dir() else [path]
        checkpoint = next((file for file in kept if file.is_file()), None)
        if checkpoint is None:
            raise ValueError(f"there is no checkpoint in {path}")
        model, state = trained(checkpoint)
        facts = {"events_seen": state["seen"], "recipe": state["recipe"]}
        return Weights(folded(model), model.sizes, model.vocabulary), facts
    from .live.model import load_model

    weights, info = load_model(name)
    return weights, dict(info.facts)


def _dataset(path: Path) -> Dataset:
    from .training.dataset import Dataset

    return _sentences(lambda: Dataset.open(path))


def _passages(
    weights: Weights, music: tuple[Path, ...], dataset: Dataset | None, split: str, pieces: int,
    events: int,
) -> list[Passage]:
    from .training.passage import of_dataset, of_files

    if dataset is not None:
        found = list(of_dataset(dataset, split, weights.vocabulary, events, pieces))
        if not found:
            raise ValueError(f"the data set has no pieces for {split}")
        return found
    found, unusable = of_files(music, weights.vocabulary, events)
    for file, reason in unusable:
        click.echo(f"{file} is left out: {reason}", err=True)
    if not found:
        raise ValueError("there is no MIDI file that can be used")
    return found


def _baselines(
    path: Path, weights: Weights, dataset: Dataset | None, shares: dict[str, float]
) -> Baselines:
    from .training.baselines import Baselines

    if path.exists():
        return Baselines.load(path)
    if dataset is None:
        raise ValueError(f"there is no baseline {path}, and no --data to fit one on")
    click.echo("Fitting the baselines on the training pieces ...", err=True)
    fitted = Baselines.fit(dataset, weights.vocabulary, shares)
    fitted.save(path)
    return fitted


def _continuations(
    weights: Weights, music: tuple[Path, ...], dataset: Dataset | None, split: str, count: int
) -> dict[str, Any]:
    from .studio.continuation import Primer, chosen, continuations, played

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
        from .studio.notes import read_midi
        from .training.corpus import find_files

        for path in music:
            inside = [path / f.path for f in find_files(path)[0]] if path.is_dir() else [path]
            for file in inside:
                try:
                    offer(str(path), file.stem, read_midi(file).notes)
                except (OSError, ValueError) as error:
                    click.echo(f"{file} is left out: {error}", err=True)
    return continuations(weights, chosen(sources, count))


def _free_play(
    weights: Weights, seconds: float, temperatures: tuple[float, ...], seed: int
) -> Mapping[str, Any]:
    from .studio.free_play import free_play
    from .studio.report import real_music

    def progress(temperature: float) -> None:
        click.echo(f"Played alone at temperature {temperature:g}.", err=True)

    spread = _sentences(real_music)
    return free_play(weights, seconds, temperatures, spread, seed, progress)


def _progress(done: int, whole: int) -> None:
    if done == whole or done % 10 == 0:
        click.echo(f"{done} of {whole} pieces", err=True)


def _sentences(work: Callable[[], Found]) -> Found:
    """What some work gives; its errors as one sentence."""
    try:
        return work()
    except OSError as error:
        file = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{file}{error.strerror or error}") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
