"""Objects to see and to turn: message boxes, buttons, numbers, parameters and their presets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from perf_engine.protocol.names import value_of

from ..patch import Box
from .world import BANG, Atom, Home, Message, Node, World


class MessageBox(Node):
    """Says what is written in it, with $1 and so on from what comes."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.text = world.filled(box.text, home)

    def take(self, inlet: int, message: Message) -> None:
        """Be written anew, or speak."""
        if message[0] == "set":
            self.text = " ".join(map(str, message[1:]))
            return
        for part in self.text.split(","):
            said = re.sub(r"\$(\d)", lambda m: str(message[int(m[1]) - 1]), part)
            self.out(0, tuple(value_of(word) for word in said.split()))


class Turned(Node):
    """Something with a value, that a hand or a message turns."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.value: Atom = box.parameter.get("parameter_initial", [0])[0]

    def take(self, inlet: int, message: Message) -> None:
        """set changes it in silence; a number changes it and a bang says it."""
        if message[0] == "set":
            self.value = message[1]
            return
        if message != BANG:
            self.value = message[0]
        self.say()

    def say(self) -> None:
        """Give the value out."""
        self.out(0, (self.value,))

    def turn(self, value: Atom) -> None:
        """A hand turns it."""
        self.take(0, (value,))


class Menu(Turned):
    """live.menu and umenu: a number, and the word that belongs to it."""

    @property
    def items(self) -> list[str]:
        """The words to choose from."""
        enum = list(self.box.parameter.get("parameter_enum", ()))
        return enum or [item for item in self.box.data.get("items", ()) if item != ","]

    def take(self, inlet: int, message: Message) -> None:
        """A number, or a word."""
        if message[0] in self.items:
            message = (self.items.index(str(message[0])),)
        super().take(inlet, message)

    def say(self) -> None:
        """The word, then the number."""
        self.out(1, (self.items[int(self.value)],))
        self.out(0, (self.value,))


class Button(Node):
    """Bangs, whatever comes; a hand clicks it."""

    def take(self, inlet: int, message: Message) -> None:
        """Bang."""
        self.out(0, BANG)

    def click(self) -> None:
        """A hand clicks."""
        self.out(0, BANG)


class Toggle(Turned):
    """0 or 1; a bang turns it round."""

    def take(self, inlet: int, message: Message) -> None:
        """Turn."""
        if message == BANG:
            message = (0 if self.value else 1,)
        super().take(inlet, message)


class Storage(Node):
    """pattrstorage: all that has a name in its patch, kept by a number."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.kept: dict[int, dict[str, Atom]] = {}

    def take(self, inlet: int, message: Message) -> None:
        """store N, recall N."""
        named = {
            str(node.box.data["varname"]): node
            for node in self.home.nodes.values()
            if isinstance(node, Turned) and node.box.data.get("varname")
        }
        if message[0] == "store":
            self.kept[int(message[1])] = {name: node.value for name, node in named.items()}
        elif message[0] == "recall":
            for name, value in self.kept.get(int(message[1]), {}).items():
                named[name].take(0, (value,))
        elif message[0] not in ("read", "write"):
            super().take(inlet, message)


KINDS: Final[Mapping[str, Callable[[World, Home, Box, Sequence[str]], Node]]] = {
    "message": MessageBox,
    "textbutton": Button,
    "button": Button,
    "toggle": Toggle,
    "live.menu": Menu,
    "umenu": Menu,
    "pattrstorage": Storage,
    **dict.fromkeys(
        ("number", "flonum", "led", "live.dial", "live.numbox", "live.text", "kslider"), Turned
    ),
}
