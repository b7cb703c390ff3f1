"""States of mind with the real engine: kept in the middle of a duet, there again after a kill."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.concert import Ear, assert_music, strikes
from tests.support.peers import require

FAST = ("--set", "share=0.9", "--set", "governor=0", "--set", "longest_note=1")


def play(ear: Ear, notes: int) -> None:
    for i in range(notes):
        ear.say("/perf/in/note", 0, 60 + i % 12, 80, 0.1)
        ear.rest(0.05)


def test_a_state_is_recalled_by_an_engine_that_was_killed_meanwhile(start, tmp_path: Path) -> None:
    folder = tmp_path / "states"
    options = ("--no-midi", *FAST, "--states", str(folder))
    with start(*options) as engine:
        ear = Ear(engine.port)
        ear.register("now")
        play(ear, 8)
        ear.say("/perf/state/save", "calm")
        assert ear.until(lambda: ["/perf/state/save", "calm"] in ear.told("/perf/done"))
        play(ear, 4)
        ear.say("/perf/state/recall", "calm")
        ear.say("/perf/state/morph", "calm", "calm", 0.5)
        assert ear.until(lambda: len(ear.told("/perf/done")) >= 4)
        assert ear.told("/perf/fail") == []
        play(ear, 4)
        engine.kill()
    assert [path.name for path in folder.iterdir()] == ["calm.state"]
    with start(*options) as engine:
        ear = Ear(engine.port)
        ear.register("now")
        ear.say("/perf/sync", 1)
        assert ear.until(lambda: ear.told("/perf/synced"))
        assert strikes(ear.notes) == []  # nobody has played
        ear.say("/perf/state/recall", "calm")
        assert ear.until(lambda: len(strikes(ear.notes)) >= 3)  # it goes on by itself
        ear.say("/perf/stop")
        ear.settle()
        assert_music(ear.notes, 3)


def test_a_state_is_kept_and_listed_by_another_programs_messages(start, tmp_path: Path) -> None:
    oscsend = require("oscsend")
    with start("--no-midi", "--states", str(tmp_path / "states")) as engine:
        ear = Ear(engine.port)
        ear.register("now", flag=2)
        for name in ("one", "two"):
            subprocess.run(
                [oscsend, "127.0.0.1", str(engine.port), "/perf/state/save", "s", name],
                check=True,
                timeout=60,
            )
        ear.say("/perf/state/list")
        assert ear.until(lambda: ear.told("/perf/state/list.reply") == [["one", "two"]])
