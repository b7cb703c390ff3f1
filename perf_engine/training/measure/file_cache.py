"""A Markov model that learns from the piece alone, while it hears it, on top of another model.

Its contexts are counted in this piece and interpolated over the prediction of the other model,
which is static: a Markov model, or a network. The two are mixed event by event, weighted by their
success in the piece so far (Bayes, with a share that is always given back to both: Herbster and
Warmuth 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from .contexts import Hashes, Line, asked, came, contexts
from .markov import Floats

LEFT_OUT: Final = 2  # the shortest contexts: the other music predicts these better
GIVEN_BACK: Final = 0.01  # of the mixture's weight, after each event


class Cache:
    """Counts of the classes that followed the contexts of one piece so far, and their success."""

    def __init__(self) -> None:
        self._followed: dict[int, dict[int, int]] = {}
        self._trust = 0.5  # weight of the piece's own counts against the static model

    def mixed(self, looked_at: Sequence[int], came: int, static: float) -> float:
        """The probability of a class in contexts from short to long, given the static model's."""
        return self._trust * self._own(looked_at, came, static) + (1.0 - self._trust) * static

    def _own(self, looked_at: Sequence[int], came: int, static: float) -> float:
        p = static
        for context in looked_at:
            followed = self._followed.get(context)
            if followed is None:
                break  # a longer one was not there either
            kinds = len(followed)
            p = (followed.get(came, 0) + kinds * p) / (sum(followed.values()) + kinds)
        return p

    def learn(self, looked_at: Sequence[int], came: int, static: float) -> None:
        """Learn the class that came."""
        own = self._trust * self._own(looked_at, came, static)
        whole = own + (1.0 - self._trust) * static
        self._trust = GIVEN_BACK / 2 + (1.0 - GIVEN_BACK) * own / whole
        for context in looked_at:
            followed = self._followed.setdefault(context, {})
            followed[came] = followed.get(came, 0) + 1


def foreseen(term: str, static: Floats, line: Line) -> Floats:
    """The probability (m,) of the class that came at each row, learning each piece as it goes.

    `static` (m,): the probabilities of a model that does not learn from the piece.
    """
    looked_at: list[Hashes] = list(contexts(line, term))
    right = came(line, term)
    begins = np.diff(line.place[asked(line, term)], prepend=1) < 0
    kept = [c.tolist() for c in looked_at[LEFT_OUT:]]
    rows = list(zip(*kept, strict=True))
    found = np.empty(len(right))
    cache = Cache()
    for row, (one, p, begin) in enumerate(
        zip(right.tolist(), static.tolist(), begins.tolist(), strict=True)
    ):
        if begin:
            cache = Cache()
        found[row] = cache.mixed(rows[row], one, p)
        cache.learn(rows[row], one, p)
    return found
