"""What was played here is expected again, as far as that has come true; mixtures stay mixtures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from perf_engine.core.memory.history import LONGEST_STRETCH, PlayedEvent
from perf_engine.core.memory.imitation import (
    HEADS,
    LOUDNESSES,
    MOST,
    REACH,
    SUREST,
    Imitation,
    Mixture,
    Remembrance,
    Share,
    Trust,
    interpolated,
    loudness,
)

DT = 160
LOUD = 80
UNSURE = 0.1  # the network's probability of a time bin
CAME = (0.3, 0.6, 0.9)
lengths, shares = st.integers(0, 20), st.floats(0.01, 0.9)


def note(key, dt=20, own=False, velocity=LOUD):
    return [PlayedEvent(0, key, velocity, dt, own), PlayedEvent(0, key, 0, dt, own)]


def phrase(keys, own=False):
    return [deed for key in keys for deed in note(key, own=own)]


def taught(*phrases):
    imitation = Imitation()
    for deeds in phrases:
        for deed in deeds:
            imitation.learn(deed, UNSURE)
    return imitation


MOTIF = (60, 67, 64, 72, 71)


@given(st.dictionaries(st.integers(0, DT - 1), st.floats(0.001, 0.1), max_size=8))
def test_a_time_is_spread_over_those_around_it_and_none_is_lost(masses):
    share = Share(1.0 - sum(masses.values()), masses, 1, 0.5)
    p = np.full(DT, 1.0 / DT, np.float32)
    mixed = share.mixed_about(p)
    assert mixed.sum() == pytest.approx(1.0, abs=1e-5)
    assert (mixed >= 0.0).all()
    far = [i for i in range(DT) if all(abs(i - index) > REACH for index in masses)]
    network = p * np.float32(1.0 - 0.5 * sum(masses.values()))
    assert mixed[far] == pytest.approx(network[far], abs=1e-7)
    if len(masses) == 1:
        (index,) = masses
        assert mixed.argmax() == index


def test_a_phrase_that_was_heard_is_expected_part_time_key_and_velocity():
    imitation = taught(phrase(MOTIF), phrase((30, 40)), phrase(MOTIF[:2]))
    loud = loudness(LOUD, LOUDNESSES)
    for share, came in (
        (imitation.part((0, 1)), 0),
        (imitation.time(0), 20),
        (imitation.key(0, 20), 64),
        (imitation.velocity(0, LOUDNESSES), loud),
    ):
        assert max(share.masses, key=share.masses.get) == came
        assert share.own(came, 0.1) > 0.5
        assert 0.0 < share.weight < 1.0


def test_nothing_is_expected_of_parts_that_do_not_play_or_were_never_heard():
    imitation = taught(phrase(MOTIF), phrase(MOTIF[:2]))
    assert imitation.part((1,)) is None
    assert imitation.time(1) is imitation.key(1, 20) is None
    fresh = Imitation()
    assert fresh.part((0,)) is fresh.time(0) is fresh.key(0, 20) is fresh.velocity(0, 32) is None


def test_a_part_that_was_never_heard_is_expected_in_the_loudness_of_the_players_not_the_machines():
    own = [PlayedEvent(1, 60, 20, 20, True), PlayedEvent(1, 60, 0, 20, True)]
    share = taught(phrase(MOTIF), own).velocity(1, LOUDNESSES)
    assert list(share.masses) == [loudness(LOUD, LOUDNESSES)]
    assert taught(own).velocity(1, LOUDNESSES) is None


def test_a_key_is_expected_only_at_once_if_it_came_at_once():
    imitation = taught(phrase(MOTIF), phrase(MOTIF[:2]))
    assert imitation.key(0, 20) is not None
    assert imitation.key(0, 0) is None


def test_weights_grow_with_a_player_who_repeats_and_go_with_one_who_does_not():
    faithful = taught(*[phrase(MOTIF)] * 12, phrase(MOTIF[:3])).key(0, 20)
    rng = np.random.default_rng(0)
    fickle = taught(
        *[phrase((*MOTIF[:3], int(rng.integers(30, 90)))) for _ in range(12)], phrase(MOTIF[:3])
    ).key(0, 20)
    assert faithful.weight > 0.9
    assert faithful.own(72, 0.1) > 0.9
    assert taught(*[phrase(MOTIF)] * 12, phrase(MOTIF[:3])).time(0).weight > 0.8
    assert faithful.weight * faithful.masses[72] > fickle.weight * max(fickle.masses.values())


def test_what_the_machine_does_is_learnt_but_is_no_proof():
    imitation = taught(*[phrase(MOTIF)] * 2)
    before = imitation.snapshot().trust
    for deed in phrase(MOTIF, own=True):
        imitation.learn(deed, UNSURE)
    assert imitation.snapshot().trust == before
    assert imitation.next_key(0, own=True) is not None


def test_without_knowing_what_the_network_expected_no_weight_changes():
    imitation = taught(*[phrase(MOTIF)] * 2)
    before = imitation.snapshot().trust
    for deed in phrase(MOTIF):
        imitation.learn(deed)
    assert imitation.snapshot().trust == before


def test_what_is_held_is_not_expected_to_be_struck():
    imitation = taught(phrase(MOTIF), [PlayedEvent(0, 64, LOUD, 20, True)])
    for deed in phrase(MOTIF[:2]):
        imitation.learn(deed, UNSURE)
    found = imitation.next_key(0, own=False)
    assert found is None or found[0] != 64
    share = imitation.key(0, 20)
    assert share is None or 64 not in share.masses


EVENTS = st.builds(
    PlayedEvent,
    st.integers(0, 1),
    st.integers(58, 62),
    st.sampled_from((0, 0, 40, 80)),
    st.integers(0, DT - 1),
    st.booleans(),
)


def asked(imitation, deed):
    part = deed.part
    return (
        imitation.part((0, 1)),
        imitation.time(part),
        imitation.key(part, deed.dt),
        imitation.velocity(part, LOUDNESSES),
    )


@given(st.lists(EVENTS, max_size=60), st.lists(EVENTS, max_size=20))
def test_a_snapshot_brings_everything_back(before, after):
    first, second = Imitation(most=32), Imitation()
    for deed in before:
        first.learn(deed, UNSURE)
    second.restore(first.snapshot())
    assert second.snapshot() == first.snapshot()
    for deed in after:
        first.learn(deed, UNSURE)
        second.learn(deed, UNSURE)
        assert asked(first, deed) == asked(second, deed)
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


def test_weights_from_before_each_head_had_its_own_begin_anew_and_those_of_lines_stay():
    imitation = taught(phrase(MOTIF))
    now = imitation.snapshot()
    earlier = (*(((1.0, 4.0),) * 6,) * 3, *(((3.0, 4.0),) * 8,) * 2)
    imitation.restore(replace(now, trust=earlier))
    assert imitation.snapshot().trust == (*(Mixture(h).counts() for h in HEADS), *earlier[3:])
    with pytest.raises(ValueError, match="trust must have"):
        imitation.restore(replace(now, trust=earlier[1:]))


def test_forgetting_is_beginning_anew():
    imitation = taught(*[phrase(MOTIF)] * 3)
    imitation.forget()
    assert imitation.snapshot() == Imitation().snapshot()


@st.composite
def probabilities(draw, most=40):
    p = draw(arrays(np.float32, st.integers(2, most), elements=st.floats(0.0625, 1.0, width=32)))
    return p / p.sum()


FOUND = st.lists(st.tuples(st.integers(1, LONGEST_STRETCH), st.integers(0, 1)), min_size=1)


def share_of(found, weight=0.5):
    return Share(*interpolated(found), weight)


@given(FOUND)
def test_what_followed_and_what_the_network_expects_make_one_whole(found):
    kept, masses, length = interpolated(found)
    assert kept + sum(masses.values()) == pytest.approx(1.0)
    assert 0.0 < kept < 1.0
    assert all(mass >= 0.0 for mass in masses.values())
    assert length == max(length for length, _ in found)


def test_counts_are_interpolated_from_short_stretches_to_long_after_witten_and_bell():
    found = [(1, 7), (1, 8), (3, 7)]
    p = {7: 0.2, 8: 0.3}
    for counts in ({7: 2, 8: 1}, {7: 1}, {7: 1}):  # after stretches of at least 1, 2, 3 events
        n, u = sum(counts.values()), len(counts)
        p = {its: (counts.get(its, 0) + u * p[its]) / (n + u) for its in p}
    share = share_of(found)
    assert share.own(7, 0.2) == pytest.approx(p[7])
    assert share.own(8, 0.3) == pytest.approx(p[8])


@given(probabilities(), FOUND, st.floats(0, 1))
def test_a_mixture_sums_to_one_and_is_that_of_its_weight(p, found, weight):
    share = share_of(found, weight)
    mixed = share.mixed(p)
    assert mixed.sum() == pytest.approx(1.0, abs=1e-5)
    for index in range(len(p)):
        own = share.own(index, float(p[index]))
        expected = weight * own + (1.0 - weight) * float(p[index])
        assert mixed[index] == pytest.approx(expected, abs=1e-6)


@given(probabilities(), FOUND, st.floats(0, 1), st.data())
def test_among_allowed_classes_it_is_the_mixture_without_the_others(p, found, weight, data):
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(p), max_size=len(p))))
    allowed[data.draw(st.integers(0, len(p) - 1))] = True
    share, alone = share_of(found, weight), float(p[allowed].sum())
    mixed = share.mixed_among(np.where(allowed, p, 0) / alone, allowed, alone)
    whole = np.where(allowed, share.mixed(p), 0)
    np.testing.assert_allclose(mixed, whole / whole.sum(), atol=1e-5)


def test_an_amount_is_how_far_the_memory_has_a_say():
    imitation = taught(*[phrase(MOTIF)] * 2, phrase(MOTIF)[:5])
    whole, half = imitation.key(0, 20), imitation.key(0, 20, 0.5)
    assert half.weight == 0.5 * whole.weight
    assert half.masses == whole.masses
    for nothing in (
        imitation.part((0,), 0.0),
        imitation.time(0, 0.0),
        imitation.key(0, 20, 0.0),
        imitation.velocity(0, LOUDNESSES, 0.0),
    ):
        assert nothing is None


def test_a_share_of_some_classes_counts_them_from_the_first():
    share = share_of([(1, 5), (2, 6), (1, 9)])
    here = share.within(5, 3)
    assert here.masses == {0: share.masses[5], 1: share.masses[6]}
    assert (here.kept, here.weight) == (share.kept, share.weight)


def test_a_weight_goes_to_the_side_that_foresees_better_at_its_length_alone():
    mixture = Mixture((0.5,) * 3)
    for _ in range(20):
        mixture.judge(2, 0.6, 0.3)
    assert mixture.weight(2) > 0.9
    for _ in range(20):
        mixture.judge(2, 0.1, 0.3)
    assert mixture.weight(2) < 0.1
    assert mixture.weight(1) == mixture.weight(3) == 0.5


@given(st.floats(0, 1), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=60))
def test_a_weight_of_the_memory_stays_a_share(first, judged):
    mixture, other = Mixture((first,)), Mixture((0.5,))
    for own, alone in judged:
        mixture.judge(1, own, alone)
        assert 0.0 <= mixture.weight(1) <= 1.0
    other.restore(mixture.counts())
    assert other.counts() == mixture.counts()


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


@given(
    events=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.integers(58, 62),
            st.sampled_from((0, 40, 90)),
            st.integers(0, 3),
            st.booleans(),
        ),
        min_size=1,
        max_size=50,
    ),
    pauses=st.lists(st.booleans(), min_size=50, max_size=50),
)
def test_what_is_found_in_pauses_changes_nothing(events, pauses):
    prepared, unprepared = Imitation(), Imitation()
    for (part, key, velocity, dt, own), pause in zip(events, pauses, strict=False):
        for imitation in (prepared, unprepared):
            imitation.learn(PlayedEvent(part, key, velocity, dt, own), UNSURE)
        if pause:
            assert prepared.prepare(0)
            assert not prepared.prepare(0)
    assert prepared.snapshot() == unprepared.snapshot()
    for part in (0, 1):
        assert prepared.time(part) == unprepared.time(part)
        assert prepared.key(part, 2) == unprepared.key(part, 2)
        assert prepared.next_key(part, False) == unprepared.next_key(part, False)
