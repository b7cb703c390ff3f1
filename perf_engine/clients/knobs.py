"""The knobs of MIDI controllers: learning which turns what, and turning it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perf_engine.clients.bindings import PANIC, Binding, Bindings, bindable

FIRM_PRESS = 64  # from this value on, what is bound to panic is pressed


class Knobs:
    """Takes control changes that are bound, or to be bound, before they are heard as a player's."""

    def __init__(
        self, bindings: Bindings, say: Callable[..., None], panic: Callable[[], None]
    ) -> None:
        self._bindings = bindings
        self._say = say
        self._panic = panic
        self._learning: Binding | None = None
        self._latest: dict[int, int | float] = {}  # what each knob said last

    def turn(self, number: int, data: int) -> bool:
        """Take a control change; True where it is a knob's, and nobody else's."""
        if self._learning is not None and bindable(number):
            learnt, self._learning = self._learning, None
            # The engine tells everybody, us too: from then on it is bound.
            self._say("/perf/midi/bind", number, learnt.control, learnt.low, learnt.high)
            return True
        binding = self._bindings.get(number)
        if binding is None:
            return False
        if binding.control == PANIC:
            if data >= FIRM_PRESS:
                self._panic()
            return True
        value = binding.value(data)
        if self._latest.get(number) != value:
            self._latest[number] = value
            self._say(f"/perf/param/{binding.control}", value)
        return True

    def hear(self, address: str, arguments: Sequence[object]) -> None:
        """Take what the engine says about bindings; what is malformed is ignored."""
        try:
            if address == "/perf/midi/learning":
                self._learning = None if arguments[0] == "none" else _binding(*arguments)
            elif address == "/perf/midi/bound":
                number, *rest = arguments
                self._latest.pop(_number(number), None)
                self._bindings.bind(_number(number), _binding(*rest))
            elif address == "/perf/midi/unbound":
                self._bindings.unbind(_number(arguments[0]))
            elif address == "/perf/midi/tell":
                for number, one in self._bindings:
                    self._say("/perf/midi/bind", number, one.control, one.low, one.high)
        except (ValueError, TypeError, LookupError):
            return


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"number must be a whole number, not {value!r}")
    return value


def _binding(*arguments: object) -> Binding:
    name, low, high = arguments
    numbers = isinstance(low, int | float) and isinstance(high, int | float)
    if not (isinstance(name, str) and numbers):
        raise TypeError("a binding is a name and two numbers")
    return Binding(name, float(low), float(high))  # type: ignore[arg-type]
