"""The commands evaluate and compare: each imports what it needs when it runs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .training_commands import shares_of

if TYPE_CHECKING:
    from .core.gru import Weights
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
@click.option("--workers", type=click.IntRange(1, 256), help="Processes.  [default: all cores]")
@click.option("--json", "as_json", is_flag=True, help="Print for a program to read.")
@click.option("--out", type=JSON_FILE, help="Write the same as JSON to this file too.")
def evaluate(
    model: str, music: tuple[Path, ...], data: Path | None, split: str, pieces: int, events: int,
    baseline: Path | None, weights: tuple[str, ...], workers: int | None, as_json: bool,
    out: Path | None,
) -> None:
    """How well a model foresees music: nats an event and a note.

    MODEL is a model's name, a .safetensors file, or a training run's folder; MUSIC are MIDI files
    and folders of them. The model is asked, as when it plays, before each event.
    """
    from .training.evaluation import evaluate as examine
    from .training.evaluation import tables

    if bool(music) == (data is not None):
        raise click.UsageError("name MIDI files or folders, or a data set with --data")
    loaded, facts = _sentences(lambda: model_of(model))
    shares = shares_of(weights) or dict(facts.get("recipe", {}).get("weights", {}))
    dataset = _dataset(data) if data is not None else None
    passages = _sentences(lambda: _passages(loaded, music, dataset, split, pieces, events))
    beside = None
    if baseline is not None:
        beside = _sentences(lambda: _baselines(baseline, loaded, dataset, shares))
    found = _sentences(lambda: examine(
        loaded, passages, beside, shares, workers or os.cpu_count() or 1, _progress
    ))
    found = {"model": model, "facts": facts, **found}
    if out is not None:
        _sentences(lambda: out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8"))
    click.echo(json.dumps(found, indent=1) if as_json else tables(found), nl=as_json)


def model_of(name: str) -> tuple[Weights, dict[str, Any]]:
    """A model by name or file, or that of a run's folder or checkpoint, and facts about it.

    Raises ValueError where there is none.
    """
    path = Path(name)
    checkpoint = path / "checkpoint.pt" if path.is_dir() else path
    if checkpoint.suffix == ".pt":
        from .core.gru import Weights
        from .training.export import folded
        from .training.export import model_of as trained

        if not checkpoint.is_file():
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
