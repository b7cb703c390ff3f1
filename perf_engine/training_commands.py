"""The training commands, prepare, train and export: each imports what it needs when it runs."""

from __future__ import annotations

import os
from pathlib import Path

import click

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("corpora", nargs=-1, required=True,
                type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=FOLDER, help="The data set's folder.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes.  [default: all cores]")
@click.option("--validation", default=0.05, type=click.FloatRange(0.0, 0.5), show_default=True,
              help="Share of the files held out, by piece.")
@click.option("--seed", default=0, type=click.IntRange(0, 2**31 - 1), show_default=True)
def prepare(
    corpora: tuple[Path, ...], out: Path, workers: int | None, validation: float, seed: int
) -> None:
    """Read folders of MIDI files into one data set; each folder is a source."""
    from rich.progress import Progress

    from .training.dataset import prepare as read

    with Progress() as bar:
        task = bar.add_task("Reading", total=None)

        def progress(done: int, total: int, _name: str) -> None:
            bar.update(task, completed=done, total=total)

        try:
            summary = read(
                corpora, out, workers=workers, validation=validation, seed=seed, progress=progress
            )
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{len(summary.pieces)} pieces, {summary.events} events in {out}.")
    if summary.skipped:
        click.echo(f"{len(summary.skipped)} files skipped; {out / 'skipped.tsv'} says why.")


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=FOLDER,
              help="The run's folder; a run that stands there is gone on with.")
@click.option("--events", default=45_000_000, type=click.IntRange(1), show_default=True,
              help="How many events to train on.")
@click.option("--hidden", default=512, type=click.IntRange(8, 4096), show_default=True,
              help="The width of the hidden state.")
@click.option("--streams", default=96, type=click.IntRange(1, 4096), show_default=True,
              help="Pieces side by side in each process.")
@click.option("--steps", default=64, type=click.IntRange(1, 4096), show_default=True,
              help="Events of back-propagation through time.")
@click.option("--rate", default=4e-3, type=click.FloatRange(1e-6, 1.0), show_default=True,
              help="The highest learning rate.")
@click.option("--weight", "weights", multiple=True, metavar="SOURCE=SHARE",
              help="A source's share; may be repeated.  [default: every source by its length]")
@click.option("--seed", default=0, type=click.IntRange(0, 2**31 - 1), show_default=True)
@click.option("--device", default="cpu", type=click.Choice(["cpu", "cuda"]), show_default=True)
def train(
    data: Path, out: Path, events: int, hidden: int, streams: int, steps: int, rate: float,
    weights: tuple[str, ...], seed: int, device: str,
) -> None:
    """Train a model on a data set; run it under torchrun for several processes."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from .core.sizes import Sizes
    from .training.dataset import Dataset
    from .training.train import Recipe
    from .training.train import train as run

    try:
        shares = _shares(weights)
        if not shares:
            for piece in Dataset.open(data).pieces:
                shares[piece.source] = shares.get(piece.source, 0.0) + piece.length
        recipe = Recipe(
            events=events, streams=streams, steps=steps, rate=rate, seed=seed, weights=shares
        )
        checkpoint = run(data, out, Sizes(hidden=hidden), recipe, device)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Trained: {checkpoint}")


def _shares(weights: tuple[str, ...]) -> dict[str, float]:
    shares = {}
    for text in weights:
        source, _, share = text.partition("=")
        try:
            shares[source] = float(share)
        except ValueError:
            sentence = f"{text} must be SOURCE=SHARE, such as pop909=0.3"
            raise click.BadParameter(sentence) from None
    return shares


@click.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="The model file, NAME.safetensors.")
@click.option("--float32", is_flag=True, help="Twice as large, and exactly what was trained.")
def export(run: Path, out: Path, float32: bool) -> None:
    """Write the model of a training run as a file to play with."""
    from .training.export import export as write

    checkpoint = run / "checkpoint.pt"
    if not checkpoint.exists():
        raise click.ClickException(f"there is no checkpoint in {run}")
    if out.suffix != ".safetensors":
        raise click.BadParameter(f"the model file must end in .safetensors, not {out.name}")
    write(checkpoint, out, half=not float32)
    click.echo(f"Wrote {out}.")
