"""The prediction of an improviser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thought:
    """A predicted event of the machine (`mine`) or of others.

    `onset` is in seconds of the caller's clock; `velocity` is the MIDI velocity, 0 for a release;
    `probability` is that of the key.
    """

    mine: bool
    part: int
    key: int
    velocity: int
    onset: float
    probability: float
