"""The facts about computer and software that may change the last bit of a number."""

from __future__ import annotations

import platform
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from perf_engine import __version__
from perf_engine import core as package

CORE = Path(package.__file__).resolve().parent
VALUES = tuple(CORE.parent / "protocol" / name for name in ("midi.py", "notes.py"))


def facts() -> dict[str, str]:
    """Return the versions of program, core, Python and NumPy, the BLAS and the processor."""
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
    """Return the SHA-256 of the core's sources by path and content, in hex."""
    found = sha256()
    paths = {path.relative_to(CORE).as_posix(): path for path in CORE.rglob("*.py")}
    paths |= {f"protocol/{path.name}": path for path in VALUES}
    for name in sorted(paths):
        content = paths[name].read_bytes()
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def processor() -> str:
    """Return the processor's own name, else its architecture."""
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
