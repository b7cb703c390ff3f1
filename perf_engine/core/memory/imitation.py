"""The phrase memory: a variable-order Markov model of the music that was played here.

The network knows music, but does not remember exactly the notes of a minute ago. So this memory
finds the stretch of the past most like the present, and expects its continuation again, with a
weight that follows from how often such expectations have come true with this player. There are two
kinds of likeness: whole events in order (part, key, strike or release), and the intervals of a
melodic line from any key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.protocol.midi import PEDAL

from .history import EVENTS, Past, PlayedEvent, Step

Floats = NDArray[np.float32]

MOST: Final = 8192  # events remembered
NEAR: Final = 3  # time bins; a repetition within these is nearly on time
REACH: Final = 8  # time bins on either side over which such a repetition is spread
WIDE: Final = 2.0  # time bins; the scale of its deviation
TINY: Final = 1e-9
BELIEVED_AT_FIRST: Final = 4.0  # observations that the prior experience counts as
KEPT: Final = 0.98  # share of the counts that remains after each new observation
SUREST: Final = 0.97  # the greatest trust

# Shares of expectations that came true, by the length of the likeness, from EVENTS events or one
# interval on. They are only a prior, corrected for each player: rounded counts on 15 held-out
# pieces (rolls, GiantMIDI-Piano, POP909; for one interval 29 pieces, with notated music).
EVENT_CAME: Final = (0.50, 0.57, 0.68, 0.68, 0.75, 0.80)
BIN_CAME: Final = (0.14, 0.14, 0.20, 0.20, 0.25, 0.35)
NEARLY_CAME: Final = (0.33, 0.40, 0.48, 0.48, 0.50, 0.65)
SAME_CAME: Final = (0.35, 0.42, 0.57, 0.70, 0.72, 0.74, 0.78, 0.81)  # from the same key
MOVED_CAME: Final = (0.12, 0.20, 0.30, 0.50, 0.55, 0.68, 0.68, 0.68)  # from another

LENGTHS: Final = tuple(map(len, (EVENT_CAME, BIN_CAME, NEARLY_CAME, SAME_CAME, MOVED_CAME)))

# Probabilities that the network alone gives to the actual events: chosen by trial on the same
# pieces, on which other values gave about the same nats.
EVENT_ALONE: Final = 0.30
BIN_ALONE: Final = 0.08
NEARLY_ALONE: Final = 0.35
STEP_ALONE: Final = 0.25


class Expected(NamedTuple):
    """The event that followed the most alike stretch, and the trust in it (0..1).

    `dt` is its time bin. `likely` is the trust in part, key, and strike or release; `on_time` the
    trust in that time bin; `about` the trust in the bins around it.
    """

    part: int
    key: int
    strike: bool
    dt: int
    likely: float
    on_time: float
    about: float

    def key_weight(self, chance: float) -> float:
        """Return the weight (0..1) of its key, given its part, whose probability is `chance`."""
        return min(1.0, self.likely / max(chance, TINY))


@dataclass(frozen=True, slots=True)
class Remembrance:
    """A copy of a phrase memory: up to `most` events, in `deeds` as `Past.packed` gives them."""

    most: int
    deeds: bytes
    held: frozenset[int]
    trust: tuple[tuple[tuple[float, float], ...], ...]

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST:
            raise ValueError(f"most must be 1..{MOST} events, not {self.most}")


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
    """The phrase memory of one voice: it learns all events, and its trust from players' events."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._past = Past(self._most)
        self._held: set[int] = set()
        self._event = Trust(EVENT_CAME, EVENT_ALONE)
        self._bin = Trust(BIN_CAME, BIN_ALONE)
        self._nearly = Trust(NEARLY_CAME, NEARLY_ALONE)
        self._same = Trust(SAME_CAME, STEP_ALONE)
        self._moved = Trust(MOVED_CAME, STEP_ALONE)
        self._look()

    def expected(self, amount: float = 1.0) -> Expected | None:
        """Return the event that continues the most alike stretch; None if there is no such stretch.

        All trust is multiplied by `amount` (0..1).
        """
        if not self._looked:
            self._look()
        if self._alike is None:
            return None
        deed, length = self._alike
        over = length - EVENTS
        on_time = self._bin.weight(over)
        about = max(0.0, min(self._nearly.weight(over), 1.0) - on_time)
        return Expected(
            deed.part,
            deed.key,
            deed.strike,
            deed.dt,
            amount * self._event.weight(over),
            amount * on_time,
            amount * about,
        )

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

    def learn(self, deed: PlayedEvent) -> None:
        """Add an event that happened now; a player's also changes the trust."""
        if not deed.own:
            self._judge(deed)
        self._take(deed)

    def remember(self, deed: PlayedEvent) -> None:
        """Add an event of the past, which changes neither the trust nor the held keys."""
        self._past.add(deed)
        self._looked = False

    def mark(self, code: int, down: bool) -> None:
        """Mark a key (part * 129 + key) as down or released, without learning from it."""
        (self._held.add if down else self._held.discard)(code)
        self._looked = False

    def let_go(self) -> None:
        """Mark all keys as released."""
        self._held.clear()
        self._looked = False

    def deeds(self) -> tuple[PlayedEvent, ...]:
        """Return all remembered events, the oldest first."""
        return self._past.deeds()

    def snapshot(self) -> Remembrance:
        """Return a copy of all that is remembered."""
        return Remembrance(
            self._most,
            self._past.packed(),
            frozenset(self._held),
            tuple(t.counts() for t in self._trusts()),
        )

    def restore(self, remembrance: Remembrance) -> None:
        """Restore a snapshot. Raises ValueError if it is broken."""
        past = Past.unpacked(remembrance.most, remembrance.deeds)
        self._most = remembrance.most
        self.forget()
        self._past = past
        self._held = set(remembrance.held)
        for trust, counts in zip(self._trusts(), remembrance.trust, strict=True):
            trust.restore(counts)
        self._looked = False

    # inside

    def _trusts(self) -> tuple[Trust, ...]:
        return self._event, self._bin, self._nearly, self._same, self._moved

    def _trust(self, step: Step) -> Trust:
        return self._moved if step.moved else self._same

    def _take(self, deed: PlayedEvent) -> None:
        self._past.add(deed)
        code = deed.part * KEY_COUNT + deed.key
        (self._held.add if deed.strike else self._held.discard)(code)
        self._looked = False

    def _look(self) -> None:
        """Find the continuation; discard one that the held keys make impossible."""
        self._alike = self._past.alike()
        self._looked = True
        if self._alike is not None:
            deed = self._alike[0]
            if deed.strike == (deed.part * KEY_COUNT + deed.key in self._held):
                self._alike = None

    def _steps(self, part: int, own: bool) -> list[Step]:
        """Return the continuations of a line to keys that are not held."""
        first, held = part * KEY_COUNT, self._held
        return [
            step
            for step in self._past.steps(part, own)
            if 0 <= step.key <= 127 and first + step.key not in held
        ]

    def _judge(self, deed: PlayedEvent) -> None:
        if not self._looked:
            self._look()
        if self._alike is not None:
            other, length = self._alike
            over = length - EVENTS
            came = (deed.part, deed.key, deed.strike) == (other.part, other.key, other.strike)
            self._event.judge(over, came)
            self._bin.judge(over, deed.dt == other.dt)
            self._nearly.judge(over, abs(deed.dt - other.dt) <= NEAR)
        if deed.strike and deed.key != PEDAL:
            for step in self._steps(deed.part, deed.own):
                self._trust(step).judge(step.length - 1, step.key == deed.key)


def toward(p: Floats, index: int, weight: float) -> Floats:
    """Mix p (n,), which sums to 1, in place with the certainty of one class. Return it."""
    p *= np.float32(1.0 - weight)
    p[index] += weight
    return p


def in_time(p: Floats, expected: Expected) -> Floats:
    """Mix p (n,) over time bins in place with the expected bin and its neighbours. Return it."""
    dt, exactly, about = expected.dt, expected.on_time, expected.about
    p *= np.float32(1.0 - exactly - about)
    p[dt] += exactly
    low, high = max(0, dt - REACH), min(len(p), dt + REACH + 1)
    kernel, mass = _around(low - dt, high - dt)
    p[low:high] += kernel * (about / mass)
    return p


@lru_cache(maxsize=2 * REACH + 2)
def _around(low: int, high: int) -> tuple[Floats, float]:
    """Return a kernel of the deviation in bins, from `low` to before `high`, and its sum."""
    kernel: Floats = np.exp(-np.abs(np.arange(-REACH, REACH + 1)) / WIDE).astype(np.float32)
    kernel = kernel[REACH + low : REACH + high]
    return kernel, float(kernel.sum())
