"""Patches that are open, the scheduler that drives them, and what leaves them.

Messages go depth first, from one outlet to several boxes from right to left, and below one another
from the bottom up. The scheduler works in whole milliseconds: what is due between two of them
happens at the later one.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..objects import split
from ..patch import Box, Patch

Atom = int | float | str
Message = tuple[Atom, ...]
BANG: Message = ("bang",)
DEEPEST = 250  # boxes that a message goes through at once


class Endless(RuntimeError):
    """A message goes through more boxes at once than any patch of ours has in a row."""


class Node:
    """A box at work."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        self.world, self.home, self.box, self.words = world, home, box, list(words)
        self.cords: dict[int, list[tuple[Node, int]]] = {}

    def take(self, inlet: int, message: Message) -> None:
        """Something comes in. Raises NotImplementedError where no patch of ours does that."""
        raise NotImplementedError(f"[{self.box.text or self.box.maxclass}] {inlet}: {message}")

    def load(self) -> None:
        """The patch has been opened."""

    def free(self) -> None:
        """The patch closes."""

    def out(self, outlet: int, message: Message) -> None:
        """Something goes out."""
        if self.world.depth >= DEEPEST:
            raise Endless(f"[{self.box.text}] {message}")
        self.world.depth += 1
        try:
            for node, inlet in self.cords.get(outlet, ()):
                node.take(inlet, message)
        finally:
            self.world.depth -= 1


class Inlet(Node):
    """An inlet box: what comes to it from outside goes on."""

    def take(self, inlet: int, message: Message) -> None:
        """Hand it on."""
        self.out(0, message)


class Outlet(Node):
    """An outlet box: what comes to it leaves the patch."""

    def take(self, inlet: int, message: Message) -> None:
        """Hand it on, to the box of this patch, or to whoever opened it."""
        self.home.leave(int(self.box.data["index"]) - 1, message)


@dataclass(eq=False)
class Home:
    """One open patch: its boxes at work."""

    world: World
    number: int
    arguments: Sequence[str]
    nodes: dict[str, Node] = field(default_factory=dict)
    inner: list[Home] = field(default_factory=list)
    inlets: list[Node] = field(default_factory=list)
    outside: Node | None = None
    said: list[tuple[int, int, Message]] = field(default_factory=list)  # ms, outlet, message

    def leave(self, outlet: int, message: Message) -> None:
        """Something goes out of an outlet."""
        self.said.append((self.world.now, outlet, message))
        if self.outside is not None:
            self.outside.out(outlet, message)

    def send(self, inlet: int, *message: Atom) -> None:
        """Put a message into an inlet."""
        self.inlets[inlet].take(0, tuple(message))

    def named(self, varname: str) -> Node:
        """The box with a scripting name. Raises KeyError."""
        for node in self.nodes.values():
            if node.box.data.get("varname") == varname:
                return node
        raise KeyError(varname)

    def labelled(self, text: str) -> Node:
        """The first box with this text. Raises KeyError."""
        for node in self.nodes.values():
            if node.box.text == text:
                return node
        raise KeyError(text)

    def everything(self) -> list[Node]:
        """Its boxes and those of the patches inside, innermost first."""
        return [n for home in self.inner for n in home.everything()] + list(self.nodes.values())


class Inside(Node):
    """A box with one of our own patches in it."""

    def __init__(
        self,
        world: World,
        home: Home,
        box: Box,
        words: Sequence[str],
        patch: Patch,
        number: int | None = None,
    ) -> None:
        super().__init__(world, home, box, words)
        given = [str(word) for word in box.data.get("args", ())] or list(words)
        self.opened = world.place(patch, given, number)
        self.opened.outside = self
        home.inner.append(self.opened)

    def take(self, inlet: int, message: Message) -> None:
        """Hand it in."""
        self.opened.inlets[inlet].take(0, message)


class World:
    """A Max with the patches that are open in it.

    `abstractions` are the patches that others may hold, by name; `leftward` feeds several boxes
    from left to right instead, and loads in the opposite order, which may change nothing that
    matters.
    """

    def __init__(
        self, abstractions: Mapping[str, Patch] | None = None, leftward: bool = False
    ) -> None:
        self.abstractions = dict(abstractions or {})
        self.leftward = leftward
        self.now = 0
        self.depth = 0
        self.receivers: dict[str, list[Node]] = {}
        self.osc: list[tuple[int, str, int, Message]] = []  # ms, host, port, message
        self.midi: list[tuple[int, int]] = []  # ms, byte
        self.node: list[tuple[int, Message]] = []  # ms, what node.script was told
        self.printed: list[tuple[int, str, Message]] = []
        self.hears: list[tuple[Node, int]] = []  # each udpreceive and its port
        self.transport: tuple[float, bool, float] = (0.0, False, 120.0)  # ticks, runs, tempo
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count(1)
        self._order = itertools.count()
        self._cancelled: set[int] = set()

    def open(self, patch: Patch, *arguments: object) -> Home:
        """Open a patch with arguments, and let it load."""
        home = self.place(patch, [str(a) for a in arguments])
        nodes = home.everything()
        for node in reversed(nodes) if self.leftward else nodes:
            node.load()
        return home

    def close(self, home: Home) -> None:
        """Close a patch."""
        for node in home.everything():
            node.free()

    def place(self, patch: Patch, arguments: Sequence[str], number: int | None = None) -> Home:
        """A patch's boxes at work, with their cords."""
        from .boxes import node_of

        home = Home(self, next(self._numbers) if number is None else number, arguments)
        for box in patch.boxes:
            if box.maxclass not in ("comment", "panel"):
                home.nodes[box.id] = node_of(self, home, box)
        home.inlets = [home.nodes[box.id] for box in patch.inlets]
        for cord in patch.cords:
            source, destination = home.nodes[cord.source], home.nodes[cord.destination]
            source.cords.setdefault(cord.outlet, []).append((destination, cord.inlet))
        for node in home.nodes.values():
            for fed in node.cords.values():
                fed.sort(key=lambda to: (to[0].box.rect.x, to[0].box.rect.y))
                if not self.leftward:
                    fed.reverse()
        return home

    def words(self, text: str, home: Home) -> list[str]:
        """A box's arguments."""
        return split(self.filled(text, home))[1]

    def filled(self, text: str, home: Home) -> str:
        """A box's text, with #0 its patch's number and #1 and so on its arguments.

        Three hyphens are a number, too: in a device's own patch and what is inside it, as in Live
        the device's.
        """

        def value(found: re.Match[str]) -> str:
            n = int(found[1])
            if n == 0:
                return str(home.number)
            return home.arguments[n - 1] if n <= len(home.arguments) else "0"

        return re.sub(r"#(\d)", value, text).replace("---", f"{home.number}-")

    def after(self, ms: float, action: Callable[[], None]) -> int:
        """Do something later; the number cancels it."""
        number = next(self._order)
        heapq.heappush(self._due, (self.now + max(0.0, ms), number, action))
        return number

    def cancel(self, number: int) -> None:
        """Do not do it."""
        self._cancelled.add(number)

    def advance(self, ms: int) -> None:
        """Let time pass."""
        until = self.now + ms
        while self._due and math.ceil(self._due[0][0]) <= until:
            due, number, action = heapq.heappop(self._due)
            self.now = max(self.now, math.ceil(due))
            if number not in self._cancelled:
                action()
            self._cancelled.discard(number)
        self.now = until

    def hear(self, port: int, *message: Atom) -> None:
        """A datagram comes to a port."""
        for node, at in list(self.hears):
            if at == port:
                node.out(0, tuple(message))
