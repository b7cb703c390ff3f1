"""The package's patches, open in simulated Maxes: a test gets one for each order of cords."""

from __future__ import annotations

from functools import cache

from max_patches.build import ROOT
from max_patches.patch import Patch
from max_patches.simulator.world import Home, Message, World

NOTE_ON = 0x90
CONTROL = 0xB0


@cache
def own() -> dict[str, Patch]:
    """The abstractions as they lie in the package."""
    return {path.stem: Patch.read(path) for path in ROOT.glob("patchers/*.maxpat")}


def opened(name: str, *arguments: object, leftward: bool = False) -> tuple[World, Home]:
    """A Max with one of our patches open in it."""
    world = World(own(), leftward)
    return world, world.open(own()[name], *arguments)


def said(home: Home, outlet: int, since: int = 0) -> list[Message]:
    """What came out of an outlet."""
    return [message for ms, place, message in home.said if place == outlet and ms >= since]


def midi_messages(home: Home, outlet: int = 0) -> list[tuple[int, tuple[int, ...]]]:
    """The MIDI that came out as bytes: when, and the message."""
    found: list[tuple[int, tuple[int, ...]]] = []
    waiting: list[int] = []
    for ms, place, message in home.said:
        if place == outlet:
            waiting.append(int(message[0]))
            if len(waiting) == 3:
                found.append((ms, tuple(waiting)))
                waiting = []
    assert waiting == []
    return found


def sounding(messages: list[tuple[int, tuple[int, ...]]]) -> set[tuple[int, int]]:
    """The (channel, pitch) that a synthesizer still plays after these messages."""
    held: set[tuple[int, int]] = set()
    for _, (status, number, value) in messages:
        if status & 0xF0 == NOTE_ON and value:
            held.add((status & 0x0F, number))
        elif status & 0xF0 in (NOTE_ON, 0x80):
            held.discard((status & 0x0F, number))
        elif status & 0xF0 == CONTROL and number in (120, 123):
            held = {(channel, pitch) for channel, pitch in held if channel != status & 0x0F}
    return held
