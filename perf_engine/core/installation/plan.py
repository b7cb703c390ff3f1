"""The plan of an installation, read from the tables of its configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from perf_engine.core.controls import CONTROLS, Settings, Value, control
from perf_engine.core.harmony.chart import read_chart
from perf_engine.protocol.ports import INSTALLATION_PORT, SENSOR_PORT

from .envelope import Envelope
from .gesture import (
    FARTHEST,
    Gesture,
    Source,
    Target,
    range_of,
    source_of,
    steady,
    target_of,
    text_of,
)
from .hours import FADE, Hours, Opening, Quiet
from .moment import Span
from .presence import Thresholds
from .scenes import Scene, VoiceScene

T = TypeVar("T")
MOST_GESTURES: Final = 64
LONGEST_LIST: Final = 400  # characters of the maps that are named in a refusal
LONGEST_NAME: Final = 40  # characters of a scene or a source in an error
LOUDEST: Final = 2.0  # of the envelope of loudness
DENSITIES: Final = 0.1, 4.0  # of the envelope of density
_OF_SPAN: Final = ("start", "end", "days", "dates")
LOUDNESS, DENSITY = "velocity_scale", "density"  # the controls that envelopes multiply


@dataclass(frozen=True, slots=True)
class Place:
    """The settings of one voice as the configuration has them, outside any scene."""

    mode: str
    controls: Mapping[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """Return the value of a control."""
        return self.controls.get(name, CONTROLS[name].default)


@dataclass(frozen=True, slots=True)
class General:
    """The settings of an installation as a whole, with their defaults."""

    fade: float = FADE  # seconds of the fades at the edges of the hours
    scene_minutes: float = 20.0  # part of the day for which chance chooses a scene
    manual_minutes: float = 60.0  # after which an order by hand ends
    quiet_loudness: float = 0.3  # the loudness after an order to be quiet
    longest_silence: float = 300.0  # seconds without a note, while it owes sound
    sensor_port: int = SENSOR_PORT
    http_port: int = INSTALLATION_PORT
    midi_in: Sequence[str] = ()  # parts of the names of devices that are sensors
    serial: Sequence[str] = ()  # paths of devices, or parts of their names
    baud: int = 9600  # bits a second of the serial lines
    alert: str = ""  # a command
    alert_minutes: float = 60.0  # at least between two alerts


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an installation is to do."""

    places: tuple[Place, ...]
    hours: Hours = field(default_factory=Hours)
    loudness: Envelope = field(default_factory=Envelope)
    density: Envelope = field(default_factory=Envelope)
    scenes: tuple[Scene, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    gestures: tuple[Gesture, ...] = ()
    seed: int = 0
    chords: str = ""  # outside scenes that have chords of their own
    general: General = field(default_factory=General)

    @property
    def scene_s(self) -> float:
        """Return the seconds of the day for which chance chooses a scene."""
        return 60.0 * self.general.scene_minutes

    @property
    def manual_s(self) -> float:
        """Return the seconds after which an order by hand ends."""
        return 60.0 * self.general.manual_minutes

    def scene(self, name: str) -> Scene:
        """Return a scene by its name. Raises ValueError."""
        for scene in self.scenes:
            if scene.name == name:
                return scene
        known = ", ".join(scene.name for scene in self.scenes) or "none"
        raise ValueError(f"scene must be one of {known}, not {name[:40] or 'nothing'}")

    def gesture(self, said: Mapping[str, Any]) -> Gesture:
        """Return the gesture of a table's values. Raises ValueError."""
        values = _given(said)
        source = source_of(_text("source", values))
        target = target_of(_text("target", values), [scene.name for scene in self.scenes])
        if target.voice is not None and target.voice >= len(self.places):
            raise ValueError(f"voice must be 0..{len(self.places) - 1}, not {target.voice}")
        if known := range_of(source):
            values = {"low": known[0], "high": known[1], **values}
        return Gesture(source, target, **_ends(target, values))

    def ordered(self, said: Mapping[str, Any]) -> Gesture:
        """Return the gesture of an order while it plays. Raises ValueError.

        An order gives the sensor's range only; where the file has a map of the same source and
        target, its curve, its values of the target and all else stay.
        """
        one = self.gesture(said)
        for known in self.gestures:
            if known.route == one.route:
                return replace(known, low=one.low, high=one.high)
        return one


def read_plan(said: Mapping[str, Any]) -> Plan:
    """Return the plan of a configuration's tables, by their names. Raises ValueError.

    `voices` has a table with mode and controls for each voice.
    """
    general = General(**_given(said.get("installation") or {}))
    envelope = said.get("envelope") or {}
    plan = Plan(
        tuple(Place(one["mode"], one["controls"]) for one in said["voices"]),
        Hours(
            _each("opening", said, _opening),
            _each("quiet", said, _quiet),
            general.fade,
        ),
        Envelope.of(envelope.get("loudness", {}), "loudness", 0.0, LOUDEST),
        Envelope.of(envelope.get("density", {}), "density", *DENSITIES),
        _scenes(said),
        Thresholds(**(said.get("presence") or {})),
        seed=said.get("seed", 0),
        chords=said.get("chords", ""),
        general=general,
    )
    gestures = _each("map", said, plan.gesture)
    check_merges(gestures)
    return replace(plan, gestures=gestures)


def check_merges(gestures: Sequence[Gesture]) -> None:
    """Raise ValueError where gestures of one target have several ways to merge, or are the same."""
    rules: dict[Target, str] = {}
    seen: set[tuple[Source, Target]] = set()
    for gesture in gestures:
        rule = rules.setdefault(gesture.target, gesture.merge)
        if rule != gesture.merge:
            name = gesture.target.name or gesture.target.kind
            both = f"{rule} and {gesture.merge}"
            raise ValueError(f"merge must be the same in all maps to {name}, not {both}")
        if gesture.route in seen:
            once = f"{text_of(gesture.source)} must move {gesture.target.text} once"
            raise ValueError(f"{once}, not twice")
        seen.add(gesture.route)


def added(gestures: Iterable[Gesture], one: Gesture) -> list[Gesture]:
    """Return gestures with one more, which replaces that of its source and target.

    Raises ValueError if that cannot be.
    """
    found = [*(other for other in gestures if other.route != one.route), one]
    if len(found) > MOST_GESTURES:
        raise ValueError(f"maps must be at most {MOST_GESTURES}, not {len(found)}")
    check_merges(found)
    return found


def removed(gestures: Sequence[Gesture], one: Gesture) -> list[Gesture]:
    """Return gestures without the one of a source and a target. Raises ValueError without it."""
    found = [other for other in gestures if other.route != one.route]
    if len(found) == len(gestures):
        wanted, known = _named(one), ", ".join(map(_named, gestures)) or "none"
        raise ValueError(f"a map must be one of {known[:LONGEST_LIST]}, not {wanted}")
    return found


def _named(gesture: Gesture) -> str:
    return f"{text_of(gesture.source)} to {gesture.target.text}"


def called(kind: str, number: int, table: Mapping[str, Any]) -> str:
    """Return the words for a table in errors: its number, and a scene's name or a map's source."""
    own = table.get("name") or table.get("source")
    return f"{kind} {number}, {own[:LONGEST_NAME]}" if isinstance(own, str) else f"{kind} {number}"


def _each(
    name: str, said: Mapping[str, Any], read: Callable[[Any], T], first: int = 1
) -> tuple[T, ...]:
    """Return what `read` makes of each table of a name. Raises ValueError with its number."""
    found = []
    for number, table in enumerate(said.get(name) or (), first):
        try:
            found.append(read(table))
        except ValueError as error:
            raise ValueError(f"{called(name, number, table)}: {error}") from error
    return tuple(found)


def _span(said: Mapping[str, Any]) -> Span:
    return Span.of(**_some(said, *_OF_SPAN))


def _opening(said: Mapping[str, Any]) -> Opening:
    return Opening(_span(said), **_some(said, "closed"))


def _quiet(said: Mapping[str, Any]) -> Quiet:
    return Quiet(_span(said), **_some(said, "loudness"))


def _some(said: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the values of some names, as far as they are given."""
    return {name: said[name] for name in names if name in said}


def _scenes(said: Mapping[str, Any]) -> tuple[Scene, ...]:
    scenes = _each("scene", said, lambda one: _scene(one, len(said["voices"])))
    names = [scene.name for scene in scenes]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"a scene's name must be there once, not twice: {name}")
    return scenes


def _scene(said: Mapping[str, Any], voices: int) -> Scene:
    values = _given(said)
    times = [key for key in ("start", "end") if key in values]
    if len(times) == 1:
        raise ValueError(f"start and end must both be given, not {times[0]} alone")
    days: dict[str, Any] = {key: values.pop(key) for key in _OF_SPAN if key in values}
    if days:
        values["span"] = _span(days)
    own = _each("voice", {"voice": values.pop("voices", ())}, _voice_scene, first=0)
    if len(own) > voices:
        raise ValueError(
            f"there must be at most {voices} [[scene.voices]], one for each voice, not {len(own)}"
        )
    values["presence"] = tuple(values.get("presence", ()))
    values["controls"] = checked(values.get("controls", {}))
    if chords := values.get("chords"):
        read_chart(chords)
    return Scene(**values, voices=own)


def _voice_scene(said: Mapping[str, Any]) -> VoiceScene:
    return VoiceScene(said.get("mode"), checked(said.get("controls") or {}))


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a table has; an empty list or table is none."""
    return {key: value for key, value in said.items() if value not in (None, (), [], {})}


def checked(controls: Mapping[str, Any]) -> dict[str, Value]:
    """Return controls by name, with values of their types. Raises ValueError."""
    try:
        found = {name: steady(control(name)).check(value) for name, value in controls.items()}
        Settings.defaults().changed(found)  # that they go together
    except (LookupError, TypeError, OverflowError) as error:
        raise ValueError(str(error.args[0])) from error
    return found


def _text(name: str, values: dict[str, Any]) -> str:
    """Remove and return a text. Raises ValueError where there is none."""
    value = values.pop(name, None)
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, not {str(value)[:40]}")
    return value


def _check_input(name: str, value: object) -> None:
    """Raise ValueError if a value is no end of a sensor's range."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not -FARTHEST <= value <= FARTHEST
    ):
        raise ValueError(
            f"{name} must be a number {-FARTHEST:g}..{FARTHEST:g}, not {str(value)[:40]}"
        )


def _ends(target: Target, values: dict[str, Any]) -> dict[str, Any]:
    """Return a gesture's values, with its ends checked. Raises ValueError."""
    for name in ("low", "high"):
        if name in values:
            _check_input(name, values[name])
    low, high = target.range
    for name, default in (("to_low", low), ("to_high", high)):
        values.setdefault(name, default)
        if not low <= values[name] <= high:
            raise ValueError(f"{name} must be {low:g}..{high:g}, not {values[name]:g}")
    if "low" in values and values.get("high") == values["low"]:
        raise ValueError(f"high must differ from low ({values['low']:g})")
    return values
