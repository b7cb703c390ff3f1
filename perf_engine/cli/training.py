"""The training commands prepare, train and export; each imports what it needs when it runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from perf_engine.core.model.vocabulary import PARTS
from perf_engine.engine.option_declaration import Choice, Number, Whole

from .failures import need, sentence, worded
from .options import (
    EXISTING_FILE,
    EXISTING_FOLDER,
    FILE,
    FOLDER,
    SEED,
    Decorator,
    general_option,
    option,
    start_option,
    style_option,
)


def _shares(
    ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]
) -> dict[str, float]:
    """Return the share of each source, from SOURCE=SHARE."""
    found = {}
    for text in given:
        source, _, share = text.partition("=")
        try:
            found[source] = float(share)
        except ValueError:
            sentence = f"--weight must be SOURCE=SHARE, such as pop909=0.3, not {text}"
            raise click.UsageError(sentence, ctx) from None
    return found


def _out_option(type: click.Path, metavar: str, help: str) -> Decorator[Any]:
    """Return the click decorator of --out where it is required, with its short name."""
    return click.option("-o", "--out", required=True, type=type, metavar=metavar, help=help)


def weight_option(otherwise: str) -> Decorator[Any]:
    """Return the click decorator of --weight."""
    return click.option(
        "--weight",
        "weights",
        multiple=True,
        metavar="SOURCE=SHARE",
        callback=_shares,
        help="Give this source this share of all the music, such as pop909=0.3. A source is a"
        " folder that you gave to prepare."
        f"  [may be repeated; default: {otherwise}]",
    )


roles_option = click.option(
    "--roles",
    type=EXISTING_FILE,
    metavar="FILE.toml",
    help="Use the rules in this TOML file to decide which part each track plays.",
)
part_option = option(
    "--part",
    takes=Choice(PARTS),
    help="Read every track of the MIDI files as this part.",
)
workers_option = option(
    "--workers", takes=Whole(1, 256), otherwise="all cores", help="Use this many processes."
)


def _keys(ctx: click.Context, _option: click.Parameter, value: str) -> tuple[int, int]:
    """Return two keys of LOW-HIGH. Raises UsageError."""
    low, dash, high = value.partition("-")
    if not (dash and low.isdecimal() and high.isdecimal()):
        sentence = f"--fold must be two keys from 0 to 127, such as 36-84, not {value}"
        raise click.UsageError(sentence, ctx)
    return int(low), int(high)


@click.command()
@click.argument(
    "corpora",
    nargs=-1,
    required=True,
    metavar="SOURCE...",
    type=EXISTING_FOLDER,
)
@_out_option(FOLDER, "DIR", "Write the data set to this folder.")
@workers_option
@option(
    "--validation",
    takes=Number(0.0, 0.5, below=True),
    default=0.05,
    help="Keep this share of the files for testing, if a source has no test files of its own.",
)
@option("--seed", takes=SEED, default=0, help="Use this seed to choose the files for testing.")
@roles_option
@part_option
@click.option(
    "--melody-only",
    is_flag=True,
    help="Take only the melody. If no track is a melody, take the highest line.",
)
@click.option(
    "--fold",
    default="0-127",
    metavar="LOW-HIGH",
    callback=_keys,
    show_default=True,
    help="Move each key outside this range by octaves, until it is inside.",
)
@option(
    "--drop-silence",
    takes=Number(0.0, 3600.0, above=True, metavar="SECONDS"),
    help="Let no silence last longer than this many seconds: shorten each longer one.",
)
@click.option("--drums", is_flag=True, help="Read drums too, as a separate part.")
@click.option(
    "--metre",
    is_flag=True,
    help="Keep the position of each event in the beat and in the bar, if the MIDI file has it.",
)
@option(
    "--styles",
    takes=Choice(("corpora", "folders")),
    help="Give each piece a style: the name of its source (corpora), or the name of its folder"
    " inside the source (folders).",
)
def prepare(
    corpora: tuple[Path, ...],
    out: Path,
    workers: int | None,
    validation: float,
    seed: int,
    roles: Path | None,
    part: str | None,
    melody_only: bool,
    fold: tuple[int, int],
    drop_silence: float | None,
    drums: bool,
    metre: bool,
    styles: str | None,
) -> None:
    """Read folders of MIDI files into one data set.

    Each SOURCE is a folder of MIDI files. To continue an interrupted run, give the same command
    again.
    """
    from perf_engine.training.data.dataset import prepare as read
    from perf_engine.training.data.roles import Rules
    from perf_engine.training.data.selection import Selection

    try:
        rules = Rules.wanted(roles, part)
        selection = Selection(melody_only, *fold, drop_silence, drums, metre)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        with _progress() as progress:
            summary = read(
                corpora,
                out,
                workers=workers,
                validation=validation,
                seed=seed,
                selection=selection,
                rules=rules,
                styles=styles,
                progress=progress,
            )
    except (ValueError, OSError) as error:
        raise click.ClickException(worded(error)) from error
    click.echo(f"{len(summary.pieces)} pieces, {summary.events} events in {out}.")
    if summary.skipped:
        same = sum(reason.startswith("the same") for _, _, reason in summary.skipped)
        click.echo(
            f"{len(summary.skipped)} files skipped, {same} of them copies of others;"
            f" {out / 'skipped.tsv'} says why."
        )
    if summary.mended:
        click.echo(f"{len(summary.mended)} odd files read; {out / 'mended.tsv'} says what was odd.")


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """Show progress and the time left: as a bar in a terminal, else as lines."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    if not Console().is_terminal:
        yield Lines(click.echo, time.monotonic)
        return
    with Progress("Reading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        task = bar.add_task("Reading", total=None)

        def show(done: int, total: int, _name: str) -> None:
            if not bar.tasks[0].total:  # files that an interrupted run has read took no time now
                bar.reset(task, total=total, completed=done)
            bar.update(task, completed=done)

        yield show


class Lines:
    """Prints a line about the progress every ten seconds, for a log."""

    def __init__(self, say: Callable[[str], object], clock: Callable[[], float]) -> None:
        self.say, self.clock = say, clock
        self.begun = self.said = clock()
        self.before: int | None = None  # files that were done at the start

    def __call__(self, done: int, total: int, _name: str) -> None:
        """Take note that `done` of `total` files are read."""
        now = self.clock()
        if self.before is None:
            self.before = done - 1 if done == 1 else done
        if now - self.said < 10 or done == self.before:
            return
        self.said = now
        left = (total - done) * (now - self.begun) / (done - self.before)
        self.say(f"{done} of {total} files, about {left:.0f} s left")


@click.command()
@click.argument("data", type=EXISTING_FOLDER)
@_out_option(
    FOLDER, "DIR", "Write the training run to this folder, or continue the run in this folder."
)
@start_option("Train this model further: a model's name, a model file, or the folder of a run.")
@general_option(
    "With --from: mix this data set of general music into the training, so that the model"
    " forgets less of what it knew."
)
@option(
    "--replay",
    takes=Number(0.0, 1.0, below=True),
    otherwise="0.5",
    help="With --general: give general music this share of the training.",
)
@option(
    "--pianist",
    takes=Number(0.0, 1.0),
    otherwise="0, and 0.5 with --from",
    help="For this share of the music, train as if one pianist played all parts.",
)
@option(
    "--events",
    takes=Whole(1),
    otherwise="45000000, and 2000000 with --from",
    help="Train on this many events (strikes, releases and pedal moves).",
)
@option(
    "--hidden", takes=Whole(8, 4096), otherwise="512", help="Set the size of the network's memory."
)
@option(
    "--cell",
    takes=Choice(("gru", "lstm")),
    otherwise="gru",
    help="Choose the kind of network. An LSTM is for comparison only and cannot be played.",
)
@option(
    "--streams",
    takes=Whole(1, 4096),
    otherwise="96, and 16 with --from",
    help="Train on this many pieces side by side in each process.",
)
@option(
    "--steps",
    takes=Whole(1, 4096),
    otherwise="64",
    help="Learn from this many events at a time (the length of backpropagation).",
)
@option(
    "--rate",
    takes=Number(1e-6, 1.0),
    otherwise="0.004, and 0.0005 with --from",
    help="Set the highest learning rate: how much each training step changes the network.",
)
@option(
    "--dropout",
    takes=Number(0.0, 1.0, below=True),
    otherwise="0",
    help="Hide this share of the network's memory at random during training (dropout).",
)
@click.option(
    "--as-played",
    is_flag=True,
    help="Change the music at random so that it resembles live playing. The timing gets looser."
    " The notes of a chord come in any order. In some pieces, all notes get the same loudness, or"
    " the drums are left out.",
)
@option(
    "--horizon",
    takes=Whole(0),
    otherwise="all events",
    help="Lower the learning rate slowly during this many events from the beginning. For a drop at"
    " the end, use --cooling.",
)
@option(
    "--cooling",
    takes=Whole(0),
    otherwise="0",
    help="Lower the learning rate to nearly 0 at the end, over this many events.",
)
@option(
    "--patience",
    takes=Whole(0),
    otherwise="0, and 5 with --from",
    help="End the training after this many tests in a row without improvement. 0 means: never end"
    " early.",
)
@option(
    "--validation-steps",
    takes=Whole(1),
    otherwise="500, and 100 with --from",
    help="Test the model each time after this many training steps.",
)
@weight_option("every source by its length")
@option(
    "--seed",
    takes=SEED,
    otherwise="0",
    help="Use this seed for the random choices of the training.",
)
@option("--device", takes=Choice(("cpu", "cuda")), default="cpu", help="Train on this device.")
def train(
    data: Path,
    out: Path,
    start: str | None,
    general: Path | None,
    hidden: int | None,
    weights: dict[str, float],
    device: str,
    as_played: bool,
    **given: Any,
) -> None:
    """Train a new model on a data set, or train a model further.

    To train in several processes, start the command with torchrun, a program of PyTorch. The model
    also learns styles, metre and drums, if the data set has them.
    """
    for module in ("torch", "matplotlib"):
        need("train", module)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if start is None and (general is not None or given["replay"] is not None):
        raise click.UsageError("--general and --replay need --from")
    if start is not None and (hidden is not None or given["cell"] is not None):
        raise click.UsageError("--hidden and --cell cannot go with --from: the model has its own")
    if given["replay"] is not None and general is None:
        raise click.UsageError("--replay needs --general, a data set of general music")
    changes = {name: value for name, value in given.items() if value is not None}
    if as_played:
        from perf_engine.training.learn.recipe import AS_PLAYED

        changes["varied"] = AS_PLAYED
    try:
        if start is not None:
            from .tuning import tune

            tune(start, data, out, general, weights, device, changes)
            return
        from perf_engine.core.model.sizes import Sizes
        from perf_engine.training.data.dataset import Dataset
        from perf_engine.training.learn.material import by_length
        from perf_engine.training.learn.recipe import Recipe
        from perf_engine.training.learn.train import train as run

        from .tuning import watched

        dataset = Dataset.open(data)
        recipe = Recipe(
            **{"events": 45_000_000, "streams": 96, **changes},
            weights=weights or by_length(dataset),
            styles=bool(dataset.styles),
            metre=dataset.measured is not None,
        )
        with watched(out, recipe.events) as watch:
            checkpoint = run(data, out, Sizes(hidden=hidden or 512), recipe, device, watch=watch)
    except (ValueError, OSError) as error:
        raise click.ClickException(worded(error)) from error
    if os.environ.get("RANK", "0") == "0":
        click.echo(f"Trained: {checkpoint}")


@click.command()
@click.argument("run", type=EXISTING_FOLDER)
@_out_option(FILE, "NAME.safetensors", "Write the model to this file.")
@click.option(
    "--float32",
    is_flag=True,
    help="Write the weights exactly as trained. The file is then twice as large.",
)
@click.option(
    "--like",
    type=EXISTING_FILE,
    metavar="FILE.json",
    help="When the machine plays alone with this model, keep it close to the music that this file"
    " describes. You make the file from MIDI files, with stats --keep-spread."
    "  [default: piano music]",
)
@style_option(
    "Always play in this style, which must be a style of the training data.  [default: the styles"
    " can be chosen while you play]"
)
@click.option(
    "--styles-of",
    type=EXISTING_FOLDER,
    metavar="DATA",
    help="Learn from this prepared data set what each style is like. A machine that plays alone"
    " then keeps close to its style.  [default: as without a style]",
)
def export(
    run: Path,
    out: Path,
    float32: bool,
    like: Path | None,
    style: str | None,
    styles_of: Path | None,
) -> None:
    """Write the model of a training run to a file, so that you can play with the model.

    The command takes the best model of the run. If no music was kept for testing, the command takes
    the last model.
    """
    need("export", "torch")
    from perf_engine.core.steering.limits import Limits
    from perf_engine.studio.measure.limits_of import limits_of
    from perf_engine.studio.measure.statistics import read_spreads
    from perf_engine.training.data.dataset import Dataset
    from perf_engine.training.learn.checkpoint import of_run
    from perf_engine.training.learn.export import export as write

    from .style_limits import style_limits

    if out.suffix != ".safetensors":
        raise click.UsageError(f"--out must end in .safetensors, not {out.name}")

    def work() -> None:
        limits = Limits() if like is None else limits_of(read_spreads(like))
        of_styles = None if styles_of is None else style_limits(Dataset.open(styles_of))
        write(
            of_run(run), out, half=not float32, limits=limits, style=style, style_limits=of_styles
        )

    sentence(work)
    click.echo(f"Wrote {out}.")
