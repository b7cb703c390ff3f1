"""Measures of a prime, which the governor uses in place of a player's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from perf_engine.core.memory.recent_events import Remembered
from perf_engine.protocol.midi import PEDAL

FEWEST: Final = 8  # strikes; fewer are too few to measure
LATEST: Final = 60.0  # seconds before its end that are measured

_MOST: Final = {"pace": 1e9, "fullness": 1e9, "loudness": 127.0, "register": 127.0}


@dataclass(frozen=True, slots=True)
class Given:
    """Strikes a second, keys held on an average, mean velocity and mean pitch of a prime."""

    pace: float
    fullness: float
    loudness: float
    register: float

    def __post_init__(self) -> None:
        for name, most in _MOST.items():
            value = getattr(self, name)
            if not 0.0 <= value <= most:
                raise ValueError(f"{name} of a prime must be 0..{most:g}, not {value}")

    @classmethod
    def of(cls, events: Iterable[Remembered]) -> Given | None:
        """Measure the end of a prime. Returns None if it has too few notes."""
        timed: list[tuple[float, Remembered]] = []
        now = 0.0
        for event in events:
            now += event.dt
            timed.append((now, event))
        timed = [(at, e) for at, e in timed if e.key != PEDAL and at >= now - LATEST]
        strikes = [(at, e) for at, e in timed if e.velocity > 0]
        if len(strikes) < FEWEST:
            return None
        began = strikes[0][0]
        held, full, last = 0, 0.0, began
        for at, event in timed:
            full += held * (at - last) if at > last else 0.0
            held, last = max(0, held + (1 if event.velocity > 0 else -1)), max(at, last)
        seconds = max(1.0, now - began)
        return cls(
            len(strikes) / seconds,
            full / seconds,
            sum(e.velocity for _, e in strikes) / len(strikes),
            sum(e.key for _, e in strikes) / len(strikes),
        )
