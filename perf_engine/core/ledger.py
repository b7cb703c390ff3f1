"""What is sounding, and what was sent for later: nothing is left hanging, nothing ends twice."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .messages import ControlChange, Flush, Release, Said, Strike

SUSTAIN = 64  # control change number of the sustain pedal
AFTER = 0.001  # seconds from a strike or pedal sent for later to its safety release


@dataclass(slots=True)
class _Sounding:
    key: int
    struck: float


class Ledger:
    """The sounding pitches of one voice.

    A `key` is what the voice calls a note; a pitch is what was sent. They differ where the
    machine is transposed, and a note ends at the pitch it began at.
    """

    def __init__(self, voice: int) -> None:
        self.voice = voice
        self._sounding: dict[int, _Sounding] = {}  # by pitch
        self._pitches: dict[int, int] = {}  # key -> pitch
        self._pedal = False
        self._pedal_down = -math.inf  # when it was last due down
        self._ahead: list[tuple[float, int]] = []  # strikes: (due, pitch)

    def sounding(self) -> list[int]:
        """The pitches struck and not released."""
        return list(self._sounding)

    @property
    def pedal(self) -> bool:
        """Whether the sustain pedal was sent down."""
        return self._pedal

    def strike(self, key: int, pitch: int, velocity: int, due: float) -> list[Said]:
        """A strike, after the release of what still sounds at that pitch."""
        said: list[Said] = []
        if key in self._pitches:
            said += self.release(key, due)
        before = self._sounding.pop(pitch, None)
        if before is not None:
            del self._pitches[before.key]
            said.append(Release(self.voice, pitch, max(due, before.struck)))
        self._sounding[pitch] = _Sounding(key, due)
        self._pitches[key] = pitch
        self._ahead.append((due, pitch))
        if len(self._ahead) > 64:
            self._ahead = [a for a in self._ahead if a[0] > due - 1.0]
        said.append(Strike(self.voice, pitch, velocity, due))
        return said

    def release(self, key: int, due: float) -> list[Said]:
        """The release of a key's note, not before its strike; nothing where it does not sound."""
        pitch = self._pitches.pop(key, None)
        if pitch is None:
            return []
        struck = self._sounding.pop(pitch).struck
        return [Release(self.voice, pitch, max(due, struck))]

    def sustain(self, value: int, due: float) -> list[Said]:
        """The pedal, 0..127."""
        self._pedal = value > 0
        if value > 0:
            self._pedal_down = due
        return [ControlChange(self.voice, SUSTAIN, value, due)]

    def silence(self, now: float) -> list[Said]:
        """Everything released now; a second time after what was already sent for later."""
        said = self.releases(now)
        self._sounding.clear()
        self._pitches.clear()
        self._pedal = False
        self._pedal_down = -math.inf
        self._ahead.clear()
        return said

    def releases(self, now: float) -> list[Said]:
        """What `silence` says, with nothing forgotten: for one client among several."""
        said: list[Said] = [Flush(self.voice)]
        said += [Release(self.voice, pitch, now) for pitch in self._sounding]
        if self._pedal:
            said.append(ControlChange(self.voice, SUSTAIN, 0, now))
        said += [
            Release(self.voice, pitch, due + AFTER) for due, pitch in self._ahead if due > now
        ]
        if self._pedal_down > now:
            said.append(ControlChange(self.voice, SUSTAIN, 0, self._pedal_down + AFTER))
        return said
