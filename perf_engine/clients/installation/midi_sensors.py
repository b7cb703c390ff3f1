"""MIDI as sensors: control changes, pitch bend and pressure of some devices.

A source without a channel takes every channel. So the bend, the pressure and control change 74 of
a keyboard with a channel for each note (MPE) work too: the last value counts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from perf_engine.clients.midi.ports.names import DEVICE_ERRORS, Client, new_client, start_drivers
from perf_engine.clients.midi.ports.open_ports import OpenPorts
from perf_engine.core.installation.gesture import ANY_CHANNEL, MIDI, Source
from perf_engine.protocol.midi import CONTROL_CHANGE, PITCH_BEND, SYSTEM

logger = logging.getLogger(__name__)

SCAN_EVERY: Final = 5.0  # seconds between two looks for devices
MOST_MESSAGES: Final = 400  # of one device in one turn
KEY_PRESSURE: Final = 0xA0
CHANNEL_PRESSURE: Final = 0xD0
HIGHEST_BEND: Final = 16_383


class MidiSensors:
    """Keeps the devices open, and passes on each value 0..1 with its source."""

    def __init__(
        self, names: Sequence[str], hear: Callable[[Source, float, float], object]
    ) -> None:
        self._hear = hear
        self._clients: dict[str, Any] = {}
        self._next_scan = 0.0
        new = new_client("in")
        drivers, failures = start_drivers(new) if names else ([], [])
        for failure in failures:
            logger.debug("MIDI of sensors: %s", failure)
        self._ports = OpenPorts("in", names, drivers, new, self._open, self._close)

    @property
    def problems(self) -> Sequence[str]:
        """Return the reasons why devices are not open."""
        return tuple(self._ports.problems)

    @property
    def open(self) -> bool:
        """Return whether a device is open, which must be asked for its messages."""
        return bool(self._clients)

    def turn(self, now: float) -> int:
        """Look for devices from time to time, and take what has come; return how much."""
        if now >= self._next_scan:
            self._next_scan = now + SCAN_EVERY
            try:
                self._ports.scan(now)
            except DEVICE_ERRORS as error:
                logger.debug("MIDI of sensors: %s", error)
        return sum(self._read(client, now) for client in list(self._clients.values()))

    def close(self) -> None:
        """Close all devices."""
        self._ports.end()

    def _open(self, name: str, client: Client) -> None:
        self._clients[name] = client

    def _close(self, name: str, client: Client) -> None:
        self._clients.pop(name, None)

    def _read(self, client: Any, now: float) -> int:
        for number in range(MOST_MESSAGES):
            found = client.get_message()
            if found is None:
                return number
            for source, value in values_of(found[0]):
                self._hear(source, value, now)
        return MOST_MESSAGES


def values_of(message: Sequence[int]) -> Iterator[tuple[Source, float]]:
    """Yield the sources of a message, of its channel and of any, with its value 0..1."""
    if len(message) < 2 or not 0x80 <= message[0] < SYSTEM:
        return
    kind, channel = message[0] & 0xF0, (message[0] & 0x0F) + 1
    last = message[-1]
    if kind == CONTROL_CHANGE and len(message) == 3:
        name, number, value = "cc", message[1], last / 127.0
    elif kind == PITCH_BEND and len(message) == 3:
        name, number, value = "bend", 0, (message[1] + 128 * last) / HIGHEST_BEND
    elif kind in (KEY_PRESSURE, CHANNEL_PRESSURE):
        name, number, value = "pressure", 0, last / 127.0
    else:
        return
    for heard in (channel, ANY_CHANNEL):
        yield (MIDI, name, number, heard), value
