"""A keyboard and a synth on JACK, to test against: a process of its own, as a real one is.

Lines "144 60 100" on stdin are played; what arrives is printed as "SECONDS 144 60 100", on the
monotonic clock. After a line "thru" it is also handed on, from the synth to the keys; after a line
"clock 100 2" a MIDI clock of 100 beats a minute runs until "clock 0 0", each tick up to 2 ms early
or late. "SECONDS clock" says when its first is due.
"""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import rtmidi

T = TypeVar("T")
POLL = 0.0005  # seconds
START, TICK, STOP = 0xFA, 0xF8, 0xFC
TICKS = 24  # a beat
PATIENCE = 20.0  # seconds until JACK takes a client
ABOVE_THE_ENGINE = 45  # priority, of 1..99; JACK is above


class Clock:
    """The ticks of a MIDI clock: the grid is even, and each comes a little beside it."""

    def __init__(self, tempo: float, jitter: float) -> None:
        self.began = time.monotonic() + 0.05
        self._period, self._jitter = 60.0 / tempo / TICKS, jitter
        self._count, self._random = 0, random.Random(1)
        self.next = self._due()

    def tick(self) -> None:
        self._count += 1
        self.next = self._due()

    def _due(self) -> float:
        beside = self._random.uniform(-self._jitter, self._jitter)
        return self.began + self._count * self._period + beside


def be_punctual() -> None:
    """Keep time as a drum machine does, which is no program beside others, if that is permitted."""
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(ABOVE_THE_ENGINE))


def in_time(new: Callable[[], T]) -> T:
    """A client of JACK, whose server stands still for seconds where another client was killed."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return new()
        except rtmidi.SystemError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def main(name: str) -> None:
    keys = in_time(lambda: rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name))
    synth = in_time(lambda: rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name))
    keys.open_virtual_port("keys")
    synth.open_virtual_port("synth")
    synth.ignore_types(sysex=True, timing=False, active_sense=False)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("ready", flush=True)
    thru, clock = False, None
    try:
        # No callback: Python in JACK's thread can stop the whole server when a port is closed.
        while True:
            now = time.monotonic()
            if clock is not None and now >= clock.next:
                keys.send_message([TICK])
                clock.tick()
            wait = POLL if clock is None else min(POLL, max(0.0, clock.next - now))
            if select.select([sys.stdin], [], [], wait)[0]:
                line = sys.stdin.buffer.raw.readline()
                if not line:
                    return
                words = line.decode().split()
                if words == ["thru"]:
                    thru = True
                elif words and words[0] == "clock":
                    tempo, jitter = float(words[1]), float(words[2]) / 1000.0
                    be_punctual()
                    clock = Clock(tempo, jitter) if tempo else None
                    keys.send_message([START if clock else STOP])
                    if clock:
                        print(clock.began, "clock", flush=True)
                else:
                    keys.send_message([int(word) for word in words])
            while timed := synth.get_message():
                if thru:
                    keys.send_message(timed[0])
                print(time.monotonic(), *timed[0], flush=True)
    finally:
        for port in (keys, synth):
            port.close_port()
            port.delete()


if __name__ == "__main__":
    main(sys.argv[1])
