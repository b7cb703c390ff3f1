"""The process that holds the ports, without the process: a socket, a clock of ours and a book."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from perf_engine.clients.midi.ports import holder as holder_module
from perf_engine.clients.midi.ports import holder_messages as f
from perf_engine.clients.midi.ports.holder import STALLED, Holder
from perf_engine.clients.midi.ports.holder_messages import TIME, Frames
from perf_engine.clients.midi.to_synthesizer import clear


class Ports:
    """A patchbay whose ports are a list."""

    next_settled, busy, failing, polled = float("inf"), False, False, False

    def __init__(self, midi_in, midi_out, stage, report) -> None:
        self.wanted, self.stage, self.report = (midi_in, midi_out), stage, report
        self.sent: list[list[int]] = []
        self.ended = False

    def start(self) -> bool:
        self.report(json.dumps({"opened": ["out: Synth"], "failed": []}))
        return True

    def send(self, message: list[int]) -> None:
        self.sent.append(message)

    def hear_keys(self) -> None: ...

    def driver_lost(self, drivers) -> bool:
        return False

    def prove(self, linked, looked: float) -> bool:
        return False

    def end(self) -> None:
        self.ended = True


class Nobody:
    """A watch that sees nothing."""

    drivers = linked = None
    looked = float("-inf")

    def __init__(self, now: float) -> None: ...

    def fileno(self) -> int:
        return -1

    def changed(self, now: float) -> bool:
        return False

    def close(self, patience: float) -> None: ...


class Stage:
    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.bridge, self.now = Frames(ours), 100.0
        self.killed = 0
        self.holder = Holder(Frames(theirs), ["auto"], "auto", self.kill)
        assert self.holder.start(patient=False)

    def kill(self) -> None:
        self.killed += 1

    @property
    def ports(self) -> Ports:
        return self.holder._patchbay

    def say(self, kind: int, data: bytes = b"") -> None:
        self.bridge.put(kind, data)
        self.bridge.flush()
        assert not self.holder._wait(1.0)

    def told(self) -> list[f.Frame]:
        self.holder._frames.flush()
        return self.bridge.take()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(holder_module, "Patchbay", Ports)
    monkeypatch.setattr(holder_module, "Watch", Nobody)
    made: list[Stage] = []
    monkeypatch.setattr(holder_module.time, "monotonic", lambda: made[0].now if made else 100.0)
    made.append(Stage())
    yield made[0]
    made[0].bridge.close()


def test_what_the_bridge_sends_goes_out_and_each_strike_has_one_release(stage):
    sent = [[0x90, 60, 100], [0x91, 62, 90], [0xB0, 64, 127], [0x80, 60, 0], [0xF8], [0xFE]]
    for message in sent:
        stage.say(f.SEND, bytes(message))
    assert stage.ports.sent == sent
    stage.say(f.SEND, bytes([0x80, 60, 0]))
    assert stage.ports.sent == sent, "it is not held any more"
    (report,) = [data for kind, data in stage.told() if kind == f.REPORT]
    assert json.loads(report)["opened"] == ["out: Synth"]


def test_when_the_bridge_is_gone_everything_is_let_go_before_the_ports_are_closed(stage):
    for message in ([0x93, 60, 100], [0x90, 64, 90], [0xB3, 64, 127]):
        stage.say(f.SEND, bytes(message))
    stage.ports.sent.clear()
    stage.bridge.close()
    assert stage.holder.run()
    assert stage.ports.sent[:3] == [[0x80, 64, 0], [0x83, 60, 0], [0xB3, 64, 0]]
    assert stage.ports.ended
    assert stage.killed == 1


def test_what_was_sent_last_is_played_before_the_end(stage):
    stage.bridge.put(f.SEND, bytes([0x90, 60, 100]))
    stage.bridge.put(f.SEND, bytes([0x80, 60, 0]))
    stage.bridge.put(f.GOODBYE)
    stage.bridge.leave()
    assert stage.holder.run()
    assert stage.killed == 0
    assert stage.ports.sent[:2] == [[0x90, 60, 100], [0x80, 60, 0]]


def test_a_bridge_without_a_sign_of_life_is_missed_once_and_welcome_again(stage):
    stage.say(f.SEND, bytes([0x90, 60, 100]))
    stage.holder._miss_the_bridge(100.0 + STALLED)
    assert stage.ports.sent == [[0x90, 60, 100]]
    stage.holder._miss_the_bridge(100.01 + STALLED)
    assert [0x80, 60, 0] in stage.ports.sent
    count = len(stage.ports.sent)
    stage.holder._miss_the_bridge(105.0)
    assert len(stage.ports.sent) == count
    stage.now = 105.0
    stage.say(f.SEND, bytes([0x90, 62, 100]))
    stage.holder._miss_the_bridge(105.1)
    assert stage.ports.sent[count:] == [[0x90, 62, 100]]


def test_what_others_left_sounding_is_let_go_on_an_output_that_opens(stage):
    stage.say(f.SOUNDS, bytes([0x83, 60]))
    stage.say(f.SOUNDS, bytes([0xB3, 64]))
    sent: list[list[int]] = []
    stage.holder.clear(sent.append)
    usual: list[list[int]] = []
    clear(usual.append)
    assert sent == [[0x83, 60, 0], [0xB3, 64, 0], *usual]
    assert f.CLEARED in [kind for kind, _ in stage.told()]


def test_keys_are_handed_on_with_their_time_and_their_input(stage):
    stage.told()
    stage.holder.open_input("Keys é")
    stage.holder.open_input("Pads")
    stage.holder.hear_midi("Pads", [0x90, 60, 100], 12.5)
    stage.holder.close_input("Keys é")
    stage.holder.open_input("Again")
    assert stage.told() == [
        (f.OPENED, b"\0" + "Keys é".encode()),
        (f.OPENED, b"\1Pads"),
        (f.HEARD, TIME.pack(12.5) + b"\1\x90\x3c\x64"),
        (f.CLOSED, b"\0"),
        (f.OPENED, b"\0Again"),
    ]


def test_an_output_that_goes_silences_and_is_told(stage):
    stage.say(f.SEND, bytes([0x90, 60, 100]))
    stage.told()
    stage.holder.silence()
    assert [0x80, 60, 0] in stage.ports.sent
    assert stage.told() == [(f.LOST, b"")]


def test_a_port_waits_for_a_moment_without_a_note_but_not_for_ever(stage):
    stage.say(f.NEXT, TIME.pack(100.02))
    assert stage.holder._hurried(100.0, 100.0)
    assert not stage.holder._hurried(101.5, 100.0)
    stage.say(f.NEXT, TIME.pack(float("inf")))
    assert not stage.holder._hurried(100.0, 100.0)


def test_it_gives_a_sign_of_life_now_and_then(stage):
    stage.told()
    stage.now += holder_module.COUNT_EVERY
    stage.holder._look_after(stage.now)
    assert stage.told() == [(f.ALIVE, b"")]
    stage.holder._look_after(stage.now)
    assert stage.told() == []
