"""Whoever writes to an output waits for nobody, and no line is lost without a word."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]


def run(script: str, **more: int) -> subprocess.CompletedProcess[str]:
    """A script whose output is taken over, with all that it wrote."""
    begun = (
        "import os, sys\nfrom perf_engine.engine.output.standard_output import take_over\n"
        "outs = take_over()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", begun + script],
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},
    )


def test_both_streams_and_both_descriptors_lead_to_where_they_led() -> None:
    ended = run(
        "print('a'); print('b', file=sys.stderr); os.write(1, b'c\\n'); "
        "os.write(2, b'd\\n'); os.system('echo e; echo f >&2'); sys.stdout.write('g')"
    )
    assert (ended.stdout, ended.stderr) == ("a\nc\ne\ng", "b\nd\nf\n")


def test_what_goes_to_one_place_keeps_its_order() -> None:
    count = 500
    ended = run(
        f"for n in range({count}):\n print(n, file=(sys.stdout, sys.stderr)[n % 2])",
        stderr=subprocess.STDOUT,
    )
    assert ended.stdout.split() == [str(n) for n in range(count)]


def test_letters_that_the_place_cannot_show_do_no_harm() -> None:
    ended = run("print('h\\u00e9 \\ud800')")
    assert ended.returncode == 0
    assert ended.stdout == "hé \\ud800\n"


def test_a_status_and_a_traceback_are_as_ever() -> None:
    ended = run("raise SystemExit(7)")
    assert (ended.returncode, ended.stdout, ended.stderr) == (7, "", "")
    ended = run("1/0")
    assert ended.returncode == 1
    assert ended.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_where_there_is_no_standard_output_nothing_happens() -> None:
    script = (
        "from perf_engine.engine.output.standard_output import take_over; take_over(); print('x')"
    )
    ended = subprocess.run(
        ["sh", "-c", f'exec "{sys.executable}" -c "{script}" >&-'],
        cwd=ROOT,
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_pipe_that_nobody_reads_is_not_waited_for_and_the_missing_lines_are_counted(
    tmp_path: Path,
) -> None:
    printed = tmp_path / "printed"
    reading, writing = os.pipe()
    script = (
        "import time\n"
        "for n in range(20000): print(n, 'x' * 80)\n"
        f"open({str(printed)!r}, 'w').close()\n"
        "sys.__stdin__.read()\n"  # until somebody reads
        "until = time.monotonic() + 60\n"
        "while outs[0].due() < float('inf') and time.monotonic() < until:\n"
        " outs[0].turn(time.monotonic()); time.sleep(0.01)\n"
    )
    begun = (
        "import os, sys\nfrom perf_engine.engine.output.standard_output import take_over\n"
        "outs = take_over()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", begun + script],
        stdin=subprocess.PIPE,
        stdout=writing,
        stderr=writing,
        cwd=ROOT,
    )
    os.close(writing)
    assert process.stdin is not None
    until = time.monotonic() + 60.0
    while not printed.exists():  # before anybody reads
        assert time.monotonic() < until, "it waits until it is read"
        time.sleep(0.01)
    process.stdin.close()
    said = b""
    while data := os.read(reading, 65536):
        said += data
    os.close(reading)
    assert process.wait(60) == 0
    written = [line for line in said.decode().splitlines() if "x" in line]
    missing = [int(line.split()[0]) for line in said.decode().splitlines() if "could not" in line]
    assert len(written) + sum(missing) == 20000
