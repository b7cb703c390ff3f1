"""Our own output coming back in, by a cable or a synth that hands it on: known, and not heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from perf_engine.clients.sounding import CONTROL_CHANGE, NOTE_OFF, NOTE_ON
from perf_engine.core.messages import ALL_SOUND_OFF

WITHIN: Final = 0.5  # seconds from sending to coming back
PROBES: Final = 8  # of what clears an output, come back: a cable leads back to us
CONVICTED: Final = 3  # strikes in a row that came back: the same, for a cable put in later
ACQUITTED: Final = 16  # strikes in a row that did not come back: no cable leads back any more

Key = tuple[int, ...]


class Echo:
    """Takes each message that was sent as the reason for one that comes in, once.

    A player may strike the key that the machine just struck, as loud as it. So nothing is held
    for an echo before there is evidence of a cable: what clears an output that was just opened
    comes back, which nobody plays, or several strikes in a row do. What lets go is never held, or
    a player's key would hang, except the release of a strike that was.
    """

    def __init__(self) -> None:
        self._sent: deque[tuple[float, Key, bool]] = deque()  # when, what, whether it is a probe
        self._probed = 0  # probes that came back
        self._missed = 0  # strikes in a row that did not come back
        self._came = 0  # strikes in a row that came back
        self._looped = False
        self._ours: set[Key] = set()  # releases of strikes that were held

    def sent(self, message: Sequence[int], now: float, probe: bool = False) -> None:
        """A message goes out; as a `probe`, where it clears an output just opened."""
        self._forget(now)
        key = _key(message)
        if key[0] & 0xF0 != NOTE_OFF:
            self._sent.append((now, key, probe))

    def returned(self, message: Sequence[int], now: float) -> bool:
        """Whether a message that comes in is one of ours, and not to be heard."""
        self._forget(now)
        key = _key(message)
        if key[0] & 0xF0 == NOTE_OFF:
            ours = key in self._ours
            self._ours.discard(key)
            return ours
        entry = next((entry for entry in self._sent if entry[1] == key), None)
        if entry is None:
            return False
        self._sent.remove(entry)
        if entry[2]:
            self._probed += 1
            self._looped = self._looped or self._probed >= PROBES
            return not _lets_go(key)
        if _strikes(key):
            self._missed, self._came = 0, self._came + 1
            self._looped = self._looped or self._came >= CONVICTED
            if self._looped:
                self._ours.add((NOTE_OFF | key[0] & 0x0F, key[1]))
        return self._looped and not _lets_go(key)

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0][0] < now - WITHIN:
            if _strikes(self._sent.popleft()[1]):
                self._came, self._missed = 0, self._missed + 1
                if self._missed >= ACQUITTED:
                    self._looped, self._probed = False, 0


def _strikes(key: Key) -> bool:
    return key[0] & 0xF0 == NOTE_ON


def _lets_go(key: Key) -> bool:
    """Whether a control change is at its end: a pedal that goes up."""
    status, *data = key
    return status & 0xF0 == CONTROL_CHANGE and data[1:] == [0] and data[0] < ALL_SOUND_OFF


def _key(message: Sequence[int]) -> Key:
    """A message without what a cable may change: how a release is written."""
    status, *data = message
    kind = status & 0xF0
    if kind == NOTE_OFF or (kind == NOTE_ON and data[1:] == [0]):
        return (NOTE_OFF | status & 0x0F, *data[:1])
    return (status, *data)
