"""Sources of sound: a WAV file, read in real time or faster, and an input device that may go."""

from __future__ import annotations

import io
import queue
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.clients.sound.device import NoDevice, hushed, short
from perf_engine.files.plain_file import content_of

BLOCK: Final = 0.004  # seconds of a block of a file
LARGEST: Final = 200 << 20  # bytes of a file, which is read whole
RATES: Final = 8_000, 192_000
CHANNELS: Final = 1, 32
USUAL_RATE: Final = 48_000  # of a device that tells none
SILENT: Final = 1.0  # seconds without a block, after which a device is lost
FRAMES: Final = 128  # of a block of a device
MOST_WAITING: Final = 512  # blocks; a process that stands still loses those after
WIDTHS: Final = {1: "u1", 2: "<i2", 4: "<i4"}  # bytes of a sample in a WAV file
FARTHEST: Final = 1e6  # of a floating-point sample; full scale is 1
FLOAT: Final = 3  # the format of a WAV file whose samples are floating-point numbers
EXTENSIBLE: Final = 0xFFFE

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Block:
    """Samples -1..1 of one channel, and the time of the last of them."""

    samples: Samples
    at: float


class WavFile:
    """A WAV file, mixed to one channel: 8, 16, 24 or 32 bits, or floating-point numbers."""

    def __init__(self, path: Path) -> None:
        """Read it. Raises OSError, or ValueError with file, range and value."""
        self.path = path
        file = io.BytesIO(content_of(path, LARGEST))
        self._kind, self._channels, self.rate, self._width, data = _head(path, file)
        if not CHANNELS[0] <= self._channels <= CHANNELS[1]:
            raise _wrong(path, "channels", f"{CHANNELS[0]}..{CHANNELS[1]}", self._channels)
        if not RATES[0] <= self.rate <= RATES[1]:
            raise _wrong(path, "samples a second", f"{RATES[0]}..{RATES[1]}", self.rate)
        bits = 8 * self._width
        if self._kind not in (1, FLOAT):
            raise _wrong(path, "format", "1 (whole numbers) or 3 (floating-point)", self._kind)
        if self._kind == FLOAT and bits not in (32, 64):
            raise _wrong(path, "bits of a floating-point sample", "32 or 64", bits)
        if self._kind == 1 and bits not in (8, 16, 24, 32):
            raise _wrong(path, "bits of a sample", "8, 16, 24 or 32", bits)
        self._samples = self._mono(data)

    @property
    def seconds(self) -> float:
        """Return its length."""
        return len(self._samples) / self.rate

    def blocks(self) -> Iterator[Samples]:
        """Yield its samples, BLOCK seconds at a time."""
        count = max(1, round(BLOCK * self.rate))
        for start in range(0, len(self._samples), count):
            yield self._samples[start : start + count]

    def _mono(self, data: bytes) -> Samples:
        whole = len(data) - len(data) % (self._width * self._channels)
        data = data[:whole]
        if self._kind == FLOAT:
            given = np.frombuffer(data, f"<f{self._width}")
            if not np.isfinite(given).all():
                wrong = given[~np.isfinite(given)][0]
                raise _wrong(self.path, "sample", "a finite number", wrong)
            numbers = np.clip(given, -FARTHEST, FARTHEST).astype(np.float32)
        elif self._width == 3:
            bytes_of = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
            value = bytes_of[:, 0] | bytes_of[:, 1] << 8 | bytes_of[:, 2] << 16
            numbers = (value - ((value & 0x800000) << 1)).astype(np.float32) / float(1 << 23)
        else:
            numbers = np.frombuffer(data, WIDTHS[self._width]).astype(np.float32)
            if self._width == 1:
                numbers -= 128.0
            numbers /= float(1 << (8 * self._width - 1))
        mono = numbers.reshape(-1, self._channels).mean(axis=1)
        return np.asarray(np.clip(mono, -1.0, 1.0), np.float32)


def _wrong(path: Path, name: str, wanted: str, value: object) -> ValueError:
    return ValueError(f"{path}: {name} must be {wanted}, not {value}")


def _head(path: Path, file: io.BytesIO) -> tuple[int, int, int, int, bytes]:
    """Return format, channels, rate and bytes of a sample, and all samples. Raises ValueError.

    The module wave of Python 3.10 knows whole numbers only, and refuses a file of no channels in
    words of its own.
    """
    start = file.read(12)
    if len(start) < 12 or start[:4] != b"RIFF" or start[8:] != b"WAVE":
        raise ValueError(f"{path} is no WAV file: it must begin with RIFF and WAVE, not {start!r}")
    said: tuple[int, int, int, int] | None = None
    while len(chunk := file.read(8)) == 8:
        size = int.from_bytes(chunk[4:], "little")
        if chunk[:4] == b"data" and said is not None:
            return *said, file.read(size)
        body = file.read(size + size % 2)
        if chunk[:4] == b"fmt ":
            if len(body) < 16:
                raise _wrong(path, "bytes of its chunk fmt", "16 or more", len(body))
            kind, channels = (int.from_bytes(body[i : i + 2], "little") for i in (0, 2))
            rate = int.from_bytes(body[4:8], "little")
            bits = int.from_bytes(body[14:16], "little")
            if kind == EXTENSIBLE and len(body) >= 26:
                kind = int.from_bytes(body[24:26], "little")
            said = kind, channels, rate, -(-bits // 8)
    raise ValueError(f"{path} is no whole WAV file: it has no chunk {'data' if said else 'fmt'}")


@dataclass(frozen=True, slots=True)
class Input:
    """A device that can record: its number, its name with its driver, and its rate."""

    number: int
    name: str
    rate: int


def inputs(sound: Any) -> list[Input]:
    """Return the devices that can record, the best first: the default one, then the rest."""
    drivers = sound.query_hostapis()
    found = [
        Input(
            number,
            f"{one['name']}, {short(drivers[one['hostapi']]['name'])}",
            int(one["default_samplerate"]) or USUAL_RATE,
        )
        for number, one in enumerate(sound.query_devices())
        if one["max_input_channels"] > 0
    ]
    first = sound.default.device[0]
    return sorted(found, key=lambda one: (one.number != first, one.number))


class Microphone:
    """An open input device, which hands over blocks of samples from a thread of its own."""

    def __init__(self, sound: Any, device: Input) -> None:
        """Open it. Raises NoDevice."""
        self.device, self.rate = device, device.rate
        self._blocks: queue.Queue[Block] = queue.Queue(MOST_WAITING)
        self._last = time.monotonic()
        self.lost_blocks = 0
        try:
            with hushed():
                self._stream = sound.InputStream(
                    device=device.number,
                    samplerate=device.rate,
                    channels=1,
                    blocksize=FRAMES,
                    dtype="float32",
                    latency="low",
                    callback=self._take,
                )
                self._stream.start()
            self._last = time.monotonic()  # opening may take long
        except sound.PortAudioError as error:
            why = str(error.args[0] if error.args else error)
            raise NoDevice(f"{device.name} does not open: {why}") from error

    def block(self, seconds: float) -> Block | None:
        """Wait for the next block, at most so long."""
        with suppress(queue.Empty):
            return self._blocks.get(timeout=max(0.0, seconds))
        return None

    def waiting(self) -> Iterator[Block]:
        """Yield the blocks that wait already."""
        while (block := self.block(0.0)) is not None:
            yield block

    def lost(self, now: float) -> bool:
        """Return whether it has ended, or records nothing any more."""
        return not self._stream.active or now > self._last + SILENT

    def close(self) -> None:
        """Close it."""
        with hushed(), suppress(Exception):
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)

    def _take(self, samples: Any, frames: int, at: Any, status: Any) -> None:
        now = self._last = time.monotonic()
        mono = np.nan_to_num(samples[:, 0].copy(), posinf=0.0, neginf=0.0)
        try:
            self._blocks.put_nowait(Block(mono, now))
        except queue.Full:
            self.lost_blocks += 1
