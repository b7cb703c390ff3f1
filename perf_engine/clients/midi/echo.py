"""Our own output that comes back in unchanged, by a cable or a synth, and must not be heard."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from perf_engine.protocol.midi import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    BEND_CENTRE,
    CONTROL_CHANGE,
    NOTE_OFF,
    NOTE_ON,
    PITCH_BEND,
    RESET_CONTROLLERS,
    SUSTAIN,
)

WITHIN: Final = 0.5  # seconds from sending to coming back
PROBES: Final = 8  # messages of a clearing that must come back before a cable is assumed
CONVICTED: Final = 3  # strikes in a row that must come back, for a cable that was connected later
ACQUITTED: Final = 16  # strikes in a row that did not come back: the cable is gone

Key = tuple[int, ...]


class Echo:
    """Matches each message that comes in with one that was sent, each at most once.

    A player may strike the key that the machine just struck, as loud as it. So nothing is held
    for an echo before there is evidence of a cable: the messages that clear an output come back,
    which nobody plays, or several strikes in a row do. A release is never held, or a player's key
    would hang, unless its strike was held.
    """

    def __init__(self) -> None:
        self._sent: deque[tuple[float, Key, bool]] = deque()  # time, message, whether it is a probe
        self._probed = 0  # probes that came back
        self._missed = 0  # strikes in a row that did not come back
        self._came = 0  # strikes in a row that came back
        self._looped = False
        self._ours: set[Key] = set()  # releases of strikes that were held

    def sent(self, message: Sequence[int], now: float, probe: bool = False) -> None:
        """Note a message that goes out, as a `probe` where it clears an output just opened."""
        self._forget(now)
        key = _key(message)
        if key[0] & 0xF0 != NOTE_OFF:
            self._sent.append((now, key, probe))

    def returned(self, message: Sequence[int], now: float) -> bool:
        """Return whether a message that comes in is one of ours, and must not be heard."""
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
    """Return whether a control change has its lowest value, such as a pedal that goes up."""
    status, *data = key
    return status & 0xF0 == CONTROL_CHANGE and data[1:] == [0] and data[0] < ALL_SOUND_OFF


def _key(message: Sequence[int]) -> Key:
    """A message, but with the one spelling of a release, which a cable may change."""
    status, *data = message
    kind = status & 0xF0
    if kind == NOTE_OFF or (kind == NOTE_ON and data[1:] == [0]):
        return (NOTE_OFF | status & 0x0F, *data[:1])
    return (status, *data)


LONGEST_WAY: Final = 60.0  # seconds from sending to coming back
TOKEN: Final = 4  # messages in a row, in our order, that prove a silencing to be ours
APART: Final = 0.5  # seconds without a control change, after which another silencing begins
ALIKE: Final = 0.1  # seconds by which the travel times of two panics over one cable may differ
MOST: Final = 32  # silencings that are remembered
MOST_MESSAGES: Final = 512  # messages of one silencing that are remembered

SILENCING: Final = (SUSTAIN, ALL_NOTES_OFF, ALL_SOUND_OFF, RESET_CONTROLLERS)

Message = tuple[int, ...]


class Bursts:
    """The control changes and bends that were sent together, and the number that came back.

    A panic of ours goes over the channels in an order that nobody else follows (`sounding.ORDER`):
    after four messages in that order, all that follow in it are ours. Where a way back changes or
    drops some, the time tells: a panic that comes as long after ours as one did before is ours.
    """

    def __init__(self) -> None:
        self._sent: deque[tuple[float, list[Message]]] = deque(maxlen=MOST)  # by time
        self._latest = -math.inf  # when the last message of the last one was sent
        self._places: dict[str, tuple[int, int, int]] = {}  # by port: silencing, next, count
        self._way = math.inf  # seconds from a panic of ours to the last panic that came in

    def sent(self, message: Sequence[int], now: float) -> None:
        """Note a message that goes out."""
        if not _silences(message):
            return
        if not self._sent or now > self._latest + APART or len(self._sent[-1][1]) >= MOST_MESSAGES:
            self._sent.append((now, []))
            self._places.clear()  # they count from the oldest
        self._sent[-1][1].append(tuple(message))
        self._latest = now

    def returned(self, port: str, message: Sequence[int], now: float) -> bool:
        """Return whether a message continues, in our order, the messages that came in at a port."""
        if message[0] & 0xF0 not in (CONTROL_CHANGE, PITCH_BEND):
            return False
        came = tuple(message)
        which, place, count = self._places.get(port, (-1, 0, 0))
        if 0 <= which < len(self._sent):
            burst = self._sent[which][1]
            if place < len(burst) and burst[place] == came:
                self._places[port] = which, place + 1, count + 1
                return count + 1 >= TOKEN
        for number, (at, burst) in enumerate(self._sent):
            if at >= now - LONGEST_WAY and came in burst:
                self._places[port] = number, burst.index(came) + 1, 1
                return False
        self._places.pop(port, None)
        return False

    def repeated(self, now: float) -> bool:
        """Return whether a panic that comes in now is as long after ours as the one before was."""
        way = now - self._sent[-1][0] if self._sent else math.inf
        repeated = way < LONGEST_WAY and abs(way - self._way) < ALIKE
        self._way = way
        return repeated


def _silences(message: Sequence[int]) -> bool:
    """Return whether a message silences: pedal up, all off, the bend's centre, or reset."""
    kind = message[0] & 0xF0
    if kind == CONTROL_CHANGE:
        return message[2] == 0 and message[1] in SILENCING
    return kind == PITCH_BEND and tuple(message[1:]) == BEND_CENTRE
