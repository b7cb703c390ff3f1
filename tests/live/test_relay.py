"""What is said about knobs reaches everybody, checked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stage import Peer, Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def registered(stage: Stage) -> Peer:
    peer = stage.peer()
    stage.ask(peer, "/perf/notify", 1)
    peer.messages()
    return peer


def test_learning_is_told_to_everybody_with_the_controls_own_ends(stage):
    bridge, hand = registered(stage), stage.peer()
    assert stage.ask(hand, "/perf/midi/learn", "patience") == ["/perf/done", "/perf/midi/learn"]
    assert bridge.messages() == [("/perf/midi/learning", ["patience", pytest.approx(0.2), 30.0])]
    stage.ask(hand, "/perf/midi/learn", "none")
    assert bridge.messages() == [("/perf/midi/learning", ["none", 0.0, 127.0])]


def test_a_binding_is_told_to_everybody_and_so_is_its_end(stage):
    bridge, hand = registered(stage), stage.peer()
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


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (("/perf/midi/learn", "loudness"), "control must be one of"),
        (("/perf/midi/learn", "share", 0.0, 2.0), "share must be 0..1, not 2"),
        (("/perf/midi/bind", 64, "share"), "the pedal"),
        (("/perf/midi/bind", 120, "share"), "number must be 0..119, not 120"),
        (("/perf/midi/bind", 7, "polyphony", 1.5, 3), "polyphony must be a whole number"),
    ],
)
def test_what_cannot_be_bound_is_refused_and_nobody_told(stage, message, words):
    bridge, hand = registered(stage), stage.peer()
    address, code, text = stage.ask(hand, *message)[1:]
    assert (address, code) == (message[0], 3)
    assert words in text
    assert bridge.messages() == []
