"""What the bridge tells is written where somebody takes it, and waited for nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_line_is_printed(capsys):
    from perf_engine.clients.midi.process import tell

    assert tell(opened=["in: keys"], failed=[])
    assert capsys.readouterr().out == '{"opened": ["in: keys"], "failed": []}\n'


def test_a_pipe_that_nobody_reads_is_not_waited_for_and_one_that_is_closed_does_no_harm():
    script = (
        "import sys\nfrom perf_engine.clients.midi.process import tell\n"
        "told = [tell(opened=['x' * 500]) for _ in range(1000)]\n"
        "print(sum(told), file=sys.stderr)\n"
    )
    reading, writing = os.pipe()
    ended = subprocess.run(
        [sys.executable, "-c", script],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    assert 10 < int(ended.stderr) < 1000
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-c", script],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert ended.stderr.split()[0] == b"1000"
