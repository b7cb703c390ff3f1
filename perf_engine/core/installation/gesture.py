"""Gestures: a stream of a sensor's values that moves a control, a scene or the presence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from perf_engine.core.controls import CONTROLS, Control, meant
from perf_engine.protocol.errors import hint
from perf_engine.protocol.notes import VOICES

from .filters import NONE, made

Source: TypeAlias = tuple[str, str, int, int]  # kind, name, number, MIDI channel

OSC, MIDI, HTTP, SERIAL, GAMEPAD = "osc", "midi", "http", "serial", "gamepad"
PLAYED: Final = "loudness"  # of the notes that visitors play
AXIS, BUTTON = "axis", "button"  # of a gamepad
ANY_CHANNEL: Final = 0
LOUDNESS_PLAYED: Final[Source] = (PLAYED, "", 0, ANY_CHANNEL)
MOST_ARGUMENT: Final = 64  # of an OSC message
CONTROL, SCENE, PRESENCE, STATE = "control", "scene", "presence", "state"
LINEAR, SQUARE, ROOT, S_SHAPE = "linear", "square", "root", "s"
CURVES: Final = (LINEAR, SQUARE, ROOT, S_SHAPE)
MAX, MEAN, LAST, WEIGHTED = "max", "mean", "last", "weighted"
MERGES: Final = (LAST, MAX, MEAN, WEIGHTED)
FARTHEST: Final = 1e9  # of a sensor's value, from 0: a learned range ignores what is beyond
_MIDI: Final = re.compile(r"midi +(cc +(\d{1,3})|bend|pressure)(?: +channel +(\d{1,2}))?")
_OSC: Final = re.compile(r"(/[^\s#*,?\[\]{}]*)(?: +(\d{1,2}))?")
_HTTP: Final = re.compile(r"http +([a-z0-9_-]{1,40})")
_SERIAL: Final = re.compile(r"serial +(?:(\d{1,2})|([a-z][a-z0-9_-]{0,39}))")
_GAMEPAD: Final = re.compile(r"gamepad +(axis|button) +(\d{1,3})")
MOST_ON_GAMEPAD: Final = 256  # axes, and buttons
SOURCES: Final = (
    "an OSC address such as /1/fader1 or /accelerometer 2, or midi cc 7, midi bend, midi pressure,"
    " http NAME, serial 1, serial NAME, gamepad axis 1, gamepad button 1, or loudness"
)


def source_of(text: str) -> Source:
    """Return the source that a text names. Raises ValueError.

    An OSC address may be followed by the number of the argument. All numbers count from 1.
    """
    text = text.strip()
    if found := _OSC.fullmatch(text):
        return OSC, found[1], _place("argument", found[2] or "1", MOST_ARGUMENT), ANY_CHANNEL
    if found := _MIDI.fullmatch(text):
        return _midi(found[1].split()[0], int(found[2] or 0), int(found[3] or ANY_CHANNEL))
    if found := _HTTP.fullmatch(text):
        return HTTP, found[1], 0, ANY_CHANNEL
    if found := _SERIAL.fullmatch(text.lower()):
        place = _place("the number of a serial line", found[1] or "1", MOST_ARGUMENT)
        return SERIAL, found[2] or "", place, ANY_CHANNEL
    if text == PLAYED:
        return LOUDNESS_PLAYED
    if found := _GAMEPAD.fullmatch(text):
        return GAMEPAD, found[1], _place(found[1], found[2], MOST_ON_GAMEPAD), ANY_CHANNEL
    raise ValueError(f"source must be {SOURCES}, not {text[:60] or 'nothing'}")


def _place(name: str, text: str, most: int) -> int:
    """Return a number that counts from 1 as one that counts from 0. Raises ValueError."""
    if not 1 <= int(text) <= most:
        raise ValueError(f"{name} must be 1..{most}, not {int(text)}")
    return int(text) - 1


def range_of(source: Source) -> tuple[float, float] | None:
    """Return the least and greatest value of a source; None if only its values can tell."""
    if source == LOUDNESS_PLAYED:
        return 1.0, 127.0
    if source[0] != GAMEPAD:
        return None
    return (-1.0, 1.0) if source[1] == AXIS else (0.0, 1.0)


def text_of(source: Source) -> str:
    """Return the shortest text that names a source."""
    kind, name, number, channel = source
    if kind == OSC:
        return name if number == 0 else f"{name} {number + 1}"
    if kind == HTTP:
        return f"http {name}"
    if kind == SERIAL:
        return f"serial {name or number + 1}"
    if kind == PLAYED:
        return PLAYED
    if kind == GAMEPAD:
        return f"gamepad {name} {number + 1}"
    text = f"midi cc {number}" if name == "cc" else f"midi {name}"
    return text if channel == ANY_CHANNEL else f"{text} channel {channel}"


def _midi(kind: str, number: int, channel: int) -> Source:
    if number > 127:
        raise ValueError(f"cc must be 0..127, not {number}")
    if channel > 16:
        raise ValueError(f"channel must be 1..16, not {channel}")
    return MIDI, kind, number, channel


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that a gesture moves: its kind, its name, and its voice (None: all voices)."""

    kind: str
    name: str = ""
    voice: int | None = None

    @property
    def text(self) -> str:
        """Return the text that names it."""
        if self.kind == PRESENCE:
            return PRESENCE
        if self.kind in (SCENE, STATE):
            return f"{self.kind} {self.name}"
        return self.name if self.voice is None else f"voice {self.voice} {self.name}"

    @property
    def control(self) -> Control | None:
        """Return the control that it is, or None."""
        return CONTROLS[self.name] if self.kind == CONTROL else None

    @property
    def range(self) -> tuple[float, float]:
        """Return its least and greatest value."""
        control = self.control
        return (0.0, 1.0) if control is None else (float(control.low), float(control.high))


def target_of(text: str, scenes: Iterable[str]) -> Target:
    """Return the target that a text names. Raises ValueError.

    It is a control, voice N and a control, scene and a name, state and a name, or presence.
    """
    words = text.strip().split(maxsplit=1)
    if text.strip() == PRESENCE:
        return Target(PRESENCE)
    if len(words) == 2 and words[0] == SCENE:
        known = list(scenes)
        if words[1] not in known:
            raise ValueError(f"there is no scene {words[1][:40]}{hint(words[1], known)}")
        return Target(SCENE, words[1])
    if len(words) == 2 and words[0] == STATE:
        return Target(STATE, words[1])
    if found := re.fullmatch(r"voice +(\d{1,2}) +(\S+)", text.strip()):
        if int(found[1]) >= VOICES:
            raise ValueError(f"voice must be 0..{VOICES - 1}, not {found[1]}")
        return Target(CONTROL, _control(found[2]), int(found[1]))
    return Target(CONTROL, _control(text.strip()))


def _control(text: str) -> str:
    try:
        return steady(CONTROLS[meant(text)]).name
    except LookupError as error:
        raise ValueError(
            "target must be a control, voice N and a control, scene NAME, state NAME, or presence:"
            f" {error.args[0]}"
        ) from None


def steady(control: Control) -> Control:
    """Return a control. Raises ValueError for one whose values each model names itself."""
    if control.of_model:
        raise ValueError(
            f"neither the controls of a scene nor a map can set {control.name}, as each model has"
            f" styles of its own: write {control.name} as a key of [[scene]]"
        )
    return control


@dataclass(frozen=True, slots=True)
class Gesture:
    """A source, its target, and the shape of the way between them."""

    source: Source
    target: Target
    low: float | None = None  # of the input; None: learned
    high: float | None = None
    to_low: float = 0.0
    to_high: float = 1.0
    curve: str = LINEAR
    smoothing: str = NONE
    smoothing_s: float = 0.2
    dead_zone: float = 0.0  # share of the input's range
    hysteresis: float = 0.0  # share of the input's range
    merge: str = LAST
    weight: float = 1.0
    timeout: float = 30.0  # seconds without a value after which it has stopped; 0: never
    fade: float = 5.0  # seconds in which it then loses its effect

    @property
    def route(self) -> tuple[Source, Target]:
        """Return what no other gesture has: its source and its target."""
        return self.source, self.target


class Stream:
    """The values of one gesture: cleaned, brought to 0..1, smoothed and shaped."""

    def __init__(self, gesture: Gesture) -> None:
        self.gesture = gesture
        self.ignored = 0  # values that were no numbers
        self.at = -math.inf  # the time of the last value
        self._low = math.inf if gesture.low is None else gesture.low
        self._high = -math.inf if gesture.high is None else gesture.high
        self._learns = gesture.low is None or gesture.high is None
        self._filter = made(gesture.smoothing, gesture.smoothing_s)
        self._heard: float | None = None  # the last value as a share of the range, 0..1
        self._share: float | None = None  # smoothed, and with hysteresis

    def hear(self, value: float, now: float) -> None:
        """Take a value. One that is not finite, or too far for a learned range, is ignored.

        What is ignored is counted.
        """
        if not math.isfinite(value) or (self._learns and abs(value) > FARTHEST):
            self.ignored += 1
            return
        if self._learns:
            self._learn(value)
        if self._low == self._high:
            return  # its range is not known yet
        self.at = now
        share = (value - self._low) / (self._high - self._low)
        self._heard = min(max(share, 0.0), 1.0)

    def weight(self, now: float) -> float:
        """Return the part 0..1 that it has in its target: 1, and less after it has stopped."""
        gesture = self.gesture
        if self._heard is None:
            return 0.0
        over = now - self.at - gesture.timeout if gesture.timeout else 0.0
        if over <= 0.0:
            return 1.0
        return max(0.0, 1.0 - over / gesture.fade) if gesture.fade else 0.0

    def value(self, now: float) -> float:
        """Return the value for the target, between `to_low` and `to_high`.

        Smoothing goes on after the last value, until it is reached.
        """
        gesture, share = self.gesture, self._smoothed(now)
        if gesture.dead_zone:
            share = max(0.0, share - gesture.dead_zone) / (1.0 - gesture.dead_zone)
        share = curved(gesture.curve, share)
        return gesture.to_low + (gesture.to_high - gesture.to_low) * share

    def _smoothed(self, now: float) -> float:
        if self._heard is None:
            return 0.0
        share = self._filter.smooth(self._heard, now)
        if self._share is None or self._counts(share):
            self._share = share
        return self._share

    def _learn(self, value: float) -> None:
        """Widen the range to a value; an end that was given stays, and its other end is learned."""
        low, high = self.gesture.low, self.gesture.high
        if low is None:
            self._low = min(self._low, value if high is None else min(value, high))
        if high is None:
            self._high = max(self._high, value if low is None else max(value, low))

    def _counts(self, share: float) -> bool:
        """Return whether a change is large enough to count; the ends always do."""
        assert self._share is not None
        return abs(share - self._share) >= self.gesture.hysteresis or share in (0.0, 1.0)


def curved(curve: str, share: float) -> float:
    """Return a share 0..1, bent by a curve that keeps 0 and 1."""
    if curve == SQUARE:
        return share * share
    if curve == ROOT:
        return math.sqrt(share)
    if curve == S_SHAPE:
        return share * share * (3.0 - 2.0 * share)
    return share


def merged(streams: Iterable[Stream], base: float, now: float) -> float:
    """Return the value of a target: of the streams that move it, and of `base` as they stop."""
    live = [(stream, weight) for stream in streams if (weight := stream.weight(now)) > 0.0]
    if not live:
        return base
    rule = live[0][0].gesture.merge
    if rule == MAX:
        return max(base + weight * (stream.value(now) - base) for stream, weight in live)
    if rule == LAST:
        stream, weight = max(live, key=lambda one: one[0].at)
        return base + weight * (stream.value(now) - base)
    parts = [
        (stream.value(now), weight * (stream.gesture.weight if rule == WEIGHTED else 1.0))
        for stream, weight in live
    ]
    mean = math.fsum(value * part for value, part in parts) / math.fsum(p for _, p in parts)
    return base + max(weight for _, weight in live) * (mean - base)
