"""Every parameter that a hand can turn, declared once; all that shows or sets it derives here."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from . import chosen, scales

Value = float | int


@dataclass(frozen=True, slots=True)
class Control:
    """One live parameter: its name, range, default, unit and a musician's sentence.

    `glide` is how many seconds it takes to get where it is turned to; 0: it is there at once.
    `choices` are the names of its values 0, 1, and so on; `reads`, how a text is one of its values.
    """

    name: str
    low: Value
    high: Value
    default: Value
    unit: str
    help: str
    glide: float = 0.0
    choices: tuple[str, ...] = ()
    reads: Callable[[str], int] | None = None

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return isinstance(self.default, int)

    @property
    def words(self) -> bool:
        """Whether it takes texts too."""
        return bool(self.choices) or self.reads is not None

    @property
    def range(self) -> str:
        """What it takes, in words: a whole number 1..32."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        return f"a {'whole ' if self.whole else ''}number {self.low:g}..{self.high:g}"

    def check(self, value: object) -> Value:
        """The value as the control's own type. Raises ValueError (range) or TypeError (kind)."""
        if isinstance(value, str) and self.words:
            return self._named(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{self.name} must be {self.range}, not {value!r}")
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise ValueError(f"{self.name} must be {self.low:g}..{self.high:g}, not {value:g}")
        if not self.whole:
            return float(value)
        if value != int(value):
            raise ValueError(f"{self.name} must be {self.range}, not {value:g}")
        return int(value)

    def say(self, value: Value) -> Value | str:
        """A value as it is told to others: by its name, where it has one."""
        return self.choices[int(value)] if self.choices else value

    def _named(self, text: str) -> int:
        if self.reads is not None:
            return self.reads(text)
        if text not in self.choices:
            raise ValueError(f"{self.name} must be {self.range}, not {text}")
        return self.choices.index(text)


def _choice(name: str, choices: tuple[str, ...], help: str) -> Control:
    return Control(name, 0, len(choices) - 1, 0, "", help, choices=choices)


CONTROLS: Final[Mapping[str, Control]] = {
    c.name: c
    for c in (
        Control("temperature", 0.1, 2.0, 1.0, "",
                "How adventurous: below 1 safer, above 1 wilder."),
        Control("temperature_rhythm", 0.1, 2.0, 1.0, "", "Temperature of when, times temperature."),
        Control("temperature_pitch", 0.1, 2.0, 0.92, "",
                "Temperature of the key, times temperature."),
        Control("temperature_velocity", 0.1, 2.0, 1.0, "",
                "Temperature of the loudness, times temperature."),
        Control("nucleus", 0.1, 1.0, 0.95, "",
                "Only the likeliest keys that together hold this much probability are played."),
        Control("density", 0.1, 4.0, 1.0, "", "Multiplies how much is played."),
        Control("tempo_scale", 0.25, 4.0, 1.0, "",
                "Multiplies all time before it is heard: at 2 the machine plays twice as fast."),
        Control("register_low", 0, 127, 0, "pitch", "The lowest key the machine strikes."),
        Control("register_high", 0, 127, 127, "pitch", "The highest key the machine strikes."),
        _choice("scale", scales.NAMES,
                "The scale that the machine keeps to; pitches: the one of scale_pitches."),
        Control("scale_root", 0, 11, 0, "", "The root of the scale, with a sharp or a flat.",
                choices=scales.ROOTS, reads=scales.root),
        Control("scale_pitches", 0, 4095, 4095, "",
                "A scale of your own, as pitch classes above the root, such as 0 2 4 7, or as the "
                "sum of 1 for the root, 2 for a semitone above it, 4, 8, and so on to 2048.",
                reads=scales.read_pitches),
        Control("scale_strength", 0.0, 1.0, 1.0, "",
                "How much of what would be outside the scale is played inside it; 1 all."),
        Control("polyphony", 1, 32, 10, "keys", "The most keys the machine holds at once."),
        Control("longest_note", 0.1, 60.0, 12.0, "s", "After this long a held key is let go."),
        Control("velocity_scale", 0.0, 2.0, 1.0, "",
                "Multiplies how loud the machine plays.", glide=0.5),
        Control("velocity_low", 1, 127, 1, "velocity", "The softest that the machine plays."),
        Control("velocity_high", 1, 127, 127, "velocity", "The loudest that the machine plays."),
        Control("quantise", 0.0, 1.0, 0.0, "",
                "How far its strikes are drawn to the beat while a clock runs; 1 wholly."),
        Control("grid", 1, 12, 4, "steps a beat", "The steps that quantise draws to."),
        Control("swing", 0.5, 0.75, 0.5, "",
                "Of two steps of the grid, the share of the first: 0.5 even, 0.67 as triplets."),
        Control("imitation", 0.0, 1.0, 0.5, "",
                "How far it takes up phrases that were played here; 0 never."),
        Control("harmony", 0.0, 2.0, 1.0, "",
                "How far it leans to the pitches that the player has just used."),
        Control("influence", 0.0, 1.0, 1.0, "",
                "How far what a player does moves the machine's state."),
        Control("freeze", 0, 1, 0, "",
                "1 holds the machine's state where it is; it plays on from there."),
        Control("hears_players", 0, chosen.EVERYBODY, chosen.EVERYBODY, "",
                "The players that a voice hears, as numbers such as 0 2, or as the sum of 1 for "
                "player 0, 2 for player 1, 4, and so on.", reads=chosen.reader("hears_players")),
        Control("hears_voices", 0, chosen.EVERYBODY, chosen.EVERYBODY, "",
                "The other voices that a voice hears, said as the players are.",
                reads=chosen.reader("hears_voices")),
        Control("share", 0.0, 1.0, 0.5, "",
                "In a part both play: how much of what comes next is the machine's."),
        Control("patience", 0.2, 30.0, 2.0, "s",
                "In takeover: how long the player is silent before the machine goes on."),
        Control("lead", 0.0, 200.0, 20.0, "ms",
                "How far ahead notes are decided and sent, for clients that play them on time."),
        Control("mute", 0, 1, 0, "", "1 silences the machine; it goes on listening."),
        Control("transpose", -48, 48, 0, "semitones", "Shifts what the machine plays."),
        Control("governor", 0, 1, 1, "",
                "1 holds its density, loudness, register and harmony near the player's."),
        Control("repetition_guard", 0.0, 1.0, 1.0, "",
                "How firmly it is led out of loops and pitches that return; 0 not at all."),
        Control("windowed", 0, 1, 0, "",
                "In call_response: 0 takes turns by silence, 1 by the clock, in windows."),
        Control("count_in", 0.0, 30.0, 3.0, "s",
                "In call_response by the clock: how long is counted in before a call."),
        Control("call_length", 1.0, 60.0, 5.0, "s",
                "In call_response by the clock: how long a call is, and its answer."),
        _choice("role", ("accompaniment_and_bass", "accompaniment", "bass", "melody"),
                "In accompany: what the machine plays; beside a melody the player accompanies."),
        _choice("motion", ("parallel", "contrary", "canon"),
                "In follow: how the machine moves with the player."),
        Control("interval", -36, 36, 12, "semitones",
                "In follow: from the player's key to the machine's; 0 is unison."),
        Control("interval_2", -36, 36, 0, "semitones", "In follow: a second line; 0 is none."),
        Control("interval_3", -36, 36, 0, "semitones", "In follow: a third line; 0 is none."),
        Control("canon_delay", 0.05, 30.0, 2.0, "s",
                "In follow as a canon: how long after the player the machine plays the same."),
    )
}

BOUNDS: Final = (("register_low", "register_high"), ("velocity_low", "velocity_high"))


def control(name: str) -> Control:
    """The control of a name. Raises a LookupError that names the nearest one."""
    found = CONTROLS.get(name)
    if found is None:
        near = nearest(name, CONTROLS)
        hint = f"; did you mean {near}?" if near else ""
        raise LookupError(f"there is no control {name}{hint}")
    return found


def nearest(name: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """What somebody may have meant: the first that begins so, else the most alike (share 0..1)."""
    known = list(known)
    begun = [one for one in known if name and one.startswith(name)]
    return next(iter(begun or difflib.get_close_matches(name, known, n=1, cutoff=alike)), None)


@dataclass(slots=True)
class Settings:
    """The present values of all controls of one voice."""

    values: dict[str, Value]

    @classmethod
    def defaults(cls) -> Settings:
        """Every control at its default."""
        return cls({c.name: c.default for c in CONTROLS.values()})

    def __getitem__(self, name: str) -> Value:
        return self.values[control(name).name]

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return iter(self.values.items())

    def changed(self, changes: Mapping[str, object]) -> Settings:
        """New settings with some changes, all or none.

        Raises LookupError (no such control), TypeError (kind) or ValueError (range, or a low end
        above its high end).
        """
        values = dict(self.values)
        for name, value in changes.items():
            values[name] = control(name).check(value)
        for lower, upper in BOUNDS:
            low, high = values[lower], values[upper]
            if low > high and lower in changes:
                raise ValueError(f"{lower} must be at most {upper} ({high}), not {low}")
            if low > high:
                raise ValueError(f"{upper} must be at least {lower} ({low}), not {high}")
        return Settings(values)
