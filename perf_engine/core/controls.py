"""Every parameter that a hand can turn, declared once; all that shows or sets it derives here."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

Value = float | int


@dataclass(frozen=True, slots=True)
class Control:
    """One live parameter: its name, range, default, unit and a musician's sentence."""

    name: str
    low: Value
    high: Value
    default: Value
    unit: str
    help: str

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return isinstance(self.default, int)

    @property
    def range(self) -> str:
        """What it takes, in words: a whole number 1..32."""
        return f"a {'whole ' if self.whole else ''}number {self.low:g}..{self.high:g}"

    def check(self, value: object) -> Value:
        """The value as the control's own type. Raises ValueError (range) or TypeError (kind)."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{self.name} must be {self.range}, not {value!r}")
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise ValueError(f"{self.name} must be {self.low:g}..{self.high:g}, not {value:g}")
        if not self.whole:
            return float(value)
        if value != int(value):
            raise ValueError(f"{self.name} must be {self.range}, not {value:g}")
        return int(value)


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
        Control("register_low", 0, 127, 0, "pitch", "The lowest key the machine strikes."),
        Control("register_high", 0, 127, 127, "pitch", "The highest key the machine strikes."),
        Control("polyphony", 1, 32, 10, "keys", "The most keys the machine holds at once."),
        Control("longest_note", 0.1, 60.0, 12.0, "s", "After this long a held key is let go."),
        Control("imitation", 0.0, 1.0, 0.5, "",
                "How far it takes up phrases that were played here; 0 never."),
        Control("harmony", 0.0, 2.0, 1.0, "",
                "How far it leans to the pitches that the player has just used."),
        Control("share", 0.0, 1.0, 0.5, "",
                "In a part both play: how much of what comes next is the machine's."),
        Control("patience", 0.2, 30.0, 2.0, "s",
                "In takeover: how long the player is silent before the machine goes on."),
        Control("lead", 0.0, 200.0, 20.0, "ms",
                "How far ahead notes are decided and sent, for clients that play them on time."),
        Control("mute", 0, 1, 0, "", "1 silences the machine; it goes on listening."),
        Control("transpose", -48, 48, 0, "semitones", "Shifts what the machine plays."),
        Control("governor", 0, 1, 1, "",
                "1 holds its density, loudness and harmony near the player's, and ends loops."),
        Control("windowed", 0, 1, 0, "",
                "In call_response: 0 takes turns by silence, 1 by the clock, in windows."),
        Control("count_in", 0.0, 30.0, 3.0, "s",
                "In call_response by the clock: how long is counted in before a call."),
        Control("call_length", 1.0, 60.0, 5.0, "s",
                "In call_response by the clock: how long a call is, and its answer."),
        Control("role", 0, 3, 0, "",
                "In accompany the machine plays: 0 accompaniment and bass, 1 accompaniment, 2 bass,"
                " 3 the melody, while the player accompanies."),
        Control("motion", 0, 2, 0, "",
                "In follow the machine moves: 0 in parallel, 1 in contrary motion, 2 as a canon."),
        Control("interval", -36, 36, 12, "semitones",
                "In follow: from the player's key to the machine's; 0 is unison."),
        Control("interval_2", -36, 36, 0, "semitones", "In follow: a second line; 0 is none."),
        Control("interval_3", -36, 36, 0, "semitones", "In follow: a third line; 0 is none."),
        Control("canon_delay", 0.05, 30.0, 2.0, "s",
                "In follow as a canon: how long after the player the machine plays the same."),
    )
}


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

        Raises LookupError (no such control), TypeError (kind) or ValueError (range, or a register
        whose low end is above its high end).
        """
        values = dict(self.values)
        for name, value in changes.items():
            values[name] = control(name).check(value)
        low, high = values["register_low"], values["register_high"]
        if low > high and "register_low" in changes:
            raise ValueError(f"register_low must be at most register_high ({high}), not {low}")
        if low > high:
            raise ValueError(f"register_high must be at least register_low ({low}), not {high}")
        return Settings(values)
