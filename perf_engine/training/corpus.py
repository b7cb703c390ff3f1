"""Reading a MIDI file as one line of events: who strikes or releases which key, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..core.vocabulary import KEY_COUNT, PARTS, PEDAL

SUFFIXES: Final = (".mid", ".midi")
FEWEST_NOTES: Final = 32
SHORTEST_PIECE: Final = 5.0  # seconds
SHORTEST_NOTE: Final = 0.010  # seconds; only for notes that end as they begin
LARGEST_FILE: Final = 16 << 20  # bytes
PEDAL_CONTROL: Final = 64
PEDAL_DOWN: Final = 64  # from this value of the control on

_PIANO: Final = re.compile(r"pian|klavier|clavier|keyboard|\b(treble|right|left|[rl]\.?h)\b", re.I)
_STRINGS: Final = re.compile(r"violin|viola|cello|contrabass|double bass", re.I)
_LOW_STRINGS: Final = re.compile(r"cello|contrabass|double bass", re.I)

Seconds = NDArray[np.float64]


class Unusable(ValueError):
    """A file that cannot be learnt from; its text is the reason, in a few words."""


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """A piece as four arrays of equal length, one entry an event.

    dt float32: seconds since the previous event (the first is 0); part uint8: index into PARTS;
    key uint8: pitch 0..127 or 128 for the pedal; velocity uint8: 0 is a release. Strikes and
    releases of each (part, key) alternate, the first a strike, the last a release.
    """

    dt: NDArray[np.float32]
    part: NDArray[np.uint8]
    key: NDArray[np.uint8]
    velocity: NDArray[np.uint8]

    @property
    def notes(self) -> int:
        """How many notes are struck, pedal apart."""
        return int(np.count_nonzero((self.velocity > 0) & (self.key != PEDAL)))

    @property
    def seconds(self) -> float:
        """The time from the first event to the last."""
        return float(self.dt.sum(dtype=np.float64))

    def digest(self) -> str:
        """A hash of what is played, the same for the same events in any file."""
        arrays = (self.dt, self.part, self.key, self.velocity)
        return sha256(b"".join(a.tobytes() for a in arrays)).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One track's notes and pedal with times in seconds, all arrays in the order of the file."""

    name: str
    program: int
    onset: Seconds
    end: Seconds
    pitch: NDArray[np.int64]
    velocity: NDArray[np.int64]
    pedal_time: Seconds
    pedal_value: NDArray[np.int64]

    @property
    def mean_pitch(self) -> float:
        """The mean of all pitches."""
        return float(self.pitch.mean())

    @property
    def overlapping(self) -> float:
        """The share of notes that begin well before an earlier one has ended: 0 for a tune."""
        order = np.argsort(self.onset, kind="stable")
        ends = np.maximum.accumulate(self.end[order])[:-1]
        return float(np.mean(ends > self.onset[order][1:] + 0.05)) if len(ends) else 0.0


def find_files(corpus: Path) -> list[Path]:
    """The MIDI files below a folder, sorted by relative path. Raises OSError where it is none."""
    if not corpus.is_dir():
        raise NotADirectoryError(f"a corpus must be a folder, and {corpus} is none")
    found = (f for f in corpus.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file())
    return sorted(found, key=lambda f: f.relative_to(corpus).as_posix())


def read_events(path: Path) -> Events:
    """The events of a MIDI file. Raises Unusable where it is broken, too large or too short."""
    events = perform(read_tracks(path))
    if events.notes < FEWEST_NOTES:
        raise Unusable(f"{events.notes} notes, fewer than {FEWEST_NOTES}")
    if events.seconds < SHORTEST_PIECE:
        raise Unusable(f"shorter than {SHORTEST_PIECE:g} s")
    return events


def read_tracks(path: Path) -> list[Track]:
    """The tracks of a MIDI file that have notes, drums left out. Raises Unusable."""
    from symusic import Score

    size = path.stat().st_size
    if size == 0:
        raise Unusable("empty file")
    if size > LARGEST_FILE:
        raise Unusable(f"larger than {LARGEST_FILE >> 20} MB")
    try:
        score = Score(str(path))
    except Exception as error:  # whatever a parser written in C++ makes of broken bytes
        raise Unusable(f"not readable as MIDI: {error}") from error
    if score.ticks_per_quarter <= 0:
        raise Unusable("its time division is not in ticks per quarter note")
    clock = _Clock.of(score)
    tracks = []
    for track in score.tracks:
        if track.is_drum or not len(track.notes):
            continue
        notes, controls = track.notes.numpy(), track.controls.numpy() if track.controls else None
        start = notes["time"].astype(np.int64)
        pedal = controls["number"] == PEDAL_CONTROL if controls else np.zeros(0, bool)
        tracks.append(
            Track(
                name=track.name.strip(),
                program=track.program,
                onset=clock.seconds(start),
                end=clock.seconds(start + notes["duration"].astype(np.int64)),
                pitch=notes["pitch"].astype(np.int64) & 127,
                velocity=np.clip(notes["velocity"].astype(np.int64), 1, 127),
                pedal_time=clock.seconds(controls["time"][pedal]) if controls else np.zeros(0),
                pedal_value=(controls["value"][pedal] if controls else pedal).astype(np.int64),
            )
        )
    return tracks


@dataclass(frozen=True, slots=True, eq=False)
class _Clock:
    """Ticks to seconds in double precision (symusic's own seconds are single precision)."""

    ticks: NDArray[np.int64]  # where each tempo begins
    begins: Seconds  # the same in seconds
    seconds_per_tick: Seconds

    @classmethod
    def of(cls, score: Any) -> _Clock:
        """The clock of a score; of several tempos at one tick the last counts."""
        tempos = {0: 500_000}
        for tempo in score.tempos:
            tempos[max(0, tempo.time)] = tempo.mspq
        ticks = np.array(sorted(tempos), np.int64)
        pace = np.array([tempos[t] for t in ticks.tolist()]) / (1e6 * score.ticks_per_quarter)
        begins = np.concatenate([[0.0], np.cumsum(np.diff(ticks) * pace[:-1])])
        return cls(ticks, begins, pace)

    def seconds(self, ticks: NDArray[Any]) -> Seconds:
        ticks = ticks.astype(np.int64)
        at = np.maximum(np.searchsorted(self.ticks, ticks, side="right") - 1, 0)
        result: Seconds = self.begins[at] + (ticks - self.ticks[at]) * self.seconds_per_tick[at]
        return result


def roles(tracks: Sequence[Track]) -> list[str]:
    """The part that each track plays, from names, programs and pitches; the first rule that fits.

    Lead sheets name their tracks; string parts divide by register; a voice or instrument with a
    piano is accompanied by it; a lone tune is a melody; pianos alone are one piano; of anything
    else the highest tune is the melody, the lowest track the bass.
    """
    names = [t.name.upper() for t in tracks]
    high_to_low = sorted(range(len(tracks)), key=lambda i: -tracks[i].mean_pitch)
    if "MELODY" in names and {"PIANO", "BRIDGE"} & set(names):
        return ["melody" if name == "MELODY" else "accompaniment" for name in names]
    if len(tracks) > 1 and any(name.startswith("CHORDS") for name in names):
        return ["accompaniment" if name.startswith("CHORDS") else "melody" for name in names]
    if len(tracks) == 1:
        return ["melody" if tracks[0].overlapping < 0.02 else "piano"]
    if all(_STRINGS.search(name) for name in names):
        lower = ["bass" if _LOW_STRINGS.search(name) else "accompaniment" for name in names]
        first = next((i for i, name in enumerate(names) if "VIOLIN" in name), high_to_low[0])
        return ["melody" if i == first else part for i, part in enumerate(lower)]
    pianos = [bool(_PIANO.search(name)) for name in names]
    if any(pianos) and not all(pianos):
        first = next(i for i in high_to_low if not pianos[i])
        return ["melody" if i == first else "accompaniment" for i in range(len(tracks))]
    unnamed = len(set(names)) == 1 or len(names) == 2
    if all(t.program < 8 for t in tracks) and (all(pianos) or unnamed):
        return ["piano"] * len(tracks)
    first = next((i for i in high_to_low if tracks[i].overlapping < 0.1), high_to_low[0])
    last = next(i for i in reversed(high_to_low) if i != first)
    return [{first: "melody", last: "bass"}.get(i, "accompaniment") for i in range(len(tracks))]


def perform(tracks: Sequence[Track]) -> Events:
    """All tracks as one line of events, each in the part that `roles` gives it. Raises Unusable."""
    if not tracks:
        raise Unusable("no notes")
    parts = [PARTS.index(name) for name in roles(tracks)]
    columns = [_notes(tracks, parts)]
    last = float(columns[0][0].max())
    for part in sorted(set(parts)):
        players = [track for track, its in zip(tracks, parts, strict=True) if its == part]
        columns.append(_pedal(players, part, last))
    times, lines, keys, velocities = zip(*columns, strict=True)
    time, line = np.concatenate(times), np.concatenate(lines)
    key, velocity = np.concatenate(keys), np.concatenate(velocities)
    if not np.isfinite(time).all():
        raise Unusable("its tempo makes no sense")
    order = np.lexsort((key, line, velocity > 0, time))  # at one time releases come first
    time = time[order]
    return Events(
        np.diff(time, prepend=time[:1]).astype(np.float32),
        line[order].astype(np.uint8),
        key[order].astype(np.uint8),
        velocity[order].astype(np.uint8),
    )


_Columns = tuple[Seconds, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _notes(tracks: Sequence[Track], parts: Sequence[int]) -> _Columns:
    """Time, part, key and velocity of all strikes, then of all releases, unsorted."""
    line = np.repeat(np.array(parts, np.int64), [len(t.onset) for t in tracks])
    line = line * KEY_COUNT + np.concatenate([t.pitch for t in tracks])  # one number a (part, key)
    onset = np.concatenate([t.onset for t in tracks])
    end = np.concatenate([t.end for t in tracks])
    velocity = np.concatenate([t.velocity for t in tracks])
    order = np.lexsort((onset, line))
    line, onset, end, velocity = line[order], onset[order], end[order], velocity[order]
    first = np.flatnonzero(np.r_[True, (np.diff(line) != 0) | (np.diff(onset) != 0)])
    line, onset = line[first], onset[first]  # struck twice at once: one note, the louder and longer
    end, velocity = np.maximum.reduceat(end, first), np.maximum.reduceat(velocity, first)
    end = np.where(end > onset, end, onset + SHORTEST_NOTE)
    again = np.r_[np.where(np.diff(line) == 0, onset[1:], np.inf), np.inf]  # the next strike
    end = np.minimum(end, again)
    return (
        np.concatenate([onset, end]),
        np.tile(line // KEY_COUNT, 2),
        np.tile(line % KEY_COUNT, 2),
        np.concatenate([velocity, np.zeros_like(velocity)]),
    )


def _pedal(tracks: Sequence[Track], part: int, last: float) -> _Columns:
    """The same of a part's pedal, down while any track's is; up at the latest at `last`.

    What is pedalled after the last note has ended is left out; a pedal that goes up later is kept.
    """
    moves = [
        (time, index, value)
        for index, track in enumerate(tracks)
        for time, value in zip(track.pedal_time.tolist(), track.pedal_value.tolist(), strict=True)
    ]
    moves.sort(key=lambda move: move[0])  # stable: a track's own order stands
    times: list[float] = []
    velocities: list[int] = []
    down: set[int] = set()
    for place, (time, index, value) in enumerate(moves):
        if value >= PEDAL_DOWN:
            down.add(index)
        else:
            down.discard(index)
        if place + 1 < len(moves) and moves[place + 1][0] == time:
            continue  # only what is left at the end of this moment counts
        if bool(down) == bool(len(times) % 2) or (down and time >= last):
            continue
        times.append(time)
        velocities.append(max(value, 1) if down else 0)
    if len(times) % 2:
        times.append(last)
        velocities.append(0)
    count = len(times)
    return (
        np.array(times, np.float64),
        np.full(count, part, np.int64),
        np.full(count, PEDAL, np.int64),
        np.array(velocities, np.int64),
    )
