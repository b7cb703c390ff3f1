"""Look up, check and lay out models; run as a process beside the engine.

`list`, `info NAME` and `load NAME FILE` are the commands. FILE is the number of an open file, which
gets the weights as a step needs them: float32, one array after the other. The reply is one line of
JSON: {"names": [...]}, {"info": [[key, value], ...]}, {"model": {...}}, or {"failed": "why"}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.improviser import Improviser
from perf_engine.protocol import pipes
from perf_engine.protocol.errors import Code

from . import memory
from .model_files import NoModel, find_model, load_model, look, models

LARGEST_FILE = 64_000_000  # bytes; no processor plays a larger model in time
COPIES = 4  # of a file's bytes: two here, one in transfer, one in the engine
MOST_NAMES, LONGEST_NAME = 200, 120  # number and bytes that fit in one datagram
TRIED = 64  # events of a model's trial


class Refused(ValueError):
    """A model that cannot be played; the sentence says why."""


def names() -> list[str]:
    """Return the names of the models that can be loaded."""
    found = dict.fromkeys(path.stem for path in models())
    return [name for name in found if len(os.fsencode(name)) <= LONGEST_NAME][:MOST_NAMES]


def info(name: str) -> list[tuple[str, int | float | str]]:
    """Return the facts about a model. Raises ValueError."""
    entry = look(find_model(name))
    if entry.info is None:
        raise (Refused if entry.path.is_file() else NoModel)(entry.why)
    return entry.facts()


def load(name: str, file: int) -> dict[str, Any]:
    """Write a model's weights to a file; return what a reader needs. Raises ValueError."""
    path = find_model(name)
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise Refused(f"{path.name} is larger than {LARGEST_FILE} bytes: too slow to play live")
    size = path.stat().st_size if path.is_file() else 0
    memory.check(COPIES * size, memory.of_group())
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
        "style_limits": [limits.as_json() for limits in weights.style_limits],
        "repeats_at_ties": weights.repeats_at_ties,
        "sizes": asdict(said.sizes),
        "parts": words.parts,
        "velocity_count": words.velocity_count,
        "edges": words.dt_edges,
        "told": weights.told.as_json(),
        "arrays": [(name, array.shape) for name, array in arrays.items()],
    }


def try_out(weights: Weights, name: str) -> None:
    """Play a little with a model. Raises ValueError if metadata that must be numbers are not."""
    mind, random = Improviser(weights), np.random.default_rng(1)
    parts = len(weights.vocabulary.parts)
    for count in range(TRIED):
        part, key = int(random.integers(parts)), int(random.integers(129))
        mind.feed(part, key, int(random.integers(1, 128)), 0.1 * count)
        stream = mind.stream
        expected = (
            stream.part_logits(),
            stream.dt_logits(part),
            stream.key_logits(part, 8),
            stream.velocity_logits(part, 8, key),
        )
        if not all(np.isfinite(logits).all() for logits in expected):
            raise Refused(f"{name}: its metadata must be numbers")


def answer(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the reply to the arguments, or the error."""
    try:
        with np.errstate(all="ignore"):
            match list(arguments):
                case ["list"]:
                    return {"names": names()}
                case ["info", name]:
                    return {"info": info(name)}
                case ["load", name, file]:
                    return {"model": load(name, pipes.inherited(file))}
                case _:
                    raise ValueError("list, info NAME or load NAME FILE")
    except NoModel as error:
        return {"failed": str(error), "code": Code.NOT_FOUND}
    except ValueError as error:
        return {"failed": " ".join(str(error).split()), "code": Code.REFUSED}
    except MemoryError:
        return {"failed": "there is not enough memory for it", "code": Code.REFUSED}
    except Exception as error:  # the process's top: any failure becomes a sentence
        why = f"the model cannot be loaded: {type(error).__name__}: {error}"
        return {"failed": " ".join(why.split()), "code": Code.REFUSED}


def main() -> int:
    """Print the reply to the arguments."""
    if hasattr(os, "nice"):
        os.nice(10)
    said = answer(sys.argv[1:])
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode(errors="replace") + b"\n")
    return int("failed" in said)


if __name__ == "__main__":
    pipes.run_for_engine(main)
