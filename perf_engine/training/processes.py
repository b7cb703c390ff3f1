"""The processes that train together under torchrun; alone, there is one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Processes:
    """Which of how many this one is."""

    rank: int = 0
    world: int = 1

    @classmethod
    def join(cls, device: str) -> Processes:
        """Join those that torchrun started beside this one."""
        here = cls(int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1")))
        if device == "cuda":
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        if here.world > 1 and not dist.is_initialized():
            dist.init_process_group("nccl" if device == "cuda" else "gloo")
        return here

    def leave(self) -> None:
        """Nothing more will be shared."""
        if self.world > 1:
            dist.destroy_process_group()

    def add(self, tensors: Sequence[Tensor]) -> None:
        """Make each tensor the sum of all processes' own, in one go."""
        if self.world == 1:
            return
        flat = torch.cat([t.reshape(-1) for t in tensors])
        dist.all_reduce(flat)
        parts = torch.split(flat, [t.numel() for t in tensors])
        for tensor, part in zip(tensors, parts, strict=True):
            tensor.copy_(part.view_as(tensor))

    def gather(self, mine: Any) -> list[Any]:
        """What every process has, in order."""
        if self.world == 1:
            return [mine]
        every: list[Any] = [None] * self.world
        dist.all_gather_object(every, mine)
        return every

    def agree(self, said: bool) -> bool:
        """What the first one says."""
        return bool(self.gather(said)[0])
