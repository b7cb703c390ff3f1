"""What is said about knobs reaches everybody, checked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perf_engine.core.model.told import Told
from tests.engine.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def test_learning_is_told_to_everybody_with_the_controls_own_ends(stage):
    bridge, hand = stage.registered(), stage.peer()
    assert stage.ask(hand, "/perf/midi/learn", "patience") == ["/perf/done", "/perf/midi/learn"]
    assert bridge.messages() == [("/perf/midi/learning", ["patience", pytest.approx(0.2), 30.0])]
    stage.ask(hand, "/perf/midi/learn", "Volume")
    assert bridge.messages() == [("/perf/midi/learning", ["velocity_scale", 0.0, 2.0])]
    stage.ask(hand, "/perf/midi/learn", "none")
    assert bridge.messages() == [("/perf/midi/learning", ["none", 0.0, 127.0])]


def test_a_binding_is_told_to_everybody_and_so_is_its_end(stage):
    bridge, hand = stage.registered(), stage.peer()
    stage.ask(hand, "/perf/midi/bind", 74, "polyphony", 8, 1)
    stage.ask(hand, "/perf/midi/bind", 20, "panic")
    stage.ask(hand, "/perf/midi/unbind", 74)
    stage.ask(hand, "/perf/midi/bindings")
    assert bridge.messages() == [
        ("/perf/midi/bound", [74, "polyphony", 8.0, 1.0]),
        ("/perf/midi/bound", [20, "panic", 0.0, 127.0]),
        ("/perf/midi/unbound", [74]),
        ("/perf/midi/tell", []),
    ]


def test_the_keyboards_that_the_bridge_hears_are_told_to_those_who_ask(stage):
    hand = stage.peer()
    assert stage.ask(hand, "/perf/midi/keyboards") == ["/perf/midi/keyboards.reply"]
    stage.loop.relay.plugged(["Keystation 49", "Pads"])
    asked = stage.ask(hand, "/perf/midi/keyboards")
    assert asked == ["/perf/midi/keyboards.reply", "Keystation 49", "Pads"]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (("/perf/midi/learn", "share", 0.0, 2.0), "share must be 0..1, not 2"),
        (("/perf/midi/bind", 64, "share"), "the pedal"),
        (("/perf/midi/bind", 120, "share"), "number must be 0..119, not 120"),
        (("/perf/midi/bind", 7, "polyphony", 1.5, 3), "polyphony must be a whole number"),
    ],
)
def test_what_cannot_be_bound_is_refused_and_nobody_told(stage, message, words):
    bridge, hand = stage.registered(), stage.peer()
    address, code, text = stage.ask(hand, *message)[1:]
    assert (address, code) == (message[0], 3)
    assert words in text
    assert bridge.messages() == []


def test_an_unknown_control_is_refused_with_the_nearest(stage):
    bridge, hand = stage.registered(), stage.peer()
    for message in (("/perf/midi/learn", "loudnes"), ("/perf/midi/bind", 7, "loudnes")):
        code, text = stage.ask(hand, *message)[2:]
        assert (code, text) == (5, "there is no control loudnes; did you mean velocity_scale?")
    assert bridge.messages() == []


def test_where_the_engine_s_bridge_listens_done_is_said_when_it_has_kept_the_binding(stage):
    hand, relay = stage.peer(), stage.loop.relay
    relay.listens = lambda: True
    assert stage.ask(hand, "/perf/midi/bind", 74, "share") == []
    assert stage.ask(hand, "/perf/sync", 1) == [], "it is under way"
    relay.kept(20, "")
    assert hand.messages() == []
    relay.kept(74, "")
    stage.turn(2)
    assert hand.messages() == [("/perf/done", ["/perf/midi/bind"]), ("/perf/synced", [1])]
    stage.ask(hand, "/perf/midi/unbind", 74)
    relay.kept(74, "")
    assert hand.messages() == [("/perf/done", ["/perf/midi/unbind"])]


def test_a_binding_that_is_not_kept_is_no_success(stage, caplog):
    hand, relay = stage.peer(), stage.loop.relay
    relay.listens = lambda: True
    stage.ask(hand, "/perf/midi/bind", 74, "share")
    relay.kept(74, "/home/me/midi_bindings.json: Read-only file system")
    why = "the binding lasts until the MIDI bridge ends, and is not stored:"
    assert hand.messages() == [
        (
            "/perf/fail",
            [
                "/perf/midi/bind",
                7,
                f"{why} /home/me/midi_bindings.json: Read-only file system",
            ],
        )
    ]
    assert "knob 74" in caplog.text
    relay.kept(75, "Read-only file system")  # learnt at the controller itself
    assert "knob 75" in caplog.text


def test_a_bridge_that_says_nothing_is_answered_for(stage):
    hand, relay = stage.peer(), stage.loop.relay
    relay.listens = lambda: True
    stage.ask(hand, "/perf/midi/bind", 74, "share")
    assert relay.due() < stage.hand.time + 3.0
    stage.wait(3.0)
    ((address, (of, code, text)),) = [m for m in hand.messages() if m[0] != "/perf/alive"]
    assert (address, of, code) == ("/perf/fail", "/perf/midi/bind", 7)
    assert "did not confirm" in text
    assert relay.due() == float("inf")


def test_a_knob_turns_through_the_styles_of_the_model(stage):
    bridge, hand = stage.registered(), stage.peer()
    stage.performer.weights.told = Told(("folk", "jazz", "waltz"))
    stage.ask(hand, "/perf/midi/bind", 74, "style")
    assert bridge.messages() == [("/perf/midi/bound", [74, "style", 0.0, 3.0])]
    said = stage.ask(hand, "/perf/midi/bind", 74, "style", 0, 4)
    assert "style must be one of none, folk, jazz, waltz, or 0..3, not 4" in said[-1]
