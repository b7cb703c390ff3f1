"""The transfer of a model from the model reader's file into our memory, slice by slice."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Mapping
from io import FileIO
from typing import IO, Any

from perf_engine.core.model.gru import Weights, side_by_side
from perf_engine.core.model.model_file import Origin
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import Told
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.steering.limits import Limits

from . import memory

SLICE = 131_072  # bytes; copied in less than a tenth of a millisecond
MOST_BYTES = 512_000_000


def nameless_file() -> IO[bytes]:
    """Return an open file without a name, which vanishes when it is closed."""
    if hasattr(os, "memfd_create"):
        return FileIO(os.memfd_create("perf_engine model"), "r+")
    return tempfile.TemporaryFile(buffering=0)


class Delivery:
    """Reads the weights that the model reader wrote into memory of our own.

    The file is not mapped: the playing thread would wait for pages that the system has taken back,
    and fail if somebody cut the file short.
    """

    def __init__(self, file: IO[bytes], said: Mapping[str, Any]) -> None:
        """`said`: the model reader's reply. Raises ValueError, TypeError or KeyError.

        Raises TooLittleMemory, a ValueError, if the model would not fit.
        """
        self._file = file
        file.seek(0)
        self.name = str(said["name"])
        self._origin = Origin(**said["origin"])
        self._limits = Limits.read(said["limits"])
        self._style_limits = tuple(map(Limits.read, said["style_limits"]))
        self._repeats_at_ties = bool(said["repeats_at_ties"])
        sizes = dict(said["sizes"])
        sizes["age_scales"] = tuple(sizes["age_scales"])
        self._sizes = Sizes(**sizes)
        self._vocabulary = Vocabulary.with_edges(
            tuple(said["parts"]), int(said["velocity_count"]), tuple(said["edges"])
        )
        self._told = Told.read(said["told"])
        self._waiting = [(str(name), tuple(shape)) for name, shape in said["arrays"]][::-1]
        self._bytes: int = sum(4 * math.prod(shape) for _, shape in self._waiting)
        if not 0 < self._bytes <= MOST_BYTES:
            raise ValueError(f"a model must have 1..{MOST_BYTES} bytes, not {self._bytes}")
        memory.check(2 * self._bytes)  # and as much for what it learns while it is prepared
        self._taken = 0
        self._arrays = side_by_side(dict(reversed(self._waiting)))
        self._view = memoryview(b"")  # the rest of the present array

    @property
    def complete(self) -> bool:
        """Return whether all of it is here."""
        return self._taken == self._bytes

    @property
    def share(self) -> float:
        """Return the share of it that is here, 0..1."""
        return self._taken / self._bytes

    def take(self) -> None:
        """Copy one slice. Raises OSError if the file is too short."""
        if not self._view:
            name, _ = self._waiting.pop()
            self._view = self._arrays[name].data.cast("B")
        count = self._file.readinto(self._view[:SLICE])  # type: ignore[attr-defined]  # unbuffered: it has one
        if not count:
            raise OSError("the model was not written completely")
        self._view = self._view[count:]
        self._taken += count

    def weights(self) -> Weights:
        """Return the weights, when they are complete."""
        weights = Weights.laid_out(self._arrays, self._sizes, self._vocabulary, self._told)
        weights.origin = self._origin
        weights.limits, weights.style_limits = self._limits, self._style_limits
        weights.repeats_at_ties = self._repeats_at_ties
        return weights
