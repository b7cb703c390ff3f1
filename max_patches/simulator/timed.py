"""Objects that wait: pipe, delay, metro; and those that speak when a patch opens or closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from perf_engine.protocol.names import value_of

from ..patch import Box
from .atoms import typed
from .world import BANG, Atom, Home, Message, Node, World


class Pipe(Node):
    """Numbers that each wait their own time."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, ["0", *words] if len(words) == 1 else words)
        self.values: list[Atom] = [value_of(word) for word in self.words]
        self.waiting: set[int] = set()

    def take(self, inlet: int, message: Message) -> None:
        """Keep it; the left inlet lets all of them wait. clear drops what waits."""
        if message == ("clear",):
            for number in self.waiting:
                self.world.cancel(number)
            self.waiting.clear()
            return
        if len(message) != 1 or isinstance(message[0], str):
            super().take(inlet, message)
        self.values[inlet] = typed(self.words[inlet], message[0])
        if inlet == 0:
            number = -1

            def due(values: tuple[Atom, ...]) -> None:
                self.waiting.discard(number)
                for outlet in reversed(range(len(values))):
                    self.out(outlet, (values[outlet],))

            delay = float(self.values[-1])
            number = self.world.after(delay, partial(due, tuple(self.values[:-1])))
            self.waiting.add(number)


class Delay(Node):
    """A bang that waits; another one begins anew."""

    number: int | None = None

    def take(self, inlet: int, message: Message) -> None:
        """Begin to wait."""
        if inlet != 0 or message != BANG:
            super().take(inlet, message)
        if self.number is not None:
            self.world.cancel(self.number)
        self.number = self.world.after(float(self.words[0]), self._due)

    def _due(self) -> None:
        self.number = None
        self.out(0, BANG)


class Metro(Node):
    """Bangs again and again, from at once on."""

    number: int | None = None

    def take(self, inlet: int, message: Message) -> None:
        """1 begins, 0 ends."""
        if inlet != 0 or message[0] not in (0, 1):
            super().take(inlet, message)
        if self.number is not None:
            self.world.cancel(self.number)
            self.number = None
        if message[0]:
            self._due()

    def _due(self) -> None:
        self.number = self.world.after(float(self.words[0]), self._due)
        self.out(0, BANG)


class Loaded(Node):
    """loadmess: its words when the patch has been opened."""

    def load(self) -> None:
        """Say them."""
        self.out(0, tuple(value_of(word) for word in self.words))


class Freed(Node):
    """freebang: a bang when the patch closes."""

    def free(self) -> None:
        """Bang."""
        self.out(0, BANG)


class Arguments(Node):
    """patcherargs: the patch's arguments, and defaults for those that were not given."""

    def load(self) -> None:
        """Say them, then that it is done."""
        given = list(self.home.arguments)
        words = [*given, *self.words[len(given) :]]
        self.out(0, tuple(value_of(word) for word in words))
        self.out(1, ("done",))


KINDS: Final[Mapping[str, Callable[[World, Home, Box, Sequence[str]], Node]]] = {
    "pipe": Pipe,
    "del": Delay,
    "metro": Metro,
    "loadmess": Loaded,
    "freebang": Freed,
    "patcherargs": Arguments,
}
