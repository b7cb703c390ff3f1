"""All controls, each declared once; everything that shows or sets one derives from here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from perf_engine.protocol.errors import nearest, unknown
from perf_engine.protocol.names import chosen, plain
from perf_engine.protocol.titles import NAMES

from .aliases import ALIASES
from .model.told import MOST_STYLES, NO_STYLE
from .steering import scales

Value = float | int
Given = float | int | str  # a value, or a text that only a model's names make one
SIXTEEN: Final = 16
EVERYBODY: Final = (1 << SIXTEEN) - 1  # each bit is one of sixteen players or voices


@dataclass(frozen=True, slots=True)
class Control:
    """One control: its name, range, default, unit, and a sentence of help for musicians.

    `glide` is the time in seconds in which it reaches a new value; 0: at once. `choices` are the
    names of its values 0, 1, and so on. `reads` converts a text to one of its values. Of a control
    that is `of_model`, 0 is none, and the model that plays names the others: its styles.
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
    of_model: bool = False

    @property
    def whole(self) -> bool:
        """True if it takes whole numbers only."""
        return isinstance(self.default, int)

    @property
    def words(self) -> bool:
        """True if it also takes texts."""
        return bool(self.choices) or self.free

    @property
    def free(self) -> bool:
        """True if it takes other texts than the names of its values."""
        return self.reads is not None or self.of_model

    @property
    def range(self) -> str:
        """Return a text about its values, such as `a whole number 1..32`."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.of_model:
            return f"{NO_STYLE}, the name of a style of the model, or its number"
        return f"a {'whole ' if self.whole else ''}number {self.low:g}..{self.high:g}"

    def check(self, value: object, styles: Sequence[str] = ()) -> Value:
        """Return the value as the control's type. Raises ValueError (range) or TypeError (type).

        `styles` are the names of the model's.
        """
        if self.of_model:
            return self._of_model(value, styles)
        if isinstance(value, str) and self.words:
            return self._named(value)
        return self.number(value)

    def number(self, value: object) -> Value:
        """Return a number as the control's type. Raises ValueError (range) or TypeError (type)."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{self.name} must be {self.range}, not {value!r}")
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise ValueError(f"{self.name} must be {self.low:g}..{self.high:g}, not {value:g}")
        if not self.whole:
            return float(value)
        if value != int(value):
            raise ValueError(f"{self.name} must be {self.range}, not {value:g}")
        return int(value)

    def given(self, value: object) -> Given:
        """Return the value as far as it can be checked without a model. Raises as `check` does."""
        if not self.of_model:
            return self.check(value)
        if isinstance(value, str):
            return NO_STYLE if plain(value) in ("", NO_STYLE) else value
        return self.number(value)

    def say(self, value: Value) -> Value | str:
        """Return a value as clients get it: its name if it has one."""
        return self.choices[int(value)] if self.choices else value

    def _of_model(self, value: object, styles: Sequence[str]) -> int:
        names = (NO_STYLE, *styles)
        if isinstance(value, str):
            name = chosen(value, names)
            number = -1 if name is None else names.index(name)
        else:
            number = int(self.number(value))
        if not 0 <= number < len(names):
            there = f"one of {', '.join(names)}, or 0..{len(styles)}"
            if not styles:
                there = f"{NO_STYLE}, as the model has no styles"
            raise ValueError(f"{self.name} must be {there}, not {str(value)[:40]}")
        return number

    def _named(self, text: str) -> int:
        if self.reads is not None:
            return self.reads(text)
        name = chosen(text, self.choices)
        if name is None:
            raise ValueError(f"{self.name} must be {self.range}, not {text}")
        return self.choices.index(name)


def reader_of_some(name: str) -> Callable[[str], int]:
    """Return a function that reads a text for the control `name`: numbers 0..15, all or none.

    From 0 2 3 it makes a whole number with the bits 0, 2 and 3 set. It raises ValueError.
    """

    def read(text: str) -> int:
        words = re.split(r"[\s,]+", text.strip())
        if words in (["all"], ["none"], [""]):
            return EVERYBODY if words == ["all"] else 0
        found = 0
        for word in words:
            if not re.fullmatch(r"[0-9]{1,2}", word) or int(word) >= SIXTEEN:
                raise ValueError(
                    f"{name} must be all, none, numbers 0..15 such as 0 2, or 0..{EVERYBODY}, "
                    f"not {text[:40]}"
                )
            found |= 1 << int(word)
        return found

    return read


def _choice(name: str, choices: tuple[str, ...], help: str) -> Control:
    return Control(name, 0, len(choices) - 1, 0, "", help, choices=choices)


def _style(name: str, help: str) -> Control:
    return Control(name, 0, MOST_STYLES, 0, "", help, of_model=True)


# A table with one row for each control.
# fmt: off
CONTROLS: Final[Mapping[str, Control]] = {
    c.name: c
    for c in (
        Control("temperature", 0.1, 2.0, 1.0, "",
                "Adventurousness of the machine: below 1 it plays safer, above 1 wilder."),
        Control("temperature_rhythm", 0.1, 2.0, 1.0, "",
                "Adventurousness of the timing: the machine uses the product of this value and "
                "temperature."),
        Control("temperature_pitch", 0.1, 2.0, 0.92, "",
                "Adventurousness of the pitches: the machine uses the product of this value and "
                "temperature."),
        Control("temperature_velocity", 0.1, 2.0, 1.0, "",
                "Adventurousness of the loudness: the machine uses the product of this value and "
                "temperature."),
        Control("nucleus", 0.1, 1.0, 0.95, "",
                "Choice of pitches: at 0.95 the machine leaves out the least likely pitches, whose "
                "chances together are at most 5 %. Lower is safer; at 1 it may take any pitch."),
        Control("density", 0.1, 4.0, 1.0, "",
                "Number of the machine's notes: above 1 it plays more, below 1 less."),
        Control("tempo_scale", 0.25, 4.0, 1.0, "",
                "Speed of the machine: at 2 it plays twice as fast."),
        Control("register_low", 0, 127, 0, "pitch", "Lowest key that the machine strikes."),
        Control("register_high", 0, 127, 127, "pitch", "Highest key that the machine strikes."),
        Control("scale", 0, len(scales.NAMES) - 1, 0, "",
                "Scale that the machine keeps to. The scale named pitches is your own: set it with "
                "scale_pitches.", choices=scales.NAMES, reads=scales.number),
        Control("scale_root", 0, 11, 0, "", "Root of the scale, such as C, F# or Bb.",
                choices=scales.ROOTS, reads=scales.root),
        Control("scale_pitches", 0, 4095, 4095, "",
                "Your own scale, for the scale named pitches: a list of semitones above the root, "
                "from 0 to 11, such as 0 2 4 7.",
                reads=scales.read_pitches),
        Control("scale_strength", 0.0, 1.0, 1.0, "",
                "Strength of the scale: at 1 the machine plays only notes of the scale, at 0 "
                "any note."),
        Control("polyphony", 1, 32, 10, "keys",
                "Largest number of keys that the machine holds at once."),
        Control("longest_note", 0.1, 60.0, 12.0, "s",
                "Longest time that the machine holds a key."),
        Control("velocity_scale", 0.0, 2.0, 1.0, "",
                "Loudness of the machine: above 1 it is louder, below 1 softer.", glide=0.5),
        Control("velocity_low", 1, 127, 1, "velocity", "Velocity of the machine's softest notes."),
        Control("velocity_high", 1, 127, 127, "velocity",
                "Velocity of the machine's loudest notes."),
        Control("together", 0.0, 1.0, 1.0, "",
                "Playing in time: at 1 the machine plays to the beat that it hears from you, or "
                "that a clock gives; at 0 it plays freely. If you play no clear beat, it plays "
                "freely too."),
        _style("style", "Style of what the machine plays: none, or one of the model's styles, such "
                "as jazz. /perf/model/styles lists them. A number counts in that list from 1, and "
                "0 is none."),
        _style("style_2", "Second style, in which the machine plays as far as morph says."),
        Control("morph", 0.0, 1.0, 0.0, "",
                "Mixture of both styles: at 0 the machine plays in style, at 1 in style_2, and "
                "between them in a mixture."),
        _choice("texture", ("auto", "free", "block", "broken", "walking"),
                "Texture of what the machine plays. At block it plays chords, and holds each until "
                "the next. At broken it plays their notes one by one. At walking it plays a "
                "walking bass, at free what the model chooses. At auto it plays block chords in "
                "accompany, and freely in the other modes."),
        Control("quantise", 0.0, 1.0, 0.0, "",
                "Pull towards the beat while a clock runs: at 0 the machine plays freely, at 1 "
                "its notes fall on the grid."),
        Control("grid", 1, 12, 4, "steps a beat",
                "Number of steps into which quantise divides a beat."),
        Control("swing", 0.5, 0.75, 0.5, "",
                "Swing of the grid: 0.5 is even, 0.67 is like triplets. Of each pair of steps, "
                "the first step takes this share of the time."),
        Control("imitation", 0.0, 1.0, 1.0, "",
                "Tendency of the machine to take up phrases that were played before. At 0 it takes "
                "up none."),
        Control("recall_themes", 0.0, 1.0, 0.0, "",
                "Probability that the machine begins a phrase of its own with one that you played "
                "before, in the present key. At 0 it does not."),
        Control("novelty", 0.0, 1.0, 0.0, "",
                "Avoidance of phrases and, more gently, of progressions that the machine has often "
                "played while this was above 0, be it days ago: at 1 the most, at 0 none."),
        Control("harmony", 0.0, 2.0, 1.0, "",
                "Harmony: at 1 the machine plays in the chord that it hears from you, or that "
                "/perf/chord or /perf/chords gives; at 0 it takes no notice of chords."),
        Control("influence", 0.0, 1.0, 1.0, "",
                "Influence of your playing on what the machine plays: 1 is the most. At 0 the "
                "machine still knows when you play and what you hold."),
        Control("freeze", 0, 1, 0, "",
                "At 1 the machine keeps its mood (its impression of the music so far) and takes in "
                "nothing new. It still does not strike the keys that you hold."),
        Control("hears_players", 0, EVERYBODY, EVERYBODY, "",
                "Players that a voice hears: a list of numbers from 0 to 15, such as 0 2, or "
                "all, or none.", reads=reader_of_some("hears_players")),
        Control("hears_voices", 0, EVERYBODY, EVERYBODY, "",
                "Other voices that a voice hears: a list of numbers from 0 to 15, such as 0 2, "
                "or all, or none.",
                reads=reader_of_some("hears_voices")),
        Control("drum_players", 0, EVERYBODY, 0, "",
                "Players who play drums: a list of numbers from 0 to 15, or none, or all. Their "
                "strikes give the beat, and the machine takes them for no pitches. If one voice "
                "says so, it counts for all.", reads=reader_of_some("drum_players")),
        Control("share", 0.0, 1.0, 0.5, "",
                "Machine's share of the notes, if you and the machine play the same part."),
        Control("patience", 0.2, 30.0, 2.0, "s",
                "In takeover: length of your silence before the machine continues alone."),
        Control("rest_after", 0.0, 600.0, 20.0, "s",
                "In duet and accompany: if all players are silent for so long, the machine rests "
                "until somebody plays again. 0 means never."),
        Control("lead", 0.0, 200.0, 20.0, "ms",
                "Time from the machine's decision for a note to the sound of the note. A longer "
                "time gives steadier timing, a shorter time faster reactions."),
        Control("mute", 0, 1, 0, "", "At 1 the machine is silent, and still listens."),
        Control("transpose", -48, 48, 0, "semitones",
                "Transposition of what the machine plays."),
        Control("governor", 0, 1, 1, "",
                "At 1 the machine keeps its density, loudness and register near yours."),
        Control("repetition_guard", 0.0, 1.0, 1.0, "",
                "Strength of the guard against loops and repeated pitches: 0 is off, 1 is "
                "strongest."),
        Control("theory", 0.0, 1.0, 0.0, "",
                "Rules of melody: at 1 the machine keeps to the key, seldom leaps, turns back "
                "after a leap, and moves in no parallel fifths with you. At 0 it follows no rules, "
                "and only what it has learnt."),
        Control("windowed", 0, 1, 0, "",
                "In call_response: end of your turn. At 0 your pause ends it. At 1 the clock does: "
                "after a count-in, you and the machine each have a turn of a fixed length."),
        Control("count_in", 0.0, 30.0, 3.0, "s",
                "In call_response by the clock: length of the count-in before your call."),
        Control("call_length", 1.0, 60.0, 5.0, "s",
                "In call_response by the clock: length of your call, and of the answer."),
        _choice("instrument", ("auto", "shared", "own"),
                "Instrument of the voice. shared: the players' instrument, where the voice strikes "
                "no key that a player holds. own: a separate instrument. auto: shared if the voice "
                "plays the players' part, otherwise own."),
        Control("channel", 0, 16, 0, "",
                "MIDI channel of the voice. 0 means channel 1 for voice 0, channel 2 for voice "
                "1, and so on; a drummer is on channel 10, and nobody else is: voice 9 has "
                "channel 16. Voices on one channel share an instrument."),
        _choice("role", ("accompaniment_and_bass", "accompaniment", "bass", "melody"),
                "In accompany: parts that the machine plays. If the machine plays the melody, you "
                "accompany it."),
        _choice("motion", ("parallel", "contrary", "canon"),
                "In follow: movement of the machine's line: parallel to yours, contrary to "
                "yours, or a canon."),
        Control("interval", -36, 36, 12, "semitones",
                "In follow: distance from your key to the machine's key; 0 is the same key."),
        Control("interval_2", -36, 36, 0, "semitones",
                "In follow: distance from your key to a second line; 0 means no second line."),
        Control("interval_3", -36, 36, 0, "semitones",
                "In follow: distance from your key to a third line; 0 means no third line."),
        Control("canon_delay", 0.05, 30.0, 2.0, "s",
                "In follow as a canon: time by which the machine comes after you."),
    )
}
# fmt: on

STYLES: Final = tuple(c.name for c in CONTROLS.values() if c.of_model)
BOUNDS: Final = (("register_low", "register_high"), ("velocity_low", "velocity_high"))


def control(name: str) -> Control:
    """Return the control of a name. Raises a LookupError that names the nearest one."""
    found = CONTROLS.get(name)
    if found is None:
        other = ALIASES.get(plain(name))
        if other is not None:
            raise LookupError(f"there is no control {name}; did you mean {other}?")
        raise LookupError(unknown("control", name, CONTROLS))
    return found


def meant(text: str) -> str:
    """Return the control that a text means, also in other words, such as volume or How busy.

    Raises a LookupError that names the nearest one.
    """
    name = chosen(text, CONTROLS) or ALIASES.get(plain(text)) or NAMES.get(plain(text))
    if name is not None:
        return name
    word = nearest(plain(text), [*CONTROLS, *ALIASES])
    near = None if word is None else ALIASES.get(word, word)
    raise LookupError(
        f"there is no control {text[:40]}" + (f"; did you mean {near}?" if near else "")
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The present values of all controls of one voice; `changed` returns a new object.

    Code reads a control from here where the control acts. Only two objects must be told of a
    change, because they continue from their present value: the event clock (`Improviser.tune`),
    and the glide of `velocity_scale` (`Touch.turn`).
    """

    values: dict[str, Value]

    @classmethod
    def defaults(cls) -> Settings:
        """Return settings with every control at its default."""
        return cls({c.name: c.default for c in CONTROLS.values()})

    def __getitem__(self, name: str) -> Value:
        if name in self.values:  # the quick way, because settings are read very often
            return self.values[name]
        found = control(name)  # missing where the settings come from before it was declared
        return self.values.get(found.name, found.default)

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return iter(self.values.items())

    def changed(self, changes: Mapping[str, object], styles: Sequence[str] = ()) -> Settings:
        """Return new settings with some changes, all or none; `styles` are the model's.

        Raises LookupError (no such control), TypeError (type) or ValueError (range, or a low end
        above its high end).
        """
        values = {**Settings.defaults().values, **self.values}
        for name, value in changes.items():
            values[name] = control(name).check(value, styles)
        for lower, upper in BOUNDS:
            low, high = values[lower], values[upper]
            if low > high and lower in changes:
                raise ValueError(f"{lower} must be at most {upper} ({high}), not {low}")
            if low > high:
                raise ValueError(f"{upper} must be at least {lower} ({low}), not {high}")
        return Settings(values)

    def restyled(self, before: Sequence[str], styles: Sequence[str]) -> Settings:
        """Return them for a model of other `styles`: a style that it lacks becomes none."""
        values = dict(self.values)
        for name in STYLES:
            style = (NO_STYLE, *before)[int(self[name])]
            values[name] = 1 + styles.index(style) if style in styles else 0
        return Settings(values)
