"""The supervisor of the built-in sound, a process that is an ordinary client of the engine."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from perf_engine.engine.realtime import promote

from .helper import Helper
from .supervisor import Supervisor

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.clients.sound.process"
DEVICE_LOST: Final = 75  # its exit status if the device is lost
AGAIN: Final = 76  # its exit status if it is to begin again with other settings


class SoundProcess(Supervisor):
    """Starts the sound's process, reads what it says of its device, and restarts it at its end."""

    def __init__(
        self,
        engine_port: int,
        wishes: Sequence[str],
        settings: Callable[[], Sequence[str]],
        report: Callable[[Mapping[str, Any]], None],
        say: Callable[[str], None],
        now: float,
        module: str = MODULE,
    ) -> None:
        """`settings` returns the arguments that may change; `report` takes its words."""
        self._module = module
        self._arguments = ("--engine-port", str(engine_port), *wishes)
        self._settings = settings
        self._report = report
        self._say = say
        self._told: tuple[str, str] | None = None  # the device and the complaint said last
        self._opened = False  # the running process has opened a device
        super().__init__(now)

    def _start(self) -> Helper:
        self._opened = False
        helper = Helper.of(self._module, *self._arguments, *self._settings())
        if not promote(helper.process.pid):  # its blocks are due every few milliseconds
            logger.debug("The sound has no real-time priority.")
        return helper

    def _hear(self, line: str) -> None:
        try:
            said = json.loads(line)
            device, why = str(said["device"]), str(said.get("why", ""))
        except (ValueError, TypeError, KeyError):
            logger.info("Sound: %s", line[:200])
            return
        self._opened = self._opened or bool(device)
        if (device, why) != self._told:
            first, self._told = self._told is None, (device, why)
            (self._say if first else logger.info)(described(said) if device else none(why))
        self._report(said)

    def _failed(self, error: OSError) -> None:
        self._lost(f"its process cannot be started ({error})")

    @property
    def _came_up(self) -> bool:
        return self._opened

    def _ended(self, status: int, pause: float) -> bool:
        if status == AGAIN:
            return True
        lost = "the device is gone" if status == DEVICE_LOST else f"it ended (status {status})"
        self._lost(f"{lost}; it is taken again as soon as it is there")
        return True

    def _lost(self, why: str) -> None:
        self._told = "", why
        logger.warning("Sound: %s.", why)
        self._report({"device": "", "why": why})


def described(said: Mapping[str, Any]) -> str:
    """Return a sentence about an open device."""
    return (
        f"Sound: built in, on {said['device']}: {said['rate']} Hz, a note is heard within "
        f"{said['latency_ms']:.0f} ms; SoundFont: {said['soundfont']}."
    )


def none(why: str) -> str:
    """Return a sentence about a device or a synthesizer that is missing."""
    return f"Sound: the built-in sound waits. {why}."
