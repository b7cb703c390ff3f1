"""The same with asyncio: many questions at once, an engine that dies, one that comes back."""

from __future__ import annotations

import asyncio

import pytest
from peers import free_port

import perf_engine
from perf_engine.clients.async_connection import AsyncConnection
from perf_engine.clients.engine_process import EngineProcess
from perf_engine.clients.questions import NoAnswer
from perf_engine.core.messages import Flush, Release, Strike

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
                perf.status(), perf.control("share", 0.25), perf.mode(),
                *(perf.ping() for _ in range(20)), *(perf.sync() for _ in range(5)),
            )  # fmt: skip
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
