"""What a mind foresees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thought:
    """The event foreseen: whose it is, and when, in seconds of the caller's clock.

    `velocity` is the MIDI velocity, 0 for a release; `probability` that of the key.
    """

    mine: bool
    part: int
    key: int
    velocity: int
    onset: float
    probability: float
