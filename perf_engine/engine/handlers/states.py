"""Handlers of named states, kept in memory, and on the disk by a helper process."""

from __future__ import annotations

import json
import logging
import math
import os
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from perf_engine.core.controls import control
from perf_engine.core.memory.saved_state import ForeignState, SavedState, blended, check_name
from perf_engine.core.messages import Recall, SetControls
from perf_engine.engine.context import Context
from perf_engine.engine.helpers.helper import EVERY, REAP_EVERY, TO_START, Gap, Helper, reap
from perf_engine.engine.helpers.model_delivery import nameless_file
from perf_engine.engine.helpers.state_files import MOST_STATES
from perf_engine.engine.input.call import Answer, Call
from perf_engine.engine.session.state_text import state_of, text_of
from perf_engine.protocol import pipes
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.packets import Outgoing

from .orders import Orders

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.engine.helpers.state_files"
MOST_WAITING: Final = 16  # jobs for the helper
LONGEST: Final = 20.0  # seconds that one job may take
GOODBYE: Final = 3.0  # seconds for the remaining writing at the engine's end


def home() -> Path:
    """Return the default folder of states."""
    data = os.environ.get("XDG_DATA_HOME") or os.environ.get("APPDATA")
    return Path(data or Path.home() / ".local" / "share") / "perf_engine" / "states"


@dataclass(frozen=True, slots=True)
class Work:
    """A job for the helper and the client that asked: write a state, or without one, read all."""

    state: SavedState | None = None
    call: Call | None = None


MOST_NAMED = 8  # states that a refusal names


class States:
    """Serves `/perf/state/…`. Every state is in memory, so no recall waits for the disk."""

    def __init__(self, context: Context, orders: Orders) -> None:
        self.folder = home()
        self._context = context
        self._instrument = context.instrument
        self._clock = context.clock
        self._orders = orders
        self._known: dict[str, SavedState] = {}
        self._broken: dict[str, str] = {}  # the error, by name
        self._unwritten: set[str] = set()
        self._read: dict[str, SavedState] = {}  # the states found so far by the present reading
        self._unread: dict[str, str] = {}
        self._waiting: deque[Work] = deque()
        self._work: Work | None = None  # the present job of the helper
        self._helper: Helper | None = None
        self._spool: IO[bytes] | None = None
        self._gap = Gap(context.free)
        self._again = math.inf

    # called by clients

    def save(self, call: Call, name: str, voice: int) -> Answer:
        """Save the present state of a voice."""
        self._check_room()
        if name not in self._known and len(self._known) >= MOST_STATES:
            raise Refusal(Code.REFUSED, f"{MOST_STATES} states are already kept; delete a file")
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

    def recall(self, call: Call, name: str, voice: int | None) -> Answer:
        """Continue from a state."""
        return self._recall(call, self._find(name), voice)

    def morph(self, call: Call, one: str, other: str, amount: float, voice: int | None) -> Answer:
        """Continue from a mixture of two states."""
        try:
            between = blended(self._find(one), self._find(other), amount)
        except ForeignState as error:
            raise Refusal(Code.REFUSED, str(error)) from None
        return self._recall(call, between, voice)

    def _recall(self, call: Call, state: SavedState, voice: int | None) -> Answer:
        try:
            self._instrument.command(Recall(state, voice), call.stamp)
        except LookupError as error:
            raise Refusal(Code.NOT_FOUND, str(error.args[0])) from None
        except ValueError as error:
            raise Refusal(Code.REFUSED, str(error)) from None
        return tuple(item for item in call.arguments if isinstance(item, int | float | str))

    def freeze(self, call: Call, flag: int | None = None, voice: int | None = None) -> Answer:
        """Freeze the state, unfreeze it, or get whether it is frozen."""
        if flag is None:
            return (control("freeze").say(self._instrument.get("freeze")),)
        self._orders.command(SetControls((("freeze", flag),), voice), call.stamp)
        return (flag,)

    def names(self, call: Call) -> Answer:
        """Read the folder again, then reply with the names."""
        self._check_room()
        self._ask(Work(call=call))
        return None

    # called by the loop and by the engine

    def open(self, folder: Path | None = None) -> None:
        """Read the states of this folder or the default one."""
        self.folder = folder or self.folder
        if self.folder.is_dir():
            self._ask(Work())

    @property
    def busy(self) -> bool:
        """Return whether a state is being read or written."""
        return bool(self._waiting) or self._work is not None

    def fileno(self) -> int:
        """Return the descriptor of the helper's stdout; -1 without a helper."""
        return -1 if self._helper is None else self._helper.fileno()

    def due(self) -> float:
        """Return the time of the next turn."""
        return self._again if self._helper is None else min(self._again, self._helper.due())

    def turn(self, now: float) -> None:
        """Hear the helper; start the next job if there is time for it."""
        if self._helper is not None:
            self._listen(self._helper, now)
        elif now < self._again:
            return
        elif not self._waiting:
            self._again = now + REAP_EVERY if reap() else math.inf
        elif self._gap.open(now, TO_START):
            self._start(now)
        else:
            self._again = now + EVERY

    def close(self) -> None:
        """Finish writing, for GOODBYE seconds at most, and end the helper."""
        until = time.monotonic() + GOODBYE
        while self.busy and time.monotonic() < until:
            if self._helper is None or self._work is None:
                self._start(self._clock.now())
            elif self._work.state is None:  # no client waits for the reading
                self._end()
                self._work = None
            else:
                pipes.ready([self._helper], (), until - time.monotonic())
                self._listen(self._helper, self._clock.now())
        self._end()

    # the pieces of work

    def _check_room(self) -> None:
        if len(self._waiting) >= MOST_WAITING:
            raise Refusal(Code.BUSY, f"{MOST_WAITING} states are waiting to be written or read")

    def _find(self, name: str) -> SavedState:
        found = self._known.get(name)
        if found is not None:
            return found
        if name in self._broken:
            raise Refusal(Code.REFUSED, self._broken[name])
        if self.busy:
            raise Refusal(Code.BUSY, f"there is no state {name[:40]} yet; states are being read")
        raise Refusal(Code.NOT_FOUND, f"there is no state {name[:40]}; {self._there()}")

    def _there(self) -> str:
        """Return a few words about the states that there are."""
        names = sorted(self._known)
        if not names:
            return "none is saved yet: /perf/state/save NAME saves one"
        if len(names) > MOST_NAMED:
            return "/perf/state/list lists them"
        return f"saved are {', '.join(names)}"

    def _ask(self, work: Work) -> None:
        self._waiting.append(work)
        self._again = -math.inf

    def _start(self, now: float) -> None:
        self._work = work = self._waiting.popleft()
        self._read, self._unread = {}, {}
        self._again = math.inf
        try:
            if work.state is None:
                self._helper = Helper.of(MODULE, "read", str(self.folder), now=now, longest=LONGEST)
                return
            self._spool = nameless_file()
            self._spool.write(text_of(work.state).encode())
            number = self._spool.fileno()
            self._helper = Helper.of(
                MODULE,
                "write",
                str(self.folder),
                pipes.name_of(number),
                files=[number],
                now=now,
                longest=LONGEST,
            )
        except (OSError, ValueError) as error:
            self._end()
            self._done(f"no helper could be started: {error}")

    def _listen(self, helper: Helper, now: float) -> None:
        lines, failed = helper.hear(now)
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
        if self._helper is not None:
            self._helper.drop()
            self._helper = None
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def _done(self, failed: str) -> None:
        """Reply to the client whose job is done or has failed."""
        work, self._work = self._work, None
        assert work is not None
        self._again = -math.inf
        if work.state is not None:
            if not failed:
                self._unwritten.discard(work.state.name)
                self._tell(work.call, "/perf/done", "/perf/state/save", work.state.name)
                return
            failed = f"{work.state.name} is kept until the engine ends, but not written: {failed}"
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
            self._context.tell(call.sender, address, *arguments)
