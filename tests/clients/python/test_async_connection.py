"""The same with asyncio: many questions at once, an engine that dies, one that comes back."""

from __future__ import annotations

import asyncio
import math

import pytest

import perf_engine
from perf_engine.clients.python.async_connection import AsyncConnection, _Datagrams
from perf_engine.clients.python.engine_process import EngineProcess
from perf_engine.protocol.errors import NoAnswer
from perf_engine.protocol.notes import Flush, Release, Strike
from perf_engine.protocol.packets import read, write
from tests.support.peers import free_port

OPTIONS = ("--no-midi", "--mode", "solo")
PATIENCE = 60.0


async def music(perf: AsyncConnection, strikes: int) -> list[object]:
    """What is played up to so many strikes."""
    told, heard = perf.listen(PATIENCE), []
    async for one in told:
        heard.append(one)
        if sum(isinstance(one, Strike) for one in heard) == strikes:
            return heard
    raise AssertionError(f"only {heard}")


def test_questions_go_out_together_and_each_gets_its_own_answer() -> None:
    async def play() -> None:
        async with perf_engine.connect_async(port=0, options=OPTIONS) as perf:
            status, share, mode, *_ = await asyncio.gather(
                perf.status(),
                perf.control("share", 0.25),
                perf.mode(),
                *(perf.ping() for _ in range(20)),
                *(perf.sync() for _ in range(5)),
            )
            assert (status.running, share, mode) == (True, 0.25, "solo")
            assert await music(perf, 4)
            with pytest.raises(ValueError, match="share must be"):
                await perf.set(share=2)
            engine = perf.engine
            await perf.quit()
        assert engine is not None
        assert await engine.end() == 0

    asyncio.run(play())


def test_an_engine_that_is_killed_is_noticed_released_and_found_again() -> None:
    async def play() -> None:
        port = free_port()
        first = await EngineProcess.start(port, OPTIONS)
        perf = await AsyncConnection.open(port=port)
        try:
            told = perf.listen(PATIENCE)
            sounding: set[int] = set()
            async for one in told:  # up to a moment when a key sounds
                if isinstance(one, Strike):
                    sounding.add(one.pitch)
                elif isinstance(one, Release):
                    sounding.discard(one.pitch)
                if sounding:
                    break
            first._process.kill()
            flushed = False
            async for one in told:
                flushed = flushed or isinstance(one, Flush)
                if isinstance(one, Strike):
                    sounding.add(one.pitch)
                elif isinstance(one, Release):
                    sounding.discard(one.pitch)
                if flushed and not sounding:
                    break
            assert flushed
            with pytest.raises(NoAnswer):
                await perf.status()
            await first.end()
            second = await EngineProcess.start(port, OPTIONS)
            try:
                assert await music(perf, 2)
                assert (await perf.status()).clients == 1
            finally:
                await second.end()
        finally:
            await perf.close()

    asyncio.run(play())


def test_what_cannot_be_sent_is_not_an_engine_that_is_gone() -> None:
    lost: list[bool] = []
    line = _Datagrams(lambda _: None, lambda: lost.append(True))
    line.error_received(OSError(90, "Message too long"))
    assert lost == []
    line.error_received(ConnectionRefusedError())
    assert lost == [True]


class Pongs(asyncio.DatagramProtocol):
    """Another engine, of which only pings are asked."""

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, where: object) -> None:
        address, arguments = read(data, 100_000)
        if address == "/perf/ping":
            self.transport.sendto(write("/perf/pong", *arguments), where)


def test_a_packet_that_is_too_large_is_refused_with_its_size() -> None:
    async def play() -> None:
        loop = asyncio.get_running_loop()
        engine, _ = await loop.create_datagram_endpoint(Pongs, local_addr=("127.0.0.1", 0))
        port = engine.get_extra_info("sockname")[1]
        async with await AsyncConnection.open(port=port, flag=0) as perf:
            with pytest.raises(ValueError, match=r"at most 65507 bytes, not 70\d\d\d"):
                perf.say(("/perf/mark", "x" * 70_000))
            with pytest.raises(ValueError, match=r"at most 65507 bytes, not 70\d\d\d"):
                await perf.mark("x" * 70_000)
            assert perf.dialogue.next_due == math.inf  # nothing is waited for
        engine.close()

    asyncio.run(play())


def test_who_has_listened_for_his_seconds_is_told_no_more() -> None:
    async def play() -> None:
        perf = AsyncConnection()
        perf.listen(0.0)
        lasting = perf.listen()
        perf._tell([Flush(0)])
        assert perf._listeners == [lasting]

    asyncio.run(play())
