import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.midi.bridge import Bridge
from perf_engine.protocol.notes import ControlChange, Flush, Other, Received, Release, Strike


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


def test_a_key_that_the_engine_does_not_state_was_let_go_by_a_message_that_was_lost():
    bridge, synth, _ = made()
    for message in (Strike(0, 60, 100, 0.0), Strike(1, 62, 90, 0.0), ControlChange(0, 64, 127, 0)):
        bridge.hear(message, 0.0)
    bridge.advance(0.0)
    bridge.hear(Other("/perf/sounding", (1, 62, 0, 60, 0, 128)), 0.5)
    bridge.advance(0.5)
    assert (synth.sounding, synth.pedals) == ({(0, 60), (1, 62)}, {0})
    bridge.hear(Other("/perf/sounding", (1, 62, 5, 70)), 1.0)  # the strike of 70 was lost as well
    bridge.advance(1.0)
    assert (synth.sounding, synth.pedals) == ({(1, 62)}, set())
    bridge.hear(Other("/perf/sounding", ()), 1.5)
    bridge.advance(1.5)
    assert synth.sounding == set()
    assert len(synth.struck) == 2


def test_a_strike_that_still_waits_is_played_before_the_release_that_was_lost():
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.2), 0.0)
    bridge.hear(Other("/perf/sounding", ()), 0.1)
    for now in (0.1, 0.19, 0.2):
        bridge.advance(now)
    assert synth.struck == [(0, 60, 100)]
    assert synth.sounding == set()


def test_a_release_that_is_on_its_way_is_not_hastened_by_a_statement():
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.hear(Release(0, 60, 0.2), 0.0)
    bridge.hear(Other("/perf/sounding", ()), 0.1)
    bridge.advance(0.19)
    assert synth.sounding == {(0, 60)}
    bridge.advance(0.2)
    assert synth.sounding == set()


@given(st.lists(st.one_of(st.integers(-1, 200), st.text(max_size=2), st.none()), max_size=9))
def test_a_statement_that_is_none_lets_go_of_nothing_or_of_what_it_lacks(arguments):
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.hear(Other("/perf/sounding", tuple(arguments)), 0.0)
    bridge.advance(0.0)
    whole = len(arguments) % 2 == 0 and all(isinstance(one, int) for one in arguments)
    held = list(zip(arguments[::2], arguments[1::2], strict=False))
    assert synth.sounding == ({(0, 60)} if not whole or (0, 60) in held else set())


def test_strikes_that_were_due_while_nobody_looked_are_not_made_up_for():
    bridge, synth, _ = made()
    bridge.hear(Strike(0, 60, 100, 0.0), 0.0)
    bridge.advance(0.0)
    bridge.resume(0.01, 5.0)
    for message in (
        Strike(0, 62, 100, 1.0),
        Release(0, 62, 2.0),
        Release(0, 60, 3.0),
        Strike(0, 64, 100, 4.95),
        Strike(0, 65, 100, 5.1),
    ):
        bridge.hear(message, 5.0)
    bridge.advance(5.1)
    assert synth.struck == [(0, 60, 100), (0, 64, 100), (0, 65, 100)]
    assert synth.sounding == {(0, 64), (0, 65)}


# What was sent and what came of it: each message may be lost, statements as well.
words = st.lists(
    st.tuples(
        st.sampled_from(["strike", "release", "pedal", "lift"]),
        st.integers(0, 1),
        st.integers(60, 62),
        st.booleans(),
    ),
    max_size=40,
)


@given(words)
def test_whatever_is_lost_nothing_sounds_after_a_statement_that_the_engine_has_ended(sent):
    bridge, synth, _ = made()
    sounding: set[tuple[int, int]] = set()
    for turn, (what, voice, pitch, lost) in enumerate(sent):
        now = turn * 0.1
        message: Received = Strike(voice, pitch, 100, now)
        if what == "release":
            message = Release(voice, pitch, now)
        elif what in ("pedal", "lift"):
            pitch, message = 128, ControlChange(voice, 64, 127 * (what == "pedal"), now)
        change = sounding.add if what in ("strike", "pedal") else sounding.discard
        change((voice, pitch))
        if not lost:
            bridge.hear(message, now)
        bridge.advance(now)
        stated = [number for pair in sorted(sounding) for number in pair]
        bridge.hear(Other("/perf/sounding", tuple(stated)), now)
        bridge.advance(now)
        assert synth.sounding | {(v, 128) for v in synth.pedals} <= sounding
    bridge.hear(Other("/perf/sounding", ()), 9.0)
    bridge.advance(9.0)
    assert not synth.sounding
    assert not synth.pedals


def test_what_a_player_holds_is_stated_to_the_engine():
    bridge, _, said = made()
    bridge.open_input("keys")
    bridge.open_input("pads")
    bridge.advance(0.0)
    said.clear()
    bridge.hear_midi("keys", [0x90, 60, 100])
    bridge.hear_midi("pads", [0x90, 67, 100])
    bridge.hear_midi("keys", [0xB0, 64, 127])
    bridge.advance(0.1)
    assert said[-1] == ("/perf/in/holding", 0, 60, 67, 128)
    bridge.hear_midi("keys", [0x80, 60, 0])
    assert bridge.next_due <= 0.6
    bridge.advance(0.6)
    assert said[-1] == ("/perf/in/holding", 0, 67, 128)


def test_drums_are_left_out_and_that_is_said_once():
    warned: list[str] = []
    said: list[tuple[object, ...]] = []
    for drums in (False, True):
        bridge = Bridge(
            9999, lambda *m: said.append(m), lambda _: None, warn=warned.append, drums=drums
        )
        bridge.open_input("keys")
        for message in ([0x99, 36, 100], [0x89, 36, 0], [0x99, 38, 100]):
            bridge.hear_midi("keys", message)
    assert said == [
        ("/perf/in/note", 0, 36, 100),
        ("/perf/in/note", 0, 36, 0),
        ("/perf/in/note", 0, 38, 100),
    ]
    (sentence,) = warned
    assert "--midi-channels 1-16" in sentence


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


def through(way: float, change, seconds: float = 30.0, panics: tuple[float, ...] = ()):
    """What a bridge said and warned of whose output comes back after `way` seconds, changed.

    It opens an output at 1 s, and a player panics at some times. A voice plays all the time.
    """
    said, warned = list[tuple[float, object]](), list[str]()
    flying: list[tuple[float, list[int]]] = []
    now = 0.0

    def send(message: list[int]) -> None:
        changed = change(message)
        if changed is not None:
            flying.append((now + way, changed))

    bridge = Bridge(9999, lambda *m: said.append((now, *m)), send, warn=warned.append)
    bridge.open_input("keys")
    music = random.Random(1)
    for step in range(round(seconds / 0.01)):
        now = step * 0.01
        bridge.advance(now)
        if step == 100:
            bridge.clear(send)
        if step > 150 and music.random() < 0.08:
            pitch = music.randrange(48, 80)
            bridge.hear(Strike(0, pitch, 90, now), now)
            bridge.hear(Release(0, pitch, now + 0.09), now)
        if now in panics:
            bridge.hear_midi("keys", [0xB0, 120, 0], now)
        while flying and flying[0][0] <= now:
            bridge.hear_midi("keys", flying.pop(0)[1], now)
    return said, warned


def rechannelled(message: list[int]) -> list[int]:
    return [message[0] & 0xF0, *message[1:]]


def panics_only(message: list[int]) -> list[int] | None:
    return message if message[:2] == [0xB0, 120] else None


@pytest.mark.parametrize("way", [0.3, 0.6, 1.5, 4.0])
def test_our_panic_that_comes_back_late_is_no_panic(way):
    for change, most in ((lambda message: message, 0), (rechannelled, 1), (panics_only, 1)):
        said, _ = through(way, change)
        panics = [at for at, address, *_ in said if address == "/perf/panic"]
        assert len(panics) <= most, (way, panics)


@pytest.mark.parametrize("way", [0.6, 1.5, 4.0])
def test_a_players_panic_works_at_once_also_where_a_cable_leads_back(way):
    said, _ = through(way, lambda message: message, panics=(8.0, 13.0, 21.0))
    panics = [at for at, address, *_ in said if address == "/perf/panic"]
    assert panics == [8.0, 13.0, 21.0]


@pytest.mark.parametrize("way", [0.05, 0.8])
def test_notes_that_come_back_changed_are_found_out_said_and_no_longer_heard(way):
    def change(message: list[int]) -> list[int] | None:
        if message[0] & 0xE0 != 0x80:
            return None
        return [message[0] | 5, message[1] + 12, message[2] and 64]

    said, warned = through(way, change)
    heard = [at for at, address, *_ in said if address == "/perf/in/note"]
    assert heard, "there is a way back"
    assert max(heard) < 12.0
    (sentence,) = warned
    assert f"{1000 * way:.0f} ms later, +1 octaves" in sentence


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
        9999,
        lambda *m: said.append(m),
        sent.append,
        clock_out=True,
        say_at=lambda *m: at.append(m),
    )
    bridge.open_input("keys")
    bridge.hear_midi("keys", [])
    bridge.hear_midi("keys", [0xFA], 0.0)
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
    bridge.hear(Other("/perf/pulse", (1.0, 120.0, 1, 1.0), 10.5), 10.5)
    assert sent[-1] == [0xF8]
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


def test_a_keyboard_may_leave_out_a_status_that_repeats_and_real_time_messages_do_not_end_it():
    bridge, _, said = made()
    bridge.open_input("keys")
    said.clear()
    for message in ([0x90, 60, 100], [64, 90, 60, 0], [0xF8], [64, 0], [0xF0, 1, 0xF7], [65, 90]):
        bridge.hear_midi("keys", message)
    notes = [arguments for address, *arguments in said if address == "/perf/in/note"]
    assert notes == [[0, 60, 100], [0, 64, 90], [0, 60, 0], [0, 64, 0]]


@given(st.lists(st.lists(st.integers(0, 255), max_size=5), max_size=30), st.booleans())
def test_whatever_an_input_sends_is_heard_without_harm_and_let_go_when_it_closes(messages, thru):
    said = []
    bridge = Bridge(9999, lambda *message: said.append(message), lambda _: None, thru=thru)
    bridge.open_input("keys")
    for message in messages:
        bridge.hear_midi("keys", message)
    bridge.close_input("keys")
    held = {}
    for address, *arguments in said:
        if address == "/perf/in/note":
            held[arguments[1]] = arguments[2] > 0
    assert not any(held.values())
