"""The commands of a beat clock: tempo, transport, position, and observed beats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .beats import BeatClock, check_beat, check_tempo


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Continue in another tempo, in beats a minute."""

    tempo: float


@dataclass(frozen=True, slots=True)
class Run:
    """Run from where the clock stands, or stand still."""

    running: bool


@dataclass(frozen=True, slots=True)
class Locate:
    """Set the present beat."""

    beat: float


@dataclass(frozen=True, slots=True)
class Observe:
    """Observe a beat that another clock counts now; several of these give phase and tempo."""

    beat: float


@dataclass(frozen=True, slots=True)
class Listen:
    """Play to the beat that is heard while the clock stands, or to none."""

    heard: bool


BeatCommand: TypeAlias = SetTempo | Run | Locate | Observe
ClockCommand: TypeAlias = BeatCommand | Listen


def check(command: BeatCommand) -> None:
    """Raise ValueError if the tempo or beat of a command is out of range."""
    if isinstance(command, SetTempo):
        check_tempo(command.tempo)
    elif isinstance(command, Locate | Observe):
        check_beat(command.beat)


def conduct(clock: BeatClock, command: BeatCommand, now: float) -> None:
    """Carry out a command of a beat clock. Raises ValueError if a tempo or beat is out of range."""
    if isinstance(command, SetTempo):
        clock.set_tempo(command.tempo, now)
    elif isinstance(command, Locate):
        clock.locate(command.beat, now)
    elif isinstance(command, Observe):
        clock.observe(command.beat, now)
    elif command.running:
        clock.run(now)
    else:
        clock.stop(now)
