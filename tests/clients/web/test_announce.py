"""The server is found by zeroconf, on this machine's loopback; where the library is installed."""

from __future__ import annotations

import asyncio

import pytest

from perf_engine.clients.web.announce import LOOPBACK, SERVICE, announced, available
from tests.support.peers import require_module


async def found(name: str) -> tuple[int, list[str]]:
    from zeroconf.asyncio import AsyncZeroconf

    zeroconf = AsyncZeroconf(interfaces=[LOOPBACK])
    try:
        info = await zeroconf.async_get_service_info(SERVICE, name, timeout=20_000)
        assert info is not None
        return info.port or 0, info.parsed_addresses()
    finally:
        await zeroconf.async_close()


def test_it_is_found_while_it_lasts_with_its_port_on_this_machine_only() -> None:
    async def walk() -> None:
        async with announced("perf_engine", 9472, lan=False) as name:
            assert name.endswith(SERVICE)
            assert await found(name) == (9472, [LOOPBACK])
            async with announced("perf_engine", 9473, lan=False) as other:
                assert other != name  # two engines on one machine
                assert await found(other) == (9473, [LOOPBACK])

    require_module("zeroconf")
    assert available()
    asyncio.run(walk())


def test_what_the_library_refuses_is_an_oserror(monkeypatch: pytest.MonkeyPatch) -> None:
    require_module("zeroconf")
    from zeroconf import NonUniqueNameException
    from zeroconf.asyncio import AsyncZeroconf

    async def refuse(*_: object, **named: object) -> None:
        raise NonUniqueNameException

    async def announce() -> None:
        async with announced("perf_engine", 9474, lan=False):
            pass

    monkeypatch.setattr(AsyncZeroconf, "async_register_service", refuse)
    with pytest.raises(OSError, match="zeroconf: NonUniqueName"):
        asyncio.run(announce())
