"""The sound's process: `python -m perf_engine.clients.sound.process --help`.

It tells a line of JSON about its device whenever something about it has changed:
{"device": "Built-in Audio, ALSA", "rate": 48000, "buffer": 256, "latency_ms": 11.2,
"soundfont": "TimGM6mb.sf2 (…)", "underruns": 0, "level": 0.4}, or {"device": "", "why": "…"}.
Where the device is lost this process ends at once, since nothing can be asked of a lost device,
and is started again. It ends when the pipe on its standard input closes.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from perf_engine.clients.driver_calls import USING, ends_after
from perf_engine.protocol import pipes
from perf_engine.protocol.clock_offset import ClockOffset
from perf_engine.protocol.notes import received
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import ENGINE_PORT
from perf_engine.protocol.udp import Line
from perf_engine.synthesis.programs import program_of
from perf_engine.synthesis.synth import NoSynth, Synth

from .client import BOTH, CHANNELS, TEST_NOTE, WHO, Client, Wishes
from .device import LARGEST, SMALLEST, USUAL, Device, NoDevice, again, chosen, outputs, portaudio
from .renderer import Renderer

AGAIN: Final = 76  # exit status: start me again, with other settings
LOST: Final = 75  # exit status: the device is lost, start me again
LOOK_EVERY: Final = 0.5  # seconds between two looks at the device
LEAST_REST: Final = 20  # times a look's processor time: at most a twentieth of a core
LONGEST_REST: Final = 1.7  # seconds: a device that comes back is to sound within two
NEVER_SOON: Final = 60.0  # seconds between two looks for a library that is not installed
TELL_EVERY: Final = 1.0  # seconds between two lines about it, if it has changed
SIGN_EVERY: Final = 10.0  # seconds after which the same line is repeated, as a sign of life
SETTLED: Final = 3.0  # seconds after an opening in which underruns do not count
TOO_MANY: Final = 4  # underruns in LATELY seconds, after which the buffer is doubled
LATELY: Final = 10.0
SETTLING: Final = 0.3  # seconds from the opening of a device to the test note
FADE: Final = 0.15  # seconds that the last notes get to fade at the end
FARTHEST_BUFFER: Final = 2048  # frames that a buffer grows to by itself


class Process:
    """The one thread beside the device's: hears the engine, and looks after the device."""

    def __init__(
        self,
        engine_port: int,
        wishes: Wishes,
        soundfont: str | None,
    ) -> None:
        self._line = Line(engine_port)
        self._client = Client(self._line.port, self._say, wishes)
        self._soundfont, self._wanted = soundfont, wishes.device or ""
        self._own_frames = wishes.frames or None
        self._frames = wishes.frames or USUAL
        self._offset = ClockOffset()
        self._woken, self._waker = socket.socketpair()
        for end in (self._woken, self._waker):
            end.setblocking(False)
        self._ending = self._lacking = False
        self._sound: Any = None  # the module sounddevice
        self._synth: Synth | None = None
        self._renderer: Renderer | None = None
        self._device: Device | None = None
        self._opened = 0.0
        self._underruns: list[tuple[float, int]] = []
        self._next_look = self._next_tell = -math.inf
        self._told, self._told_at = "", 0.0
        self._output = pipes.claimed_stdout()
        if not sys.stdin.isatty():
            threading.Thread(target=self._read_stdin, daemon=True).start()

    def run(self) -> int:
        """Sound until told to end, or the device is lost; return the exit status."""
        watched: list[Any] = [self._line, self._woken]
        while not (self._ending or self._client.again):
            now = time.monotonic()
            if now >= self._next_look:
                spent = time.process_time()
                if not self._look(now):
                    return LOST
                self._next_look = now + self._rest(time.process_time() - spent)
            due = min(self._client.next_due, self._next_look)
            ready, _, _ = select.select(watched, [], [], max(0.0, due - now))
            if self._line in ready:
                self._hear_engine()
            now = time.monotonic()
            if self._line.refused:
                self._line.refused = False
                self._client.lose(now)
            self._client.advance(now)
        self._client.leave(time.monotonic())
        if self._device is not None:
            time.sleep(FADE)
            self._device.close()
        return AGAIN if self._client.again else 0

    def test(self) -> int:
        """Play a test note on the device; return 0 if it was heard there."""
        now = time.monotonic()
        self._try_to_open(now)
        if self._device is None or self._renderer is None:
            return 1
        self._client.test(now + SETTLING)
        time.sleep(SETTLING + TEST_NOTE[2] + FADE)
        self._tell_device()
        self._device.close()
        return 0

    def stop(self, *_: object) -> None:
        """End at the next turn."""
        self._ending = True
        with suppress(OSError):
            self._waker.send(b"!")

    def _read_stdin(self) -> None:
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        self.stop()

    def _say(self, address: str, *arguments: int | float | str) -> None:
        self._line.send(write(address, *arguments))

    def _hear_engine(self) -> None:
        for _ in range(32):
            datagram = self._line.receive()
            if datagram is None:
                return
            now = time.monotonic()
            self._offset.follow()
            for message in received(datagram, now, now + self._offset.seconds):
                self._client.hear(message, now)

    def _look(self, now: float) -> bool:
        """Open a device where there is none; return False where it is lost."""
        if self._device is None:
            self._try_to_open(now)
            return True
        if self._device.lost(now):
            return False
        if self._own_frames is None and self._too_slow(now):
            self._frames = min(2 * self._frames, FARTHEST_BUFFER)
            if not self._device.close():
                return False
            self._try_to_open(now)
        if now >= self._next_tell:
            self._next_tell = now + TELL_EVERY
            self._tell_device()
        return True

    def _rest(self, spent: float) -> float:
        """Return the seconds until the next look, after one that took so much processor time."""
        if self._device is not None:
            return LOOK_EVERY
        if self._lacking:
            return NEVER_SOON
        return min(max(LOOK_EVERY, LEAST_REST * spent), LONGEST_REST)

    def _try_to_open(self, now: float) -> None:
        self._device = None
        self._client.play_by(None, now)  # not by a synthesizer that is being replaced
        try:
            with ends_after(USING):
                if self._sound is None:
                    self._sound = portaudio()
                else:
                    again(self._sound)
                self._device = self._open_one(chosen(self._wanted, outputs(self._sound)))
        except OSError as error:  # no device, no synthesizer, or no SoundFont
            self._lacking = self._sound is None or isinstance(error, NoSynth)
            self._tell(device="", why=str(error))
            return
        self._opened, self._underruns = now, []
        self._client.play_by(self._renderer, now)
        self._device.measure()
        self._tell_device()
        gc.collect()
        gc.freeze()

    def _open_one(self, there: Sequence[Any]) -> Device:
        """Open the first of some devices that opens. Raises OSError."""
        why = []
        for output in there:
            try:
                return Device(self._sound, output, self._frames, self._prepare)
            except NoDevice as error:
                why.append(str(error))
        raise NoDevice(f"{why[0]}; it is taken as soon as it is free")

    def _prepare(self, rate: int) -> Any:
        if self._synth is None or self._synth.rate != rate:
            if self._synth is not None:
                self._synth.close()
            self._synth = Synth(self._soundfont, rate, CHANNELS)
        self._synth.silence()
        self._renderer = Renderer(self._synth, rate)
        return self._renderer.render

    def _too_slow(self, now: float) -> bool:
        """Return whether too many blocks came too late, so that the buffer must be larger."""
        assert self._device is not None
        if now < self._opened + SETTLED or self._frames >= FARTHEST_BUFFER:
            self._underruns = [(now, self._device.underruns)]
            return False
        self._underruns = [one for one in self._underruns if one[0] > now - LATELY]
        self._underruns.append((now, self._device.underruns))
        return self._underruns[-1][1] - self._underruns[0][1] >= TOO_MANY

    def _tell_device(self) -> None:
        device, synth, renderer = self._device, self._synth, self._renderer
        if device is None or synth is None or renderer is None:
            return
        level, renderer.peak = round(renderer.peak, 2), 0.0
        self._tell(
            device=device.output.name,
            rate=device.rate,
            buffer=device.frames,
            latency_ms=round(1000.0 * device.latency, 1),
            soundfont=str(synth.soundfont),
            underruns=device.underruns,
            level=level,
        )

    def _tell(self, **words: Any) -> None:
        line, now = json.dumps(words), time.monotonic()
        if line != self._told or now >= self._told_at + SIGN_EVERY:
            self._told, self._told_at = line, now
            with suppress(OSError):  # the end of standard input will tell
                print(line, file=self._output, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Sound until told to end; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m perf_engine.clients.sound.process",
        description="Sounds what a running perf_engine hears and plays.",
    )
    parser.add_argument("--engine-port", type=int, default=ENGINE_PORT, help="its OSC port")
    parser.add_argument("--soundfont", metavar="FILE", help="another SoundFont (.sf2 or .sf3)")
    parser.add_argument("--device", metavar="NAME", help="a part of a device's name")
    parser.add_argument("--buffer", type=int, metavar="FRAMES", help=f"{SMALLEST}..{LARGEST}")
    parser.add_argument("--volume", type=float, default=1.0)
    parser.add_argument("--reverb", type=float, default=0.35)
    parser.add_argument("--player-program", type=program_of, default=0, metavar="NAME")
    parser.add_argument("--program", action="append", default=[], metavar="VOICE=NAME")
    parser.add_argument("--plays", choices=WHO, default=BOTH)
    parser.add_argument("--test", action="store_true", help="play a test note, and end")
    options = parser.parse_args(arguments)
    if options.buffer and not SMALLEST <= options.buffer <= LARGEST:
        parser.error(f"buffer must be {SMALLEST}..{LARGEST} frames, not {options.buffer}")
    try:
        pairs = (said.partition("=") for said in options.program)
        programs = {int(voice): program_of(name) for voice, _, name in pairs}
    except ValueError as error:
        parser.error(str(error))
    wishes = Wishes(
        options.volume,
        options.reverb,
        options.player_program,
        programs,
        options.plays,
        options.device,
        options.buffer,
    )
    process = Process(options.engine_port, wishes, options.soundfont)
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), process.stop)
    status = process.test() if options.test else process.run()
    os._exit(status)  # the library of a lost device is not to be asked for anything any more


if __name__ == "__main__":
    pipes.run_for_engine(lambda: main(sys.argv[1:]))
