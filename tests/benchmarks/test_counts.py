"""What is counted of a few notes, by hand."""

import math

import pytest

from benchmarks import counts
from benchmarks.counts import TEMPO, Take
from perf_engine.protocol.notes import Strike
from perf_engine.studio.notes import Note

BEAT = 60.0 / TEMPO
MACHINE = tuple(
    Note(place * BEAT / 4.0, pitch, 40 + 10 * place, 0.1, "machine")
    for place, pitch in enumerate((60, 62, 64, 65, 61))
)
HUMAN = tuple(Note(i * 0.1, 50 + step, 60, 0.05, "human") for i, step in enumerate((0, 2, 4, 5)))
SENT = ((0.0, Strike(0, 60, 40, 0.02)), (1.0, Strike(0, 62, 40, 1.04)))
FOUND = Take(MACHINE, HUMAN, SENT, 0.5, 10.0)


@pytest.mark.parametrize(
    ("statistic", "value"),
    [
        (counts.rate, 0.5),
        (counts.mean_pitch, 62.4),
        (counts.velocity, 60.0),
        (counts.low_pitch, 60.2),
        (counts.high_pitch, 64.8),
        (counts.duration, 0.1),
        (counts.polyphony, 1.0),
        (counts.repetition, 0.0),
        (counts.velocity_span, 36.0),
        (counts.pitch_entropy, 1.5),
        (counts.rhythm_entropy, 0.0),
        (counts.off_grid, 0.0),
        (counts.places, 1.9219),
        (counts.unevenness, 0.5),
        (counts.quoted, 0.5),
        (counts.ahead, 30.0),
        (counts.beginning, 0.0),
        (counts.loudness_gap, 0.0),
        (counts.moved, 0.5),
        (counts.inside(frozenset((0, 2, 4, 5))), 0.8),
    ],
)
def test_it_is_counted_right(statistic, value):
    assert statistic(FOUND) == pytest.approx(value, abs=1e-4)
    assert statistic.__doc__


def test_a_strike_is_kin_to_what_was_just_played():
    struck = (Note(1.0, 72, 60, 0.1), Note(1.0, 61, 60, 0.1), Note(20.0, 60, 60, 0.1))
    heard = (Note(0.0, 60, 60, 0.1), Note(0.5, 64, 60, 0.1))
    assert counts.kinship(Take(struck, heard, (), 0.0, 30.0)) == pytest.approx(0.25)


def test_waiting_is_from_the_end_of_a_players_turn():
    heard = (Note(0.0, 60, 60, 0.5), Note(0.4, 62, 60, 0.6))
    struck = (Note(3.0, 60, 60, 0.5),)
    assert counts.waiting(Take(struck, heard, (), 0.0, 9.0)) == pytest.approx((2.5 + 2.0) / 2)


@pytest.mark.parametrize(
    ("steps", "likeness"),
    [((4, 5, 2), 1.0), ((-4, -5, -2), -1.0), ((4, 4, 4), 1.0), ((4, 3, 4), -1.0 / 3.0)],
)
def test_who_steps_as_the_player_does_is_alike(steps, likeness):
    heard = [Note(i * 1.0, 60 + step, 60, 0.5) for i, step in enumerate((0, 2, 4, 1))]
    struck = [Note(i * 1.0, 70 + step, 60, 0.5) for i, step in enumerate((0, *steps))]
    found = Take(tuple(struck), tuple(heard), (), 0.0, 9.0)
    assert counts.likeness(found) == pytest.approx(likeness)


def test_of_nothing_there_is_no_mean():
    assert math.isnan(counts.mean_pitch(Take((), (), (), 0.0, 9.0)))


def test_loudness_is_near_as_long_as_it_is_not_too_far_in_any_stretch():
    def gap(*velocities):
        """Of a machine that is so loud, in 10 s each, beside a player of velocity 40."""
        both = [(i * 10.0 + j, v) for i, v in enumerate(velocities) for j in range(4)]
        struck = tuple(Note(at, 60, v, 0.1) for at, v in both)
        heard = tuple(Note(at, 64, 40, 0.1) for at, _ in both)
        return counts.loudness_gap(Take(struck, heard, (), 0.0, 10.0 * len(velocities)))

    assert gap(40, 50, 30) == 0.0
    assert gap(62, 40) == pytest.approx(5.0)
    assert gap(62, 18) == pytest.approx(10.0)  # the mean of all would be near


def test_who_mirrors_chords_steps_against_them():
    chords = [(60, 64, 67), (62, 65, 69), (59, 62, 67)]
    heard = [Note(i * 1.0, pitch, 60, 0.5) for i, chord in enumerate(chords) for pitch in chord]
    struck = [Note(n.onset, 120 - n.pitch, 60, 0.5) for n in heard]
    found = Take(tuple(struck), tuple(heard), (), 0.0, 9.0)
    assert counts.likeness(found) == -1.0
