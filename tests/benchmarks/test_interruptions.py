"""The counts of `make interruptions`, by hand-made books."""

import pytest

from benchmarks.book import Event
from benchmarks.interruptions import knowingly

HEARD = [(1.0, "/perf/heard", [0, 60, 90]), (2.0, "/perf/heard", [0, 60, 0])]


@pytest.mark.parametrize(
    ("came", "due", "velocity", "counted"),
    [
        (1.5, 1.5, 0, (1, 0)),
        (1.5, 1.5, 80, (0, 1)),
        (1.5, 1.8, 80, (0, 1)),
        (0.9, 0.9, 80, (0, 0)),  # before
        (0.9, 1.2, 0, (0, 0)),  # sent before, for later
        (1.9, 2.1, 80, (0, 0)),  # for after the player's release
        (2.1, 2.1, 80, (0, 0)),  # after
        (1.5, 3.5, 80, (0, 0)),  # after the interruption
    ],
)
def test_acts_on_a_key_are_counted_while_the_engine_said_that_it_is_a_players(
    came: float, due: float, velocity: int, counted: tuple[int, int]
) -> None:
    assert knowingly(HEARD, [Event(came, due, 0, 60, velocity)], 3.0) == counted


def test_other_keys_and_flushes_are_not_counted() -> None:
    events = [Event(1.5, 1.5, 0, 61, 80), Event(1.5, 1.5, 0, -1, 0)]
    assert knowingly(HEARD, events, 3.0) == (0, 0)
