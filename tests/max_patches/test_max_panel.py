"""perf.engine.ui: every control, asked and told, and presets."""

from __future__ import annotations

import pytest

from max_patches.build.panel import CELL, placed, size, span
from max_patches.build.schema import Schema
from max_patches.simulator.controls import Button, Turned
from max_patches.simulator.world import Home
from perf_engine.engine.handlers.schema import find
from tests.max_patches.patches import opened, said

CONTROLS = dict(Schema().controls)


def turned(home: Home, name: str) -> Turned:
    found = home.named(name)
    assert isinstance(found, Turned)
    return found


def click(home: Home, label: str) -> None:
    for node in home.nodes.values():
        if isinstance(node, Button) and node.box.text == label:
            node.click()


def other(name: str) -> int | float | str:
    """Another value than the default."""
    value = CONTROLS[name]
    if value.choices:
        return next(choice for choice in value.choices if choice != value.default)
    return value.high if value.default != value.high else value.low


def greeted(home: Home) -> None:
    """An engine that was there is heard, and says how everything stands."""
    home.send(0, "/perf/running", "general")
    pairs = [atom for name, value in CONTROLS.items() for atom in (name, value.default)]
    home.send(0, "/perf/get", *pairs)
    home.send(0, "/perf/mode", "takeover")


def test_an_engine_that_was_there_is_asked_and_nothing_is_sent_back() -> None:
    _, home = opened("perf.engine.ui")
    home.send(0, "/perf/running", "general")
    assert said(home, 0) == [("/perf/get",), ("/perf/mode",)]
    home.send(0, "/perf/get", *(atom for name in CONTROLS for atom in (name, other(name))))
    home.send(0, "/perf/mode", "takeover")
    assert len(said(home, 0)) == 2
    for name, value in CONTROLS.items():
        kept = turned(home, name).value
        assert kept == (value.choices.index(str(other(name))) if value.choices else other(name))
    assert turned(home, "mode").value == Schema().modes.index("takeover")


@pytest.mark.parametrize("name", CONTROLS)
def test_a_turned_control_tells_the_engine(name: str) -> None:
    _, home = opened("perf.engine.ui")
    greeted(home)
    before = len(said(home, 0))
    value = other(name)
    turned(home, name).turn(value)
    assert said(home, 0)[before:] == [(f"/perf/param/{name}", value)]
    find(f"/perf/param/{name}")[0].check([value])


def test_before_an_engine_was_heard_nothing_is_said() -> None:
    _, home = opened("perf.engine.ui")
    turned(home, "temperature").turn(1.5)
    assert said(home, 0) == []


def test_an_engine_that_came_back_is_told_what_is_set_here() -> None:
    _, home = opened("perf.engine.ui")
    greeted(home)
    turned(home, "temperature").turn(1.5)
    before = len(said(home, 0))
    home.send(0, "lost")
    home.send(0, "/perf/running", "general")
    told = dict(said(home, 0)[before:])
    assert told.pop("/perf/mode") == "takeover"
    assert set(told) == {f"/perf/param/{name}" for name in CONTROLS}
    assert told["/perf/param/temperature"] == 1.5
    before = len(said(home, 0))
    home.send(0, "/perf/running", "general")  # another model, say
    assert said(home, 0)[before:] == [("/perf/get",), ("/perf/mode",)]


def test_a_preset_is_stored_and_recalled() -> None:
    _, home = opened("perf.engine.ui")
    greeted(home)
    number = next(n for n in home.nodes.values() if n.box.maxclass == "number")
    assert isinstance(number, Turned)
    number.turn(7)
    turned(home, "temperature").turn(1.5)
    click(home, "store")
    turned(home, "temperature").turn(0.5)
    turned(home, "share").turn(0.25)
    before = len(said(home, 0))
    click(home, "recall")
    told = dict(said(home, 0)[before:])
    assert told["/perf/param/temperature"] == 1.5
    assert told["/perf/param/share"] == CONTROLS["share"].default
    assert turned(home, "temperature").value == 1.5


def test_play_rest_and_forget_are_said() -> None:
    _, home = opened("perf.engine.ui")
    greeted(home)
    before = len(said(home, 0))
    for label in ("play", "rest", "forget"):
        click(home, label)
    assert said(home, 0)[before:] == [("/perf/start",), ("/perf/stop",), ("/perf/reset",)]


def test_a_menu_has_room_for_its_longest_word_and_no_control_lies_on_another() -> None:
    schema = Schema()
    cells, _ = placed(schema)
    taken: set[tuple[float, float]] = set()
    for name, value in schema.controls:
        x, y = cells[name]
        mine = {(x + i * CELL[0], y) for i in range(span(value))}
        assert not mine & taken
        taken |= mine
        letters = max(map(len, value.choices), default=0)
        assert span(value) * CELL[0] >= letters * 6.0  # as wide as Max writes a letter of 10 points
        assert x + span(value) * CELL[0] <= size(schema)[0]


def test_panic_is_said_even_before_an_engine_was_heard() -> None:
    for name in ("perf.engine.ui", "perf.voice.ui"):
        _, home = opened(name, 1)
        click(home, "PANIC")
        assert said(home, 0) == [("/perf/panic",)]


def test_a_voices_panel_asks_shows_and_sets_this_voice_alone() -> None:
    _, home = opened("perf.voice.ui", 2)
    home.send(0, "/perf/running", "general")
    assert said(home, 0) == [("/perf/voice/2/*",)]
    for name in CONTROLS:
        home.send(0, f"/perf/voice/2/{name}", other(name))
    home.send(0, "/perf/voice/2/mode", "follow")
    home.send(0, "/perf/voice/1/density", 3.5)
    home.send(0, "/perf/note", 2, 60, 90, 10.0)
    assert len(said(home, 0)) == 1
    assert turned(home, "density").value == other("density")
    assert turned(home, "mode").value == Schema().modes.index("follow")
    turned(home, "density").turn(0.5)
    click(home, "rest")
    assert said(home, 0)[1:] == [("/perf/voice/2/density", 0.5), ("/perf/stop", 2)]
    find("/perf/voice/2/density")[0].check([0.5])


def test_a_voice_that_came_back_is_told_what_is_set_here() -> None:
    _, home = opened("perf.voice.ui", 1)
    home.send(0, "/perf/running", "general")
    for name, value in CONTROLS.items():
        home.send(0, f"/perf/voice/1/{name}", value.default)
    turned(home, "temperature").turn(1.5)
    before = len(said(home, 0))
    home.send(0, "lost")
    home.send(0, "/perf/running", "general")
    told = dict(said(home, 0)[before:])
    assert set(told) == {f"/perf/voice/1/{name}" for name in (*CONTROLS, "mode")}
    assert told["/perf/voice/1/temperature"] == 1.5
