"""One mind: the stream of all events so far, and what would come next."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .choice import clinging, in_line, in_scale, leaning, loudness, strikeable
from .controls import Settings
from .gru import State, StreamingGRU, Weights
from .imitation import Foresight, Imitation, Remembrance
from .past import Deed
from .recollection import Recollection, Remembered
from .sampling import GONE, Moment, draw, draw_moment, nucleus, probabilities, surviving
from .sizes import held_code
from .taste import Taste
from .thought import Thought as Thought
from .turns import Turn
from .vocabulary import KEY_COUNT, PEDAL, Event

ANYTHING: Final = Taste()
LEAST: Final = 1e-12  # the probability of what is thought impossible


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that an improviser remembers, its random numbers too."""

    state: State
    begun: bool
    offset: float
    random: dict[str, Any]
    events: tuple[Remembered, ...] = ()
    remembrance: Remembrance | None = None
    rate: float = 1.0


class Improviser:
    """Feeds a stream and draws from it.

    The stream has its own clock, the event clock: `rate` times as fast as the caller's, whose
    time `offset` was its 0. They drift apart where notes are remembered without being played
    (`remember`), and where the rate is turned.
    """

    def __init__(self, weights: Weights, seed: int = 0, voice: int = 0) -> None:
        self.voice = voice  # whose mind it is: each has random numbers of its own
        self.vocabulary = weights.vocabulary
        self.stream = StreamingGRU(weights)
        self.recollection = Recollection()
        self.imitation = Imitation()
        self.seed(seed)
        self._edges: NDArray[np.float64] = np.asarray(self.vocabulary.dt_edges)
        self._begun = False
        self._offset = 0.0
        self._rate = 1.0  # of the event clock
        self._influence = 1.0  # of the players on the hidden state
        self._frozen = False

    @property
    def now(self) -> float:
        """When the last event happened, on the caller's clock; -inf before the first."""
        return self.stream.time / self._rate + self._offset if self._begun else -math.inf

    def tune(self, settings: Settings) -> None:
        """Take the tempo scale, the influence and the freeze of some settings."""
        self._influence = float(settings["influence"])
        self._frozen = bool(settings["freeze"])
        self._go_at(float(settings["tempo_scale"]))

    def _go_at(self, rate: float) -> None:
        """Another rate, at which the last event was when it was."""
        if rate != self._rate:
            self._offset += self.stream.time / self._rate - self.stream.time / rate
            self._rate = rate

    def seed(self, seed: int) -> None:
        """Begin the random numbers anew; the same seed gives each voice others."""
        source = np.random.SeedSequence((seed, self.voice)) if self.voice else seed
        self.random = np.random.Generator(np.random.PCG64(source))

    def reset(self) -> None:
        """Forget everything heard and played."""
        self.stream.reset()
        self.recollection.forget()
        self.imitation.forget()
        self._begun = False

    def snapshot(self) -> Snapshot:
        """All that is remembered."""
        return Snapshot(
            self.stream.snapshot(), self._begun, self._offset,
            dict(self.random.bit_generator.state), self.recollection.events(),
            self.imitation.snapshot(), self._rate,
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Remember a snapshot, and draw on as it would have."""
        self.stream.restore(snapshot.state)
        self.recollection.forget(snapshot.events)
        self.imitation.forget()
        if snapshot.remembrance is not None:
            self.imitation.restore(snapshot.remembrance)
        rate, self._rate = self._rate, snapshot.rate
        self._begun, self._offset = snapshot.begun, snapshot.offset
        self._go_at(rate)
        self.random.bit_generator.state = snapshot.random

    def go_on_from(self, other: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Stand in time where another mind stands, with its random numbers and held keys.

        `renamed` gives the code here of a key held there, None where there is none. What the other
        remembers of phrases is taken over where both have the same vocabulary.
        """
        if self.vocabulary == other.vocabulary:
            self.imitation = other.imitation
        self._begun, self._offset = other._begun, other._offset
        self.random, self.voice = other.random, other.voice
        self._rate, self._influence, self._frozen = other._rate, other._influence, other._frozen
        held = ((renamed(code), since) for code, since in other.stream.held.items())
        known = {code: since for code, since in held if code is not None}
        self.stream.stand(other.stream.time, known)

    def held(self, part: int, key: int) -> bool:
        """Whether anybody holds a key in a part."""
        return held_code(part, key) in self.stream.held

    def begin(self, now: float) -> None:
        """Let time begin, where nothing has happened yet."""
        if not self._begun:
            self._begun = True
            self._offset = now - self.stream.time / self._rate

    def feed(self, part: int, key: int, velocity: int, now: float, own: bool = False) -> None:
        """Take an event that happened (velocity 0: released); one before the last happens with it.

        A strike of a held key is a release and a strike; a release of what is not held is nothing.
        `own`: the machine did it.
        """
        self._take(part, key, velocity, now, own, 1.0 if own else self._influence)

    def _take(
        self, part: int, key: int, velocity: int, now: float, own: bool, influence: float
    ) -> None:
        self.begin(now)
        held = self.held(part, key)
        if velocity == 0 and not held:
            return
        influence = 0.0 if self._frozen else influence
        if velocity > 0 and held:
            self._feed(part, key, 0, now, own, influence)
        self._feed(part, key, velocity, now, own, influence)

    def _feed(
        self, part: int, key: int, velocity: int, now: float, own: bool, influence: float
    ) -> None:
        time = max((now - self._offset) * self._rate, self.stream.time)
        seconds = time - self.stream.time
        self.recollection.add(Remembered(seconds, part, key, velocity, own))
        dt = self.vocabulary.dt_class(seconds)
        self.imitation.learn(Deed(part, key, velocity > 0, dt, own))
        velocity_class = self.vocabulary.velocity_class(velocity)
        self.stream.feed(Event(part, dt, key, velocity_class), time, influence)

    def remember(self, part: int, key: int, velocity: int, dt: float, now: float) -> None:
        """Take an event `dt` seconds after the last without its having sounded: it is now."""
        self.begin(now)
        self._offset = now - dt - self.stream.time / self._rate
        self._take(part, key, velocity, now, own=False, influence=1.0)

    def surprise(
        self, part: int, key: int, velocity: int, now: float, imitation: float = 0.0,
        own: bool = False,
    ) -> float:
        """Nats of an event that happens now, as the mind stands (dt as its bin's mass).

        `imitation` (0..1): how far its memory of phrases has a say.
        """
        if not self._begun:
            return 0.0
        dt = self.vocabulary.dt_class(max(0.0, now - self.now) * self._rate)
        foresight = self._foresight(imitation)
        parts = foresight.parts(probabilities(self.stream.part_logits()))
        times = foresight.times(part, probabilities(self.stream.dt_logits(part)))
        keys = probabilities(self.stream.key_logits(part, dt))
        keys = foresight.keys(part, keys, float(parts[part]))
        struck = strikeable(self.stream.held, part, ANYTHING, full=False, pedal=False)
        keys = in_line(self.imitation, part, own, keys, struck, Taste(imitation=imitation))
        found = [parts[part], times[dt], keys[key]]
        if velocity > 0:
            index = self.vocabulary.velocity_class(velocity) - 1
            found.append(probabilities(self.stream.velocity_logits(part, dt, key))[index])
        return -sum(math.log(max(float(p), LEAST)) for p in found)

    def foresee(
        self,
        turn: Turn,
        taste: Taste,
        after: float,
        mine: Collection[int],
        full: bool = False,
        by: float = math.inf,
    ) -> Thought | None:
        """Draw the next event, on condition that none has happened before `after`.

        `mine`: part * 129 + key of the keys the machine holds; `full`: it may hold no more.
        A voice that owes sound strikes by `by` at the latest. None where the machine may not
        play, or where nothing is left to expect and nothing is owed.
        """
        if turn.silent:
            return None
        self.begin(after)
        # Always seven: what is decided never shifts what comes. Floats of Python, not of NumPy.
        chance = self.random.random(7).tolist()
        foresight = self._foresight(taste.imitation, turn)
        found = self._when(turn, taste, foresight, after, by, chance)
        if found is None:
            return None
        part, likely, moment, onset = found
        overdue = turn.owes and onset >= by
        logits = self.stream.key_logits(part, moment.dt)
        p = foresight.keys(part, probabilities(logits, taste.pitch), likely)
        if taste.clinging and part in turn.mine:
            p = clinging(p, part, mine, taste.clinging)
        key = draw(p, chance[2])
        if self.held(part, key) and not (overdue and not full):
            owned = held_code(part, key) in mine
            return Thought(owned, part, key, 0, onset, float(p[key]))
        if chance[3] >= turn.portion(part, taste.share):
            return Thought(False, part, key, 0, onset, float(p[key]))
        pedal = key == PEDAL if full else not overdue
        allowed = strikeable(self.stream.held, part, taste, full, pedal)
        if not allowed.any():
            if overdue and mine:  # every finger is down: lift the one that was first
                oldest = min(mine, key=lambda code: self.stream.held.get(code, 0.0))
                lifted, key = divmod(oldest, KEY_COUNT)
                return Thought(True, lifted, key, 0, onset, float(p[key]))
            return Thought(False, part, key, 0, onset, float(p[key]))
        p = probabilities(leaning(logits, taste.harmony, *taste.gravity), taste.pitch, allowed)
        expected = foresight.expected
        if expected is not None and expected.strike and allowed[expected.key]:
            p = foresight.keys(part, p, likely)
        p = in_scale(in_line(self.imitation, part, True, p, allowed, taste), taste)
        p = nucleus(p, taste.nucleus)
        key = draw(p, chance[4])
        velocity = loudness(self.stream, part, moment.dt, key, taste, chance[5:])
        return Thought(True, part, key, velocity, onset, float(p[key]))

    def _when(
        self, turn: Turn, taste: Taste, foresight: Foresight, after: float, by: float,
        chance: Sequence[float],
    ) -> tuple[int, float, Moment, float] | None:
        """Part, its probability, moment and onset of the next event; exact in both conditions."""
        since = max(0.0, after - self.now) * self._rate
        overdue = turn.owes and by <= after  # then no player is waited for
        playing = sorted(turn.mine if overdue else turn.playing)
        p_part = probabilities(self.stream.part_logits(), 1.0, self._among(playing))
        p_part = turn.entering(foresight.parts(p_part))
        times = {
            part: foresight.times(part, probabilities(self.stream.dt_logits(part), taste.rhythm))
            for part in playing
            if p_part[part] > 1e-3
        }
        left = np.zeros(len(p_part), np.float32)
        for part, p in times.items():
            left[part] = p_part[part] * surviving(p, self._edges, since)
        origin = self.now
        if left.sum() < GONE:
            if not turn.owes:
                return None
            since, origin = 0.0, max(self.now, after)  # as if the last event were now
            for part in times:
                left[part] = p_part[part]
        part = draw(left, chance[0])
        at_most = max((by - origin) * self._rate, since) if turn.owes else math.inf
        hazard = taste.hazard * turn.pace(part)
        moment = draw_moment(times[part], self._edges, chance[1], since, at_most, hazard)
        if moment is None:  # no mass before `by`: it is due then
            moment = Moment(self.vocabulary.dt_class(at_most), at_most)
        onset = max(origin + moment.seconds / self._rate, after)
        dt = self.vocabulary.dt_class(max(0.0, onset - self.now) * self._rate)
        return part, float(p_part[part]), Moment(dt, moment.seconds), onset

    def _foresight(self, amount: float, turn: Turn | None = None) -> Foresight:
        """What the memory of phrases expects in the parts of a turn (None: in any)."""
        expected = self.imitation.expected() if amount > 0.0 else None
        playing = None if turn is None else turn.playing
        if expected is not None and playing is not None and expected.part not in playing:
            expected = None
        return Foresight(expected, amount)

    def _among(self, parts: Collection[int]) -> NDArray[np.bool_]:
        """A mask (parts,) that lets only these pass."""
        allowed = np.zeros(len(self.vocabulary.parts), bool)
        allowed[list(parts)] = True
        return allowed
