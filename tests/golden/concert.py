"""Concerts that are always the same: a session's stimulus, and what a performer says to it.

A session is a model, a mode and a count of voices. Its stimulus follows from these alone. It goes
through the public face of `Performer` only (hear, command, advance, due), so that it outlives what
is inside; whatever is named here of the package is imported here and nowhere else.
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from perf_engine.core.beat.transport import Locate, Observe, Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.harmony.guide import GiveChart, GiveChord
from perf_engine.core.messages import (
    Alive,
    Command,
    Dismiss,
    HeardMessage,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prepare,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Said,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
    TakeOver,
    Withdraw,
)
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike, TurnPassed

MODES: Final = ("duet", "takeover", "solo", "listen", "call_response", "accompany", "follow")
MODELS: Final = ("general", "jazz", "pop", "romantic")
LENGTH: Final = {1: 26.0, 4: 14.0}  # seconds of a concert, by its voices
BEGIN: Final = 1000.0  # the clock at its beginning
MOST: Final = 1_000_000  # calls of advance in a concert: more would be a performer that never waits
SCALES: Final = ("minor", "dorian", "off")
TEXTURES: Final = ("broken", "block", "walking")


@dataclass(frozen=True, slots=True)
class Concert:
    """One recorded session: which model plays in which mode, with how many voices.

    `extra` names what happens besides: a handover to another model, or troubles of the loop.
    """

    model: str
    mode: str
    voices: int
    extra: str = ""

    @property
    def name(self) -> str:
        """The name it is recorded under, such as pop-duet-4."""
        return "-".join(filter(None, (self.model, self.mode, str(self.voices), self.extra)))


CONCERTS: Final = (
    *(Concert(model, mode, voices) for model in MODELS for mode in MODES for voices in (1, 4)),
    *(Concert(model, "duet", 1, "handover") for model in MODELS[:2]),
    *(Concert(model, "duet", 4, "troubles") for model in MODELS[2:]),
)
QUICK: Final = frozenset(
    (
        "general-duet-1",
        "pop-follow-1",
        "jazz-accompany-1",
        "romantic-call_response-4",
        "pop-takeover-1",
        "jazz-solo-1",
        "romantic-listen-1",
        "general-duet-1-handover",
        "pop-duet-4-troubles",
    )
)

Order = Any  # a message, or the name of something that a performer is asked to do


class _Player:
    """Plays phrases into a list of (seconds, message), with numbers of its own."""

    def __init__(self, number: int, source: str, low: int, numbers: random.Random) -> None:
        self.number, self.source, self.low = number, source, low
        self.random = numbers.random
        self.said: list[tuple[float, Order]] = []

    def whole(self, low: int, high: int) -> int:
        """A whole number low..high; by `random` alone, which no version of Python changes."""
        return low + int(self.random() * (high - low + 1))

    def note(self, at: float, pitch: int, length: float, timed: bool = False) -> None:
        strike = NoteOn(
            self.number, pitch, self.whole(35, 112), self.source, length if timed else None
        )
        self.said.append((at, strike))
        if not timed:
            self.said.append((at + length, NoteOff(self.number, pitch, self.source)))

    def phrase(self, at: float, until: float, chords: bool, pedal: bool = False) -> None:
        """Notes and chords from a time to another, with a pedal or without."""
        if pedal:
            self.said.append((at, Pedal(self.number, 90, self.source)))
            self.said.append(((at + until) / 2, Pedal(self.number, 40, self.source)))
            self.said.append(((at + until) / 2 + 0.2, Pedal(self.number, 127, self.source)))
            self.said.append((until, Pedal(self.number, 0, self.source)))
        steps = (0, 2, 4, 5, 7, 9, 11)
        while at < until:
            step = self.whole(0, 13)
            pitch = self.low + 12 * (step // 7) + steps[step % 7]
            length = min(0.08 + 0.7 * self.random(), max(until - at, 0.05))
            for above in (0, 4, 7) if chords and self.random() < 0.4 else (0,):
                spread = 0.012 * self.random()
                self.note(at + spread, pitch + above, length, timed=self.random() < 0.2)
            at += (0.125, 0.25, 0.25, 0.5, 0.37)[self.whole(0, 4)] + 0.02 * self.random()


def stimulus(concert: Concert) -> list[tuple[float, Order]]:
    """All that a concert's performer is told, with the seconds from its beginning, in order."""
    numbers = random.Random(zlib.crc32(concert.name.encode()))
    one = _Player(0, "keys", 60, numbers)
    two = _Player(1, "pad", 43, numbers)
    third = _Player(5, "link", 72, numbers)
    length = LENGTH[concert.voices]
    part = length / 8
    little = concert.mode == "solo"
    one.phrase(1.0, 1.0 + part * (0.3 if little else 0.8), chords=True)
    two.phrase(1.5, 1.0 + part * (0.2 if little else 0.9), chords=False, pedal=True)
    # a pause in which whoever takes turns has the time to begin
    one.phrase(part * 2.1, part * 2.6, chords=False, pedal=True)
    if concert.mode in ("follow", "accompany", "listen", "duet"):
        one.phrase(part * 2.7, part * 4.2, chords=concert.mode != "follow")
        two.phrase(part * 3.1, part * 4.4, chords=True)
    third.phrase(part * 3.4, part * 3.8, chords=False)
    one.phrase(part * 4.6, part * 5.1, chords=True)
    two.phrase(part * 4.9, part * 5.3, chords=False, pedal=concert.voices == 1)
    one.phrase(part * 6.1, part * 6.5, chords=True)
    third.note(part * 6.2, 79, 600.0, timed=True)  # held until the source is lost
    two.phrase(part * 7.1, part * 7.6, chords=False)
    told = [*one.said, *two.said, *third.said, *_orders(concert, part)]
    return sorted(told, key=lambda pair: pair[0])  # stable: at one time as they stand here


def _orders(concert: Concert, part: float) -> Iterator[tuple[float, Order]]:
    """The commands of a concert, and what is special to its mode."""
    yield (
        0.2,
        Prime(
            tuple(
                PrimeNote(
                    0.3 * n,
                    60 + (0, 4, 7, 12, 11, 7)[n % 6],
                    50 + 3 * n,
                    0.25,
                    "melody" if n % 4 == 3 else None,
                )
                for n in range(10)
            )
        ),
    )
    yield 0.3, SetControls(_settings(concert.mode))
    if concert.voices > 1:
        yield from _apart(concert)
    yield part * 2.05, "keep"
    yield part * 1.2, SetControls((("temperature", 1.2), ("density", 1.5)))
    yield part * 1.6, Alive("keys")
    yield part * 1.9, SetTempo(96.0)
    yield part * 1.95, Run(True)
    yield part * 2.0, SetControls((("quantise", 0.7), ("grid", 3), ("swing", 0.6)))
    for beat in range(6):
        yield part * 2.2 + 0.61 * beat, Observe(4.0 + beat)
    yield part * 2.8, SetControls((("scale", SCALES[concert.voices % 3]), ("scale_root", 2)))
    yield part * 3.0, SetControls((("lead", 80.0), ("influence", 0.6), ("nucleus", 0.8)))
    yield part * 3.3, Locate(16.0)
    yield part * 3.5, SetControls((("quantise", 0.0), ("transpose", -5), ("imitation", 1.0)))
    yield part * 3.9, Run(False)
    yield part * 4.0, SetControls(_later(concert.mode))
    yield part * 4.3, SetControls((("register_low", 40), ("register_high", 90)))
    yield part * 4.7, GiveChart("| Dm7 | G7 Cmaj7 |")
    yield part * 5.0, GiveChord("Eb/G")
    yield part * 5.2, GiveChord(None)
    yield part * 5.4, SetControls((("texture", TEXTURES[concert.voices % 3]),))
    yield part * 6.3, GiveChart(None)
    yield part * 4.7, Seed(7)
    yield part * 5.0, Stop()
    yield part * 5.15, Start()
    yield part * 5.4, SetControls((("freeze", 1), ("polyphony", 3), ("velocity_scale", 1.4)))
    yield part * 5.6, SetControls((("freeze", 0), ("governor", 0), ("repetition_guard", 0.3)))
    yield part * 5.8, "recall"
    yield part * 6.4, SourceLost("link")
    yield part * 6.6, Panic()
    if concert.mode == "listen":  # else there would be nothing to hear
        yield part * 5.7, SetMode("duet")
        yield part * 6.5, SetMode("solo", 0)
        yield part * 7.4, SetMode("listen", 0)
    else:
        yield part * 6.7, SetMode(MODES[(MODES.index(concert.mode) + 1) % len(MODES)], 0)
        yield part * 7.2, SetMode(concert.mode, 0)
    yield part * 7.5, Reset(0)
    yield part * 7.55, SetControls((("mute", 1),), 0)
    yield part * 7.7, SetControls((("mute", 0), ("longest_note", 1.0)), 0)
    if concert.extra == "handover":
        yield part * 2.0, "prepare"
        yield part * 2.5, Dismiss()
        yield part * 2.6, "prepare"
        for step in range(40):
            yield part * 2.7 + 0.05 * step, "learn"
        yield part * 4.1, TakeOver()
    if concert.extra == "troubles":
        yield part * 2.4, "hurry"
        yield part * 3.2, "resume"
        yield part * 3.6, "drop"
        yield part * 4.4, "pace"
        yield part * 5.2, "keep pace"
        yield part * 6.0, "forget"


def _settings(mode: str) -> tuple[tuple[str, float | int | str], ...]:
    """The controls of a mode, at the beginning."""
    return {
        "takeover": (("patience", 1.0),),
        "call_response": (("windowed", 0),),
        "accompany": (("role", "accompaniment_and_bass"),),
        "follow": (("interval", 12), ("interval_2", 16), ("interval_3", -5)),
        "duet": (("instrument", "own"), ("share", 0.6)),
        "listen": (("hears_voices", 0),),
        "solo": (("density", 1.2),),
    }[mode]


def _later(mode: str) -> tuple[tuple[str, float | int | str], ...]:
    """The controls of a mode, from the middle."""
    return {
        "takeover": (("patience", 0.4),),
        "call_response": (("windowed", 1), ("count_in", 0.5), ("call_length", 2.0)),
        "accompany": (("role", "melody"),),
        "follow": (("motion", "canon"), ("canon_delay", 0.8), ("interval", -12)),
        "duet": (("instrument", "shared"), ("harmony", 2.0)),
        "listen": (("hears_players", "0 5"),),
        "solo": (("scale", "pitches"), ("scale_pitches", "0 3 5 7 10")),
    }[mode]


def _apart(concert: Concert) -> Iterator[tuple[float, Order]]:
    """Controls by which four voices differ."""
    yield 0.31, SetControls((("hears_players", "0 1"), ("channel", 1)), 1)
    yield 0.32, SetControls((("hears_voices", "0 1"), ("transpose", 12)), 2)
    yield 0.33, SetControls((("channel", 1), ("density", 0.7)), 3)
    if concert.mode == "accompany":
        yield 0.34, SetControls((("role", "bass"),), 1)
        yield 0.35, SetControls((("role", "melody"),), 2)
    if concert.mode == "follow":
        yield 0.34, SetControls((("motion", "contrary"), ("interval", 7)), 1)
        yield 0.35, SetMode("duet", 3)


class Stage:
    """A performer in a concert, told one thing after the other; `said` has all that it said."""

    def __init__(self, concert: Concert, weights: dict[str, Weights]) -> None:
        self._concert, self._weights = concert, weights
        self._states: list[Any] = []
        self.said: list[Said] = []
        self._calls = 0
        settings = Settings.defaults()
        plans = [
            VoicePlan(concert.mode, 11 + n, settings.changed({"lead": 20.0 + 10.0 * n}))
            for n in range(concert.voices)
        ]
        self.performer = Performer(weights[concert.model], voices=plans)

    def until(self, now: float) -> None:
        """Let it decide all that is due by a time."""
        at = -math.inf
        while (due := self.performer.due()) <= now:
            at = min(max(due, at, BEGIN), now)
            self.said += self.performer.advance(at)
            self._calls += 1
            assert self._calls < MOST, "it never waits"

    def tell(self, at: float, order: Order) -> None:
        """Tell it one thing of the stimulus, once all that was due before it is decided."""
        now = BEGIN + at
        if order != "hurry":
            self.until(now)
        performer = self.performer
        if isinstance(order, str):
            self._ask(order, now)
        elif isinstance(order, HeardMessage):
            performer.hear(order, now)
        else:
            performer.command(order, now)

    def _ask(self, order: str, now: float) -> None:
        performer = self.performer
        if order == "keep":
            self._states = [performer.kept("before", voice) for voice in range(performer.voices)]
        elif order == "recall":
            for voice, state in enumerate(self._states):
                if state.model == (performer.weights.origin and performer.weights.origin.name):
                    performer.command(Recall(state, voice), now)
        elif order == "prepare":
            after = MODELS[(MODELS.index(self._concert.model) + 1) % len(MODELS)]
            performer.command(Prepare(self._weights[after]), now)
        elif order == "learn":
            performer.learn()
        else:
            self._trouble(order, now)

    def _trouble(self, order: str, now: float) -> None:
        """What the loop does when there is more to do than time."""
        performer = self.performer
        if order == "hurry":
            performer.hurry()
            performer.hear(NoteOn(0, 61, 80, "keys", 0.5), now)
        elif order == "resume":
            performer.resume(now + 1.5)
        elif order == "drop":
            performer.drop(now + 2.0)
        elif order == "pace":
            performer.pace(0.05, now)
        elif order == "keep pace":
            performer.pace(0.0, now)
        else:
            performer.forget(now)


def weights_of() -> dict[str, Weights]:
    """The weights of the shipped models, by name."""
    return {name: load_model(name)[0] for name in MODELS}


def play(concert: Concert, weights: dict[str, Weights]) -> list[str]:
    """What a performer says in a concert, as lines."""
    stage = Stage(concert, weights)
    for at, order in stimulus(concert):
        stage.tell(at, order)
    stage.until(BEGIN + LENGTH[concert.voices])
    return lines(stage.said)


def lines(said: list[Said]) -> list[str]:
    """What was said and is played, one a line: kind, voice, what it is, and when it is due."""
    return [line for item in said if (line := _line(item)) is not None]


def _line(item: Said) -> str | None:
    match item:
        case Strike(voice, pitch, velocity, due):
            return f"strike {voice} {pitch} {velocity} {_when(due)}"
        case Release(voice, pitch, due):
            return f"release {voice} {pitch} {_when(due)}"
        case ControlChange(voice, number, value, due):
            return f"control {voice} {number} {value} {_when(due)}"
        case TurnPassed(voice, phase, seconds, due):
            return f"turn {voice} {phase} {_when(seconds)} {_when(due)}"
        case Flush(voice):
            return f"flush {voice}"
        case Withdraw(voice, pitch, sounding, after):
            return f"withdraw {voice} {pitch} {int(sounding)} {_when(after)}"
    return None


def _when(seconds: float) -> str:
    """Seconds to the bit: the shortest decimal number that reads as this one."""
    return repr(float(seconds))


__all__ = ["BEGIN", "CONCERTS", "QUICK", "Command", "Concert", "Stage", "play", "weights_of"]
