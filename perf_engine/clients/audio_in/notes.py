"""Notes from frames: which are struck, how hard, and when they end. It has no clock and no sound.

A note begins when its pitch is read and believed, again where the same pitch gets suddenly louder,
and ends with the next note, with silence, or when no pitch is heard any more.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final, TypeAlias

from .frames import SILENCE, Frame

SURE: Final = 0.5  # the confidence from which on a frame has a pitch
DOUBT: Final = 0.3  # the confidence down to which a sounding note goes on
OTHER: Final = 0.65  # semitones from a sounding pitch from which on it is another: vibrato is less
CLEAR: Final = 0.8  # the confidence from which on one frame of a pitch in tune is enough
IN_TUNE: Final = 0.15  # semitones
STEADY: Final = 0.12  # semitones by which two frames of a note differ at most: an attack glides
BETWEEN: Final = 0.35  # semitones from a key, from which on it is doubtful which key is meant
FRAMES_IN_DOUBT: Final = 4
FRAMES_TO_CHANGE: Final = 2  # of a new pitch
FRAMES_TO_LEAP: Final = 4  # of an octave, a twelfth or two octaves, which are often wrong
LEAPS: Final = (12, 19, 24)
RISE: Final = 6.0  # dB within BEFORE, which are an attack
BEFORE: Final = 0.05  # seconds
AGAIN: Final = 0.08  # seconds from a strike to the next attack, at least
UNHEARD: Final = 0.04  # seconds without its pitch, after which a note ends
FALL: Final = 30.0  # dB below its loudest, at which a note ends
HYSTERESIS: Final = 6.0  # dB below the gate, at which a note ends
HARDEST: Final = 112  # the velocity of the loudest note of late
USUAL_LOUDEST: Final = -18.0  # dB of a loud note, before there was any
FORGET: Final = 0.1  # dB that the loudest note of late loses with each strike
VELOCITY_DB: Final = 40.0  # a tenth of the velocity is so many dB less: 40 log10, as SoundFonts do


@dataclass(frozen=True, slots=True)
class Strike:
    """A note begins."""

    at: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Release:
    """A note ends."""

    at: float
    pitch: int


Event: TypeAlias = Strike | Release


class Touch:
    """Velocities from loudness: the loudest note of late is hard, whatever the microphone."""

    def __init__(self) -> None:
        self._loudest = USUAL_LOUDEST

    def velocity(self, level: float) -> int:
        """Return the velocity of a strike of so many dB."""
        self._loudest = max(self._loudest - FORGET, level)
        softer = math.pow(10.0, (level - self._loudest) / VELOCITY_DB)
        return max(1, min(127, round(HARDEST * softer)))


class Notes:
    """One voice: at most one note sounds, and each strike has its release."""

    def __init__(self, lowest: int, highest: int, gate: float, settles: float) -> None:
        """Take the range in MIDI pitches, dB, and seconds until a pitch is of an attack alone."""
        self._lowest, self._highest, self._gate, self._settles = lowest, highest, gate, settles
        self._touch = Touch()
        self._levels: deque[tuple[float, float]] = deque()  # of the last BEFORE seconds
        self._sounding: int | None = None
        self._struck = -math.inf
        self._loudest = SILENCE  # of the sounding note
        self._heard = -math.inf  # the last time at which its pitch was read
        self._attack: float | None = None  # of a strike that is still to be found
        self._last_attack = -math.inf
        self._candidate: int | None = None
        self._seen = 0  # frames in a row of the candidate
        self._pitch = 0.0  # of the last of them

    @property
    def sounding(self) -> int | None:
        """Return the pitch that sounds, or None."""
        return self._sounding

    def hear(self, frame: Frame) -> list[Event]:
        """Return what begins and ends with a frame; frames come in the order of time."""
        self._notice_attack(frame)
        key = self._key(frame)
        if key is None:
            self._candidate, self._seen = None, 0
            return self._perhaps_end(frame)
        if key == self._sounding:
            self._candidate, self._seen = None, 0
            self._heard = frame.at
            self._loudest = max(self._loudest, frame.level)
            return self._again(frame) if self._is_again(frame) else self._perhaps_end(frame)
        if not frame.fresh:
            return self._perhaps_end(frame)
        steady = key == self._candidate and abs(frame.pitch - self._pitch) <= STEADY
        self._seen = self._seen + 1 if steady else 1
        self._candidate, self._pitch = key, frame.pitch
        if self._seen >= self._enough(key, frame):
            return self._strike(frame, key)
        return self._perhaps_end(frame)

    def end(self, at: float) -> list[Event]:
        """Return the release of what sounds."""
        key, self._sounding = self._sounding, None
        self._candidate, self._seen, self._attack = None, 0, None
        return [] if key is None else [Release(at, key)]

    def _key(self, frame: Frame) -> int | None:
        """Return the key of a frame that can be believed."""
        sounding = self._sounding
        if frame.level < self._gate:
            return None
        if sounding is not None and abs(frame.pitch - sounding) <= OTHER:
            return sounding if frame.confidence >= DOUBT else None
        key = round(frame.pitch)
        if frame.confidence < SURE or not self._lowest <= key <= self._highest:
            return None
        return key

    def _enough(self, key: int, frame: Frame) -> int:
        """Return the number of frames that a new pitch needs."""
        if abs(frame.pitch - key) >= BETWEEN:
            return FRAMES_IN_DOUBT
        attacked = self._attack is not None and frame.at <= self._attack + 3.0 * self._settles
        if self._sounding is not None:
            if abs(key - self._sounding) in LEAPS:
                return FRAMES_TO_LEAP
            if not attacked:
                return FRAMES_TO_CHANGE
        clear = frame.confidence >= CLEAR and abs(frame.pitch - key) <= IN_TUNE
        return 1 if clear else FRAMES_TO_CHANGE

    def _notice_attack(self, frame: Frame) -> None:
        while self._levels and self._levels[0][0] < frame.at - BEFORE:
            self._levels.popleft()
        lowest = min((level for _, level in self._levels), default=frame.level)
        self._levels.append((frame.at, frame.level))
        loud = frame.level >= self._gate and frame.level >= lowest + RISE
        if loud and frame.at >= max(self._last_attack, self._struck) + AGAIN:
            self._attack = self._last_attack = frame.at

    def _is_again(self, frame: Frame) -> bool:
        return self._attack is not None and frame.at >= self._attack + self._settles

    def _again(self, frame: Frame) -> list[Event]:
        assert self._sounding is not None
        return self._strike(frame, self._sounding)

    def _strike(self, frame: Frame, key: int) -> list[Event]:
        ended: list[Event] = self.end(frame.at)
        level = max(level for _, level in self._levels)
        self._sounding, self._struck, self._heard = key, frame.at, frame.at
        self._loudest = level
        return [*ended, Strike(frame.at, key, self._touch.velocity(level))]

    def _perhaps_end(self, frame: Frame) -> list[Event]:
        if self._sounding is None:
            return []
        silent = frame.level < max(self._gate - HYSTERESIS, self._loudest - FALL)
        if silent or frame.at >= self._heard + UNHEARD:
            return self.end(frame.at)
        return []
