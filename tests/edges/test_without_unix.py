"""An engine from which all is taken that Windows has not: see tests/support/without_unix.

This is no Windows: it shows that nothing rests on a select of pipes, on fork, on inherited sockets
or descriptors, on signals of Unix, or on the rest of that list.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import urllib.request
from pathlib import Path
from subprocess import STDOUT

import pytest

from tests.edges.keystation import at_the_keyboard, play
from tests.support.concert import PATIENCE, PHRASE, ROOT, STARTED, Ear
from tests.support.peers import line_within, run_process

FOLDER = ROOT / "tests" / "support" / "without_unix"
BARE = {"PYTHONPATH": os.pathsep.join((str(FOLDER), str(ROOT)))}
COMMAND = (sys.executable, "-m", "perf_engine", "play", "--osc-port", "0", "--exit-with-stdin")
TAKEOVER = ("--mode", "takeover", "--set", "patience=0.3")
OUT = ("--midi-out", "Keystation", "--no-sound")  # the notes go to its synthesizer

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the stand-ins are for Linux"),
    pytest.mark.timeout(300),
]


def started(engine, *wanted):
    """The engine's port, once it has said all that is wanted."""
    port, missing, lines = 0, list(wanted), []
    while missing or not port:
        lines.append(line_within(engine, STARTED))
        missing = [word for word in missing if word not in lines[-1]]
        if "is ready on port" in lines[-1]:
            port = int(lines[-1].rstrip(".").rpartition(" ")[2])
    return port, lines


def children(pid):
    """The processes below a process."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *children(child)]
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_the_stand_ins_refuse_what_windows_refuses(tmp_path):
    script = (
        "import os, select, subprocess\n"
        "from perf_engine.protocol import pipes\n"
        "assert pipes.WINDOWS and not hasattr(os, 'fork') and not hasattr(select, 'poll')\n"
        "out, into = os.pipe()\n"
        "try: select.select([out], [], [], 0)\n"
        "except OSError: print('refused', flush=True)\n"
    )
    with run_process(sys.executable, "-c", script, env=BARE, cwd=tmp_path) as process:
        assert line_within(process, STARTED) == "refused"


def test_it_plays_records_changes_its_model_and_keeps_states(tmp_path):
    more = (
        "--no-midi",
        "--record",
        str(tmp_path / "sessions"),
        "--states",
        str(tmp_path / "states"),
    )
    with run_process(*COMMAND, *TAKEOVER, *more, env=BARE, cwd=tmp_path, stderr=STDOUT) as engine:
        port, _ = started(engine, "Recording into")
        ear = Ear(port)
        with ear.socket:
            ear.register("now")
            for pitch in PHRASE:
                ear.say("/perf/in/note", 0, pitch, 90, 0.1)
            ear.until(lambda: len(ear.notes) >= 4)
            ear.say("/perf/model/load", "jazz")
            ear.until(lambda: any("jazz" in said for said in ear.told("/perf/running")))
            ear.say("/perf/state/save", "here")
            ear.until(lambda: (tmp_path / "states" / "here.state").exists())
            ear.say("/perf/prime", str(ROOT / "examples" / "phrase.mid"))
            ear.until(lambda: ["/perf/prime"] in [said[:1] for said in ear.told("/perf/done")])
        assert engine.stdin is not None
        engine.stdin.close()
        assert engine.wait(PATIENCE) == 0
    (session,) = (tmp_path / "sessions").iterdir()
    assert {path.name for path in session.iterdir()} >= {"journal-000001.jsonl", "session.mid"}


def test_it_plays_over_midi_and_releases_all(jack, tmp_path):
    with (
        at_the_keyboard(jack) as keys,
        run_process(
            *COMMAND, *TAKEOVER, *OUT, env={**jack, **BARE}, cwd=tmp_path, stderr=STDOUT
        ) as engine,
    ):
        started(engine, "Keystation")
        turns = 0
        while not keys.listen(1.0, lambda: len(keys.strikes) >= 8):
            assert turns < 60, "the machine does not join in"
            turns += 1
            play(keys)
        assert engine.stdin is not None
        engine.stdin.close()
        assert engine.wait(PATIENCE) == 0
        keys.rest()
    assert keys.sounding == set()


def test_no_process_outlives_an_engine_that_is_killed(jack, tmp_path):
    more = ("--web-port", "0", "--record", str(tmp_path / "sessions"))
    with (
        at_the_keyboard(jack),
        run_process(*COMMAND, *more, env={**jack, **BARE}, cwd=tmp_path, stderr=STDOUT) as engine,
    ):
        _, lines = started(engine, "Keystation", "OSCQuery", "Recording into")
        found = re.search(r"OSCQuery: (http://[^,]+)", "\n".join(lines))
        assert found is not None
        where = found[1] + "?HOST_INFO"
        with urllib.request.urlopen(where, timeout=STARTED) as answer:
            assert answer.status == 200
        below = children(engine.pid)
        assert len(below) >= 4
        os.kill(engine.pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while any(map(alive, below)):
            assert time.monotonic() < until, [
                Path(f"/proc/{pid}/cmdline").read_bytes() for pid in below if alive(pid)
            ]
            time.sleep(0.05)


def test_a_name_is_looked_up(tmp_path):
    command = (sys.executable, "-m", "perf_engine.engine.helpers.resolver", "127.0.0.1")
    with run_process(*command, env=BARE, cwd=tmp_path) as process:
        said = line_within(process, STARTED)
        assert said == '{"host": "127.0.0.1", "address": "127.0.0.1"}'
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
