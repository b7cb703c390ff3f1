"""A sign of life is a sign, whatever its number: no note is cut, and a dead engine is missed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.puredata.pd import Pd, harness
from tests.puredata.stand_in import StandIn, stand_in, wait_until

LONG = 4.0  # seconds of a note: more than the three after which an engine is missed
TRIES = 4  # a machine that stands still spoils some; a number that is misread spoils each


def life(engine: StandIn, here: Pd, number: int) -> tuple[list[tuple[int, int]], float]:
    """An engine that strikes a key, gives signs of life, then none: what Pd played up to then.

    And after how many seconds that was missed.
    """
    before = len(here.notes)
    for step in range(int(LONG)):
        engine.say("/perf/alive", number + step)
        if step == 0:
            engine.say("/perf/note", 0, 60, 90, 0.0)
            here.sounds()
            struck = time.monotonic()
        time.sleep(max(0.0, struck + step + 1 - time.monotonic()))
    died = time.monotonic()
    engine.say("/perf/alive", number + int(LONG))
    played = here.notes[before:]
    while here.sounding:  # let go, then told
        assert here.line("THERE", "NOTE").startswith("NOTE: ")
    missed = time.monotonic() - died
    assert here.line("THERE") == "THERE: 0"
    return [*played, *here.notes[before + len(played) :]], missed


@pytest.mark.parametrize("number", [1, 500, 2999, 3001, 20_000, 86_400, 2**24 + 1, 2**31 - 18])
def test_a_note_lasts_and_a_dead_engine_is_missed_after_three_seconds(
    tmp_path: Path, number: int
) -> None:
    with stand_in() as engine, harness(tmp_path, engine.port) as here:
        wait_until(lambda: engine.client is not None)
        lives = []
        for again in range(TRIES):
            assert here.line("THERE") == "THERE: 1"
            lives.append(life(engine, here, number + again * int(LONG)))
            played, missed = lives[-1]
            if played == [(60, 90), (60, 0)] and 2.8 < missed < 3.6:
                return
        pytest.fail(f"a note does not last, or nothing is missed in time: {lives}")
