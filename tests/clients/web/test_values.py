"""What is asked of the engine for OSCQuery, where its answers are not what they should be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from perf_engine.clients.web.values import Values
from perf_engine.protocol.errors import Refused


class Line:
    """A connection whose answers cannot be read, or are refusals, but for the mode."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def status(self) -> Any:
        raise self.error

    async def get(self) -> Any:
        raise self.error

    async def ask(self, path: str) -> Any:
        if path == "/perf/mode":
            return ("duet",)
        raise self.error

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("error", [ValueError("odd pairs"), Refused("/perf/get", 7, "no")])
def test_an_answer_that_cannot_be_read_hides_only_itself(error: Exception) -> None:
    async def ask() -> tuple[object, int]:
        values = Values(9470)
        values._line = Line(error)
        return await values.of(["/perf/param/share", "/perf/mode"]), await values.voices()

    assert asyncio.run(ask()) == ({"/perf/mode": ("duet",)}, 1)
