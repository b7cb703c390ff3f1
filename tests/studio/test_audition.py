import itertools
import math
import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from perf_engine.core.messages import (
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prime,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Stop,
)
from perf_engine.engine.handlers.schema import find
from perf_engine.protocol.errors import NoEngine, Refused
from perf_engine.protocol.notes import Other, Release, Strike
from perf_engine.studio.audition import live, spoken
from perf_engine.studio.line import OscLine
from perf_engine.studio.phrase import phrase
from perf_engine.studio.plan import messages
from tests.studio.studio_fakes import Echo, FakeLine, message

PLAN = [(0.0, NoteOn(0, 60, 64)), (0.3, NoteOff(0, 60)), (1.0, NoteOn(0, 62, 80))]


def addresses(line):
    return [address for _, address, _ in line.sent if address != "/perf/ping"]


def test_a_live_audition_registers_plays_listens_lets_go_and_leaves():
    line = FakeLine(Echo())
    recording = live(line, PLAN, 3.0, [SetMode("duet"), Seed(3)])
    assert addresses(line) == [
        "/perf/notify",
        "/perf/mode",
        "/perf/seed",
        "/perf/in/note",
        "/perf/in/note",
        "/perf/in/note",
        "/perf/in/note",
        "/perf/release",
        "/perf/notify",
    ]
    assert line.sent[0][2] == (1, 9999, "bundle", 10.0)
    assert line.sent[-1][2] == (0, 9999)
    assert not line.registered
    times = [time for time, _ in recording.heard]
    assert times == pytest.approx([0.0, 0.3, 1.0, 3.0])
    assert [(s.pitch, s.due) for s in recording.said] == [
        (72, pytest.approx(0.5)),
        (72, pytest.approx(0.75)),
        (74, pytest.approx(1.5)),
        (74, pytest.approx(1.75)),
    ]
    assert recording.hung == ()
    assert recording.broken == ""


def test_a_voice_on_channel_10_is_heard_on_drums_while_it_is_there():
    class Placed(FakeLine):
        def send(self, address, *arguments):
            super().send(address, *arguments)
            if address == "/perf/notify":
                self._arrive(Other("/perf/channel", (0, 10, 0)))
                self._arrive(Other("/perf/channel", ("of no use",)))
            if address == "/perf/in/note" and arguments[1:] == (62, 80):
                self._arrive(Other("/perf/channel", (0, 1, 1)))

    notes = live(Placed(Echo()), PLAN, 3.0, []).performance().notes
    assert [(note.pitch, note.track) for note in notes if note.pitch > 70] == [
        (72, "machine drums"),
        (74, "machine"),
    ]


def test_a_borrowed_engine_gets_back_its_modes_and_controls():
    line = FakeLine(Echo())
    for voice, mode in enumerate(("solo", "duet")):
        line.values[f"/perf/voice/{voice}/mode"] = mode
        line.values[f"/perf/voice/{voice}/density"] = 0.5 + voice
    first = [SetMode("takeover"), SetControls((("density", 3.0),))]
    live(line, PLAN, 2.0, first, borrowed=True)
    said = [(address, arguments) for _, address, arguments in line.sent if arguments]
    after = said[said.index(("/perf/mode", ("takeover",))) :]
    assert after[1] == ("/perf/set", ("density", 3.0))
    assert [one for one in after if one[0].startswith("/perf/voice/")] == [
        ("/perf/voice/0/mode", ("solo",)),
        ("/perf/voice/0/density", (0.5,)),
        ("/perf/voice/1/mode", ("duet",)),
        ("/perf/voice/1/density", (1.5,)),
    ]


@pytest.mark.parametrize(("device", "asked"), [("Speakers", [("you",), ("auto",)]), ("", [])])
def test_the_file_is_sounded_where_the_built_in_sound_is_silent(device, asked):
    line = FakeLine(Echo())
    line.values["/perf/sound/status"] = (device, 48000, 256, 5.0, "x", 0, 0.0, "none", "")
    line.values["/perf/sound/plays"] = "auto"
    live(line, PLAN, 2.0, borrowed=True)
    plays = [given for _, address, given in line.sent if address == "/perf/sound/plays" and given]
    assert plays == asked


def test_an_engine_that_is_not_changed_is_not_asked():
    line = FakeLine(Echo())
    live(line, PLAN, 2.0, [Seed(3)], borrowed=True)
    assert "/perf/status" not in addresses(line)


def test_whoever_watches_sees_it_grow():
    seen = []
    live(FakeLine(Echo()), PLAN, 3.0, watch=lambda recorder, now: seen.append((now, recorder)))
    times = [now for now, _ in seen]
    assert len(times) > 20
    assert times == sorted(times)
    assert max(later - now for now, later in itertools.pairwise(times)) < 0.2
    assert {note.pitch for note in seen[-1][1].so_far(2.9).notes} == {60, 62, 72, 74}


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
    said = [(a, arguments) for _, a, arguments in line.sent if a != "/perf/ping"]
    assert said[-4:] == [
        ("/perf/in/note", (0, 62, 0)),
        ("/perf/in/pedal", (0, 0)),
        ("/perf/release", ()),
        ("/perf/notify", (0, 9999)),
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
        while True:
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

    for _ in range(5):  # a machine that stands still breaks in on a tenth of a second, now and then
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with OscLine(*engine_socket.getsockname()) as line:
            recording = live(line, PLAN[:1], 0.1)
        thread.join(60.0)
        assert not thread.is_alive()
        assert recording.hung == ()
        kinds = [type(s) for s in recording.said]
        if kinds == [Strike, Release] and recording.said[0].due < 0.05:
            return
    pytest.fail(f"the answer does not come at once: {recording.said}")


@pytest.mark.parametrize(
    "doing",
    [
        NoteOn(0, 60, 64),
        NoteOn(0, 60, 64, duration=0.5),
        NoteOff(1, 60),
        Pedal(0, 127),
        SetControls((("temperature", 0.9), ("lead", 20.0))),
        SetControls((("share", 0.1),), voice=2),
        SetMode("duet"),
        SetMode("duet", 1),
        Stop(),
        Reset(3),
        Panic(),
        Seed(5),
    ],
)
def test_what_it_says_is_in_the_schema(doing):
    address, *arguments = spoken(doing)
    entry, _ = find(address)
    entry.check(arguments)


def test_what_has_no_message_is_refused():
    with pytest.raises(ValueError, match="Prime"):
        spoken(Prime(()))
