"""Keys of a MIDI instrument that players and voices sound on together."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.clients.midi.bridge import Bridge
from perf_engine.clients.midi.shared_keys import SharedKeys
from perf_engine.clients.midi.to_synthesizer import Sounding
from perf_engine.core.playing.ledger import AGAIN
from perf_engine.protocol.notes import ControlChange, Other, Release, Strike


class Instrument:
    """What a synthesizer gets from players and from us, on one cable, and what is wrong with it."""

    def __init__(self):
        self.keys = SharedKeys(Sounding(self.ours))
        self.sent, self.wrong = [], []
        self.held, self.sounding = set(), {}

    def ours(self, message):
        self.sent.append(message)
        key = message[0] & 0x0F, (128 if message[0] & 0xF0 == 0xB0 else message[1])
        on = message[2] > 0
        if any(held == key for _, held in self.held):
            self.wrong.append(message)
        count = self.sounding.get(key, 0) + (1 if on else -1)
        if key[1] == 128:
            count = int(on)  # a pedal may go from one depth to another
        if count not in (0, 1):
            self.wrong.append(message)
        self.sounding[key] = count

    def player(self, port, channel, key, down, now):
        (self.held.add if down else self.held.discard)((port, (channel, key)))
        if key == 128:
            self.keys.hear(port, [0xB0 | channel, 64, 100 if down else 0], now)
        else:
            self.keys.hear(port, [(0x90 if down else 0x80) | channel, key, 64], now)


DEEDS = st.lists(
    st.tuples(
        st.floats(0.0, 0.1),
        st.sampled_from(["a", "b", "machine", "machine"]),
        st.integers(0, 2),
        st.sampled_from([60, 61, 128]),
        st.booleans(),
    ),
    max_size=120,
)


@settings(deadline=None)
@given(DEEDS, st.dictionaries(st.integers(0, 2), st.integers(0, 2)))
def test_nothing_of_a_players_is_struck_or_let_go_and_every_strike_ends(deeds, places):
    there = Instrument()
    for voice, channel in places.items():
        there.keys.place(voice, channel, shared=True)
    now = 0.0
    for apart, who, number, key, down in deeds:
        now += apart
        there.keys.advance(now)
        if who != "machine":
            there.player(who, number, key, down, now)
        elif key == 128:
            there.keys.pedal(number, 127 if down else 0)
        elif down:
            there.keys.strike(number, key, 80)
        else:
            there.keys.release(number, key)
    for voice in range(3):
        for key in (60, 61):
            there.keys.release(voice, key)
        there.keys.pedal(voice, 0)
    for port, (channel, key) in list(there.held):
        there.player(port, channel, key, False, now)
    while there.keys.next_due < math.inf:
        there.keys.advance(there.keys.next_due)
    assert there.wrong == []
    assert not any(there.sounding.values())


def test_a_key_of_a_voice_apart_from_players_is_its_own():
    there = Instrument()
    there.keys.place(0, 0, shared=False)
    there.player("a", 0, 60, True, 0.0)
    there.keys.strike(0, 60, 80)
    there.keys.release(0, 60)
    assert there.sent == [[0x90, 60, 80], [0x80, 60, 0]]


def test_a_note_ends_on_the_channel_it_began_on():
    there = Instrument()
    there.keys.strike(0, 60, 80)
    there.keys.place(0, 4, shared=True)
    there.keys.strike(0, 62, 80)
    there.keys.release(0, 60)
    there.keys.release(0, 62)
    assert there.sent == [[0x90, 60, 80], [0x94, 62, 80], [0x80, 60, 0], [0x84, 62, 0]]


@pytest.mark.parametrize(
    ("message", "ended"),
    [
        ([0xB0, 123, 0], True),
        ([0xB0, 120, 0], True),
        ([0xB1, 123, 0], False),
        ([0xB0, 121, 0], False),
    ],
)
def test_all_notes_off_lets_go_of_the_keys_of_its_channel(message, ended):
    there = Instrument()
    there.keys.strike(0, 60, 80)
    there.player("a", 0, 60, True, 0.0)
    there.keys.hear("a", message, 1.0)
    assert there.keys.next_due == (1.0 + AGAIN if ended else math.inf)


def test_a_keyboard_that_is_unplugged_holds_nothing():
    there = Instrument()
    there.keys.strike(0, 60, 80)
    there.player("a", 0, 60, True, 0.0)
    there.keys.lose("a", 1.0)
    there.keys.advance(1.0 + AGAIN)
    assert there.sent[-1] == [0x80, 60, 0]


def test_our_own_strike_that_a_cable_leads_back_does_not_hold_its_key_for_ever():
    there = Instrument()
    there.keys.strike(0, 60, 80)
    there.keys.hear("a", [0x90, 60, 80], 0.01)
    there.keys.release(0, 60)
    while there.keys.next_due < math.inf:
        there.keys.advance(there.keys.next_due)
    assert there.sent == [[0x90, 60, 80], [0x80, 60, 0]]


# in the bridge


@pytest.fixture
def bridge():
    sent = []
    made = Bridge(1234, lambda *message: None, sent.append)
    made.sent = sent
    made.open_input("keys")
    made.advance(0.0)
    return made


def notes(bridge):
    return [m for m in bridge.sent if m[0] & 0xF0 in (0x80, 0x90) or m[1] == 64]


def test_the_bridge_lets_go_of_no_key_that_its_player_holds(bridge):
    bridge.hear(Strike(0, 60, 80, 0.1), 0.0)
    bridge.advance(0.1)
    bridge.hear(Release(0, 60, 0.25), 0.15)  # on its way when the player strikes
    bridge.hear_midi("keys", [0x90, 60, 70], 0.2)
    bridge.advance(0.3)
    assert notes(bridge) == [[0x90, 60, 80]]
    bridge.hear_midi("keys", [0x80, 60, 0], 1.0)
    assert bridge.next_due <= 1.0 + AGAIN
    bridge.advance(1.0 + AGAIN)
    assert notes(bridge) == [[0x90, 60, 80], [0x80, 60, 0]]


def test_the_bridge_strikes_no_key_that_its_player_holds(bridge):
    bridge.hear(Strike(0, 60, 80, 0.3), 0.1)
    bridge.hear_midi("keys", [0x90, 60, 70], 0.2)
    bridge.advance(0.3)
    bridge.hear(Release(0, 60, 0.4), 0.35)
    bridge.hear_midi("keys", [0x80, 60, 0], 0.36)
    bridge.advance(0.5)
    assert notes(bridge) == []


def test_the_bridge_lifts_no_pedal_under_a_foot(bridge):
    bridge.hear(ControlChange(0, 64, 127, 0.1), 0.0)
    bridge.advance(0.1)
    bridge.hear_midi("keys", [0xB0, 64, 90], 0.2)
    bridge.hear(ControlChange(0, 64, 0, 0.3), 0.2)
    bridge.advance(0.3)
    assert notes(bridge) == [[0xB0, 64, 127]]
    bridge.hear_midi("keys", [0xB0, 64, 0], 0.4)
    bridge.advance(0.5)
    assert notes(bridge) == [[0xB0, 64, 127], [0xB0, 64, 0]]


def test_the_bridge_plays_a_voice_on_the_channel_that_the_engine_says(bridge):
    bridge.hear(Other("/perf/channel", (0, 10, 1)), 0.0)
    bridge.hear(Strike(0, 60, 80, 0.1), 0.0)
    bridge.advance(0.1)
    assert notes(bridge) == [[0x99, 60, 80]]
    bridge.hear(Release(0, 60, 0.2), 0.1)
    bridge.hear(Other("/perf/done", ("/perf/notify", 1, 10.0)), 0.15)  # an engine greets it anew
    bridge.hear(Strike(0, 62, 80, 0.2), 0.1)
    bridge.advance(0.2)
    assert notes(bridge)[1:] == [[0x89, 60, 0], [0x90, 62, 80]]


def test_voice_9_is_on_channel_16_while_nothing_else_is_said(bridge):
    bridge.hear(Strike(9, 60, 80, 0.1), 0.0)
    bridge.advance(0.1)
    assert notes(bridge) == [[0x9F, 60, 80]]


@pytest.mark.parametrize("arguments", [(0, 0, 1), (0, 17, 1), ("a", 1, 1), (0, 1.5, 1), (0,), ()])
def test_a_place_that_makes_no_sense_is_ignored(bridge, arguments):
    bridge.hear(Other("/perf/channel", arguments), 0.0)
    bridge.hear(Strike(0, 60, 80, 0.1), 0.0)
    bridge.advance(0.1)
    assert notes(bridge) == [[0x90, 60, 80]]


class Thru:
    """An instrument whose every message comes through our table: what is wrong in its stream."""

    def __init__(self):
        self.sent, self.sounding, self.wrong = [], {}, []
        self.keys = SharedKeys(Sounding(self.take), thru=True)

    def take(self, message):
        self.sent.append(message)
        if message[0] & 0xF0 in (0x80, 0x90):
            key, on = (message[0] & 0x0F, message[1]), message[0] & 0xF0 == 0x90
            if self.sounding.get(key, False) == on:
                self.wrong.append(message)  # struck while it sounds, or ended twice
            self.sounding[key] = on


@settings(deadline=None)
@given(DEEDS)
def test_with_thru_every_key_has_one_strike_and_one_release_in_turn_and_players_keys_sound(deeds):
    there, held, now = Thru(), set(), 0.0
    for apart, who, number, key, down in deeds:
        now += apart
        there.keys.advance(now)
        before = len(there.sent)
        if who != "machine":
            one = (who, (number, key))
            if (one in held) == down:
                continue
            (held.add if down else held.discard)(one)
            status = 0xB0 if key == 128 else 0x90
            message = [status | number, 64 if key == 128 else key, 90 if down else 0]
            there.keys.hear(who, message, now)
        elif key == 128:
            there.keys.pedal(number, 127 if down else 0)
        elif down:
            there.keys.strike(number, key, 80)
        else:
            there.keys.release(number, key)
        if who == "machine":  # nothing of what a player holds was touched
            for message in there.sent[before:]:
                pitch = 128 if message[0] & 0xF0 == 0xB0 else message[1]
                assert not any(at == (message[0] & 0x0F, pitch) for _, at in held)
        for _, at in held:
            assert at[1] == 128 or there.sounding[at]
    for port, (channel, key) in list(held):
        message = [(0xB0 if key == 128 else 0x80) | channel, 64 if key == 128 else key, 0]
        there.keys.hear(port, message, now)
    for voice in range(3):
        for key in (60, 61):
            there.keys.release(voice, key)
    while there.keys.next_due < math.inf:
        there.keys.advance(there.keys.next_due)
    assert there.wrong == []
    assert not any(there.sounding.values())


def test_with_thru_a_player_takes_over_by_a_release_and_a_strike_and_ends_the_key():
    there = Thru()
    there.keys.strike(0, 60, 80)
    there.keys.hear("a", [0x90, 60, 100], 1.0)
    there.keys.release(0, 60)
    there.keys.strike(0, 60, 70)
    there.keys.hear("a", [0x80, 60, 0], 2.0)
    assert there.sent == [[0x90, 60, 80], [0x80, 60, 0], [0x90, 60, 100], [0x80, 60, 0]]


def test_with_thru_all_else_that_is_played_passes_as_it_is():
    there = Thru()
    for message in ([0xE0, 1, 65], [0xB0, 1, 30], [0xC0, 5], [0xD0, 90], [0xB0, 64, 40]):
        there.keys.hear("a", message, 1.0)
    assert there.sent == [[0xE0, 1, 65], [0xB0, 1, 30], [0xC0, 5], [0xD0, 90], [0xB0, 64, 40]]


def test_with_thru_a_keyboards_all_notes_off_releases_its_own_keys_alone():
    there = Thru()
    there.keys.strike(0, 62, 80)
    there.keys.hear("a", [0x90, 60, 100], 1.0)
    there.keys.hear("a", [0xB0, 123, 0], 1.5)
    assert there.sent == [[0x90, 62, 80], [0x90, 60, 100], [0x80, 60, 0]]


def test_with_thru_an_unplugged_keyboard_releases_what_it_held():
    there = Thru()
    there.keys.hear("a", [0x90, 60, 100], 1.0)
    there.keys.lose("a", 2.0)
    assert there.sent == [[0x90, 60, 100], [0x80, 60, 0]]
