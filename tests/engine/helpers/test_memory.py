"""Before much memory is taken it is known whether there is as much."""

from __future__ import annotations

import math
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from perf_engine.engine.helpers import memory
from perf_engine.engine.helpers.memory import MARGIN, TooLittleMemory

ROOT = Path(__file__).parents[3]


def test_what_does_not_fit_is_refused_with_what_there_is() -> None:
    memory.check(5_000_000, MARGIN + 5_000_000)
    with pytest.raises(TooLittleMemory, match="21 MB must be free, not 20 MB"):
        memory.check(5_000_000, 20_000_000)
    memory.check(10**15, math.inf)


@pytest.mark.parametrize("limit", ["RLIMIT_AS", "RLIMIT_DATA"])
def test_a_process_knows_its_own_limits(limit: str) -> None:
    script = "from perf_engine.engine.helpers.memory import limited; print(limited())"

    def set_limit() -> None:
        resource.setrlimit(getattr(resource, limit), (500_000_000, 500_000_000))

    free = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    held = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=ROOT,
        preexec_fn=set_limit,
    )
    assert float(free.stdout) == math.inf
    assert 300_000_000 < float(held.stdout) < 500_000_000


def group(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def test_the_tightest_of_the_groups_that_it_is_in_counts(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("0::/a/b\n")
    stat = "anon 5\ninactive_file 1000000\n"
    group(tmp_path, {"memory.stat": stat})
    group(
        tmp_path / "a",
        {
            "memory.max": "50000000\n",
            "memory.current": "20000000\n",
            "memory.stat": stat,
        },
    )
    group(
        tmp_path / "a/b",
        {
            "memory.max": "max\n",
            "memory.current": "20000000\n",
            "memory.stat": stat,
        },
    )
    assert memory.of_group(tmp_path, own) == 31_000_000
    own.write_text("4:memory:/c\n0::/\n")
    group(
        tmp_path / "memory/c",
        {
            "memory.limit_in_bytes": "30000000\n",
            "memory.usage_in_bytes": "10000000\n",
            "memory.stat": "total_inactive_file 2000000\n",
        },
    )
    assert memory.of_group(tmp_path, own) == 22_000_000
    own.write_text("nonsense\n")
    assert memory.of_group(tmp_path, own) == math.inf
    assert memory.of_group(tmp_path, tmp_path / "none") == math.inf


def test_a_helper_is_the_first_to_be_ended_where_there_is_no_memory() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        memory.expendable(process.pid)
        if Path(f"/proc/{process.pid}/oom_score_adj").exists():
            assert Path(f"/proc/{process.pid}/oom_score_adj").read_text().strip() == "800"
        process.communicate(b"\n")
    memory.expendable(process.pid)  # it has ended: no harm
