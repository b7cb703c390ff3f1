"""Browsers at the real engine: they play, see one another, and leave no note behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from perf_engine.clients.python import requests
from perf_engine.clients.python.requests import status
from perf_engine.clients.web.browser import LARGEST_FRAME, LOCKED, TOO_MANY
from perf_engine.clients.web.stage import FULL, KEYBOARDS, LATE, MOST_BROWSERS, SLOW, Stage, _sounds
from perf_engine.protocol.errors import NoAnswer
from perf_engine.protocol.notes import HEARD_PEDAL, Other
from tests.support.concert import Ear
from tests.support.served import Served, Visitor, served

STATUS = status()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("stage"), "--mode", "listen") as made:
        yield made


@asynccontextmanager
async def visiting(site: Served, count: int = 1) -> AsyncIterator[list[Visitor]]:
    async with aiohttp.ClientSession() as session:
        visitors = []
        for _ in range(count):
            socket = await session.ws_connect(f"{site.address}/page/socket", headers=site.origin)
            visitors.append(Visitor(socket))
            await visitors[-1].kind("hello")
        for visitor in visitors:
            if not visitor.events[0][1]["engine"]:
                await visitor.until(lambda event: event == ["engine", True])
        yield visitors


def test_a_key_is_heard_and_a_second_browser_sees_it(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site, 2) as (one, other):
            player = one.events[0][1]["player"]
            assert other.events[0][1]["player"] != player
            await one.say("on", 61, 99)
            for visitor in (one, other):
                await visitor.until(lambda event: event == ["heard", player, 61, 99])
            await one.say("off", 61)
            await other.until(lambda event: event == ["heard", player, 61, 0])

    asyncio.run(walk())


def test_a_browser_that_vanishes_leaves_no_key_behind(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site, 2) as (one, other):
            player = one.events[0][1]["player"]
            await one.say("on", 62, 99)
            await other.until(lambda event: event == ["heard", player, 62, 99])
            transport = one.socket._response.connection.transport
            transport.abort()  # no goodbye
            await other.until(lambda event: event == ["heard", player, 62, 0])

    asyncio.run(walk())


def test_every_control_moves_the_engine_and_the_engine_moves_every_control(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site, 2) as (one, other):
            await one.kind("values")
            said = await one.ask(1, "/perf/param/density", 2.5)
            assert said == ["done", "/perf/param/density", 2.5] or said == ["done", 2.5]
            for visitor in (one, other):
                await visitor.until(
                    lambda e: e[0] == "values" and e[1].get("/perf/param/density") == [2.5]
                )
            ear = Ear(site.engine.port)
            ear.say("/perf/param/density", 0.5)
            ear.say("/perf/mode", "follow")
            ear.socket.close()
            seen = len(one.events)
            await one.until(
                lambda e: e[0] == "values" and e[1].get("/perf/param/density") == [0.5], seen
            )
            await one.until(lambda e: e[0] == "values" and e[1].get("/perf/mode") == ["follow"])
            await one.say("watch", 0)
            await one.until(lambda e: e[0] == "values" and "/perf/voice/0/share" in e[1])
            said = await one.ask(2, "/perf/param/density", 99)
            assert said[0] == "fail"
            assert "density must be 0.1..4" in said[1]
            assert (await one.ask(3, "/perf/mode", "listen"))[0] == "done"

    asyncio.run(walk())


def value_of(address: str, value: object) -> Callable[[list[Any]], bool]:
    """Whether an event tells this value of a control."""
    return lambda event: event[0] == "values" and event[1].get(address) == [value]


def test_a_control_of_one_voice_that_a_browser_sets_is_told_to_all(site: Served) -> None:
    """Nobody watches the voice, so that only the answer can tell."""

    async def walk() -> None:
        async with visiting(site, 2) as (one, other):
            for number, (address, value) in enumerate(
                (("/perf/voice/0/share", 0.25), ("/perf/voice/0/mode", "solo"))
            ):
                seen = len(other.events)
                assert (await one.ask(number, address, value))[0] == "done"
                for visitor, since in ((one, 0), (other, seen)):
                    await asyncio.wait_for(
                        visitor.until(value_of(address, value), since),
                        10.0,
                    )
            assert (await one.ask(9, "/perf/voice/0/mode", "listen"))[0] == "done"

    asyncio.run(walk())


def test_the_status_is_told(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site) as (one,):
            _, status = await one.kind("status")
            assert status["model"] == "general"
            assert status["voices"] == 1

    asyncio.run(walk())


def test_a_panic_by_either_way_silences_what_a_browser_holds(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site) as (one,):
            player = one.events[0][1]["player"]
            await one.say("on", 63, 99)
            await one.until(lambda event: event == ["heard", player, 63, 99])
            await one.say("panic")
            await one.until(lambda event: event == ["heard", player, 63, 0])
            await one.kind("panic")
            await one.say("on", 65, 99)
            await one.until(lambda event: event == ["heard", player, 65, 99])
            async with aiohttp.ClientSession() as session:
                answer = await session.post(f"{site.address}/page/panic", headers=site.origin)
                assert (answer.status, await answer.text()) == (200, "Nothing sounds.")
            await one.until(lambda event: event == ["heard", player, 65, 0])

    asyncio.run(walk())


def test_every_browser_is_told_whose_pedal_is_down_also_one_that_comes_later(site: Served) -> None:
    def of_a_pedal(event: list[Any]) -> bool:
        return event[0] == "pedal"

    async def walk() -> None:
        ear = Ear(site.engine.port)
        async with visiting(site, 2) as (one, other):
            player = one.events[0][1]["player"]
            await one.say("pedal", 127)
            ear.say("/perf/in/pedal", 0, 100)  # as a MIDI keyboard's
            ear.say("/perf/in/pedal", 0, 70)
            for visitor in (one, other):
                await visitor.until(lambda event: event == ["pedal", player, True])
                await visitor.until(lambda event: event == ["pedal", 0, True])
            async with visiting(site) as (late,):
                await late.until(lambda event: event == ["pedal", 0, True])
                await late.until(lambda event: event == ["pedal", player, True])
            await one.say("pedal", 0)
            await other.until(lambda event: event == ["pedal", player, False])
            ear.say("/perf/panic")  # it ends the pedal without a word about that
            await other.until(lambda event: event == ["pedal", 0, False])
            assert len([event for event in other.events if of_a_pedal(event)]) == 4
            ear.say("/perf/in/pedal", 0, 127)
            seen = len(other.events)
            await other.until(lambda event: event == ["pedal", 0, True], seen)
            seen = len(other.events)
            await one.say("panic")
            await other.kind("panic", seen)
            ear.say("/perf/in/pedal", 0, 127)  # the foot is still there, and moves
            await other.until(lambda event: event == ["pedal", 0, True], seen)
            ear.say("/perf/in/pedal", 0, 0)
            await other.until(lambda event: event == ["pedal", 0, False], seen)
        ear.socket.close()

    asyncio.run(walk())


def test_an_engine_that_goes_takes_the_pedals_with_it(monkeypatch) -> None:
    made = Stage({"from_clients": [], "to_clients": []}, 9, sounds=False)
    told: list[tuple] = []
    monkeypatch.setattr(made, "tell_all", lambda *event: told.append(event))
    for value in (127, 64, 20):
        made._hear(Other(HEARD_PEDAL, (0, value)))
    made._hear(Other(HEARD_PEDAL, (0, 127)))
    made._changed(False)
    made._hear(Other(HEARD_PEDAL, (0, 127)))
    assert told == [
        ("pedal", 0, True),
        ("pedal", 0, False),
        ("pedal", 0, True),
        ("engine", False),
        ("pedal", 0, True),
    ]


def test_malformed_and_oversized_frames_are_answered_in_words(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site) as (one,):
            await one.socket.send_bytes(b"\0\1")
            await one.until(lambda e: e[0] == "refused" and "not binary" in e[1])
            await one.socket.send_str("}")
            await one.until(lambda e: e[0] == "refused" and "JSON" in e[1])
            await one.socket.send_str("[" + "1," * 6000 + "1]")
            await one.until(lambda e: e[0] == "refused" and "8192 characters" in e[1])
            assert (await one.ask(1, "/perf/mode"))[0] == "done", "it plays on"
            await one.socket.send_str("x" * (LARGEST_FRAME + 1))
            assert await one.closed() == (1009, f"a frame may be {LARGEST_FRAME} bytes large")

    asyncio.run(walk())


def test_of_two_hundred_browsers_a_few_are_taken_and_the_others_refused_in_words(
    site: Served,
) -> None:
    async def crowd() -> int:
        """How many of two hundred are taken."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:

            async def visit() -> Visitor:
                where = f"{site.address}/page/socket"
                return Visitor(await session.ws_connect(where, headers=site.origin))

            visitors = await asyncio.gather(*(visit() for _ in range(200)))
            taken = 0
            refused = set()
            for visitor in visitors:
                message = await visitor.socket.receive(60.0)
                if message.type is aiohttp.WSMsgType.TEXT:
                    taken += 1
                else:
                    refused.add((message.data, message.extra))
            assert refused == {(TOO_MANY, f"{MOST_BROWSERS} browsers are open already; close one")}
            answer = await session.post(f"{site.address}/page/panic", headers=site.origin)
            assert answer.status == 200, "panic works beside them"
            return taken

    async def walk() -> None:
        taken: list[int] = []
        while not taken or taken[-1] != MOST_BROWSERS:
            # those of the test before may not have been missed yet
            assert len(taken) < 5, taken
            taken.append(await crowd())
            assert taken[-1] <= MOST_BROWSERS
        async with visiting(site):  # those who left made room
            pass

    asyncio.run(walk())


def test_a_flood_of_keys_is_bounded_and_the_engine_answers(site: Served) -> None:
    def refusals(visitor: Visitor) -> list[str]:
        return [event[1] for event in visitor.events if event[0] == "refused"]

    async def walk() -> None:
        async with visiting(site, 2) as (one, other):
            # A computer that is busy may take one burst slowly enough to allow all of it.
            for burst in range(1, 21):
                for n in range(800):
                    await one.say("on", n % 128, 1)
                    await one.say("off", n % 128)
                assert (await other.ask(burst, "/perf/mode"))[0] == "done"
                assert (await one.ask(burst, "/perf/mode"))[0] == "done"  # all was read by now
                if refusals(one):
                    break
            assert any("too many frames" in why for why in refusals(one)), refusals(one)

    asyncio.run(walk())


def test_each_of_too_many_questions_has_an_answer_and_the_next_one_counts(site: Served) -> None:
    async def walk() -> None:
        async with visiting(site) as (one,):
            for number in range(500):
                await one.say("ask", number, "/perf/mode")
            left = set(range(500))
            while left:
                event = await one.until(lambda e: e[0] in ("done", "fail") and e[1] in left)
                left.remove(event[1])
            await asyncio.sleep(0.2)
            assert (await one.ask(500, "/perf/mode"))[0] == "done"
            assert (await one.ask(501, "/perf/moode"))[0] == "fail"

    asyncio.run(walk())


def test_an_engine_that_is_killed_is_told_and_a_page_waits_for_the_next(tmp_path: Path) -> None:
    async def walk(site: Served) -> None:
        async with visiting(site) as (one,):
            site.engine.kill()
            with pytest.raises(ConnectionError):  # the engine's end is that of its web process
                await one.until(lambda event: False)

    with served(tmp_path) as site:
        asyncio.run(walk(site))


@asynccontextmanager
async def of_strangers() -> AsyncIterator[Callable[[str], Awaitable[Visitor]]]:
    """A stage without an engine, whose visitors are trusted at /here, and not at /there."""
    stage = Stage({"from_clients": [], "to_clients": []}, 9, sounds=False)
    application = web.Application()
    for path, trusted in (("/here", True), ("/there", False)):
        application.router.add_get(path, partial(stage.join, token="word", trusted=trusted))
    application.on_shutdown.append(lambda _: stage.close())
    server = TestServer(application)
    async with TestClient(server) as client:

        async def visit(path: str) -> Visitor:
            return Visitor(await client.ws_connect(path))

        yield visit


def test_each_stranger_that_shows_the_token_is_a_player_until_there_are_too_many() -> None:
    async def walk() -> None:
        async with of_strangers() as visit:
            players = set()
            for number in range(MOST_BROWSERS):
                visitor = await visit("/here" if number % 2 else "/there")
                if number % 2 == 0:
                    await visitor.say("token", "word")
                _, hello = await visitor.kind("hello")
                players.add(hello["player"])
            assert players == set(range(1, MOST_BROWSERS + 1))
            last = await visit("/there")
            await last.kind("locked")
            await last.say("token", "word")
            for refused in (last, await visit("/here")):
                assert await refused.closed() == (TOO_MANY, FULL)

    asyncio.run(walk())


def test_a_stranger_has_some_seconds_for_the_token(monkeypatch) -> None:
    monkeypatch.setattr("perf_engine.clients.web.stage.TOKEN_WITHIN", 0.5)

    async def walk() -> None:
        async with of_strangers() as visit:
            known, stranger = await visit("/there"), await visit("/there")
            await known.say("token", "word")
            assert await stranger.closed() == (LOCKED, LATE)
            await known.say("ping", 1)
            await known.until(lambda event: event == ["pong", 1])

    asyncio.run(walk())


def test_a_new_page_is_told_the_keyboards_that_are_known(monkeypatch) -> None:
    made = Stage({"from_clients": [], "to_clients": []}, 9, sounds=False)

    async def answer(request):
        if request.address == STATUS.address:
            return STATUS.read([1, 1, 1, 1.0, 2.0, 0, 0, 0.1, "gru", 9.0])
        if request.address == KEYBOARDS:
            return ("Keystation",)
        raise NoAnswer(request.address)

    def told() -> list[str]:
        events: list[tuple] = []
        made._greet(SimpleNamespace(player=1, tell=lambda *event: events.append(event)))
        return events[0][1]["keyboards"]

    monkeypatch.setattr(made.line, "ask", answer)
    assert told() == []
    with suppress(NoAnswer):
        asyncio.run(made._look_seldom())
    assert told() == ["Keystation"]
    made._changed(False)
    assert told() == []


def test_a_look_at_a_voice_does_not_bring_back_the_old_value(monkeypatch) -> None:
    entry = {"address": "/perf/voice/N/share", "getter": True}
    made = Stage({"from_clients": [entry], "to_clients": []}, 9, sounds=False)
    told: list[tuple] = []
    monkeypatch.setattr(made, "tell_all", lambda *event: told.append(event))

    async def answer(request):
        made._answered["/perf/voice/2/share"] = time.monotonic()  # a browser sets it meanwhile
        return [0.5]

    monkeypatch.setattr(made.line, "ask", answer)
    asyncio.run(made._look_at_voice(2))
    assert told == []


def test_a_look_that_began_before_an_answer_does_not_bring_back_the_old_value(monkeypatch) -> None:
    """A browser sets a control while the stage looks at all of them: its answer is newer."""
    made = Stage({"from_clients": [], "to_clients": []}, 9, sounds=False)
    told: list[tuple] = []
    monkeypatch.setattr(made, "tell_all", lambda *event: told.append(event))
    made._learn({"/perf/param/density": [1.0]}, asked=1.0)
    made._answered["/perf/param/density"] = 3.0
    made._learn({"/perf/param/density": [2.0]})  # the answer itself
    made._learn({"/perf/param/density": [1.0], "/perf/mode": ["solo"]}, asked=2.0)
    made._learn({"/perf/param/density": [1.5]}, asked=4.0)
    key = "/perf/param/density"
    assert told == [
        ("values", {key: [1.0]}),
        ("values", {key: [2.0]}),
        ("values", {"/perf/mode": ["solo"]}),
        ("values", {key: [1.5]}),
    ]


@pytest.mark.parametrize(
    "slow",
    [requests.models(), requests.model_info(), requests.load("jazz"), requests.record(True)],
    ids=lambda slow: slow.address,
)
def test_what_the_engine_has_to_read_or_write_files_for_may_take_a_while(slow) -> None:
    assert slow.address.startswith(SLOW)
    assert slow.within == requests.A_WHILE


@pytest.mark.parametrize(
    ("wish", "plays", "why", "sounds"),
    [
        ("auto", "both", "", True),
        ("auto", "both", "the built-in sound is off", False),
        ("you", "you", "", True),
        ("machine", "machine", "", False),
        ("none", "none", "", False),
        ("auto", "none", "the built-in sound is off", True),  # a synthesizer plays over MIDI
    ],
)
def test_a_page_begins_silent_where_a_player_is_heard_without_it(
    wish: str, plays: str, why: str, sounds: bool
) -> None:
    assert _sounds(wish, {"plays": plays, "why": why}) is sounds
