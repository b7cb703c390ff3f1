"""An audition on a virtual clock: the bare instrument, as fast as it goes."""

from __future__ import annotations

import math
from collections import deque
from typing import Final, Protocol

from perf_engine.core.messages import Command, HeardMessage, Panic, Said, Start, Stop

from .plan import Doing, Plan
from .recording import LONGEST_LEAD, Recorder, Recording

MOST_AGAIN: Final = 1000  # calls at one moment, after which a call takes time:
TURN: Final = 0.0005  # seconds, as it does on stage


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
    performer.command(Start(), 0.0)
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
