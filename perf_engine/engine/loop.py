"""The one playing thread: wait, hear, advance, send."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress

from perf_engine.core.messages import Panic, SetMode, Start
from perf_engine.core.turns.modes import MODE_TABLE
from perf_engine.protocol.errors import Code
from perf_engine.protocol.packets import address_of

from .clock import ClientClocks, Clock
from .context import Context
from .handlers.beat import Metronome
from .handlers.harmony import Chords
from .handlers.installation import Installation
from .handlers.models import Models
from .handlers.orders import Orders
from .handlers.players import Players
from .handlers.reception import Reception
from .handlers.relay import Relay
from .handlers.sound import Sound
from .handlers.states import States
from .handlers.table import table
from .hearing import Hearing
from .input.access import Access
from .input.complaints import Complaints, starter
from .input.dispatcher import Dispatcher
from .input.double_port import DoublePort
from .input.inbox import Inbox
from .input.patterns import is_played
from .input.port import Port
from .input.sources import Sources
from .instrument import Instrument
from .output.gate import Gate
from .output.outbox import Outbox
from .output.subscribers import Clients
from .overload import Overload
from .realtime import Collector
from .service.watchdog import Watchdog
from .session.recorded_instrument import RecordedInstrument
from .session.recorder import Place, Recorder
from .statistics import Statistics
from .upkeep import Upkeep
from .waiting import Beside, Waiting

logger = logging.getLogger(__name__)

BRIEF = 0.0005  # seconds: a longer sleep counts as one
LONGEST_REST = 0.0005  # seconds that preparing for the next event may take
PERSISTENT = 3  # failures in a row after which the instrument forgets everything
DECIDING = 0.001  # seconds that a decision may take: none begins so shortly before a due time
LONGEST_PAUSE = 0.5  # seconds after repeated failures


class Loop:
    """Plays an instrument through a port until it is told to stop."""

    def __init__(
        self,
        instrument: Instrument,
        port: Port | DoublePort,
        model: str,
        clock: Clock | None = None,
        file: str = "",
        access: Access | None = None,
        place: Place | None = None,
    ) -> None:
        """`model`: the name of the model that the instrument plays, from `file`.

        `place`: the place of recordings.
        """
        clock = clock or Clock()
        clocks = ClientClocks()
        clock.on_set.append(clocks.shift)
        clients, access = Clients(), access or Access()
        access.named = clients.named
        recorded, statistics = RecordedInstrument(instrument), Statistics(clock.now())
        gate = Gate(port.send, access, clock.now)
        outbox = Outbox(gate.play if access.lan else port.send, clients, clock, clocks, statistics)
        if access.lan:
            outbox.answer = gate.answer
        context = Context(
            recorded,
            clock,
            clocks,
            clients,
            Sources(),
            Inbox(),
            outbox,
            statistics,
            access,
            gate,
            Complaints(starter()),
        )
        self.context = context
        self.instrument: Instrument = recorded
        self.clock, self.clients, self.access = clock, clients, access
        self.port, self.outbox = port, outbox
        self.statistics = statistics
        self.collector: Collector | None = None
        self.overload = Overload(instrument.voices, clock.now())
        self.models = Models(context, model, file)
        self.recorder = Recorder(context, recorded, place)
        self.players = Players(context)
        self.orders = Orders(context)
        outbox.turned = self.orders.turned
        self.states = States(context, self.orders)
        self.relay = Relay(context)
        self.sound = Sound(context)
        self.installation = Installation(context)
        metronome, self.harmony = Metronome(context), Chords(context)
        busy = (self.models, self.recorder, self.orders, self.states, self.relay)
        self.reception = Reception(
            context, self.orders, self.overload, busy, lambda: self.models.running
        )
        self.upkeep = Upkeep(context, port, self.reception, metronome, self.overload)
        self.watchdog = Watchdog(context, port, self.orders, self.models)
        self.beside: list[Beside] = [*busy, self.harmony, self.upkeep, self.watchdog]
        self.handlers = table(
            self.reception,
            self.players,
            self.orders,
            self.models,
            self.recorder,
            self.states,
            self.relay,
            metronome,
            self.harmony,
            self.sound,
            self.watchdog,
            self.installation,
        )
        self.dispatcher = Dispatcher(context, self.reception, self.handlers)
        self.hearing = Hearing(
            context,
            port,
            self.dispatcher,
            self.players,
            self.overload,
            lambda: self._silence(self.clock.now()),
        )
        self.inbox, self.packets = self.hearing.inbox, self.hearing.packets
        self._waiting = Waiting()
        self._readable: Sequence[int] | None = None  # descriptors; None: unknown
        self._alone = False  # a datagram came while there was nothing else to do
        self.recorded = recorded
        self.begins = True  # all voices begin; False: each goes on as it was saved
        self.before_the_end: Callable[[], None] = lambda: None  # called before all is silenced
        self._failures = 0  # in a row

    def run(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Play until told to stop, by /perf/quit or `stopped`; then silence everything."""
        if self.begins:
            self.instrument.command(Start(), self.clock.now())
        try:
            while not (self.reception.quitting or stopped()):
                self.turn()
        finally:
            self.end()

    def turn(self) -> None:
        """Wait for the next thing, and do it."""
        self.recorded.look()
        self.wait()
        self._do()

    def turn_without_waiting(self) -> None:
        """Do what can be done now; a failure silences the notes and is logged, never raised."""
        self.recorded.look()
        self._readable, self._alone = None, False
        self._do()

    def _do(self) -> None:
        try:
            self.step()
            self._failures = 0
        except Exception as error:
            with suppress(MemoryError):  # there may be no memory for the log either
                self._recover(error)

    # waiting

    def wait(self) -> None:
        """Wait until something comes or is due; the last moment before that is a busy wait."""
        waiting = self._waiting
        besides = [beside.fileno() for beside in self.beside]
        waiting.watch([*self.port.filenos(), *(fd for fd in besides if fd >= 0)])
        fine = min(self.instrument.due(), self.outbox.due(), self.inbox.due())
        coarse = min(self.outbox.foresight_due(), *(beside.due() for beside in self.beside))
        now = self.clock.now()
        if self.hearing.waits:
            coarse = now
        if self.collector is not None:
            self.collector.idle(now, min(fine, coarse) - now)
            now = self.clock.now()
        # Under overload, the time of a busy wait is needed for other work.
        margin = 0.0 if self.overload.active else waiting.margin
        due = min(fine, coarse)
        self.overload.rest()
        while True:
            until = min(fine - margin, coarse)
            preparing = until > now + LONGEST_REST and self.instrument.rest()
            self._readable = waiting.sleep(0.0 if preparing else max(0.0, until - now))
            before, now = now, self.clock.now()
            if self._readable:
                # Without a sleep, many packets may have come, and all must be searched at once.
                slept = now - before > BRIEF
                self._alone = slept and now < due and len(self._readable) == 1
                return
            if until > before and not preparing:
                waiting.woken(now - until)
            if due <= now:
                self._alone = False
                return

    # doing

    def step(self) -> None:
        """Do everything that can be done now, without waiting."""
        hearing = self.hearing
        hearing.ordered = False
        if self._alone and self._readable:
            now = self.clock.now()
            self.overload.begin(now)
            came = hearing.alone(now, self._readable)
        else:
            self.outbox.pump()  # first, so that due notes do not wait
            now = self.clock.now()
            if self.upkeep.lost(now):
                self.instrument.resume(now)
            self.overload.begin(now)
            came = hearing.all(self._readable)
        self._decide(bool(came))
        self.outbox.pump()
        self.reception.answer_syncs()
        done = self.clock.now()
        for moment in came:
            self.statistics.answered(done - moment)
        self.overload.end(done)
        self.upkeep.keep_pace(done)
        if not self._alone or hearing.ordered or self.recorded.records:
            self._look_beside(done)

    def _look_beside(self, now: float) -> None:
        """Give a turn to each object that has work beside the playing."""
        readable = self._readable
        for neighbour in self.beside:
            if readable is None or neighbour.due() <= now or neighbour.fileno() in readable:
                neighbour.turn(now)

    def _decide(self, anyway: bool) -> None:
        """Let the instrument decide what is due, and send it; `anyway`: even if nothing is due.

        Events that are too late are dropped first.
        """
        now = self.clock.now()
        if not (anyway or self._to_decide(now)):
            return
        due, before = self.instrument.due(), self.instrument.decisions
        if -math.inf < due < now and self.instrument.late(now):
            self.instrument.drop(now)
        self.outbox.say(self.instrument.advance(now))
        if self.instrument.decisions > before and due > -math.inf:
            self.overload.decided(now - due)

    def _to_decide(self, now: float) -> bool:
        """Return whether a decision is due, and nothing must be sent while it takes place."""
        due = self.instrument.due()
        return due == -math.inf or (due <= now and self.outbox.due() > now + DECIDING)

    # failing and ending

    def _recover(self, error: Exception) -> None:
        self._failures += 1
        self.statistics.failures += 1
        if self._logged():
            logger.exception("an error occurred; everything is silenced", exc_info=error)
        letter, self.hearing.letter = self.hearing.letter, None
        if letter is not None:
            address = address_of(letter.message)
            text = f"the engine failed: {type(error).__name__}"
            self.dispatcher.fail(letter.sender, address, Code.INTERNAL, text)
        wakes = self._owes()
        self.silence()
        if wakes:
            self._wake()
        if self._failures > 1:  # a lasting fault must not use the whole processor
            time.sleep(min(LONGEST_PAUSE, 0.01 * 2.0 ** min(self._failures, 10)))

    def _logged(self) -> bool:
        """Return whether a failure is logged; of many in a row only a few are."""
        return self._failures <= 3 or self._failures % 100 == 0

    def _owes(self) -> bool:
        """Return whether a voice should sound now: none does after a stop or a panic."""
        try:
            return self.orders.running and self.instrument.owing() is not None
        except Exception:  # of a broken instrument, which is to be silenced all the same
            return False

    def _wake(self) -> None:
        """Let each voice whose mode begins by itself go on after a failure, unless it is stopped.

        A start would start voices that were stopped one by one; a mode that is set does not.
        """
        for voice in range(self.instrument.voices):
            try:
                mode = self.instrument.mode(voice)
                if MODE_TABLE[mode].begins:
                    self.instrument.command(SetMode(mode, voice), self.clock.now())
            except Exception:  # the other voices are to go on all the same
                if self._logged():
                    logger.exception("voice %d cannot go on after the failure", voice)

    def panic(self, now: float) -> None:
        """Silence everything before all that waits; older notes are not heard any more."""
        self.packets.outdate()
        self._silence(now)

    def _silence(self, now: float) -> None:
        self.inbox.outdate(is_played)
        self.orders.silence(now)
        self.outbox.say(self.instrument.advance(now))
        self.outbox.pump()

    def silence(self) -> None:
        """Release everything at every client, in whatever state the instrument is."""
        now = self.clock.now()
        try:
            if self._failures >= PERSISTENT:
                self.instrument.forget(now)
                self.models.give_up("the engine failed several times")
            else:
                self.instrument.hurry()
                self.instrument.command(Panic(), now)
            self.outbox.say(self.instrument.advance(now))
        except Exception:
            logger.debug("the machine cannot be silenced by a panic", exc_info=True)
            try:
                self.outbox.silence_everything(self.instrument.voices)
            except Exception:  # a failure to send must not end the playing
                logger.exception("not every client could be silenced")

    def end(self) -> None:
        """Silence everything and end the helpers."""
        with ExitStack() as steps:  # the last comes first; each is done even if one fails
            steps.callback(self.recorder.close)
            steps.callback(self.states.close)
            steps.callback(self._send_out_what_waits)
            steps.callback(self.silence)
            steps.callback(self._prepare_the_end)
            steps.callback(self.models.close)
            steps.callback(self.orders.close)
        if self.statistics.failures:
            logger.warning("errors of this kind, in all: %d", self.statistics.failures)

    def _prepare_the_end(self) -> None:
        try:
            self.before_the_end()
        except Exception:
            logger.exception("not everything could be done before the end")

    def _send_out_what_waits(self) -> None:
        """Wait for the second releases that are due in a moment, so that no note hangs."""
        until = self.clock.now() + LONGEST_PAUSE
        while self.outbox.due() <= until and self.clock.now() < until:
            pause = self.outbox.due() - self.clock.now()
            if pause > 0:
                time.sleep(pause)
            self.outbox.pump()
