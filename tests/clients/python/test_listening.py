from __future__ import annotations

import asyncio
import time

import pytest

from perf_engine.clients.python import listening
from perf_engine.clients.python.listening import Listening
from perf_engine.protocol.notes import Flush


def test_it_gives_what_is_told_in_order_and_ends_when_closed() -> None:
    async def hear() -> list[object]:
        gone: list[Listening] = []
        made = Listening(gone.append)
        for voice in range(3):
            made.tell(Flush(voice))
        made.close()
        heard = [told async for told in made]
        assert made in gone
        return heard

    assert asyncio.run(hear()) == [Flush(0), Flush(1), Flush(2)]


def test_it_ends_with_its_seconds() -> None:
    async def hear() -> list[object]:
        return [told async for told in Listening(lambda _: None, 0.05)]

    began = time.monotonic()
    assert asyncio.run(hear()) == []
    assert time.monotonic() - began >= 0.05


def test_who_takes_nothing_loses_the_oldest_and_is_told_how_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening, "MOST_WAITING", 2)

    async def hear() -> tuple[int, object]:
        made = Listening(lambda _: None)
        for voice in range(5):
            made.tell(Flush(voice))
        return made.missed, await made.__anext__()

    assert asyncio.run(hear()) == (3, Flush(3))


def test_once_it_has_ended_it_stays_so() -> None:
    async def hear() -> list[object]:
        made = Listening(lambda _: None)
        made.close()
        assert [told async for told in made] == []
        made.tell(Flush(0))
        return await asyncio.wait_for(collect(made), 20)

    async def collect(made: Listening) -> list[object]:
        return [told async for told in made]

    assert asyncio.run(hear()) == []


def test_what_was_not_taken_in_its_seconds_is_dropped() -> None:
    async def hear() -> list[object]:
        made = Listening(lambda _: None, 0.0)
        made.tell(Flush(0))
        assert made.over
        return [told async for told in made]

    assert asyncio.run(hear()) == []
