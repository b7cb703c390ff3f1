import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from perf_engine.core.messages import NoteOn, SetControls, SetMode
from perf_engine.studio.demo import EngineFailed, engine, free_port, plan, rehearse
from perf_engine.studio.notes import read_midi
from perf_engine.studio.phrase import phrase

ROOT = Path(__file__).parents[2]


def test_the_plan_is_the_phrase_and_then_the_machine_alone():
    *played, (at, patience), (later, mode) = plan()
    assert sum(isinstance(m, NoteOn) for _, m in played) == len(phrase().notes)
    assert at == later == phrase().end
    assert isinstance(patience, SetControls)
    assert mode == SetMode("takeover")


def test_it_runs_with_a_real_engine(tmp_path, model_file):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "perf_engine",
            "demo",
            "--model",
            str(model_file),
            "--seconds",
            "6",
            "--stats",
            "--out",
            str(tmp_path / "demo.mid"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "nothing was left sounding." in done.stdout
    assert 'make demo ARGS="--seed 2"' in done.stdout
    assert "together" in done.stdout
    assert {n.track for n in read_midi(tmp_path / "demo.mid").notes} == {"human", "machine"}


def test_an_engine_that_does_not_start_says_why():
    with pytest.raises(EngineFailed, match="did not start: Error: there is no model file"):
        rehearse(5.0, model="/nowhere/x.safetensors")


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_an_engine_that_is_killed_is_noticed(model_file):
    def kill_it():
        with engine(free_port(), "--model", str(model_file)) as process:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(60)

    with pytest.raises(EngineFailed, match="status -9"):
        kill_it()


def test_an_engine_is_gone_when_what_it_was_for_fails(model_file):
    started = []

    def fail():
        with engine(free_port(), "--model", str(model_file)) as process:
            started.append(process)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert started[0].poll() is not None
