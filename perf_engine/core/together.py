"""Several streams of one model that step together: what is dear about a step is shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from .gru import Array, StreamingGRU

FEWEST: Final = 8  # states, from which on one product for all is quicker than one for each


def multiply_together(streams: Iterable[StreamingGRU], fewest: float = FEWEST) -> None:
    """Make the products of all streams that lack them, of each hidden state once.

    So those that have heard the same share it. A few states are multiplied one by one, as they
    would have multiplied themselves; from `fewest` on in one product, for which the weights are
    read once, and which rounds otherwise.
    """
    alike: dict[bytes, list[StreamingGRU]] = {}
    unknown = [stream for stream in streams if not stream.known]
    if len(unknown) == 1:
        unknown[0].multiply()
        return
    for stream in unknown:
        alike.setdefault(stream.hidden.tobytes(), []).append(stream)
    if len(alike) < fewest:
        for first, *others in alike.values():
            first.multiply()
            _give(others, first.products(), batched=False)
        return
    groups = list(alike.values())
    weights = groups[0][0].weights
    rows = np.stack([group[0].hidden for group in groups]) @ weights.product
    rows += weights.product_bias
    for row, group in zip(rows, groups, strict=True):
        _give(group, row, batched=True)


def _give(streams: list[StreamingGRU], products: Array, batched: bool) -> None:
    for stream in streams:
        stream.take_products(products, batched)
