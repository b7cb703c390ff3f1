"""The harmony that the machine plays to: a chord that is given, a chart, or what is heard."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from .chart import Chart, read_chart
from .chord_filter import Floats
from .chord_tracker import EARLY, ChordTracker, Frame
from .chords import Chord, read

KEYS: Final = 129  # of which the last is the pedal
PEDAL: Final = 128
LOW: Final = 48  # pitches below this one are a bass
LOWEST: Final = 28  # the lowest string of a bass; whatever is below it is hardly heard as a chord
POWER: Final = 4.0  # of the probability that a pitch class is in the chord that is heard
ROOTS: Final = 1.0  # power of the probability that it is the root, among low pitches
LEAST: Final = 0.05  # probability that is added, as nobody plays chords alone
AGAINST: Final = 10.0  # nats against a pitch class outside a chord that is given
ROOTED: Final = 1.5  # nats for the bass of a chord that is given, among low pitches
OUTSIDE: Final = -2.0  # nats below which a key is outside the harmony
LATE: Final = 0.25  # beats by which a chart may be given late
_PITCHES: Final = np.arange(KEYS)


@dataclass(frozen=True, slots=True)
class GiveChord:
    """Play to a chord, by its name; None: to what is heard again, or to the chart."""

    name: str | None

    def __post_init__(self) -> None:
        if self.name is not None:
            read(_text("chord", self.name))


@dataclass(frozen=True, slots=True)
class GiveChart:
    """Play to the chords of a chart, as a text; None: to what is heard again."""

    text: str | None

    def __post_init__(self) -> None:
        if self.text is not None:
            read_chart(_text("chords", self.text))


def _text(name: str, value: object) -> str:
    """Return a value that is a text. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, not {value!r}")
    return value


@dataclass(frozen=True, slots=True)
class Sounds:
    """The harmony at a time: names of chord and key, and how sure the chord is, 0..1.

    A chord that is given is sure. If a chart has no chord there, the name is empty, and root and
    bass (pitch classes 0..11) are -1.
    """

    chord: str
    key: str
    confidence: float
    given: bool
    root: int
    bass: int


class HarmonyGuide:
    """Knows the chord at any time: one that is given, that of a chart, or the one that is heard.

    A chart begins at the next beat when it is given, or counts with the clock while that runs. A
    chord that is given counts before a chart, a chart before what is heard.
    """

    def __init__(self) -> None:
        """Begin with what will be heard."""
        self.tracker = ChordTracker()
        self._given: Chord | None = None
        self._chart: Chart | None = None
        self._origin: float | None = None  # the beat at which the chart begins, once it has

    def forget(self) -> None:
        """Forget what was heard; what is given stays, and a chart begins anew."""
        self.tracker = ChordTracker()
        self._origin = None

    @property
    def given(self) -> bool:
        """Return whether a chord or a chart is given."""
        return self._given is not None or self._chart is not None

    def give(self, command: GiveChord | GiveChart) -> None:
        """Take a chord or a chart. Raises ValueError, and then nothing has changed."""
        if isinstance(command, GiveChord):
            self._given = None if command.name is None else read(command.name)
        else:
            self._chart = None if command.text is None else read_chart(command.text)
            self._given = self._origin = None

    def begin(self, now: float, frame: Frame) -> None:
        """Begin a chart that has not begun, at the next beat, or where the clock is."""
        if self._chart is not None and self._origin is None:
            self._origin = 0.0 if frame.counted else math.ceil(frame.beat_at(now) - LATE)

    def move(self, before: Frame, frame: Frame, now: float) -> None:
        """Keep the place in the chart while beats are counted otherwise from now on."""
        if self._origin is None:
            return
        if frame.counted:
            self._origin = 0.0
            return
        moved = frame.beat_at(now) - before.beat_at(now)
        self._origin += round(moved) if frame.known else moved

    def chord(self, time: float, frame: Frame) -> Chord | None:
        """Return the chord that is given for a time; None if none is."""
        if self._given is not None or self._chart is None:
            return self._given
        beat = 0.0 if self._origin is None else frame.beat_at(time) - self._origin
        return self._chart.at(beat + EARLY)

    def sounds(self, time: float, frame: Frame) -> Sounds:
        """Return the harmony at a time."""
        heard = self.tracker.heard()
        chord = self.chord(time, frame) if self.given else heard.chord
        if chord is None:
            return Sounds("", heard.key, 1.0, True, -1, -1)
        sure = 1.0 if self.given else heard.confidence
        return Sounds(chord.name, heard.key, sure, self.given, chord.root, chord.bass)

    def favoured(
        self, time: float, frame: Frame, amount: float, heard: float, transpose: int
    ) -> Floats | None:
        """Return the nats (129,) by which keys are favoured at a time; None if none is.

        `amount` multiplies all, `heard` (0..1) those of a chord that is heard. A key sounds
        `transpose` semitones higher.
        """
        if self.given:
            chord = self.chord(time, frame)
            return None if chord is None else _of_chord(chord, amount, transpose)
        if heard <= 0.0:
            return None
        inside, root = self.tracker.likely(time, frame)
        nats = np.log(inside + np.float32(LEAST))
        nats -= np.maximum.reduce(nats)
        pitches = _PITCHES + transpose
        found: Floats = np.float32(POWER) * nats[pitches % 12]
        lowest = np.log(root + np.float32(LEAST))
        lowest -= np.maximum.reduce(lowest)
        deep = pitches < LOW
        found[deep] += np.float32(ROOTS) * lowest[pitches[deep] % 12]
        found *= np.float32(amount * heard)
        found[PEDAL] = 0.0
        return found


@lru_cache(maxsize=64)
def _of_chord(chord: Chord, amount: float, transpose: int) -> Floats:
    pitches = _PITCHES + transpose
    inside = np.isin(pitches % 12, list(chord.classes))
    deep = (pitches >= LOWEST) & (pitches < LOW) & (pitches % 12 == chord.bass)
    nats: Floats = np.where(inside, 0.0, -AGAINST).astype(np.float32)
    nats[deep] += np.float32(ROOTED)
    nats[pitches < LOWEST] -= np.float32(ROOTED)
    nats *= np.float32(amount)
    nats[PEDAL] = 0.0
    nats.flags.writeable = False
    return nats
