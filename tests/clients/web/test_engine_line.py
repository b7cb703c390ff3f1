"""The line to the engine waits for one, hears it, and ends its notes when it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from perf_engine.clients.python import requests
from perf_engine.clients.web.engine_line import EngineLine
from perf_engine.protocol.errors import NoEngine
from perf_engine.protocol.notes import Heard, Other, Release, Strike
from perf_engine.protocol.packets import build, read
from tests.support.peers import free_port

PATIENCE = 30.0


class Stub(asyncio.DatagramProtocol):
    """An engine that takes clients and answers what its table says."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, list[Any]]] = []
        self.client: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        address, arguments = read(data)
        self.heard.append((address, arguments))
        if address == "/perf/notify" and arguments[0]:
            self.client = addr
            self.say("/perf/done", "/perf/notify", 0, 10.0)
            self.say("/perf/running", "general")
        elif address == "/perf/mode":
            self.say("/perf/mode", "duet")
        elif address == "/perf/ping":
            self.say("/perf/pong", *arguments[:1], 0, 0)

    def say(self, address: str, *arguments: Any) -> None:
        self.transport.sendto(build(address, *arguments), self.client)


async def until(enough: Callable[[], object]) -> None:
    end = asyncio.get_running_loop().time() + PATIENCE
    while not enough():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.01)


async def stub_at(port: int) -> Stub:
    loop = asyncio.get_running_loop()
    _, stub = await loop.create_datagram_endpoint(Stub, local_addr=("127.0.0.1", port))
    return stub


def test_it_waits_for_an_engine_hears_it_and_ends_its_notes_when_it_goes() -> None:
    async def walk() -> None:
        port, told, there = free_port(), [], []
        line = EngineLine(port, told.append, there.append)
        await line.open()
        with pytest.raises(NoEngine):
            await line.ask(requests.ask("/perf/mode"))
        stub = await stub_at(port)
        await until(lambda: line.there)
        assert await line.ask(requests.ask("/perf/mode")) == ("duet",)
        stub.say("/perf/note", 0, 60, 100, 0.0)
        stub.say("/perf/heard", 1, 62, 90)
        stub.say("/perf/overload", 1, 0.1, 0, 0, 9.0)
        await until(lambda: len([t for t in told if not isinstance(t, Other)]) == 2)
        assert isinstance(told[-2], Heard) or isinstance(told[-3], Heard)
        assert any(isinstance(t, Strike) and t.pitch == 60 for t in told)
        await until(
            lambda: any(isinstance(t, Other) and t.address == "/perf/overload" for t in told)
        )
        stub.transport.close()
        await asyncio.sleep(0.05)
        line.say(("/perf/panic",))  # the next packet finds the port closed
        await until(lambda: not line.there)
        assert any(isinstance(t, Release) and t.pitch == 60 for t in told)
        again = await stub_at(port)
        await until(lambda: line.there)
        assert there == [True, False, True]
        line.close()
        await until(lambda: ("/perf/notify", 0) in [(a, v[0]) for a, v in again.heard if v])
        again.transport.close()

    asyncio.run(walk())


def test_it_asks_for_the_pedals_of_players_and_passes_them_on() -> None:
    async def walk() -> None:
        port, told = free_port(), []
        line = EngineLine(port, told.append, lambda there: None)
        stub = await stub_at(port)
        await line.open()
        await until(lambda: line.there)
        (asked,) = [said for address, said in stub.heard if address == "/perf/notify"]
        assert asked[0] == 3
        stub.say("/perf/heard/pedal", 0, 127)
        stub.say("/perf/holding", 0, 60, 0, 128)
        await until(lambda: told[-1:] == [Other("/perf/holding", (0, 60, 0, 128))])
        assert Other("/perf/heard/pedal", (0, 127)) in told
        line.close()
        stub.transport.close()

    asyncio.run(walk())


def test_a_closed_line_sends_nothing() -> None:
    line = EngineLine(free_port(), lambda told: None, lambda there: None)
    line.say(("/perf/panic",))
    line.close()
    assert not line.there
