"""The last events of a stream as they happened, from which another model can learn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST: Final = 512  # events


@dataclass(frozen=True, slots=True)
class Remembered:
    """An event, `dt` seconds after the one before; `velocity` is MIDI velocity, 0 for a release.

    `own` is true if the machine did it.
    """

    dt: float
    part: int
    key: int
    velocity: int
    own: bool = False


class Recollection:
    """The last MOST events, and a queue for one listener, whose None means: forget everything."""

    def __init__(self) -> None:
        self._events: deque[Remembered] = deque(maxlen=MOST)
        self._listener: deque[Remembered | None] | None = None

    @property
    def last(self) -> Remembered | None:
        """Return the last event; None before the first."""
        return self._events[-1] if self._events else None

    def latest_first(self) -> Iterator[Remembered]:
        """Return the last events, the latest first."""
        return reversed(self._events)

    def events(self) -> tuple[Remembered, ...]:
        """Return the last events, the oldest first."""
        return tuple(self._events)

    def add(self, event: Remembered) -> None:
        """Add an event."""
        self._events.append(event)
        if self._listener is not None:
            self._listener.append(event)

    def forget(self, events: tuple[Remembered, ...] = ()) -> None:
        """Forget everything but these events."""
        self._events.clear()
        self._events.extend(events)
        if self._listener is not None:
            self._listener.clear()
            self._listener += (None, *events)

    def tell(self) -> deque[Remembered | None]:
        """Return a queue of the last events, to which each later event is added."""
        self._listener = deque(self._events)
        return self._listener

    def tell_no_more(self) -> None:
        """Add no more events to the listener's queue."""
        self._listener = None
