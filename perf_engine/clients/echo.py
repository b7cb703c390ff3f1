"""Our own output coming back in, by a cable or a synth that hands it on: known, and not heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from perf_engine.clients.sounding import CONTROL_CHANGE, NOTE_OFF, NOTE_ON
from perf_engine.core.messages import ALL_SOUND_OFF

WITHIN: Final = 0.5  # seconds from sending to coming back
ACQUITTED: Final = 16  # strikes in a row that did not come back: no cable leads back
CONVICTED: Final = 3  # strikes in a row that came back after all

Key = tuple[int, ...]


class Echo:
    """Takes each message that was sent as the reason for one that comes in, once.

    Suspicious at first: whatever equals a message sent just before is held for it. When enough
    strikes have not come back, nothing is held any more, since a player may strike the same key,
    until several in a row come back. What lets go is never held, or a player's key would hang,
    except the release of a strike that was.
    """

    def __init__(self) -> None:
        self._sent: deque[tuple[float, Key]] = deque()
        self._missed = 0  # strikes in a row that did not come back
        self._came = 0  # strikes in a row that came back
        self._looped = True
        self._ours: set[Key] = set()  # keys whose strike came back, and was held

    def suspect(self) -> None:
        """Cables were changed: begin anew."""
        self._missed = self._came = 0
        self._looped = True

    def sent(self, message: Sequence[int], now: float) -> None:
        """A message goes out."""
        self._forget(now)
        key = _key(message)
        if key[0] & 0xF0 != NOTE_OFF:
            self._sent.append((now, key))

    def returned(self, message: Sequence[int], now: float) -> bool:
        """Whether a message that comes in is one of ours, and not to be heard."""
        self._forget(now)
        key = _key(message)
        if key[0] & 0xF0 == NOTE_OFF:
            ours = key in self._ours
            self._ours.discard(key)
            return ours
        if _lets_go(key):
            return False
        for entry in self._sent:
            if entry[1] == key:
                self._sent.remove(entry)
                break
        else:
            return False
        if _strikes(key):
            self._missed, self._came = 0, self._came + 1
            self._looped = self._looped or self._came >= CONVICTED
            if self._looped:
                self._ours.add((NOTE_OFF | key[0] & 0x0F, key[1]))
        return self._looped

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0][0] < now - WITHIN:
            if _strikes(self._sent.popleft()[1]):
                self._came, self._missed = 0, self._missed + 1
                self._looped = self._looped and self._missed < ACQUITTED


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
