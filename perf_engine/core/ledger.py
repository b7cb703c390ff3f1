"""What is sounding, and what was sent for later: nothing is left hanging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .messages import SUSTAIN, ControlChange, Flush, Played, Release, Said, Strike

AFTER = 0.001  # seconds from what was sent for later to its safety release
ON_ITS_WAY = 0.5  # seconds past its due time for which a client may not have played a message yet
REMEMBERED = 1.0  # seconds past its due time for which a message is kept; more than ON_ITS_WAY


@dataclass(slots=True)
class _Sounding:
    key: int
    struck: float


class Ledger:
    """The sounding pitches of one voice.

    A `key` is what the voice calls a note; a pitch is what was sent. They differ where the
    machine is transposed, and a note ends at the pitch it began at. Times are seconds.
    """

    def __init__(self, voice: int) -> None:
        self.voice = voice
        self._sounding: dict[int, _Sounding] = {}  # by pitch
        self._pitches: dict[int, int] = {}  # key -> pitch
        self._pedal = False
        self._sent: list[Played] = []  # what may still be on its way

    def sounding(self) -> list[int]:
        """The pitches struck and not released."""
        return list(self._sounding)

    def rename(self, keys: Mapping[int, int | None]) -> None:
        """What sounds goes by new keys; one without a new key keeps its own."""
        for sounding in self._sounding.values():
            new = keys.get(sounding.key)
            sounding.key = sounding.key if new is None else new
        self._pitches = {s.key: pitch for pitch, s in self._sounding.items()}

    def strike(self, key: int, pitch: int, velocity: int, due: float) -> list[Said]:
        """A strike, after the release of what still sounds at that pitch."""
        said: list[Said] = []
        if key in self._pitches:
            said += self.release(key, due)
        before = self._sounding.get(pitch)
        if before is not None:
            said += self.release(before.key, due)
        self._sounding[pitch] = _Sounding(key, due)
        self._pitches[key] = pitch
        return said + self._send(Strike(self.voice, pitch, velocity, due))

    def release(self, key: int, due: float) -> list[Said]:
        """The release of a key's note, not before its strike; nothing where it does not sound."""
        pitch = self._pitches.pop(key, None)
        if pitch is None:
            return []
        struck = self._sounding.pop(pitch).struck
        return self._send(Release(self.voice, pitch, max(due, struck)))

    def sustain(self, value: int, due: float) -> list[Said]:
        """The pedal, 0..127."""
        self._pedal = value > 0
        return self._send(ControlChange(self.voice, SUSTAIN, value, due))

    def silence(self, now: float) -> list[Said]:
        """A flush, then the end of all that sounds, or may sound, by what was sent until now."""
        said = self.releases(now)
        self._sounding.clear()
        self._pitches.clear()
        self._pedal = False
        self._sent = [m for m in said if isinstance(m, Played)]
        return said

    def releases(self, now: float) -> list[Said]:
        """What `silence` says, with nothing forgotten: for one client among several.

        A flush drops, where a client can, what that client has scheduled, the releases too: those
        that may not have been played yet are said again, due now. Where a client cannot, what it
        has scheduled sounds all the same: an end follows after each strike and pedal due later.
        """
        ended = [m for m in self._sent if m.due > now - ON_ITS_WAY and not isinstance(m, Strike)]
        pitches = [*self._sounding, *(m.pitch for m in ended if isinstance(m, Release))]
        said: list[Said] = [Flush(self.voice)]
        said += [Release(self.voice, pitch, now) for pitch in dict.fromkeys(pitches)]
        if self._pedal or any(isinstance(m, ControlChange) for m in ended):
            said.append(ControlChange(self.voice, SUSTAIN, 0, now))
        for m in self._sent:
            if m.due > now and isinstance(m, Strike):
                said.append(Release(self.voice, m.pitch, m.due + AFTER))
            elif m.due > now and isinstance(m, ControlChange) and m.value > 0:
                said.append(ControlChange(self.voice, SUSTAIN, 0, m.due + AFTER))
        return said

    def _send(self, message: Played) -> list[Said]:
        self._sent.append(message)
        if len(self._sent) > 64:
            self._sent = [m for m in self._sent if m.due > message.due - REMEMBERED]
        return [message]


def transposed(key: int, semitones: int) -> int:
    """The pitch of a key that is shifted; by octaves back into 0..127."""
    pitch = key + semitones
    while pitch > 127:
        pitch -= 12
    while pitch < 0:
        pitch += 12
    return pitch
