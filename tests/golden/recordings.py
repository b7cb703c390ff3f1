"""The golden recordings in their files, and the canary that says whether this machine is theirs."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from perf_engine.engine.helpers.model_files import digest, find_model
from perf_engine.engine.session.machine import facts

HERE: Final = Path(__file__).resolve().parent
SESSIONS: Final = HERE / "sessions.txt.xz"
CANARY: Final = HERE / "canary.json"
AROUND: Final = 4  # lines shown before a difference


def written(sessions: Mapping[str, Sequence[str]]) -> bytes:
    """Sessions as a file: a line `# name`, then what was said, one a line."""
    text = "".join(
        f"# {name}\n" + "".join(f"{line}\n" for line in said) for name, said in sessions.items()
    )
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def read(path: Path = SESSIONS) -> dict[str, list[str]]:
    """The recorded sessions by name."""
    sessions: dict[str, list[str]] = {}
    for line in lzma.decompress(path.read_bytes()).decode().splitlines():
        if line.startswith("# "):
            said = sessions.setdefault(line[2:], [])
        else:
            said.append(line)
    return sessions


def canary() -> str:
    """A digest of products, exponentials and logarithms, as this machine's kernels round them."""
    numbers = np.random.Generator(np.random.PCG64(20))
    matrix = numbers.standard_normal((512, 1536)).astype(np.float32)
    rows = numbers.standard_normal((16, 512)).astype(np.float32)
    found = hashlib.sha256()
    for count in (1, 2, 3, 4, 16):  # as many voices: their kernels round in different ways
        found.update((rows[:count] @ matrix).tobytes())
        found.update((matrix.T @ np.ascontiguousarray(rows[:count].T)).tobytes())
    found.update((rows[0] @ matrix).tobytes())
    for kind in (np.float32, np.float64):
        some = numbers.standard_normal(4099).astype(kind)
        for function in (np.exp, np.tanh, np.expm1):
            found.update(function(some).tobytes())
        for function in (np.log, np.log1p, np.sqrt):
            found.update(function(np.abs(some) + kind(1e-6)).tobytes())
        found.update(np.cumsum(some).tobytes() + some.sum().tobytes())
    return found.hexdigest()


def models(names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of each model's file."""
    return {name: digest(find_model(name)) for name in names}


def card(names: Iterable[str]) -> dict[str, Any]:
    """What is kept beside the recordings: the canary, the models, and where they were taken."""
    taken = {key: value for key, value in facts().items() if key not in ("core", "perf_engine")}
    return {"canary": canary(), "models": models(names), "taken_on": taken}


def kept_card() -> dict[str, Any]:
    """What is kept beside the recordings."""
    found: dict[str, Any] = json.loads(CANARY.read_text(encoding="utf-8"))
    return found


def difference(recorded: Sequence[str], played: Sequence[str]) -> str:
    """The first place where two sessions differ, to read; nothing where they are equal."""
    both = min(len(recorded), len(played))
    at = next((at for at in range(both) if recorded[at] != played[at]), both)
    if at == len(recorded) == len(played):
        return ""
    before = [f"  both:     {line}" for line in recorded[max(0, at - AROUND) : at]]
    then, now = (str((*said[at:], "nothing")[0]) for said in (recorded, played))
    return "\n".join(
        [
            f"line {at + 1} of {len(recorded)} differs ({len(played)} were played):",
            *before,
            f"  recorded: {then}",
            f"  played:   {now}",
        ]
    )
