"""A stage for the loop: a performer of a few lines or a real one, a clock in the hand, clients."""

from __future__ import annotations

import math
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.beat.tracker import Pulse
from perf_engine.core.beat.transport import Listen, Locate, Observe, Run, SetTempo
from perf_engine.core.controls import Settings, Value
from perf_engine.core.harmony.guide import GiveChart, GiveChord, Sounds
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import HIDDEN, SavedState
from perf_engine.core.messages import (
    Command,
    HeardMessage,
    NoteOff,
    NoteOn,
    Panic,
    Prime,
    Said,
    SetControls,
    SetMode,
)
from perf_engine.core.model.told import NOTHING
from perf_engine.engine.clock import Clock
from perf_engine.engine.input.port import Port
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.loop import Loop
from perf_engine.protocol.notes import Flush, Heard, Release
from perf_engine.protocol.packets import build, read, split

WALL = 1_700_000_000.0  # of the hand's clock at its zero


class FakePerformer:
    """Notes what it is told; says what the test wants said."""

    voices = 1

    def __init__(self) -> None:
        self.heard: list[tuple[HeardMessage, float]] = []
        self.commands: list[Command] = []
        self.says: list[Said] = []
        self.holds: list[tuple[int, str, int]] = []
        self.keys: list[tuple[int, int]] = []
        self.busy = self.watched = False
        self.clock = BeatClock()
        self.beat = FeltBeat(self.clock)
        self.broken: Exception | None = None
        self.settings = Settings.defaults()
        self.playing = "duet"
        self.resumed: list[float] = []
        self.forgotten: list[float] = []
        self.to_learn = self.decisions = self.dropped = 0
        self.paced: list[float] = []
        self.hurried = 0
        self.weights = SimpleNamespace(arrays={}, told=NOTHING)

    def hear(self, message: HeardMessage, now: float) -> None:
        if self.broken:
            raise self.broken
        self.heard.append((message, now))
        if isinstance(message, NoteOn):
            self.says.append(Heard(message.player, message.pitch, message.velocity))
            self.beat.struck(now, message.pitch, message.velocity)
        elif isinstance(message, NoteOff):
            self.says.append(Heard(message.player, message.pitch, 0))
            self.beat.struck(now, message.pitch, 0)

    def command(self, command: Command, now: float) -> None:
        if self.broken:
            raise self.broken
        if isinstance(command, SetControls):
            self.settings = self.settings.changed(dict(command.values))
        elif isinstance(command, SetMode):
            if command.mode not in ("duet", "solo", "drums"):
                raise ValueError(f"mode must be duet, solo or drums, not {command.mode}")
            self.playing = command.mode
        elif isinstance(command, SetTempo | Run | Locate | Observe):
            self.beat.conduct(command, now)
        elif isinstance(command, Listen):
            self.beat.listen(command.heard, now)
        elif isinstance(command, GiveChord | GiveChart):
            self.beat.harmony.give(command)
            self.beat.step(now)
        elif isinstance(command, Prime):
            self.busy = True
        elif isinstance(command, Panic):
            self.says += self.releases(now)
            self.keys = []
        self.commands.append(command)

    def advance(self, now: float, most: int = 1) -> list[Said]:
        said, self.says = self.says, []
        return said

    def pulse(self, now: float) -> Pulse:
        self.beat.hear_all(now)
        return self.beat.pulse(now)

    def harmony(self, now: float) -> Sounds:
        self.beat.hear_all(now)
        return self.beat.harmony.sounds(now, self.beat.frame(now))

    @property
    def struck(self) -> float:
        return self.beat.last

    def due(self) -> float:
        return -math.inf if self.says else math.inf

    def sounding(self) -> list[tuple[int, int]]:
        return self.keys

    def owing(self) -> int | None:
        return None

    def strikes(self, voice: int) -> Iterator[Remembered]:
        return iter(())

    def rest(self) -> bool:
        return False

    def held(self) -> list[tuple[int, str, int]]:
        return self.holds

    def releases(self, now: float) -> list[Said]:
        return [Flush(0), *(Release(voice, pitch, now) for voice, pitch in self.keys)]

    def finite(self) -> bool:
        return True

    def learn(self) -> int:
        self.to_learn = max(0, self.to_learn - 1)
        return self.to_learn

    def resume(self, now: float) -> None:
        self.resumed.append(now)

    def late(self, now: float) -> bool:
        return False

    def drop(self, now: float) -> None:
        self.dropped += 1

    def may_hurry(self, came: float, now: float) -> bool:
        return True

    def hurry(self, wanted: bool = True) -> None:
        self.hurried += wanted

    def pace(self, seconds: float, now: float) -> None:
        self.paced.append(seconds)

    def forget(self, now: float) -> None:
        self.says += self.releases(now)
        self.keys = []
        self.forgotten.append(now)

    def kept(self, name: str, voice: int = 0) -> SavedState:
        return SavedState(name, "fake", "", np.ones(4, HIDDEN).tobytes())

    def get(self, name: str, voice: int | None = None) -> Value:
        return self.settings[name]

    def mode(self, voice: int | None = None) -> str:
        return self.playing

    @property
    def state(self) -> tuple[object, ...]:
        return (self.settings, self.playing, tuple(self.commands), tuple(self.heard))


class Hand:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.time = 100.0
        self.set_by = 0.0  # seconds by which the wall clock was set

    def __call__(self) -> float:
        return self.time

    def wall(self) -> float:
        return WALL + self.time + self.set_by


class Peer:
    """A client on loopback: what it sent, and the messages that came back."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.engine = ("127.0.0.1", port)
        self.number = self.socket.getsockname()[1]

    def say(self, address: str, *arguments: int | float | str) -> None:
        self.send(build(address, *arguments))

    def send(self, packet: bytes) -> None:
        self.socket.sendto(packet, self.engine)

    def packets(self) -> Iterator[bytes]:
        while True:
            try:
                yield self.socket.recv(65536)
            except BlockingIOError:
                return

    def tagged(self) -> list[tuple[float | None, str, list[object]]]:
        """(time tag in wall seconds, address, arguments) of all that has come."""
        return [
            (wall, *read(message)) for packet in self.packets() for message, wall in split(packet)
        ]

    def messages(self) -> list[tuple[str, list[object]]]:
        return [(address, arguments) for _, address, arguments in self.tagged()]


class Stage:
    """A loop with a performer on a free port; `turn` does what can be done now."""

    def __init__(self, performer: Instrument | None = None) -> None:
        self.hand = Hand()
        self.performer = performer or FakePerformer()
        self.port = Port("127.0.0.1", 0)
        self.peers: list[Peer] = []
        clock = Clock(self.hand, self.hand.wall)
        self.loop = Loop(self.performer, self.port, "fake", clock)
        self.loop.recorder.place.folder = Path(os.devnull)  # nothing is recorded by chance
        self.loop.states.folder = Path(os.devnull) / "states"  # nor kept

    def peer(self) -> Peer:
        self.peers.append(Peer(self.port.number))
        return self.peers[-1]

    def registered(self, timing: str = "now", flag: int = 1) -> Peer:
        """A client that is told of notes in a timing, once it was told that it is registered."""
        peer = self.peer()
        self.ask(peer, "/perf/notify", flag, 0, timing)
        peer.messages()
        return peer

    def say(self, *said: Said) -> None:
        """Let the performer say this in the next turn, and take that turn."""
        self.performer.says += said
        self.turn()

    def turn(self, turns: int = 1) -> None:
        for _ in range(turns):
            self.loop.turn_without_waiting()

    def wait(self, seconds: float) -> None:
        """Let time pass, as the loop would spend it."""
        until = self.hand.time + seconds
        while self.hand.time < until:
            self.hand.time = min(until, self.hand.time + 0.25)
            self.turn()
            for _ in range(64):  # the loop sleeps when nothing is left to do
                waits = self.loop.inbox or self.loop.packets
                if not waits and self.loop.instrument.due() > self.hand.time:
                    break
                self.turn()

    def ask(self, peer: Peer, address: str, *arguments: int | float | str) -> list[object]:
        """Say something and give the first answer."""
        peer.say(address, *arguments)
        self.turn(3)
        answers = [
            [address, *arguments]
            for address, arguments in peer.messages()
            if address not in ("/perf/alive", "/perf/heard")
        ]
        return answers[0] if answers else []

    def close(self) -> None:
        self.port.close()
        for peer in self.peers:
            peer.socket.close()
