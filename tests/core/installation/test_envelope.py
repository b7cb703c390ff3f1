"""Envelopes over the day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.installation.envelope import Envelope
from perf_engine.core.installation.moment import DAY

TWO = Envelope.of({"06:00": 0.5, "18:00": 1.5}, "loudness", 0.0, 2.0)
points = st.dictionaries(st.integers(0, 86_399).map(float), st.floats(0.0, 2.0), max_size=6)


def test_it_goes_through_its_points_and_on_past_midnight() -> None:
    assert TWO.at(6 * 3600.0) == 0.5
    assert TWO.at(12 * 3600.0) == 1.0
    assert TWO.at(18 * 3600.0) == 1.5
    assert TWO.at(0.0) == pytest.approx(1.0)


def test_one_point_is_a_line_and_none_is_one() -> None:
    assert Envelope.of({"12:00": 0.3}, "density", 0.1, 4.0).at(70_000.0) == 0.3
    assert Envelope().at(1.0) == 1.0


@given(points, st.floats(0.0, DAY))
def test_it_stays_within_its_points(said: dict[float, float], second: float) -> None:
    values = list(said.values()) or [1.0]
    at = Envelope(tuple(sorted(said.items()))).at(second)
    assert min(values) - 1e-9 <= at <= max(values) + 1e-9


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"12:00": 3.0}, r"loudness at 12:00 must be 0\.\.2, not 3.0"),
        ({"12:00": float("nan")}, r"loudness at 12:00 must be 0\.\.2, not nan"),
        ({"12:00": "loud"}, "loudness at 12:00 must be a number, not 'loud'"),
        ({"12:00": True}, "loudness at 12:00 must be a number, not True"),
        ({"noon": 1.0}, "a time of loudness must be a time of day"),
        ({"00:00": 1.0, "24:00": 2.0}, "loudness must have one value at 24:00"),
    ],
)
def test_a_wrong_point_is_refused(said, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        Envelope.of(said, "loudness", 0.0, 2.0)
