"""Which model plays, and how another takes its place while it plays."""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

from ..core.gru import Array
from ..core.messages import Dismiss, Prepare, TakeOver
from .call import Answer, Call
from .clients import Clients, HostPort
from .clock import Clock, is_loopback
from .complaints import Complaints
from .delivery import Delivery, nameless_file
from .inquiry import Inquiry
from .instrument import Instrument
from .model import is_path
from .outbox import Outbox
from .refusal import Code, Refusal

logger = logging.getLogger(__name__)

MOST_REQUESTS: Final = 8
# How long nothing may be due for a piece of work to be done, and after how long it is done anyway.
TO_START = 0.012, 2.0  # a process: usually 0.3 ms, but several beside busy processes
TO_WORK = 0.0015, 0.03  # a slice of weights, or an event to learn
EVERY = 0.001  # seconds between pieces of work
PROGRESS_EVERY = 0.1  # seconds
REAP_EVERY = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, by whom, and when."""

    kind: str  # list, info, load
    name: str
    sender: HostPort
    address: str
    came: float


class Models:
    """Serves `/perf/model/…`. A librarian, a process of its own, does all that touches a file.

    A model to be loaded arrives checked, is taken in slices, learns what was played, event by
    event, in the gaps between what is due, and takes over between two events.
    """

    def __init__(
        self, instrument: Instrument, clock: Clock, clients: Clients, outbox: Outbox,
        complaints: Complaints, running: str, file: str = "",
    ) -> None:
        """`running`: the name of the model that plays, of this file."""
        self.running = running
        self._file = file or running
        self._instrument = instrument
        self._clock = clock
        self._clients = clients
        self._outbox = outbox
        self._complaints = complaints
        self._requests: deque[Request] = deque()
        self._asked: Request | None = None  # what the librarian is at
        self._spool: IO[bytes] | None = None
        self._inquiry = Inquiry()
        self._loading: Request | None = None  # from its start to its end
        self._delivery: Delivery | None = None
        self._to_learn = 0  # events, when the learning began; 0 before
        self._attic: list[Array] = []  # of the model before, let go one by one
        self._again = math.inf  # the next turn that work is for
        self._put_off = 0.0  # since when work has waited for a gap
        self._told = 0.0

    # asked by clients

    def model_list(self, call: Call) -> Answer:
        """The names of the models there are."""
        return self._ask("list", "", call)

    def model_info(self, call: Call) -> Answer:
        """What a model says of itself."""
        name = call.arguments[0]
        assert isinstance(name, str)
        return self._ask("info", name, call)

    def model_load(self, call: Call) -> Answer:
        """Prepare a model, and let it take over."""
        name = call.arguments[0]
        assert isinstance(name, str)
        if self._loading is not None or any(r.kind == "load" for r in self._requests):
            raise Refusal(Code.BUSY, "another model is being loaded")
        return self._ask("load", name, call)

    def _ask(self, kind: str, name: str, call: Call) -> Answer:
        if is_path(name) and not is_loopback(call.sender[0]):
            raise Refusal(Code.REFUSED, "files are read for this machine's own clients only")
        if len(self._requests) >= MOST_REQUESTS:
            raise Refusal(Code.BUSY, f"{MOST_REQUESTS} requests about models are waiting already")
        now = self._clock.now()
        self._requests.append(Request(kind, name, call.sender, call.address, now))
        self._go_on(now)
        return None

    # asked by the loop

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._requests) or self._asked is not None or self._loading is not None

    def fileno(self) -> int:
        """The librarian's stdout, while there is one."""
        return self._inquiry.fileno()

    def due(self) -> float:
        """When it wants a turn."""
        return min(self._again, self._inquiry.due())

    def turn(self, now: float) -> None:
        """Listen to the librarian, and do one piece of work where there is time for it."""
        said = self._inquiry.answer(now)
        if said is not None:
            self._answered(said, now)
        if now < self._again:
            return
        work, (gap, patience) = self._work()
        free = min(self._instrument.due(), self._outbox.due()) - now
        if free < gap and now < self._put_off + patience:
            self._again = now + EVERY
            return
        self._put_off = now
        self._again = now + EVERY
        work(now)

    def give_up(self, why: str) -> None:
        """What is being loaded is not wanted any more."""
        if self._loading is not None:
            if self._asked is self._loading:
                self._inquiry.drop()
                self._asked = None
            self._failed(self._loading, Code.INTERNAL, why)

    def close(self) -> None:
        """End the helpers."""
        self._inquiry.close()
        self._requests.clear()
        self._asked, self._again = None, math.inf
        self._end_loading()

    # the pieces of work

    def _go_on(self, now: float) -> None:
        """Something is to be done."""
        if self._again == math.inf or self._again > now + EVERY:
            self._put_off = self._again = now

    def _work(self) -> tuple[Callable[[float], None], tuple[float, float]]:
        """What to do next, and how much time there should be for it."""
        if self._requests and self._asked is None:
            return self._start, TO_START
        if self._delivery is not None and not self._to_learn:
            return self._receive, TO_WORK
        if self._to_learn:
            return self._learn, TO_WORK
        if self._attic:
            return self._let_go, TO_WORK
        return self._reap, (0.0, 0.0)

    def _start(self, now: float) -> None:
        request = self._requests.popleft()
        name = request.name or (self._file if request.kind == "info" else "")
        arguments = [request.kind] if request.kind == "list" else [request.kind, name]
        files = []
        self._asked = request
        try:
            if request.kind == "load":
                self._loading = request
                self._spool = nameless_file()
                files = [self._spool.fileno()]
                arguments.append(str(files[0]))
            self._inquiry.ask(arguments, files, now)
        except (OSError, ValueError) as error:
            self._asked = None
            self._failed(request, Code.INTERNAL, f"no helper could be started: {error}")
            return
        if request.kind == "load":
            self._progress(request, 0.0, now, always=True)

    def _answered(self, said: dict[str, Any], now: float) -> None:
        request, self._asked = self._asked, None
        assert request is not None
        self._go_on(now)
        try:
            if "failed" in said:
                self._failed(request, Code(said["code"]), str(said["failed"]))
            else:
                self._answer(request, said)
        except (ValueError, TypeError, KeyError) as error:
            logger.warning("the librarian could not be understood: %r", error)
            self._failed(request, Code.INTERNAL, "the librarian could not be understood")

    def _answer(self, request: Request, said: dict[str, Any]) -> None:
        where = self._clients.reply_to(request.sender)
        if request.kind == "list":
            self._outbox.tell(where, "/perf/model/list.reply", *said["names"])
        elif request.kind == "info":
            pairs = [item for pair in said["info"] for item in pair]
            self._outbox.tell(where, "/perf/model/info.reply", *pairs)
        else:
            assert self._spool is not None
            self._delivery = Delivery(self._spool, said["model"])

    def _receive(self, now: float) -> None:
        assert self._delivery is not None
        assert self._loading is not None
        try:
            if not self._delivery.complete:
                self._delivery.take()
                self._progress(self._loading, 0.25 + 0.25 * self._delivery.share, now)
                return
            self._instrument.command(Prepare(self._delivery.weights()), now)
        except (OSError, ValueError) as error:
            self._failed(self._loading, Code.REFUSED, str(error))
            return
        self._to_learn = 1 + self._instrument.learn()

    def _learn(self, now: float) -> None:
        assert self._loading is not None
        left = self._instrument.learn()
        if left:
            self._to_learn = max(self._to_learn, left)
            self._progress(self._loading, 1.0 - 0.5 * left / self._to_learn, now)
            return
        self._take_over(self._loading, now)

    def _take_over(self, request: Request, now: float) -> None:
        assert self._delivery is not None
        before, name = self._instrument.weights, self._delivery.name
        try:
            self._instrument.command(TakeOver(), now)
        except ValueError as error:
            self._failed(request, Code.REFUSED, str(error))
            return
        self._attic = [*before.tensors.values(), before.product, before.from_held]
        self.running, self._file = name, request.name
        self._end_loading()
        where = self._clients.reply_to(request.sender)
        self._progress(request, 1.0, now, always=True)
        self._outbox.tell(where, "/perf/done", request.address, name)
        self._outbox.broadcast("/perf/running", name)
        logger.info("The model %s plays.", name)

    def _let_go(self, now: float) -> None:
        self._attic.pop()  # to free all of it at once takes a third of a millisecond

    def _reap(self, now: float) -> None:
        self._again = now + REAP_EVERY if self._inquiry.reap() else math.inf

    # inside

    def _failed(self, request: Request, code: Code, why: str) -> None:
        now = self._clock.now()
        if request is self._loading:
            self._instrument.command(Dismiss(), now)
            self._end_loading()
        self._complaints.note(request.sender, request.address, code, why, now, every=False)
        where = self._clients.reply_to(request.sender)
        self._outbox.tell(where, "/perf/fail", request.address, int(code), why)

    def _end_loading(self) -> None:
        if self._spool is not None:
            self._spool.close()
        self._spool = self._delivery = self._loading = None
        self._to_learn = 0

    def _progress(self, request: Request, share: float, now: float, always: bool = False) -> None:
        if always or now >= self._told + PROGRESS_EVERY:
            self._told = now
            where = self._clients.reply_to(request.sender)
            self._outbox.tell(where, "/perf/progress", request.address, share, request.name)
