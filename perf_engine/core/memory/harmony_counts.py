"""How often the machine has led from each harmony to each other one, over weeks, in bounded space.

A harmony is a set of at least three pitch classes that sound together. It grows while notes join
it. Another one begins when a new pitch class sounds where a note of the last has ended; so what is
struck again, or sounds in part, is the same harmony. A progression is a harmony with the one before
it, whatever the key and the order of the notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.sampling import GONE
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .count_table import MOST, CountTable, Numbers, cells_of

Floats = NDArray[np.float32]

LEAST: Final = 3  # pitch classes of a harmony
ALL: Final = (1 << 12) - 1  # pitch classes, one a bit
ONE_MORE: Final = 1 << np.arange(12, dtype=np.int64)
TURNS: Final = np.arange(12, dtype=np.int64)[:, None]  # semitones
PITCH_CLASS: Final = np.arange(KEY_COUNT) % 12
# A cadence that was played for weeks is at most 4.5 times as rare beside one that never was.
BOUND: Final = 1.5
NATS: Final = -np.minimum(BOUND, 0.5 * np.log1p(np.arange(MOST + 1))).astype(np.float32)


class Progression:
    """The harmony that sounds, and the one before it, each as a set of bits; 0 for none."""

    def __init__(self) -> None:
        self._before, self._present = 0, 0

    def pause(self) -> None:
        """Begin with the next harmony: no progression leads on from the last one."""
        self._before, self._present = 0, 0

    def struck(self, sounding: int) -> bool:
        """Take what sounds since a strike. Return whether it is new: another harmony, or a note."""
        if sounding.bit_count() < LEAST or not sounding & ~self._present:
            return False
        if self._present & ~sounding:
            self._before = self._present
        self._present = sounding
        return self._before != 0

    @property
    def number(self) -> int:
        """Return the number of the last progression, which is the same in every key."""
        before, present = np.array([[self._before], [self._present]], np.int64)
        return int(_in_every_key(before, present)[0])

    def numbers(self, sounding: int) -> Numbers | None:
        """Return the numbers (12,) of what a strike of each pitch class would lead to.

        -1 stands for no new harmony; None for none at all.
        """
        if self._present == 0 or sounding.bit_count() < LEAST - 1:
            return None
        after = sounding | ONE_MORE
        before = np.where((self._present & ~after) != 0, self._present, self._before)
        leads = (after & ~self._present != 0) & (before != 0)
        if sounding.bit_count() < LEAST:
            leads &= after != sounding
        if not leads.any():
            return None
        found: Numbers = np.where(leads, _in_every_key(before, after), -1)
        return found


class HarmonyCounts(CountTable):
    """Counts the progressions of one voice, and says which keys would repeat them."""

    def __init__(self) -> None:
        super().__init__()
        self._progression = Progression()

    def played(self, held: Iterable[int]) -> None:
        """Count what the machine's held keys sound since a strike (part * 129 + key)."""
        if self._progression.struck(pitch_classes(held)):
            self.count(int(cells_of(np.array([self._progression.number]))[0]))

    def forget(self) -> None:
        """Forget everything."""
        super().forget()
        self.pause()

    def pause(self) -> None:
        """Begin with the next harmony: no progression leads on from the last one."""
        self._progression.pause()

    def against(self, amount: float, held: Iterable[int]) -> Floats | None:
        """Return the nats (129,) of each key, below 0 if it would repeat a progression.

        Keys that lead to no other harmony have -inf, and the pedal too: there is nothing to choose.
        `held` has part * 129 + key of the keys that the machine will hold. With `amount` 1, a
        progression that was played n times before becomes sqrt(n + 1) times less likely, up to the
        bound. None if the amount is 0, or no key would lead to another harmony.
        """
        if amount <= 0.0:
            return None
        numbers = self._progression.numbers(pitch_classes(held))
        if numbers is None:
            return None
        nats = NATS[self.counts(cells_of(numbers))]
        nats *= np.float32(amount)
        nats[numbers < 0] = -np.inf
        of_keys: Floats = nats[PITCH_CLASS]
        of_keys[PEDAL] = -np.inf
        return of_keys


def varied(keys: Floats, nats: Floats | None) -> Floats:
    """Return key probabilities (129,), changed by `HarmonyCounts.against`.

    The keys that lead to another harmony have the same sum as before. So harmonies change as often
    and are as full as ever, however much was played; only which one comes is another matter.
    """
    if nats is None:
        return keys
    bent: Floats = keys * np.exp(nats)
    mass = float(np.add.reduce(bent))
    if mass < GONE:
        return keys
    leads = nats > -np.inf
    bent *= np.float32(float(np.add.reduce(keys[leads])) / mass)
    found: Floats = np.where(leads, bent, keys)
    return found


def pitch_classes(held: Iterable[int]) -> int:
    """Return the pitch classes of held keys (part * 129 + key) as bits; a pedal has none."""
    found = 0
    for code in held:
        key = code % KEY_COUNT
        if key != PEDAL:
            found |= 1 << key % 12
    return found


def _in_every_key(before: Numbers, after: Numbers) -> Numbers:
    """Return the numbers (n,) of progressions: of their twelve transpositions' the lowest."""
    pairs = _turned(before) << 12 | _turned(after)
    found: Numbers = np.minimum.reduce(pairs)
    return found


def _turned(sets: Numbers) -> Numbers:
    """Return sets of pitch classes (n,) transposed by 0..11 semitones (12, n)."""
    found: Numbers = (sets << TURNS | sets >> (12 - TURNS)) & ALL
    return found
