import math

from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.bridge import Bridge
from perf_engine.clients.wire import Other, Received
from perf_engine.core.messages import ControlChange, Flush, Release, Strike


class Synth:
    """Hears MIDI, and fails where a note-off is missing or too many."""

    def __init__(self) -> None:
        self.sounding: set[tuple[int, int]] = set()
        self.pedals: set[int] = set()
        self.struck: list[tuple[int, int, int]] = []

    def hear(self, message: list[int]) -> None:
        kind, key = message[0] & 0xF0, (message[0] & 0x0F, message[1])
        if kind == 0x90:
            assert message[2] > 0
            assert key not in self.sounding, "struck twice without a release"
            self.sounding.add(key)
            self.struck.append((*key, message[2]))
        elif kind == 0x80:
            assert key in self.sounding, "released without a strike, or twice"
            self.sounding.discard(key)
        elif kind == 0xE0:
            assert message[1:] == [0, 64]
        elif message[1] == 64:
            (self.pedals.add if message[2] else self.pedals.discard)(key[0])
        else:
            assert not any(channel == key[0] for channel, _ in self.sounding)


def made() -> tuple[Bridge, Synth, list[tuple[object, ...]]]:
    synth, said = Synth(), list[tuple[object, ...]]()
    return Bridge(9999, lambda *message: said.append(message), synth.hear), synth, said


def test_notes_play_at_their_time_and_wake_the_loop_for_it():
    bridge, synth, _ = made()
    bridge.advance(0.0)
    bridge.hear(Strike(0, 60, 100, 0.02), 0.0)
    assert bridge.next_due == bridge.next_note == 0.02
    bridge.advance(0.019)
    assert not synth.sounding
    bridge.advance(0.02)
    assert synth.sounding == {(0, 60)}


def test_silence_follows_three_seconds_without_the_engine():
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.hear(Strike(0, 64, 100, 2.9999), 2.0)
    bridge.advance(4.9)
    assert synth.sounding == {(0, 60), (0, 64)}
    bridge.advance(5.0)
    assert not synth.sounding


def test_notes_alone_are_a_sign_of_life():
    bridge, synth, _ = made()
    for second in range(10):
        bridge.hear(Strike(0, 60 + second, 100, float(second)), float(second))
        bridge.advance(float(second))
    assert len(synth.sounding) == 10


def test_an_engine_that_starts_anew_finds_silence():
    bridge, synth, _ = made()
    bridge.hear(Other("/perf/alive", (10,)), 0.0)
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.advance(0.0)
    bridge.hear(Other("/perf/alive", (0,)), 0.5)
    assert not synth.sounding


def test_a_panic_is_silence_at_once_and_its_second_releases_find_nothing():
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.advance(0.0)
    bridge.hear(Strike(0, 64, 100, 0.02), 0.0)
    bridge.hear(Flush(0), 0.01)
    bridge.hear(Release(0, 60, 0.03), 0.01)
    bridge.hear(Release(0, 64, 0.031), 0.01)
    bridge.advance(0.01)
    assert not synth.sounding
    bridge.advance(1.0)
    assert synth.struck == [(0, 60, 100)]


def test_a_panic_from_the_keyboard_is_silence_at_once_and_the_engine_is_told_once():
    bridge, synth, said = made()
    bridge.open_input("keys")
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.hear(Strike(0, 64, 100, 0.1), 0.0)
    bridge.advance(0.0)
    said.clear()
    for channel in range(16):
        bridge.hear_midi("keys", [0xB0 | channel, 120, 0])
    assert not synth.sounding
    assert said == [("/perf/panic",)]
    bridge.advance(1.0)
    assert synth.struck == [(0, 60, 100)]
    bridge.hear_midi("keys", [0xB0, 120, 0])
    assert said.count(("/perf/panic",)) == 2


def test_after_a_panic_the_engine_asks_for_everything_to_be_off():
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.hear(Strike(1, 64, 100, 0.0), 0.0)
    bridge.advance(0.0)
    bridge.hear(ControlChange(0, 120, 0, 0.01), 0.01)
    bridge.advance(0.01)
    assert synth.sounding == {(1, 64)}


def looped(cable: bool) -> tuple[Bridge, list[tuple[object, ...]]]:
    """A bridge whose output comes back in, or not, having played forty notes."""
    sent, said = list[list[int]](), list[tuple[object, ...]]()
    bridge = Bridge(9999, lambda *message: said.append(message), sent.append)
    bridge.open_input("keys")
    bridge.advance(0.0)
    bridge.clear(lambda message: bridge.hear_midi("keys", message) if cable else None)
    for turn in range(40):
        at = turn * 0.1
        bridge.hear(Strike(0, 60, 100, at), at)
        bridge.hear(Release(0, 60, at + 0.05), at)
        for now in (at, at + 0.01, at + 0.05, at + 0.06):
            bridge.advance(now)
            while sent:
                message = sent.pop(0)
                if cable:
                    bridge.hear_midi("keys", message)
    return bridge, said


def test_our_own_output_that_comes_back_in_is_not_heard():
    bridge, said = looped(cable=True)
    assert not any(address.startswith("/perf/in") for address, *_ in said)
    bridge.hear_midi("keys", [0x90, 62, 90])
    assert said[-1] == ("/perf/in/note", 0, 62, 90)


def test_where_no_cable_leads_back_a_player_may_strike_what_the_machine_just_struck():
    bridge, said = looped(cable=False)
    bridge.hear(Strike(0, 60, 100, 5.0), 5.0)
    bridge.advance(5.0)
    bridge.hear_midi("keys", [0x90, 60, 100])
    assert said[-1] == ("/perf/in/note", 0, 60, 100)


def test_an_output_is_cleared_without_hearing_that_come_back_as_a_panic():
    bridge, _, said = made()
    bridge.open_input("keys")
    bridge.advance(0.0)
    said.clear()
    bridge.clear(lambda message: bridge.hear_midi("keys", message))
    assert said == []


def test_active_sensing_is_sent_when_it_is_wanted():
    sent: list[list[int]] = []
    bridge = Bridge(9999, lambda *_: None, sent.append, active_sensing=True)
    for step in range(101):
        if bridge.next_due <= step / 100:
            bridge.advance(step / 100)
    assert sent.count([0xFE]) == 4  # at 0, 0.27, 0.54, 0.81
    assert made()[0].next_due == -math.inf  # to register, nothing else


def test_ticks_go_to_the_engine_as_beats_and_come_out_again_where_they_are_wanted():
    sent: list[list[int]] = []
    said: list[tuple[object, ...]] = []
    at: list[tuple[object, ...]] = []
    bridge = Bridge(
        9999, lambda *m: said.append(m), sent.append, clock_out=True,
        say_at=lambda *m: at.append(m),
    )  # fmt: skip
    bridge.open_input("keys")
    bridge.hear_midi("keys", [])
    for tick in range(25):
        bridge.hear_midi("keys", [0xF8], tick / 48)
    assert ("/perf/transport", 1, "midi") in said
    when, tempo, beat = at[-1]
    assert (tempo[0], beat[0]) == ("/perf/tempo", "/perf/beat")
    assert abs(tempo[1] - 120.0) < 1e-6
    assert abs(when - beat[1] / 2) < 1e-6
    bridge.hear(Other("/perf/pulse", (0.0, 120.0, 1), 10.0), 10.0)
    assert bridge.next_note == 10.0
    bridge.advance(10.5)
    assert sent == [[0xFA], *[[0xF8]] * 25]
    bridge.lose_engine()
    assert sent[-1] == [0xFC]
    assert bridge.next_note == math.inf


def test_a_knob_is_learnt_when_the_engine_says_so_and_turns_its_control():
    bridge, _, said = made()
    bridge.open_input("keys")
    bridge.hear(Other("/perf/midi/learning", ("temperature", 0.5, 1.5)), 0.0)
    bridge.hear_midi("keys", [0xB0, 74, 3])
    assert said[-1] == ("/perf/midi/bind", 74, "temperature", 0.5, 1.5)
    bridge.hear(Other("/perf/midi/bound", (74, "temperature", 0.5, 1.5)), 0.0)
    bridge.hear_midi("keys", [0xB0, 74, 127])
    assert said[-1] == ("/perf/param/temperature", 1.5)


def test_a_port_that_goes_releases_what_it_holds_and_no_other():
    bridge, _, said = made()
    bridge.open_input("one")
    bridge.open_input("two")
    bridge.hear_midi("one", [0x90, 60, 100])
    bridge.hear_midi("two", [0x90, 64, 100])
    bridge.close_input("one")
    bridge.hear_midi("one", [0x90, 61, 100])
    assert said[2:] == [("/perf/in/note", 0, 60, 0)]


def test_the_end_lets_go_in_both_directions_and_leaves():
    bridge, synth, said = made()
    bridge.open_input("keys")
    bridge.hear_midi("keys", [0x90, 60, 100])
    bridge.hear(Strike(0, 64, 100, 0.0), 0.0)
    bridge.advance(0.0)
    bridge.end()
    assert not synth.sounding
    assert said[-2:] == [("/perf/in/note", 0, 60, 0), ("/perf/notify", 0, 9999)]


# Few keys and times, so that things meet.
voices, keys, ahead = st.integers(0, 1), st.integers(60, 62), st.sampled_from([0.0, 0.02, 0.2])
steps = st.one_of(
    st.tuples(st.just("strike"), voices, keys, ahead),
    st.tuples(st.just("release"), voices, keys, ahead),
    st.tuples(st.just("pedal"), voices, st.sampled_from([0, 127]), ahead),
    st.tuples(st.just("flush"), voices),
    st.tuples(st.just("wait"), st.sampled_from([0.001, 0.02, 0.5, 3.5])),
    st.tuples(st.sampled_from(["anew", "refused"])),
)


@settings(max_examples=400)
@given(st.lists(steps, max_size=40))
def test_whatever_comes_every_strike_is_released_once_and_nothing_is_left(sequence):
    bridge, synth, _ = made()
    now = 0.0
    for step, *values in sequence:
        if step == "strike":
            bridge.hear(Strike(values[0], values[1], 100, now + values[2]), now)
        elif step == "release":
            bridge.hear(Release(values[0], values[1], now + values[2]), now)
        elif step == "pedal":
            bridge.hear(ControlChange(values[0], 64, values[1], now + values[2]), now)
        elif step == "flush":
            bridge.hear(Flush(values[0]), now)
        elif step == "wait":
            now += values[0]
        elif step == "anew":
            bridge.hear(Other("/perf/alive", (5,)), now)
            bridge.hear(Other("/perf/alive", (0,)), now)
        else:
            bridge.lose_engine()
        bridge.advance(now)
        assert len(synth.struck) <= sum(step[0] == "strike" for step in sequence)
    bridge.end()
    assert not synth.sounding
    assert not synth.pedals


@given(st.lists(st.tuples(voices, keys, st.booleans(), ahead), max_size=30))
def test_undisturbed_every_strike_is_played_and_releases_after_it_end_it(notes):
    bridge, synth, _ = made()
    messages: list[Received] = []
    for place, (voice, pitch, is_strike, early) in enumerate(notes):
        due = place * 0.01 + early
        kind = Strike(voice, pitch, 100, due) if is_strike else Release(voice, pitch, due)
        messages.append(kind)
        bridge.hear(kind, place * 0.01)
    for voice in (0, 1):
        for pitch in (60, 61, 62):
            bridge.hear(Release(voice, pitch, 1.0), 0.9)
    bridge.advance(1.0)
    strikes = [(m.voice, m.pitch, 100) for m in messages if isinstance(m, Strike)]
    assert sorted(synth.struck) == sorted(strikes)
    assert not synth.sounding
