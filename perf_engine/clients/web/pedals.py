"""The sustain pedals of all players: which are down, by what the engine says."""

from __future__ import annotations

from collections.abc import Iterator

from perf_engine.protocol.midi import PEDAL, PEDAL_DOWN
from perf_engine.protocol.notes import HEARD_PEDAL, HOLDING, Other, stated


class Pedals:
    """Knows whose pedal is down, and says what changes.

    A pedal's move is told once; it ends without a word of its own where a panic or a lost player
    ends it, and a message may be lost. The statements of what players hold tell these, too.
    """

    def __init__(self) -> None:
        self._down: set[int] = set()

    def __iter__(self) -> Iterator[int]:
        """Yield the players whose pedal is down."""
        return iter(sorted(self._down))

    def clear(self) -> None:
        """Forget all of them."""
        self._down.clear()

    def take(self, message: Other) -> list[tuple[int, bool]]:
        """Return each player whose pedal a message moves, and whether it is down now.

        Half a pedal that stays on the same side moves nothing. What is about no pedal, or cannot
        be read, changes nothing.
        """
        down = self._said(message)
        moved = [(player, player in down) for player in sorted(down ^ self._down)]
        self._down = down
        return moved

    def _said(self, message: Other) -> set[int]:
        """Return whose pedals are down after a message."""
        if message.address == HOLDING:
            held = stated(message.arguments)
            return self._down if held is None else {who for who, key in held if key == PEDAL}
        if message.address == HEARD_PEDAL and len(message.arguments) == 2:
            player, value = message.arguments
            if isinstance(player, int) and isinstance(value, int):
                return self._down | {player} if value >= PEDAL_DOWN else self._down - {player}
        return self._down
