"""The free memory, checked before a large allocation: a process that meets a limit is killed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MARGIN: Final = 16_000_000  # bytes to leave free
_STATM: Final = "/proc/self/statm"
_ADDRESSES, _DATA = 0, 5  # columns of statm, in pages


class TooLittleMemory(ValueError):
    """Too little memory is left; the sentence says how much."""


def check(needed: int, left: float | None = None) -> None:
    """Raise TooLittleMemory unless `needed` bytes and a margin are left; `left`: if known."""
    there = limited() if left is None else left
    if needed + MARGIN > there:
        raise TooLittleMemory(
            f"there is not enough memory for it: {(needed + MARGIN) / 1e6:.0f} MB must be free,"
            f" not {max(0.0, there / 1e6):.0f} MB"
        )


def limited() -> float:
    """Return the bytes that this process may still take by its own limits, else infinity."""
    try:
        import resource
    except ImportError:
        return math.inf
    left = math.inf
    for limit, column in ((resource.RLIMIT_AS, _ADDRESSES), (resource.RLIMIT_DATA, _DATA)):
        soft, _ = resource.getrlimit(limit)
        if soft != resource.RLIM_INFINITY:
            left = min(left, soft - _pages(column) * resource.getpagesize())
    return left


def of_group(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> float:
    """Return the bytes that this process's control groups may still take.

    Memory that caches files counts as free. The call may take milliseconds.
    """
    return min((_left(group, *names) for group, names in _groups(root, own)), default=math.inf)


def expendable(pid: int) -> None:
    """Make this helper the process that the system kills first if memory runs out."""
    try:
        with open(f"/proc/{pid}/oom_score_adj", "w", encoding="ascii") as file:
            file.write("800")
    except OSError:  # another system, or the helper has ended
        return


def _pages(column: int) -> int:
    try:
        with open(_STATM, encoding="ascii") as file:
            return int(file.read().split()[column])
    except (OSError, ValueError, IndexError):
        return 0


_SECOND: Final = "memory.max", "memory.current", "inactive_file"
_FIRST: Final = "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"


def _groups(root: Path, own: Path) -> Iterator[tuple[Path, tuple[str, str, str]]]:
    """Return the groups of a process, from its own upwards, each with the names of its files."""
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        kinds, _, path = rest.partition(":")
        if kinds and "memory" not in kinds.split(","):
            continue
        top, names = (root / "memory", _FIRST) if kinds else (root, _SECOND)
        inside = Path(path.lstrip("/"))
        for folder in (inside, *inside.parents):
            yield top / folder, names


def _left(group: Path, most: str, taken: str, free: str) -> float:
    try:
        limit = (group / most).read_text(encoding="ascii").strip()
        if limit == "max":
            return math.inf
        used = int((group / taken).read_text(encoding="ascii"))
        stat = dict(
            line.split() for line in (group / "memory.stat").read_text("ascii").splitlines()
        )
        return int(limit) - used + int(stat.get(free, 0))
    except (OSError, ValueError):
        return math.inf
