"""Objects for MIDI."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from perf_engine.protocol.midi import CONTROL_CHANGE, NOTE_OFF, NOTE_ON

from ..patch import Box
from .world import BANG, Home, Message, Node, World

LENGTHS: Final = {0xC0: 2, 0xD0: 2}  # of the messages that are not three bytes long


class Bytes:
    """Bytes put together to messages."""

    def __init__(self) -> None:
        self._bytes: list[int] = []

    def take(self, byte: int) -> tuple[int, ...] | None:
        """The message that this byte ends, if any."""
        if byte >= 0x80:
            self._bytes = []
        self._bytes.append(byte)
        if self._bytes[0] < 0x80 or len(self._bytes) < LENGTHS.get(self._bytes[0] & 0xF0, 3):
            return None
        found, self._bytes = tuple(self._bytes), self._bytes[:1]  # a status goes on to hold
        return found


class MidiFlush(Node):
    """Hands bytes on, knows what sounds, and ends it on a bang."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.sounding: dict[tuple[int, int], int] = {}
        self._bytes = Bytes()

    def take(self, inlet: int, message: Message) -> None:
        """A byte, or a bang."""
        if message == BANG:
            held, self.sounding = self.sounding, {}
            for (channel, pitch), count in held.items():
                for _ in range(count):
                    for byte in (NOTE_ON | channel, pitch, 0):
                        self.out(0, (byte,))
            return
        byte = int(message[0])
        found = self._bytes.take(byte)
        if found is not None and found[0] & 0xF0 in (NOTE_ON, NOTE_OFF):
            key = (found[0] & 0x0F, found[1])
            count = self.sounding.get(key, 0)
            if found[0] & 0xF0 == NOTE_ON and found[2]:
                self.sounding[key] = count + 1
            elif count > 1:
                self.sounding[key] = count - 1
            else:
                self.sounding.pop(key, None)
        self.out(0, (byte,))


class MidiParse(Node):
    """Bytes sorted: notes, controls."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self._bytes = Bytes()

    def take(self, inlet: int, message: Message) -> None:
        """A byte."""
        found = self._bytes.take(int(message[0]))
        if found is None:
            return
        status, number, value = (*found, 0)[:3]
        self.out(6, ((status & 0x0F) + 1,))
        if status & 0xF0 == NOTE_ON:
            self.out(0, (number, value))
        elif status & 0xF0 == NOTE_OFF:
            self.out(0, (number, 0))
        elif status & 0xF0 == CONTROL_CHANGE:
            self.out(2, (number, value))


class Flush(Node):
    """Hands pairs of pitch and velocity on, knows what sounds, and ends it on a bang."""

    def __init__(self, world: World, home: Home, box: Box, words: Sequence[str]) -> None:
        super().__init__(world, home, box, words)
        self.velocity = 0
        self.sounding: set[int] = set()

    def take(self, inlet: int, message: Message) -> None:
        """A velocity, then a pitch; or a bang."""
        if message == BANG:
            held, self.sounding = sorted(self.sounding), set()
            for pitch in held:
                self.out(1, (0,))
                self.out(0, (pitch,))
        elif inlet == 1:
            self.velocity = int(message[0])
        else:
            pitch = int(message[0])
            (self.sounding.add if self.velocity else self.sounding.discard)(pitch)
            self.out(1, (self.velocity,))
            self.out(0, (pitch,))


class MidiOut(Node):
    """To a synthesizer."""

    def take(self, inlet: int, message: Message) -> None:
        """A byte leaves."""
        self.world.midi.append((self.world.now, int(message[0])))


class MidiIn(Node):
    """From a keyboard: a test puts bytes in."""

    def take(self, inlet: int, message: Message) -> None:
        """A byte comes."""
        self.out(0, message)


KINDS: Final[Mapping[str, Callable[[World, Home, Box, Sequence[str]], Node]]] = {
    "midiflush": MidiFlush,
    "midiparse": MidiParse,
    "flush": Flush,
    "midiout": MidiOut,
    "midiin": MidiIn,
}
