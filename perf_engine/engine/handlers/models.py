"""Handlers of models: names, facts, and the change of the model during play."""

from __future__ import annotations

import json
import logging
import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from perf_engine.core.controls import STYLES
from perf_engine.core.messages import Dismiss, Prepare, TakeOver
from perf_engine.core.model.gru import Array
from perf_engine.core.model.told import NO_STYLE
from perf_engine.engine.context import Context
from perf_engine.engine.helpers import memory
from perf_engine.engine.helpers.helper import EVERY, REAP_EVERY, TO_START, Gap, Helper, reap
from perf_engine.engine.helpers.model_delivery import Delivery, nameless_file
from perf_engine.engine.helpers.model_files import is_path
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol import pipes
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.ports import HostPort, is_loopback

logger = logging.getLogger(__name__)

MOST_REQUESTS: Final = 8
MODULE: Final = "perf_engine.engine.helpers.model_reader"
LONGEST: Final = 60.0  # seconds that a reply may take
TO_WORK: Final = 0.0015, 0.03  # for a slice of weights or an event to learn; see TO_START
AT_ONCE: Final = 0.0, 0.0  # for work that takes no time
PROGRESS_EVERY: Final = 0.1  # seconds
NOBODY: Final = "127.0.0.1", 0  # the sender of a request of our own; nothing reaches this port


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the model reader, with its sender and its time."""

    kind: str  # list, info, load
    name: str
    sender: HostPort
    address: str
    came: float


class Models:
    """Serves `/perf/model/…`. Another process, the model reader, does all work with files.

    A model to be loaded arrives checked and is taken in slices. It then learns what was played,
    event by event, in the gaps between what is due, and takes over between two events.
    """

    def __init__(self, context: Context, running: str, file: str = "") -> None:
        """`running`: the name of the model that plays, from `file`."""
        self.running = running
        self._file = file or running
        self._context = context
        self._instrument = context.instrument
        self._clock = context.clock
        self._requests: deque[Request] = deque()
        self._asked: Request | None = None  # the request that the model reader works on
        self._spool: IO[bytes] | None = None
        self._helper: Helper | None = None
        self._loading: Request | None = None  # the load under way, from its start to its end
        self._delivery: Delivery | None = None
        self._to_learn = 0  # events at the beginning of the learning; 0 before
        self._attic: list[Array] = []  # arrays of the previous model, freed one by one
        self._again = math.inf  # the time of the next turn with work
        self._gap = Gap(context.free)
        self._told = 0.0

    # called by clients

    def names(self, call: Call) -> Answer:
        """Reply with the names of all models."""
        return self._ask("list", "", call)

    def facts(self, call: Call, name: str) -> Answer:
        """Reply with the facts about a model."""
        return self._ask("info", name, call)

    def styles(self, call: Call) -> Answer:
        """Reply with the names of the styles of the model that plays."""
        return self._instrument.weights.told.styles

    def load(self, call: Call, name: str) -> Answer:
        """Prepare a model, which then takes over."""
        if self._loading is not None or any(r.kind == "load" for r in self._requests):
            raise Refusal(Code.BUSY, "another model is being loaded")
        return self._ask("load", name, call)

    def _ask(self, kind: str, name: str, call: Call) -> Answer:
        if is_path(name) and not is_loopback(call.sender[0]):
            raise Refusal(
                Code.REFUSED, "files are read for clients of the engine's own computer only"
            )
        if len(self._requests) >= MOST_REQUESTS:
            raise Refusal(Code.BUSY, f"{MOST_REQUESTS} requests about models are already waiting")
        now = self._clock.now()
        self._requests.append(Request(kind, name, call.sender, call.address, now))
        self._go_on(now)
        return None

    def reload(self) -> bool:
        """Read the model that plays again from its file, to take over as any other does.

        Return False where another load is under way.
        """
        if self._loading is not None or self._requests:
            return False
        now = self._clock.now()
        self._requests.append(Request("load", self._file, NOBODY, "/perf/model/load", now))
        self._go_on(now)
        return True

    # called by the loop

    @property
    def busy(self) -> bool:
        """Return whether any work is under way."""
        return bool(self._requests) or self._asked is not None or self._loading is not None

    def fileno(self) -> int:
        """Return the descriptor of the model reader's stdout; -1 without a model reader."""
        return -1 if self._helper is None else self._helper.fileno()

    def due(self) -> float:
        """Return the time of the next turn."""
        return self._again if self._helper is None else min(self._again, self._helper.due())

    def turn(self, now: float) -> None:
        """Hear the model reader, and do one piece of work if there is time for it."""
        if self._helper is not None:
            self._hear(self._helper, now)
        if now < self._again:
            return
        work, wanted = self._work()
        self._again = now + EVERY
        if not self._gap.open(now, wanted):
            return
        try:
            work(now)
        except MemoryError:
            if self._loading is None:
                raise
            self._give_back(self._loading)

    def give_up(self, why: str) -> None:
        """Stop the present load; `why` is its error."""
        if self._loading is not None:
            if self._asked is self._loading:
                self._drop()
            self._failed(self._loading, Code.INTERNAL, why)

    def close(self) -> None:
        """End the helper processes."""
        if self._helper is not None:
            self._helper.close()
        self._requests.clear()
        self._helper = self._asked = None
        self._again = math.inf
        self._end_loading()

    # the pieces of work

    def _go_on(self, now: float) -> None:
        """Ask for another turn."""
        if self._again > now + EVERY:
            self._again = now
            self._gap.forget()

    def _work(self) -> tuple[Callable[[float], None], tuple[float, float]]:
        """Return the next piece of work, and the free time that it needs."""
        if self._requests and self._asked is None:
            return self._start, TO_START
        if self._delivery is not None and not self._to_learn:
            return self._receive, TO_WORK
        if self._to_learn:
            return self._learn, TO_WORK
        if self._attic:
            return self._let_go, TO_WORK
        return self._reap, AT_ONCE

    def _start(self, now: float) -> None:
        request = self._requests.popleft()
        name = request.name or (self._file if request.kind == "info" else "")
        arguments = [request.kind] if request.kind == "list" else [request.kind, name]
        files = []
        self._asked = request
        try:
            if request.kind == "load":
                memory.check(0)
                self._loading = request
                self._spool = nameless_file()
                files = [self._spool.fileno()]
                arguments.append(pipes.name_of(files[0]))
            self._helper = Helper.of(MODULE, *arguments, files=files, now=now, longest=LONGEST)
        except memory.TooLittleMemory as error:
            self._asked = None
            self._failed(request, Code.REFUSED, str(error))
            return
        except (OSError, ValueError) as error:
            self._asked = None
            self._failed(request, Code.INTERNAL, f"no helper could be started: {error}")
            return
        if request.kind == "load":
            self._progress(request, 0.0, now, always=True)

    def _drop(self) -> None:
        """Drop the model reader, which has replied or is no longer needed."""
        if self._helper is not None:
            self._helper.drop()
        self._helper = self._asked = None

    def _hear(self, helper: Helper, now: float) -> None:
        """Take the model reader's reply, if it has come."""
        lines, why = helper.hear(now)
        request = self._asked
        if request is None or not (lines or why):
            return
        self._drop()
        if not lines:
            said: Any = {"failed": f"the reading of the model {why}", "code": Code.REFUSED}
        else:
            try:
                said = json.loads(lines[-1])
            except ValueError:
                said = None
        if not isinstance(said, dict):
            said = {"failed": "the model reader could not be understood", "code": Code.INTERNAL}
        self._answered(request, said, now)

    def _answered(self, request: Request, said: dict[str, Any], now: float) -> None:
        self._go_on(now)
        try:
            if "failed" in said:
                self._failed(request, Code(said["code"]), str(said["failed"]))
            else:
                self._answer(request, said)
        except memory.TooLittleMemory as error:
            self._failed(request, Code.REFUSED, str(error))
        except (ValueError, TypeError, KeyError) as error:
            logger.warning("the reading of models gave something unknown: %r", error)
            self._failed(request, Code.INTERNAL, "the reading of models gave something unknown")

    def _answer(self, request: Request, said: dict[str, Any]) -> None:
        if request.kind == "list":
            self._context.tell(request.sender, "/perf/model/list.reply", *said["names"])
        elif request.kind == "info":
            pairs = [item for pair in said["info"] for item in pair]
            self._context.tell(request.sender, "/perf/model/info.reply", *pairs)
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
        styles = self._styles_in_use()
        try:
            self._instrument.command(TakeOver(), now)
        except ValueError as error:
            self._failed(request, Code.REFUSED, str(error))
            return
        self._attic = list(before.arrays.values())
        self.running, self._file = name, request.name
        self._end_loading()
        self._progress(request, 1.0, now, always=True)
        lost = self._lost(styles, name)
        self._context.tell(request.sender, "/perf/done", request.address, name, *lost)
        self._context.outbox.broadcast("/perf/running", name)
        logger.info("The model %s plays.", name)

    def _styles_in_use(self) -> dict[tuple[int, str], str]:
        """Return the name of each style in use, by voice and control."""
        names = (NO_STYLE, *self._instrument.weights.told.styles)
        return {
            (voice, control): names[number]
            for voice in range(self._instrument.voices)
            for control in STYLES
            if (number := int(self._instrument.get(control, voice)))
        }

    def _lost(self, before: Mapping[tuple[int, str], str], model: str) -> list[str]:
        """Return the styles that a voice has lost with its model, and log each."""
        for (voice, control), style in before.items():
            if not self._instrument.get(control, voice):
                logger.info(
                    "%s of voice %d is none now: %s has no %s.", control, voice, model, style
                )
        there = self._instrument.weights.told.styles
        return [style for style in dict.fromkeys(before.values()) if style not in there]

    def _let_go(self, now: float) -> None:
        self._attic.pop()  # freeing everything at once takes a third of a millisecond

    def _reap(self, now: float) -> None:
        self._again = now + REAP_EVERY if reap() else math.inf

    # inside

    def _give_back(self, request: Request) -> None:
        """Free a model that does not fit in memory, then report it."""
        self._drop()
        self._delivery = None
        self._failed(request, Code.REFUSED, "there is not enough memory for it")

    def _failed(self, request: Request, code: Code, why: str) -> None:
        now = self._clock.now()
        if request is self._loading:
            self._instrument.command(Dismiss(), now)
            self._end_loading()
        self._context.refuse(request.sender, request.address, code, why)

    def _end_loading(self) -> None:
        if self._spool is not None:
            self._spool.close()
        self._spool = self._delivery = self._loading = None
        self._to_learn = 0

    def _progress(self, request: Request, share: float, now: float, always: bool = False) -> None:
        if always or now >= self._told + PROGRESS_EVERY:
            self._told = now
            self._context.tell(
                request.sender, "/perf/progress", request.address, share, request.name
            )
