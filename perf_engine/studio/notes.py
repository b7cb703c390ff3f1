"""A performance as notes and pedal, and MIDI files in and out."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate, pairwise
from os import PathLike
from pathlib import Path
from typing import Final

import mido
from mido.midifiles.meta import KeySignatureError

from perf_engine.core.messages import SUSTAIN, check_range

DRUMS: Final = 9  # the MIDI channel whose pitches are not pitches
LONGEST_FILE: Final = 24 * 3600.0  # seconds

TICKS_PER_BEAT: Final = 5000  # at 120 beats a minute: 0.1 ms a tick
TEMPO: Final = 500_000  # microseconds a beat
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
        """When the key is let go, in seconds."""
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
    """Notes in order of onset and pitch, and the pedal in order of time."""

    notes: tuple[Note, ...] = ()
    pedal: tuple[PedalMove, ...] = ()

    @classmethod
    def of(cls, notes: Iterable[Note], pedal: Iterable[PedalMove] = ()) -> Performance:
        """A performance from notes and pedal in any order."""
        return cls(
            tuple(sorted(notes, key=lambda n: (n.onset, n.pitch, n.track))),
            tuple(sorted(pedal, key=lambda p: p.time)),
        )

    @property
    def end(self) -> float:
        """When the last key is let go or the pedal last moves, in seconds."""
        return max([n.end for n in self.notes] + [p.time for p in self.pedal], default=0.0)

    def track(self, *names: str) -> Performance:
        """Only what stands in tracks of these names."""
        return Performance(
            tuple(n for n in self.notes if n.track in names),
            tuple(p for p in self.pedal if p.track in names),
        )


def read_midi(path: str | PathLike[str]) -> Performance:
    """The notes and the sustain pedal of a MIDI file of type 0 or 1, drums left out.

    A note that is struck again before its release ends there; one never released ends with its
    track. Raises OSError where the file cannot be opened, ValueError where it is broken.
    """
    data = Path(path).read_bytes()
    try:
        return _performance(mido.MidiFile(file=BytesIO(data), clip=True))
    except EOFError as error:
        raise ValueError(f"{path} is not a whole MIDI file: it ends too early") from error
    except (OSError, ValueError, LookupError, ArithmeticError, TypeError,
            struct.error, KeySignatureError) as error:  # what mido raises on broken bytes
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ValueError(f"{path} is not a MIDI file that can be read: {reason}") from error


def _performance(file: mido.MidiFile) -> Performance:
    if file.type == 2:
        raise ValueError("type 2 holds separate patterns; save it as type 0 or 1")
    tempo = _Tempo.of(file)
    notes: list[Note] = []
    pedal: list[PedalMove] = []
    for number, track in enumerate(file.tracks):
        name = track.name.strip() or (f"track {number}" if len(file.tracks) > 1 else "piano")
        struck: dict[tuple[int, int], tuple[float, int]] = {}  # (channel, pitch): onset, velocity
        now = 0.0
        for ticks, message in zip(_ticks(track), track, strict=True):
            now = tempo.seconds(ticks)
            if now > LONGEST_FILE:
                raise ValueError("it lasts longer than a day")
            if message.type in ("note_on", "note_off") and message.channel != DRUMS:
                key = (message.channel, message.note)
                if key in struck:
                    onset, velocity = struck.pop(key)
                    notes.append(Note(onset, message.note, velocity, now - onset, name))
                if message.type == "note_on" and message.velocity:
                    struck[key] = (now, message.velocity)
            elif message.type == "control_change" and message.control == SUSTAIN:
                pedal.append(PedalMove(now, message.value, name))
        for (_, pitch), (onset, velocity) in struck.items():
            notes.append(Note(onset, pitch, velocity, now - onset, name))
    return Performance.of(notes, pedal)


def _ticks(track: mido.MidiTrack) -> Iterable[int]:
    return accumulate(message.time for message in track)


@dataclass(frozen=True, slots=True)
class _Tempo:
    """Ticks to seconds: from each of `ticks` on, a tick lasts `lengths` seconds."""

    ticks: list[int]
    seconds_at: list[float]
    lengths: list[float]

    @classmethod
    def of(cls, file: mido.MidiFile) -> _Tempo:
        division = file.ticks_per_beat
        if division < 0:  # frames a second, high byte, and ticks a frame, low byte
            frames = {29: 30000 / 1001}.get(256 - (division >> 8 & 255), -(division >> 8))
            ticks_a_frame = division & 255
            if not ticks_a_frame:
                raise ValueError("it has no ticks a frame")
            return cls([0], [0.0], [1 / (frames * ticks_a_frame)])
        if division == 0:
            raise ValueError("it has no ticks a beat")
        changes = {0: TEMPO}
        for track in file.tracks:
            for tick, message in zip(_ticks(track), track, strict=True):
                if message.type == "set_tempo":
                    changes[tick] = message.tempo
        ticks = sorted(changes)
        lengths = [changes[tick] / 1e6 / division for tick in ticks]
        spans = [(b - a) * length for (a, b), length in zip(pairwise(ticks), lengths, strict=False)]
        return cls(ticks, [0.0, *accumulate(spans)], lengths)

    def seconds(self, tick: int) -> float:
        i = bisect_right(self.ticks, tick) - 1
        return self.seconds_at[i] + (tick - self.ticks[i]) * self.lengths[i]


def write_midi(path: str | PathLike[str], performance: Performance) -> None:
    """Write a MIDI file of type 1, one named track a hand, in steps of 0.1 ms, all notes ended.

    A note that overlaps the next one of its pitch and track ends there; of two struck at once the
    louder velocity and the longer duration stand. A pedal left down is lifted at the end.
    """
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    file.tracks.append(mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=TEMPO)]))
    tracks = [n.track for n in performance.notes] + [p.track for p in performance.pedal]
    names = list(dict.fromkeys(tracks))
    channels = [c for c in range(16) if c != DRUMS]
    end = _tick(performance.end)
    for number, name in enumerate(names):
        mine = performance.track(name)
        channel = channels[number % len(channels)]
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
    file.save(str(path))


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
