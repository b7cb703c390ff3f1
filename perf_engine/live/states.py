"""States of mind under names: kept while the engine plays, and on the disk, by a helper process."""

from __future__ import annotations

import json
import logging
import math
import os
import select
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from ..core.controls import control
from ..core.messages import Recall, SetControls
from ..core.saved_state import ForeignState, SavedState, blended, check_name
from .call import Answer, Call
from .clients import Clients
from .clock import Clock
from .delivery import nameless_file
from .inquiry import Inquiry
from .instrument import Instrument
from .keeper import MOST_STATES
from .orders import Orders
from .osc import Outgoing
from .outbox import Outbox
from .refusal import Code, Refusal
from .state_text import state_of, text_of

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.live.keeper"
MOST_WAITING: Final = 16  # pieces of work for the helper
LONGEST: Final = 20.0  # seconds that the helper may take for one
# How long nothing may be due for a process to be started, and after how long it is done anyway.
TO_START: Final = 0.012, 2.0
EVERY: Final = 0.001  # seconds between looks for a gap
REAP_EVERY: Final = 0.05  # seconds
GOODBYE: Final = 3.0  # seconds to write what is left, at the engine's end


def home() -> Path:
    """The folder of states, where no other is named."""
    data = os.environ.get("XDG_DATA_HOME") or os.environ.get("APPDATA")
    return Path(data or Path.home() / ".local" / "share") / "perf_engine" / "states"


@dataclass(frozen=True, slots=True)
class Work:
    """What the helper is to do, and for whom: write a state, or, where none is given, read all."""

    state: SavedState | None = None
    call: Call | None = None


class States:
    """Serves `/perf/state/…`. What is recalled is at hand; the disk is never waited for."""

    def __init__(
        self, instrument: Instrument, clock: Clock, clients: Clients, outbox: Outbox,
        orders: Orders,
    ) -> None:
        self.folder = home()
        self._instrument = instrument
        self._clock = clock
        self._clients = clients
        self._outbox = outbox
        self._orders = orders
        self._known: dict[str, SavedState] = {}
        self._broken: dict[str, str] = {}  # by name, why
        self._unwritten: set[str] = set()
        self._read: dict[str, SavedState] = {}  # so far, in the present reading
        self._unread: dict[str, str] = {}
        self._waiting: deque[Work] = deque()
        self._work: Work | None = None  # what the helper is at
        self._helper = Inquiry(MODULE, LONGEST)
        self._spool: IO[bytes] | None = None
        self._put_off: float | None = None  # since when work has waited for a gap
        self._again = math.inf

    # asked by clients

    def state_save(self, call: Call) -> Answer:
        """Keep the present state of a voice."""
        name, voice = call.arguments
        assert isinstance(name, str)
        assert isinstance(voice, int)
        self._check_room()
        if name not in self._known and len(self._known) >= MOST_STATES:
            raise Refusal(Code.REFUSED, f"{MOST_STATES} states are kept already; remove a file")
        try:
            check_name(name)
            state = self._instrument.kept(name, voice)
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, str(error.args[0])) from None
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
        self._known[name] = state
        self._broken.pop(name, None)
        self._unwritten.add(name)
        self._ask(Work(state, call))
        return None

    def state_recall(self, call: Call) -> Answer:
        """Go on from a state."""
        name, voice = call.arguments
        return self._recall(call, self._find(name), voice)

    def state_morph(self, call: Call) -> Answer:
        """Go on from between two states."""
        one, other, amount, voice = call.arguments
        assert isinstance(amount, float)
        try:
            between = blended(self._find(one), self._find(other), amount)
        except ForeignState as error:
            raise Refusal(Code.REFUSED, str(error)) from None
        return self._recall(call, between, voice)

    def _recall(self, call: Call, state: SavedState, voice: object) -> Answer:
        assert voice is None or isinstance(voice, int)
        try:
            self._instrument.command(Recall(state, voice), call.stamp)
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, str(error.args[0])) from None
        except ValueError as error:
            raise Refusal(Code.REFUSED, str(error)) from None
        return tuple(item for item in call.arguments if isinstance(item, int | float | str))

    def state_freeze(self, call: Call) -> Answer:
        """Hold the state where it is, or no longer; or say whether it is held."""
        if not call.arguments:
            return (control("freeze").say(self._instrument.get("freeze")),)
        flag, voice = call.arguments
        assert isinstance(flag, int)
        assert voice is None or isinstance(voice, int)
        self._orders.command(SetControls((("freeze", flag),), voice), call.stamp)
        return (flag,)

    def state_list(self, call: Call) -> Answer:
        """Read the folder again, then say the names."""
        self._check_room()
        self._ask(Work(call=call))
        return None

    # asked by the loop and by the engine

    def open(self, folder: Path | None = None) -> None:
        """Read the states there are, in this folder or the usual one."""
        self.folder = folder or self.folder
        if self.folder.is_dir():
            self._ask(Work())

    @property
    def busy(self) -> bool:
        """Whether anything is being read or written."""
        return bool(self._waiting) or self._work is not None

    def fileno(self) -> int:
        """The helper's stdout, while there is one."""
        return self._helper.fileno()

    def due(self) -> float:
        """When it wants a turn."""
        return min(self._again, self._helper.due())

    def turn(self, now: float) -> None:
        """Hear the helper; start the next where there is time for it."""
        if self._work is not None:
            self._listen(now)
        elif now < self._again:
            return
        elif not self._waiting:
            self._again = now + REAP_EVERY if self._helper.reap() else math.inf
        elif self._gap(now):
            self._start(now)

    def close(self) -> None:
        """Write what is to be written, for GOODBYE seconds at most, and end the helper."""
        until = time.monotonic() + GOODBYE
        while self.busy and time.monotonic() < until:
            if self._work is None:
                self._start(self._clock.now())
            elif self._work.state is None:  # nobody wants to read any more
                self._end()
                self._work = None
            else:
                select.select([self._helper], (), (), until - time.monotonic())
                self._listen(self._clock.now())
        self._end()
        self._helper.close()

    # the pieces of work

    def _check_room(self) -> None:
        if len(self._waiting) >= MOST_WAITING:
            raise Refusal(Code.BUSY, f"{MOST_WAITING} states are waiting to be written or read")

    def _find(self, name: object) -> SavedState:
        assert isinstance(name, str)
        found = self._known.get(name)
        if found is not None:
            return found
        if name in self._broken:
            raise Refusal(Code.REFUSED, self._broken[name])
        if self.busy:
            raise Refusal(Code.BUSY, f"there is no state {name[:40]} yet; states are being read")
        raise Refusal(Code.NOT_FOUND, f"there is no state {name[:40]}; /perf/state/list lists them")

    def _ask(self, work: Work) -> None:
        self._waiting.append(work)
        self._again = -math.inf

    def _gap(self, now: float) -> bool:
        """Whether there is a moment to start a process."""
        gap, patience = TO_START
        if self._put_off is None:
            self._put_off = now
        free = min(self._instrument.due(), self._outbox.due()) - now
        if free >= gap or now >= self._put_off + patience:
            self._put_off = None
            return True
        self._again = now + EVERY
        return False

    def _start(self, now: float) -> None:
        self._work = work = self._waiting.popleft()
        self._read, self._unread = {}, {}
        self._again = math.inf
        try:
            if work.state is None:
                self._helper.ask(["read", str(self.folder)], [], now)
                return
            self._spool = nameless_file()
            self._spool.write(text_of(work.state).encode())
            number = self._spool.fileno()
            self._helper.ask(["write", str(self.folder), str(number)], [number], now)
        except (OSError, ValueError) as error:
            self._end()
            self._done(f"no helper could be started: {error}")

    def _listen(self, now: float) -> None:
        lines, failed = self._helper.hear(now)
        failed = failed and f"the helper {failed}"
        for line in lines:
            try:
                said = json.loads(line)
                if "state" in said:
                    state = state_of(said["state"])
                    self._read[state.name] = state
                elif "broken" in said:
                    self._unread[str(said["broken"])] = str(said["why"])
                else:
                    self._end()
                    self._done(str(said.get("failed", "")))
                    return
            except (ValueError, TypeError, AttributeError) as error:
                failed = f"the helper could not be understood: {error}"
        if failed:
            self._end()
            self._done(failed)

    def _end(self) -> None:
        self._helper.drop()
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def _done(self, failed: str) -> None:
        """A piece of work is done, or has failed: whoever asked is told."""
        work, self._work = self._work, None
        assert work is not None
        self._again = -math.inf
        if work.state is not None:
            if not failed:
                self._unwritten.discard(work.state.name)
                self._tell(work.call, "/perf/done", "/perf/state/save", work.state.name)
                return
            failed = f"{work.state.name} is kept until the engine ends, and not written: {failed}"
        elif not failed:
            unwritten = {n: s for n, s in self._known.items() if n in self._unwritten}
            self._known = {**self._read, **unwritten}
            self._tell_broken()
            self._tell(work.call, "/perf/state/list.reply", *sorted(self._known))
            return
        logger.warning("States: %s", failed)
        if work.call is not None:
            self._tell(work.call, "/perf/fail", work.call.address, int(Code.INTERNAL), failed)

    def _tell_broken(self) -> None:
        for name, why in self._unread.items():
            if self._broken.get(name) != why:
                logger.warning("The state %s cannot be used: %s", name, why)
        self._broken = {n: why for n, why in self._unread.items() if n not in self._known}

    def _tell(self, call: Call | None, address: str, *arguments: Outgoing) -> None:
        if call is not None:
            self._outbox.tell(self._clients.reply_to(call.sender), address, *arguments)
