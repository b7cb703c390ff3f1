import math
import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage
from studio_fakes import Echo, FakeLine, message

from perf_engine.core.messages import NoteOff, NoteOn, Pedal, Release, Seed, SetMode, Strike
from perf_engine.studio.audition import NoEngine, Refused, live
from perf_engine.studio.line import OscLine
from perf_engine.studio.phrase import phrase
from perf_engine.studio.plan import messages

PLAN = [(0.0, NoteOn(0, 60, 64)), (0.3, NoteOff(0, 60)), (1.0, NoteOn(0, 62, 80))]


def addresses(line):
    return [address for _, address, _ in line.sent if address != "/perf/ping"]


def test_a_live_audition_registers_plays_listens_lets_go_and_leaves():
    line = FakeLine(Echo())
    recording = live(line, PLAN, 3.0, [SetMode("duet"), Seed(3)])
    assert addresses(line) == [
        "/perf/notify", "/perf/mode", "/perf/seed", "/perf/in/note", "/perf/in/note",
        "/perf/in/note", "/perf/in/note", "/perf/release", "/perf/notify",
    ]
    assert line.sent[0][2] == (1, 9999, "bundle", 10.0)
    assert line.sent[-1][2] == (0, 9999)
    assert not line.registered
    times = [time for time, _ in recording.heard]
    assert times == pytest.approx([0.0, 0.3, 1.0, 3.0])
    assert [(s.pitch, s.due) for s in recording.said] == [
        (72, pytest.approx(0.5)), (72, pytest.approx(0.75)),
        (74, pytest.approx(1.5)), (74, pytest.approx(1.75)),
    ]
    assert recording.hung == ()
    assert recording.broken == ""


def test_what_sounds_at_the_end_is_let_go_by_the_engine():
    recording = live(FakeLine(Echo()), PLAN, 1.6)
    assert recording.hung == ()
    assert recording.performance().track("machine").end == pytest.approx(1.6, abs=0.05)


def test_without_an_engine_it_says_so():
    line = FakeLine()
    with pytest.raises(NoEngine, match="no engine answers"):
        live(line, PLAN, 3.0)
    assert line.time < 1003.0


def test_what_the_engine_refuses_is_a_sentence_and_it_leaves():
    line = FakeLine(Echo(), refuses=("/perf/mode",))
    with pytest.raises(Refused, match="refused /perf/mode: not now"):
        live(line, PLAN, 3.0, [SetMode("duet")])
    assert addresses(line)[-1] == "/perf/notify"
    assert not line.registered


def test_an_engine_that_dies_ends_it_and_what_it_held_is_ended():
    line = FakeLine(Echo(), dies_at=1001.6)
    recording = live(line, [*PLAN, (20.0, NoteOn(0, 70, 64))], 30.0)
    assert "quiet" in recording.broken
    assert 4.0 < recording.ended < 6.0
    assert recording.hung == ((0, 74),)
    assert all(n.end <= recording.ended for n in recording.performance().notes)


def test_stopped_by_hand_it_lets_go_of_everything():
    class Stopped(FakeLine):
        def receive(self, until):
            if 1001.4 < self.time < 1002.0:
                self.time = 1002.0
                raise KeyboardInterrupt
            return super().receive(until)

    line = Stopped(Echo())
    recording = live(line, [*PLAN, (1.2, Pedal(0, 127))], 30.0)
    assert recording.broken == "stopped by hand"
    assert recording.hung == ()
    assert [(a, args) for _, a, args in line.sent[-4:]] == [
        ("/perf/in/note", (0, 62, 0)), ("/perf/in/pedal", (0, 0)),
        ("/perf/release", ()), ("/perf/notify", (0, 9999)),
    ]


@given(st.integers(0, 10_000), st.floats(0.0, 0.3))
@settings(deadline=None, max_examples=30)
def test_lost_packets_leave_nothing_held_that_is_not_named(seed, share):
    loses = random.Random(seed)
    line = FakeLine(Echo(), lost=lambda: loses.random() < share)
    try:
        recording = live(line, messages(phrase()), 15.0)
    except NoEngine:
        return
    struck = {(s.voice, s.pitch) for s in recording.said if isinstance(s, Strike)}
    assert set(recording.hung) <= struck
    assert all(math.isfinite(n.end) for n in recording.performance().notes)
    assert not [m for m in recording.heard if m[0] > recording.ended]


def test_over_real_udp_it_says_that_no_engine_is_there(engine_socket):
    port = engine_socket.getsockname()[1]
    engine_socket.close()
    with OscLine("127.0.0.1", port) as line, pytest.raises(NoEngine):
        live(line, PLAN, 1.0)


def test_over_real_udp_a_note_goes_out_and_its_answer_comes_back(engine_socket):
    def serve():
        for _ in range(100):
            data, client = engine_socket.recvfrom(2000)
            heard = OscMessage(data)
            if heard.address == "/perf/in/note":
                _, pitch, velocity = heard.params
                kind = ("/perf/note", 0, pitch + 1, velocity, 0.0)
                answer = kind if velocity else ("/perf/noteoff", 0, pitch + 1, 0.0)
                engine_socket.sendto(message(*answer).dgram, client)
            else:
                engine_socket.sendto(message("/perf/done", heard.address).dgram, client)
            if heard.address == "/perf/notify" and heard.params[0] == 0:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with OscLine(*engine_socket.getsockname()) as line:
        recording = live(line, PLAN[:1], 0.1)
    thread.join(5.0)
    assert [type(s) for s in recording.said] == [Strike, Release]
    assert recording.said[0].due < 0.05
    assert recording.hung == ()
