"""Statistics of half a minute of music, and their spread in real music."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, text_of
from perf_engine.files.whole_file import write_whole
from perf_engine.studio.notes import Note, read_midi

CLIP: Final = 30.0  # seconds
FEWEST_NOTES: Final = 8  # a clip with fewer says nothing about the spread of music
MOST_CLIPS: Final = 8  # of one file, so that no long one outweighs the others
GRAM: Final = 4  # pitches in a row
MAJOR: Final = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], bool)
REAL_MUSIC: Final = Path(__file__).parents[1] / "real_music.json"


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of music: its notes, onsets from 0, and its length in seconds."""

    notes: tuple[Note, ...]
    seconds: float = CLIP

    def __post_init__(self) -> None:
        if not 0.0 < self.seconds < float("inf"):
            raise ValueError(f"a clip must last longer than 0 s, not {self.seconds}")


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of a clip; 0 where there is no note to count.

    Notes are taken in order of onset, those struck at once from low to high. Keys count while
    they are held, whatever the pedal does; a note sounds no longer than its clip.

    - `notes_per_second`: strikes, by the clip's seconds.
    - `polyphony`: the mean number of keys held while any is held.
    - `pitch_class_entropy`: bits, of the strikes' twelve pitch classes (0..3.58).
    - `scale_consistency`: the share of strikes in the best-fitting major scale, or in the natural
      minor one of the same notes (0..1).
    - `immediate_repeats`: the share of strikes with the pitch of the strike before.
    - `longest_run`: the most strikes in a row with one pitch.
    - `repetition`: the share of four pitches in a row that occurred before in the clip.
    - `pitch_mean`: MIDI key, which says the register.
    - `velocity_mean` and `velocity_span`: mean, and from the 5th to the 95th percentile.
    - `mean_duration`: seconds that a key is held.
    - `silence`: the share of the clip in which no key is held.
    """

    notes_per_second: float
    polyphony: float
    pitch_class_entropy: float
    scale_consistency: float
    immediate_repeats: float
    longest_run: float
    repetition: float
    pitch_mean: float
    velocity_mean: float
    velocity_span: float
    mean_duration: float
    silence: float


NAMES: Final = tuple(f.name for f in fields(Statistics))


def statistics(clip: Clip) -> Statistics:
    """Count a clip."""
    notes = sorted(clip.notes, key=lambda n: (n.onset, n.pitch))
    if not notes:
        return Statistics(**{**dict.fromkeys(NAMES, 0.0), "silence": 1.0})
    table = np.array([(n.onset, n.end, n.pitch, n.velocity) for n in notes])  # (n, 4)
    onset, pitch, velocity = table[:, 0], table[:, 2].astype(np.int64), table[:, 3]
    end = np.minimum(table[:, 1], clip.seconds)
    duration = np.maximum(0.0, end - onset)
    covered = np.concatenate(([0.0], np.maximum.accumulate(end)[:-1]))
    held = float(np.maximum(0.0, end - np.maximum(onset, covered)).sum())  # by any key
    low, high = np.percentile(velocity, [5, 95])
    return Statistics(
        notes_per_second=len(notes) / clip.seconds,
        polyphony=float(duration.sum()) / held if held > 0 else 0.0,
        pitch_class_entropy=_entropy(pitch),
        scale_consistency=_scale_consistency(pitch),
        immediate_repeats=float((pitch[1:] == pitch[:-1]).mean()) if len(notes) > 1 else 0.0,
        longest_run=float(_longest_run(pitch)),
        repetition=_repetition(pitch),
        pitch_mean=float(pitch.mean()),
        velocity_mean=float(velocity.mean()),
        velocity_span=float(high - low),
        mean_duration=float(duration.mean()),
        silence=min(1.0, max(0.0, 1.0 - held / clip.seconds)),
    )


def _entropy(pitch: NDArray[np.int64]) -> float:
    share = np.bincount(pitch % 12, minlength=12) / len(pitch)
    share = np.sort(share[share > 0])  # sorted, so that a transposition gives the same sum
    return abs(float(-(share * np.log2(share)).sum()))


def _scale_consistency(pitch: NDArray[np.int64]) -> float:
    count = np.bincount(pitch % 12, minlength=12)
    scales = np.stack([np.roll(MAJOR, tonic) for tonic in range(12)])  # (12, 12)
    return int((scales @ count).max()) / len(pitch)


def _longest_run(pitch: NDArray[np.int64]) -> int:
    changes = np.flatnonzero(np.diff(pitch)) + 1
    return int(np.diff(np.concatenate(([0], changes, [len(pitch)]))).max())


def _repetition(pitch: NDArray[np.int64]) -> float:
    count = len(pitch) - GRAM + 1
    if count < 1:
        return 0.0
    gram = sum(pitch[i : i + count] << 7 * i for i in range(GRAM))
    return 1.0 - len(np.unique(gram)) / count


def clips(notes: Iterable[Note], seconds: float = CLIP) -> list[Clip]:
    """The music cut into whole clips one after another, from the first onset on.

    A note belongs to the clip in which it is struck. The rest at the end is no clip.
    """
    ordered = sorted(notes, key=lambda n: n.onset)
    if not ordered:
        return []
    start, end = ordered[0].onset, max(n.end for n in ordered)
    cut: dict[int, list[Note]] = {}
    for note in ordered:
        cut.setdefault(int((note.onset - start) // seconds), []).append(note)
    whole = int((end - start) // seconds)
    return [excerpt(cut[i], start + i * seconds, seconds) for i in sorted(cut) if i < whole]


def excerpt(notes: Iterable[Note], start: float, seconds: float = CLIP) -> Clip:
    """The clip of the notes struck from `start` on, for some seconds."""
    return Clip(
        tuple(
            Note(max(0.0, n.onset - start), n.pitch, n.velocity, n.duration, n.track)
            for n in notes
            if start <= n.onset < start + seconds
        ),
        seconds,
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of one statistic over many clips: 5th, 50th and 95th percentile."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of some values. Raises ValueError where there is none."""
        if not len(values):
            raise ValueError("there is nothing to measure a spread of")
        low, middle, high = np.percentile(np.asarray(values, float), [5, 50, 95])
        return cls(float(low), float(middle), float(high))

    def holds(self, value: float) -> bool:
        """Return whether a value lies from the 5th to the 95th percentile."""
        return self.low <= value <= self.high


Spreads = Mapping[str, Spread]  # one for each name of a statistic


def spreads(counted: Sequence[Statistics]) -> Spreads:
    """The spread of every statistic over some clips. Raises ValueError where there is none."""
    return {name: Spread.of([getattr(s, name) for s in counted]) for name in NAMES}


def inside(counted: Statistics, spread: Spreads) -> dict[str, bool]:
    """The statistics of a clip that lie within a spread."""
    return {name: spread[name].holds(getattr(counted, name)) for name in NAMES if name in spread}


def spread_of_files(paths: Iterable[str | PathLike[str]], seconds: float = CLIP) -> dict[str, Any]:
    """The spread over the clips of MIDI files, ready for JSON; broken files are left out.

    At most eight clips of a file, evenly spaced; near-empty ones are left out. Raises ValueError
    where no clip is left.
    """
    counted: list[Statistics] = []
    files = 0
    for path in paths:
        try:
            found = clips(read_midi(path).notes, seconds)
        except ValueError:
            continue
        found = [clip for clip in found if len(clip.notes) >= FEWEST_NOTES]
        if len(found) > MOST_CLIPS:
            found = [found[i * len(found) // MOST_CLIPS] for i in range(MOST_CLIPS)]
        files += bool(found)
        counted += map(statistics, found)
    return {
        "seconds": seconds,
        "files": files,
        "clips": len(counted),
        "spread": {name: asdict(spread) for name, spread in spreads(counted).items()},
    }


def read_spreads(path: str | PathLike[str] = REAL_MUSIC) -> Spreads:
    """Read a result of `spread_of_files`; without a path, the shipped spread of real music.

    Raises OSError where there is no such file, ValueError where it is broken.
    """
    try:
        said = value_of(text_of(path))["spread"]
        found = {
            name: Spread(*(float(said[name][part]) for part in ("low", "middle", "high")))
            for name in NAMES
            if name in said
        }
        for name, spread in found.items():
            if not -math.inf < spread.low <= spread.middle <= spread.high < math.inf:
                raise ValueError(f"low, middle and high of {name} must be numbers in this order")
        return found
    except Unfit:
        raise
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{path} is not a spread that can be read: {error}") from error


def write_spreads(path: str | PathLike[str], spread: Mapping[str, Any]) -> None:
    """Write a result of `spread_of_files` as JSON, four digits a number. Raises OSError."""

    def short(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: short(inner) for key, inner in value.items()}
        return float(f"{value:.4g}") if isinstance(value, float) else value

    write_whole(path, json.dumps(short(spread), indent=1) + "\n")
