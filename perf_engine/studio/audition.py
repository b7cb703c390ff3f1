"""A MIDI file as the performer: played to a running engine, or offline to the bare instrument."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias

from perf_engine.core.messages import (
    Command,
    ControlChange,
    Flush,
    HeardMessage,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Release,
    Reset,
    Said,
    Seed,
    SetControls,
    SetMode,
    Start,
    Stop,
    Strike,
)

from .line import Argument, Arrived, Line
from .recording import Recorder, Recording

Doing: TypeAlias = HeardMessage | Command  # what a performer does: plays, or tells
Plan: TypeAlias = Sequence[tuple[float, Doing]]  # (seconds from the beginning, what is done)

TAIL: Final = 4.0  # seconds to listen on after the file has ended
MOST_AGAIN: Final = 1000  # calls at one moment, after which a call takes time:
TURN: Final = 0.0005  # seconds, as it does on stage
LONGEST_LEAD: Final = 0.25  # seconds; what was sent is due by then

ASKED_AGAIN: Final = 0.4  # seconds to wait for a reply
ASKED: Final = 4  # times
PING: Final = 1.0  # seconds between two signs of life
QUIET: Final = 3.0  # seconds without any, after which the engine is taken for lost
LEASE: Final = 10.0  # seconds


class NoEngine(OSError):
    """There is no engine, or it is gone."""


class Refused(ValueError):
    """The engine would not do as it was told."""


# on a virtual clock


class Instrument(Protocol):
    """What is auditioned offline: the performer, without a clock."""

    def hear(self, message: HeardMessage, now: float) -> None:
        """A player plays."""

    def command(self, command: Command, now: float) -> None:
        """Do as told."""

    def advance(self, now: float) -> list[Said]:
        """All that is to be sent now."""

    def due(self) -> float:
        """When `advance` next wants to be called."""


def offline(performer: Instrument, messages: Plan, seconds: float) -> Recording:
    """Play a plan to the performer on a virtual clock from 0, as fast as it goes, then end all.

    The same performer and plan give the same recording. Raises what the performer raises.
    """
    recorder = Recorder()
    waiting = deque(sorted(messages, key=lambda m: m[0]))
    now, again = 0.0, 0
    while True:
        wanted = min(waiting[0][0] if waiting else math.inf, performer.due())
        now, again = _turn(now, wanted, again)
        if waiting and waiting[0][0] <= now:
            now = max(0.0, waiting[0][0])  # what is played is heard when it is played
        if now >= seconds:
            break
        while waiting and waiting[0][0] <= now:
            _do(performer, waiting.popleft()[1], now, recorder)
        for said in performer.advance(now):
            recorder.said(said, now)
    for message in recorder.held():
        _do(performer, message, seconds, recorder)
    for command in (Stop(), Panic()):
        performer.command(command, seconds)
    now, again = seconds, 0
    while now <= seconds + LONGEST_LEAD:
        for said in performer.advance(now):
            recorder.said(said, now)
        now, again = _turn(now, performer.due(), again)
    return recorder.close(seconds)


def _turn(now: float, wanted: float, again: int) -> tuple[float, int]:
    """The next time to call `advance`, and how often it was called again at the same moment."""
    if wanted > now:
        return wanted, 0
    return (now, again + 1) if again < MOST_AGAIN else (now + TURN, again)


def _do(performer: Instrument, doing: Doing, now: float, recorder: Recorder) -> None:
    if isinstance(doing, HeardMessage):
        performer.hear(doing, now)
        recorder.heard(doing, now)
    else:
        performer.command(doing, now)


# over OSC


def live(line: Line, messages: Plan, seconds: float, first: Sequence[Command] = ()) -> Recording:
    """Play a plan to a running engine in real time and take down what comes back.

    Tells it `first`, one by one, before the clock starts. Whatever happens, lets go of all that it
    holds and leaves; stopped by hand, or left alone by the engine, it gives what there is, with
    the reason. Raises NoEngine where none answers, Refused where `first` is refused.
    """
    guest = _Guest(line)
    broken = ""
    try:
        guest.register()
        for command in first:
            address, arguments = spoken(command)
            guest.ask(address, *arguments)
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


def spoken(doing: Doing) -> tuple[str, tuple[Argument, ...]]:
    """The OSC message of what is done: address and arguments. Raises ValueError."""
    match doing:
        case NoteOn(player, pitch, velocity, _, duration):
            timed = () if duration is None else (float(duration),)
            return "/perf/in/note", (player, pitch, velocity, *timed)
        case NoteOff(player, pitch):
            return "/perf/in/note", (player, pitch, 0)
        case Pedal(player, value):
            return "/perf/in/pedal", (player, value)
        case SetControls(values, None):
            return "/perf/set", tuple(word for pair in values for word in pair)
        case SetControls(((name, value),), voice):
            return f"/perf/voice/{voice}/{name}", (value,)
        case SetMode(mode, voice):
            return "/perf/mode" if voice is None else f"/perf/voice/{voice}/mode", (mode,)
        case Start(voice) | Stop(voice) | Reset(voice):
            address = f"/perf/{type(doing).__name__.lower()}"
            return address, () if voice is None else (voice,)
        case Panic():
            return "/perf/panic", ()
        case Seed(seed):
            return "/perf/seed", (seed,)
    raise ValueError(f"{type(doing).__name__} cannot be sent to an engine by an audition")


class _Guest:
    """A client of the engine for as long as an audition lasts."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.recorder = Recorder()
        self.start = math.inf  # when the plan began, on the line's clock
        self.complaint = ""  # the first thing that the engine refused while playing
        self._heard_of = line.now()  # when something last came from the engine
        self._pinged = -math.inf
        self._there = False

    @property
    def playing(self) -> bool:
        return self.start < math.inf

    def register(self) -> None:
        self.ask("/perf/notify", 1, self.line.port, "bundle", LEASE)

    def ask(self, address: str, *arguments: Argument) -> None:
        """Send until it is answered. Raises NoEngine or Refused."""
        for _ in range(ASKED):
            self.line.send(address, *arguments)
            until = self.line.now() + ASKED_AGAIN
            while self.line.now() < until:
                for one in self._receive(until):
                    if one.arguments[:1] != (address,):
                        continue
                    if one.address == "/perf/done":
                        return
                    if one.address == "/perf/fail":
                        raise Refused(_sentence(one))
        raise NoEngine(f"the engine does not answer to {address}" if self._there
                       else "no engine answers there; start one with: perf-engine play")

    def play(self, messages: Plan, seconds: float) -> None:
        self.start = self.line.now()
        for time, doing in sorted(messages, key=lambda m: m[0]):
            if time >= seconds:
                break
            self._listen(self.start + time)
            self._do(doing, self.line.now() - self.start)
        self._listen(self.start + seconds)

    def leave(self) -> float:
        """Let go of everything and go; when that was, in seconds from the beginning."""
        ended = self.line.now() - self.start if self.playing else 0.0
        for message in self.recorder.held():
            self._do(message, ended)
        if not self._there:
            self.line.send("/perf/notify", 0, self.line.port)
            return ended
        try:
            self.ask("/perf/release")
            until = self.line.now() + LONGEST_LEAD
            while self.line.now() < until:
                self._receive(until)
            self.ask("/perf/notify", 0, self.line.port)
        except (NoEngine, Refused) as error:
            self.complaint = self.complaint or str(error)
        return ended

    def _do(self, doing: Doing, now: float) -> None:
        address, arguments = spoken(doing)
        self.line.send(address, *arguments)
        if isinstance(doing, HeardMessage):
            self.recorder.heard(doing, now)

    def _listen(self, until: float) -> None:
        """Take down what comes until then. Raises NoEngine when nothing comes for too long."""
        while True:
            now = self.line.now()
            if now >= self._pinged + PING:
                self._pinged = now
                self.line.ping()
            if now - self._heard_of > QUIET:
                raise NoEngine("the engine went quiet and was taken for lost")
            if now >= until:
                return
            for one in self._receive(min(until, self._pinged + PING)):
                if one.address == "/perf/fail" and not self.complaint:
                    self.complaint = _sentence(one)

    def _receive(self, until: float) -> list[Arrived]:
        found = self.line.receive(until)
        for one in found:
            self._there = True
            self._heard_of = one.at
            said = understood(one, self.start)
            if said is not None and self.playing:
                self.recorder.said(said, one.at - self.start)
        return found


def understood(one: Arrived, start: float) -> Said | None:
    """What the machine says with a message, in seconds from `start`; None for anything else."""
    try:
        match one.address, one.arguments:
            case "/perf/note", (voice, pitch, velocity, in_ms):
                due = _due(one, in_ms) - start
                return Strike(_int(voice), _int(pitch), _int(velocity), due)
            case "/perf/noteoff", (voice, pitch, in_ms):
                return Release(_int(voice), _int(pitch), _due(one, in_ms) - start)
            case "/perf/cc", (voice, number, value, in_ms):
                due = _due(one, in_ms) - start
                return ControlChange(_int(voice), _int(number), _int(value), due)
            case "/perf/flush", (voice,):
                return Flush(_int(voice))
    except (ValueError, OverflowError):
        pass  # no engine of ours says that
    return None


def _due(one: Arrived, in_ms: Argument) -> float:
    if not 0.0 <= float(in_ms) <= 60_000.0:
        raise ValueError(f"in_ms must be 0..60000, not {in_ms}")
    return one.due + float(in_ms) / 1000


def _int(value: Argument) -> int:
    found = int(value)
    if not 0 <= found <= 127:
        raise ValueError(f"{found} is not 0..127")
    return found


def _sentence(fail: Arrived) -> str:
    """What a /perf/fail (address, code, text) says."""
    address, *_, text = (*fail.arguments, "") if len(fail.arguments) < 2 else fail.arguments
    return f"the engine refused {address}: {text}"
