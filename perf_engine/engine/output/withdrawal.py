"""Withdrawal of notes that a player took over, from clients that have not been sent them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from perf_engine.core.messages import Withdraw
from perf_engine.core.playing.ledger import pitch_of
from perf_engine.protocol.notes import ControlChange, Played, Strike

from .subscribers import Client

# due time, order, client, item, message
Waiting: TypeAlias = tuple[float, int, Client, Played, bytes]


class Withdrawal:
    """Drops what waits for a key that a player took over, and the release without its strike.

    Notes that were sent early, in timing bundle or ahead, cannot be withdrawn, and keep their
    release.
    """

    def __init__(self) -> None:
        # client, voice and pitch of each release that is left out
        self._ended: set[tuple[int, int, int]] = set()

    def take_back(
        self, item: Withdraw, waiting: Iterable[Waiting], targets: Iterable[Client]
    ) -> list[Waiting]:
        """Return what still waits after the withdrawal."""
        kept: list[Waiting] = []
        # client -> due time, order, whether it begins a note
        first: dict[int, tuple[float, int, bool]] = {}
        for entry in waiting:
            due, order, client, played, _ = entry
            if (played.voice, pitch_of(played)) != (item.voice, item.pitch) or due <= item.after:
                kept.append(entry)
                continue
            found = (due, order, _begins(played))
            first[client.id] = min(first.get(client.id, found), found)
        for client in targets:
            sounds = item.sounding if client.id not in first else not first[client.id][2]
            if not sounds:
                self._ended.add((client.id, item.voice, item.pitch))
        return kept

    def left(self, client: Client, items: Sequence[Played]) -> Sequence[Played]:
        """Return those items that are to be sent to a client."""
        return [i for i in items if not self._left_out(client, i)] if self._ended else items

    def forget(self, client: Client, voice: int) -> None:
        """Forget a client's withdrawals of a voice, all of whose notes have ended."""
        self._ended = {key for key in self._ended if key[:2] != (client.id, voice)}

    def _left_out(self, client: Client, item: Played) -> bool:
        key = (client.id, item.voice, pitch_of(item))
        if key not in self._ended:
            return False
        self._ended.discard(key)
        return not _begins(item)


def _begins(item: Played) -> bool:
    return isinstance(item, Strike) or (isinstance(item, ControlChange) and item.value > 0)
