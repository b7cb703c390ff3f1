"""A simulated Max whose milliseconds are real ones."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

from max_patches.simulator.world import Home, World
from perf_engine.protocol.packets import build, read, split
from tests.max_patches.patches import own, said
from tests.support.concert import PATIENCE


class Bridge:
    """A simulated Max whose milliseconds are real ones and whose datagrams are sent."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.reply = self.socket.getsockname()[1]
        self.world = World(own())
        self.began = time.monotonic()
        self.sent = 0
        self.engine = self.world.open(own()["perf.engine"], port, self.reply)
        self.voice = self.world.open(own()["perf.voice"])
        self.panel = self.world.open(own()["perf.engine.ui"])
        self.told = {id(self.engine): 0, id(self.panel): 0}

    def turn(self) -> None:
        """Let a millisecond or more pass, and hand on what came and what goes."""
        ready = select.select([self.socket], [], [], 0.001)[0]
        self.world.advance(max(0, int((time.monotonic() - self.began) * 1000) - self.world.now))
        if ready:
            for message, _ in split(self.socket.recv(65536)):
                address, arguments = read(message)
                self.world.hear(self.reply, address, *arguments)
        for message in self.new(self.engine):
            self.voice.send(0, *message)
            self.panel.send(0, *message)
        for message in self.new(self.panel):
            self.engine.send(0, *message)
        for _, host, port, message in self.world.osc[self.sent :]:
            self.socket.sendto(build(str(message[0]), *message[1:]), (host, port))
        self.sent = len(self.world.osc)

    def new(self, home: Home) -> list[tuple[int | float | str, ...]]:
        found = said(home, 0)
        fresh, self.told[id(home)] = found[self.told[id(home)] :], len(found)
        return fresh

    def until(self, enough: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not enough():
            assert time.monotonic() < end
            self.turn()
