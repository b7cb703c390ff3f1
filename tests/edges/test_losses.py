"""Of what the engine says, every fourth packet is lost: what hangs is put right within a second."""

from __future__ import annotations

import time

import pytest

from tests.support.concert import connected
from tests.support.lossy import (
    LET_GO,
    LONGEST,
    STRETCHES,
    Deed,
    Witness,
    lossy,
    overhang,
    spans,
)

EVERY = 4
SECONDS = 8.0
WITHIN = 1.0  # seconds: a statement, or the next one where the first is lost
SLACK = 0.25  # seconds of this machine's own
MACHINE = ("--no-midi", "--mode", "solo", "--voices", "4", "--seed", "3", "--set", "density=2")


def test_a_book_counts_what_sounds_longer_here_than_there() -> None:
    truth: list[Deed] = [
        (0.0, (0, 60), True),
        (1.0, (0, 60), False),
        (3.0, (0, 60), True),
        (4.0, (0, 60), False),
    ]
    assert spans(truth, 9.0) == {(0, 60): [(0.0, 1.0), (3.0, 4.0)]}
    assert overhang(truth, truth, 9.0) == 0.0
    assert overhang([truth[0], truth[3]], truth, 9.0) == 2.0
    assert overhang([truth[0]], truth, 9.0) == 5.0
    assert overhang([(2.0, (0, 61), True)], truth, 9.0) == 7.0
    assert overhang([(-1.0, (0, 61), True)], truth, 9.0) == 0.0  # nobody knows


def stretch(start, seed: str) -> tuple[float, float]:
    """The longest that a key sounded too long at a client, and how long that may be."""
    with (
        start(*MACHINE, "--seed", seed) as engine,
        lossy(engine.port, EVERY) as road,
        connected(road.port) as perf,
        connected(engine.port) as witness,
    ):
        here, there = Witness(perf), Witness(witness)
        began = time.monotonic()
        while (
            time.monotonic() < began + SECONDS
            or here.struck <= 50
            or road.lost_of("/perf/noteoff") <= 10
        ):
            assert time.monotonic() < began + LONGEST, "too little is played"
            time.sleep(0.05)
        witness.stop()
        stopped = time.monotonic()
        while (here.sounds or there.sounds) and time.monotonic() < stopped + LET_GO:
            time.sleep(0.05)
        assert not here.sounds, "a key hangs"
        end = time.monotonic()
        within = max(WITHIN, road.longest_without_statement()) + SLACK
        return overhang(here.end(), there.end(), end), within


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", ["3", "4"])
def test_the_python_client_lets_go_of_what_it_missed_the_release_of(start, seed: str) -> None:
    found = [stretch(start, seed)]
    while found[-1][0] >= found[-1][1] and len(found) < STRETCHES:
        found.append(stretch(start, seed))
    print(f"the longest overhang, and how long it may be: {found}")
    assert found[-1][0] < found[-1][1]
