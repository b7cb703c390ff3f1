"""Serial lines as sensors: a microcontroller that prints numbers, one line a reading.

A line has numbers, as `512` or `512,300 7`, or names with numbers, as `light:512 distance=80`,
which is what the Arduino IDE's plotter takes. The first line after the opening is left out, as it
may lack its beginning.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from perf_engine.core.installation.gesture import ANY_CHANNEL, SERIAL, Source

from .devices import Devices

logger = logging.getLogger(__name__)

LONGEST: Final = 1024  # characters of a line; a longer one is dropped
MOST_BYTES: Final = 65_536  # of one device in one turn
MOST_NUMBERS: Final = 64  # of a line that count
NO_PACKAGE: Final = 'serial lines need a package: pip install "perf_engine[installation]"'
_END: Final = re.compile(rb"[\r\n]+")
_READING: Final = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9_-]{0,39}) *[:= \t] *)?"
    r"(?<![\w.+-])([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?!\.?\d)"
)


class SerialLines(Devices[Any]):
    """Keeps the devices open, and passes on each number with its source."""

    def __init__(
        self,
        names: Sequence[str],
        baud: int,
        hear: Callable[[Source, float, float], object],
    ) -> None:
        """`names`: paths, or parts of what the system calls the devices; `baud`: bits a second."""
        super().__init__()
        self._names, self._baud, self._hear = names, baud, hear
        self._rests: dict[str, bytes | None] = {}  # the unfinished lines; None: the first one
        self.too_long = 0  # lines

    def _scan(self) -> None:
        for name in self._names:
            if name not in self._open:
                self._try_to_open(name)

    def _try_to_open(self, name: str) -> None:
        """Open a device, or say why not."""
        try:
            from serial import Serial, SerialException
        except ImportError:
            self._problems[name] = NO_PACKAGE
            return
        try:
            self._open[name] = Serial(_path(name), self._baud, timeout=0, exclusive=True)
        except (SerialException, OSError, ValueError) as error:
            number = getattr(error, "errno", None)  # pyserial's own words repeat the path twice
            reason = os.strerror(number) if number else str(error)
            self._problems[name] = f"the serial line {name} cannot be opened ({reason})"
            return
        self._rests[name] = None
        self._problems.pop(name, None)
        logger.info("Serial line: %s is open at %d baud.", self._open[name].port, self._baud)

    def _read(self, name: str, now: float) -> int:
        try:
            data = self._open[name].read(MOST_BYTES)
        except (OSError, TypeError):  # it was unplugged (pyserial's errors are OSErrors)
            self._shut(name)
            self._problems[name] = f"the serial line {name} is gone"
            return 0
        lines = self._whole_lines(name, data)
        for line in lines:
            for source, value in readings(line.decode("ascii", "replace")):
                self._hear(source, value, now)
        return len(lines)

    def _whole_lines(self, name: str, data: bytes) -> list[bytes]:
        """Return the lines that have ended, without the first of all and those too long."""
        before = self._rests[name]
        *lines, rest = _END.split((before or b"") + data)
        if before is None:
            if not lines:
                return []
            del lines[0]
        self.too_long += sum(len(line) > LONGEST for line in (*lines, rest))
        self._rests[name] = rest if len(rest) <= LONGEST else None  # its end is no reading either
        return [line for line in lines if len(line) <= LONGEST]

    def _close_one(self, device: Any) -> None:
        device.close()


def _path(name: str) -> str:
    """Return the path of a device: `name` itself, or that of the first whose name contains it.

    Raises ValueError if no device has it.
    """
    if name.startswith(("/", "COM")):
        return name
    from serial.tools.list_ports import comports

    known = [(port.device, f"{port.device} {port.description} {port.hwid}") for port in comports()]
    for path, called in known:
        if name.lower() in called.lower():
            return str(path)
    raise ValueError(f"there is {', '.join(path for path, _ in known) or 'none'}")


def readings(line: str) -> Iterator[tuple[Source, float]]:
    """Yield the numbers of a line, each with its place from 0 on; one with a name, by it too."""
    for place, found in enumerate(_READING.finditer(line)):
        if place == MOST_NUMBERS:
            return
        value = float(found[2])
        yield (SERIAL, "", place, ANY_CHANNEL), value
        if found[1]:
            yield (SERIAL, found[1].lower(), 0, ANY_CHANNEL), value
