"""The one playing thread: wait, hear, advance, send."""

from __future__ import annotations

import logging
import math
import select
from collections.abc import Callable

from ..core.messages import Panic, Start
from .beside import Beside
from .clients import Clients
from .clock import ClientClocks, Clock
from .complaints import Complaints
from .dispatcher import Dispatcher
from .inbox import Inbox, Letter
from .instrument import Instrument
from .mail import Mail
from .metronome import Metronome
from .models import Models
from .orders import Orders
from .osc import address_of
from .outbox import Outbox
from .players import Players
from .port import Port
from .prime import Prime
from .realtime import Collector
from .reception import Reception
from .recorder import Recorder
from .refusal import Code
from .relay import Relay
from .sources import Sources
from .states import States
from .statistics import Statistics
from .witness import Witness

logger = logging.getLogger(__name__)

SPIN = 0.001  # seconds before a due time in which to wait awake
TICK = 1.0
LOST = 1.0  # seconds after a tick was due, after which time counts as lost
MOST_PACKETS = 32  # taken apart a turn
MOST_LETTERS = 32  # carried out a turn
LONGEST_HEARING = 0.004  # seconds a turn
PERSISTENT = 3  # failures in a row, after which the instrument forgets everything
DECIDING = 0.001  # seconds that a decision may take: none is begun so shortly before a due time
LONGEST_PAUSE = 0.5  # seconds after repeated failures


class Loop:
    """Plays an instrument through a port until it is told to stop."""

    def __init__(
        self, instrument: Instrument, port: Port, model: str, clock: Clock | None = None,
        file: str = "",
    ) -> None:
        """`model`: the name of the model that the instrument plays, of this file."""
        self.clock = clock = clock or Clock()
        witness = Witness(instrument)
        self.instrument: Instrument = witness
        instrument = witness
        self.port, self.clients = port, Clients()
        self.inbox = Inbox()
        self.prime = Prime()
        self.statistics = Statistics(clock.now())
        self.collector: Collector | None = None
        self._clocks = ClientClocks()
        self._sources = Sources()
        self.outbox = Outbox(port.send, self.clients, clock, self._clocks, self.statistics)
        complaints = Complaints()
        self.models = Models(
            instrument, clock, self.clients, self.outbox, complaints, model, file
        )
        self.recorder = Recorder(witness, clock, self.clients, self.outbox)
        self.beside: list[Beside] = [self.models, self.recorder]
        self.reception = Reception(
            instrument, clock, self._clocks, self.clients, self._sources, self.outbox,
            self.statistics, self.models, self.prime, self.recorder,
        )
        self.players = Players(instrument, clock, self.clients, self._sources, self.outbox)
        self.orders = Orders(
            instrument, clock, self.clients, self._sources, self.inbox, self.prime, self.reception
        )
        self.states = States(instrument, clock, self.clients, self.outbox, self.orders)
        self.beside.append(self.states)
        self.reception.working.append(self.states)
        self.metronome = Metronome(instrument, self.outbox)
        self.dispatcher = Dispatcher(
            (self.reception, self.players, self.orders, self.models, self.recorder,
             self.states, Relay(self.outbox), self.metronome),
            self.reception, self.orders, self.clients, self.inbox, self.outbox, clock,
            self._clocks, self.statistics, complaints,
        )
        self.mail = Mail(port, self.dispatcher.panics, self.statistics)
        self._tick = clock.now() + TICK
        self._alive = 0
        self._failures = 0  # in a row
        self._letter: Letter | None = None  # being carried out

    def run(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Play until told to stop, by /perf/quit or `stopped`; then silence everything."""
        self.instrument.command(Start(), self.clock.now())
        try:
            while not (self.reception.quitting or stopped()):
                self.turn()
        finally:
            self.end()

    def turn(self) -> None:
        """Wait for the next thing, and do it."""
        self.wait()
        self.turn_without_waiting()

    def turn_without_waiting(self) -> None:
        """Do what can be done now; a failure silences the notes and is logged, never raised."""
        try:
            self.step()
            self._failures = 0
        except Exception as error:
            self._recover(error)

    # waiting

    def wait(self) -> None:
        """Sleep until something comes or is due: until just before it, then awake."""
        besides = (b.fileno() for b in self.beside)
        watched = [self.port.socket.fileno(), *(fd for fd in besides if fd >= 0)]
        if self.prime.child is not None:
            watched.append(self.prime.child.fileno())
        fine = min(self.instrument.due(), self.outbox.due(), self.inbox.due())
        coarse = min(
            self._tick, self.clients.due(), self.prime.due(), self.outbox.foresight_due(),
            *(b.due() for b in self.beside),
        )
        now = self.clock.now()
        if self.inbox or self.mail:
            coarse = now
        if self.collector is not None:
            self.collector.idle(now, min(fine, coarse) - now)
        while True:
            now = self.clock.now()
            if min(fine, coarse) <= now:
                return
            timeout = max(0.0, min(fine - SPIN, coarse) - now)
            if select.select(watched, (), (), timeout)[0]:
                return

    # doing

    def step(self) -> None:
        """Do everything that can be done now, without waiting."""
        self.outbox.pump()  # first: what is due waits for nothing
        now = self.clock.now()
        if now > self._tick + LOST:  # the process was stopped, or the machine slept
            self.instrument.resume(now)
            self._tick = now
        self._receive()
        came = self._hear()
        reading = self.prime.poll(self.clock.now())
        if reading is not None:
            self.dispatcher.primed(reading)
        now = self.clock.now()
        if came or self._to_decide(now):
            self.outbox.say(self.instrument.advance(now))
        self.outbox.pump()
        self.reception.answer_syncs()
        done = self.clock.now()
        for moment in came:
            self.statistics.answered(done - moment)
        for neighbour in self.beside:
            neighbour.turn(done)
        self._keep_house(done)

    def _receive(self) -> None:
        now = self.clock.now()
        self.inbox.ripen(now)  # first: it was to be heard before what comes now
        waits = len(self.inbox)
        if self.mail.fetch(now, first=not waits):
            self._silence(self.clock.now())
        for _ in range(MOST_PACKETS):
            if waits or not self.mail or len(self.inbox) >= MOST_LETTERS:
                break
            packet, sender, outdated = self.mail.next()
            self.dispatcher.take(packet, sender, self.clock.now(), outdated)
        self.inbox.ripen(self.clock.now())

    def _hear(self) -> list[float]:
        """Carry out letters while nothing is due; when the notes among them had come."""
        came: list[float] = []
        until = self.clock.now() + LONGEST_HEARING
        for _ in range(MOST_LETTERS):
            if not self.inbox:
                break
            self._letter = self.inbox.next()
            self.players.heard = False
            self.dispatcher.carry_out(self._letter)
            if self.players.heard:
                came.append(max(self._letter.came, self._letter.stamp))
            self._letter = None
            now = self.clock.now()
            if now >= until or min(self.instrument.due(), self.outbox.due()) <= now:
                break
        return came

    def _to_decide(self, now: float) -> bool:
        """Whether the instrument wants to be called, and nothing is to be sent meanwhile."""
        due = self.instrument.due()
        return due == -math.inf or (due <= now and self.outbox.due() > now + DECIDING)

    def _keep_house(self, now: float) -> None:
        for where in self.port.closed_ports:
            self.clients.closed(where)
        self.port.closed_ports.clear()
        for client in self.clients.expired(now):
            logger.info("client %d at %s:%d is gone", client.id, *client.where)
            self.reception.part(client)
        if now < self._tick:
            return
        self._tick = max(self._tick + TICK, now)
        self._alive = (self._alive + 1) & 0x7FFFFFFF
        self.outbox.broadcast("/perf/alive", self._alive)
        self.metronome.tell(now)
        self.clock.measure()
        self.statistics.measure(now)
        self.dispatcher.complaints.tell(now)
        if not self.instrument.finite():
            logger.error("the hidden state is not finite; it is reset")
            self.instrument.forget(now)
        self._sources.forget(now)

    # failing and ending

    def _recover(self, error: Exception) -> None:
        self._failures += 1
        self.statistics.failures += 1
        if self._failures <= 3 or self._failures % 100 == 0:
            logger.exception("a turn failed; everything is silenced", exc_info=error)
        if self._letter is not None:
            letter, self._letter = self._letter, None
            address = address_of(letter.message)
            text = f"the engine failed: {type(error).__name__}"
            self.dispatcher.fail(letter.sender, address, Code.INTERNAL, text)
        self.silence()
        if self._failures > 1:  # do not burn the processor on a fault that stays
            select.select((), (), (), min(LONGEST_PAUSE, 0.01 * 2.0 ** min(self._failures, 10)))

    def panic(self, now: float) -> None:
        """Silence everything before anything that waits; what was played before is not heard."""
        self.mail.outdate()
        self._silence(now)

    def _silence(self, now: float) -> None:
        self.inbox.outdate()
        self.orders.silence(now)
        self.outbox.say(self.instrument.advance(now))
        self.outbox.pump()

    def silence(self) -> None:
        """Panic: everything released, at every client, whatever state the instrument is in."""
        now = self.clock.now()
        try:
            if self._failures >= PERSISTENT:
                self.instrument.forget(now)
                self.models.give_up("the engine failed several times")
            else:
                self.instrument.command(Panic(), now)
            self.outbox.say(self.instrument.advance(now))
        except Exception:
            logger.debug("the instrument cannot be silenced by itself", exc_info=True)
            try:
                self.outbox.silence_everything(self.instrument.voices)
            except Exception:  # what cannot be sent must not end the playing
                logger.exception("not everybody could be silenced")

    def end(self) -> None:
        """Silence everything and let the helpers go."""
        self.prime.close()
        self.models.close()
        self.silence()
        self._send_out_what_waits()
        self.states.close()
        self.recorder.close()
        if self.statistics.failures:
            logger.warning("turns that failed, in all: %d", self.statistics.failures)

    def _send_out_what_waits(self) -> None:
        """Wait for the second releases that lie a moment ahead; they are why nothing hangs."""
        until = self.clock.now() + LONGEST_PAUSE
        while self.outbox.due() <= until and self.clock.now() < until:
            pause = self.outbox.due() - self.clock.now()
            if pause > 0:
                select.select((), (), (), pause)
            self.outbox.pump()
