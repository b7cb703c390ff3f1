"""Devices of sensors that are kept open: looked for from time to time, and read in each turn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Final, Generic, TypeVar

T = TypeVar("T")

SCAN_EVERY: Final = 5.0  # seconds between two looks for devices


class Devices(ABC, Generic[T]):
    """Devices of one kind, each open as a T."""

    def __init__(self) -> None:
        self._open: dict[str, T] = {}  # by name
        self._problems: dict[str, str] = {}  # why one is not open, by name
        self._next_scan = 0.0

    @property
    def problems(self) -> tuple[str, ...]:
        """Return the reasons why devices are not open."""
        return tuple(self._problems.values())

    @property
    def open(self) -> bool:
        """Return whether a device is open, which must be asked for what has come."""
        return bool(self._open)

    def turn(self, now: float) -> int:
        """Look for devices from time to time, and take what has come; return how much."""
        if now >= self._next_scan:
            self._next_scan = now + SCAN_EVERY
            self._scan()
        return sum(self._read(name, now) for name in list(self._open))

    def close(self) -> None:
        """Close all devices."""
        for name in list(self._open):
            self._shut(name)

    def _shut(self, name: str) -> None:
        with suppress(OSError):
            self._close_one(self._open.pop(name))

    @abstractmethod
    def _scan(self) -> None:
        """Open the devices that are wanted and there; note why others are not open."""

    @abstractmethod
    def _read(self, name: str, now: float) -> int:
        """Pass on what a device says, and shut it if it is gone; return how much has come."""

    @abstractmethod
    def _close_one(self, device: T) -> None:
        """Close a device. Raises OSError."""
