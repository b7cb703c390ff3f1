"""A prime, measured as the governor needs it, and what a governor makes of it."""

import math
from dataclasses import replace

import pytest

from perf_engine.core.memory.priming import events_of
from perf_engine.core.messages import NoteOn, Prime, PrimeNote, Recall
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.given import FEWEST, LATEST, Given
from perf_engine.core.steering.governor import Governor


def notes(count=40, apart=0.25, velocity=80, pitch=60, duration=0.2):
    return [PrimeNote(n * apart, pitch + n % 3, velocity, duration) for n in range(count)]


def measured(some):
    return Given.of(events_of(some, 0, Vocabulary()))


def test_a_prime_has_a_pace_a_fullness_a_loudness_and_a_register():
    found = measured(notes())
    assert found.pace == pytest.approx(4.0, rel=0.05)
    assert found.fullness == pytest.approx(0.8, rel=0.05)
    assert found.loudness == pytest.approx(80.0)
    assert found.register == pytest.approx(61.0, abs=0.1)


def test_of_a_few_notes_nothing_is_told():
    assert measured(notes(FEWEST - 1)) is None
    assert measured(notes(FEWEST)) is not None


def test_the_end_of_a_prime_is_what_counts():
    early = notes(400, 0.05, velocity=20)
    late = [PrimeNote(LATEST + 40.0 + n.onset, n.pitch, 90, 0.2) for n in notes()]
    assert measured([*early, *late]).loudness == pytest.approx(90.0)


def played(governor, apart, velocity, pitch, count=60):
    for n in range(count):
        governor.played(100.0 + n * apart, pitch, velocity)
    return 100.0 + count * apart


@pytest.mark.parametrize(("apart", "slower"), [(0.1, True), (2.0, False)])
def test_alone_after_a_prime_it_keeps_to_its_pace(apart, slower):
    governor = Governor()
    governor.primed(measured(notes(apart=0.5)))  # two a second
    now = played(governor, apart, 80, 60)
    assert (governor.hazard(now, 60.0) < 1.0) == slower
    assert (governor.hazard(now, 60.0) > 1.0) != slower


@pytest.mark.parametrize(("velocity", "wanted", "sign"), [(80, 25, -1), (60, 110, 1), (60, 60, 0)])
def test_alone_after_a_prime_it_keeps_to_its_loudness(velocity, wanted, sign):
    governor = Governor()
    governor.primed(measured(notes(velocity=wanted)))
    now = played(governor, 0.3, velocity, 60)
    assert math.copysign(1.0, governor.tilt(now)) * (governor.tilt(now) != 0.0) == sign


@pytest.mark.parametrize(("pitch", "sign"), [(84, 1), (36, -1), (60, 0)])
def test_alone_after_a_prime_it_keeps_to_its_register(pitch, sign):
    governor = Governor()
    governor.primed(measured(notes(pitch=pitch)))
    nats, middle = governor.gravity(played(governor, 0.3, 80, 60))
    assert middle == pytest.approx(60.0)
    assert math.copysign(1.0, nats) * (nats != 0.0) == sign


def test_alone_after_a_prime_it_keeps_to_its_fullness():
    governor = Governor()
    governor.primed(measured(notes(duration=0.1)))
    assert governor.full(2, 0, 100.0)
    assert governor.clinging(100.0) == 0.0
    governor.primed(measured(notes(duration=2.0, pitch=40)))
    assert not governor.full(4, 0, 100.0)


def test_a_player_takes_the_place_of_a_prime():
    governor = Governor()
    governor.primed(measured(notes(velocity=25)))
    governor.heard(99.0, None, 100)  # the pedal alone is no music yet
    now = played(governor, 0.3, 80, 60)
    primed = governor.tilt(now)
    assert primed < 0.0
    governor.heard(now, 60, 80)
    assert governor.tilt(now) == 0.0


def test_a_voice_that_is_primed_measures_it_and_forgets_it_with_all_else(weights):
    performer = Performer(weights, mode="solo")
    performer.command(Prime(tuple(notes(velocity=33))), 1.0)
    governor = performer._voices[0].speaker.governor
    assert governor._given.loudness == pytest.approx(33.0)
    performer.hear(NoteOn(0, 60, 80, "a"), 50.0)
    assert governor._given is None


def test_a_recalled_state_brings_back_the_prime_that_it_was_kept_with(weights):
    performer = Performer(weights, mode="solo")
    governor = performer._voices[0].speaker.governor
    none = performer.kept("before")
    performer.command(Prime(tuple(notes(velocity=33))), 1.0)
    soft = performer.kept("soft")
    performer.command(Prime(tuple(notes(velocity=110))), 20.0)
    assert governor.given.loudness == pytest.approx(110.0)
    performer.command(Recall(soft), 40.0)
    assert (governor.given,) == soft.given
    performer.hear(NoteOn(0, 60, 80, "a"), 50.0)
    performer.command(Recall(soft), 60.0)
    assert governor.given.loudness == pytest.approx(33.0)
    performer.command(Recall(none), 70.0)
    assert governor.given is None


def test_a_state_from_before_measures_were_kept_leaves_the_prime(weights):
    performer = Performer(weights, mode="solo")
    old = replace(performer.kept("old"), given=None)
    performer.command(Prime(tuple(notes(velocity=33))), 1.0)
    performer.command(Recall(old), 40.0)
    assert performer._voices[0].speaker.governor.given.loudness == pytest.approx(33.0)


@pytest.mark.parametrize("name", ["pace", "fullness", "loudness", "register"])
@pytest.mark.parametrize("value", [-1.0, math.nan, math.inf, 1e12])
def test_measures_out_of_range_are_refused(name, value):
    with pytest.raises(ValueError, match=f"{name} of a prime must be 0.."):
        replace(measured(notes()), **{name: value})
