"""The OSC API: its addresses, found by name; checks, dispatch and documentation derive from it.

Controls, modes and phases of a turn are declared elsewhere, and passed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from .address import PARAM, Address
from .buttons import PANIC, means_panic
from .errors import Code, Refusal, nearest, unknown
from .notes import VOICES
from .report_addresses import to_clients
from .request_addresses import Control, from_clients

API: Final = 1  # counts changes that break clients
LONGEST_COMPARED: Final = 80  # characters of an address that is compared with the known ones
_VOICE: Final = "/perf/voice/"


class Schema:
    """The addresses that one engine receives and sends, with their arguments."""

    def __init__(
        self,
        controls: Sequence[Control],
        modes: Sequence[str],
        phases: Sequence[str],
        tempo: tuple[float, float],
        farthest: float,
    ) -> None:
        """`phases` of a turn; least and greatest `tempo`; the `farthest` beat from the first."""
        self.controls = tuple(control.name for control in controls)
        self.from_clients = from_clients(controls, modes, tempo, farthest)
        self.to_clients = to_clients(phases)
        self.said = frozenset(entry.address for entry in self.to_clients)
        self.urgent = {entry.address: entry for entry in self.from_clients if entry.urgent}
        self._exact = {
            entry.address: entry for entry in self.from_clients if "/N/" not in entry.address
        }
        self._of_a_voice = {
            entry.address.rpartition("/")[2]: entry
            for entry in self.from_clients
            if entry.address.startswith(_VOICE)
        }
        # A wrong address tends to come repeatedly, and one comparison takes a millisecond.
        self._unknown = lru_cache(maxsize=256)(self._compared)

    def find(self, address: str) -> tuple[Address, int | None]:
        """Return the address's entry and the voice it names, if any. Raises Refusal."""
        found = self._exact.get(address)
        if found is not None:
            return found, None
        if address.startswith(_VOICE):
            number, _, name = address[len(_VOICE) :].partition("/")
            entry = self._of_a_voice.get(name)
            if entry is not None and len(number) <= 2 and number.isascii() and number.isdecimal():
                if int(number) >= VOICES:
                    raise Refusal(Code.OUT_OF_RANGE, f"voice must be 0..{VOICES - 1}, not {number}")
                return entry, int(number)
        elif address.startswith(PARAM) and len(address) < LONGEST_COMPARED:
            name = address[len(PARAM) :]
            raise Refusal(Code.UNKNOWN_ADDRESS, unknown("control", name, self.controls))
        elif len(address) < LONGEST_COMPARED:
            urgent = self.urgent.get(PANIC if means_panic(address) else address.lower().rstrip("/"))
            if urgent is not None:
                return urgent, None
        raise Refusal(Code.UNKNOWN_ADDRESS, self._unknown(address[:LONGEST_COMPARED]))

    def _compared(self, address: str) -> str:
        if address in self.said:
            heard = address.replace("/perf/", "/perf/in/", 1)
            hint = f"; the engine takes {heard}" if heard in self._exact else ""
            return f"{address} is sent by the engine to clients{hint}"
        near = nearest(address, self._exact) if len(address) < LONGEST_COMPARED else None
        if near is None:
            return "there is no such address; perf-engine osc lists all"
        return f"there is no address {address}; the nearest is {near}; perf-engine osc lists all"
