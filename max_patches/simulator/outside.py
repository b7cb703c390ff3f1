"""Objects with something outside the patch behind them: the network, node, the transport."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ..patch import Box
from .world import BANG, Home, Message, Node, World

TICKS_PER_BEAT: Final = 480.0


class UdpSend(Node):
    """Messages to a host and port."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.host, self.port = words[0], int(words[1])

    def take(self, inlet: int, message: Message) -> None:
        """Send it, or send elsewhere from now on."""
        if message[0] == "host":
            self.host = str(message[1])
        elif message[0] == "port":
            self.port = int(message[1])
        else:
            self.world.osc.append((self.world.now, self.host, self.port, message))


class UdpReceive(Node):
    """Messages that come to a port."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        world.hears.append((self, int(words[0])))

    def take(self, inlet: int, message: Message) -> None:
        """Hear at another port from now on."""
        if message[0] != "port":
            super().take(inlet, message)
        self._leave()
        self.world.hears.append((self, int(message[1])))

    def free(self) -> None:
        """Hear no more."""
        self._leave()

    def _leave(self) -> None:
        self.world.hears = [(node, port) for node, port in self.world.hears if node is not self]


class Script(Node):
    """node.script: what it is told is kept; a test lets it speak."""

    def take(self, inlet: int, message: Message) -> None:
        """It is told something."""
        self.world.node.append((self.world.now, message))

    def say(self, *message: int | float | str) -> None:
        """The script says something."""
        self.out(0, tuple(message))


class Print(Node):
    """The Max console."""

    def take(self, inlet: int, message: Message) -> None:
        """A line more."""
        name = self.words[0] if self.words else "print"
        self.world.printed.append((self.world.now, name, message))


class Transport(Node):
    """Max's transport: on a bang, where it is, from the right."""

    def take(self, inlet: int, message: Message) -> None:
        """Say where it is."""
        if message != BANG:
            super().take(inlet, message)
        ticks, runs, tempo = self.world.transport
        self.out(7, (ticks,))
        self.out(6, (int(runs),))
        self.out(4, (tempo,))


class Key(Node):
    """The computer's keyboard."""

    def press(self, code: int) -> None:
        """A key goes down."""
        self.out(0, (code,))


KINDS: Final[Mapping[str, Callable[[World, Home, Box, Sequence[str]], Node]]] = {
    "udpsend": UdpSend,
    "udpreceive": UdpReceive,
    "node.script": Script,
    "print": Print,
    "transport": Transport,
    "key": Key,
}
