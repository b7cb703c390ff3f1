"""The rules of `theory`: what each says, and that their push is bounded and just."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.steering.measures import MAJOR
from perf_engine.core.steering.scene import Scene, bits_of, look
from perf_engine.core.steering.theory import BEST, MOST, RULES, push
from perf_engine.protocol.midi import PEDAL

C_MAJOR = bits_of(MAJOR)
BY_NAME = {rule.name: rule for rule in RULES}
keys = st.integers(30, 90)
welcomes = st.none() | st.sets(st.integers(0, 11)).map(
    lambda places: np.isin(np.arange(KEY_COUNT) % 12, list(places))
)
scenes = st.builds(
    Scene,
    st.lists(keys | st.integers(58, 62), max_size=24).map(tuple),
    st.lists(keys, max_size=4).map(tuple),
    st.sampled_from((0, C_MAJOR, 0b101010101010, 0b111)),
    st.integers(0, 4095),
    st.none() | st.tuples(keys, keys),
    welcomes,
)


def met(name, **scene):
    """The keys from 48 to 84 that meet a rule, and how far."""
    found = BY_NAME[name].where(Scene(**scene))
    if found is None:
        return {}
    return {key: float(found[key]) for key in range(48, 85) if found[key]}


def higher(scene, shift):
    """The scene, some semitones higher."""

    def turned(bits):
        return bits_of(place + shift for place in range(12) if bits >> place & 1)

    return Scene(
        tuple(key + shift for key in scene.line),
        tuple(key + shift for key in scene.own),
        turned(scene.inside),
        turned(scene.held),
        None if scene.moved is None else tuple(key + shift for key in scene.moved),
        None if scene.welcome is None else np.roll(scene.welcome, shift),
    )


@given(scenes, st.floats(0.0, 1.0))
def test_the_push_is_bounded_and_leaves_the_pedal(scene, amount):
    nats = push(scene, amount)
    if nats is not None:
        assert nats.shape == (KEY_COUNT,)
        assert nats.min() >= -MOST * amount - 1e-6
        assert nats.max() <= BEST * amount + 1e-6
        assert nats[PEDAL] == 0.0


@given(scenes)
def test_at_0_there_is_none_and_at_half_it_is_half(scene):
    assert push(scene, 0.0) is None
    whole, half = push(scene, 1.0), push(scene, 0.5)
    assert (whole is None) == (half is None)
    if whole is not None:
        assert np.allclose(whole, 2.0 * half)


@given(scenes)
def test_a_key_that_breaks_a_rule_is_never_favoured_and_no_other_is_disfavoured(scene):
    nats = push(scene, 1.0)
    broken = np.zeros(KEY_COUNT, bool)
    for rule in RULES:
        share = rule.where(scene)
        if share is not None:
            assert share.min() >= 0.0
            assert share.max() <= 1.0
            if rule.forbids:
                broken |= share > 0.0
    broken[PEDAL] = False
    if nats is None:
        assert not broken.any()
    else:
        assert np.all(nats[broken] < 0.0)
        assert np.all(nats[~broken] >= 0.0)


@given(scenes, st.integers(-18, 18))
def test_in_another_key_they_push_the_same_there(scene, shift):
    one, other = push(scene, 1.0), push(higher(scene, shift), 1.0)
    assert (one is None) == (other is None)
    if one is not None:
        inside = np.arange(18, 110)
        assert np.allclose(one[inside], other[inside + shift])


@given(scenes)
def test_no_rule_changes_what_it_looks_at(scene):
    first = push(scene, 1.0)
    again = push(scene, 1.0)
    assert (first is None) == (again is None)
    assert first is None or np.array_equal(first, again)


def test_the_fifth_strike_of_a_key_in_a_row_breaks_a_rule():
    assert met("repeated", line=(60,) * 4) == {60: 1.0}
    assert met("repeated", line=(60, 60, 60, 62)) == {}


def test_keys_outside_the_scale_break_a_rule_unless_they_are_in_the_chord():
    assert set(met("outside", inside=C_MAJOR)) == {
        key for key in range(48, 85) if key % 12 not in MAJOR
    }
    welcome = np.arange(KEY_COUNT) == 61
    assert 61 not in met("outside", inside=C_MAJOR, welcome=welcome)
    assert met("outside") == {}


def test_a_leap_is_one_from_the_last_key_and_from_what_is_held():
    assert set(met("leaping", line=(66,))) == {*range(48, 55), *range(78, 85)}
    assert set(met("leaping", line=(66,), own=(54,))) == set(range(78, 85))


def test_after_a_leap_the_line_turns_back():
    assert set(met("unresolved", line=(70, 62))) == set(range(71, 85))
    assert set(met("unresolved", line=(62, 70))) == set(range(48, 62))
    assert met("unresolved", line=(69, 62)) == {}


def test_a_line_has_a_compass():
    assert set(met("straying", line=(60, 72))) == {*range(48, 53), *range(80, 85)}
    assert met("straying", line=(48, 84)) == {}


@pytest.mark.parametrize(
    ("last", "before", "now", "broken"),
    [
        (60, 67, 69, {62, 76}),  # fifths below the melody, and the one above
        (60, 72, 74, {62, 74}),  # octaves, and unison with it
        (60, 67, 65, {58}),  # the other way
        (60, 64, 65, set()),  # from a third no fifths are parallel
        (60, 67, 67, set()),  # the melody has not moved
    ],
)
def test_no_fifths_and_octaves_are_parallel(last, before, now, broken):
    found = set(met("parallel", line=(last,), moved=(before, now)))
    assert {key for key in found if abs(key - now) <= 12} == broken


def test_what_is_dissonant_with_what_is_held_breaks_a_rule_as_far_as_it_is():
    found = met("rough", held=bits_of((60,)))
    assert found[61] == found[71] == 1.0
    assert found[62] == found[66] == 0.5
    assert not {60, 63, 64, 65, 67, 68, 69} & set(found)


def test_a_third_pitch_is_favoured_where_there_are_two():
    assert set(met("motif", line=(60, 62, 60, 62, 60))) == set(range(53, 68)) - {60, 62}
    assert met("motif", line=(60, 62, 64, 62, 60)) == {}


def test_a_figure_may_go_on_as_it_went_on_before():
    figure = (60, 62, 64, 67, 65)
    newest_first = tuple(reversed((*figure, 62, 64, 66)))
    assert met("again", line=newest_first) == {69: 1.0}
    assert met("again", line=(60,) * 12) == {}


def calls_of(count):
    """Return how many functions are called to push one decision, after so many events."""
    events = []
    for place in range(count):
        key, own = 60 + (place * 7) % 13, place % 4 < 2
        events += [Remembered(0.1, 0, key, 80, own), Remembered(0.1, 0, key, 0, own)]
    seen = 0

    def called(_frame, event, _argument):
        nonlocal seen
        seen += event in ("call", "c_call")

    scene = look(events, 0.1, 0, (60,), (64, 67, 70))
    push(scene, 1.0)  # what is kept from then on is not counted
    sys.setprofile(called)
    try:
        push(look(events, 0.1, 0, (60,), (64, 67, 70)), 1.0)
    finally:
        sys.setprofile(None)
    return seen


def test_a_decision_costs_no_more_after_a_long_piece():
    """`make theory` says what that costs in time."""
    after_a_while, after_hours = calls_of(64), calls_of(4096)
    assert 0 < after_a_while < 300
    assert after_hours == after_a_while


def test_rules_have_names_weights_and_words():
    assert len(BY_NAME) == len(RULES)
    assert all(rule.nats and rule.says for rule in RULES)
