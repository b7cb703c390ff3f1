"""Keys of an instrument that players and machine voices sound on together."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import Settings
from perf_engine.core.messages import (
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
    Withdraw,
)
from perf_engine.core.playing.claims import Claims, channel, transposed
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.core.playing.hands import Outcome
from perf_engine.core.playing.held_keys import Holds
from perf_engine.core.playing.ledger import AGAIN, Ledger
from perf_engine.core.playing.performer import Performer
from perf_engine.protocol.midi import DRUMS, PEDAL, SUSTAIN
from perf_engine.protocol.notes import ControlChange, Release, Strike


def pitch_of(message):
    return PEDAL if isinstance(message, ControlChange) else message.pitch


def begins(message):
    return isinstance(message, Strike) or (isinstance(message, ControlChange) and message.value > 0)


class Listener:
    """Books what a client in timing `now` gets: what waits is dropped by a flush or a withdrawal.

    It shares nothing with the ledger. `wrong` has what let go or struck a key that a player held.
    """

    def __init__(self, performer):
        self.performer, self.now = performer, 0.0
        self.waiting, self.sounds, self.left_out = [], {}, set()
        self.held, self.wrong, self.struck, self.ended = set(), [], 0, 0

    def go(self, until):
        while (due := self.performer.due()) <= until:
            self.now = max(self.now, due)
            self._take(self.performer.advance(self.now))
        self.now = max(self.now, until)
        self._play(self.now)

    def do(self, message, at):
        self.go(at)
        if isinstance(message, NoteOn):
            self.held.add(message.pitch)
        elif isinstance(message, NoteOff):
            self.held.discard(message.pitch)
        elif isinstance(message, Pedal):
            (self.held.add if message.value >= 64 else self.held.discard)(PEDAL)
        if isinstance(message, NoteOn | NoteOff | Pedal | SourceLost):
            self.performer.hear(message, at)
        else:
            self.performer.command(message, at)
        self.go(at)

    def _take(self, said):
        for item in said:
            kind = type(item).__name__
            if kind == "Flush":
                self.waiting = [w for w in self.waiting if w.voice != item.voice]
                self.left_out = {key for key in self.left_out if key[0] != item.voice}
            elif kind == "Withdraw":
                about = [
                    w for w in self.waiting if (w.voice, pitch_of(w)) == (item.voice, item.pitch)
                ]
                self.waiting = [w for w in self.waiting if w not in about]
                sounds = not begins(about[0]) if about else item.sounding
                if not sounds:
                    self.left_out.add((item.voice, item.pitch))
            elif isinstance(item, Strike | Release | ControlChange):
                self.waiting.append(item)
        self._play(self.now)

    def _play(self, now):
        self.waiting.sort(key=lambda item: item.due)
        while self.waiting and self.waiting[0].due <= now:
            self._sound(self.waiting.pop(0))

    def _sound(self, item):
        key = item.voice, pitch_of(item)
        if isinstance(item, ControlChange) and item.number != SUSTAIN:
            return
        if key in self.left_out:
            self.left_out.discard(key)
            if not begins(item):
                return
        if begins(item):
            self.struck += 1
            if key[1] in self.held or self.sounds.get(key):
                self.wrong.append(("restruck", item))
            self.sounds[key] = True
        elif self.sounds.pop(key, False):
            self.ended += 1
            if key[1] in self.held:
                self.wrong.append(("let go", item))


def strike(pitch, source="a"):
    return NoteOn(0, pitch, 90, source)


def release(pitch, source="a"):
    return NoteOff(0, pitch, source)


@given(
    st.sampled_from(["duet", "solo", "follow", "takeover", "call_response", "accompany"]),
    st.lists(
        st.tuples(
            st.floats(0.0, 0.25),
            st.sampled_from([*range(55, 68), *range(55, 68), PEDAL, PEDAL]),
        ),
        min_size=60,
        max_size=160,
    ),
    st.sampled_from([0.0, 20.0, 200.0]),
    st.sampled_from([0, 1, -12]),
    st.integers(0, 9),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_key_that_a_player_holds_is_struck_or_let_go_by_the_machine(
    weights, mode, plan, lead, transpose, seed
):
    controls = Settings.defaults().changed(
        {
            "lead": lead,
            "transpose": transpose,
            "density": 4.0,
            "register_low": 55,
            "register_high": 67,
            "interval": 0,
            "interval_2": 2,
        }
    )
    listener = Listener(Performer(weights, mode=mode, seed=seed, settings=controls))
    listener.do(Start(), 0.0)
    now, down = 0.5, set()
    for apart, key in plan:
        now += apart
        if key == PEDAL:
            listener.do(Pedal(0, 0 if key in down else 90, "a"), now)
        else:
            listener.do(release(key) if key in down else strike(key), now)
        down ^= {key}
    for key in sorted(down):
        listener.do(Pedal(0, 0, "a") if key == PEDAL else release(key), now + 0.2)
    listener.go(now + 1.0)
    listener.do(Stop(), now + 1.0)
    listener.go(now + 2.0)
    assert listener.wrong == []
    assert listener.struck == listener.ended
    assert not any(listener.sounds.values())


def struck_at(performer, pitch, now):
    """The machine's ledger as if it had just struck a pitch."""
    done = Outcome()
    performer._voices[0].speaker.hands.strike(0, pitch, 80, now, pitch, 80, done)
    performer._ensemble.said += done.said
    return performer.advance(now)


def test_a_key_taken_over_ends_a_moment_after_the_player_lets_it_go(weights):
    performer = Performer(weights, mode="listen")
    struck_at(performer, 60, 1.0)
    performer.hear(strike(60), 2.0)
    assert [m for m in performer.advance(2.0) if isinstance(m, Release)] == []
    performer.hear(release(60), 20.0)  # later than its longest note
    performer.advance(20.0)
    assert performer.due() == 20.0 + AGAIN
    assert performer.advance(20.0 + AGAIN) == [Release(0, 60, 20.0 + AGAIN)]
    assert performer.due() > 20.0 + AGAIN


def test_a_key_struck_again_at_once_is_still_the_players(weights):
    performer = Performer(weights, mode="listen")
    struck_at(performer, 60, 1.0)
    performer.hear(strike(60), 2.0)
    performer.hear(release(60), 3.0)
    performer.hear(strike(60), 3.0 + AGAIN / 2)
    performer.hear(release(60), 4.0)
    said = []
    while performer.due() < math.inf:
        said += performer.advance(max(performer.due(), 4.0))
    assert [m for m in said if isinstance(m, Release)] == [Release(0, 60, 4.0 + AGAIN)]


@pytest.mark.parametrize(
    "end",
    [
        Panic(),
        Stop(),
        SetControls((("mute", 1),)),
        SetMode("takeover"),
    ],
)
def test_what_was_taken_over_ends_with_panic_stop_mute_and_another_mode(weights, end):
    performer = Performer(weights, mode="listen")
    struck_at(performer, 60, 1.0)
    performer.hear(strike(60), 2.0)
    performer.command(end, 3.0)
    said = []
    while performer.due() <= 3.0:
        said += performer.advance(3.0)
    assert Release(0, 60, 3.0) in said
    assert [m for m in performer.releases(4.0) if isinstance(m, Release)] == []


def test_a_strike_and_a_release_that_are_still_to_come_are_withdrawn(weights):
    performer = Performer(weights, mode="listen")
    struck_at(performer, 60, 1.1)  # ahead
    performer.hear(strike(60), 1.05)
    assert Withdraw(0, 60, True, 1.05) in performer.advance(1.05)
    performer = Performer(weights, mode="listen")
    struck_at(performer, 60, 1.0)
    done = Outcome()
    performer._voices[0].speaker.hands.let_go(60, 1.5, done)
    performer._ensemble.said += done.said
    performer.advance(1.4)
    performer.hear(strike(60), 1.45)
    assert Withdraw(0, 60, False, 1.45) in performer.advance(1.45)
    performer.hear(release(60), 1.6)
    performer.advance(1.6)
    assert performer.advance(1.7) == [Release(0, 60, 1.6 + AGAIN)]


def test_an_instrument_of_its_own_is_let_go_whatever_players_hold(weights):
    controls = Settings.defaults().changed({"instrument": "own"})
    performer = Performer(weights, mode="listen", settings=controls)
    struck_at(performer, 60, 1.0)
    performer.hear(strike(60), 2.0)
    assert Release(0, 60, 2.0) in performer.advance(2.0)


@pytest.mark.parametrize(
    ("part", "chosen", "shared"),
    [
        ("piano", "auto", True),
        ("bass", "auto", False),
        ("bass", "shared", True),
        ("piano", "own", False),
    ],
)
def test_a_voice_shares_where_it_plays_in_the_players_part_or_is_told_to(
    weights, part, chosen, shared
):
    controls = Settings.defaults().changed({"instrument": chosen})
    performer = Performer(weights, voice_part=part, settings=controls)
    assert performer._voices[0].ledger.shared.with_players == shared


def test_a_source_that_is_lost_ends_what_it_took_over(weights):
    performer = Performer(weights, mode="listen")
    struck_at(performer, 60, 1.0)
    performer.hear(strike(60), 2.0)
    performer.hear(SourceLost("a"), 3.0)
    performer.advance(3.0)
    assert performer.advance(4.0) == [Release(0, 60, 3.0 + AGAIN)]


def duo(weights, **second):
    plans = [
        VoicePlan(mode="listen", settings=Settings.defaults().changed({"channel": 3})),
        VoicePlan(mode="listen", settings=Settings.defaults().changed(second)),
    ]
    return Performer(weights, voices=plans)


@pytest.mark.parametrize(("chosen", "there"), [(3, []), (4, [(1, 60)]), (0, [(1, 60)])])
def test_voices_on_one_channel_strike_no_key_of_each_other(weights, chosen, there):
    performer = duo(weights, channel=chosen)
    first, second = (voice.speaker for voice in performer._voices)
    first.strike(0, 60, 80, 1.0, Settings.defaults(), Outcome())
    second.strike(0, 60, 80, 1.1, Settings.defaults(), Outcome())
    assert [key for key in performer.sounding() if key[0] == 1] == there
    assert (60 in second.hands.ledger.shared.keys(0)) == (not there)


def test_a_strike_does_not_come_before_the_release_of_another_voice_that_was_sent(weights):
    performer = duo(weights, channel=3)
    first, second = (voice.speaker for voice in performer._voices)
    first.strike(0, 60, 80, 1.0, Settings.defaults(), Outcome())
    first.hands.let_go(60, 1.5, Outcome())
    second.strike(0, 60, 80, 1.4, Settings.defaults(), Outcome())
    assert list(performer.sounding()) == []
    second.strike(0, 60, 80, 1.5, Settings.defaults(), Outcome())
    assert list(performer.sounding()) == [(1, 60)]


def test_voices_that_a_control_brings_together_know_each_other(weights):
    performer = duo(weights)
    ledgers = [voice.ledger for voice in performer._voices]
    assert ledgers[1].shared.others == []
    performer.command(SetControls((("channel", 3),), 1), 1.0)
    assert ledgers[1].shared.others == [ledgers[0]]
    assert ledgers[0].shared.others == [ledgers[1]]


def test_a_voice_that_does_not_hear_the_player_gives_way_all_the_same(weights):
    controls = Settings.defaults().changed({"hears_players": 0})
    performer = Performer(weights, mode="listen", settings=controls)
    struck_at(performer, 60, 1.0)
    performer.hear(strike(60), 2.0)
    assert [m for m in performer.advance(2.0) if isinstance(m, Release)] == []


@given(st.integers(0, 127), st.integers(-48, 48))
def test_keys_are_taken_where_they_would_sound_as_what_is_held(pitch, semitones):
    holds = Holds()
    claims = Claims(holds)
    assert claims.keys(semitones) == ()
    holds.strike(strike(pitch), 0.0)
    keys = claims.keys(semitones)
    assert all(transposed(key, semitones) == pitch for key in keys)
    assert [k for k in range(128) if transposed(k, semitones) == pitch] == list(keys)


def test_the_pedal_under_a_players_foot_is_not_lifted():
    holds = Holds()
    ledger = Ledger(0, Claims(holds))
    assert ledger.sustain(127, 1.0) == [ControlChange(0, SUSTAIN, 127, 1.0)]
    holds.pedal(Pedal(0, 90, "a"), 2.0, PEDAL)
    assert ledger.give_way(PEDAL, 2.0) == []
    assert ledger.sustain(0, 2.0) == []
    holds.pedal(Pedal(0, 0, "a"), 3.0, PEDAL)
    ledger.let_up(PEDAL, 3.0)
    assert ledger.end(ledger.next_end) == [ControlChange(0, SUSTAIN, 0, 3.0 + AGAIN)]


@pytest.mark.parametrize(
    ("voice", "wanted", "found"),
    [
        (0, 0, 0),
        (15, 0, 15),
        (0, 16, 15),
        (4, 1, 0),
        (9, 0, 15),  # no melody sounds as drums by itself
        (9, 10, 9),
    ],
)
def test_a_voice_sounds_on_the_channel_of_its_number_unless_told(voice, wanted, found):
    assert channel(voice, wanted) == found


def test_drums_sound_on_channel_10_unless_told():
    assert channel(0, 0, drums=True) == channel(3, 0, drums=True) == 9
    assert channel(3, 1, drums=True) == 0


def test_of_sixteen_voices_none_is_on_channel_10_by_itself():
    found = [channel(voice, 0) for voice in range(16)]
    assert DRUMS not in found
    assert len(set(found)) == 15
