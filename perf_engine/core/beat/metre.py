"""The bar, the division and the swing, counted from strikes at beats that are known."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Final

FADE: Final = 0.97  # of what was counted, a beat
BARS: Final = (4, 3)  # beats; the first is the usual one
SURER: Final = 1.25  # times that the first of three must stand out more than that of four
ON_IT: Final = 0.15  # beats: a strike so near a beat is on it
THIRD: Final = (0.27, 0.41)  # where the second of three parts of a beat begins
LATE: Final = (0.44, 0.76)  # where the second half of a beat begins


class Metre:
    """Counts stress by the beat in the bar, and strikes by the place in the beat."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was counted, as beats are others now."""
        self._stress: dict[int, list[float]] = {bar: [0.0] * bar for bar in BARS}
        self._beat = 0
        self._late, self._lates, self._thirds = 0.0, 0.0, 0.0

    def copy(self) -> Metre:
        """Return a copy that counts by itself from now on."""
        other = copy.copy(self)
        other._stress = {bar: counts.copy() for bar, counts in self._stress.items()}
        return other

    def strike(self, beat: float, stress: float, weight: float) -> None:
        """Count a strike at a beat, with a stress of -1..1."""
        number = round(beat)
        place = beat % 1.0
        self._fade(abs(number - self._beat))
        self._beat = number
        if abs(beat - number) < ON_IT:
            for bar in BARS:
                self._stress[bar][number % bar] += weight * (1.0 + stress)
        elif LATE[0] < place < LATE[1]:
            self._late += weight * place
            self._lates += weight
        elif THIRD[0] < place < THIRD[1]:
            self._thirds += weight

    def _fade(self, beats: int) -> None:
        if not beats:
            return
        fade = FADE ** min(beats, 64)
        for counts in self._stress.values():
            for index in range(len(counts)):
                counts[index] *= fade
        self._late *= fade
        self._lates *= fade
        self._thirds *= fade

    @property
    def bar(self) -> int:
        """Return the beats of a bar, 3 or 4."""
        return likelier_bar(self._stress)

    @property
    def first(self) -> int:
        """Return the place of the first beat of the bar among the beats counted."""
        counts = self._stress[self.bar]
        return counts.index(max(counts))

    @property
    def swing(self) -> float:
        """Return the first half of a beat over the second."""
        if self._lates < 1.0:
            return 1.0
        place = self._late / self._lates
        return place / (1.0 - place)

    def division(self, triple: float) -> int:
        """Return the parts of a beat, from the probability of three."""
        return 3 if triple > 0.5 and self._thirds > 0.3 * self._lates else 2


def likelier_bar(counts: Mapping[int, list[float]]) -> int:
    """Return the beats of the bar, 3 or 4, from what was counted on the beats of each."""
    four, three = (_prominence(counts[bar]) for bar in BARS)
    return 3 if three > SURER * four + 0.05 else 4


def _prominence(counts: list[float]) -> float:
    total = sum(counts)
    if total <= 0.0:
        return 0.0
    return max(counts) / total * len(counts) - 1.0
