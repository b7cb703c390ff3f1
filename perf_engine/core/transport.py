"""What a beat clock is told: tempo, transport, position, and beats that others count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .beats import BeatClock


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Go on in another tempo, in beats a minute."""

    tempo: float


@dataclass(frozen=True, slots=True)
class Run:
    """Run from where the clock stands, or stand still."""

    running: bool


@dataclass(frozen=True, slots=True)
class Locate:
    """Be at a beat now."""

    beat: float


@dataclass(frozen=True, slots=True)
class Observe:
    """Somebody counted a beat now: phase and tempo are found from several of these."""

    beat: float


ClockCommand: TypeAlias = SetTempo | Run | Locate | Observe


def conduct(clock: BeatClock, command: ClockCommand, now: float) -> None:
    """Tell a beat clock. Raises ValueError where a tempo or beat is out of range."""
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
