"""How far to believe what is expected, by how often it has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

BELIEVED_AT_FIRST: Final = 4.0  # times, for which the experience brought along counts
KEPT: Final = 0.98  # of what was counted, after one more
SUREST: Final = 0.97


class Trust:
    """Counts, by the length of the likeness, how often the expected came; older ones fade.

    `came`: the shares (0..1) of experience brought along, one for each length; longer ones count
    as the last. `alone`: how probable what came is without any memory, in the mean.
    """

    def __init__(self, came: Sequence[float], alone: float) -> None:
        self._counts = [[BELIEVED_AT_FIRST * share, BELIEVED_AT_FIRST] for share in came]
        self._odds = alone / (1.0 - alone)

    def weight(self, length: int, doubt: float = 1.0) -> float:
        """The weight (0..1) in a mixture at which what came so far would have been likeliest.

        A `doubt` (-1..1) below 1 makes it larger; at 0 it is the share of what came.
        """
        came, asked = self._counts[self._row(length)]
        share = min(SUREST, came / asked)
        return min(SUREST, max(0.0, share - (1.0 - share) * self._odds * doubt))

    def judge(self, length: int, came: bool) -> None:
        """What was expected after a likeness of this length came, or did not."""
        counts = self._counts[self._row(length)]
        counts[0] = counts[0] * KEPT + came
        counts[1] = counts[1] * KEPT + 1.0

    def counts(self) -> tuple[tuple[float, float], ...]:
        """(came, asked) for each length."""
        return tuple((came, asked) for came, asked in self._counts)

    def restore(self, counts: Sequence[tuple[float, float]]) -> None:
        """Believe as these counts say."""
        self._counts = [[came, asked] for came, asked in counts]

    def _row(self, length: int) -> int:
        return min(length, len(self._counts) - 1)
