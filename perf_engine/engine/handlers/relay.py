"""The relay of MIDI bindings between clients: each binds a knob of a controller to a control.

The MIDI bridge keeps the bindings; the engine checks requests and sends them to all. If its own
bridge listens, the client gets its reply when the bridge has saved the binding or failed.
"""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from perf_engine.core.controls import CONTROLS, meant
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.midi import SUSTAIN

logger = logging.getLogger(__name__)

MOST_ASKED: Final = 64
PATIENCE: Final = 2.0  # seconds after which the engine replies in place of a silent bridge
PANIC: Final = "panic"
NOTHING: Final = "none"


@dataclass(slots=True)
class _Asked:
    call: Call
    number: int
    until: float | None = None  # None: no turn since the request


class Relay:
    """Serves `/perf/midi/...`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._outbox = context.outbox
        self._asked: deque[_Asked] = deque()
        self._keyboards: tuple[str, ...] = ()
        self.listens: Callable[[], bool] = lambda: False  # whether a bridge will reply

    @property
    def busy(self) -> bool:
        """Return whether a client waits for the bridge's reply."""
        return bool(self._asked)

    def kept(self, number: int, why: str) -> None:
        """Note that the bridge has changed a binding; `why`: the reason if it was not saved."""
        if why:
            logger.warning(
                "The binding of knob %d lasts until the MIDI bridge ends, and is not stored: %s",
                number,
                why,
            )
        for asked in self._asked:
            if asked.number == number:
                self._asked.remove(asked)
                self._answer(asked.call, why)
                return

    def fileno(self) -> int:
        """Return -1: there is nothing to wait on."""
        return -1

    def due(self) -> float:
        """Return the time limit of the bridge."""
        if not self._asked:
            return math.inf
        return min(-math.inf if a.until is None else a.until for a in self._asked)

    def turn(self, now: float) -> None:
        """Reply in place of a silent bridge."""
        for asked in list(self._asked):
            if asked.until is None:
                asked.until = now + PATIENCE
            elif now >= asked.until:
                self._asked.remove(asked)
                self._answer(asked.call, "the MIDI bridge did not confirm it")

    def _answer(self, call: Call, why: str) -> None:
        if why:
            text = f"the binding lasts until the MIDI bridge ends, and is not stored: {why}"
            self._context.fail(call.sender, call.address, Code.INTERNAL, text)
        else:
            self._context.tell(call.sender, "/perf/done", call.address)

    def _when_kept(self, call: Call, number: int) -> Answer:
        """Return the reply to a changed binding now, or send it when the bridge has replied."""
        if not self.listens() or len(self._asked) >= MOST_ASKED:
            return ()
        self._asked.append(_Asked(call, number))
        return None

    def learn(
        self, call: Call, name: str, low: float | None = None, high: float | None = None
    ) -> Answer:
        """Bind a control to the next knob that is turned."""
        if name == NOTHING:
            low, high = 0.0, 127.0
        else:
            name = _control(name)
            low, high = self._ends(name, low, high)
        self._outbox.broadcast("/perf/midi/learning", name, low, high)
        return ()

    def bind(
        self,
        call: Call,
        number: int,
        name: str,
        low: float | None = None,
        high: float | None = None,
    ) -> Answer:
        """Bind a knob to a control."""
        if number == SUSTAIN:
            raise Refusal(Code.OUT_OF_RANGE, f"number must not be {SUSTAIN}, which is the pedal")
        name = _control(name)
        self._outbox.broadcast("/perf/midi/bound", number, name, *self._ends(name, low, high))
        return self._when_kept(call, number)

    def _ends(self, name: str, low: float | None, high: float | None) -> tuple[float, float]:
        """Return the control's values at the two ends of a knob. Raises Refusal."""
        if name == PANIC:
            return 0.0, 127.0
        control, styles = CONTROLS[name], self._context.instrument.weights.told.styles
        highest = len(styles) if control.of_model else control.high
        ends = []
        for value, default in ((low, control.low), (high, highest)):
            try:
                ends.append(float(control.check(default if value is None else value, styles)))
            except ValueError as error:
                raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
        return ends[0], ends[1]

    def unbind(self, call: Call, number: int) -> Answer:
        """Remove the binding of a knob."""
        self._outbox.broadcast("/perf/midi/unbound", number)
        return self._when_kept(call, number)

    def plugged(self, keyboards: Sequence[str]) -> None:
        """Note which MIDI keyboards the bridge hears."""
        self._keyboards = tuple(keyboards)

    def keyboards(self, call: Call) -> Answer:
        """Reply with the names of the MIDI keyboards."""
        return self._keyboards

    def bindings(self, call: Call) -> Answer:
        """Ask the bridge for all bindings."""
        self._outbox.broadcast("/perf/midi/tell")
        return ()


def _control(text: str) -> str:
    """Return the control, or panic, that a text means. Raises Refusal."""
    if text == PANIC:
        return PANIC
    try:
        return meant(text)
    except LookupError as error:
        raise Refusal(Code.NOT_FOUND, str(error.args[0])) from None
