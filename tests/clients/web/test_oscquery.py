"""The answers to HTTP requests, without a server or an engine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from perf_engine.clients.web import oscquery
from perf_engine.clients.web.oscquery import OscQuery
from perf_engine.engine.handlers.reference import as_data


class Known:
    """Values that are all 1, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def voices(self) -> int:
        return 16

    async def of(self, paths: Iterable[str]) -> dict[str, Sequence[Any]]:
        self.asked = list(paths)
        return {path: [1] for path in self.asked}


def answer(path: str) -> tuple[Any, list[str]]:
    """What is said at a path, and what the engine was asked for it."""
    query, known = OscQuery(as_data(), 9470), Known()
    query._values = known
    request = make_mocked_request(
        "GET", path, headers={"Host": "localhost"}, match_info={"path": path.partition("?")[0]}
    )
    said = asyncio.run(query.answer(request))
    return json.loads(said.text or "null"), known.asked


def test_the_paths_of_a_whole_tree_are_gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gathered: list[object] = []

    def readable(node: dict[str, Any]) -> Iterator[str]:
        if node["FULL_PATH"] == "/":
            gathered.append(node)
        return below(node)

    below = oscquery.readable
    monkeypatch.setattr(oscquery, "readable", readable)
    _, asked = answer("/")
    assert len(asked) > 200
    assert len(gathered) == 1


def test_for_one_value_only_one_getter_is_asked() -> None:
    assert answer("/perf/mode?VALUE") == ({"VALUE": [1]}, ["/perf/mode"])
    assert answer("/perf/panic?VALUE")[1] == []
    assert answer("/perf/param?VALUE")[1] == []
