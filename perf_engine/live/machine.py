"""What a recording is made on: all that may change the last bit of a number."""

from __future__ import annotations

import platform
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from .. import __version__

CORE = Path(__file__).resolve().parents[1] / "core"


def facts() -> dict[str, str]:
    """Versions of this program, of its core's sources, Python and NumPy; BLAS; the processor."""
    import numpy as np

    return {
        "perf_engine": __version__,
        "core": core(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": _blas(),
        "processor": processor(),
        "system": f"{platform.system()} {platform.machine()}",
    }


@lru_cache(maxsize=1)
def core() -> str:
    """The SHA-256 of the core's sources, in hex: of one core, one music."""
    found = sha256()
    for path in sorted(CORE.glob("*.py")):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def processor() -> str:
    """The processor's own name, else the kind of it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine()
    for line in text.splitlines():
        if line.lower().startswith(("model name", "hardware")):
            return " ".join(line.partition(":")[2].split())
    return platform.machine()


def _blas() -> str:
    import numpy as np

    built: Any = np.show_config(mode="dicts")
    said = (built or {}).get("Build Dependencies", {}).get("blas", {})
    words = (said.get("name"), said.get("version"), said.get("openblas configuration"))
    return " ".join(str(word) for word in words if word) or "unknown"
