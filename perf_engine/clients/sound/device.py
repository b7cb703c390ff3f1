"""The sound device, through PortAudio: which one is taken, its latency, and how it is lost."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from perf_engine.synthesis.limiter import Samples
from perf_engine.synthesis.synth import RATES

SMALLEST, LARGEST = 32, 4096  # frames of a buffer
USUAL: Final = 256  # frames of a buffer, where nobody says otherwise
COMMON: Final = 48_000, 44_100  # samples a second that nearly every device takes, the best first
GOODBYE: Final = 1.0  # seconds that a device has to close; a lost one never does
MEASURED: Final = 16  # blocks by which the latency is known: a driver asks for several in a row
MEASURING: Final = 0.25  # seconds that this may take
SILENT: Final = 0.4  # seconds without a call after which the device is lost

Render = Callable[[int, float], Samples]  # frames, and the time now


class NoDevice(OSError):
    """No sound device opens; the sentence says why, and what to do."""


def portaudio() -> Any:
    """Return the module sounddevice. Raises NoDevice."""
    try:
        with hushed():
            import sounddevice
    except (ImportError, OSError) as error:
        raise NoDevice(
            f"PortAudio, which reaches sound devices, is not installed: {remedy()}"
        ) from error
    return sounddevice


def remedy(platform: str = sys.platform) -> str:
    """Return what to type to get PortAudio."""
    if platform == "linux":
        return "type  sudo apt install libportaudio2  (elsewhere the package is called portaudio)"
    return "type  pip install --force-reinstall sounddevice"


@dataclass(frozen=True, slots=True)
class Output:
    """A device that can sound: its number, its name with its driver, and what it wants."""

    number: int
    name: str
    channels: int
    rate: int


def outputs(sound: Any) -> list[Output]:
    """Return the devices that can sound, the best first: each driver's default, then the rest."""
    drivers: Sequence[Mapping[str, Any]] = sound.query_hostapis()
    defaults = [driver["default_output_device"] for driver in drivers]
    found = [
        Output(
            number,
            f"{one['name']}, {short(drivers[one['hostapi']]['name'])}",
            min(2, one["max_output_channels"]),
            int(one["default_samplerate"]),
        )
        for number, one in enumerate(sound.query_devices())
        if one["max_output_channels"] > 0
    ]
    first = sound.default.device[1]
    return sorted(found, key=lambda o: (o.number != first, o.number not in defaults, o.number))


class Named(Protocol):
    """A device with a name."""

    @property
    def name(self) -> str:
        """Return its name, with its driver's."""


Known = TypeVar("Known", bound=Named)


def chosen(wanted: str, there: Sequence[Known], what: str = "sound device") -> list[Known]:
    """Return the devices that a wish means, best first: a number from 1, a name, or a part of it.

    Without a wish it is every device. `what` a device is, is said in errors. Raises NoDevice.
    """
    if not there:
        raise NoDevice(f"No {what} is there: plug one in, it is taken by itself")
    if not wanted:
        return list(there)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(there):
        return [there[int(wanted) - 1]]
    found = [one for one in there if wanted.casefold() in one.name.casefold()]
    if found:
        return found
    names = "; ".join(one.name for one in there)
    raise NoDevice(f"There is no {what} called {wanted!r} (there are: {names})")


def rate_of(sound: Any, output: Output) -> int:
    """Return the rate to play at: the device's own, or another where no synthesizer has it.

    Raises NoDevice.
    """
    if RATES[0] <= output.rate <= RATES[1]:
        return output.rate
    why = ""
    for rate in COMMON:
        try:
            with hushed():
                sound.check_output_settings(
                    device=output.number,
                    channels=output.channels,
                    dtype="float32",
                    samplerate=rate,
                )
        except sound.PortAudioError as error:
            why = why or _words(error)
            continue
        return rate
    wanted = " or ".join(map(str, COMMON))
    raise NoDevice(f"{output.name} does not play at {wanted} samples a second: {why}")


class Device:
    """An open device, which asks for blocks of samples in a thread of its own."""

    def __init__(
        self,
        sound: Any,
        output: Output,
        frames: int,
        prepare: Callable[[int], Render],
    ) -> None:
        """`frames`: of a buffer; `prepare` gets the rate, and may raise. Raises NoDevice."""
        self.output, self.frames = output, frames
        self.underruns = 0  # blocks that came too late
        self._ahead: deque[float] = deque(maxlen=MEASURED)  # seconds until a block is heard
        self._calls = 0
        self._looked = 0, 0.0
        self.rate = rate_of(sound, output)
        self._render = prepare(self.rate)  # first: a stream that is open must be used
        try:
            with hushed():
                self._stream = sound.OutputStream(
                    device=output.number,
                    samplerate=self.rate,
                    channels=output.channels,
                    blocksize=frames,
                    dtype="float32",
                    latency="low",
                    callback=self._fill,
                )
                self._stream.start()
        except sound.PortAudioError as error:
            raise NoDevice(f"{output.name} does not open: {_words(error)}") from error

    @property
    def latency(self) -> float:
        """Return the seconds from a note until it is heard, at most, as measured lately.

        A note waits for the next block, and with it for all blocks that the driver asks for at one
        time: JACK, with periods of 1024 frames, asks for four blocks of 256, and the last of them
        is heard three blocks after the first.
        """
        return max(self._ahead, default=0.0) + self.frames / self.rate

    def measure(self) -> None:
        """Wait until the latency is known, but not for long."""
        until = time.monotonic() + MEASURING
        while len(self._ahead) < MEASURED and time.monotonic() < until:
            time.sleep(0.005)

    def lost(self, now: float) -> bool:
        """Return whether it has ended, or asks for nothing any more."""
        before, at = self._looked
        if not self._stream.active:
            return True
        if now < at + SILENT:
            return False
        self._looked = self._calls, now
        return before == self._calls and at > 0.0 and now < at + 5 * SILENT

    def close(self) -> bool:
        """Close it; return whether that ended, which on a lost device it may not."""

        def end() -> None:
            with hushed():
                self._stream.abort(ignore_errors=True)
                self._stream.close(ignore_errors=True)

        ending = threading.Thread(target=end, daemon=True)
        ending.start()
        ending.join(GOODBYE)
        return not ending.is_alive()

    def _fill(self, out: Any, frames: int, at: Any, status: Any) -> None:
        now = time.monotonic()
        self._calls += 1
        if status and status.output_underflow:
            self.underruns += 1
        samples = self._render(frames, now)
        if out.shape[1] == 2:
            out[:] = samples
        else:
            out[:] = samples.mean(axis=1, keepdims=True)
        self._ahead.append(max(0.0, at.outputBufferDacTime - at.currentTime))


def again(sound: Any) -> None:
    """Let PortAudio look at the devices again: it only does at its start."""
    with hushed():
        sound._terminate()
        sound._initialize()


@contextmanager
def hushed() -> Iterator[None]:
    """Keep ALSA and JACK from printing their own complaints on standard error."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def short(driver: str) -> str:
    """Return the name of a driver in few words."""
    return "JACK" if driver.startswith("JACK") else driver


def _words(error: Exception) -> str:
    return str(error.args[0] if error.args else error).removeprefix("Error opening OutputStream: ")
