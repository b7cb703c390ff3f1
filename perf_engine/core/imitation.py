"""A short memory of what was played here, and how it went on: a variable-order Markov memory.

The network knows music, but remembers badly what exactly was played a minute ago. Beside it stands
this: the stretch of the past most like the present is found, and what came after it then is
expected again, as far as such expectations have come true with this player. Two likenesses are
looked for: of whole events in their order (who struck and released what), and of a melodic line's
intervals, wherever it begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .past import EVENTS, Deed, Past, Step
from .sizes import held_code
from .trust import Trust

Floats = NDArray[np.float32]

MOST: Final = 8192  # events remembered
NEAR: Final = 3  # time bins, within which a repetition is nearly on time
REACH: Final = 8  # time bins on either side, among which such a repetition is looked for
WIDE: Final = 2.0  # time bins: the scale on which it misses
TINY: Final = 1e-9

# How often what was expected came, by the length of the likeness, from EVENTS or one interval on.
# A beginning only, that each player corrects: rounded from what was counted on 15 held-out pieces
# (rolls, GiantMIDI-Piano, POP909; one interval: 29 pieces, notated music too).
EVENT_CAME: Final = (0.50, 0.57, 0.68, 0.68, 0.75, 0.80)
BIN_CAME: Final = (0.14, 0.14, 0.20, 0.20, 0.25, 0.35)
NEARLY_CAME: Final = (0.33, 0.40, 0.48, 0.48, 0.50, 0.65)
SAME_CAME: Final = (0.35, 0.42, 0.57, 0.70, 0.72, 0.74, 0.78, 0.81)  # from the same key
MOVED_CAME: Final = (0.12, 0.20, 0.30, 0.50, 0.55, 0.68, 0.68, 0.68)  # from another

LENGTHS: Final = tuple(map(len, (EVENT_CAME, BIN_CAME, NEARLY_CAME, SAME_CAME, MOVED_CAME)))

# How probable the network alone finds what then comes: chosen by trial on the same pieces, where
# other values gave about the same nats.
EVENT_ALONE: Final = 0.30
BIN_ALONE: Final = 0.08
NEARLY_ALONE: Final = 0.35
STEP_ALONE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Expected:
    """The event that came after the most alike stretch, and the trust in it (0..1).

    `dt` is its time bin; `likely` the trust in part, key, and strike or release; `on_time` that in
    the very bin; `about` that in those around it.
    """

    part: int
    key: int
    strike: bool
    dt: int
    likely: float
    on_time: float
    about: float


@dataclass(frozen=True, slots=True)
class Remembrance:
    """All that an imitation remembers: at most so many events, the last ones as `Past.packed`."""

    most: int
    deeds: bytes
    held: frozenset[int]
    trust: tuple[tuple[tuple[float, float], ...], ...]

    def __post_init__(self) -> None:
        if not 1 <= self.most <= MOST:
            raise ValueError(f"most must be 1..{MOST} events, not {self.most}")


class Imitation:
    """Learns what happens from everybody, and from the players alone how far to trust itself."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._past = Past(self._most)
        self._held: set[int] = set()
        self._event = Trust(EVENT_CAME, EVENT_ALONE)
        self._bin = Trust(BIN_CAME, BIN_ALONE)
        self._nearly = Trust(NEARLY_CAME, NEARLY_ALONE)
        self._same = Trust(SAME_CAME, STEP_ALONE)
        self._moved = Trust(MOVED_CAME, STEP_ALONE)
        self._look()

    def expected(self) -> Expected | None:
        """The event to come, if it goes on like the stretch most alike; None where none is."""
        if not self._looked:
            self._look()
        if self._alike is None:
            return None
        deed, length = self._alike
        over = length - EVENTS
        on_time = self._bin.weight(over)
        return Expected(
            deed.part, deed.key, deed.strike, deed.dt, self._event.weight(over), on_time,
            max(0.0, min(self._nearly.weight(over), 1.0) - on_time),
        )

    def next_key(self, part: int, own: bool, doubt: float = 1.0) -> tuple[int, float] | None:
        """The key that a line would strike next, and the trust in it (0..1); None: unknown.

        `own`: the machine's line in the part, else the players'; `doubt` as in `Trust.weight`.
        """
        found = [
            (self._trust(step).weight(step.length - 1, doubt), step.key)
            for step in self._steps(part, own)
        ]
        if not found:
            return None
        trust, key = max(found)
        return key, trust

    def learn(self, deed: Deed) -> None:
        """Take an event that happened."""
        if not deed.own:
            self._judge(deed)
        self._take(deed)

    def remember(self, deed: Deed) -> None:
        """Take an event of long ago: it proves nothing, and what is held is as it was."""
        self._past.add(deed)
        self._looked = False

    def deeds(self) -> tuple[Deed, ...]:
        """All events that are remembered, the oldest first."""
        return self._past.deeds()

    def snapshot(self) -> Remembrance:
        """All that is remembered."""
        return Remembrance(
            self._most, self._past.packed(), frozenset(self._held),
            tuple(t.counts() for t in self._trusts()),
        )

    def restore(self, remembrance: Remembrance) -> None:
        """Remember a snapshot, and nothing else. Raises ValueError where it is none."""
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

    def _take(self, deed: Deed) -> None:
        self._past.add(deed)
        code = held_code(deed.part, deed.key)
        (self._held.add if deed.strike else self._held.discard)(code)
        self._looked = False

    def _look(self) -> None:
        """Find what would come; what cannot come is not expected."""
        self._alike = self._past.alike()
        self._looked = True
        if self._alike is not None:
            deed = self._alike[0]
            if deed.strike == (held_code(deed.part, deed.key) in self._held):
                self._alike = None

    def _steps(self, part: int, own: bool) -> list[Step]:
        """Where a line may go on to: to no key that is held."""
        return [
            step for step in self._past.steps(part, own)
            if 0 <= step.key <= 127 and held_code(part, step.key) not in self._held
        ]

    def _judge(self, deed: Deed) -> None:
        if not self._looked:
            self._look()
        if self._alike is not None:
            other, length = self._alike
            over = length - EVENTS
            came = (deed.part, deed.key, deed.strike) == (other.part, other.key, other.strike)
            self._event.judge(over, came)
            self._bin.judge(over, deed.dt == other.dt)
            self._nearly.judge(over, abs(deed.dt - other.dt) <= NEAR)
        if deed.melodic:
            for step in self._steps(deed.part, deed.own):
                self._trust(step).judge(step.length - 1, step.key == deed.key)


@dataclass(frozen=True, slots=True)
class Foresight:
    """What the network foresees, beside what is expected with a say of `amount` (0..1)."""

    expected: Expected | None
    amount: float

    def parts(self, p: Floats) -> Floats:
        """The probabilities (parts,) of each part, from the network's."""
        if self.expected is None:
            return p
        return toward(p, self.expected.part, self.amount * self.expected.likely)

    def times(self, part: int, p: Floats) -> Floats:
        """Those of the time bins (dt_count,) in a part."""
        if self.expected is None or part != self.expected.part:
            return p
        return in_time(p, self.expected, self.amount)

    def keys(self, part: int, p: Floats, chance: float) -> Floats:
        """Those of the keys (129,) in a part that has the probability `chance` in `parts`."""
        if self.expected is None or part != self.expected.part:
            return p
        return toward(p, self.expected.key, self.weight(chance))

    def weight(self, chance: float) -> float:
        """How far (0..1) the expected part, of probability `chance`, speaks for the expected."""
        assert self.expected is not None
        return min(1.0, self.amount * self.expected.likely / max(chance, TINY))


def toward(p: Floats, index: int, weight: float) -> Floats:
    """A mixture (n,) of p (n,), which sums to 1, and of certainty of one class."""
    mixed: Floats = p * np.float32(1.0 - weight)
    mixed[index] += weight
    return mixed


def in_time(p: Floats, expected: Expected, amount: float) -> Floats:
    """A mixture (n,) of p (n,) over time bins and of the expected bin and those around it."""
    exactly, about = amount * expected.on_time, amount * expected.about
    mixed: Floats = p * np.float32(1.0 - exactly - about)
    mixed[expected.dt] += exactly
    low, high = max(0, expected.dt - REACH), min(len(p), expected.dt + REACH + 1)
    kernel = _KERNEL[REACH + low - expected.dt : REACH + high - expected.dt]
    mixed[low:high] += kernel * (about / float(kernel.sum()))
    return mixed


_KERNEL: Final[Floats] = np.exp(-np.abs(np.arange(-REACH, REACH + 1)) / WIDE).astype(np.float32)
