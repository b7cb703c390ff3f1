"""The sources of players' notes, and their signs of life."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

MOST_SOURCES = 256
FORGOTTEN = 120.0  # seconds without a sign of life; the core releases keys after 30


@dataclass(slots=True)
class _Place:
    players: set[int] = field(default_factory=set)
    seen: float = 0.0
    said: float = -1.0  # the time at which the core was last told of it


class Sources:
    """Names each player at each place: a client's port, or a host that never registered.

    An unregistered host is one place whatever its port, because a command line tool sends each
    note from another.
    """

    def __init__(self) -> None:
        self._places: OrderedDict[str, _Place] = OrderedDict()

    def __len__(self) -> int:
        return len(self._places)

    def name(self, place: str, player: int, now: float) -> str:
        """Return the source of a player's note, and remember it until it is lost."""
        known = self._places.get(place)
        if known is None:
            known = self._places[place] = _Place(said=now)
            if len(self._places) > MOST_SOURCES:
                self._places.popitem(last=False)
        known.players.add(player)
        known.seen = now
        self._places.move_to_end(place)
        return f"{place}/{player}"

    def alive(self, place: str, now: float) -> list[str]:
        """Return the sources to report alive, at most once a second each."""
        known = self._places.get(place)
        if known is None:
            return []
        known.seen = now
        if now - known.said < 1.0:
            return []
        known.said = now
        return [f"{place}/{player}" for player in known.players]

    def lost(self, place: str) -> list[str]:
        """Return the sources of a place that is lost, and forget them."""
        known = self._places.pop(place, None)
        return [f"{place}/{player}" for player in sorted(known.players)] if known else []

    def forget(self, now: float) -> None:
        """Drop the places that have been silent for long."""
        for place in [p for p, k in self._places.items() if now - k.seen > FORGOTTEN]:
            del self._places[place]
