"""The simulator keeps Max's rules: right to left, depth first, whole milliseconds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from max_patches.draw import Drawing
from max_patches.patch import Box
from max_patches.simulator.atoms import typed
from max_patches.simulator.expression import evaluate
from max_patches.simulator.world import BANG, Endless, Home, World
from perf_engine.protocol.names import value_of

NUMBER = st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000, width=32))


def run(*texts: str, **more: object) -> tuple[World, Home]:
    """A chain of objects from an inlet to an outlet, open."""
    d = Drawing("x")
    boxes: list[Box] = [d.inlet(0, 0, "in")]
    for number, text in enumerate(texts, 1):
        boxes.append(d.obj(text, 0, 40 * number))
    boxes.append(d.outlet(0, 40 * len(boxes), "out"))
    d.chain(*boxes)
    world = World()
    return world, world.open(d.patch)


def out(home: Home) -> list[tuple[object, ...]]:
    return [message for _, _, message in home.said]


def test_one_outlet_feeds_boxes_from_right_to_left_and_each_to_its_end() -> None:
    d = Drawing("x")
    inlet, outlet = d.inlet(100, 0, "in"), d.outlet(100, 200, "out")
    for name, x in (("left", 0), ("right", 200), ("middle", 100)):
        first, second = d.obj(f"prepend {name}", x, 50), d.obj(f"prepend after {x}", x, 100)
        d.chain(inlet, first, second, outlet)
    for leftward, order in ((False, "right middle left"), (True, "left middle right")):
        home = World(leftward=leftward).open(d.patch)
        home.send(0, 1)
        assert [message[2] for message in out(home)] == order.split()


def test_a_trigger_and_an_unpack_go_from_the_right() -> None:
    d = Drawing("x")
    inlet, outlet = d.inlet(0, 0, "in"), d.outlet(0, 200, "out")
    both = d.obj("t b l 7 f", 0, 50)
    d.cord(inlet, 0, both)
    for number in range(4):
        d.cord(both, number, outlet)
    home = World().open(d.patch)
    home.send(0, 5, 6)
    assert out(home) == [(5.0,), (7,), (5, 6), BANG]


@given(st.lists(NUMBER, min_size=2, max_size=2))
def test_what_is_unpacked_and_packed_is_the_same(values: list[float]) -> None:
    d = Drawing("x")
    unpack, pack = d.obj("unpack 0 0.", 0, 50), d.obj("pack 0 0.", 0, 90)
    d.chain(d.inlet(0, 0, "in"), unpack, pack, d.outlet(0, 150, "out"))
    d.cord(unpack, 1, pack, 1)
    home = World().open(d.patch)
    home.send(0, *values)
    assert out(home) == [(int(values[0]), float(values[1]))]


@pytest.mark.parametrize(
    ("texts", "message", "expected"),
    [
        (["route a"], ("a", 1, 2), [(1, 2)]),
        (["route a"], ("a",), [BANG]),
        (["route a"], ("b", 1), []),
        (["route 0"], (0, 5), [(5,)]),
        (["sel 3"], (3,), [BANG]),
        (["prepend x 1"], (2,), [("x", 1, 2)]),
        (["zl.iter 2"], ("a", 1, "b", 2, "c"), [("a", 1), ("b", 2), ("c",)]),
        (["iter"], (1, 2), [(1,), (2,)]),
        (["+ 1"], (2,), [(3,)]),
        (["/ 480."], (240,), [(0.5,)]),
        (["expr ($i1 > 0) * ($i1 - 1) + ($i1 == 0) * 7"], (0,), [(7,)]),
        (["t 1", "change"], BANG, [(1,)]),
        (["int 4"], BANG, [(4,)]),
        (["int"], (2.7,), [(2,)]),
        (["gate"], (1,), []),
    ],
)
def test_an_object_does_what_max_does(
    texts: list[str], message: tuple[object, ...], expected: list[tuple[object, ...]]
) -> None:
    _, home = run(*texts)
    home.send(0, *message)
    assert out(home) == expected


def test_a_pipe_keeps_every_number_and_drops_what_waits_on_clear() -> None:
    world, home = run("pipe 20")
    home.send(0, 1)
    world.advance(10)
    home.send(0, 2)
    world.advance(10)
    assert home.said == [(20, 0, (1,))]
    home.send(0, "clear")
    world.advance(100)
    assert out(home) == [(1,)]


def test_a_delay_begins_anew_and_a_metro_goes_on() -> None:
    world, home = run("t b", "del 100")
    home.send(0, 1)
    world.advance(60)
    home.send(0, 1)
    world.advance(200)
    assert [ms for ms, _, _ in home.said] == [160]
    world, home = run("metro 50")
    home.send(0, 1)
    world.advance(120)
    home.send(0, 0)
    world.advance(500)
    assert [ms for ms, _, _ in home.said] == [0, 50, 100]


@given(st.lists(st.floats(0, 50, width=32), max_size=20))
def test_what_is_due_comes_in_the_order_of_its_times(delays: list[float]) -> None:
    world = World()
    done: list[tuple[float, int]] = []
    for delay in delays:
        world.after(delay, lambda delay=delay: done.append((delay, world.now)))
    world.advance(60)
    assert [delay for delay, _ in done] == sorted(delays)
    assert all(at == math.ceil(delay) for delay, at in done)


def test_a_ring_without_an_end_is_told_of() -> None:
    d = Drawing("x")
    a, b = d.obj("t b", 0, 50), d.obj("t b", 0, 100)
    d.chain(d.inlet(0, 0, "in"), a, b, a)
    with pytest.raises(Endless):
        World().open(d.patch).send(0, 1)


def test_what_no_patch_of_ours_does_is_refused() -> None:
    _, home = run("prepend x")
    with pytest.raises(NotImplementedError, match="prepend x"):
        home.send(0, *BANG)


def test_arguments_and_numbers_of_patches_are_filled_in() -> None:
    d = Drawing("inner")
    d.chain(d.inlet(0, 0, "in"), d.obj("prepend #1 #2 #0", 0, 40), d.outlet(0, 90, "out"))
    world = World()
    first, second = world.open(d.patch, "a"), world.open(d.patch, "b", 3)
    first.send(0, 1)
    second.send(0, 1)
    assert [out(home)[0][:2] for home in (first, second)] == [("a", 0), ("b", 3)]
    assert out(first)[0][2] != out(second)[0][2]


@given(NUMBER, NUMBER)
def test_expressions_are_python_s(a: float, b: float) -> None:
    assert evaluate("$f1 * 2 + $f2", (a, b)) == float(a) * 2 + float(b)
    with pytest.raises(ValueError, match="more than the simulator knows"):
        evaluate("max($f1)", (a, b))


def test_words_become_atoms() -> None:
    assert [value_of(word) for word in ("3", "3.", "a")] == [3, 3.0, "a"]
    assert [typed("0", 2.9), typed("0.", 2), typed("s", "x"), typed("0", "x")] == [2, 2.0, "x", 0]
