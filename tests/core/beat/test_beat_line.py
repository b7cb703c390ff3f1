"""Times that are bent to a line of beats."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.beat.beat_line import AT_ONCE, Line, Times, on_line
from perf_engine.core.model.sampling import draw_moment
from perf_engine.core.model.vocabulary import time_bin_edges

EDGES = time_bin_edges(160)
ANY = np.ones(4 * 96)  # a density of strikes anywhere


def bins(p):
    running = np.cumsum(p / np.sum(p))
    return Times(running, EDGES)


@st.composite
def times(draw):
    p = draw(st.lists(st.floats(0.0, 1.0), min_size=160, max_size=160))
    return bins(np.array(p) + 1e-6)


def peaks(places, width=0.02):
    """A density of strikes at places of a beat, (96,)."""
    middle = (np.arange(96) + 0.5) / 96
    found = np.full(96, 0.02)
    for place in places:
        away = (middle - place + 0.5) % 1.0 - 0.5
        found += np.exp(-0.5 * (away / width) ** 2)
    return found / found.mean()


@given(drawn=times())
def test_without_a_line_or_any_expectation_nothing_changes(drawn):
    assert on_line(drawn, None, 0.0, 1.0) is drawn
    bent = on_line(drawn, Line(0.0, 0.0, 0.5, ANY, 1.0), 0.0, 1.0)
    whole = np.interp(bent.edges, EDGES, [0.0, *drawn.running])
    assert bent.running == pytest.approx(whole[1:], abs=1e-6)


@given(
    drawn=times(),
    period=st.floats(0.15, 3.0),
    beat=st.floats(0.0, 100.0),
    pull=st.floats(0.0, 1.0),
    rate=st.floats(0.25, 4.0),
    origin=st.floats(-100.0, 1000.0),
)
def test_the_bent_times_are_a_distribution_and_chords_stay_together(
    drawn, period, beat, pull, rate, origin
):
    line = Line(origin, beat, period, peaks((0.0, 0.5)), pull)
    bent = on_line(drawn, line, origin, rate)
    assert len(bent.running) == len(bent.edges) - 1
    assert np.diff(bent.edges).min() > 0.0
    assert np.diff(bent.running).min() >= -1e-12
    assert bent.running[-1] == 1.0
    at_once = [np.interp(AT_ONCE * rate, t.edges, [0.0, *t.running]) for t in (drawn, bent)]
    assert at_once[1] == pytest.approx(at_once[0], abs=1e-6)
    joined = on_line(drawn, line, origin, rate, joins=True)
    assert np.interp(AT_ONCE * rate, joined.edges, [0.0, *joined.running]) <= at_once[1] + 1e-6


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
def test_times_that_are_drawn_fall_on_the_beat_and_its_halves(rate):
    drawn = bins(np.ones(160))
    line = Line(10.0, 3.3, 0.5, peaks((0.0, 0.5)), 1.0)

    def near(times):
        """The share of moments within 30 ms of an eighth."""
        places = []
        for u in np.linspace(0.01, 0.99, 400):
            seconds = draw_moment(*times, u)
            if AT_ONCE < seconds / rate < 3.0:
                beat = line.beat + seconds / rate / line.period
                places.append(abs(2.0 * beat - round(2.0 * beat)) / 2.0 * line.period)
        return np.mean(np.array(places) < 0.03)

    assert near(on_line(drawn, line, 10.0, rate)) > 0.85 > 0.4 > near(drawn)


def test_half_a_pull_moves_half_of_them():
    drawn, found = bins(np.ones(160)), []
    for pull in (0.0, 0.5, 1.0):
        bent = on_line(drawn, Line(0.0, 0.0, 0.5, peaks((0.0,)), pull), 0.0, 1.0)
        near = np.interp([0.46, 0.54], bent.edges, [0.0, *bent.running])
        found.append(near[1] - near[0])
    assert found[0] < found[1] < found[2]


def test_when_nothing_has_happened_for_long_the_next_beat_is_still_likely():
    drawn = bins(np.exp(-(((np.log(EDGES[1:])) - np.log(0.1)) ** 2)))
    bent = on_line(drawn, Line(0.0, 0.0, 0.5, peaks((0.0,)), 1.0), 0.0, 1.0)
    shares = []
    for times in (drawn, bent):
        moments = [draw_moment(*times, u, 0.3) for u in np.linspace(0.05, 0.95, 50)]
        shares.append(np.mean([abs(m / 0.5 - round(m / 0.5)) < 0.08 for m in moments if m < 3.0]))
    assert shares[1] > 0.65 > 0.3 > shares[0]
