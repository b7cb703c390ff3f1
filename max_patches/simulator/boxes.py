"""The objects at work: what each does with a message. One that is not here does nothing we use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from perf_engine.protocol.names import value_of

from ..objects import split
from ..patch import Box
from . import controls, midi, outside, timed
from .atoms import typed
from .expression import evaluate
from .world import BANG, Atom, Home, Inlet, Inside, Message, Node, Outlet, World


class Deaf(Node):
    """An object whose doing no test looks at: sound, and what is only seen."""

    def take(self, inlet: int, message: Message) -> None:
        """Nothing."""


class Trigger(Node):
    """One message in, several out, from the right."""

    def take(self, inlet: int, message: Message) -> None:
        """Each of them."""
        for outlet in reversed(range(len(self.words))):
            self.out(outlet, self._as(self.words[outlet], message))

    def _as(self, word: str, message: Message) -> Message:
        if word == "b":
            return BANG
        if word in ("l", "s"):
            return message
        if word in ("i", "f"):
            number = next((a for a in message if not isinstance(a, str)), 0)
            return (int(number) if word == "i" else float(number),)
        return (value_of(word),)


class Route(Node):
    """Sorts by the first word, which is taken off."""

    def take(self, inlet: int, message: Message) -> None:
        """Out of its outlet; a bang where nothing is left."""
        if inlet > 0:
            self.words[inlet - 1] = str(message[0])
            return
        for outlet, word in enumerate(self.words):
            if value_of(word) == message[0]:
                self.out(outlet, message[1:] or BANG)
                return
        self.out(len(self.words), message)


class Select(Node):
    """A bang for the word that comes."""

    def take(self, inlet: int, message: Message) -> None:
        """Bang, or hand on what is none of the words."""
        for outlet, word in enumerate(self.words):
            if value_of(word) == message[0] and len(message) == 1:
                self.out(outlet, BANG)
                return
        self.out(len(self.words), message)


class Unpack(Node):
    """A list taken apart, from the right."""

    def take(self, inlet: int, message: Message) -> None:
        """Each as its argument's type."""
        for outlet in reversed(range(min(len(message), len(self.words)))):
            self.out(outlet, (typed(self.words[outlet], message[outlet]),))


class Pack(Node):
    """A list put together, sent when the first comes."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.values: list[Atom] = [value_of(word) for word in words]

    def take(self, inlet: int, message: Message) -> None:
        """Keep it; the left inlet sends."""
        if message != BANG:
            for place, atom in enumerate(message, inlet):
                self.values[place] = typed(self.words[place], atom)
        if inlet == 0:
            self.out(0, tuple(self.values))


class Kept(Node):
    """int and float: a number that is kept."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.value: Atom = value_of(words[0]) if words else 0

    def take(self, inlet: int, message: Message) -> None:
        """Keep it; the left inlet sends."""
        if message != BANG:
            self.value = int(message[0])
        if inlet == 0:
            self.out(0, (self.value,))


class Arithmetic(Node):
    """+ - * and /, of the number that comes and the one that is kept."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.right = value_of(words[0]) if words else 0

    def take(self, inlet: int, message: Message) -> None:
        """Keep it, or compute."""
        number = message[0]
        if inlet == 1:
            self.right = number
            return
        left, right = float(number), float(self.right)
        result = {
            "+": left + right,
            "-": left - right,
            "*": left * right,
            "/": left / right if right else 0.0,
        }[self.box.name]
        self.out(
            0, (result if isinstance(value_of((self.words or ["0"])[0]), float) else int(result),)
        )


class Expression(Node):
    """expr: computes from what each inlet was given last, when the left one is."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.values: list[Atom] = [0] * 9

    def take(self, inlet: int, message: Message) -> None:
        """Keep it; the left inlet computes."""
        self.values[inlet : inlet + len(message)] = message
        if inlet == 0:
            self.out(0, (evaluate(" ".join(self.words), self.values),))


class Table(Node):
    """table: whole numbers by their place; a place alone asks, with a number it stores."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.values = [0] * int(split(box.text)[2]["size"][0])

    def take(self, inlet: int, message: Message) -> None:
        """const N fills it; beyond its ends are its ends."""
        if inlet != 0 or len(message) not in (1, 2):
            super().take(inlet, message)
        if message[0] == "const":
            self.values = [int(message[1])] * len(self.values)
            return
        place = min(max(0, int(message[0])), len(self.values) - 1)
        if len(message) == 2:
            self.values[place] = int(message[1])
        else:
            self.out(0, (self.values[place],))


class Uzi(Node):
    """uzi: on a bang, so many numbers from a first one on; then a bang from the middle."""

    def take(self, inlet: int, message: Message) -> None:
        """Count."""
        if inlet != 0 or message != BANG:
            super().take(inlet, message)
        count, first = int(self.words[0]), int(self.words[1]) if len(self.words) > 1 else 1
        for number in range(first, first + count):
            self.out(2, (number,))
            self.out(0, BANG)
        self.out(1, BANG)


class Gate(Node):
    """Lets what comes to the right inlet through while the left one was told 1."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.opened = int(words[1]) if len(words) > 1 else 0

    def take(self, inlet: int, message: Message) -> None:
        """Open, close, or hand on."""
        if inlet == 0:
            self.opened = int(message[0])
        elif self.opened:
            self.out(self.opened - 1, message)


class Change(Node):
    """Hands on a number that is another than the last."""

    last: float = 0

    def take(self, inlet: int, message: Message) -> None:
        """Hand it on if it is another."""
        number = typed(self.words[0] if self.words else "0", message[0])
        if number != self.last:
            self.last = float(number)
            self.out(0, (number,))


class Iterate(Node):
    """iter and zl.iter: a list in pieces."""

    def take(self, inlet: int, message: Message) -> None:
        """Each piece, from the left."""
        size = int(self.words[0]) if self.words else 1
        for begin in range(0, len(message), size):
            self.out(0, message[begin : begin + size])


class Prepend(Node):
    """Words before what comes."""

    def take(self, inlet: int, message: Message) -> None:
        """Hand it on. A bang is not something to put words before."""
        if message == BANG:
            super().take(inlet, message)
        self.out(0, (*(value_of(word) for word in self.words), *message))


class Send(Node):
    """To everything that receives the name."""

    def take(self, inlet: int, message: Message) -> None:
        """Send it."""
        for node in self.world.receivers.get(self.words[0], []):
            node.out(0, message)


class Receive(Node):
    """From everything that sends the name."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        world.receivers.setdefault(words[0], []).append(self)


KINDS: Final[Mapping[str, Callable[[World, Home, Box, Sequence[str]], Node]]] = {
    "inlet": Inlet,
    "outlet": Outlet,
    "t": Trigger,
    "route": Route,
    "sel": Select,
    "table": Table,
    "uzi": Uzi,
    "unpack": Unpack,
    "pack": Pack,
    "int": Kept,
    "expr": Expression,
    "gate": Gate,
    "change": Change,
    "iter": Iterate,
    "zl.iter": Iterate,
    "prepend": Prepend,
    "s": Send,
    "r": Receive,
    **dict.fromkeys("+-*/", Arithmetic),
    **dict.fromkeys(
        (
            "autopattr",
            "poly~",
            "*~",
            "ezdac~",
            "saw~",
            "adsr~",
            "lores~",
            "out~",
            "mtof",
            "in",
            "thispoly~",
            "pcontrol",
        ),
        Deaf,
    ),
    **timed.KINDS,
    **midi.KINDS,
    **controls.KINDS,
    **outside.KINDS,
}


def node_of(world: World, home: Home, box: Box) -> Node:
    """A box at work. Raises KeyError where the simulator does not know the object."""
    inner = box.patch
    if inner is not None:
        return Inside(world, home, box, home.arguments, inner, home.number)
    words = world.words(box.text, home) if box.maxclass == "newobj" else []
    name = str(box.data.get("name", "")).removesuffix(".maxpat") or box.name
    if name in world.abstractions:
        return Inside(world, home, box, words, world.abstractions[name])
    return KINDS[box.name](world, home, box, words)
