"""A Markov model of variable order over event classes: counts of the classes after each context.

Interpolated after Witten and Bell (1991): of a context seen with weight n and followed by u
different classes, p(x) = (n(x) + k u p'(x)) / (n + k u), where p' is that of the context one
shorter, and below the empty context all classes are alike. As p' sums to 1, p does too, whatever
the history. Theirs is k = 1; here k, a doubt for each length, is tuned to predict best some pieces
that are not counted: played time needs a larger one than written time, and with k = 1 long
contexts are worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .contexts import Hashes, Ints, Line, asked, came, contexts, levels
from .figures import TERMS

DOUBTS: Final = tuple(2.0**e for e in range(-2, 8))
ONCE: Final = 4  # contexts from this length on are dropped where only one event had them

Weights = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Counts of the classes that followed the contexts of one length.

    `pairs` (p,) sorted: context << 8 | class, with `weights` (p,). `known` (c,) sorted: contexts,
    with the sum of their weights `whole` and their number of different classes `kinds`.
    """

    pairs: Hashes
    weights: Weights
    known: Hashes
    whole: Floats
    kinds: Floats

    @classmethod
    def of(cls, pairs: Hashes, weights: Weights) -> Counts:
        """From sorted pairs and their weights."""
        above = pairs >> np.uint64(8)
        first = _firsts(above)
        ends = np.append(first, len(pairs))
        whole = np.add.reduceat(weights, first, dtype=np.float64) if len(first) else np.zeros(0)
        return cls(pairs, weights, above[first], whole, np.diff(ends).astype(np.float64))

    @classmethod
    def count(
        cls, hashed: Hashes, classes: Ints, weights: Weights, forget_once: bool = False
    ) -> Counts:
        """Count weighted events, without contexts that only one event had."""
        pairs = (hashed << np.uint64(8)) | classes.astype(np.uint64)
        order = np.argsort(pairs)
        pairs, weights = pairs[order], weights[order]
        if forget_once:
            above = pairs >> np.uint64(8)
            same = above[1:] == above[:-1]
            again = np.append(same, False) | np.insert(same, 0, False)
            pairs, weights = pairs[again], weights[again]
        first = _firsts(pairs)
        summed = np.add.reduceat(weights, first) if len(first) else weights
        return cls.of(pairs[first], summed)

    def look_up(self, hashed: Hashes, classes: Ints) -> tuple[Floats, Floats, Floats]:
        """For classes in contexts (m,): n(x), n and u, 0 where a context was never seen."""
        pairs = (hashed << np.uint64(8)) | classes.astype(np.uint64)
        return (
            _found(self.pairs, self.weights, pairs),
            _found(self.known, self.whole, hashed),
            _found(self.known, self.kinds, hashed),
        )


def interpolated(seen: tuple[Floats, Floats, Floats], doubt: float, below: Floats) -> Floats:
    """The probabilities (m,) from n(x), n, u and the probabilities of one context shorter."""
    n, whole, kinds = seen
    known = kinds > 0
    left = doubt * kinds
    return np.where(known, (n + left * below) / np.where(known, whole + left, 1.0), below)


def _firsts(ordered: Hashes) -> Ints:
    """The index at which each run of equal values begins."""
    if not len(ordered):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))


def _found(known: Hashes, values: NDArray[np.floating], wanted: Hashes) -> Floats:
    """The values of the known contexts, 0 for others."""
    if not len(known):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, values[at], 0.0).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Markov:
    """A model of one sub-event: its number of classes; counts and doubts from short to long.

    With one length alone, the empty context, it is the unigram model.
    """

    term: str
    classes: int
    counts: tuple[Counts, ...]
    doubts: tuple[float, ...]

    @classmethod
    def fit(
        cls,
        term: str,
        classes: int,
        line: Line,
        weights: Weights,
        tuned_on: Line | None = None,
        tuned_by: Weights | None = None,
    ) -> Markov:
        """Fit to training music, in which an event counts by its weight (n,).

        The doubts predict `tuned_on` best, weighted by `tuned_by`; without it they are 1.
        """
        if not 1 <= classes <= 256:
            raise ValueError(f"classes must be 1..256, not {classes}")
        mine, right = weights[asked(line, term)], came(line, term)
        counts = tuple(
            Counts.count(hashed, right, mine, length >= ONCE)
            for length, hashed in enumerate(contexts(line, term))
        )
        if tuned_on is None or tuned_by is None:
            return cls(term, classes, counts, (1.0,) * len(counts))
        right, by, doubts = came(tuned_on, term), tuned_by[asked(tuned_on, term)], []
        p = np.full(len(right), 1.0 / classes)
        for one, hashed in zip(counts, contexts(tuned_on, term), strict=True):
            seen = one.look_up(hashed, right)
            tried = [(interpolated(seen, doubt, p), doubt) for doubt in DOUBTS]
            p, doubt = max(tried, key=lambda t: float((by * np.log(t[0])).sum()))
            doubts.append(doubt)
        return cls(term, classes, counts, tuple(doubts))

    def unigram(self) -> Markov:
        """The same without any context."""
        return Markov(self.term, self.classes, self.counts[:1], self.doubts[:1])

    def chances(self, looked_at: Sequence[Hashes], classes: Ints) -> Floats:
        """The probability (m,) of classes in contexts, each list (m,) from short to long."""
        p = np.full(len(classes), 1.0 / self.classes)
        for counts, doubt, hashed in zip(self.counts, self.doubts, looked_at, strict=False):
            p = interpolated(counts.look_up(hashed, classes), doubt, p)
        return p

    def foreseen(self, line: Line) -> Floats:
        """The probability (m,) of the class that came at each row."""
        return self.chances(list(contexts(line, self.term)), came(line, self.term))

    def tensors(self) -> Iterator[tuple[str, NDArray[np.generic]]]:
        """The tensors to keep in a file."""
        for length, counts in enumerate(self.counts):
            yield f"{self.term}.{length}.pairs", counts.pairs
            yield f"{self.term}.{length}.weights", counts.weights

    @classmethod
    def of_tensors(
        cls,
        term: str,
        classes: int,
        tensors: Mapping[str, NDArray[np.generic]],
        doubts: Sequence[float],
    ) -> Markov:
        """Read the tensors of a file. Raises ValueError where one is missing or of another kind."""
        found = []
        for length in range(levels(term)):
            try:
                pairs, weights = (tensors[f"{term}.{length}.{w}"] for w in ("pairs", "weights"))
            except KeyError as error:
                raise ValueError(f"the baseline lacks {error.args[0]}") from None
            if pairs.dtype != np.uint64 or weights.dtype != np.float32:
                raise ValueError(f"{term}.{length} of the baseline is of another kind")
            if pairs.ndim != 1 or pairs.shape != weights.shape:
                raise ValueError(f"{term}.{length} of the baseline must have a weight a pair")
            found.append(Counts.of(pairs.astype(np.uint64), weights.astype(np.float32)))
        if len(doubts) != len(found):
            raise ValueError(f"{term} of the baseline must have {len(found)} doubts")
        return cls(term, classes, tuple(found), tuple(map(float, doubts)))


def classes_of(parts: int, times: int, velocities: int) -> dict[str, int]:
    """The number of classes of each sub-event."""
    return dict(zip(TERMS, (parts, times, 129, velocities - 1), strict=True))
