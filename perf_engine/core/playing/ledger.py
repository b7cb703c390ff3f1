"""The ledger of sounding pitches and scheduled messages, so that no note is left hanging."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from perf_engine.core.messages import Said, Withdraw
from perf_engine.protocol.midi import PEDAL, SUSTAIN
from perf_engine.protocol.notes import ControlChange, Flush, Played, Release, Strike

from .claims import Claims
from .held_keys import Holds

AFTER = 0.001  # seconds from a scheduled strike to its safety release
ON_ITS_WAY = 0.5  # seconds after its due time in which a client may not have played a message yet
REMEMBERED = 1.0  # seconds after its due time for which a message is kept; more than ON_ITS_WAY
# Seconds that a key taken over must stay up before the machine's release is sent: if the player
# strikes it again meanwhile, the late release would end the player's note. Of keys
# struck again, many were up for less than 12 ms, and few for 12 to 60 ms.
AGAIN = 0.03


@dataclass(slots=True)
class _Sounding:
    key: int
    struck: float


class Ledger:
    """The sounding pitches of one voice.

    A `key` is the voice's own code of a note, a pitch the one that was sent. They differ if the
    machine is transposed; a note ends at the pitch at which it began. Times are seconds.

    A pitch that a player holds on the same instrument is the player's: the machine owes its release
    until the player has released it for a moment. 128 is the pedal.
    """

    def __init__(self, voice: int, claims: Claims | None = None) -> None:
        self.voice = voice
        self.shared = claims or Claims(Holds())
        self._owed: dict[int, float] = {}  # pitch -> time of its strike
        self.ends: dict[int, float] = {}  # pitch -> due time of an owed release, if the key is up
        self._sounding: dict[int, _Sounding] = {}  # by pitch
        self._pitches: dict[int, int] = {}  # key -> pitch
        self._pedal = False
        self._sent: list[Played] = []  # messages that may still be on their way

    def sounding(self) -> list[int]:
        """Return the pitches struck and not released."""
        return list(self._sounding)

    def rename(self, keys: Mapping[int, int | None]) -> None:
        """Give sounding notes new keys; a note without a new key keeps its own."""
        for sounding in self._sounding.values():
            new = keys.get(sounding.key)
            sounding.key = sounding.key if new is None else new
        self._pitches = {s.key: pitch for pitch, s in self._sounding.items()}

    def strike(self, key: int, pitch: int, velocity: int, due: float) -> list[Said]:
        """Return the messages of a strike, after a release if that pitch still sounds."""
        said = self._pay(pitch, due) if self._owed else []
        if key in self._pitches:
            said += self.release(key, due)
        before = self._sounding.get(pitch)
        if before is not None:
            said += self.release(before.key, due)
        self._sounding[pitch] = _Sounding(key, due)
        self._pitches[key] = pitch
        return said + self._send(Strike(self.voice, pitch, velocity, due))

    def release(self, key: int, due: float) -> list[Said]:
        """Return the release of a key's note, never before its strike; nothing if it is silent."""
        pitch = self._pitches.pop(key, None)
        if pitch is None:
            return []
        struck = self._sounding.pop(pitch).struck
        if self.shared.player(pitch):
            self._owed[pitch] = struck
            return []
        return self._send(Release(self.voice, pitch, max(due, struck)))

    def sustain(self, value: int, due: float) -> list[Said]:
        """Return the messages of a pedal move to 0..127."""
        was_down, self._pedal = self._pedal, value > 0
        if not value and was_down and self.shared.player(PEDAL):
            self._owed[PEDAL] = due
            return []
        return self._pay(PEDAL, due) + self._send(ControlChange(self.voice, SUSTAIN, value, due))

    def silence(self, now: float, sparing: bool = False) -> list[Said]:
        """Return a flush, then the ends of all pitches that sound or may sound by sent messages.

        If `sparing`, pitches that players hold are theirs, and end with them.
        """
        said = self.releases(now)
        owed: dict[int, float] = {}
        if sparing:
            ends = {pitch_of(m): m.due for m in said if isinstance(m, Played)}
            owed = {pitch: due for pitch, due in ends.items() if self.shared.player(pitch)}
            said = [m for m in said if not isinstance(m, Played) or pitch_of(m) not in owed]
        self._sounding.clear()
        self._pitches.clear()
        self._pedal = False
        self._owed = owed
        self.ends = {pitch: end for pitch, end in self.ends.items() if pitch in owed}
        self._sent = [m for m in said if isinstance(m, Played)]
        return said

    # shared instruments

    def claimed(self) -> list[int]:
        """Return the pitches that this voice must release; 128 is the pedal."""
        return [*self._sounding, *self._owed, *((PEDAL,) if self._pedal else ())]

    def claims(self, pitch: int, onset: float) -> bool:
        """Return whether this voice has a pitch at an onset, or sends a message for it later."""
        if pitch in self._sounding or pitch in self._owed or (pitch == PEDAL and self._pedal):
            return True
        return any(m.due > onset and pitch_of(m) == pitch for m in self._sent)

    def keys_at(self, pitch: int) -> list[int]:
        """Return a list with the key that sounds at a pitch, or an empty list."""
        found = self._sounding.get(pitch)
        return [] if found is None else [found.key]

    def give_way(self, pitch: int, now: float) -> list[Said]:
        """Withdraw the scheduled messages of a pitch (128: the pedal) that a player struck.

        Call it before the machine releases the key that sounds there.
        """
        self.ends.pop(pitch, None)
        for message in self._sent:
            if message.due > now and pitch_of(message) == pitch:
                break
        else:
            return []
        sounds = pitch in self.claimed()
        if not sounds:
            self._owed[pitch] = message.due
        return [Withdraw(self.voice, pitch, sounds, now)]

    def let_up(self, pitch: int, now: float) -> None:
        """Note that no player holds a pitch (128: the pedal) any more."""
        if pitch in self._owed:
            self.ends[pitch] = now + AGAIN

    def let_up_all(self, now: float) -> None:
        """Note that players' held keys are unknown, so that all owed releases become due."""
        for pitch in self._owed:
            self.ends.setdefault(pitch, now)

    @property
    def next_end(self) -> float:
        """Return the time of the next owed release; inf if there is none."""
        return min(self.ends.values(), default=math.inf)

    def end(self, now: float) -> list[Said]:
        """Return the owed releases that are due."""
        due = [pitch for pitch, end in self.ends.items() if end <= now]
        return [said for pitch in due for said in self._pay(pitch, now)]

    def _pay(self, pitch: int, due: float) -> list[Said]:
        """Return the owed release of a pitch, if there is one."""
        self.ends.pop(pitch, None)
        struck = self._owed.pop(pitch, None)
        if struck is None:
            return []
        if pitch == PEDAL:
            return self._send(ControlChange(self.voice, SUSTAIN, 0, max(due, struck)))
        return self._send(Release(self.voice, pitch, max(due, struck)))

    def releases(self, now: float) -> list[Said]:
        """Return the messages of `silence` without any change here, for one client among several.

        A flush drops all messages that a client has scheduled, releases included; so releases that
        may not have been played yet are sent again, due now. A client that cannot flush still plays
        its scheduled messages; so an end follows each strike and pedal move that is due later.
        """
        ended = [m for m in self._sent if m.due > now - ON_ITS_WAY and not isinstance(m, Strike)]
        owed = [pitch for pitch in self._owed if pitch != PEDAL]
        pitches = [*self._sounding, *owed, *(m.pitch for m in ended if isinstance(m, Release))]
        said: list[Said] = [Flush(self.voice)]
        said += [Release(self.voice, pitch, now) for pitch in dict.fromkeys(pitches)]
        down = self._pedal or PEDAL in self._owed
        if down or any(isinstance(m, ControlChange) for m in ended):
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


def pitch_of(message: Played) -> int:
    """Return the pitch of a message; 128 is the pedal."""
    return PEDAL if isinstance(message, ControlChange) else message.pitch
