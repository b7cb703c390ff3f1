"""Drawing from logits: temperature, masks, the nucleus, and time as a survival function.

Each draw takes one uniform number 0 <= u < 1, so the same numbers give the same music.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

GONE = 1e-6  # the mass below which nothing is left to draw from


def probabilities(logits: Array, temperature: float = 1.0, allowed: Mask | None = None) -> Array:
    """Softmax (n,) at a temperature over the allowed classes; all zero where none is allowed."""
    p = logits.astype(np.float64)
    if allowed is not None:
        if not allowed.any():
            return np.zeros(len(p), np.float32)
        p[~allowed] = -np.inf
    p -= np.maximum.reduce(p)
    p /= temperature
    np.exp(p, out=p)
    p /= np.add.reduce(p)
    return p.astype(np.float32)


def nucleus(p: Array, mass: float) -> Array:
    """The smallest set of likeliest classes that holds `mass` of p (n,), made to sum to 1.

    (Holtzman et al. 2020.)
    """
    if mass >= 1.0:
        return p
    order = p.argsort()[::-1]
    running = np.add.accumulate(p[order])
    kept = order[: int(running.searchsorted(mass * running[-1])) + 1]
    out = np.zeros(len(p), p.dtype)
    out[kept] = p[kept]
    out /= np.add.reduce(out)
    return out


def draw(p: Array, u: float) -> int:
    """The class at quantile u of p (n,), never one of no mass. Raises ValueError where p is 0."""
    running = np.add.accumulate(p, dtype=np.float64)
    whole = running[-1]
    if not whole > 0.0:
        raise ValueError(f"what is drawn from must have a mass above 0, not {whole:g}")
    index = int(running.searchsorted(u * whole, side="right"))
    if index >= len(p) or p[index] == 0.0:  # u * whole rounded up to the end
        index = int(np.flatnonzero(p)[-1])
    return index


@dataclass(frozen=True, slots=True)
class Moment:
    """A drawn time: its bin, and seconds since the last event."""

    dt: int
    seconds: float


def surviving(p: Array, edges: NDArray[np.float64], seconds: float) -> float:
    """The mass (of 1) that p over time bins has from `seconds` on."""
    if seconds <= 0.0:
        return 1.0
    running = np.add.accumulate(p, dtype=np.float64)
    return max(0.0, 1.0 - _cumulative(running / running[-1], edges, seconds))


def draw_moment(
    p: Array,
    edges: NDArray[np.float64],
    u: float,
    at_least: float = 0.0,
    at_most: float = math.inf,
    hazard: float = 1.0,
) -> Moment | None:
    """Draw when the next event comes, on condition that nothing happened before `at_least`.

    p (n,) over bins with edges (n + 1,) in seconds, uniform inside a bin, except that the first
    bin means at once. `hazard` multiplies the rate of events (the survival function is raised to
    it). None where less than 1e-6 of the mass is left between `at_least` and `at_most`.
    """
    running = np.add.accumulate(p, dtype=np.float64)
    running /= running[-1]
    before = _cumulative(running, edges, at_least)
    until = 1.0 if at_most >= edges[-1] else _cumulative(running, edges, at_most)
    if until - before < GONE:
        return None
    left = 1.0 - before
    least_survival = ((1.0 - until) / left) ** hazard
    survival = left * (1.0 - u * (1.0 - least_survival)) ** (1.0 / hazard)
    target = min(max(1.0 - survival, before), until)
    index = min(int(running.searchsorted(target, side="right")), len(p) - 1)
    low, high = float(edges[index]), float(edges[index + 1])
    if index == 0:
        return Moment(0, min(max(0.0, at_least), at_most))
    inside = float(running[index] - running[index - 1])
    fraction = 0.5 if inside <= 0.0 else (target - float(running[index - 1])) / inside
    seconds = low + (high - low) * min(max(fraction, 0.0), 1.0)
    seconds = min(max(seconds, at_least), at_most)
    return Moment(index, seconds)


def _cumulative(running: NDArray[np.float64], edges: NDArray[np.float64], seconds: float) -> float:
    """The mass before `seconds`; all of the first bin's lies at 0: that bin means at once."""
    if seconds <= 0.0:
        return 0.0
    index = int(edges.searchsorted(seconds, side="right")) - 1
    if index >= len(running):
        return 1.0
    if index == 0:
        return float(running[0])
    low = float(running[index - 1])
    share = (seconds - edges[index]) / (edges[index + 1] - edges[index])
    return low + (float(running[index]) - low) * float(share)
