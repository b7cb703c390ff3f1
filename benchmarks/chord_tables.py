"""Learn how melodies, accompaniments and basses fall on chords, and how chords follow one another.

`python -m benchmarks.chord_tables FOLDER...` reads songs with a melody in their first track, finds
the chord of each beat in what accompanies it, and writes `perf_engine/core/harmony/tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray

from perf_engine.core.harmony.chords import FAMILY, KINDS
from perf_engine.studio.notes import Note

from .human import midi_files, readable
from .together import Song, song

Floats = NDArray[np.float64]

NAMES: Final = tuple(KINDS)
COUNT: Final = 12 * len(NAMES)  # chords: kind * 12 + root
INSIDE: Final = np.array(  # (chords, 12)
    [
        [(pitch - root) % 12 in KINDS[kind] for pitch in range(12)]
        for kind in NAMES
        for root in range(12)
    ],
    float,
)
FAMILIES: Final = max(FAMILY.values()) + 1
CHANGE: Final = 2.0  # points that a change of the chord costs
BASS: Final = 0.8  # points for a root in the bass
MISSING: Final = 0.35  # points that a tone which does not sound costs
SIZE: Final = 0.25  # points that each tone of a chord costs
KEY_WEIGHT: Final = 0.5  # power of a key's profile beside that of a chord
# Krumhansl and Kessler's profiles of keys (1982), from which the search for keys begins.
MAJOR: Final = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR: Final = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


@dataclass(frozen=True, slots=True)
class Beats:
    """What sounds in each beat of a song, in beats by pitch class, and the chords found.

    `melody` and `others` are (beats, 12), `bass` (beats,) is the lowest pitch class or -1.
    """

    melody: Floats
    others: Floats
    bass: NDArray[np.int64]
    chords: NDArray[np.int64]


def beats_of(one: Song) -> Beats | None:
    """Return the beats of a song with their chords; None if it has too few."""
    end = max(n.end for n in (*one.melody, *one.others))
    times = np.arange(0.0, end, 0.01)
    quarters = one.quarters(times)
    numbers = np.arange(np.ceil(quarters[0]), np.floor(quarters[-1]) + 1)
    if len(numbers) < 17:
        return None
    edges = np.interp(numbers, quarters, times)
    melody, _ = _sounding(one.melody, edges)
    others, bass = _sounding(one.others, edges)
    return Beats(melody, others, bass, labels(melody, others, bass))


def _sounding(notes: Iterable[Note], edges: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return what sounds between edges in seconds, and the lowest pitch class, or -1."""
    count = len(edges) - 1
    found, lowest = np.zeros((count, 12)), np.full(count, 999)
    for note in notes:
        first = max(int(np.searchsorted(edges, note.onset, "right")) - 1, 0)
        last = min(int(np.searchsorted(edges, note.end, "left")), count)
        for beat in range(first, last):
            low, high = edges[beat], edges[beat + 1]
            share = (min(note.end, high) - max(note.onset, low)) / (high - low)
            if share > 0.0:
                found[beat, note.pitch % 12] += share
                if share > 0.1:
                    lowest[beat] = min(lowest[beat], note.pitch)
    return found, np.where(lowest < 999, lowest % 12, -1)


def labels(melody: Floats, others: Floats, bass: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the likeliest chords of beats, (beats,), by dynamic programming over the song."""
    weights = np.minimum(others, 1.5) + 0.3 * np.minimum(melody, 1.0)
    inside = weights @ INSIDE.T
    points = 2.0 * inside - weights.sum(axis=1, keepdims=True)
    points -= SIZE * INSIDE.sum(axis=1) * (weights.sum(axis=1, keepdims=True) > 0.0)
    points -= MISSING * ((weights <= 0.05).astype(float) @ INSIDE.T)
    roots = np.arange(COUNT) % 12
    points += BASS * (bass[:, None] == roots[None, :])
    best, back = points[0], []
    for row in points[1:]:
        other = int(best.argmax())
        stays = best >= best[other] - CHANGE
        back.append(np.where(stays, np.arange(COUNT), other))
        best = np.where(stays, best, best[other] - CHANGE) + row
    path = [int(best.argmax())]
    for origins in reversed(back):
        path.append(int(origins[path[-1]]))
    return np.array(path[::-1])


@dataclass(frozen=True, slots=True)
class Tables:
    """What was learnt; see `perf_engine/core/harmony/tables.py` for shapes."""

    chords: Floats
    follows: Floats
    change: float
    melody: Floats
    key: Floats
    others: Floats
    bass: Floats


def learn(songs: Sequence[Beats], rounds: int = 4) -> Tables:
    """Learn from songs, whose keys are found with what was learnt in the round before."""
    profiles = [np.roll(p, tonic) for p in (MAJOR, MINOR) for tonic in range(12)]
    keys = []
    for one in songs:
        whole = (one.melody + one.others).sum(axis=0)
        keys.append(int(np.argmax([np.corrcoef(whole, p)[0, 1] for p in profiles])))
    for _ in range(rounds):
        tables = _count(songs, keys)
        keys = [_key(one, tables) for one in songs]
    return _count(songs, keys)


def _from_tonic(chords: NDArray[np.int64], tonic: int) -> NDArray[np.int64]:
    return chords // 12 * 12 + (chords - tonic) % 12


def _count(songs: Sequence[Beats], keys: Sequence[int]) -> Tables:
    chords, follows = np.full((2, COUNT), 0.5), np.zeros((2, COUNT, COUNT))
    melody, key = np.zeros((len(NAMES), 12)), np.ones((2, 12))
    others, bass = np.zeros((len(NAMES), 12)), np.zeros((len(NAMES), 12))
    changes = count = 0
    for one, at in zip(songs, keys, strict=True):
        minor, tonic = divmod(at, 12)
        seen = _from_tonic(one.chords, tonic)
        np.add.at(chords[minor], seen, 1.0)
        changed = seen[1:] != seen[:-1]
        changes, count = changes + int(changed.sum()), count + len(changed)
        np.add.at(follows[minor], (seen[:-1][changed], seen[1:][changed]), 1.0)
        key[minor] += np.roll(one.melody.sum(axis=0), -tonic)
        for beat, chord in enumerate(one.chords):
            kind, root = divmod(int(chord), 12)
            melody[kind] += np.roll(np.minimum(one.melody[beat], 1.0), -root)
            others[kind] += np.roll(np.minimum(one.others[beat], 1.0), -root)
            if one.bass[beat] >= 0:
                bass[kind, (one.bass[beat] - root) % 12] += 1.0
    tones = INSIDE[::12]
    chords /= chords.sum(axis=1, keepdims=True)
    return Tables(
        chords,
        _factors(follows, chords),
        changes / count,
        _shares(melody + 20.0 * tones + 2.0),
        _shares(key),
        _shares(others + 20.0 * tones + 2.0),
        _shares(bass + 4.0 * tones + 1.0),
    )


def _shares(counts: Floats) -> Floats:
    found: Floats = counts / counts.sum(axis=1, keepdims=True)
    return found


def _families() -> NDArray[np.int64]:
    return np.array([FAMILY[NAMES[chord // 12]] for chord in range(COUNT)])


def _factors(follows: Floats, chords: Floats) -> Floats:
    """Return how much likelier a chord follows than it is, by families and distance of roots."""
    family, roots = _families(), np.arange(COUNT) % 12
    seen = np.full((FAMILIES, FAMILIES, 12), 20.0)
    expected = seen.copy()
    for minor in range(2):
        for chord in range(COUNT):
            total = follows[minor, chord].sum()
            if total:
                usual = chords[minor].copy()
                usual[chord] = 0.0
                place = (family[chord], family, (roots - chord) % 12)
                np.add.at(seen, place, follows[minor, chord])
                np.add.at(expected, place, total * usual / usual.sum())
    found: Floats = seen / expected
    return found


def _key(one: Beats, tables: Tables) -> int:
    """Return the likeliest key of a song: minor * 12 + tonic."""
    usual = np.log(tables.chords)
    found = []
    for minor in range(2):
        for tonic in range(12):
            seen = _from_tonic(one.chords, tonic)
            profile = KEY_WEIGHT * np.log(np.roll(tables.key[minor], tonic))
            found.append(usual[minor, seen].sum() + (one.melody @ profile).sum())
    return int(np.argmax(found))


HEAD: Final = '''"""How notes fall on chords, and chords follow one another, counted in songs.

Written by `python -m benchmarks.chord_tables`, from {count} songs{sources}.
Rows of kinds are in the order of `chords.KINDS`; columns are semitones above the root, or above the
tonic of the key. Each list of twelve is 1000 times a share.
"""

from __future__ import annotations

from typing import Final

'''


def written(tables: Tables, count: int, sources: str = "") -> str:
    """Return the text of the module."""
    parts = [HEAD.format(count=f"{count:,}", sources=sources)]

    def table(name: str, comment: str, rows: Floats, digits: int = 0) -> None:
        parts.append(f"# {comment}\n{name}: Final = (\n")
        for row in rows.reshape(-1, 12):
            numbers = ", ".join(f"{x:.{digits}f}" if digits else f"{x:.0f}" for x in row)
            parts.append(f"    ({numbers}),\n")
        parts.append(")\n")

    parts.append("# The probability that the chord changes from one beat to the next.\n")
    parts.append(f"CHANGE: Final = {tables.change:.3f}\n")
    for name, comment, rows in (
        ("MELODY", "Notes of melodies over a chord of each kind.", tables.melody),
        ("OTHERS", "Notes below the melody, by the kind of the chord.", tables.others),
        ("BASS", "The lowest notes, by the kind of the chord.", tables.bass),
        ("KEY", "Notes of melodies in a major key, and in a minor one.", tables.key),
    ):
        table(name, comment, 1000.0 * rows)
    comment = "Chords of a major key by kind, above its tonic; then those of a minor key."
    table("CHORDS", comment, 1000.0 * tables.chords, 1)
    comment = (
        "How much likelier a chord follows another than it is: from each family (major, minor,\n"
        "# seventh, diminished) to each, by the distance of their roots upwards."
    )
    table("FOLLOWS", comment, tables.follows, 2)
    return "".join(parts)


def found_in(folders: Sequence[Path], without: frozenset[str]) -> list[Beats]:
    """Return the songs in folders, except those of some names."""
    paths = [path for path in midi_files(list(folders)) if path.stem not in without]
    songs = readable(paths, partial(song, seconds=600.0))
    return [beats for _, one in songs if (beats := beats_of(one)) is not None]


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--without", type=click.File(), help="Names of files to leave out, one a line.")
@click.option("--sources", default="", help="Where the songs are from, for the module's head.")
@click.option(
    "-o", "out", default="perf_engine/core/harmony/tables.py", type=click.Path(path_type=Path)
)
def main(folders: tuple[Path, ...], without: Iterable[str] | None, sources: str, out: Path) -> None:
    """Learn from the songs in FOLDERS, and write the module of tables."""
    left_out = frozenset(line.strip() for line in without or ())
    songs = found_in(folders, left_out)
    if not songs:
        raise click.ClickException("no song with a melody, an accompaniment and beats")
    out.write_text(written(learn(songs), len(songs), sources and f" of {sources}"))
    click.echo(f"{out}: from {len(songs)} songs")


if __name__ == "__main__":
    main()
