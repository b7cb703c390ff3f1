"""A MIDI file as the performer of a running engine: played to it over OSC, in real time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from perf_engine.core.messages import Command, HeardMessage

from .line import Argument, Arrived, Line
from .plan import Doing, Plan
from .recording import LONGEST_LEAD, Recorder, Recording
from .speech import refusal, spoken, understood

ASKED_AGAIN: Final = 0.4  # seconds to wait for a reply
ASKED: Final = 4  # times
PING: Final = 1.0  # seconds between two signs of life
QUIET: Final = 3.0  # seconds without any, after which the engine is taken for lost
LEASE: Final = 10.0  # seconds


class NoEngine(OSError):
    """There is no engine, or it is gone."""


class Refused(ValueError):
    """The engine would not do as it was told."""


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
                        raise Refused(refusal(one))
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
                    self.complaint = refusal(one)

    def _receive(self, until: float) -> list[Arrived]:
        found = self.line.receive(until)
        for one in found:
            self._there = True
            self._heard_of = one.at
            said = understood(one, self.start)
            if said is not None and self.playing:
                self.recorder.said(said, one.at - self.start)
        return found
