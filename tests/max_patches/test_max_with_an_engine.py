"""The patches, simulated, with a real engine: registered, heard, answered, silent in the end."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from concert import PATIENCE, TAKEOVER, playing
from patches import midi_messages, own, said, sounding

from max_patches.simulator.world import Home, World
from perf_engine.live.osc import build, read, split


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
                self.world.hear(self.reply, address, *arguments)  # type: ignore[arg-type]
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


def told(max_: Bridge, *beginning: int | str) -> bool:
    return any(m[: len(beginning)] == beginning for m in said(max_.engine, 0))


def test_a_real_engine_is_found_played_to_and_heard(tmp_path: Path) -> None:
    with playing(tmp_path / "engine.log", "--no-midi", *TAKEOVER) as engine:
        max_ = Bridge(engine.port)
        listen = max_.world.open(own()["perf.listen"])
        max_.until(lambda: ("/perf/running", "general") in said(max_.engine, 0))
        patience = max_.panel.named("patience")
        max_.until(lambda: patience.value == pytest.approx(0.3))  # type: ignore[attr-defined]
        mode = max_.panel.named("mode")
        max_.until(lambda: mode.value == 1)  # type: ignore[attr-defined]

        for pitch in (60, 64, 67, 64, 60):
            listen.send(1, pitch, 90)
            listen.send(1, pitch, 0)
        for message in said(listen, 0):
            max_.engine.send(0, *message)
        max_.until(lambda: len(midi_messages(max_.voice)) > 30)
        assert said(max_.engine, 2) == []  # nothing was refused

        max_.engine.send(0, "/perf/panic")
        max_.until(lambda: told(max_, "/perf/done", "/perf/panic"))
        max_.until(lambda: sounding(midi_messages(max_.voice)) == set())
        max_.engine.send(0, "/perf/sync", 7)
        max_.until(lambda: told(max_, "/perf/synced", 7))
        assert sounding(midi_messages(max_.voice)) == set()

        engine.kill()
        max_.until(lambda: said(max_.engine, 1)[-1] == (0,))
