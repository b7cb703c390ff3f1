"""The same book-keeping for MIDI: a JACK server, and a keyboard and a synth at the bridge."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from .book import Event

KEYBOARD: Final = Path(__file__).parents[1] / "tests" / "support" / "jack_keyboard.py"
NOTE_OFF, NOTE_ON, CONTROL = 0x80, 0x90, 0xB0
SUSTAIN, ALL_SOUND_OFF, ALL_NOTES_OFF = 64, 120, 123


class MidiBook:
    """A keyboard to play on, and a synth whose every message is booked."""

    def __init__(self, env: dict[str, str], name: str = "Keystation") -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(KEYBOARD), name],
            env=env,
            text=False,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._rest = b""
        self.events: list[Event] = []
        self.messages: list[tuple[float, int, int, int]] = []  # wall seconds, and the bytes
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def play(self, *message: int) -> float:
        """Send a MIDI message from the keys; return the wall time just before."""
        assert self.process.stdin is not None
        now = time.time()
        self.process.stdin.write((" ".join(map(str, message)) + "\n").encode())
        return now

    def listen(self, seconds: float, enough: Callable[[], object] = lambda: False) -> bool:
        """Record the synth's messages until it is enough; return False where the time was up."""
        until = time.monotonic() + seconds
        while not enough():
            left = until - time.monotonic()
            if left <= 0:
                return False
            assert self.process.stdout is not None
            if select.select([self.process.stdout], (), (), min(left, 0.05))[0]:
                self._take(os.read(self.process.stdout.fileno(), 65536))
        return True

    def _take(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        ahead = time.time() - time.monotonic()
        for line in lines:
            at, *raw = line.split()
            if len(raw) != 3:
                continue
            status, first, second = map(int, raw)
            self._book(float(at) + ahead, status, first, second)

    def _book(self, at: float, status: int, first: int, second: int) -> None:
        self.messages.append((at, status, first, second))
        kind, channel = status & 0xF0, status & 0x0F
        if kind in (NOTE_ON, NOTE_OFF):
            velocity = second if kind == NOTE_ON else 0
            self.events.append(Event(at, at, channel, first, velocity))
        elif kind == CONTROL and first == SUSTAIN:
            self.events.append(Event(at, at, channel, 128, int(second >= 64)))
        elif kind == CONTROL and first in (ALL_SOUND_OFF, ALL_NOTES_OFF):
            self.events += [Event(at, at, channel, pitch, 0) for pitch in range(128)]

    def quiet(self, seconds: float, most: float) -> bool:
        """Listen until no note came for so many seconds; return False where that took too long."""
        until = time.monotonic() + most
        while time.monotonic() < until:
            before = len(self.events)
            self.listen(seconds)
            if len(self.events) == before:
                return True
        return False

    def close(self) -> None:
        """End the keyboard."""
        self.process.terminate()
        self.process.wait()
