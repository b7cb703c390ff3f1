"""perf.engine: registered, found lost and found again; started and ended; panic."""

from __future__ import annotations

import pytest

from max_patches.simulator.outside import Script
from max_patches.simulator.world import Home, Message, World
from perf_engine.engine.handlers.schema import SAID, find
from tests.max_patches.patches import opened, own, said

NOTIFY = ("/perf/notify", 1, 9471, "ahead", 10.0)


def node(home: Home) -> Script:
    found = home.labelled("node.script perf.engine.js @autostart 0 @watch 0")
    assert isinstance(found, Script)
    return found


def answer(world: World, seq: int = 0, port: int = 9471) -> None:
    """What a real engine says to somebody who has just registered."""
    world.hear(port, "/perf/done", "/perf/notify", 1, 10.0)
    world.hear(port, "/perf/running", "general")
    world.hear(port, "/perf/alive", seq)


def sent(world: World, since: int = 0) -> list[Message]:
    return [message for ms, _, _, message in world.osc if ms >= since]


def test_it_registers_until_it_is_answered_and_then_keeps_its_lease() -> None:
    world, home = opened("perf.engine")
    world.advance(2500)
    assert sent(world) == [NOTIFY] * 3
    assert {(host, port) for _, host, port, _ in world.osc} == {("127.0.0.1", 9470)}
    assert said(home, 1) == []
    answer(world)
    since = world.now
    for seq in range(1, 4):
        world.advance(1000)
        world.hear(9471, "/perf/alive", seq)
    assert sent(world, since + 1) == [("/perf/ping",)] * 3
    assert said(home, 1) == [(1,)]


def test_everything_it_sends_is_accepted_by_the_engine() -> None:
    world, home = opened("perf.engine")
    world.advance(1500)
    answer(world)
    home.send(0, "/perf/panic")
    home.send(0, "flag", 2)
    world.advance(1000)
    world.close(home)
    for message in sent(world):
        find(str(message[0]))[0].check(list(message[1:]))
    assert sent(world)[-1] == ("/perf/notify", 0, 9471, "ahead", 10.0)


@pytest.mark.parametrize("leftward", [False, True], ids=["right first", "left first"])
def test_arguments_say_where(leftward: bool) -> None:
    world, home = opened("perf.engine", 9480, 9481, "10.0.0.7", leftward=leftward)
    world.advance(1)
    # before it knew where, it asked nobody
    assert world.osc == [(0, "10.0.0.7", 9480, ("/perf/notify", 1, 9481, "ahead", 10.0))]
    answer(world, port=9471)
    assert said(home, 0) == []
    answer(world, port=9481)
    assert said(home, 0)[0] == ("/perf/done", "/perf/notify", 1, 10.0)


def test_two_engines_are_kept_apart() -> None:
    world = World(own())
    first = world.open(own()["perf.engine"])
    second = world.open(own()["perf.engine"], 9480, 9481)
    answer(world, port=9481)
    world.advance(1)
    assert (said(first, 1), said(second, 1)) == ([], [(1,)])


def test_a_lost_engine_is_told_of_and_asked_for_again() -> None:
    world, home = opened("perf.engine")
    answer(world)
    lost_at = world.now
    world.advance(2999)
    assert ("lost",) not in said(home, 0)
    world.advance(2)
    assert said(home, 0)[-1] == ("lost",)
    assert said(home, 1) == [(1,), (0,)]
    asked = [ms for ms, _, _, message in world.osc if message == NOTIFY and ms > lost_at]
    assert asked[0] - lost_at <= 2500  # before it is given up
    answer(world, 0)
    assert said(home, 1) == [(1,), (0,), (1,)]


@pytest.mark.parametrize("number", [1, 500, 2999, 20_000, 86_400, 2**24 + 1, 2**31 - 2])
def test_a_sign_of_life_is_one_whatever_its_number(number: int) -> None:
    world, home = opened("perf.engine")
    answer(world, number)
    for _ in range(5):
        world.advance(1000)
        world.hear(9471, "/perf/alive", number)
    assert said(home, 1) == [(1,)]
    world.advance(2999)
    assert said(home, 1) == [(1,)]
    world.advance(2)
    assert said(home, 1) == [(1,), (0,)]


def test_everything_the_engine_says_comes_out_as_it_is() -> None:
    world, home = opened("perf.engine")
    for address in sorted(SAID):
        world.hear(9471, address, 1, 2)
    assert said(home, 0) == [(address, 1, 2) for address in sorted(SAID)]


def test_a_refusal_comes_out_of_the_dumpout() -> None:
    world, home = opened("perf.engine")
    world.hear(9471, "/perf/fail", "/perf/mode", 3, "no")
    assert said(home, 2) == [("/perf/fail", "/perf/mode", 3, "no")]


def test_a_panic_goes_to_the_engine_first_and_then_to_every_voice() -> None:
    world, home = opened("perf.engine")
    since = len(world.osc)
    home.send(0, "/perf/panic")
    assert [message for *_, message in world.osc[since:]] == [("/perf/panic",)]
    assert said(home, 0) == [("panic",)]


def test_messages_go_on_as_they_are() -> None:
    world, home = opened("perf.engine")
    since = len(world.osc)
    home.send(0, "/perf/in/note", 0, 60, 100)
    home.send(0, "/perf/get")
    assert [m for *_, m in world.osc[since:]] == [("/perf/in/note", 0, 60, 100), ("/perf/get",)]


def test_the_launcher_is_started_once_and_told_where_and_how() -> None:
    world, home = opened("perf.engine", 9480)
    home.send(0, "options", "--mode", "solo")
    home.send(0, "program", "/opt/perf-engine")
    assert world.node == []
    home.send(0, "start")
    assert [message for _, message in world.node] == [("script", "start")]
    node(home).say("ready")
    told = [message for _, message in world.node[1:]]
    assert told == [
        ("program", "/opt/perf-engine"),
        ("port", 9480),
        ("start", "--mode", "solo"),
    ]
    home.send(0, "start")
    assert [message for _, message in world.node[4:]] == told
    home.send(0, "stop")
    assert world.node[-1][1] == ("stop",)


def test_an_engine_that_is_up_is_registered_with_at_once() -> None:
    world, home = opened("perf.engine")
    world.advance(500)
    since = len(world.osc)
    node(home).say("launcher", "running", 4711)
    node(home).say("up")
    assert [message for *_, message in world.osc[since:]] == [NOTIFY]
    assert said(home, 2) == [("launcher", "running", 4711)]


@pytest.mark.parametrize("flag", [1, 2])
def test_the_flag_is_kept(flag: int) -> None:
    world, home = opened("perf.engine")
    home.send(0, "flag", flag)
    world.advance(1000)
    assert [m[1] for m in sent(world)][-2:] == [flag, flag]


def test_where_its_boxes_stand_does_not_matter() -> None:
    results = []
    for leftward in (False, True):
        world, home = opened("perf.engine", leftward=leftward)
        home.send(0, "start")
        node(home).say("ready")
        node(home).say("up")
        answer(world)
        home.send(0, "/perf/panic")
        world.advance(4000)
        world.close(home)
        results.append((world.osc, world.node, home.said))
    assert results[0] == results[1]
