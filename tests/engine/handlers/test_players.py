"""What players play: with source and stamp, at once or at its time tag."""

from __future__ import annotations

import pytest

from perf_engine.core.messages import HeardMessage, NoteOff, NoteOn, Pedal
from perf_engine.protocol.packets import build, bundle
from tests.engine.stage import WALL, Peer, Stage


def heard(stage: Stage) -> list[object]:
    return [message for message, _ in stage.performer.heard]


def test_notes_are_heard_with_source_and_stamp(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note", 1, 60, 100)
    peer.say("/perf/in/note", 1, 60, 0)
    peer.say("/perf/in/noteon", 2, 61, 90)
    peer.say("/perf/in/noteoff", 2, 61)
    peer.say("/perf/in/note", 3, 62, 80, 0.5)
    peer.say("/perf/in/pedal", 3, 127)
    peer.say("/perf/in/cc", 3, 64, 0)
    peer.say("/perf/in/cc", 3, 7, 100)
    stage.turn(10)
    host = "127.0.0.1"
    assert stage.performer.heard == [
        (message, 100.0)
        for message in (
            NoteOn(1, 60, 100, f"{host}/1"),
            NoteOff(1, 60, f"{host}/1"),
            NoteOn(2, 61, 90, f"{host}/2"),
            NoteOff(2, 61, f"{host}/2"),
            NoteOn(3, 62, 80, f"{host}/3", 0.5),
            Pedal(3, 127, f"{host}/3"),
            Pedal(3, 0, f"{host}/3"),
        )
    ]
    assert peer.messages() == []


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (("note", 0), NoteOn(0, 60, 100, "127.0.0.1/0", 0.25)),
        (("n", -12.0, "sustain", 2.0), NoteOn(0, 48, 100, "127.0.0.1/0", 2.0)),
        (("midinote", 71.2, "amp", 0.5, "player", 4), NoteOn(4, 71, 64, "127.0.0.1/4", 0.25)),
        (
            ("s", "superpiano", "note", 7.0, "gain", 1.3, "delta", 0.5),
            NoteOn(0, 67, 127, "127.0.0.1/0", 0.5),
        ),
        (("cps", 0.5, "n", 1, "velocity", 0.25), NoteOn(0, 61, 32, "127.0.0.1/0", 0.25)),
        (("note", 0, "gain", 0.0), None),
    ],
)
def test_tidal_is_understood(
    stage: Stage, peer: Peer, said: tuple[float | str, ...], note: NoteOn | None
) -> None:
    peer.say("/perf/in/play", *said)
    stage.turn(2)
    assert heard(stage) == ([note] if note else [])
    assert peer.messages() == []


def test_a_note_tagged_for_later_is_heard_then_with_that_stamp(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL + 100.2, [build("/perf/in/note", 0, 60, 100)]))
    stage.turn(2)
    assert heard(stage) == []
    assert stage.loop.inbox.due() == pytest.approx(100.2, abs=1e-6)
    stage.hand.time = 100.21
    stage.turn(2)
    ((_, stamp),) = stage.performer.heard
    assert stamp == pytest.approx(100.2, abs=1e-6)


def test_what_a_player_states_to_hold_ends_what_it_does_not(stage: Stage, peer: Peer) -> None:
    for pitch in (60, 64, 67):
        peer.say("/perf/in/note", 0, pitch, 100)
    peer.say("/perf/in/note", 0, 72, 100, 5.0)  # it knows its end
    peer.say("/perf/in/note", 1, 48, 100)
    peer.say("/perf/in/pedal", 0, 127)
    peer.say("/perf/in/holding", 0, 60, 67, 128)
    peer.say("/perf/in/holding", 0, 67)
    peer.say("/perf/in/holding", 0, 67)
    peer.say("/perf/in/holding", 0)
    peer.say("/perf/in/holding", 2, 60)
    stage.turn(20)
    host = "127.0.0.1/0"
    assert heard(stage)[6:] == [
        NoteOff(0, 64, host),
        NoteOff(0, 60, host),
        Pedal(0, 0, host),
        NoteOff(0, 67, host),
    ]
    assert peer.messages() == []


def test_a_key_that_is_out_of_range_is_no_statement(stage: Stage, peer: Peer) -> None:
    peer.say("/perf/in/note", 0, 60, 100)
    peer.say("/perf/in/holding", 0, 129)
    stage.turn(4)
    assert heard(stage) == [NoteOn(0, 60, 100, "127.0.0.1/0")]
    assert peer.messages()[0][1][2] == "pitch must be 0..128, not 129"


def test_a_late_thread_hears_in_the_order_of_the_stamps(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL + 100.2, [build("/perf/in/note", 0, 60, 100)]))
    stage.turn(2)
    peer.say("/perf/in/note", 0, 62, 100)  # came meanwhile
    stage.hand.time = 100.21
    stage.turn(2)
    assert [(m.pitch, round(at, 2)) for m, at in stage.performer.heard] == [
        (60, 100.2),
        (62, 100.21),
    ]


def test_a_note_tagged_with_the_past_is_heard_as_it_comes(stage: Stage, peer: Peer) -> None:
    peer.send(bundle(WALL + 99.0, [build("/perf/in/note", 0, 60, 100)]))
    stage.turn(2)
    assert stage.performer.heard[0][1] == 100.0


def test_time_tags_follow_the_wall_clock_when_it_is_set(stage: Stage, peer: Peer) -> None:
    stage.hand.set_by = 5000.0
    stage.wait(1.1)
    peer.send(bundle(WALL + 5000.0 + stage.hand.time + 0.5, [build("/perf/in/note", 0, 60, 1)]))
    stage.turn(2)
    assert stage.loop.inbox.due() == pytest.approx(stage.hand.time + 0.5, abs=1e-6)


def test_that_a_strike_is_heard_is_said_before_the_instrument_hears_it_and_once(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.ask(peer, "/perf/notify", 2)
    peer.messages()
    came: list[tuple[str, list[object]]] = []
    hear = stage.performer.hear

    def listen(message: HeardMessage, now: float) -> None:
        came.extend(peer.messages())
        hear(message, now)

    monkeypatch.setattr(stage.performer, "hear", listen)
    peer.say("/perf/in/note", 3, 60, 90)
    stage.turn(3)
    assert came == [("/perf/heard", [3, 60, 90])]
    assert [m for m in peer.messages() if m[0] == "/perf/heard"] == []
    peer.say("/perf/in/note", 3, 60, 0)
    stage.turn(3)
    assert [m for m in peer.messages() if m[0] == "/perf/heard"] == [("/perf/heard", [3, 60, 0])]
