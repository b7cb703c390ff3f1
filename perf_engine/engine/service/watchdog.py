"""The watchdog of the music: it measures once a second, repairs, and tells the service manager.

It serves `/perf/health`. Without `repair` it measures and tells, but changes nothing.
"""

from __future__ import annotations

import gc
import logging
import math
import os
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from perf_engine.core.messages import Prime, PrimeNote, Reset, Seed, SetMode
from perf_engine.engine.context import Context
from perf_engine.engine.handlers.models import Models
from perf_engine.engine.handlers.orders import Orders
from perf_engine.engine.helpers.supervisor import Supervisor
from perf_engine.engine.input.call import Answer, Call
from perf_engine.engine.input.double_port import DoublePort
from perf_engine.engine.input.port import Port
from perf_engine.engine.options import SEED
from perf_engine.protocol.errors import Refusal

from .autosave import Autosave
from .service_manager import ServiceManager
from .vitals import FLOW, MACHINE, SIGNS, STRIKES, Finding, Judge, Remedy, Vitals, patterns

logger = logging.getLogger(__name__)

EVERY: Final = 1.0  # seconds between two measurements
SLOW: Final = 10.0  # seconds between those that cost more
MINUTE: Final = 60  # measurements of the loop's lateness that are judged together
SETTLED: Final = 600.0  # seconds after the start: the memory is compared with that of this time
STATM: Final = Path("/proc/self/statm")
EXCITED: Final = 8  # notes that are given to a machine that plays nothing
APART: Final = 0.25  # seconds between these
SCALE: Final = (60, 62, 64, 65, 67, 69, 71, 72)  # for a machine that has struck nothing yet
LATELY: Final = 15.0  # seconds since its last strike in which a voice counts as playing
LOUDNESS: Final = 72  # velocity of these
WELL, TROUBLE, FAILING = "well", "trouble", "failing"


def resident() -> float:
    """Return the megabytes of memory that this process has; 0 where the system does not say."""
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Watchdog:
    """Measures, judges and repairs in its turns of the loop."""

    def __init__(
        self,
        context: Context,
        port: Port | DoublePort,
        orders: Orders,
        models: Models,
        memory: Callable[[], float] = resident,
    ) -> None:
        self.manager = ServiceManager({})
        self.autosave: Autosave | None = None
        self.speaking: list[tuple[Supervisor, Callable[[], bool]]] = []  # and whether it must speak
        self.clients: list[Supervisor] = []
        self.resumed = False  # this engine has gone on from a saved state
        self.repairs = 0  # remedies so far
        self.vitals = Vitals()
        self._context, self._instrument = context, context.instrument
        self._port, self._orders, self._models, self._memory = port, orders, models, memory
        self._judge = Judge(tuple(replace(sign, remedies=()) for sign in SIGNS))
        self._findings: list[Finding] = []
        self._last_trouble = ""
        now = context.clock.now()
        self._began = self._owed_since = self._struck_at = now
        self._next, self._slow = now + EVERY, now
        self._late: deque[float] = deque(maxlen=MINUTE)
        self._last: object = None  # the machine's last strike
        self._lasts: dict[int, tuple[object, float]] = {}  # of each voice, and when it was new
        self._weights: object = context.instrument.weights  # of the model that played it
        self._decisions = context.instrument.decisions
        self._patterns: int | None = None
        self._grown = 0.0
        self._level: float | None = None  # megabytes once it has settled
        self._stopped: dict[Supervisor, float] = {}  # since when a process stands still
        self._status = ""

    def repair(self) -> None:
        """Repair what falls short from now on."""
        self._judge = Judge()

    # called by clients

    def health(self, call: Call) -> Answer:
        """Reply with the state of the music, and what was measured."""
        vitals, now = self.vitals, self._context.clock.now()
        saved = -math.inf if self.autosave is None else self.autosave.saved_at
        return (
            self.state,
            self._findings[0].trouble if self._findings else "",
            vitals.silent,
            -1 if vitals.patterns is None else vitals.patterns,
            1000.0 * vitals.late,
            vitals.grown,
            vitals.still,
            now - saved if saved > -math.inf else -1.0,
            self.repairs,
            self._last_trouble,
        )

    @property
    def state(self) -> str:
        """Return well, trouble, or failing if nothing has helped."""
        if self._judge.hopeless:
            return FAILING
        return TROUBLE if self._findings else WELL

    # called by the loop

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return the time of the next measurement."""
        return self._next

    def turn(self, now: float) -> None:
        """Measure, judge, repair, and tell the service manager."""
        if now < self._next:
            return
        self._late.append(now - self._next)
        self._next = now + EVERY
        self.vitals = self._measure(now)
        self._findings = self._judge.judge(self.vitals, now)
        for found in self._findings:
            if found.remedy is not None:
                self._try(found, found.remedy, now)
        for sign in self._judge.recovered:
            logger.info("Repaired: %s.", sign.name)
        if self.autosave is not None and not self._judge.hopeless:
            self.autosave.save_again()
        self._tell()

    # measuring

    def _measure(self, now: float) -> Vitals:
        silent = self._silent(now)
        if now >= self._slow:
            self._slow = now + SLOW
            self._patterns, self._grown = self._count_patterns(), self._count_memory(now)
            self._look_at_clients(now)
        return Vitals(
            silent,
            self._patterns,
            median(self._late),
            self._grown,
            max((now - since for since in self._still().values()), default=0.0),
            float(not self._port.open),
            *self._who(silent, now),
        )

    def _who(self, silent: float, now: float) -> tuple[str, bool]:
        """Return the words for the voice that owes sound, and whether other voices play.

        The others are looked at only once it has been silent for a while.
        """
        voices, owing = self._instrument.voices, self._instrument.owing() or 0
        if voices == 1:
            return MACHINE, False
        if silent < LATELY:
            self._lasts.clear()
            return f"voice {owing}", False
        for voice in range(voices):
            last = next(self._instrument.strikes(voice), None)
            before, at = self._lasts.get(voice, (last, -math.inf))
            self._lasts[voice] = last, at if last is before or last is None else now
        others = [at for voice, (_, at) in self._lasts.items() if voice != owing]
        return f"voice {owing}", now - max(others) < LATELY

    def _silent(self, now: float) -> float:
        """Return the seconds without a strike of a voice that owes sound, at density 1.

        A voice that is primed owes none. But if the prime stands still, the silence goes on.
        """
        voice, weights = self._instrument.owing(), self._instrument.weights
        same, self._weights = weights is self._weights, weights
        before, self._decisions = self._decisions, self._instrument.decisions
        if voice is None:
            if self._instrument.busy and self._decisions == before:
                return now - max(self._struck_at, self._owed_since)
            self._owed_since = now
            return 0.0
        last = next(self._instrument.strikes(voice), None)
        if last is not None and last is not self._last:  # None: the memory was cleared
            if same:  # else the strikes were copied to another model
                self._struck_at = now
            self._last = last
        density = float(self._instrument.get("density", voice))
        return (now - max(self._struck_at, self._owed_since)) * min(1.0, density)

    def _count_patterns(self) -> int | None:
        voice = self._instrument.owing()
        if voice is None or self._instrument.get("freeze", voice):
            return None
        return patterns(strike.key for strike in islice(self._instrument.strikes(voice), STRIKES))

    def _count_memory(self, now: float) -> float:
        megabytes = self._memory()
        if self._level is None:
            self._level = megabytes if now >= self._began + SETTLED else None
            return 0.0
        return max(0.0, megabytes - self._level)

    def _look_at_clients(self, now: float) -> None:
        """Note which client processes the system has stopped."""
        for one in self.clients:
            if one.stopped:
                self._stopped.setdefault(one, now)
            else:
                self._stopped.pop(one, None)

    def _still(self) -> dict[Supervisor, float]:
        """Return since when each client process has given no sign of life."""
        mute = {one: one.heard_at for one, must in self.speaking if one.alive and must()}
        return mute | self._stopped

    # repairing

    def _try(self, found: Finding, remedy: Remedy, now: float) -> None:
        self.repairs += 1
        self._last_trouble = found.sentence
        logger.warning("%s", found.sentence)
        try:
            self._apply(found, remedy, now)
        except (Refusal, OSError, ValueError) as error:
            why = error.text if isinstance(error, Refusal) else str(error)
            logger.warning("The remedy failed: %s", why)

    def _apply(self, found: Finding, remedy: Remedy, now: float) -> None:
        if remedy is Remedy.EXCITE:
            self._excite(now)
        elif remedy is Remedy.RESET:
            self._excite(now, afresh=True)
        elif remedy is Remedy.RELOAD:
            self._models.reload()
        elif remedy is Remedy.COLLECT:
            gc.collect()
        elif remedy is Remedy.REOPEN_PORT:
            self._port.reopen()
        elif remedy is Remedy.RESTART_CLIENT:
            for one, since in self._still().items():
                if now - since > found.sign.most:
                    one.kill()
        elif self._resumed_in_vain(found, now) and self.autosave is not None:
            self.autosave.abandon()

    def _resumed_in_vain(self, found: Finding, now: float) -> bool:
        """Return whether the saved state has led again to music that does not flow."""
        return self.resumed and found.sign.name == FLOW and now < self._began + SETTLED

    def _excite(self, now: float, afresh: bool = False) -> None:
        """Give the voice that owes sound (or the first) a new seed, and a few notes to go on from.

        If `afresh`, it forgets everything before, but not what `novelty` has counted, as no fault
        lies there; the notes wake it, as a mode that answers would wait for a player.
        Other voices go on as they are.
        """
        voice = self._instrument.owing() or 0
        chance = random.Random(now)
        known = [strike.key for strike in islice(self._instrument.strikes(voice), STRIKES)]
        pitches = [*{*known, *SCALE}]
        notes = [
            PrimeNote(APART * place, chance.choice(pitches), LOUDNESS, APART)
            for place in range(EXCITED)
        ]
        if afresh:
            self._orders.command(Reset(voice, counts=False), now)
            self._orders.command(SetMode(self._instrument.mode(voice), voice), now)
        self._orders.command(Seed(chance.randint(SEED.low, SEED.high or 0), voice), now)
        self._orders.command(Prime(notes, voice), now)

    # telling

    def _tell(self) -> None:
        if not self.manager.there:
            return
        if not self._judge.hopeless:
            self.manager.alive()
        status = self._sentence(self._findings)
        if status != self._status:
            self._status = status
            self.manager.status(status)

    def _sentence(self, findings: Iterable[Finding]) -> str:
        wrong = "; ".join(found.trouble for found in findings)
        mode = self._instrument.mode()
        return f"{mode}; {wrong or 'the music is alive'}; repairs: {self.repairs}"
