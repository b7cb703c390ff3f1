"""Sampling from logits: temperature, masks, the nucleus, and time as a survival function.

Each draw takes one uniform number 0 <= u < 1, so the same numbers give the same music.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

GONE = 1e-6  # probability below which nothing is left to draw from


def probabilities(logits: Array, temperature: float = 1.0, allowed: Mask | None = None) -> Array:
    """Return the softmax (n,) at a temperature over the allowed classes; all 0 if none is."""
    p = logits.astype(np.float64)
    if allowed is not None:
        if not np.logical_or.reduce(allowed):
            return np.zeros(len(p), np.float32)
        p[~allowed] = -np.inf
    p -= np.maximum.reduce(p)
    if temperature != 1.0:
        p /= temperature
    np.exp(p, out=p)
    p /= np.add.reduce(p)
    return p.astype(np.float32)


def nucleus(p: Array, mass: float) -> Array:
    """Keep the fewest, likeliest classes that hold `mass` of p (n,), scaled to a sum of 1.

    (Holtzman et al. 2020.)
    """
    if mass >= 1.0:
        return p
    order = p.argsort()[::-1]
    likeliest = p[order]
    running = np.add.accumulate(likeliest)
    count = int(running.searchsorted(mass * running[-1])) + 1
    out = np.zeros(len(p), p.dtype)
    out[order[:count]] = likeliest[:count]
    out /= np.add.reduce(out)
    return out


def draw(p: Array, u: float) -> int:
    """Return the class at quantile u of p (n,), never one of p = 0. Raises ValueError if all 0."""
    running = np.add.accumulate(p, dtype=np.float64)
    whole = running[-1]
    if not whole > 0.0:
        raise ValueError(f"the probabilities must have a sum above 0, not {whole:g}")
    index = int(running.searchsorted(u * whole, side="right"))
    if index >= len(p) or p[index] == 0.0:  # u * whole rounded up to the end
        index = int(np.flatnonzero(p)[-1])
    return index


def cumulated(p: Array) -> Floats:
    """Return the cumulative distribution (n,) of p over time bins, at the end of each bin."""
    running: Floats = np.add.accumulate(p, dtype=np.float64)
    running /= running[-1]
    return running


def surviving(running: Floats, edges: Sequence[float], seconds: float) -> float:
    """Return the probability of `seconds` or later, from time bins as `cumulated` gives them."""
    if seconds <= 0.0:
        return 1.0
    return max(0.0, 1.0 - _before(running, edges, seconds))


def draw_moment(
    running: Floats,
    edges: Sequence[float],
    u: float,
    at_least: float = 0.0,
    at_most: float = math.inf,
    hazard: float = 1.0,
) -> float | None:
    """Draw the seconds to the next event, given that none happened before `at_least`.

    Bins (n,), as `cumulated` gives them, have edges (n + 1,) in seconds. Probability is uniform
    inside a bin; the first bin means at once. `hazard` multiplies the rate of events: the survival
    function is raised to this power. Returns None if the probability between `at_least` and
    `at_most` is below 1e-6.
    """
    before = _before(running, edges, at_least)
    until = 1.0 if at_most >= edges[-1] else _before(running, edges, at_most)
    if until - before < GONE:
        return None
    left = 1.0 - before
    least_survival = ((1.0 - until) / left) ** hazard
    survival = left * (1.0 - u * (1.0 - least_survival)) ** (1.0 / hazard)
    target = min(max(1.0 - survival, before), until)
    index = min(int(running.searchsorted(target, side="right")), len(running) - 1)
    if index == 0:
        return min(max(0.0, at_least), at_most)
    low, high = edges[index], edges[index + 1]
    mass = running.item(index - 1)
    inside = running.item(index) - mass
    fraction = 0.5 if inside <= 0.0 else (target - mass) / inside
    seconds = low + (high - low) * min(max(fraction, 0.0), 1.0)
    return min(max(seconds, at_least), at_most)


def _before(running: Floats, edges: Sequence[float], seconds: float) -> float:
    """Return the probability of less than `seconds`; the first bin means at once, at 0 s."""
    if seconds <= 0.0:
        return 0.0
    index = bisect_right(edges, seconds) - 1
    if index >= len(running):
        return 1.0
    if index == 0:
        return running.item(0)
    low = running.item(index - 1)
    share = (seconds - edges[index]) / (edges[index + 1] - edges[index])
    return low + (running.item(index) - low) * share
