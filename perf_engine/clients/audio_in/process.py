"""The listening process: `python -m perf_engine.clients.audio_in.process --help`.

It is an ordinary client of the engine. Where its device is lost it releases its note and puts a new
process in its own place, since nothing can be asked of a lost device.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final

import numpy as np

from perf_engine.clients.driver_calls import LEAVING, USING, ends_after
from perf_engine.clients.sound.device import NoDevice, again, chosen, portaudio
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import ENGINE_PORT, HOST, address, spelt
from perf_engine.protocol.udp import Line

from .frames import Frames
from .instruments import GATE, INSTRUMENTS, USUAL, named
from .notes import Event, Notes, Strike
from .player import Player
from .resampler import Resampler
from .source import BLOCK, Block, Microphone, WavFile, inputs

LACKING: Final = (
    "listen-audio needs the libraries swift-f0 and onnxruntime (extra audio), which are not in this"
    " environment: type  {python} -m pip install swift-f0 onnxruntime  (there is no onnxruntime for"
    " Python 3.14 on a Mac with an Intel processor)"
)
MODULE: Final = "perf_engine.clients.audio_in.process"
KIND: Final = "microphone"  # of device
WAIT: Final = 0.02  # seconds at most between two looks at the engine
LOOK_EVERY: Final = 2.0  # seconds between two looks for a device
LOST: Final = 0.5  # seconds before a lost device is looked for
ENGINE_WITHIN: Final = 5.0  # seconds that a file waits for the engine
TAIL: Final = 0.1  # seconds of silence after a file, in which the last note ends


class Ear:
    """Blocks of samples in, notes out: resampler, frames and notes of one source."""

    def __init__(self, rate: int, lowest: int, highest: int, gate: float) -> None:
        """Raises ValueError for a range that cannot be heard, ImportError without SwiftF0."""
        from .pitch import Tracker

        tracker = Tracker(lowest, highest)
        self._resampler = Resampler(rate, tracker.rate)
        self._frames = Frames(tracker, lowest, gate)
        self._notes = Notes(lowest, highest, gate, tracker.settles)

    def hear(self, block: Block, hurry: bool = True) -> Iterator[Event]:
        """Yield what begins and ends with a block; `hurry` leaves out frames that are late."""
        samples = self._resampler.feed(block.samples)
        for frame in self._frames.feed(samples, block.at - self._resampler.delay, hurry):
            yield from self._notes.hear(frame)

    def end(self, at: float) -> list[Event]:
        """Return the release of what sounds."""
        return self._notes.end(at)


class Process:
    """The one thread beside the device's: hears, and tells the engine."""

    def __init__(self, options: argparse.Namespace, said: Sequence[str]) -> None:
        """`said`: the arguments, for the process that follows. Raises OSError, ValueError."""
        self._options, self._said = options, said
        self._wav = None if options.file is None else WavFile(options.file)
        rate = 48_000 if self._wav is None else self._wav.rate
        self._ear = self._new_ear(rate)
        host, port = options.engine
        self._line = Line(port, host)
        self._player = Player(options.player, self._line.port, self._send)
        self._shown = sys.stdout.isatty()
        self._began = time.monotonic()
        self._ending = False
        self._told = ""

    def run(self) -> int:
        """Listen until the file's end or until told to end; return the exit status."""
        try:
            return self._microphone() if self._wav is None else self._file(self._wav)
        finally:
            self._release(time.monotonic())
            self._player.leave(time.monotonic())
            self._line.close()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End at the next turn."""
        self._ending = True

    def _new_ear(self, rate: int) -> Ear:
        options = self._options
        return Ear(rate, options.low, options.high, options.gate)

    def _file(self, file: WavFile) -> int:
        """Play a file to the engine in its own time."""
        until = time.monotonic() + ENGINE_WITHIN
        while not self._player.there and not self._ending:
            if time.monotonic() > until:
                self._tell(self._nobody())
                return 1
            self._attend(WAIT)
        self._began = began = time.monotonic()
        if self._options.tell_start:
            print("began", began, flush=True)
        sound = np.concatenate((*file.blocks(), *_silence(file.rate)))
        done = 0
        while done < len(sound) and not self._ending:
            due = min(len(sound), round((time.monotonic() - began) * file.rate))
            block = sound[done : max(done, due)]  # who is late gets more at a time
            done += len(block)
            if len(block):
                self._hear(Block(block, began + done / file.rate))
            self._attend(BLOCK)
        return 0

    def _nobody(self) -> str:
        return f"No engine answers at {spelt(self._options.engine)}: type  perf-engine play"

    def _microphone(self) -> int:
        """Listen to a device; return where one was lost, or wait for one that comes."""
        sound: Any = None
        while not self._ending:
            try:
                with ends_after(USING):
                    if sound is None:
                        sound = portaudio()
                    else:
                        again(sound)
                    device = self._opened(sound)
            except NoDevice as error:
                self._tell(str(error))
                if sound is None:
                    return 1
                until = time.monotonic() + LOOK_EVERY
                while time.monotonic() < until and not self._ending:
                    self._attend(WAIT)
                continue
            self._tell(f"Listening to {device.device.name}; Ctrl-C ends it.")
            self._ear = self._new_ear(device.rate)
            if self._listened(device):
                with ends_after(LEAVING):
                    device.close()
            else:
                self._replace()
        return 0

    def _opened(self, sound: Any) -> Microphone:
        """Open the first of the devices that are meant and that opens. Raises NoDevice."""
        why = NoDevice("No microphone opens")
        for one in chosen(self._options.device, inputs(sound), KIND):
            try:
                return Microphone(sound, one)
            except NoDevice as error:
                why = error
        raise why

    def _listened(self, device: Microphone) -> bool:
        """Listen until the end; return False where the device was lost."""
        while not self._ending:
            blocks = [one for one in (device.block(WAIT), *device.waiting()) if one is not None]
            if blocks:  # together: who is late leaves frames out
                samples = np.concatenate([one.samples for one in blocks])
                self._hear(Block(samples, blocks[-1].at))
            self._attend(0.0)
            now = time.monotonic()
            if not self._player.there and now > self._began + ENGINE_WITHIN:
                self._tell(self._nobody())  # it is played to as soon as it comes
            if device.lost(now):
                return False
        return True

    def _replace(self) -> None:
        """Release what sounds, and let a new process take this one's place."""
        self._tell("The microphone is lost; it is taken again as soon as it is back.")
        self._release(time.monotonic())
        self._player.leave(time.monotonic())
        time.sleep(LOST)  # a device may open again and again, and record nothing
        if self._ending:
            return
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", MODULE, *self._said])

    def _hear(self, block: Block) -> None:
        for event in self._ear.hear(block):
            self._play(event)

    def _release(self, now: float) -> None:
        for event in self._ear.end(now):
            self._play(event)

    def _play(self, event: Event) -> None:
        self._player.play(event, time.monotonic())
        if self._shown and isinstance(event, Strike):
            print(line_of(event, self._began), flush=True)

    def _attend(self, seconds: float) -> None:
        """Wait for the engine, at most so long, and take what it says."""
        seconds = min(seconds, max(0.0, self._player.next_due - time.monotonic()))
        self._line.wait(seconds)
        for _ in range(32):
            if (datagram := self._line.receive()) is None:
                break
            self._player.hear(datagram, time.monotonic(), time.time())
        now = time.monotonic()
        if self._line.refused:
            self._line.refused = False
            self._player.lose(now)
        self._player.advance(now)
        if self._player.refusal:
            self._tell(f"The engine refuses: {self._player.refusal}")
            self._player.refusal = ""

    def _send(self, to: str, *arguments: int | float | str) -> None:
        if to == "/perf/notify" and self._options.token:  # an engine that has just come knows none
            self._line.send(write("/perf/token", self._options.token))
        self._line.send(write(to, *arguments))

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            print(sentence, file=sys.stderr, flush=True)


def line_of(event: Strike, began: float) -> str:
    """Return a strike as a line: its time, its note and its velocity."""
    return f"{event.at - began:8.2f} s  {named(event.pitch):4} velocity {event.velocity:3}"


def _silence(rate: int) -> Iterator[Any]:
    step = max(1, rate // 250)
    for _ in range(round(TAIL * rate / step)):
        yield np.zeros(step, np.float32)


def listed(file: WavFile, lowest: int, highest: int, gate: float) -> Iterator[Event]:
    """Yield the notes of a whole file, as fast as it goes, each with its time in the file."""
    ear, at = Ear(file.rate, lowest, highest, gate), 0.0
    for samples in (*file.blocks(), *_silence(file.rate)):
        at += len(samples) / file.rate
        yield from ear.hear(Block(samples, at), hurry=False)
    yield from ear.end(at)


def parser() -> argparse.ArgumentParser:
    """Return the reader of the arguments."""
    reader = argparse.ArgumentParser(
        prog=f"python -m {MODULE}",
        description="Plays to a running perf_engine what a microphone or a WAV file sounds.",
    )
    reader.add_argument("--file", type=Path, metavar="FILE.wav")
    reader.add_argument("--device", default="", metavar="NAME", help="its name, or a part of it")
    reader.add_argument("--player", type=int, default=0, help="0..15")
    reader.add_argument("--engine", type=address, default=(HOST, ENGINE_PORT), metavar="HOST:PORT")
    reader.add_argument("--token", default="")
    reader.add_argument("--low", type=int, default=INSTRUMENTS[USUAL][0], help="MIDI pitch")
    reader.add_argument("--high", type=int, default=INSTRUMENTS[USUAL][1], help="MIDI pitch")
    reader.add_argument("--gate", type=float, default=GATE, metavar="DB")
    reader.add_argument("--tell-start", action="store_true", help=argparse.SUPPRESS)
    reader.add_argument("--list", action="store_true", help="print the notes of a file, and end")
    return reader


def lacks() -> str:
    """Return what to type where SwiftF0 is not installed; nothing where it is."""
    there = all(importlib.util.find_spec(name) for name in ("swift_f0", "onnxruntime"))
    return "" if there else LACKING.format(python=sys.executable)


def main(arguments: Sequence[str]) -> int:
    """Listen until the end; the exit status. Raises OSError or ValueError with a sentence."""
    options = parser().parse_args(arguments)
    if options.list:
        file = WavFile(options.file)
        for event in listed(file, options.low, options.high, options.gate):
            if isinstance(event, Strike):
                print(line_of(event, 0.0))
        return 0
    process = Process(options, arguments)
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), process.stop)
    return process.run()


if __name__ == "__main__":
    missing = lacks()
    if missing:
        sys.exit(missing)
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError) as failure:
        sys.exit(str(failure))
