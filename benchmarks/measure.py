"""A row of figures, and the machine that they were taken on."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Row:
    """Percentiles of one thing measured `count` times; `cpu` is the thread's own time, if known."""

    name: str
    unit: str
    count: int
    wall: tuple[float, ...]
    cpu: tuple[float, ...] | None = None
    note: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        wall: Sequence[float],
        cpu: Sequence[float] | None = None,
        unit: str = "ms",
        note: str = "",
    ) -> Row:
        """The 50th, 95th and 99th percentile. Raises ValueError where nothing was measured."""
        if not len(wall):
            raise ValueError(f"{name}: nothing was measured")
        return cls(
            name,
            unit,
            len(wall),
            _percentiles(wall),
            None if cpu is None else _percentiles(cpu),
            note,
        )

    def as_json(self) -> dict[str, Any]:
        """The row, with its percentiles by name."""
        row = asdict(self)
        for kind in ("wall", "cpu"):
            if row[kind] is not None:
                row[kind] = {
                    f"p{p}": round(x, 4) for p, x in zip(PERCENTILES, row[kind], strict=True)
                }
        return row


def _percentiles(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(float(x) for x in np.percentile(np.asarray(values, float), PERCENTILES))


def machine() -> dict[str, Any]:
    """Processor, cores, system, versions, and what the system grants a playing process."""
    claim = "from perf_engine.engine.realtime import claim; print(*claim(), sep='|')"
    granted = subprocess.run(
        [sys.executable, "-c", claim], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "granted": granted.split("|"),
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
