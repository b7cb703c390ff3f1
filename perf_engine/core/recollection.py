"""The last events of a stream as they happened, so that another model can be told them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

MOST: Final = 512  # events


@dataclass(frozen=True, slots=True)
class Remembered:
    """An event: `dt` seconds after the one before; MIDI velocity, 0 releases.

    `own` where the machine did it.
    """

    dt: float
    part: int
    key: int
    velocity: int
    own: bool = False


class Recollection:
    """The last MOST events, and whoever is being told what comes; None says: forget everything."""

    def __init__(self) -> None:
        self._events: deque[Remembered] = deque(maxlen=MOST)
        self._listener: deque[Remembered | None] | None = None

    def events(self) -> tuple[Remembered, ...]:
        """The last events, the oldest first."""
        return tuple(self._events)

    def add(self, event: Remembered) -> None:
        """It happened."""
        self._events.append(event)
        if self._listener is not None:
            self._listener.append(event)

    def forget(self, events: tuple[Remembered, ...] = ()) -> None:
        """Everything is forgotten but these."""
        self._events.clear()
        self._events.extend(events)
        if self._listener is not None:
            self._listener.clear()
            self._listener += (None, *events)

    def tell(self) -> deque[Remembered | None]:
        """The last events, to which all that happens from now on is added."""
        self._listener = deque(self._events)
        return self._listener

    def tell_no_more(self) -> None:
        """Nobody listens any more."""
        self._listener = None
