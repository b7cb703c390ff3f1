"""OSC messages of sensors that move nothing: no map uses their address, or they have no number."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from perf_engine.protocol.errors import hint

logger = logging.getLogger(__name__)

MOST_NAMED: Final = 8  # addresses that are named, the last ones
MOST_LOGGED: Final = 32  # addresses that get a line in the log, so that nobody can fill it
LONGEST: Final = 60  # characters of an address or a value


class Unused:
    """Counts the messages that no map uses, and remembers the last of their addresses."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        """`known`: returns the sources of the maps."""
        self._known = known
        self._last: dict[str, None] = {}  # in the order in which they came
        self._logged: set[str] = set()
        self.messages = 0

    @property
    def addresses(self) -> list[str]:
        """Return the last addresses that no map uses, the newest at the end."""
        known = {source.partition(" ")[0] for source in self._known()}
        return [address for address in self._last if address not in known]

    def note(self, address: str) -> None:
        """Note a message that no map uses."""
        self.messages += 1
        address = address[:LONGEST]
        self._last.pop(address, None)
        self._last[address] = None
        if len(self._last) > MOST_NAMED:
            del self._last[next(iter(self._last))]
        if self._may_log(address):
            logger.info("Sensors: no map uses %s%s", address, hint(address, self._known()))

    def note_value(self, address: str, value: Any) -> None:
        """Note a value that is no number, and that a map would use."""
        address = address[:LONGEST]
        if self._may_log(address):
            said = "no value" if value is None else f"{str(value)[:LONGEST]!r}"
            logger.info("Sensors: %s has %s, and a map needs a number.", address, said)

    def _may_log(self, address: str) -> bool:
        """Return whether an address may have a line in the log: once, and not too many."""
        if address in self._logged or len(self._logged) >= MOST_LOGGED:
            return False
        self._logged.add(address)
        return True
