"""What the rules of `theory` look at, from the last events."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.steering.measures import MAJOR
from perf_engine.core.steering.scales import keys_in
from perf_engine.core.steering.scene import EVENTS, LINE, MOST_OWN, bits_of, key_of, look
from perf_engine.protocol.midi import PEDAL

C_MAJOR = bits_of(MAJOR)
EVENT = st.builds(
    Remembered,
    st.sampled_from((0.0, 0.01, 0.1, 0.5, 4.0)),
    st.integers(0, 1),
    st.integers(30, 90),
    st.sampled_from((0, 80)),
    st.booleans(),
)


def seen(*events, ago=0.5, held=(), **more):
    """The scene after strikes (seconds after the one before, key, own), the oldest first."""
    found = [Remembered(dt, 0, key, 80, own) for dt, key, own in events]
    return look(found[::-1], ago, 0, (), held, **more)


def turned(bits, shift):
    """Pitch classes as bits, higher by some semitones."""
    return bits_of(place + shift for place in range(12) if bits >> place & 1)


@given(st.lists(EVENT, max_size=60), st.integers(-20, 20), st.floats(0.0, 2.0))
def test_what_is_seen_in_another_key_is_the_same_in_that_key(events, shift, ago):
    moved = [
        Remembered(event.dt, event.part, event.key + shift, event.velocity, event.own)
        for event in events
    ]
    one = look(events, ago, 0, (60, 64), (67, 70))
    other = look(moved, ago, 0, (60 + shift, 64 + shift), (67 + shift, 70 + shift))
    assert other.line == tuple(key + shift for key in one.line)
    assert other.own == tuple(key + shift for key in one.own)
    assert other.inside == turned(one.inside, shift)
    assert other.held == turned(one.held, shift)
    assert (other.moved is None) == (one.moved is None)
    if one.moved is not None:
        assert other.moved == (one.moved[0] + shift, one.moved[1] + shift)


def test_a_transposed_machine_sees_players_where_it_would_strike_them():
    heard = ((0.1, 62, False),) * 9
    plain, higher = seen(*heard), seen(*heard, transpose=3)
    assert higher.inside == turned(plain.inside, -3)
    held = look((), 0.0, 0, (), (60,), transpose=3)
    assert held.held == bits_of((57,))


def test_a_line_has_the_highest_of_what_is_struck_together_until_a_pause():
    scene = seen((0.1, 50, True), (3.5, 60, True), (0.5, 64, True), (0.01, 48, True))
    assert scene.line == (64, 60)
    assert seen((0.1, 60, True), ago=3.5).line == ()


def test_what_joins_a_chord_goes_on_no_line():
    assert seen((0.1, 60, True), ago=0.01).line == ()


def test_a_line_stays_in_its_part_and_is_not_the_players():
    events = [Remembered(0.5, 1, 40, 80, True), Remembered(0.5, 0, 72, 80, False)]
    assert look(events, 0.5, 0, (), ()).line == ()


def test_it_looks_at_a_bounded_number_of_events_and_keys():
    taken = []

    def without_end():
        while True:
            taken.append(1)
            yield Remembered(0.01 + 0.1 * (len(taken) % 2), 0, 60, 80, True)

    scene = look(without_end(), 0.5, 0, range(40), ())
    assert len(taken) <= EVENTS + 1
    assert len(scene.line) <= LINE
    assert len(scene.own) == MOST_OWN


def test_a_players_melody_has_moved_where_it_was_struck_after_the_machine():
    together = seen((0.5, 72, False), (0.0, 60, True), (0.5, 74, False))
    assert together.moved == (72, 74)
    assert seen((0.5, 72, False), (0.0, 60, True)).moved is None
    assert seen((0.5, 60, True), (0.5, 74, False)).moved is None
    chord = seen((0.5, 72, False), (0.0, 60, True), (0.5, 74, False), (0.01, 65, False))
    assert chord.moved == (72, 74)


def test_the_pedal_is_no_strike():
    assert seen((0.5, PEDAL, True)).line == ()
    assert seen(held=[PEDAL]).held == 0
    assert seen(held=[PEDAL, 67]).held == 1 << 7


@given(st.integers(0, 11), st.integers(2, 8))
def test_a_key_is_heard_where_nearly_all_strikes_are_in_its_scale(tonic, times):
    counts = [0] * 12
    for step in MAJOR:
        counts[(tonic + step) % 12] = times + 2
    assert key_of(counts) == turned(C_MAJOR, tonic)
    assert key_of([times] * 12) == 0


def test_few_strikes_are_in_no_key_and_of_keys_that_fit_as_well_all_are_inside():
    assert key_of([2, 0, 2, 0, 2, 2, 0, 2, 0, 0, 0, 1]) == 0
    pentatonic = [4, 0, 4, 0, 4, 0, 0, 4, 0, 4, 0, 0]
    assert key_of(pentatonic) == C_MAJOR | turned(C_MAJOR, 5) | turned(C_MAJOR, 7)


def test_a_scale_that_is_chosen_is_the_key():
    scale = keys_in("minor_pentatonic", 2, 0, 0, 127)
    assert seen(*((0.1, 61, False),) * 20, scale=scale).inside == bits_of((2, 5, 7, 9, 0))


def test_the_keys_of_a_chord_are_welcome_if_it_is_clear():
    nats = np.full(KEY_COUNT, -10.0, np.float32)
    nats[60] = 0.0
    welcome = seen(harmony=nats).welcome
    assert welcome is not None
    assert np.flatnonzero(welcome).tolist() == [60]
    assert seen(harmony=np.zeros(KEY_COUNT, np.float32)).welcome is None
