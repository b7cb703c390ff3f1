"""A model that another process laid out, taken in a slice at a time."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Mapping
from io import FileIO
from typing import IO, Any

import numpy as np

from ..core.gru import Array, Weights
from ..core.limits import Limits
from ..core.model_file import Origin
from ..core.sizes import Sizes
from ..core.vocabulary import Vocabulary

SLICE = 131_072  # bytes; copied in less than a tenth of a millisecond
MOST_BYTES = 512_000_000


def nameless_file() -> IO[bytes]:
    """An open file that nobody else can find, and that is gone when it is closed."""
    if hasattr(os, "memfd_create"):
        return FileIO(os.memfd_create("perf_engine model"), "r+")
    return tempfile.TemporaryFile(buffering=0)


class Delivery:
    """Reads what the librarian wrote into memory of our own.

    Not mapped: pages that the system takes back, or a file that somebody cuts short, would be
    felt by the playing thread.
    """

    def __init__(self, file: IO[bytes], said: Mapping[str, Any]) -> None:
        """`said`: the librarian's words. Raises ValueError, TypeError or KeyError."""
        self._file = file
        file.seek(0)
        self.name = str(said["name"])
        self._origin = Origin(**said["origin"])
        self._limits = Limits.read(said["limits"])
        sizes = dict(said["sizes"])
        sizes["age_scales"] = tuple(sizes["age_scales"])
        self._sizes = Sizes(**sizes)
        self._vocabulary = Vocabulary.with_edges(
            tuple(said["parts"]), int(said["velocity_count"]), tuple(said["edges"])
        )
        self._waiting = [(str(name), tuple(shape)) for name, shape in said["arrays"]][::-1]
        self._bytes: int = sum(4 * math.prod(shape) for _, shape in self._waiting)
        if not 0 < self._bytes <= MOST_BYTES:
            raise ValueError(f"a model must have 1..{MOST_BYTES} bytes, not {self._bytes}")
        self._taken = 0
        self._arrays: dict[str, Array] = {}
        self._view = memoryview(b"")  # what is left of the present array

    @property
    def complete(self) -> bool:
        """Whether all of it is here."""
        return self._taken == self._bytes

    @property
    def share(self) -> float:
        """How much of it is here, 0..1."""
        return self._taken / self._bytes

    def take(self) -> None:
        """One slice. Raises OSError where the file is too short."""
        if not self._view:
            name, shape = self._waiting.pop()
            self._arrays[name] = np.empty(shape, np.float32)
            self._view = self._arrays[name].data.cast("B")
        count = self._file.readinto(self._view[:SLICE])  # type: ignore[attr-defined]
        if not count:
            raise OSError("the model was not written to its end")
        self._view = self._view[count:]
        self._taken += count

    def weights(self) -> Weights:
        """The model, when it is complete."""
        weights = Weights.laid_out(self._arrays, self._sizes, self._vocabulary)
        weights.origin = self._origin
        weights.limits = self._limits
        return weights
