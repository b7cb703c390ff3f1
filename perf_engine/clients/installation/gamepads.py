"""Gamepads as sensors, through the joystick devices of Linux (a Wiimote has one too).

An event of a device is 8 bytes: the time in ms, a value, a kind and a number. Axes have the values
-32767..32767, buttons 0 and 1 (Linux, Documentation/input/joydev/joystick-api.rst).
"""

from __future__ import annotations

import logging
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

from perf_engine.core.installation.gesture import ANY_CHANNEL, AXIS, BUTTON, GAMEPAD, Source

from .devices import Devices

logger = logging.getLogger(__name__)

DEVICES: Final = Path("/dev/input")
EVENT: Final = struct.Struct("=IhBB")
MOST_EVENTS: Final = 400  # of one device in one turn; the rest waits for the next
FARTHEST: Final = 32767.0  # of an axis
KINDS: Final = {1: BUTTON, 2: AXIS}  # a device tells its state when it is opened: kinds above 0x80


class Gamepads(Devices[int]):
    """Keeps all gamepads open while they are wanted, and passes on each value with its source."""

    def __init__(
        self,
        hear: Callable[[Source, float, float], object],
        wanted: Callable[[], bool],
        folder: Path = DEVICES,
    ) -> None:
        super().__init__()
        self._hear, self._wanted, self._folder = hear, wanted, folder

    def _scan(self) -> None:
        """Open the devices that are new; close all if none is wanted."""
        if not self._wanted():
            self.close()
            self._problems = {}
            return
        there = sorted(str(path) for path in self._folder.glob("js[0-9]*"))
        self._problems = {} if there else {"": f"no gamepad is at {self._folder}/js0"}
        for name in there:
            if name in self._open:
                continue
            try:
                self._open[name] = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
                logger.info("Gamepad: %s is open.", name)
            except OSError as error:
                self._problems[name] = f"the gamepad {name} cannot be opened ({error.strerror})"

    def _read(self, name: str, now: float) -> int:
        try:
            data = os.read(self._open[name], MOST_EVENTS * EVENT.size)
        except BlockingIOError:
            return 0
        except OSError:  # it was unplugged
            data = b""
        if not data:
            self._shut(name)
            return 0
        events = data[: len(data) - len(data) % EVENT.size]
        for _, value, kind, number in EVENT.iter_unpack(events):
            if kind in KINDS:
                self._hear(*_heard(KINDS[kind], number, value), now)
        return len(events) // EVENT.size

    def _close_one(self, device: int) -> None:
        os.close(device)


def _heard(kind: str, number: int, value: int) -> tuple[Source, float]:
    """Return the source of an event, and its value: an axis has -1..1, a button 0 or 1."""
    source = (GAMEPAD, kind, number, ANY_CHANNEL)
    return source, max(-1.0, value / FARTHEST) if kind == AXIS else float(value)
