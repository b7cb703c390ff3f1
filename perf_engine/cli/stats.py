"""The command stats: music counted, file by file, or whole folders side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perf_engine.engine.option_declaration import Number

from .failures import printable, sentence
from .options import FILE, json_option, option
from .studio import say_mended

if TYPE_CHECKING:
    from perf_engine.studio.measure.side_by_side import Counted


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--track",
    "tracks",
    multiple=True,
    metavar="NAME",
    help="Count only the notes of this track, such as machine.  [may be repeated]",
)
@option(
    "--seconds",
    takes=Number(1, 3600, metavar="SECONDS"),
    default=30.0,
    help="Cut the music into clips of this many seconds, and count in each clip.",
)
@json_option
@click.option(
    "--keep-spread",
    type=FILE,
    metavar="FILE.json",
    help="Write the spread of all the music (the usual range of each figure) to this file.",
)
@click.option(
    "--beside",
    type=FILE,
    metavar="FILE.json",
    help="Compare with the spread in this file, written by --keep-spread, instead of with real"
    " music.",
)
def stats(
    files: Sequence[Path],
    tracks: Sequence[str],
    seconds: float,
    as_json: bool,
    keep_spread: Path | None,
    beside: Path | None,
) -> None:
    """Count notes, pitches and rhythm in MIDI files, and compare the files with real music.

    FILES are MIDI files, or folders of MIDI files. The music is cut into clips, and the table shows
    the median of all clips. A file that is shorter than a clip is counted whole. The figures of
    real music, with which the command compares, come with perf_engine. If you name only files, each
    file has a table of its own. If you also name a folder, there is one table for all, with one
    column for each file or folder that you name. The last rows are measures by which music of
    machines is often compared. They come from the paper on the network C-RNN-GAN (Mogren 2016).
    """
    from perf_engine.studio.measure.statistics import read_spreads, spread_of_files, write_spreads
    from perf_engine.studio.report import real_music

    if keep_spread is not None:
        paths = [path for file in files for path in midi_files(file)]
        found = sentence(lambda: spread_of_files(paths, seconds))
        sentence(lambda: write_spreads(keep_spread, found))
        click.echo(f"The spread of {found['clips']} clips is in {keep_spread}.", err=True)
        return
    spread = sentence(real_music if beside is None else lambda: read_spreads(beside))
    counted = {file: _counted(file, tracks, seconds) for file in files}
    if as_json:
        click.echo(json.dumps(_as_json(counted, spread), indent=1))
    else:
        _show(counted, spread, together=any(file.is_dir() for file in files))


def _as_json(counted: dict[Path, list[Counted]], spread: Any) -> dict[str, Any]:
    from perf_engine.studio.measure.statistics import inside

    return {
        str(file): [
            {
                "statistics": asdict(one.statistics),
                "inside": inside(one.statistics, spread),
                "c_rnn_gan": asdict(one.measures),
            }
            for one in mine
        ]
        for file, mine in counted.items()
    }


def _show(counted: dict[Path, list[Counted]], spread: Any, together: bool) -> None:
    from rich.console import Console

    from perf_engine.studio.measure.side_by_side import compared, medians
    from perf_engine.studio.report import show

    def title(file: Path) -> str:
        name, many = file.name or str(file), len(counted[file])
        if together:
            return f"{name}\n{many} clip{'s' * (many > 1)}"
        return f"{name}{f', median of {many} clips' if many > 1 else ''}"

    console = Console()
    if together:
        columns = {title(file): medians(mine) for file, mine in counted.items()}
        overlaps = compared(*counted.values()) if len(counted) == 2 else None
        show(columns, spread, console, overlaps, narrow=True)
        return
    for file, mine in counted.items():
        show({title(file): medians(mine)}, spread, console)


def midi_files(path: Path) -> list[Path]:
    """Return the MIDI files of a folder and of the folders in it; of a file, itself."""
    from perf_engine.midi_files.reader import SUFFIXES

    if not path.is_dir():
        return [path]
    return sorted(found for found in path.rglob("*") if found.suffix.lower() in SUFFIXES)


def _counted(path: Path, tracks: Sequence[str], seconds: float) -> list[Counted]:
    """Count a file, or all that can be read in a folder. Raises ClickException."""
    if not path.is_dir():
        return _counted_file(path, tracks, seconds)
    found: list[Counted] = []
    for file in midi_files(path):
        try:
            found += _counted_file(file, tracks, seconds)
        except click.ClickException as error:
            click.echo(printable(f"{error.message}; it is left out"), err=True)
    if not found:
        raise click.ClickException(f"{path} holds no MIDI file with notes to count")
    return found


def _counted_file(file: Path, tracks: Sequence[str], seconds: float) -> list[Counted]:
    from perf_engine.studio.measure.side_by_side import count
    from perf_engine.studio.notes import read_midi
    from perf_engine.studio.report import clips_or_all

    performance = sentence(lambda: read_midi(file))
    say_mended(file, performance.mended)
    there = dict.fromkeys(note.track for note in performance.notes)
    for track in tracks:
        if there and track not in there:
            raise click.ClickException(
                f"there is no track {track} in {file}; there is {', '.join(there)}"
            )
    if tracks:
        performance = performance.track(*tracks)
    if not performance.notes:
        raise click.ClickException(f"{file} holds no notes to count")
    return [count(clip) for clip in clips_or_all(performance.notes, seconds)]
