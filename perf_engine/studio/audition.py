"""A MIDI file as the performer of a running engine: played to it over OSC, in real time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from perf_engine.core.messages import (
    Command,
    HeardMessage,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
)
from perf_engine.protocol.dialogue import Argument, Dialogue, Request, ping
from perf_engine.protocol.errors import NoAnswer, NoEngine, Refused
from perf_engine.protocol.lease import goodbye
from perf_engine.protocol.midi import DRUMS
from perf_engine.protocol.notes import Message, Other, Played, Told, pedal, release, strike

from .line import Line
from .plan import Doing, Plan
from .recording import LONGEST_LEAD, Recorder, Recording

CHANNEL: Final = "/perf/channel"
AGAIN: Final = 0.4  # seconds after which a request is sent again
WITHIN: Final = 1.6  # seconds that an answer may take
REGISTERED_WITHIN: Final = 2.9  # seconds
UNHEARD: Final = {"none": "you", "machine": "both"}  # what is heard, and what is to be
A_LOOK: Final = 0.08  # seconds between two looks of somebody who watches

Watch = Callable[[Recorder, float], None]  # what was played so far, and the time


def live(
    line: Line,
    messages: Plan,
    seconds: float,
    first: Sequence[Command] = (),
    *,
    borrowed: bool = False,
    watch: Watch | None = None,
) -> Recording:
    """Play a plan to a running engine in real time and record the engine's notes.

    Sends `first`, one by one, before the clock starts. In any case it releases all that it
    holds and leaves; stopped by hand, or left alone by the engine, it returns the recording so
    far, with the reason. A `borrowed` engine gets back the modes and controls that `first` has
    changed. `watch` is called some ten times a second. Raises NoEngine where none answers, Refused
    where `first` is refused.
    """
    guest = _Guest(line, watch)
    broken = ""
    try:
        guest.register()
        if borrowed:
            guest.remember(first)
            guest.sound()
        for command in first:
            guest.ask(*spoken(command))
        guest.play(messages, seconds)
    except KeyboardInterrupt:
        if not guest.playing:
            raise
        broken = "stopped by hand"
    except NoEngine as error:
        if not guest.playing:
            raise
        broken = str(error)
    finally:
        ended = guest.leave()
    return guest.recorder.close(ended, broken or guest.complaint)


class _Guest:
    """A client of the engine for as long as an audition lasts."""

    def __init__(self, line: Line, watch: Watch | None = None) -> None:
        self.line = line
        self._watch = watch
        self._before: list[Message] = []  # what brings the engine back to where it was
        self.recorder = Recorder()
        self.start = math.inf  # the beginning of the plan, on the line's clock
        self.complaint = ""  # the first thing that the engine refused while playing
        self._kits: set[int] = set()  # voices that drum
        self._refused: Refused | None = None  # the last thing refused that was no request
        self._there = False  # something has come from the engine
        self._dialogue = Dialogue(line.port, line.send, wall=line.wall, refused=self._complain)

    @property
    def playing(self) -> bool:
        return self.start < math.inf

    def register(self) -> None:
        """Take out a lease. Raises NoEngine or Refused."""
        until = self.line.now() + REGISTERED_WITHIN
        self._dialogue.advance(self.line.now())
        self._answer(replace(ping(self.line.wall()), within=WITHIN, again=AGAIN))
        self._wait(until, lambda: self._dialogue.registered or self._refused is not None)
        if self._refused is not None:
            raise self._refused
        if not self._dialogue.registered:
            raise NoEngine("the engine does not answer to /perf/notify")

    def ask(self, address: str, *arguments: Argument) -> None:
        """Send a request until it is answered. Raises NoEngine or Refused."""
        self._answer(Request(address, arguments, lambda said: None, WITHIN, again=AGAIN))

    def remember(self, commands: Sequence[Command]) -> None:
        """Ask for what these commands will change, of each voice. Raises NoEngine or Refused."""
        names = ["mode"] if any(isinstance(one, SetMode) for one in commands) else []
        for one in commands:
            names += [name for name, _ in one.values] if isinstance(one, SetControls) else []
        if not names:
            return
        voices = int(self._answer(Request("/perf/status", (), tuple, WITHIN, again=AGAIN))[2])
        for voice in range(voices):
            for name in dict.fromkeys(names):
                address = f"/perf/voice/{voice}/{name}"
                value = self._answer(Request(address, (), tuple, WITHIN, again=AGAIN))[0]
                self._before.append((address, value))

    def sound(self) -> None:
        """Let the built-in sound, if there is one, play what we play."""
        try:
            asked = Request("/perf/sound/status", (), tuple, WITHIN, again=AGAIN)
            status = self._answer(asked)
            wanted = UNHEARD.get(status[7]) if len(status) > 7 and status[0] else None
            if wanted is not None:
                wish = Request("/perf/sound/plays", (), tuple, WITHIN, again=AGAIN)
                self._before.append(("/perf/sound/plays", self._answer(wish)[0]))
                self.ask("/perf/sound/plays", wanted)
        except Refused:  # an engine from before there was a sound
            return

    def play(self, messages: Plan, seconds: float) -> None:
        """Carry out the plan. Raises NoEngine when nothing comes for too long."""
        self.start = self.line.now()
        for time, doing in sorted(messages, key=lambda m: m[0]):
            if time >= seconds:
                break
            self._wait(self.start + time)
            self._do(doing, self.line.now() - self.start)
        self._wait(self.start + seconds)

    def leave(self) -> float:
        """Release everything and leave; return the time, in seconds from the beginning."""
        ended = self.line.now() - self.start if self.playing else 0.0
        for message in self.recorder.held():
            self._do(message, ended)
        if not self._there:
            self.line.send(*goodbye(self.line.port))
            return ended
        try:
            self.ask("/perf/release")
            self._wait(self.line.now() + LONGEST_LEAD)
            for address, *arguments in self._before:
                self.ask(address, *arguments)
            self.ask(*goodbye(self.line.port))
        except (NoEngine, Refused) as error:
            self.complaint = self.complaint or str(error)
            self.line.send(*goodbye(self.line.port))
        return ended

    def _do(self, doing: Doing, now: float) -> None:
        self.line.send(*spoken(doing))
        if isinstance(doing, HeardMessage):
            self.recorder.heard(doing, now)

    def _answer(self, request: Request[Any]) -> Any:
        """Wait for an answer and return it. Raises NoEngine or Refused."""
        answers: list[tuple[Any, Exception | None]] = []
        self._dialogue.ask(request, self.line.now(), lambda *answer: answers.append(answer))
        self._wait(math.inf, lambda: bool(answers))
        value, error = answers[0]
        if isinstance(error, NoAnswer):
            raise NoEngine(
                f"the engine does not answer to {request.address}"
                if self._there
                else "no engine answers there; start one first"
            )
        if error is not None:
            raise error
        return value

    def _wait(self, until: float, over: Callable[[], bool] = lambda: False) -> None:
        """Record all that comes until a time, or until it is over.

        Raises NoEngine when nothing has come for too long.
        """
        while not over():
            now = self.line.now()
            alive = self._dialogue.alive
            self._dialogue.advance(now)  # keys ended with the engine count as hung
            if alive and not self._dialogue.alive:
                raise NoEngine("the engine went quiet and was taken for lost")
            if now >= until or over():
                return
            again = min(until, self._dialogue.next_due)
            if self._watch is not None and self.playing:
                self._watch(self.recorder, now - self.start)
                again = min(again, now + A_LOOK)
            for message in self.line.receive(again):
                self._there = True
                at = self.line.now()
                if isinstance(message, Other) and message.address == CHANNEL:
                    self._place(message.arguments)
                for told in self._dialogue.take(message, at):
                    self._record(told, at)

    def _record(self, told: Told, at: float) -> None:
        if self.playing:
            if isinstance(told, Played):
                told = replace(told, due=told.due - self.start)
            self.recorder.said(told, at - self.start, getattr(told, "voice", None) in self._kits)

    def _place(self, arguments: Sequence[object]) -> None:
        """Take the MIDI channel of a voice: on that of drums it drums."""
        if len(arguments) == 3 and isinstance(voice := arguments[0], int):
            (self._kits.add if arguments[1] == DRUMS + 1 else self._kits.discard)(voice)

    def _complain(self, error: Refused) -> None:
        self._refused = error
        if self.playing:
            self.complaint = self.complaint or str(error)


def spoken(doing: Doing) -> Message:
    """The OSC message of an action: address and arguments. Raises ValueError."""
    match doing:
        case NoteOn(player, pitch, velocity, _, duration):
            return strike(player, pitch, velocity, duration)
        case NoteOff(player, pitch):
            return release(player, pitch)
        case Pedal(player, value):
            return pedal(player, value)
        case SetControls(values, None):
            return ("/perf/set", *(word for pair in values for word in pair))
        case SetControls(((name, value),), voice):
            return f"/perf/voice/{voice}/{name}", value
        case SetMode(mode, voice):
            return "/perf/mode" if voice is None else f"/perf/voice/{voice}/mode", mode
        case Start(voice) | Stop(voice) | Reset(voice):
            address = f"/perf/{type(doing).__name__.lower()}"
            return (address,) if voice is None else (address, voice)
        case Panic():
            return ("/perf/panic",)
        case Seed(seed):
            return "/perf/seed", seed
    raise ValueError(f"{type(doing).__name__} cannot be sent to an engine by an audition")
