"""What was played here is expected again, as far as that has come true; mixtures stay mixtures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.history import PlayedEvent
from perf_engine.core.memory.imitation import (
    MOST,
    REACH,
    SUREST,
    Expected,
    Imitation,
    Remembrance,
    Trust,
    in_time,
    toward,
)
from perf_engine.core.model.vocabulary import KEY_COUNT

DT = 160
CAME = (0.3, 0.6, 0.9)
lengths, shares = st.integers(0, 20), st.floats(0.01, 0.9)


def note(key, dt=20, own=False):
    return [PlayedEvent(0, key, True, dt, own), PlayedEvent(0, key, False, dt, own)]


def phrase(keys, own=False):
    return [deed for key in keys for deed in note(key, own=own)]


def taught(*phrases):
    imitation = Imitation()
    for deeds in phrases:
        for deed in deeds:
            imitation.learn(deed)
    return imitation


MOTIF = (60, 67, 64, 72, 71)


def test_a_phrase_that_was_heard_is_expected_event_for_event():
    imitation = taught(phrase(MOTIF), phrase((30, 40)), phrase(MOTIF[:2]))
    expected = imitation.expected()
    assert expected is not None
    assert (expected.part, expected.key, expected.strike, expected.dt) == (0, 64, True, 20)
    assert 0.0 < expected.likely < 1.0
    assert taught(phrase(MOTIF)).expected() is None


def test_trust_grows_with_a_player_who_repeats_and_goes_with_one_who_does_not():
    faithful = taught(*[phrase(MOTIF)] * 12).expected()
    rng = np.random.default_rng(0)
    fickle = taught(
        *[phrase((*MOTIF[:3], int(rng.integers(30, 90)))) for _ in range(12)], phrase(MOTIF[:3])
    ).expected()
    assert faithful is not None
    assert faithful.likely > 0.8
    assert faithful.on_time > 0.8
    assert fickle is None or fickle.likely < faithful.likely


def test_what_the_machine_does_is_learnt_but_is_no_proof():
    imitation = taught(*[phrase(MOTIF)] * 2)
    before = imitation.snapshot().trust
    for deed in phrase(MOTIF, own=True):
        imitation.learn(deed)
    assert imitation.snapshot().trust == before
    assert imitation.next_key(0, own=True) is not None


def test_what_is_held_is_not_expected_to_be_struck():
    imitation = taught(phrase(MOTIF), [PlayedEvent(0, 64, True, 20, True)])
    for deed in phrase(MOTIF[:2]):
        imitation.learn(deed)
    found = imitation.next_key(0, own=False)
    assert found is None or found[0] != 64
    expected = imitation.expected()
    assert expected is None or not (expected.key == 64 and expected.strike)


EVENTS = st.builds(
    PlayedEvent,
    st.integers(0, 1),
    st.integers(58, 62),
    st.booleans(),
    st.integers(0, DT - 1),
    st.booleans(),
)


@given(st.lists(EVENTS, max_size=60), st.lists(EVENTS, max_size=20))
def test_a_snapshot_brings_everything_back(before, after):
    first, second = Imitation(most=32), Imitation()
    for deed in before:
        first.learn(deed)
    second.restore(first.snapshot())
    assert second.snapshot() == first.snapshot()
    for deed in after:
        first.learn(deed)
        second.learn(deed)
        assert first.expected() == second.expected()
        assert first.next_key(deed.part, deed.own) == second.next_key(deed.part, deed.own)
    assert first.snapshot() == second.snapshot()


@pytest.mark.parametrize("most", [0, MOST + 1])
def test_a_memory_has_a_size(most):
    with pytest.raises(ValueError, match=f"most must be 1..8192 events, not {most}"):
        Remembrance(most, b"", frozenset(), ())


def test_what_cannot_be_restored_changes_nothing():
    imitation = taught(phrase(MOTIF))
    before = imitation.snapshot()
    with pytest.raises(ValueError, match=r"the phrase memory must be 0\.\.2 events, not 10"):
        imitation.restore(replace(before, most=2))
    assert imitation.snapshot() == before


def test_forgetting_is_beginning_anew():
    imitation = taught(*[phrase(MOTIF)] * 3)
    imitation.forget()
    assert imitation.snapshot() == Imitation().snapshot()


@given(st.integers(0, 4), st.floats(0, 1), st.integers(1, 9))
def test_a_mixture_sums_to_one(index, weight, n):
    p = np.full(n, 1 / n, np.float32)
    mixed = toward(p, min(index, n - 1), weight)
    assert mixed.sum() == pytest.approx(1.0, abs=1e-5)
    assert (mixed >= 0).all()


@given(st.integers(0, DT - 1), st.floats(0, 0.97), st.floats(0, 1), st.floats(0, 1))
def test_times_are_a_mixture_around_the_expected_bin(dt, likely, share, amount):
    likely *= amount
    expected = Expected(0, 60, True, dt, likely, likely * share, likely * (1 - share))
    p = np.full(DT, 1 / DT, np.float32)
    mixed = in_time(p.copy(), expected)
    assert mixed.sum() == pytest.approx(1.0, abs=1e-5)
    assert (mixed >= 0).all()
    assert mixed.argmax() == dt or likely == pytest.approx(0.0, abs=1e-3)
    far = np.abs(np.arange(DT) - dt) > REACH
    assert (mixed[far] <= p[far] + 1e-7).all()


@given(st.floats(0.0, 1.0))
def test_an_amount_is_how_far_the_memory_has_a_say(amount):
    imitation = taught(*[phrase(MOTIF)] * 2, phrase(MOTIF)[:5])
    whole, part = imitation.expected(), imitation.expected(amount)
    assert part[:4] == whole[:4]
    assert part[4:] == tuple(amount * share for share in whole[4:])


@given(st.floats(0.01, 0.97), st.floats(0.0, 1.0), st.floats(0.01, 0.99))
def test_part_then_key_is_the_mixture_of_whole_events(likely, amount, chance):
    """p(part) p(key | part) equals (1 - w) p p + w for the expected event."""
    parts = np.array([chance, 1 - chance], np.float32)
    keys = np.full(KEY_COUNT, 1 / KEY_COUNT, np.float32)
    weight = likely * amount
    expected = Expected(0, 60, True, 3, weight, 0.1, 0.1)
    mixed = toward(parts, 0, weight)
    together = float(mixed[0]) * float(toward(keys, 60, expected.key_weight(float(mixed[0])))[60])
    # of the network's own share in the part, the expected key has its own probability
    assert together == pytest.approx(weight + (1 - weight) * chance / KEY_COUNT, abs=1e-5)


@given(shares, lengths, st.lists(st.booleans(), max_size=200), st.floats(-1, 1))
def test_a_weight_is_a_share_whatever_came(alone, length, outcomes, doubt):
    trust = Trust(CAME, alone)
    for came in outcomes:
        trust.judge(length, came)
    assert 0.0 <= trust.weight(length, doubt) <= SUREST
    assert trust.weight(length, doubt) >= trust.weight(length, 1.0)


def test_it_grows_with_what_comes_and_goes_with_what_does_not():
    trust = Trust(CAME, 0.25)
    before = trust.weight(0)
    for _ in range(50):
        trust.judge(0, True)
    assert trust.weight(0) > max(before, 0.9)
    for _ in range(200):
        trust.judge(0, False)
    assert trust.weight(0) == 0.0
    assert trust.weight(1) == pytest.approx(0.6 - 0.4 / 3)  # other lengths are judged apart


def test_the_weight_is_the_likeliest_where_the_network_is_right_so_often_alone():
    """w maximises s log(a + w (1 - a)) + (1 - s) log(1 - w)."""
    share, alone = 0.6, 0.25
    w = Trust((share,), alone).weight(0)
    derivative = share * (1 - alone) / (alone + w * (1 - alone)) - (1 - share) / (1 - w)
    assert derivative == pytest.approx(0.0, abs=1e-9)


def test_counts_come_back():
    trust, other = Trust(CAME, 0.2), Trust(CAME, 0.2)
    for came in (True, False, True):
        trust.judge(1, came)
    other.restore(trust.counts())
    assert other.counts() == trust.counts()
