"""The player at the engine: says strikes and releases, and what it holds, so that nothing hangs."""

from __future__ import annotations

import math
from typing import Final

from perf_engine.protocol import notes as messages
from perf_engine.protocol.dialogue import Dialogue
from perf_engine.protocol.errors import Refused
from perf_engine.protocol.lease import HOLDING_EVERY, LAST_HOLDINGS, Say

from .notes import Event, Strike

LEASE: Final = 4.0  # seconds after which the engine lets go the notes of a process that was killed
PLAYED: Final = 1  # the flag of /perf/notify: an engine that sends us anything shows its life


class Player:
    """One player of an engine, without sockets or clock."""

    def __init__(self, number: int, reply_port: int, say: Say) -> None:
        """Take the player's number 0..15, the port that the engine sends to, and a way to send."""
        self.number = number
        self.refusal = ""  # the last of the engine, for the owner to say and to clear
        self._say = say
        self._dialogue = Dialogue(reply_port, say, PLAYED, refused=self._refused, lease=LEASE)
        self._held: int | None = None
        self._left = 0  # statements that are still to be sent
        self._next = -math.inf

    @property
    def there(self) -> bool:
        """Return whether the engine has confirmed the lease."""
        return self._dialogue.registered

    @property
    def next_due(self) -> float:
        """Return the time at which `advance` next has something to do."""
        return min(self._dialogue.next_due, self._next if self._left else math.inf)

    def play(self, event: Event, now: float) -> None:
        """Strike or release a key."""
        if isinstance(event, Strike):
            self._say(*messages.strike(self.number, event.pitch, event.velocity))
            self._held = event.pitch
        else:
            self._say(*messages.release(self.number, event.pitch))
            self._held = None
        if not self._left:
            self._next = now + HOLDING_EVERY
        self._left = LAST_HOLDINGS

    def hear(self, datagram: bytes, now: float, wall: float) -> None:
        """Take what the engine sends."""
        self._dialogue.hear(datagram, now, wall)

    def advance(self, now: float) -> None:
        """Renew the lease and state what is held, if it is time."""
        self._dialogue.advance(now)
        if self._left and now >= self._next:
            self._next = now + HOLDING_EVERY
            held = [] if self._held is None else [self._held]
            self._left = LAST_HOLDINGS if held else self._left - 1
            self._say(*messages.holding(self.number, held))

    def lose(self, now: float) -> None:
        """Note that the engine's port was found closed."""
        self._dialogue.lose(now)

    def leave(self, now: float) -> None:
        """Release what is held, and say goodbye."""
        if self._held is not None:
            self._say(*messages.release(self.number, self._held))
            self._held = None
        self._say(*messages.holding(self.number, ()))
        self._dialogue.leave(now)

    def _refused(self, error: Refused) -> None:
        self.refusal = str(error)
