import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from perf_engine.protocol import pipes
from tests.support.concert import ROOT

FOLDER = ROOT / "tests" / "support" / "without_unix"
BARE = os.pathsep.join((str(FOLDER), str(ROOT)))


@pytest.fixture
def pipe():
    out, into = os.pipe()
    yield out, into
    for end in (out, into):
        with suppress(OSError):
            os.close(end)


def test_a_pipe_is_read_as_far_as_something_has_come(pipe):
    out, into = pipe
    pipes.never_wait(out)
    assert pipes.is_pipe(out)
    assert pipes.read(out, 10) is None
    assert not pipes.arrived(out)
    assert pipes.write(into, b"abc") == 3
    assert pipes.arrived(out)
    assert pipes.read(out, 2) == b"ab"
    assert pipes.read(out, 2) == b"c"
    os.close(into)
    assert pipes.arrived(out)
    assert pipes.read(out, 2) == b""


def test_a_pipe_that_takes_no_more_is_not_waited_for(pipe):
    out, into = pipe
    pipes.never_wait(into)
    while pipes.write(into, b"x" * 4096):
        pass
    full = ([], []) if not pipes.WINDOWS else ([], [into])  # where nobody can know it
    assert pipes.ready((), (into,), 0.0) == full
    os.close(out)
    with pytest.raises(BrokenPipeError):
        pipes.write(into, b"x")


def test_pipes_and_sockets_are_waited_for_together(pipe):
    out, into = pipe
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert pipes.ready((out, ours), (), 0.0) == ([], [])
        theirs.send(b"x")
        assert pipes.ready((out, ours), (), None) == ([ours], [])
        os.write(into, b"x")
        assert set(pipes.ready((out, ours), (theirs,), 1.0)[0]) == {out, ours}
        assert not pipes.is_pipe(ours)
    began = time.monotonic()
    assert pipes.ready((), (), 0.01) == ([], [])
    assert time.monotonic() >= began + 0.01


def test_a_process_gets_a_socket_and_a_file(tmp_path):
    script = (
        "import os, sys\n"
        "from perf_engine.protocol import pipes\n"
        "end = pipes.handed_over()\n"
        "end.sendall(os.read(pipes.inherited(sys.argv[1]), 100))\n"
    )
    (tmp_path / "file").write_bytes(b"in the file")
    file = os.open(tmp_path / "file", os.O_RDONLY)
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-c", script, pipes.name_of(file)],
                stdin=pipes.stdin_for(theirs),
                cwd=ROOT,
                **pipes.inheriting([file]),
                **pipes.of_its_own(),
            )
            pipes.hand_over(theirs, process)
            os.close(file)
            ours.settimeout(60.0)
            assert ours.recv(100) == b"in the file"
        assert process.wait(60.0) == 0


def test_a_claimed_standard_output_has_our_lines_alone():
    script = (
        "import os\n"
        "from perf_engine.protocol import pipes\n"
        "ours = pipes.claimed_stdout()\n"
        "print('a library, from Python', flush=True)\n"
        "os.write(1, b'a library, from C\\n')\n"
        "print('ours', file=ours, flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"ours\n"
    assert done.stderr == b"a library, from Python\na library, from C\n"
    script = "import os\nos.close(2)\n" + script  # as a service may be started
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, timeout=60, check=True
    )
    assert done.stdout == b"ours\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the stand-ins are for Linux")
def test_all_this_holds_where_select_takes_sockets_only():
    """The tests above, with stand-ins for what Windows has, in a process of their own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(
        [*command, "-k", "not all_this_holds"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": BARE},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 passed" in done.stdout


@pytest.mark.parametrize("status", [0, 3])
def test_a_process_that_somebody_reads_exits_with_its_status(
    status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def main() -> int:
        print("said")
        return status

    with pytest.raises(SystemExit) as ended:
        pipes.run_for_engine(main)
    assert ended.value.code == status
    assert capsys.readouterr() == ("said\n", "")


def test_a_fault_of_ours_is_not_hidden() -> None:
    def main() -> int:
        raise KeyError("x")

    with pytest.raises(KeyError):
        pipes.run_for_engine(main)
