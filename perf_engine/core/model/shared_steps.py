"""Several streams of one model that share the expensive part of a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from .gru import Products, StreamingGRU

FEWEST: Final = 8  # states; from here on one product for all is quicker than one for each


def multiply_together(streams: Iterable[StreamingGRU], fewest: float = FEWEST) -> None:
    """Give products to all streams that lack them, one set for each different hidden state.

    Streams that have heard the same events share a set. Fewer than `fewest` states are multiplied
    one by one, with the same result as alone. From `fewest` on there is one product for all: it
    reads the weights once and rounds differently. Products are computed when first asked for.
    """
    unknown = [stream for stream in streams if not stream.known]
    if len(unknown) == 1:
        unknown[0].multiply()
        return
    alike: dict[bytes, list[StreamingGRU]] = {}
    for stream in unknown:
        alike.setdefault(stream.hidden.tobytes(), []).append(stream)
    groups = list(alike.values())
    if len(groups) < fewest:
        for group in groups:
            if len(group) == 1:
                group[0].multiply()
                continue
            _share(group, Products(group[0].weights, group[0].hidden.copy()), None)
        return
    states = np.stack([group[0].hidden for group in groups])
    together = Products(groups[0][0].weights, states)
    for row, group in enumerate(groups):
        _share(group, together, row)


def _share(streams: Iterable[StreamingGRU], products: Products, row: int | None) -> None:
    for stream in streams:
        stream.share(products, row)
