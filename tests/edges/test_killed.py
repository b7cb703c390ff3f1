"""The engine killed while it records: the journal is read, replayed, recomputed, and silent.

PERF_KILLS=50 kills fifty engines, as many as a release is to survive.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perf_engine.cli.session_music import read
from perf_engine.core.messages import NoteOn
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.session.journal import records, sessions
from perf_engine.engine.session.records import End, Mark, Prepared, Taken, Uttered
from perf_engine.engine.session.verification import verify
from perf_engine.protocol.notes import Strike
from tests.support.broken_models import write
from tests.support.concert import PATIENCE, ROOT, STARTED, Ear, Engine, account, connected, playing

A_MOMENT = 0.04  # seconds
KILLS = int(os.environ.get("PERF_KILLS", "3"))


def scribes(engine: Engine) -> list[int]:
    """The processes that write the journal."""
    children = Path(f"/proc/{engine.process.pid}/task/{engine.process.pid}/children").read_text()
    named = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children.split()}
    return [
        pid
        for pid, command in named.items()
        if b"perf_engine.engine.session.journal_writer" in command
    ]


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody reaps counts as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def wait_for(what: object, until: float) -> None:
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


def released(played: list[object]) -> None:
    sounding: set[object] = set()
    for item in played:
        down = getattr(item, "velocity", 0) or getattr(item, "value", 0)
        key = (item.voice, getattr(item, "pitch", "pedal"))
        (sounding.add if down else sounding.discard)(key)
    assert sounding == set()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children are found in /proc")
@pytest.mark.timeout(60 + 60 * KILLS)
def test_a_killed_engine_leaves_a_session_that_is_whole_up_to_its_death(tmp_path: Path) -> None:
    chance = random.Random(1)
    for number in range(KILLS):
        folder = tmp_path / str(number)
        options = ("--no-midi", "--mode", "solo", "--seed", str(number), "--record", str(folder))
        with playing(tmp_path / "log", *options) as engine:
            ear = Ear(engine.port)
            with ear.socket:
                ear.register("now", flag=2)
                assert ear.until(lambda ear=ear: len(ear.notes) > 5)
                wait_for(lambda engine=engine: scribes(engine), time.monotonic() + STARTED)
                wait_for(lambda folder=folder: sessions(folder), time.monotonic() + STARTED)
                life = time.monotonic() + chance.uniform(0.0, 2.0)
                played = 0
                while time.monotonic() < life:
                    ear.say("/perf/in/note", 0, chance.randint(50, 70), 90, 0.1)
                    played += 1
                    ear.rest(0.02)
                ear.say("/perf/mark", "the last")
                assert ear.until(lambda ear=ear: ["/perf/mark"] in ear.told("/perf/done"))
                [scribe] = scribes(engine)
                engine.kill()
                wait_for(lambda pid=scribe: gone(pid), time.monotonic() + STARTED)
                ear.rest(0.0)
        (session,) = sessions(folder)
        found = list(records(session))
        heard = [r for r in found if isinstance(r, Taken) and isinstance(r.message, NoteOn)]
        # what it was about to write when it was killed; more where it had stood still before
        last = max(note.at for note in (*ear.heard, *ear.notes)) - A_MOMENT
        late = sum(note.velocity > 0 and note.at > last for note in ear.heard)
        assert 0 <= played - len(heard) <= max(2, late)
        assert [r.text for r in found if isinstance(r, Mark)] in ([], ["the last"])
        said = {
            (i.pitch, i.velocity)
            for r in found
            if isinstance(r, Uttered)
            for i in r.said
            if isinstance(i, Strike)
        }
        wanted = [n for n in ear.notes if n.velocity][3:-4]
        assert {(n.pitch, n.velocity) for n in wanted if n.at <= last} <= said
        verdict = verify(found, lambda origin: load_model(origin.file)[0])
        assert verdict.difference is None
        assert verdict.said > 0
        music = read(session)
        assert music.gaps == ()
        released(music.played)


def test_however_often_it_is_told_to_end_it_leaves_both_hands(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    with playing(tmp_path / "log", "--no-midi", "--mode", "solo", "--record", str(folder)) as it:
        ear = Ear(it.port)
        with ear.socket:
            ear.register("now")
            assert ear.until(lambda: len(ear.notes) > 20 and any(folder.rglob("*.jsonl")))
        until = time.monotonic() + PATIENCE
        while it.process.poll() is None:
            assert time.monotonic() < until
            it.process.send_signal(signal.SIGTERM)
            time.sleep(0.001)
    (session,) = sessions(folder)
    assert (session / "session.mid").is_file()


def test_an_engine_that_ends_in_order_leaves_both_hands_too(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "perf_engine")
    with playing(
        tmp_path / "log", "--no-midi", "--mode", "solo", "--record", str(tmp_path / "sessions")
    ) as engine:
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now")
            written = (tmp_path / "sessions").rglob  # its writer may begin late on a busy machine
            assert ear.until(lambda: len(ear.notes) > 20 and any(written("*.jsonl")))
            ear.say("/perf/quit")
            assert engine.process.wait(60) == 0
            assert engine.process.stdout is not None
            rest = engine.process.stdout.read()
    (session,) = sessions(tmp_path / "sessions")
    assert f"Recorded: {session / 'session.mid'}" in rest
    told = subprocess.run(
        [*command, "replay", str(session), "--verify"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert "Recomputed, and equal" in told.stdout
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        ended_amid(session, engine.port, number)


def ended_amid(session: Path, port: int, number: int) -> None:
    """A session played again is ended by a signal, and another: it lets go of what it plays."""
    command = (sys.executable, "-m", "perf_engine")
    synth = Ear(port)
    with synth.socket:
        to = f"127.0.0.1:{synth.socket.getsockname()[1]}"
        with subprocess.Popen(
            [*command, "replay", str(session), "--to", to],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as again:
            assert synth.until(lambda: sum(note.velocity > 0 for note in synth.notes) > 3)
            again.send_signal(number)
            again.send_signal(number)
            again.wait(60.0)
        synth.rest()
        assert account(synth.notes)[0] == set()


def test_a_session_in_which_the_model_was_changed_is_recomputed_with_both(tmp_path: Path) -> None:
    other = write(tmp_path / "other.safetensors")
    home = {"HOME": str(tmp_path)}
    with (
        playing(tmp_path / "log", "--no-midi", "--mode", "solo", env=home) as engine,
        connected(engine.port, everything=True) as perf,
    ):
        folder = perf.record(True)
        perf.load(str(other))
        assert len(list(itertools.islice(perf.listen(PATIENCE), 20))) == 20
        perf.record(False)
        perf.quit()
        assert engine.process.wait(60) == 0
    (session,) = sessions(tmp_path / "Music" / "perf_engine")
    assert folder == str(session)
    assert [origin.name for origin in read(session).models] == ["general", "other"]
    found = list(records(session))
    assert any(isinstance(r, Taken) and isinstance(r.message, Prepared) for r in found)
    verdict = verify(found, lambda origin: load_model(origin.file)[0])
    assert verdict.difference is None
    assert isinstance(found[-1], End)
