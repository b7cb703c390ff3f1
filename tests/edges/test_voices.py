"""Several voices with the real engine: each on the wire by its number, and none left sounding."""

from __future__ import annotations

from pathlib import Path

from tests.edges.by_voice import sounding, voices
from tests.support.concert import Ear

THREE = """
mode = "duet"
no_midi = true
[controls]
share = 0.9
longest_note = 2
[[voices]]
[[voices]]
seed = 2
[voices.controls]
hears_players = "none"
[[voices]]
mode = "follow"
"""


def test_three_voices_play_are_silenced_and_begin_again(start, tmp_path: Path) -> None:
    config = tmp_path / "three.toml"
    config.write_text(THREE)
    with start("--config", str(config)) as engine:
        ear = Ear(engine.port)
        ear.register("now")
        ear.say("/perf/status")
        assert ear.until(lambda: ear.told("/perf/status.reply"))
        assert ear.told("/perf/status.reply")[0][2] == 3
        for again in range(3):
            ear.messages.clear()
            ear.say("/perf/in/note", 0, 60 + again, 90, 0.3)
            assert ear.until(lambda: voices(ear) == {0, 1, 2})  # 1 hears the other two alone
            ear.say("/perf/panic")
            assert ear.until(lambda: {a[0] for a in ear.told("/perf/flush")} >= {0, 1, 2})
            ear.settle()
            assert sounding(ear) == set()
        ear.say("/perf/voice/1/temperature", 0.5)
        ear.say("/perf/voice/1/temperature")
        ear.say("/perf/voice/2/mode")
        ear.say("/perf/voice/3/mode")
        assert ear.until(lambda: ear.told("/perf/fail"))
        assert ear.told("/perf/voice/1/temperature") == [[0.5]]
        assert ear.told("/perf/voice/2/mode") == [["follow"]]
        assert "voices are 0..2" in str(ear.told("/perf/fail")[0][2])


def test_two_machines_play_on_and_one_is_stopped(start) -> None:
    with start("--no-midi", "--voices", "2", "--mode", "solo", "--set", "longest_note=1") as engine:
        ear = Ear(engine.port)
        ear.register("now")
        assert ear.until(lambda: voices(ear) == {0, 1})
        ear.say("/perf/stop", 0)
        assert ear.until(lambda: ["/perf/stop"] in ear.told("/perf/done"))
        ear.sync()
        ear.messages.clear()
        assert ear.until(lambda: len(ear.told("/perf/note")) > 8)
        assert voices(ear) == {1}
        ear.say("/perf/stop")
        ear.settle()
        assert sounding(ear) == set()
