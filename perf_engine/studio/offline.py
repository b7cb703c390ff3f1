"""An audition on a virtual clock: the performer without an engine, as fast as possible."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from perf_engine.core.messages import Command, HeardMessage, Panic, Said, Start, Stop

from .plan import Doing, Plan
from .recording import LONGEST_LEAD, Recorder, Recording

MOST_AGAIN: Final = 1000  # calls at one moment, after which a call takes time:
TURN: Final = 0.0005  # seconds, as it does on stage


class Instrument(Protocol):
    """The instrument of an offline audition: a performer without a clock."""

    def hear(self, message: HeardMessage, now: float) -> None:
        """A player plays."""

    def command(self, command: Command, now: float) -> None:
        """Carry out a command."""

    def advance(self, now: float) -> list[Said]:
        """Return all that is to be sent now."""

    def on_kit(self, message: HeardMessage | Said) -> bool:
        """Whether a message strikes a drum kit."""

    def due(self) -> float:
        """The time of the next call of `advance`."""


def offline(
    performer: Instrument,
    messages: Plan,
    seconds: float,
    enough: Callable[[Said, float], bool] | None = None,
) -> Recording:
    """Play a plan to the performer on a virtual clock from 0, as fast as possible, then end all.

    It ends soon after `enough`, which is given each message of the machine and the time, is true.
    The same performer and plan give the same recording. Raises the performer's exceptions.
    """
    recorder = Recorder()
    performer.command(Start(), 0.0)
    waiting = deque(sorted(messages, key=lambda m: m[0]))
    now, again = 0.0, 0
    while True:
        wanted = min(waiting[0][0] if waiting else math.inf, performer.due())
        now, again = _turn(now, wanted, again)
        if waiting and waiting[0][0] <= now:
            now = max(0.0, waiting[0][0])  # notes are heard at the time that they are played
        if now >= seconds:
            break
        while waiting and waiting[0][0] <= now:
            _do(performer, waiting.popleft()[1], now, recorder)
        for said in performer.advance(now):
            recorder.said(said, now, performer.on_kit(said))
            if enough is not None and enough(said, now):
                seconds, enough = min(seconds, now + LONGEST_LEAD), None
    for message in recorder.held():
        _do(performer, message, seconds, recorder)
    for command in (Stop(), Panic()):
        performer.command(command, seconds)
    now, again = seconds, 0
    while now <= seconds + LONGEST_LEAD:
        for said in performer.advance(now):
            recorder.said(said, now, performer.on_kit(said))
        now, again = _turn(now, performer.due(), again)
    return recorder.close(seconds)


def _turn(now: float, wanted: float, again: int) -> tuple[float, int]:
    """The next time to call `advance`, and the number of calls so far at the same moment."""
    if wanted > now:
        return wanted, 0
    return (now, again + 1) if again < MOST_AGAIN else (now + TURN, again)


def _do(performer: Instrument, doing: Doing, now: float, recorder: Recorder) -> None:
    if isinstance(doing, HeardMessage):
        performer.hear(doing, now)
        recorder.heard(doing, now, performer.on_kit(doing))
    else:
        performer.command(doing, now)
