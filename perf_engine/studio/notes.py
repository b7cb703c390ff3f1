"""A performance as notes and pedal, and MIDI files in and out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from os import PathLike
from typing import Final

import mido

from perf_engine.files.whole_file import whole
from perf_engine.midi_files.reader import read
from perf_engine.protocol.errors import check_range
from perf_engine.protocol.midi import DRUMS, SUSTAIN

TICKS_PER_BEAT: Final = 5000  # at 120 beats a minute: 0.1 ms a tick
TEMPO: Final = 500_000  # microseconds a beat
KIT: Final = "drums"  # the last word of the name of a drum kit's track
TICKS_PER_SECOND: Final = TICKS_PER_BEAT * 1_000_000 // TEMPO


@dataclass(frozen=True, slots=True)
class Note:
    """One note: onset and duration in seconds, pitch, velocity, and the track it stands in."""

    onset: float
    pitch: int
    velocity: int
    duration: float
    track: str = "piano"

    def __post_init__(self) -> None:
        check_range("pitch", self.pitch, 0, 127)
        check_range("velocity", self.velocity, 1, 127)
        if not 0.0 <= self.onset < float("inf"):
            raise ValueError(f"onset must be 0 or later, not {self.onset}")
        if not 0.0 <= self.duration < float("inf"):
            raise ValueError(f"duration must be 0 or longer, not {self.duration}")

    @property
    def end(self) -> float:
        """The time of the key's release, in seconds."""
        return self.onset + self.duration


@dataclass(frozen=True, slots=True)
class PedalMove:
    """The sustain pedal moves to a value 0..127; down from 64."""

    time: float
    value: int
    track: str = "piano"

    def __post_init__(self) -> None:
        check_range("pedal", self.value, 0, 127)
        if not 0.0 <= self.time < float("inf"):
            raise ValueError(f"time must be 0 or later, not {self.time}")


@dataclass(frozen=True, slots=True)
class Performance:
    """Notes in order of onset and pitch, and the pedal in order of time.

    `mended` says in sentences which oddities its file had.
    """

    notes: tuple[Note, ...] = ()
    pedal: tuple[PedalMove, ...] = ()
    mended: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, notes: Iterable[Note], pedal: Iterable[PedalMove] = ()) -> Performance:
        """A performance from notes and pedal in any order."""
        return cls(
            tuple(sorted(notes, key=lambda n: (n.onset, n.pitch, n.track))),
            tuple(sorted(pedal, key=lambda p: p.time)),
        )

    @property
    def end(self) -> float:
        """The time of the last release or pedal move, in seconds."""
        return max([n.end for n in self.notes] + [p.time for p in self.pedal], default=0.0)

    def track(self, *names: str) -> Performance:
        """The notes and pedal moves of the tracks of these names."""
        return Performance(
            tuple(n for n in self.notes if n.track in names),
            tuple(p for p in self.pedal if p.track in names),
        )


def on_kit(track: str) -> bool:
    """Return whether a track is that of a drum kit, by its name."""
    return track.split()[-1:] == [KIT]


def read_midi(path: str | PathLike[str], drums: bool = False) -> Performance:
    """The notes and the sustain pedal of a MIDI file, drums left out unless they are wanted.

    A note that is struck again before its release ends there; one never released ends with its
    track. Raises OSError where the file cannot be opened, ValueError where it cannot be read.
    """
    file = read(path)
    notes: list[Note] = []
    pedal: list[PedalMove] = []
    for line in file.lines:
        if line.drums and not drums:
            continue
        name = line.name or (f"track {line.track}" if file.tracks > 1 else "piano")
        columns = (line.onset, line.pitch, line.velocity, line.end - line.onset)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        notes += [Note(onset, pitch, loud, held, name) for onset, pitch, loud, held in rows]
        moves = zip(line.pedal_time.tolist(), line.pedal_value.tolist(), strict=True)
        pedal += [PedalMove(time, value, name) for time, value in moves]
    return replace(Performance.of(notes, pedal), mended=file.mended)


def write_midi(path: str | PathLike[str], performance: Performance) -> None:
    """Write a MIDI file of type 1, one named track a hand, in steps of 0.1 ms, all notes ended.

    Tracks of drum kits are on channel 10, and no others. A note that overlaps the next one of its
    pitch and track ends there; of two struck at once the louder velocity and the longer duration
    stand. A pedal left down is lifted at the end. Raises OSError.
    """
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    file.tracks.append(mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=TEMPO)]))
    tracks = [n.track for n in performance.notes] + [p.track for p in performance.pedal]
    names = list(dict.fromkeys(tracks))
    channels = [c for c in range(16) if c != DRUMS]
    end = _tick(performance.end)
    for number, name in enumerate(names):
        mine = performance.track(name)
        channel = DRUMS if on_kit(name) else channels[number % len(channels)]
        timed: list[tuple[int, int, mido.Message]] = []  # tick, release before pedal before strike
        for pitch, notes in _by_pitch(mine.notes).items():
            for on, off, velocity in _apart(notes):
                strike = mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)
                release = mido.Message("note_off", channel=channel, note=pitch, velocity=0)
                timed += [(on, 2, strike), (off, 0, release)]
        moves = [(_tick(p.time), p.value) for p in mine.pedal]
        if moves and moves[-1][1]:
            moves.append((end, 0))
        for tick, value in moves:
            move = mido.Message("control_change", channel=channel, control=SUSTAIN, value=value)
            timed.append((tick, 1, move))
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=_latin(name))])
        last = 0
        for tick, _, message in sorted(timed, key=lambda t: t[:2]):
            track.append(message.copy(time=tick - last))
            last = tick
        file.tracks.append(track)
    with whole(path) as out:
        file.save(file=out)


def _latin(name: str) -> str:
    return name.encode("latin-1", "replace").decode("latin-1")  # all that a MIDI file can hold


def _tick(seconds: float) -> int:
    return round(seconds * TICKS_PER_SECOND)


def _by_pitch(notes: Iterable[Note]) -> dict[int, list[Note]]:
    found: defaultdict[int, list[Note]] = defaultdict(list)
    for note in notes:
        found[note.pitch].append(note)
    return found


def _apart(notes: Iterable[Note]) -> list[tuple[int, int, int]]:
    """(on, off, velocity) in ticks of notes of one pitch, none overlapping the next."""
    found: list[tuple[int, int, int]] = []
    for note in notes:
        on = _tick(note.onset)
        off = max(on + 1, _tick(note.end))
        velocity = note.velocity
        if found:
            before_on, before_off, before_velocity = found[-1]
            if before_on == on:
                found.pop()
                off, velocity = max(off, before_off), max(velocity, before_velocity)
            else:
                found[-1] = (before_on, min(before_off, on), before_velocity)
        found.append((on, off, velocity))
    return found
