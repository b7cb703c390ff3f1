"""Look up, check and lay out models; run as a process beside the engine.

`list`, `info NAME` and `load NAME FILE`, where FILE is the number of an open file that takes the
weights as a step needs them, float32, one array after the other. The answer is one line of JSON:
{"names": [...]}, {"info": [[key, value], ...]}, {"model": {...}}, or {"failed": "why"}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ..core.gru import Weights
from ..core.improviser import Improviser
from .library import look
from .model import NoModel, find_model, load_model, models
from .refusal import Code

LARGEST_FILE = 64_000_000  # bytes; what is larger no processor plays in time
MOST_NAMES, LONGEST_NAME = 200, 120  # bytes: what fits in one datagram
TRIED = 64  # events that a model is tried with


class Refused(ValueError):
    """This cannot be played; the sentence says why."""


def names() -> list[str]:
    """The models that can be loaded by name."""
    found = dict.fromkeys(path.stem for path in models())
    return [name for name in found if len(os.fsencode(name)) <= LONGEST_NAME][:MOST_NAMES]


def info(name: str) -> list[tuple[str, int | float | str]]:
    """What a model says of itself. Raises ValueError."""
    entry = look(find_model(name))
    if entry.info is None:
        raise (Refused if entry.path.is_file() else NoModel)(entry.why)
    return entry.facts()


def load(name: str, file: int) -> dict[str, Any]:
    """Write a model's weights to an open file; what is needed to read them. Raises ValueError."""
    path = find_model(name)
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise Refused(f"{path.name} is larger than {LARGEST_FILE} bytes: too slow to play live")
    weights, said = load_model(path)
    try_out(weights, path.name)
    arrays = weights.layout()
    with os.fdopen(file, "wb", closefd=False) as out:
        for array in arrays.values():
            out.write(np.ascontiguousarray(array, np.float32).data)
    words = said.vocabulary
    assert weights.origin is not None
    return {
        "name": said.name,
        "origin": asdict(weights.origin),
        "limits": weights.limits.as_json(),
        "sizes": asdict(said.sizes),
        "parts": words.parts,
        "velocity_count": words.velocity_count,
        "edges": words.dt_edges,
        "arrays": [(name, array.shape) for name, array in arrays.items()],
    }


def try_out(weights: Weights, name: str) -> None:
    """Play a little with it. Raises ValueError where what it expects is not made of numbers."""
    mind, random = Improviser(weights), np.random.default_rng(1)
    parts = len(weights.vocabulary.parts)
    for count in range(TRIED):
        part, key = int(random.integers(parts)), int(random.integers(129))
        mind.feed(part, key, int(random.integers(1, 128)), 0.1 * count)
        stream = mind.stream
        expected = (
            stream.part_logits(), stream.dt_logits(part), stream.key_logits(part, 8),
            stream.velocity_logits(part, 8, key),
        )
        if not all(np.isfinite(logits).all() for logits in expected):
            raise Refused(f"{name}: what it expects is not made of numbers")


def answer(arguments: Sequence[str]) -> dict[str, Any]:
    """What is asked, or why not."""
    try:
        with np.errstate(all="ignore"):
            match list(arguments):
                case ["list"]:
                    return {"names": names()}
                case ["info", name]:
                    return {"info": info(name)}
                case ["load", name, file]:
                    return {"model": load(name, int(file))}
                case _:
                    raise ValueError("list, info NAME or load NAME FILE")
    except NoModel as error:
        return {"failed": str(error), "code": Code.NOT_FOUND}
    except ValueError as error:
        return {"failed": " ".join(str(error).split()), "code": Code.REFUSED}
    except Exception as error:  # the process's top: whatever a stranger's file does is a sentence
        why = f"the model cannot be loaded: {type(error).__name__}: {error}"
        return {"failed": " ".join(why.split()), "code": Code.REFUSED}


def main() -> int:
    """Answer what the arguments ask."""
    if hasattr(os, "nice"):
        os.nice(10)
    said = answer(sys.argv[1:])
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode(errors="replace") + b"\n")
    return int("failed" in said)


if __name__ == "__main__":
    sys.exit(main())
