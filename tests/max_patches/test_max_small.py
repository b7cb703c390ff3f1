"""perf.listen, perf.panic, perf.transport, and the examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from max_patches.build import ROOT
from max_patches.patch import Patch
from max_patches.simulator.controls import Button, Turned
from max_patches.simulator.outside import Key
from max_patches.simulator.world import Home, World
from perf_engine.engine.handlers.schema import find
from tests.max_patches.patches import opened, own, said


def accepted(home: Home) -> None:
    for _, outlet, message in home.said:
        if outlet == 0:
            find(str(message[0]))[0].check(list(message[1:]))


def play(home: Home, *data: int) -> None:
    for byte in data:
        home.send(0, byte)


def test_what_a_keyboard_plays_is_said() -> None:
    _, home = opened("perf.listen", 3)
    play(home, 0x90, 60, 100, 0x90, 60, 0, 0x80, 61, 64, 0xB0, 64, 127, 0xB0, 1, 5)
    play(home, 0xB0, 123, 0, 0xB0, 120, 0)
    assert said(home, 0) == [
        ("/perf/in/note", 3, 60, 100),
        ("/perf/in/note", 3, 60, 0),
        ("/perf/in/note", 3, 61, 0),
        ("/perf/in/pedal", 3, 127),
        ("/perf/in/cc", 3, 123, 0),
        ("/perf/in/cc", 3, 120, 0),
    ]
    accepted(home)


def test_running_status_is_understood() -> None:
    _, home = opened("perf.listen")
    play(home, 0x90, 60, 100, 62, 90)
    assert said(home, 0) == [("/perf/in/note", 0, 60, 100), ("/perf/in/note", 0, 62, 90)]


def test_lists_are_said() -> None:
    _, home = opened("perf.listen")
    home.send(1, 60, 100)
    home.send(1, 60, 0)
    assert said(home, 0) == [("/perf/in/note", 0, 60, 100), ("/perf/in/note", 0, 60, 0)]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 127), st.integers(0, 127)), max_size=30))
def test_what_is_held_is_let_go_when_the_patch_closes(
    notes: list[tuple[bool, int, int]],
) -> None:
    world, home = opened("perf.listen")
    for as_list, pitch, velocity in notes:
        if as_list:
            home.send(1, pitch, velocity)
        else:
            play(home, 0x90, pitch, velocity)
    world.close(home)
    held: set[object] = set()
    for _, _, pitch, velocity in said(home, 0):
        (held.add if velocity else held.discard)(pitch)
    assert held == set()


def test_anything_that_comes_to_perf_panic_is_a_panic() -> None:
    _, home = opened("perf.panic")
    home.send(0, "bang")
    home.send(0, 7)
    next(n for n in home.nodes.values() if isinstance(n, Button)).click()
    assert said(home, 0) == [("/perf/panic",)] * 3


def panel(home: Home, maxclass: str, number: int = 0) -> Turned:
    found = [n for n in home.nodes.values() if n.box.maxclass == maxclass]
    node = sorted(found, key=lambda n: n.box.rect.x)[number]
    assert isinstance(node, Turned)
    return node


def test_the_beat_is_shown_and_not_sent_back() -> None:
    _, home = opened("perf.transport")
    home.send(0, "/perf/pulse", 12.5, 96.0, 1)
    assert (panel(home, "flonum", 0).value, panel(home, "flonum", 1).value) == (12.5, 96.0)
    assert panel(home, "toggle").value == 1
    assert said(home, 0) == []


def test_tempo_running_and_clock_are_said() -> None:
    _, home = opened("perf.transport")
    panel(home, "flonum", 1).turn(120.5)
    panel(home, "toggle").turn(1)
    panel(home, "umenu").turn(2)
    assert said(home, 0) == [
        ("/perf/tempo", 120.5),
        ("/perf/transport", 1),
        ("/perf/clock", "link"),
    ]
    accepted(home)


def test_maxs_transport_is_followed() -> None:
    world, home = opened("perf.transport")
    world.transport = (480.0, False, 90.5)
    panel(home, "toggle", 1).turn(1)
    assert said(home, 0) == [("/perf/clock", "osc"), ("/perf/tempo", 90.5, "osc")]
    world.transport = (960.0, True, 90.5)
    world.advance(250)
    assert said(home, 0)[2:] == [("/perf/transport", 1, "osc")]
    world.transport = (1140.0, True, 90.5)
    world.advance(250)
    assert said(home, 0)[3:] == [("/perf/beat", 2.375, "osc")]
    world.transport = (1140.0, False, 90.5)
    world.advance(250)
    panel(home, "toggle", 1).turn(0)
    world.advance(1000)
    assert said(home, 0)[4:] == [
        ("/perf/beat", 2.375, "osc"),
        ("/perf/transport", 0, "osc"),
        ("/perf/clock", "internal"),
    ]
    accepted(home)


def example(name: str, leftward: bool = False) -> tuple[World, Home]:
    world = World(own(), leftward)
    return world, world.open(Patch.read(ROOT / "examples" / f"{name}.maxpat"))


@pytest.mark.parametrize("leftward", [False, True], ids=["right first", "left first"])
def test_the_duet_plays_from_keyboard_to_synthesizer(leftward: bool) -> None:
    world, home = example("01_duet_with_a_keyboard", leftward)
    keys = home.labelled("midiin")
    for byte in (0x90, 60, 100):
        keys.take(0, (byte,))
    assert world.osc[-1][3] == ("/perf/in/note", 0, 60, 100)
    world.hear(9471, "/perf/alive", 0)
    world.hear(9471, "/perf/note", 0, 72, 90, 20.0)
    world.advance(20)
    assert world.midi == [(20, 0x90), (20, 72), (20, 90)]
    escape = home.labelled("key")
    assert isinstance(escape, Key)
    escape.press(27)
    assert world.osc[-1][3] == ("/perf/panic",)
    world.advance(10)
    assert [byte for _, byte in world.midi[3:]] == [
        0x90,
        72,
        0,
        0xB0,
        64,
        0,
        0xB0,
        123,
        0,
        0xB0,
        120,
        0,
    ]


def test_one_engine_plays_two_voices_each_on_its_channel() -> None:
    world, home = example("04_two_voices")
    world.hear(9471, "/perf/alive", 0)
    since = len(world.osc)
    lead = next(n for n in home.nodes.values() if n.box.text.startswith("/perf/voice/0/mode solo"))
    lead.take(0, ("bang",))
    sent = [(port, message) for _, _, port, message in world.osc[since:]]
    assert sent == [
        (9470, ("/perf/voice/0/mode", "solo")),
        (9470, ("/perf/voice/1/mode", "duet")),
    ]
    world.hear(9471, "/perf/note", 0, 60, 90, 10.0)
    world.hear(9471, "/perf/note", 1, 67, 80, 10.0)
    world.advance(10)
    assert {byte for _, byte in world.midi} == {0x90, 60, 90, 0x91, 67, 80}


def test_every_example_fits_a_screen_of_1080_pixels() -> None:
    examples = sorted(ROOT.glob("examples/*.maxpat"))
    assert len(examples) == 5
    for path in examples:
        x, y, width, height = Patch.read(path).header["rect"]
        assert y + height <= 1000, path.name  # below it are Max's own bars
        assert x + width <= 1440, path.name
        assert max(box.rect.bottom for box in Patch.read(path).boxes) <= height, path.name


def test_the_light_says_whose_turn_it_is() -> None:
    world, home = example("03_call_and_response")
    lit = []
    for node in home.nodes.values():
        if isinstance(node, Button):
            node.click = lit.append
            node.take = lambda inlet, message, n=node: lit.append(n.box.rect.x)
    for phase in ("count_in", "call", "answer", "rest"):
        world.hear(9471, "/perf/turn", 0, phase, 5.0, 0.0)
    assert lit == sorted(lit)
    assert len(set(lit)) == 4
    assert panel(home, "flonum").value == 5.0


def test_what_is_heard_and_foreseen_is_shown() -> None:
    world, home = example("05_what_it_has_in_mind")
    world.hear(9471, "/perf/heard", 0, 60, 90)
    world.hear(9471, "/perf/foresee", 0, 64, 80, 120.0, 0.25, 1.5)
    assert [panel(home, "kslider", n).value for n in (0, 1)] == [60, 64]
    assert panel(home, "flonum").value == 0.25
