"""The chord that is heard in what everybody strikes, beat after beat."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from .chord_filter import (
    BASS,
    INSIDE,
    MELODY,
    OTHERS,
    Floats,
    after,
    chords_of,
    keys_of,
    unknown,
    with_notes,
)
from .chords import KINDS, ROOTS, Chord, named
from .tables import CHANGE

STRUCK: Final = 1.0  # weight of a strike
HELD: Final = 0.6  # weight of a note that is held through another beat
AUDIBLE: Final = 0.3  # weight of a note that can be the bass of a chord
MOST: Final = 1.0  # weight of a pitch class in one beat, at most
OWN: Final = 0.5  # share of these weights for the machine's own notes, when it plays alone
EARLY: Final = 0.1  # beats by which a strike may come before the beat to which it belongs
APART: Final = 8  # semitones below a note of the same beat, from which on a note accompanies it
BEAT: Final = 0.6  # seconds of the beats of which the tables say how often a chord changes
MOST_NOTES: Final = 64  # of one beat
NAMES: Final = tuple(KINDS)


class Frame(NamedTuple):
    """Beats as a straight line over seconds: beat `beat` is at `at`, and `period` seconds long.

    `counted`: a clock counts them. `known`: they are beats, not just a measure of time.
    """

    at: float
    beat: float
    period: float
    counted: bool = False
    known: bool = True

    def beat_at(self, time: float) -> float:
        """Return the beat at a time in seconds."""
        return self.beat + (time - self.at) / self.period


@dataclass(frozen=True, slots=True)
class Heard:
    """A chord that is heard, its probability 0..1, and the key.

    `tonic` is its pitch class 0..11.
    """

    chord: Chord
    confidence: float
    tonic: int
    minor: bool

    @property
    def key(self) -> str:
        """Return the name of the key, such as C major."""
        return f"{ROOTS[self.tonic]} {'minor' if self.minor else 'major'}"


class _Same:
    """An array that is the same as itself alone, for a cache: nobody changes it."""

    def __init__(self, value: Floats) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@dataclass(slots=True)
class BeatNote:
    """A note of the present beat; `below`: a higher one sounds with it."""

    pitch: int
    weight: float
    below: bool


class ChordTracker:
    """Hears the chord in strikes and releases; it has no clock, and the same gives the same."""

    def __init__(self) -> None:
        """Begin without having heard anything."""
        self._before = unknown()  # what was believed before the present beat
        self._last = -math.inf  # the time up to which beats have passed
        self._notes: list[BeatNote] = []  # of the present beat
        self._sounding: dict[int, int] = {}  # places in `_notes` of players' pitches
        self._known: Floats | None = None  # what is believed with these notes, if it was asked

    def strike(self, time: float, pitch: int, frame: Frame, own: bool = False) -> None:
        """Take a strike, on the beats of a frame; `own` if the machine struck."""
        self._pass(time, frame)
        note = BeatNote(pitch, STRUCK * (OWN if own else 1.0), False)
        for other, place in self._sounding.items():
            if other < pitch:
                self._notes[place].below = True
            elif other > pitch:
                note.below = True
        if len(self._notes) < MOST_NOTES:
            if not own:
                self._sounding[pitch] = len(self._notes)
            self._notes.append(note)
        self._known = None

    def release(self, time: float, pitch: int, frame: Frame) -> None:
        """Take a release."""
        self._pass(time, frame)
        place = self._sounding.pop(pitch, None)
        if place is None or self._notes[place].weight != HELD:
            return
        self._notes[place].weight *= (_measured(frame).beat_at(time) + EARLY) % 1.0
        self._known = None

    def let_go(self) -> None:
        """Forget which keys sound."""
        self._sounding.clear()

    def likely(self, time: float, frame: Frame) -> Floats:
        """Return the probabilities at a time that each pitch class is in the chord, and that it is
        the root, (2, 12).
        """
        return inside(self._believed(), self._passed(time, frame), _change(frame))

    def heard(self) -> Heard:
        """Return the likeliest chord as it was heard last, and the key."""
        belief = self._believed()
        chords = chords_of(belief)
        kind, root = divmod(int(chords.argmax()), 12)
        lower = (n.pitch for n in self._notes if n.below and n.weight > AUDIBLE)
        low = min(lower, default=root) % 12
        bass = low if (low - root) % 12 in KINDS[NAMES[kind]] else root
        mode, tonic = divmod(int(keys_of(belief).argmax()), 12)
        roots = chords.reshape(len(NAMES), 12).sum(axis=0)
        return Heard(named(root, NAMES[kind], bass), float(roots[root]), tonic, mode == 1)

    # inside

    def _believed(self) -> Floats:
        """Return what is believed with the notes of the present beat."""
        if self._known is None:
            self._known = with_notes(self._before, self._weighed())
        return self._known

    def _weighed(self) -> Iterator[tuple[Floats, float]]:
        """Return the evidence of the present beat; a pitch class weighs at most MOST in it."""
        left = [MOST] * 12
        top = max((note.pitch for note in self._notes), default=0)
        low = min((note.pitch for note in self._notes), default=0)
        for note in self._notes:
            place = note.pitch % 12
            weight = min(note.weight, left[place])
            if weight <= 0.0:
                continue
            left[place] -= weight
            accompanies = note.below or note.pitch <= top - APART
            yield (OTHERS[place] if accompanies else MELODY[place]), weight
            if note.pitch == low and low <= top - APART:
                yield BASS[place], weight

    def _passed(self, time: float, frame: Frame) -> int:
        """Return how many beats begin until a time."""
        frame = _measured(frame)
        if not self._last > -math.inf:
            return 0
        now, before = (math.floor(frame.beat_at(t) + EARLY) for t in (time, self._last))
        return max(now - before, 0)

    def _pass(self, time: float, frame: Frame) -> None:
        """Let beats begin until a time; what is held into the last of them is heard again."""
        beats = self._passed(time, frame)
        self._last = max(time, self._last)
        if beats == 0:
            return
        self._before = after(self._believed(), beats, _change(frame))
        self._notes.clear()
        top = max(self._sounding, default=0)
        for place, pitch in enumerate(self._sounding):
            self._sounding[pitch] = place
            self._notes.append(BeatNote(pitch, HELD, pitch < top))
        self._known = None


@lru_cache(maxsize=16)
def _inside(belief: _Same, beats: int, change: float) -> Floats:
    chords = chords_of(after(belief.value, beats, change))
    found = np.stack([chords @ INSIDE, chords.reshape(len(NAMES), 12).sum(axis=0)])
    found.flags.writeable = False
    return found


def inside(belief: Floats, beats: int, change: float) -> Floats:
    """Return the probabilities after so many beats that each pitch class is in the chord, and that
    it is the root, (2, 12).
    """
    return _inside(_Same(belief), beats, change)


def _measured(frame: Frame) -> Frame:
    """Return the beats by which time is measured; where none are known, usual ones."""
    return frame if frame.known else Frame(0.0, 0.0, BEAT, known=False)


def _change(frame: Frame) -> float:
    """Return the probability that a chord changes in a beat."""
    kept: float = (1.0 - CHANGE) ** (min(max(_measured(frame).period, 0.25), 1.5) / BEAT)
    return 1.0 - kept
