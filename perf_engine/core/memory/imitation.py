"""The phrase memory: a variable-order Markov model of the music that was played here.

The network knows music, but does not remember exactly the notes of a minute ago. So this memory
finds the stretches of the past that are most like the present, and expects again what followed
them: the part, key, and strike or release after like keys, the time after like times, the velocity
after like velocities. Counts are interpolated from short stretches to long (Witten and Bell 1991)
over the network's own prediction. Of both mixtures, with and without this memory, the one that has
foreseen this player better weighs more (Bayes, with a share that always returns to its first value:
Herbster and Warmuth 1998), for each head and length of likeness. Beside it, a melodic line is
continued from any key by like intervals.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT, MOST_PARTS

from .history import Found, Past, PlayedEvent, Step

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

MOST: Final = 8192  # events remembered
BELIEVED_AT_FIRST: Final = 4.0  # observations that the prior experience counts as
KEPT: Final = 0.98  # share of the counts that remains after each new observation
SUREST: Final = 0.97  # the greatest trust
GIVEN_BACK: Final = 0.1  # share of a weight that returns to its first value after each event
LOUDNESSES: Final = 32  # classes of velocity in which the weights are judged
EVERY_PART: Final = range(MOST_PARTS)
COARSE: Final = 16  # time bins in a row that are alike for the choice of a key

# The weight of the memory before it has foreseen anything, by the length of a likeness. Chosen by
# trial on held-out pieces of sixteen sources, on which other values gave about the same nats.
FIRST: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.5)

# Shares of continuations of a line that came true, by the length of the likeness, from one interval
# on. They are only a prior, corrected for each player: rounded counts on 29 held-out pieces.
SAME_CAME: Final = (0.35, 0.42, 0.57, 0.70, 0.72, 0.74, 0.78, 0.81)  # from the same key
MOVED_CAME: Final = (0.12, 0.20, 0.30, 0.50, 0.55, 0.68, 0.68, 0.68)  # from another
# Probabilities that the network alone gives to what comes, by trial, where they are not computed.
STEP_ALONE: Final = 0.25
PART_ALONE, KEY_ALONE, VELOCITY_ALONE = 0.95, 0.4, 0.7

Made: TypeAlias = tuple[float, dict[int, float], int]  # as `interpolated` returns it
Pairs = tuple[tuple[float, float], ...]
PART, TIME, KEY, VELOCITY = range(4)
HEADS: Final = (FIRST,) * 4
LENGTHS: Final = (*map(len, HEADS), len(SAME_CAME), len(MOVED_CAME))
EARLIER_LENGTHS: Final = (6, 6, 6, *LENGTHS[-2:])  # before each head had its own weights


REACH: Final = 6  # time bins on either side over which a time is spread
_FALL = np.exp(-np.abs(np.arange(-REACH, REACH + 1)) / 2.0)
AROUND: Final = _FALL / _FALL.sum()  # shares of these bins


class Share(NamedTuple):
    """The memory's prediction for one head: a mixture with the network's.

    `kept` is the network's share (0..1), `masses` has the shares of classes that came after like
    stretches, `length` is that of the longest, and `weight` (0..1) the memory's weight beside the
    network alone, times the amount that was asked for.
    """

    kept: float
    masses: dict[int, float]
    length: int
    weight: float

    def mixed(self, p: Floats) -> Floats:
        """Return p (n,), which sums to 1, mixed with the memory."""
        mixed: Floats = p * np.float32(1.0 - self.weight * (1.0 - self.kept))
        for index, mass in self.masses.items():
            mixed[index] += self.weight * mass
        return mixed

    def mixed_among(self, p: Floats, allowed: Mask, alone: float) -> Floats:
        """Return p (n,), which sums to 1 over the allowed classes, mixed among these alone.

        `alone` is their probability without the memory.
        """
        weight = self.weight
        masses = {index: mass for index, mass in self.masses.items() if allowed[index]}
        network = (1.0 - weight * (1.0 - self.kept)) * alone
        whole = network + weight * sum(masses.values())
        if not whole > 0.0:
            return p
        mixed: Floats = p * np.float32(network / whole)
        for index, mass in masses.items():
            mixed[index] += weight * mass / whole
        return mixed

    def mixed_about(self, p: Floats) -> Floats:
        """Return p (time bins,), mixed with the memory, each mass spread over bins around its own.

        What would lie beyond an end is mirrored there.
        """
        masses = np.zeros(len(p))
        for index, mass in self.masses.items():
            masses[index] = mass
        spread = np.convolve(masses, self.weight * AROUND)
        spread[REACH : 2 * REACH] += spread[REACH - 1 :: -1]  # what lies beyond an end, mirrored
        spread[-2 * REACH : -REACH] += spread[: -REACH - 1 : -1]
        mixed: Floats = p * np.float32(1.0 - self.weight * (1.0 - self.kept))
        mixed += spread[REACH:-REACH].astype(np.float32)
        return mixed

    def within(self, first: int, count: int) -> Share:
        """Return the same for `count` classes from `first` on, which is class 0 now."""
        here = {i - first: mass for i, mass in self.masses.items() if first <= i < first + count}
        return self._replace(masses=here)

    def own(self, index: int, alone: float) -> float:
        """Return the memory's probability of a class, from the network's."""
        return self.kept * alone + self.masses.get(index, 0.0)


@dataclass(frozen=True, slots=True)
class Remembrance:
    """A copy of a phrase memory: up to `most` events, in `deeds` as `Past.packed` gives them."""

    most: int
    deeds: bytes
    held: frozenset[int]
    trust: tuple[Pairs, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST:
            raise ValueError(f"most must be 1..{MOST} events, not {self.most}")


class Mixture:
    """The weight (0..1) of the memory beside the network, by the length of the likeness.

    `first` has the weights before any event.
    """

    def __init__(self, first: Sequence[float]) -> None:
        self._first, self._weights = tuple(first), list(first)

    def weight(self, length: int) -> float:
        """Return the weight after a stretch of a length, from 1 on."""
        return self._weights[length - 1]

    def judge(self, length: int, own: float, alone: float) -> None:
        """Take the probabilities that the memory and the network alone gave to what came."""
        weight = self._weights[length - 1]
        right = weight * own
        whole = right + (1.0 - weight) * alone
        if whole > 0.0:
            kept = (1.0 - GIVEN_BACK) * (right / whole)
            self._weights[length - 1] = GIVEN_BACK * self._first[length - 1] + kept

    def counts(self) -> Pairs:
        """Return (weight, 1) for each length."""
        return tuple((weight, 1.0) for weight in self._weights)

    def restore(self, counts: Sequence[tuple[float, float]]) -> None:
        """Replace the weights."""
        self._weights = [min(1.0, weight / whole) for weight, whole in counts]


class Trust:
    """The trust in expectations, by the length of the likeness; older observations fade.

    `came` has the prior share (0..1) of expectations that come true, one for each length; greater
    lengths use the last. `alone` is the mean probability of the actual event without this memory.
    """

    def __init__(self, came: Sequence[float], alone: float) -> None:
        self._counts = [[BELIEVED_AT_FIRST * share, BELIEVED_AT_FIRST] for share in came]
        self._odds = alone / (1.0 - alone)

    def weight(self, length: int, doubt: float = 1.0) -> float:
        """Return the mixture weight (0..1) that makes the events so far most likely.

        A `doubt` (-1..1) below 1 makes it larger; at 0 it is the share that came true.
        """
        counts = self._counts
        came, asked = counts[length] if length < len(counts) else counts[-1]
        share = min(SUREST, came / asked)
        return min(SUREST, max(0.0, share - (1.0 - share) * self._odds * doubt))

    def judge(self, length: int, came: bool) -> None:
        """Count whether the expectation after a likeness of this length came true."""
        counts = self._counts[length] if length < len(self._counts) else self._counts[-1]
        counts[0] = counts[0] * KEPT + came
        counts[1] = counts[1] * KEPT + 1.0

    def counts(self) -> tuple[tuple[float, float], ...]:
        """Return (came true, expected) for each length."""
        return tuple((came, asked) for came, asked in self._counts)

    def restore(self, counts: Sequence[tuple[float, float]]) -> None:
        """Replace the counts."""
        self._counts = [[came, asked] for came, asked in counts]


class Imitation:
    """The phrase memory of one voice: it learns all events, and weights from players' events."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self.past = Past(self._most)
        self._held: set[int] = set()
        self._heads = tuple(map(Mixture, HEADS))
        self._same = Trust(SAME_CAME, STEP_ALONE)
        self._moved = Trust(MOVED_CAME, STEP_ALONE)
        self._loud: dict[tuple[int, int], Made] = {}
        self._changed()

    def part(self, playing: Collection[int], amount: float = 1.0) -> Share | None:
        """Return the prediction of the next part, among those that play; None if unknown.

        Here and below the memory's weight is multiplied by `amount` (0..1).
        """
        if amount <= 0.0:
            return None
        found = [(length, it.part) for length, it in self._possible() if it.part in playing]
        return self._weighted(PART, interpolated(found), amount)

    def time(self, part: int, amount: float = 1.0) -> Share | None:
        """Return the prediction of the time bin, given the part; None if unknown."""
        if amount <= 0.0:
            return None
        made = self._made.get(part)  # asked for again when the event comes
        if made is None:
            found = self.past.alike_in_time(part)
            made = self._made[part] = interpolated([(length, it.dt) for length, it in found])
        return self._weighted(TIME, made, amount)

    def key(self, part: int, dt: int, amount: float = 1.0) -> Share | None:
        """Return the prediction of the key, given part and time bin; None if unknown."""
        if amount <= 0.0:
            return None
        soon = coarse(dt)
        found = [
            (length, it.key)
            for length, it in self._possible()
            if it.part == part and coarse(it.dt) == soon
        ]
        return self._weighted(KEY, interpolated(found), amount)

    def velocity(self, part: int, classes: int, amount: float = 1.0) -> Share | None:
        """Return the prediction of a strike's velocity, as one of `classes`; None if unknown.

        It follows from players' strikes alone, so that the machine answers in their dynamics.
        """
        if amount <= 0.0:
            return None
        made = self._loud.get((part, classes))  # the same until the next strike
        if made is None:
            strikes = self.past.alike_in_loudness(part)
            found = [(length, loudness(it.velocity, classes)) for length, it in strikes]
            made = self._loud[part, classes] = interpolated(found)
        return self._weighted(VELOCITY, made, amount)

    def next_key(self, part: int, own: bool, doubt: float = 1.0) -> tuple[int, float] | None:
        """Return the key that continues a line, and the trust in it (0..1); None if unknown.

        `own` chooses the machine's line in the part, not the players'; `doubt` is that of
        `Trust.weight`.
        """
        found = [
            (self._trust(step).weight(step.length - 1, doubt), step.key)
            for step in self._steps(part, own)
        ]
        if not found:
            return None
        trust, key = max(found)
        return key, trust

    def prepare(self, part: int) -> bool:
        """Find what a player's next event in a part is compared with; return if it was missing.

        It changes nothing else.
        """
        if self._found is not None and part in self._made and (part, False) in self._continued:
            return False
        self._possible()
        self.time(part)
        self._steps(part, False)
        self.velocity(part, LOUDNESSES)
        return True

    def learn(self, deed: PlayedEvent, alone: float | None = None) -> None:
        """Add an event that happened now.

        A player's also changes the weights, if it is known which probability the network `alone`
        gave to its time bin.
        """
        if not deed.own and alone is not None:
            self._judge(deed, alone)
        self.remember(deed)
        self.mark(deed.part * KEY_COUNT + deed.key, deed.velocity != 0)

    def remember(self, deed: PlayedEvent) -> None:
        """Add an event of the past, which changes neither the weights nor the held keys."""
        self.past.add(deed)
        if deed.loud and not deed.own:
            self._loud = {}
        self._changed()

    def mark(self, code: int, down: bool) -> None:
        """Mark a key (part * 129 + key) as down or released, without learning from it."""
        (self._held.add if down else self._held.discard)(code)
        self._changed()

    def let_go(self) -> None:
        """Mark all keys as released."""
        self._held.clear()
        self._changed()

    def deeds(self) -> tuple[PlayedEvent, ...]:
        """Return all remembered events, the oldest first."""
        return self.past.deeds()

    def snapshot(self) -> Remembrance:
        """Return a copy of all that is remembered."""
        return Remembrance(
            self._most,
            self.past.packed(),
            frozenset(self._held),
            tuple(t.counts() for t in self._records()),
        )

    def restore(self, remembrance: Remembrance) -> None:
        """Restore a snapshot. Raises ValueError if it is broken."""
        past = Past.unpacked(remembrance.most, remembrance.deeds)
        trust = renewed(remembrance.trust)
        self._most = remembrance.most
        self.forget()
        self.past = past
        self._held = set(remembrance.held)
        for record, counts in zip(self._records(), trust, strict=True):
            record.restore(counts)

    # inside

    def _records(self) -> tuple[Mixture | Trust, ...]:
        return *self._heads, self._same, self._moved

    def _trust(self, step: Step) -> Trust:
        return self._moved if step.moved else self._same

    def _changed(self) -> None:
        self._found: Found | None = None
        self._made: dict[int, Made] = {}
        self._continued: dict[tuple[int, bool], list[Step]] = {}

    def _possible(self) -> Found:
        """Return what followed like stretches, without what the held keys make impossible."""
        if self._found is None:
            held = self._held
            self._found = [
                (length, it)
                for length, it in self.past.alike()
                if (it.velocity != 0) != (it.part * KEY_COUNT + it.key in held)
            ]
        return self._found

    def _weighted(self, head: int, made: Made, amount: float) -> Share | None:
        kept, masses, length = made
        if not length:
            return None
        return Share(kept, masses, length, amount * self._heads[head].weight(length))

    def _steps(self, part: int, own: bool) -> list[Step]:
        """Return the continuations of a line to keys that are not held."""
        steps = self._continued.get((part, own))
        if steps is None:
            first, held = part * KEY_COUNT, self._held
            steps = self._continued[part, own] = [
                step
                for step in self.past.steps(part, own)
                if 0 <= step.key <= 127 and first + step.key not in held
            ]
        return steps

    def _judge(self, deed: PlayedEvent, alone: float) -> None:
        part, key, velocity, dt, own = deed
        self._compare(PART, self.part(EVERY_PART), part, PART_ALONE)
        self._compare(TIME, self.time(part), dt, alone)
        self._compare(KEY, self.key(part, dt), key, KEY_ALONE)
        if deed.melodic:
            if deed.loud:
                share = self.velocity(part, LOUDNESSES)
                self._compare(VELOCITY, share, loudness(velocity, LOUDNESSES), VELOCITY_ALONE)
            for step in self._steps(part, own):
                self._trust(step).judge(step.length - 1, step.key == key)

    def _compare(self, head: int, share: Share | None, index: int, alone: float) -> None:
        if share is not None:
            self._heads[head].judge(share.length, share.own(index, alone), alone)


def interpolated(found: Sequence[tuple[int, int]]) -> Made:
    """Interpolate the classes that followed stretches, given as (length, class), over a network.

    Return the network's share, the shares of the classes, and the greatest length. Of each length
    from 1 on, n classes that followed stretches at least as long, u of them different, have the
    weight n / (n + u) above the shorter stretches.
    """
    by_length: dict[int, list[int]] = {}
    for length, index in found:
        by_length.setdefault(length, []).append(index)
    lengths = sorted(by_length, reverse=True)
    kinds: set[int] = set()
    left, whole = 1.0, 0
    each: list[float] = []  # what a class of this length or a greater one has of this length
    for length, shorter in zip(lengths, [*lengths[1:], 0], strict=False):
        kinds.update(by_length[length])
        whole += len(by_length[length])
        below = (len(kinds) / (whole + len(kinds))) ** (length - shorter)  # of lengths between too
        each.append(left * (1.0 - below) / whole)
        left *= below
    masses: dict[int, float] = {}
    for length, mass in zip(reversed(lengths), accumulate(reversed(each)), strict=True):
        for index in by_length[length]:
            masses[index] = masses.get(index, 0.0) + mass
    return left, masses, lengths[0] if lengths else 0


def coarse(dt: int) -> int:
    """Return the class of a time bin for the choice of a key: 0 for at once."""
    return 0 if dt == 0 else 1 + dt // COARSE


def loudness(velocity: int, classes: int) -> int:
    """Return the class, from 0 on, of a strike's velocity 1..127."""
    return (velocity - 1) * classes // 127


def renewed(trust: Sequence[Pairs]) -> tuple[Pairs, ...]:
    """Return the weights and trust of a memory, also from before each head had its own weights.

    Raises ValueError if they are broken.
    """
    lengths = tuple(map(len, trust))
    if lengths == EARLIER_LENGTHS:
        return (*(Mixture(first).counts() for first in HEADS), *trust[-2:])
    if lengths != LENGTHS:
        raise ValueError(f"trust must have {LENGTHS} pairs, not {lengths}")
    return tuple(trust)
