"""Upkeep of the engine: leases, signs of life, measurements, and statements of what sounds."""

from __future__ import annotations

import logging
import math
from typing import Final

from perf_engine.protocol.lease import ALIVE_EVERY, SOUNDING_EVERY

from .context import Context
from .handlers.beat import Metronome
from .handlers.reception import Reception
from .input.double_port import DoublePort
from .input.port import Port
from .output.subscribers import Client
from .overload import Overload

logger = logging.getLogger(__name__)

TICK: Final = ALIVE_EVERY
LOST: Final = 1.0  # seconds of a tick's delay from which on time counts as lost
UNHEARD_APART: Final = 10.0  # seconds between two warnings about what the system dropped


class Upkeep:
    """Work in turns of the loop: leases, signs of life, statements of what sounds, measurements."""

    def __init__(
        self,
        context: Context,
        port: Port | DoublePort,
        reception: Reception,
        metronome: Metronome,
        overload: Overload,
    ) -> None:
        self._context = context
        self._clients = context.clients
        self._outbox = context.outbox
        self._instrument = context.instrument
        self._statistics = context.statistics
        self._port = port
        self._reception = reception
        self._metronome = metronome
        self._overload = overload
        self._overloaded = False  # the last state that was sent
        self._unheard = 0, -math.inf  # the count last logged, and its time
        now = context.clock.now()
        self._tick = now + TICK
        self._statement = now + SOUNDING_EVERY
        self._alive = 0

    def lost(self, now: float) -> bool:
        """Return once whether time was lost, because the process or the computer stood still."""
        if now <= self._tick + LOST:
            return False
        self._tick = now
        return True

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return the time of the next work."""
        if self._port.closed_ports:
            return -math.inf
        if not len(self._clients):
            return self._tick
        return min(self._tick, self._statement, self._clients.due())

    def turn(self, now: float) -> None:
        """Do all work that is due."""
        if now >= self._statement:
            self._statement = now + SOUNDING_EVERY
            self._outbox.state()
            self._outbox.state_holding(self._instrument.held)
        for where in self._port.closed_ports:
            self._clients.closed(where)
        self._port.closed_ports.clear()
        for client in self._clients.expired(now):
            self._let_go(client)
        if now >= self._tick:
            self._tick = max(self._tick + TICK, now)
            self._once_a_second(now)

    def keep_pace(self, now: float) -> None:
        """Set the machine's pace by the processor's load, and report an overload."""
        overload = self._overload
        if overload.assess(now):
            self._instrument.pace(overload.pace, now)
        changed = overload.active != self._overloaded
        if not (overload.tells(now) or changed):
            return
        if changed:
            logger.info(
                "There is more to play than the processor can; the machine plays less."
                if overload.active
                else "The machine plays all that it would play again."
            )
        self._overloaded = overload.active
        self._outbox.broadcast(
            "/perf/overload",
            int(overload.active),
            overload.pace,
            self._instrument.dropped,
            self._statistics.late,
            1000.0 * overload.behind,
        )

    def _let_go(self, client: Client) -> None:
        logger.info("client %d at %s is gone", client.id, client.source)
        self._reception.part(client)

    def _once_a_second(self, now: float) -> None:
        context = self._context
        self._alive = (self._alive + 1) & 0x7FFFFFFF
        self._outbox.broadcast("/perf/alive", self._alive)
        self._metronome.tell(now)
        context.clock.follow()
        context.clock.measure()
        self._statistics.measure(now)
        context.complaints.tell(now)
        self._count_unheard(now)
        if not self._instrument.finite():
            logger.error("the hidden state is not finite; it is reset")
            self._instrument.forget(now)
        context.sources.forget(now)
        context.access.forget(now)

    def _count_unheard(self, now: float) -> None:
        """Count the packets that the system dropped without space for them, and log it."""
        new = (self._port.unheard - self._statistics.unheard) & 0xFFFFFFFF
        self._statistics.unheard += new
        self._statistics.dropped += new
        told, at = self._unheard
        if self._statistics.unheard > told and now >= at + UNHEARD_APART:
            more = self._statistics.unheard - told
            self._unheard = self._statistics.unheard, now
            logger.warning("%d packets came too fast; the system dropped them", more)
