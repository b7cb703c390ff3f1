"""SuperCollider's language plays with the engine: a phrase in, time-tagged notes back."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.support.concert import STARTED, TAKEOVER, Note, assert_music
from tests.support.peers import free_port, line_within, require, run_process

LEAD = 0.2  # seconds
CLOCKS = 0.01  # seconds that sclang's two clocks may differ
SILENT = {
    "QT_QPA_PLATFORM": "offscreen",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
}


def test_sclang_hears_the_answer_with_the_time_it_is_due(start, tmp_path: Path) -> None:
    require("sclang")
    script = str(Path(__file__).with_name("phrase.scd"))
    (tmp_path / "conf.yaml").write_text("includePaths: []\n")
    command = ("sclang", "-l", str(tmp_path / "conf.yaml"), "-u", str(free_port()), script)
    home = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    with start("--no-midi", *TAKEOVER, "--set", f"lead={LEAD * 1000:g}") as engine:
        asked = {"ENGINE_PORT": str(engine.port), "WANTED": "32"}
        with run_process(*command, env={**SILENT, **home, **asked}) as sclang:
            notes, ahead = [], []
            while (line := line_within(sclang, STARTED + 60)) != "end":
                assert not line.startswith(("fail ", "ERROR", "too long")), line
                if line.startswith(("on ", "off ")):
                    _, tag, before, pitch, velocity = line.split()
                    notes.append(Note(float(tag), int(pitch), int(velocity)))
                    if notes[-1].velocity:
                        ahead.append(float(before))
            assert sclang.wait(30) == 0
    assert_music(notes, 32)
    tags = [note.at for note in notes if note.velocity]
    assert all(a <= b for a, b in pairwise(tags))
    assert len(set(tags)) >= 3
    assert max(ahead) <= LEAD + CLOCKS
    assert median(ahead) > 0  # in the future when it comes
