"""A run's state on disk, written so that a crash at any moment leaves a whole one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch

FORMAT: Final = 3
NAME: Final = "checkpoint.pt"  # all that decides the next step
BEST: Final = "best.pt"  # the weights that were best in validation


def write(path: Path, state: Mapping[str, Any]) -> None:
    """Write a state in the place of an older one, through to the disk."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        torch.save({"format": FORMAT, **state}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def read(path: Path) -> dict[str, Any]:
    """A state, on the CPU. Raises ValueError where the file is none."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        state["sizes"], state["averaged"]
    except FileNotFoundError:
        raise ValueError(f"there is no checkpoint {path}") from None
    except Exception as error:  # what unpickling makes of foreign bytes can be anything
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
