"""What clients tell each other through the engine: which knob of a MIDI controller turns what.

The bindings themselves are the MIDI bridge's; the engine checks what is asked for and tells all.
"""

from __future__ import annotations

from typing import Final

from ..core.controls import CONTROLS
from ..core.messages import SUSTAIN
from .call import Answer, Call
from .outbox import Outbox
from .refusal import Code, Refusal

PANIC: Final = "panic"
NOTHING: Final = "none"


class Relay:
    """Serves `/perf/midi/...`."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def midi_learn(self, call: Call) -> Answer:
        """The next knob that is turned is to be bound to a control."""
        name, *ends = call.arguments
        assert isinstance(name, str)
        low, high = (0.0, 127.0) if name == NOTHING else _ends(name, *ends)
        self._outbox.broadcast("/perf/midi/learning", name, low, high)
        return ()

    def midi_bind(self, call: Call) -> Answer:
        """A knob is bound to a control."""
        number, name, *ends = call.arguments
        assert isinstance(number, int)
        assert isinstance(name, str)
        if number == SUSTAIN:
            raise Refusal(Code.OUT_OF_RANGE, f"number must not be {SUSTAIN}, which is the pedal")
        self._outbox.broadcast("/perf/midi/bound", number, name, *_ends(name, *ends))
        return ()

    def midi_unbind(self, call: Call) -> Answer:
        """A knob turns nothing any more."""
        (number,) = call.arguments
        assert isinstance(number, int)
        self._outbox.broadcast("/perf/midi/unbound", number)
        return ()

    def midi_bindings(self, call: Call) -> Answer:
        """The bridge is asked to say what is bound."""
        self._outbox.broadcast("/perf/midi/tell")
        return ()


def _ends(name: str, low: object, high: object) -> tuple[float, float]:
    """The control's values at the two ends of a knob. Raises Refusal."""
    if name == PANIC:
        return 0.0, 127.0
    control = CONTROLS[name]
    ends = []
    for value, default in ((low, control.low), (high, control.high)):
        try:
            ends.append(float(control.check(default if value is None else value)))
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
    return ends[0], ends[1]
