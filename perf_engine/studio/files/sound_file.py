"""Sound files of a performance: its notes through the synthesizer, as long as the MIDI file."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import IO, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from perf_engine.files.whole_file import whole
from perf_engine.midi_files.reader import Line
from perf_engine.protocol.midi import DRUMS, SUSTAIN

RATES: Final = (44_100, 48_000)
FADE: Final = 0.010  # seconds at the end, so that a note that still rings ends without a click
BLOCK: Final = 4096  # frames at most between two looks at the notes
LOUDEST: Final = 32_767  # of 16 bits

Samples = NDArray[np.float32]  # (frames, 2), each -1..1
Blocks = Iterator[Samples]


class Synthesizer(Protocol):
    """The synthesizer that plays: `perf_engine.synthesis` has one."""

    def program(self, channel: int, program: int) -> None:
        """Give a channel the sound of a General MIDI program."""

    def strike(self, channel: int, pitch: int, velocity: int) -> None:
        """Strike a key."""

    def release(self, channel: int, pitch: int) -> None:
        """Release a key."""

    def control(self, channel: int, number: int, value: int) -> None:
        """Move a controller, such as the pedal."""

    def block(self, frames: int) -> Samples:
        """The next samples."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One action at the synthesizer; `order` sorts those of one frame: releases come first."""

    frame: int
    order: int
    act: Callable[[Synthesizer], None]


def channels(lines: Sequence[Line]) -> list[int]:
    """A channel for each line, the drums' being 9; from the sixteenth line on they are shared."""
    free = [number for number in range(16) if number != DRUMS]
    pitched = [i for i, line in enumerate(lines) if not line.drums]
    place = {i: free[number % len(free)] for number, i in enumerate(pitched)}
    return [place.get(i, DRUMS) for i in range(len(lines))]


def length(lines: Sequence[Line]) -> float:
    """The seconds from the beginning to the last release or pedal move."""
    ends = [
        float(column.max(initial=0.0)) for line in lines for column in (line.end, line.pedal_time)
    ]
    return max(ends, default=0.0)


def doings(lines: Sequence[Line], rate: int) -> list[Doing]:
    """All that the synthesizer is to do, in order."""
    found: list[Doing] = []
    for channel, line in zip(channels(lines), lines, strict=True):
        for onset, end, pitch, velocity in zip(
            *(column.tolist() for column in (line.onset, line.end, line.pitch, line.velocity)),
            strict=True,
        ):
            begin, stop = round(onset * rate), round(end * rate)
            found.append(Doing(begin, 2, _strike(channel, pitch, velocity)))
            found.append(Doing(max(stop, begin + 1), 0, _release(channel, pitch)))
        for time, value in zip(line.pedal_time.tolist(), line.pedal_value.tolist(), strict=True):
            found.append(Doing(round(time * rate), 1, _pedal(channel, value)))
    return sorted(found, key=lambda doing: (doing.frame, doing.order))


def _strike(channel: int, pitch: int, velocity: int) -> Callable[[Synthesizer], None]:
    return lambda synth: synth.strike(channel, pitch, velocity)


def _release(channel: int, pitch: int) -> Callable[[Synthesizer], None]:
    return lambda synth: synth.release(channel, pitch)


def _pedal(channel: int, value: int) -> Callable[[Synthesizer], None]:
    return lambda synth: synth.control(channel, SUSTAIN, value)


def rendered(
    synth: Synthesizer,
    lines: Sequence[Line],
    rate: int,
    programs: Mapping[int, int] | None = None,
    tail: float = 0.0,
) -> Blocks:
    """The samples of a file's lines, block by block: as many as the file has, and the tail's.

    `programs` maps the number of a line to a program other than its own.
    """
    own = {number: line.program for number, line in enumerate(lines) if not line.drums}
    for number, channel in enumerate(channels(lines)):
        if number in own:
            synth.program(channel, (programs or {}).get(number, own[number]))
    frames = round((length(lines) + tail) * rate)
    fading = min(frames, round(FADE * rate))
    waiting, done = doings(lines, rate), 0
    place = 0
    while done < frames:
        while place < len(waiting) and waiting[place].frame <= done:
            waiting[place].act(synth)
            place += 1
        until = min(frames, waiting[place].frame if place < len(waiting) else frames)
        count = min(BLOCK, until - done)
        block = np.array(synth.block(count), np.float32)
        left = frames - np.arange(done, done + count)
        block *= np.minimum(1.0, left / max(1, fading))[:, None].astype(np.float32)
        yield np.clip(block, -1.0, 1.0)
        done += count


def write_sound(
    path: str | PathLike[str], blocks: Iterator[Samples], rate: int
) -> tuple[int, float]:
    """Write a .wav or .flac file of 16 bits, stereo. Return its frames and its greatest sample.

    Raises OSError, ValueError for another kind, ModuleNotFoundError for .flac without soundfile.
    """
    kind = Path(path).suffix.lower()
    if kind == ".wav":
        return _write_wav(path, blocks, rate)
    if kind == ".flac":
        return _write_flac(path, blocks, rate)
    raise ValueError(f"the sound file must end with .wav or .flac, not {kind or Path(path).name}")


def _whole(block: Samples) -> NDArray[np.int16]:
    return np.rint(block * LOUDEST).astype("<i2")


def _write_wav(
    path: str | PathLike[str], blocks: Iterator[Samples], rate: int
) -> tuple[int, float]:
    with whole(path) as raw, wave.open(raw, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        return _pour(blocks, lambda whole: file.writeframesraw(whole.tobytes()))


def _write_flac(
    path: str | PathLike[str], blocks: Iterator[Samples], rate: int
) -> tuple[int, float]:
    import soundfile

    with whole(path) as raw:
        patient = _Patient(raw)

        def write(samples: NDArray[np.int16]) -> None:
            file.write(samples)
            patient.check()

        with soundfile.SoundFile(patient, "w", rate, 2, "PCM_16", format="FLAC") as file:
            found = _pour(blocks, write)
        patient.check()  # it has written the rest
        return found


class _Patient:
    """A file for libsndfile, which cannot be told of an error: the first one is kept for us."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._failure: OSError | None = None
        self.tell = file.tell

    def write(self, data: bytes) -> int:
        """Write, or keep the error."""
        with self._kept():
            self._file.write(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> None:
        """Go to a place, or keep the error."""
        with self._kept():
            self._file.seek(offset, whence)

    def check(self) -> None:
        """Raise the first error."""
        if self._failure is not None:
            raise self._failure

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._failure = self._failure or error


def _pour(blocks: Blocks, write: Callable[[Any], object]) -> tuple[int, float]:
    frames, loudest = 0, 0.0
    for block in blocks:
        write(_whole(block))
        frames += len(block)
        loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
    return frames, loudest
