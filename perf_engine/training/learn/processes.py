"""The processes that train together under torchrun; alone, there is one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import torch
import torch.distributed as dist

# Loaded before a group begins: its functions keep the group of that moment as a default, so that it
# would outlive `leave`, and its threads would meet the end of the interpreter and abort.
import torch.distributed.nn.functional
from torch import Tensor

LONGEST_PAUSE: Final = timedelta(days=7)  # a run may be stopped and go on much later


@dataclass(frozen=True, slots=True)
class Processes:
    """The rank of this process and the number of all."""

    rank: int = 0
    world: int = 1

    @classmethod
    def join(cls, device: str) -> Processes:
        """Join those that torchrun started beside this one."""
        here = cls(int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1")))
        if device == "cuda":
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        if here.world > 1 and not dist.is_initialized():
            kind = "nccl" if device == "cuda" else "gloo"
            dist.init_process_group(kind, timeout=LONGEST_PAUSE)
        return here

    def leave(self) -> None:
        """Leave the group and end its threads; nothing more can be shared."""
        if self.world > 1:
            dist.destroy_process_group()

    def add(self, tensors: Sequence[Tensor]) -> None:
        """Replace each tensor by its sum over all processes, in one go."""
        if self.world == 1:
            return
        flat = torch.cat([t.reshape(-1) for t in tensors])
        dist.all_reduce(flat)
        parts = torch.split(flat, [t.numel() for t in tensors])
        for tensor, part in zip(tensors, parts, strict=True):
            tensor.copy_(part.view_as(tensor))

    def gather(self, mine: Any) -> list[Any]:
        """Return the value of every process, in order."""
        if self.world == 1:
            return [mine]
        every: list[Any] = [None] * self.world
        dist.all_gather_object(every, mine)
        return every

    def agree(self, said: bool) -> bool:
        """Return the value of the first process."""
        return bool(self.gather(said)[0])
