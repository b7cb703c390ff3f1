"""A run's state on disk, written so that a crash at any moment leaves a whole one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch

from perf_engine.files.plain_file import Unfit, check_plain
from perf_engine.files.whole_file import whole

FORMAT: Final = 3
NAME: Final = "checkpoint.pt"  # all that determines the next step
BEST: Final = "best.pt"  # the weights that were best in validation


def write(path: Path, state: Mapping[str, Any]) -> None:
    """Replace an older state by this one, written through to the disk. Raises OSError."""
    with whole(path) as file:
        torch.save({"format": FORMAT, **state}, file)


def read(path: Path) -> dict[str, Any]:
    """Read a state onto the CPU. Raises ValueError where the file holds none."""
    try:
        check_plain(path)
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        state["sizes"], state["averaged"]
    except FileNotFoundError:
        raise ValueError(f"there is no checkpoint {path}") from None
    except Unfit:
        raise
    except Exception as error:  # unpickling foreign bytes can raise anything
        raise ValueError(f"{path} is not a checkpoint that can be read: {error}") from error
    return state


def of_run(run: Path) -> Path:
    """The weights of a run to play with: the best in validation, else the last.

    Raises ValueError where there are none.
    """
    for name in (BEST, NAME):
        if (run / name).exists():
            return run / name
    raise ValueError(f"there is no checkpoint in {run}")
