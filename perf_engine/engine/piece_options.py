"""The options of an installation: tables of the configuration, each key declared here once."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from perf_engine.core.controls import Value
from perf_engine.core.installation.filters import SMOOTHINGS
from perf_engine.core.installation.gesture import CURVES, FARTHEST, MERGES, Gesture
from perf_engine.core.installation.hours import Opening, Quiet
from perf_engine.core.installation.moment import BEGIN, DAY, END
from perf_engine.core.installation.plan import General
from perf_engine.core.installation.presence import PRESENCES, Thresholds
from perf_engine.core.installation.scenes import Scene
from perf_engine.core.turns.modes import MODES

from .option_declaration import (
    REQUIRED,
    Choice,
    Flag,
    Number,
    Several,
    Tables,
    Text,
    Whole,
    check_all,
    option,
)

TIME: Final = Text("a time of day 00:00..24:00, such as 18:30")
NAME: Final = Text("a name")
DAYS: Final = Several(Text("a weekday"), 'a list of weekdays, such as ["mon-fri", "sun"]')
DATES: Final = Several(Text("a date"), 'a list of dates, such as ["2026-12-24"]')
SEVERAL_PRESENCES: Final = Several(
    Text("idle, attract or engaged", test=lambda text: _check_presence(text)),
    f"a list of {', '.join(PRESENCES)}",
)
PORT: Final = Whole(0, 65535, "PORT")
INPUT: Final = Number(-FARTHEST, FARTHEST)


def _defaults(of: Any) -> Mapping[str, Any]:
    """Return the defaults that the plan has for the fields of one of its classes."""
    return {one.name: one.default for one in fields(of)}


_OPENING, _QUIET, _SCENE = map(_defaults, (Opening, Quiet, Scene))
_PRESENCE, _MAP, _GENERAL = map(_defaults, (Thresholds, Gesture, General))


def _check_presence(text: str) -> None:
    """Raise ValueError if a text is no state of the visitors."""
    Choice(PRESENCES).check("presence", text)


def _check_command(text: str) -> None:
    """Raise ValueError if a command is not printable, or has a quotation mark that is not closed.

    So the start refuses it, and not the process that would run it.
    """
    Text("a command", empty=True).check("alert", text)
    try:
        shlex.split(text)
    except ValueError:
        raise ValueError(
            f"alert must be a command with closed quotation marks, not {text[:40]}"
        ) from None


@dataclass(frozen=True, slots=True)
class OpeningOptions:
    """Hours in which the installation plays."""

    start: str = option(BEGIN, TIME, "Play from this time of day.")
    end: str = option(
        END, TIME, "Play until this time. If it is before the start, it is on the next day."
    )
    days: tuple[str, ...] = option((), DAYS, "Play on these weekdays.", otherwise="all")
    dates: tuple[str, ...] = option(
        (), DATES, "Play on these dates. They replace the hours of their weekdays."
    )
    closed: bool = option(_OPENING["closed"], Flag(), "Do not play on these dates.")

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class QuietOptions:
    """Hours in which the installation is quiet."""

    start: str = option(
        "22:00", TIME, "Be quiet from this time of day. It grows softer before, in `fade` seconds."
    )
    end: str = option("08:00", TIME, "Be quiet until this time. The fade begins then.")
    days: tuple[str, ...] = option((), DAYS, "Be quiet on these weekdays.", otherwise="all")
    dates: tuple[str, ...] = option((), DATES, "Be quiet on these dates only.")
    loudness: float = option(
        _QUIET["loudness"],
        Number(0.0, 1.0),
        "Multiply the loudness by this, as the envelope does too. 0 is silence. Where several hold,"
        " the smallest counts.",
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class EnvelopeOptions:
    """Values over the day."""

    loudness: Mapping[str, float] = option(
        dict,
        Tables("[envelope.loudness]"),
        "Multiply the loudness: a number 0..2 for each time of day, such as"
        ' `"18:00" = 0.7`. Between two times the value changes gradually.',
    )
    density: Mapping[str, float] = option(
        dict,
        Tables("[envelope.density]"),
        "Multiply the density: a number 0.1..4 for each time of day.",
    )


@dataclass(frozen=True, slots=True)
class SceneVoiceOptions:
    """The settings of one voice in a scene."""

    mode: str | None = option(
        None, Choice(MODES), "Let this voice play in this mode.", otherwise="the scene's"
    )
    controls: Mapping[str, Value] = option(
        dict, Tables("[scene.voices.controls]"), "Set controls of this voice."
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """A named set of settings."""

    name: str = option(REQUIRED, NAME, "Call the scene so.")
    mode: str | None = option(
        None, Choice(MODES), "Play in this mode.", otherwise="that of the configuration"
    )
    controls: Mapping[str, Value] = option(
        dict,
        Tables("[scene.controls]"),
        "Set controls of all voices, each by its name. Numbers change gradually.",
    )
    voices: tuple[SceneVoiceOptions, ...] = option(
        (), Tables("[[scene.voices]]"), "Set the voices one by one, beginning with voice 0."
    )
    model: str | None = option(
        None, Text("a model's name"), "Play with this model.", otherwise="the `model` of all"
    )
    style: str | None = option(
        None,
        Text("the name of a style of the model"),
        "Play in this style.",
        otherwise="that of the configuration",
    )
    style_2: str | None = option(
        None,
        Text("the name of a style of the model"),
        "Take this for the second style, between which `morph` mixes.",
        otherwise="that of the configuration",
    )
    state: str | None = option(
        None, Text("a saved state's name"), "Continue from this saved state when the scene begins."
    )
    chords: str | None = option(
        None, Text("bars of chords, as `/perf/chords` takes them"), "Play in these chords."
    )
    start: str | None = option(
        None, TIME, "Play the scene from this time of day.", otherwise="at any time"
    )
    end: str | None = option(None, TIME, "Play the scene until this time.")
    days: tuple[str, ...] = option((), DAYS, "Play it on these weekdays.", otherwise="all")
    dates: tuple[str, ...] = option((), DATES, "Play it on these dates only.")
    presence: tuple[str, ...] = option(
        (),
        SEVERAL_PRESENCES,
        "Play it while the visitors are so: idle (nobody), attract (near), engaged (taking part).",
        otherwise="always",
    )
    weight: float = option(
        _SCENE["weight"],
        Number(0.0, 1000.0),
        "Weigh the scene so when chance chooses among several that are possible.",
    )
    fade: float = option(
        _SCENE["fade"],
        Number(0.0, 3600.0),
        "Let numeric controls reach their values in so many seconds.",
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class PresenceOptions:
    """Limits of the presence value."""

    attract: float = option(
        _PRESENCE["attract"],
        Number(0.0, 1.0),
        "Take a presence from this value on for somebody who is near.",
    )
    engaged: float = option(
        _PRESENCE["engaged"],
        Number(0.0, 1.0),
        "Take a presence from this value on for somebody who takes part.",
    )
    hysteresis: float = option(
        _PRESENCE["hysteresis"],
        Number(0.0, 0.5),
        "Let a visitor leave only this much below a limit.",
    )
    lasts: float = option(
        _PRESENCE["lasts"], Number(0.0, 3600.0), "Let a visitor leave only after so many seconds."
    )
    playing: float = option(
        _PRESENCE["playing"],
        Number(0.0, 3600.0),
        "Take visitors for engaged so many seconds after each of their notes. 0: ignore notes.",
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class MapOptions:
    """A sensor and what it moves."""

    source: str = option(
        REQUIRED,
        Text("a sensor"),
        "Take the values of this sensor. OSC: an address such as `/1/fader1`, or one with the"
        " number of an argument such as `/accelerometer 2`. MIDI: `midi cc 7`, `midi bend` or"
        " `midi pressure`, perhaps with `channel 1`. HTTP: `http NAME`. A serial line: `serial 1`"
        " or `serial NAME`. A gamepad: `gamepad axis 1` or `gamepad button 1`. The velocity of each"
        " note that visitors play: `loudness`.",
    )
    target: str = option(
        REQUIRED,
        Text("a target"),
        "Move this: a control such as `density`, `voice 1 density`, `scene NAME`, `presence`, or"
        " `state NAME`, which recalls a saved state each time that the value rises.",
    )
    low: float | None = option(
        None,
        INPUT,
        "Take this for the sensor's lowest value.",
        otherwise="learned; known of a gamepad and of `loudness`",
    )
    high: float | None = option(
        None,
        INPUT,
        "Take this for the sensor's highest value.",
        otherwise="learned; known of a gamepad and of `loudness`",
    )
    to_low: float | None = option(
        None,
        INPUT,
        "Give the target this value at the sensor's lowest.",
        otherwise="the target's lowest",
    )
    to_high: float | None = option(
        None,
        INPUT,
        "Give the target this value at the sensor's highest; it may be less than `to_low`.",
        otherwise="the target's highest",
    )
    curve: str = option(_MAP["curve"], Choice(CURVES), "Bend the way between the two ends.")
    smoothing: str = option(_MAP["smoothing"], Choice(SMOOTHINGS), "Smooth the sensor's values.")
    smoothing_s: float = option(
        _MAP["smoothing_s"],
        Number(0.0, 60.0),
        "Smooth over so many seconds. More is calmer and slower.",
    )
    dead_zone: float = option(
        _MAP["dead_zone"],
        Number(0.0, 1.0, below=True),
        "Ignore this share of the range at its low end.",
    )
    hysteresis: float = option(
        _MAP["hysteresis"], Number(0.0, 0.5), "Ignore changes below this share of the range."
    )
    merge: str = option(
        _MAP["merge"], Choice(MERGES), "Combine several sensors that move the same target so."
    )
    weight: float = option(
        _MAP["weight"],
        Number(0.0, 1000.0, above=True),
        "Weigh the sensor so, for `merge` `weighted`.",
    )
    timeout: float = option(
        _MAP["timeout"],
        Number(0.0, DAY),
        "Take the sensor for gone after so many seconds without a value. 0: never.",
    )
    fade: float = option(
        _MAP["fade"],
        Number(0.0, 3600.0),
        "Give the target its former value back in so many seconds then.",
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class InstallationOptions:
    """Settings of an installation as a whole."""

    fade: float = option(
        _GENERAL["fade"],
        Number(1.0, 3600.0),
        "Fade in so many seconds at the edges of opening hours and quiet hours.",
    )
    scene_minutes: float = option(
        _GENERAL["scene_minutes"],
        Number(1.0, 1440.0),
        "Let chance choose a scene for so many minutes.",
    )
    manual_minutes: float = option(
        _GENERAL["manual_minutes"],
        Number(1.0, 1440.0),
        "Follow a scene that somebody chose, or an order to be quiet, for so many minutes.",
    )
    quiet_loudness: float = option(
        _GENERAL["quiet_loudness"], Number(0.0, 1.0), "Play so loud after an order to be quiet."
    )
    longest_silence: float = option(
        _GENERAL["longest_silence"],
        Number(5.0, DAY),
        "Take more seconds without a note for trouble, while it should sound and a voice plays"
        " alone (`solo`).",
    )
    sensor_port: int = option(
        _GENERAL["sensor_port"], PORT, "Listen for the OSC messages of sensors on this UDP port."
    )
    http_port: int = option(
        _GENERAL["http_port"],
        PORT,
        "Serve /health, /metrics and the page /installation on this HTTP port.",
    )
    midi_in: tuple[str, ...] = option(
        _GENERAL["midi_in"],
        Several(
            Text("a part of a port's name", "NAME"), 'a list of names, such as ["nanoKONTROL"]'
        ),
        "Take control changes, pitch bend and pressure of these MIDI devices as sensors.",
    )
    serial: tuple[str, ...] = option(
        _GENERAL["serial"],
        Several(
            Text("a path, or a part of a device's name", "NAME"),
            'a list of names, such as ["/dev/ttyACM0"]',
        ),
        "Take the numbers that these devices print on their serial lines as sensors.",
    )
    baud: int = option(
        _GENERAL["baud"], Whole(50, 4_000_000), "Read the serial lines at so many bits a second."
    )
    alert: str = option(
        _GENERAL["alert"],
        Text("a command", empty=True, test=lambda text: _check_command(text)),
        "Run this command at trouble, with a sentence about it as its last argument.",
    )
    alert_minutes: float = option(
        _GENERAL["alert_minutes"],
        Number(1.0, 10_080.0),
        "Run the command at most once in so many minutes.",
    )

    def __post_init__(self) -> None:
        check_all(self)


# The tables at the top of a configuration, and the class of each.
TABLES: Final[Mapping[str, Any]] = {
    "installation": InstallationOptions,
    "opening": OpeningOptions,
    "quiet": QuietOptions,
    "envelope": EnvelopeOptions,
    "scene": SceneOptions,
    "presence": PresenceOptions,
    "map": MapOptions,
}
SINGLE: Final = ("installation", "envelope", "presence")  # tables that are there once


def as_table(options: Any) -> dict[str, Any]:
    """Return the values of one of these classes, with tables within, ready for JSON."""
    return {one.name: _plain(getattr(options, one.name)) for one in fields(options)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [as_table(one) if hasattr(one, "__dataclass_fields__") else one for one in value]
    return dict(value) if isinstance(value, Mapping) else value
