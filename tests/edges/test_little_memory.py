"""Where there is no memory for another model, that is said, and the one on stage plays on."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import pytest

from tests.support.concert import Ear, strikes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are set as Linux does")


@pytest.mark.parametrize("limit", ["RLIMIT_AS", "RLIMIT_DATA"])
@pytest.mark.parametrize("room", [0, 3_000_000, 20_000_000])
def test_a_model_that_does_not_fit_is_refused_and_the_music_goes_on(
    start, limit: str, room: int
) -> None:
    with start("--no-midi", "--mode", "solo", "--model", "general") as engine:
        ear = Ear(engine.port)
        ear.register("now")
        assert ear.until(lambda: len(strikes(ear.notes)) >= 3)
        pages = Path(f"/proc/{engine.process.pid}/statm").read_text().split()
        taken = int(pages[0 if limit == "RLIMIT_AS" else 5]) * resource.getpagesize()
        resource.prlimit(engine.process.pid, getattr(resource, limit), (taken + room,) * 2)
        ear.say("/perf/model/load", "jazz")
        assert ear.until(lambda: ear.told("/perf/fail"))
        ((address, code, text),) = ear.told("/perf/fail")
        assert (address, code) == ("/perf/model/load", 6)
        assert "there is not enough memory for it" in str(text)
        before = len(strikes(ear.notes))
        assert ear.until(lambda: len(strikes(ear.notes)) >= before + 5)
