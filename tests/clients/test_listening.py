from __future__ import annotations

import asyncio
import time

import pytest

from perf_engine.clients import listening
from perf_engine.clients.listening import Listening
from perf_engine.core.messages import Flush


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
