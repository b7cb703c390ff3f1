"""Orders to an installation over OSC: checked, passed on, and its state told to all."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from perf_engine.core.installation.plan import MOST_GESTURES, read_plan
from perf_engine.protocol.packets import build
from tests.engine.stage import Stage

PLAN = read_plan({"voices": [{"mode": "solo", "controls": {}}], "scene": [{"name": "day"}]})
FACTS = {
    "healthy": True,
    "scene": "day",
    "presence": "idle",
    "presence_value": 0.25,
    "loudness": 0.5,
    "order": "auto",
    "trouble": "",
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def orders(stage: Stage) -> list[object]:
    taken: list[object] = []
    stage.loop.installation.begin(PLAN)
    stage.loop.installation.reach(lambda line: not taken.append(json.loads(line)))
    return taken


def replies(stage: Stage, address: str, *values: int | float | str):
    peer = stage.peer()
    peer.send(build(address, *values))
    stage.wait(0.1)
    return peer.messages()


def test_orders_are_passed_on_and_answered(stage, orders) -> None:
    assert replies(stage, "/perf/scene", "day") == [("/perf/done", ["/perf/scene", "day"])]
    assert replies(stage, "/perf/order", "stop") == [("/perf/done", ["/perf/order", "stop"])]
    replies(stage, "/perf/presence", 0.5)
    replies(stage, "/perf/map", "/1/fader1", "density", 0.0, 1.0)
    replies(stage, "/perf/unmap", "/1/fader1", "density")
    replies(stage, "/perf/scene", "auto")
    table = {"source": "/1/fader1", "target": "density"}
    assert orders == [
        {"scene": "day"},
        {"order": "stop"},
        {"presence": 0.5},
        {"map": {**table, "low": 0.0, "high": 1.0}},
        {"unmap": table},
        {"scene": "auto"},
    ]


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        (("/perf/scene", "night"), 3, "scene must be one of day, not night"),
        (("/perf/map", "fader", "density"), 3, "source must be"),
        (("/perf/map", "/x", "desnity"), 3, "target must be"),
        (("/perf/presence", 2.0), 3, "presence must be 0..1, not 2"),
        (("/perf/order", "party"), 3, "order must be one of"),
        (("/perf/unmap", "/x", "density"), 3, "a map must be one of none, not /x to density"),
    ],
)
def test_what_cannot_be_is_refused_and_passed_to_nobody(stage, orders, said, code, why) -> None:
    ((address, values),) = replies(stage, *said)
    assert address == "/perf/fail"
    assert values[1] == code
    assert str(values[2]).startswith(why)
    assert orders == []


def test_a_map_is_removed_once_and_one_that_is_unknown_is_refused_with_those_that_are_there(
    stage, orders
) -> None:
    replies(stage, "/perf/map", "/1/fader1", "density", 0.0, 1.0)
    replies(stage, "/perf/map", "midi cc 7 channel 2", "voice 0 temperature")
    ((address, values),) = replies(stage, "/perf/unmap", "/1/fader1 2", "density")
    assert (address, values[1]) == ("/perf/fail", 3)
    assert values[2] == (
        "a map must be one of /1/fader1 to density, midi cc 7 channel 2 to voice 0 temperature,"
        " not /1/fader1 2 to density"
    )
    assert len(orders) == 2
    assert replies(stage, "/perf/unmap", "/1/fader1", "density")[0][0] == "/perf/done"
    assert replies(stage, "/perf/unmap", "/1/fader1", "density")[0][0] == "/perf/fail"
    stage.loop.installation.ended("it ended")
    ((_, values),) = replies(stage, "/perf/unmap", "midi cc 7 channel 2", "voice 0 temperature")
    assert str(values[2]).startswith("a map must be one of none")


def test_a_map_that_the_process_would_refuse_is_refused_at_once(stage, orders) -> None:
    plan = {"source": "/x", "target": "density", "low": 0, "high": 1, "merge": "max"}
    voices = [{"mode": "solo", "controls": {}}]
    stage.loop.installation.begin(read_plan({"voices": voices, "map": [plan]}))
    ((_, values),) = replies(stage, "/perf/map", "/y", "density")
    assert "merge must be the same in all maps to density" in str(values[2])
    for number in range(MOST_GESTURES - 1):
        assert replies(stage, "/perf/map", f"/{number}", "temperature")[0][0] == "/perf/done"
    ((_, values),) = replies(stage, "/perf/map", "/more", "temperature")
    assert str(values[2]).startswith(f"maps must be at most {MOST_GESTURES}")
    assert len(orders) == MOST_GESTURES - 1


def test_without_an_installation_and_without_its_process_orders_are_refused(stage) -> None:
    assert replies(stage, "/perf/scene") == [("/perf/scene", [""])]
    assert replies(stage, "/perf/order") == [("/perf/order", ["auto"])]
    for asked in (("/perf/scene", "day"), ("/perf/installation/status",)):
        ((_, values),) = replies(stage, *asked)
        why = "this is no installation: its configuration has no [installation]"
        assert values[1:] == [6, why]
    stage.loop.installation.begin(PLAN)
    ((_, values),) = replies(stage, "/perf/installation/status")
    assert values == [0, "", "", 0.0, "", "its process has not reported yet"]
    ((_, values),) = replies(stage, "/perf/order", "stop")
    assert values[1] == 4
    assert "starts again" in str(values[2])


def test_the_state_is_told_to_all_clients_and_can_be_asked_for(stage, orders) -> None:
    peer = stage.peer()
    stage.ask(peer, "/perf/notify", 1, 0, "now")
    stage.loop.installation.report(FACTS)
    stage.wait(0.1)
    told = [values for address, values in peer.messages() if address == "/perf/installation"]
    assert told == [[1, "day", "idle", 0.5, "auto", ""]]
    status = "/perf/installation/status"
    assert replies(stage, status) == [(f"{status}.reply", told[0])]
    assert replies(stage, "/perf/scene") == [("/perf/scene", ["day"])]
    assert replies(stage, "/perf/presence") == [("/perf/presence", [0.25])]
    assert replies(stage, "/perf/order") == [("/perf/order", ["auto"])]
