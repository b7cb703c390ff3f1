"""The process, with an engine of a few lines or none, and clocks in the hand."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pty
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

import pytest
from aiohttp import web

from perf_engine.clients.installation import process
from perf_engine.clients.installation.health import Health
from perf_engine.clients.installation.process import (
    STATUS_EVERY,
    TELL_EVERY,
    Lines,
    Process,
    obeyed,
)
from perf_engine.clients.python.requests import Status
from perf_engine.clients.web.engine_line import EngineLine
from perf_engine.core.controls import CONTROLS
from perf_engine.protocol.dialogue import Request
from perf_engine.protocol.errors import NoAnswer
from perf_engine.protocol.notes import Heard, Message, Strike
from perf_engine.protocol.packets import build
from tests.support.peers import miss_ipv6, require_module

NOON = 1_783_080_000.0  # 2026-07-03 12:00 UTC
TABLES = {
    "voices": [{"mode": "solo", "controls": {}}],
    "installation": {"sensor_port": 0, "http_port": 0, "longest_silence": 60.0},
    "scene": [{"name": "day"}, {"name": "guests", "presence": ["engaged"]}],
    "map": [
        {"source": "/x", "target": "density", "low": 0.0, "high": 1.0},
        {"source": "http light", "target": "presence", "low": 0.0, "high": 1.0},
    ],
}


class Listening(EngineLine):
    """A line whose messages the test gets."""

    def __init__(self, said: list[tuple[Any, ...]], process: Process) -> None:
        super().__init__(9, process._hear, process._changed)
        self._said = said

    def say(self, *messages: Message) -> None:
        self._said.extend(messages)


class Unasked(Process):
    """A process that asks its engine nothing."""

    def _begin(self, doing: Any) -> None:
        doing.close()


class Driven:
    """The process without an engine's port: the test is the engine."""

    def __init__(self, settings: Mapping[str, Any] = {}, **installation: Any) -> None:
        self.now, self.told = 100.0, list[dict[str, Any]]()
        self.said: list[tuple[Any, ...]] = []
        tables = {**TABLES, "installation": {**TABLES["installation"], **installation}}
        self.process = Unasked(
            {"engine_port": 9, "tables": tables, "model": "general", **settings},
            lambda said: self.told.append(dict(said)),
            lambda: self.now,
            lambda: NOON + self.now,
        )
        self.process.line = Listening(self.said, self.process)

    def meet(self) -> None:
        """Let the engine be there."""
        self.process.line._there = True
        self.process._changed(True)

    def turn(self, seconds: float = 0.5) -> bool:
        self.now += seconds
        return self.process.turn(self.now)

    def last(self) -> dict[str, Any]:
        return self.told[-1]["facts"]


@pytest.fixture
def driven() -> Iterator[Driven]:
    made = Driven()
    yield made
    made.process.close()


def test_nothing_is_said_before_the_engine_is_there_and_then_everything(driven: Driven) -> None:
    driven.turn()
    assert driven.said == []
    driven.meet()
    driven.turn()
    assert ("/perf/voice/0/mode", "solo") in driven.said
    assert ("/perf/start",) in driven.said


def test_a_note_of_a_visitor_brings_the_scene_of_guests(driven: Driven) -> None:
    driven.meet()
    driven.process._hear(Heard(0, 60, 0))  # a release is no sign
    driven.turn()
    assert driven.last()["scene"] == "day"
    driven.process._hear(Heard(0, 60, 90))
    driven.turn()
    assert driven.last()["scene"] == "guests"
    assert driven.last()["presence"] == "engaged"


def test_how_loud_a_visitor_plays_moves_what_it_is_to_move(driven: Driven) -> None:
    driven.meet()
    driven.process.order({"map": {"source": "loudness", "target": "temperature"}})
    high = CONTROLS["temperature"].high
    for velocity in (1, 127):
        driven.process._hear(Heard(0, 60, velocity))
        driven.turn()
        driven.turn()
    assert ("/perf/set", "temperature", high) in driven.said


CLOSED = {**TABLES, "opening": [{"start": "13:00", "end": "18:00"}]}


def test_while_it_is_closed_its_facts_and_its_answers_say_when_it_opens() -> None:
    driven = Driven({"tables": CLOSED})
    try:
        driven.meet()
        driven.turn()
        facts = driven.process.facts()
        assert (facts["open"], facts["next_opening"]) == (False, "2026-07-03T13:00:00")
        words = "closed now; opens on Friday, 2026-07-03, at 13:00"
        assert facts["hours"] == words
        assert driven.process.order({"scene": "day"}) == f"nothing sounds: {words}"
        assert driven.process.order({"order": "quiet"}) == f"nothing sounds: {words}"
        assert driven.process.order({"presence": 0.5}) == ""
        assert driven.process.order({"order": "stop"}) == ""
        driven.now += 3600.0
        assert driven.process.facts()["next_opening"] is None
        stopped = "nothing sounds: it is stopped by hand, until a start"
        assert driven.process.order({"scene": "day"}) == stopped
        assert driven.process.order({"order": "start"}) == ""
    finally:
        driven.process.close()


def test_values_of_sensors_move_what_they_are_to_move(driven: Driven) -> None:
    driven.meet()
    driven.turn()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(build("/x", 1.0), ("127.0.0.1", driven.process.sensors.port))
    assert driven.turn(0.1)
    assert ("/perf/set", "density", 4.0) in driven.said
    assert driven.process.feel("light", 0.9)
    assert not driven.process.feel("other", 0.9)
    driven.turn()
    assert driven.last()["presence"] == "engaged"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_first_packet_of_a_sensor_ends_a_rest(driven: Driven, host: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as it:
        try:
            it.sendto(build("/x", 0.5), (host, driven.process.sensors.port))
        except OSError:
            miss_ipv6()

    async def rest() -> None:
        await asyncio.wait_for(driven.process._rest(1000.0, asyncio.Event()), 60.0)

    asyncio.run(rest())
    assert driven.process.sensors.turn(driven.now) == 1


def test_values_that_move_nothing_are_counted_and_their_addresses_named(driven: Driven) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("127.0.0.1", driven.process.sensors.port))
        for address, values in (("/x", ["near"]), ("/x", []), ("/X", [1.0]), ("/y", ["80"])):
            line.send(build(address, *values))
        driven.turn()
    facts = driven.process.facts()
    assert facts["ignored_values_total"] == 2
    assert facts["unused_messages_total"] == 2
    assert facts["unused_addresses"] == ["/X", "/y"]
    driven.process.order({"map": {"source": "/y 2", "target": "tempo_scale"}})
    assert driven.process.facts()["unused_addresses"] == ["/X"]


def test_a_microcontroller_moves_what_it_is_to_move() -> None:
    require_module("serial")
    end, device = pty.openpty()
    driven = Driven(serial=[os.ttyname(device)])
    driven.process.order({"map": {"source": "serial 1", "target": "density", "low": 0, "high": 9}})
    driven.meet()
    driven.turn()
    os.write(end, b"first\n9\n")
    while ("/perf/set", "density", 4.0) not in driven.said:
        driven.turn(0.1)
    assert driven.process.facts()["device_problems"] == []
    driven.process.close()


def test_a_named_device_that_is_unplugged_is_trouble_until_it_is_back(tmp_path) -> None:
    require_module("serial")
    end, device = pty.openpty()
    place = tmp_path / "ttyACM0"
    place.symlink_to(os.ttyname(device))
    driven = Driven(serial=[str(place)])
    driven.meet()
    driven.turn()
    assert driven.process.facts()["healthy"]
    place.unlink()
    os.close(end)
    os.close(device)
    driven.turn(5.0)
    assert driven.process.facts()["healthy"]
    driven.turn(10.0)
    facts = driven.process.facts()
    assert not facts["healthy"]
    assert facts["reasons"][0].startswith(f"the serial line {place} cannot be opened")
    end, device = pty.openpty()
    place.symlink_to(os.ttyname(device))
    driven.turn(5.0)
    assert driven.process.facts()["healthy"]
    driven.process.close()


def test_a_gamepad_that_is_missing_is_told(driven: Driven, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(driven.process.gamepads, "_folder", tmp_path)
    driven.turn()
    assert driven.process.facts()["device_problems"] == []
    driven.process.order({"map": {"source": "gamepad axis 1", "target": "density"}})
    driven.turn(10.0)
    assert driven.process.facts()["device_problems"] == [f"no gamepad is at {tmp_path}/js0"]


def test_what_names_something_is_asked_and_styles_come_after_their_model(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []

    async def ask(request: Any) -> None:
        raise NoAnswer("nothing")

    monkeypatch.setattr(
        driven.process, "_begin", lambda doing: (asked.append(doing), doing.close())
    )
    monkeypatch.setattr(driven.process.line, "ask", ask)
    for message in (
        ("/perf/model/load", "other"),
        ("/perf/state/recall", "dawn"),
        ("/perf/voice/0/style", "jazz"),
        ("/perf/voice/1/style_2", "jazz"),
    ):
        driven.process._send(message)
    assert len(asked) == 4
    driven.process._send(("/perf/voice/0/mode", "solo"))
    assert driven.said == [("/perf/voice/0/mode", "solo")]
    driven.process.piece._loads = True
    asyncio.run(driven.process._ask(("/perf/state/recall", "dawn")))
    assert driven.process.piece._loads
    asyncio.run(driven.process._ask(("/perf/model/load", "other")))
    assert not driven.process.piece._loads


def test_packets_of_sensors_that_do_not_count_are_told() -> None:
    driven = Driven({"allow": ["192.0.2.0/24"]})
    sensors = driven.process.sensors
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"no OSC", ("127.0.0.1", sensors.port))
        driven.turn()
        sensors._trusted["127.0.0.1"] = False
        line.sendto(build("/x", 1.0), ("127.0.0.1", sensors.port))
        driven.turn()
    facts = driven.process.facts()
    assert (facts["sensor_damages_total"], facts["sensor_refusals_total"]) == (1, 1)
    driven.process.close()


def test_its_state_is_told_at_each_change_and_as_a_heartbeat(driven: Driven) -> None:
    driven.meet()
    driven.turn()
    count = len(driven.told)
    driven.turn()
    assert len(driven.told) == count
    driven.turn(TELL_EVERY)
    assert len(driven.told) == count + 1
    driven.process.order({"order": "stop"})
    driven.turn(0.3)
    assert driven.last()["order"] == "stop"
    assert ("/perf/stop",) in driven.said


@pytest.mark.parametrize(
    ("order", "error"),
    [
        ({}, "an order must be one of order, scene"),
        ({"dance": 1}, "an order must be one of"),
        ({"order": "stop", "scene": "day"}, "an order must be one of"),
        ({"order": "party"}, "order must be one of auto, stop, quiet, not party"),
        ({"scene": "lost"}, "scene must be one of day, guests, not lost"),
        ({"presence": 2}, r"presence must be 0\.\.1, not 2"),
        ({"presence": [1]}, r"presence cannot be read: \[1\]"),
        ({"presence": 10**400}, "presence cannot be read"),
        ({"presence": float("nan")}, r"presence must be 0\.\.1, not nan"),
        ({"map": {"source": "/y"}}, "target must be a text, not None"),
        ({"map": {"source": 5, "target": "density"}}, "source must be a text, not 5"),
        ({"map": {"source": "/y", "target": "density", "low": "a"}}, "low must be a number"),
        ({"map": {"source": "/y", "target": "density", "high": 10**400}}, "high must be a number"),
        ({"map": {"source": "/y", "target": "density", "dead_zone": 1}}, "a map must have source"),
        ({"map": {"source": "/y", "target": "density", "weight": 0}}, "a map must have source"),
        ({"map": [1]}, "a map must have source"),
        ({"unmap": "x"}, "a map must have source"),
        (
            {"unmap": {"source": "/x", "target": "temperature"}},
            "a map must be one of /x to density, http light to presence, not /x to temperature",
        ),
        ({"map": {"source": "y", "target": "density"}}, "source must be"),
    ],
)
def test_a_wrong_order_is_refused(driven: Driven, order: Any, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        driven.process.order(order)


def test_orders_map_unmap_and_panic(driven: Driven) -> None:
    driven.process.order({"map": {"source": "/y", "target": "tempo_scale", "low": None}})
    known = ["/x -> density", "http light -> presence"]
    assert driven.process.facts()["maps"] == [*known, "/y -> tempo_scale"]
    driven.process.order({"unmap": {"source": "/y", "target": "tempo_scale"}})
    assert driven.process.facts()["maps"] == known
    driven.process.order({"panic": 1})
    assert ("/perf/panic",) in driven.said


@pytest.mark.parametrize("word", ["auto", "start"])
def test_after_a_panic_it_is_stopped_and_start_lets_it_play_again(
    driven: Driven, word: str
) -> None:
    driven.meet()
    driven.turn()
    driven.process.order({"panic": 1})
    driven.turn(0.1)
    assert driven.last()["order"] == "stop"
    assert ("/perf/stop",) in driven.said
    driven.said.clear()
    driven.process.order({"order": word})
    driven.turn(0.1)
    driven.turn()
    assert driven.last()["order"] == "auto"
    assert ("/perf/start",) in driven.said


def test_it_begins_with_the_order_that_held() -> None:
    driven = Driven({"order": "stop"})
    driven.meet()
    driven.turn()
    assert driven.last()["order"] == "stop"
    assert ("/perf/stop",) in driven.said
    assert ("/perf/start",) not in driven.said
    driven.process.close()


def _fail(*arguments: object) -> NoReturn:
    raise ZeroDivisionError("a fault")


def test_a_turn_that_fails_is_logged_once_and_the_process_goes_on(
    driven: Driven, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[float] = []

    async def run() -> None:
        ended = asyncio.Event()

        def fail(now: float) -> bool:
            turns.append(now)
            if len(turns) == 3:
                ended.set()
            raise ZeroDivisionError("a fault")

        monkeypatch.setattr(driven.process, "turn", fail)
        await driven.process.run(ended)
        driven.process.close()  # the line, while there is a loop

    asyncio.run(run())
    assert len(turns) == 3
    assert caplog.text.count("A turn has failed, and it goes on") == 1


def test_a_turn_that_always_fails_is_trouble(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driven.process, "turn", _fail)
    assert driven.process.facts()["healthy"]
    for _ in range(3):
        driven.process._try_turn(driven.now)
    facts = driven.process.facts()
    assert not facts["healthy"]
    assert facts["reasons"] == ["a turn fails repeatedly (ZeroDivisionError: a fault)"]


PARTS = ("sensors.turn", "midi.turn", "piece.advance", "health.look", "alert.turn", "_tell")


@pytest.mark.parametrize("broken", PARTS)
def test_a_part_that_always_fails_is_trouble_and_the_others_go_on(
    driven: Driven, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = dict.fromkeys(PARTS, 0)

    def spied(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def spy(*arguments: Any) -> Any:
            called[name] += 1
            return _fail() if name == broken else act(*arguments)

        return spy

    for name in PARTS:
        *owners, attribute = name.split(".")
        owner = driven.process if not owners else getattr(driven.process, owners[0])
        spying = spied(name, getattr(owner, attribute))
        if isinstance(owner, Health):  # its attributes cannot be set one by one
            monkeypatch.setattr(Health, attribute, lambda self, now, spy=spying: spy(now))
        else:
            monkeypatch.setattr(owner, attribute, spying)
    driven.meet()
    for _ in range(4):
        driven.turn(TELL_EVERY)
    assert called == dict.fromkeys(PARTS, 4)
    facts = driven.process.facts()
    assert not facts["healthy"]
    (reason,) = facts["reasons"]
    assert reason.endswith("fails repeatedly (ZeroDivisionError: a fault)")
    if broken not in ("health.look", "_tell"):
        assert driven.last()["trouble"] == reason


def test_what_the_watchdog_of_the_engine_has_done_is_told(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = "Trouble: the loop is late (lateness 0.3, at most 0.25): unused memory is freed."
    answers = {
        "/perf/status": Status(True, 1, 1, 1.0, 2.0, 0, 0, 0.1, "general", 5.0),
        "/perf/health": ("trouble", "the loop is late", 0.0, 60, 300.0, 0.0, 0.0, -1.0, 3, last),
    }

    async def ask(request: Request[Any]) -> Any:
        return answers[request.address]

    monkeypatch.setattr(driven.process.line, "ask", ask)
    asyncio.run(driven.process._ask_status())
    facts = driven.process.facts()
    told = facts["engine_state"], facts["engine_repairs_total"], facts["engine_last_repair"]
    assert told == ("trouble", 3, last)


def test_a_sound_that_has_lost_its_device_is_trouble_until_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driven = Driven({"sound": True})
    lost = ("", 0, 0, 0.0, "", 0, 0.0, "both", "No sound device is there: plug one in")
    found = ("Speaker", 48000, 256, 9.0, "a.sf2", 0, 0.5, "both", "")
    answers = {
        "/perf/status": Status(True, 1, 1, 1.0, 2.0, 0, 0, 0.1, "general", 5.0),
        "/perf/health": ("well", "", 0.0, 60, 0.0, 0.0, 0.0, -1.0, 0, ""),
        "/perf/sound/status": lost,
    }

    async def ask(request: Request[Any]) -> Any:
        return answers[request.address]

    monkeypatch.setattr(driven.process.line, "ask", ask)

    def reasons(seconds: float) -> list[str]:
        asyncio.run(driven.process._ask_status())
        driven.process._hear(Strike(0, 60, 90, 0.0))
        driven.turn(seconds)
        return driven.process.facts()["reasons"]

    told = "No sound device is there: plug one in"
    driven.meet()
    assert reasons(0.5) == []
    assert driven.process.facts()["sound_problems"] == [f"The built-in sound has no device: {told}"]
    assert reasons(5.0) == []  # it may just be taken again
    assert reasons(6.0) == [f"the built-in sound has no device: {told}"]
    answers["/perf/sound/status"] = found
    assert reasons(1.0) == []
    answers["/perf/sound/status"] = lost
    reasons(1.0)
    assert reasons(11.0) != []
    driven.process._changed(False)
    assert driven.process.facts()["sound_problems"] == []
    driven.process.close()


def test_without_the_built_in_sound_nobody_asks_for_its_device(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def ask(request: Request[Any]) -> Any:
        asked.append(request.address)
        if request.address == "/perf/status":
            return Status(True, 1, 1, 1.0, 2.0, 0, 0, 0.1, "general", 5.0)
        return "well", "", 0.0, 60, 0.0, 0.0, 0.0, -1.0, 0, ""

    monkeypatch.setattr(driven.process.line, "ask", ask)
    asyncio.run(driven.process._ask_status())
    assert asked == ["/perf/status", "/perf/health"]


def test_a_question_that_always_fails_is_trouble(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(request: object) -> None:
        _fail()

    async def run() -> None:
        monkeypatch.setattr(driven.process.line, "ask", ask)
        monkeypatch.delattr(Unasked, "_begin")
        driven.meet()
        for _ in range(4):
            driven.turn(STATUS_EVERY)
            while driven.process._tasks:
                await asyncio.sleep(0)
        (reason,) = driven.process.facts()["reasons"]
        assert reason.startswith("a question to the engine fails repeatedly")
        driven.process.line.close()

    asyncio.run(run())


def test_silence_is_trouble_and_the_alert_is_told(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts: list[str] = []
    monkeypatch.setattr(driven.process.alert, "tell", lambda text, now: alerts.append(text))
    driven.meet()
    driven.turn()
    driven.process._hear(Strike(0, 60, 90, 0.0))
    driven.turn(30.0)
    assert driven.process.facts()["healthy"]
    driven.turn(31.0)
    facts = driven.process.facts()
    assert facts["reasons"] == ["no note for more than 60 s"]
    assert not facts["healthy"]
    assert alerts == ["no note for more than 60 s"]
    assert driven.last()["trouble"] == alerts[0]
    driven.process._hear(Strike(0, 60, 90, 0.0))
    driven.turn()
    assert driven.process.facts()["healthy"]
    assert driven.process.facts()["last_trouble"] == alerts[0]


@pytest.mark.parametrize("lasts", [True, False])
def test_a_trouble_is_untold_until_it_is_over(lasts: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    driven = Driven(alert="command", alert_minutes=10.0)
    runs: list[str] = []

    def run(now: float) -> bool:
        runs.append(driven.process.alert._untold)
        driven.process.alert._untold = ""
        return True

    monkeypatch.setattr(driven.process.alert, "_run", run)
    driven.process.alert._next = driven.now + 200.0  # an alert went out before
    driven.turn(60.0)
    assert driven.process.health.reasons == ("the engine does not answer",)
    if not lasts:
        driven.meet()
        driven.process.health.sounding_since = None
    for _ in range(20):
        driven.process._hear(Strike(0, 60, 90, 0.0))
        driven.turn(10.0)
    assert runs == (["the engine does not answer"] if lasts else [])
    driven.process.close()


def test_a_page_whose_port_is_taken_is_a_warning_and_is_served_once_it_is_free(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TRY_EVERY", 0.01)
    said: list[int] = []

    async def run(taken: socket.socket) -> None:
        ended = asyncio.Event()

        def say(number: int) -> None:
            said.append(number)
            ended.set()

        number = taken.getsockname()[1]
        keeping = asyncio.ensure_future(
            process.keep_page(web.Application, number, False, say, ended)
        )
        while "HTTP port" not in caplog.text:
            await asyncio.sleep(0)
        taken.close()
        await keeping
        assert said == [number]

    with socket.create_server(("127.0.0.1", 0)) as taken:
        asyncio.run(run(taken))
    assert caplog.text.count("http_port of [installation]") == 1


def lines(feed: Callable[[Lines], None]) -> tuple[str, list[str]]:
    async def read() -> tuple[str, list[str]]:
        made, taken = Lines(), list[str]()
        made.take = taken.append
        feed(made)
        return made.settings.result(), taken

    return asyncio.run(read())


def test_the_first_line_has_the_settings_and_each_further_one_is_an_order() -> None:
    data = b'{"a": 1}\n{"scene": "day"}\nrest'

    def one_by_one(made: Lines) -> None:
        for byte in data:
            made.feed(bytes([byte]))

    expected = '{"a": 1}', ['{"scene": "day"}']
    assert lines(lambda made: made.feed(data)) == lines(one_by_one) == expected


def test_an_order_that_cannot_be_read_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[Any] = []
    answers = iter(["", "nothing sounds: closed now"])

    def order(said: Mapping[str, Any]) -> str:
        taken.append(said)
        return next(answers)

    take = obeyed(order)
    take("{")
    take(json.dumps({"scene": "day"}))
    assert taken == [{"scene": "day"}]
    assert "An order cannot be carried out" in caplog.text
    caplog.clear()
    with caplog.at_level(logging.INFO):
        take(json.dumps({"scene": "day"}))
    assert "An order by hand is noted, but nothing sounds: closed now." in caplog.text
