"""The improviser of a voice: the stream of all events so far, and predictions of the next."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.beat.beat_line import Line, Times, on_line
from perf_engine.core.controls import Settings
from perf_engine.core.memory.harmony_counts import HarmonyCounts, varied
from perf_engine.core.memory.history import PlayedEvent
from perf_engine.core.memory.imitation import EVERY_PART, Imitation, Remembrance, Share
from perf_engine.core.memory.phrase_counts import PhraseCounts
from perf_engine.core.memory.recent_events import Recollection, Remembered
from perf_engine.core.model.gru import State, StreamingGRU, Styled, Weights
from perf_engine.core.model.sampling import (
    GONE,
    cumulated,
    draw,
    draw_moment,
    nucleus,
    probabilities,
    surviving,
)
from perf_engine.core.model.sizes import held_code
from perf_engine.core.model.vocabulary import KEY_COUNT, SWITCH, Event, as_meant
from perf_engine.core.steering.key_choice import (
    Floats,
    clinging,
    in_chord,
    in_line,
    in_scale,
    leaning,
    loudness,
    strikeable,
)
from perf_engine.core.steering.scene import look
from perf_engine.core.steering.taste import Taste
from perf_engine.core.steering.theory import push
from perf_engine.core.turns.modes import Turn
from perf_engine.protocol.midi import PEDAL

from .prediction import Thought as Thought
from .themes import Theme, shift_into, sure, theme_before, within

Favours: TypeAlias = Callable[[float, int], Floats | None]
ANYTHING: Final = Taste()
ONE: Final = np.float32(1.0)
LEAST: Final = 1e-12  # least probability, which stands for 0 in a logarithm
RESTRUCK: Final = 0.03  # least seconds between two strikes of one key
TIED_AFTER: Final = 0.01  # seconds after a release, for the network, of another key struck with it
PASSED_OVER: Final = 1e-3  # a part of at most this probability is left out of a prediction


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of all that an improviser remembers, with the state of its random numbers."""

    state: State
    begun: bool
    offset: float
    random: dict[str, Any]
    events: tuple[Remembered, ...] = ()
    remembrance: Remembrance | None = None
    rate: float = 1.0
    ahead: float = 0.0


class Improviser:
    """Feeds a stream and draws from it.

    The stream has its own clock, the event clock, `rate` times as fast as the caller's; its 0 is at
    `offset` on the caller's clock. The offset changes with each note that is remembered without
    being played (`remember`), and with the rate.

    To a model that `repeats_at_ties` another key that is struck at the moment of a release comes 10
    ms later, and the event after it so much sooner: until then the event clock is `ahead`.
    """

    def __init__(self, weights: Weights, seed: int = 0, voice: int = 0) -> None:
        self.voice = voice  # number of the voice, which has random numbers of its own
        self.vocabulary = weights.vocabulary
        self.stream = StreamingGRU(weights)
        self.recollection = Recollection()
        self.imitation = Imitation()
        self.phrases = PhraseCounts()  # what it has played while `novelty` was above 0
        self.harmonies = HarmonyCounts()  # the same of its progressions
        self.seed(seed)
        self._begun = False
        self._offset = 0.0
        self._rate = 1.0  # of the event clock
        self._ahead = 0.0  # seconds by which it is ahead of the last event
        self.settings = Settings.defaults()
        self.theme: Theme | None = None  # a theme that is being taken up
        self.lightly = False  # if true, events only mark keys, without a step: see `mark`

    @property
    def now(self) -> float:
        """Return the time of the last event on the caller's clock; -inf before the first."""
        if not self._begun:
            return -math.inf
        return (self.stream.time - self._ahead) / self._rate + self._offset

    def tune(self, settings: Settings) -> None:
        """Use other settings from now on; the event clock continues at their `tempo_scale`."""
        self.settings = settings
        first, second, morph = (settings[name] for name in ("style", "style_2", "morph"))
        self.stream.play_in(Styled(int(first), int(second), float(morph)))
        self._go_at(float(settings["tempo_scale"]))

    def _go_at(self, rate: float) -> None:
        """Change the rate without moving the time of the last event."""
        if rate != self._rate:
            heard = self.stream.time - self._ahead
            self._offset += heard / self._rate - heard / rate
            self._rate = rate

    def seed(self, seed: int) -> None:
        """Restart the random numbers; with the same seed they still differ between voices."""
        source = np.random.SeedSequence((seed, self.voice)) if self.voice else seed
        self.random = np.random.Generator(np.random.PCG64(source))

    def reset(self, counts: bool = True) -> None:
        """Forget everything heard and played, and if `counts`, what `novelty` has counted."""
        self.stream.reset()
        self.recollection.forget()
        self.imitation.forget()
        for counted in (self.phrases, self.harmonies):
            if counts:
                counted.forget()
            else:
                counted.pause()
        self.theme = None
        self._begun, self._ahead = False, 0.0

    def snapshot(self) -> Snapshot:
        """Return a copy of all that is remembered."""
        return Snapshot(
            self.stream.snapshot(),
            self._begun,
            self._offset,
            dict(self.random.bit_generator.state),
            self.recollection.events(),
            self.imitation.snapshot(),
            self._rate,
            self._ahead,
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Restore a snapshot, so that the next draws are those that would have followed it."""
        self.stream.restore(snapshot.state)
        self.recollection.forget(snapshot.events)
        self.imitation.forget()
        self.theme = None
        if snapshot.remembrance is not None:
            self.imitation.restore(snapshot.remembrance)
        rate, self._rate = self._rate, snapshot.rate
        self._begun, self._offset = snapshot.begun, snapshot.offset
        self._ahead = snapshot.ahead
        self._go_at(rate)
        self.random.bit_generator.state = snapshot.random

    def go_on_from(self, other: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Continue from another improviser's time, with its random numbers and held keys.

        `renamed` converts its codes of held keys to those here, or to None. Its phrase memory is
        taken over if both have the same vocabulary, what `novelty` has counted in any case.
        """
        if self.vocabulary == other.vocabulary:
            self.imitation = other.imitation
        self.phrases, self.harmonies = other.phrases, other.harmonies
        self._begun, self._offset = other._begun, other._offset
        self.random, self.voice = other.random, other.voice
        self._rate, self._ahead, self.settings = other._rate, other._ahead, other.settings
        held = ((renamed(code), since) for code, since in other.stream.held.items())
        known = {code: since for code, since in held if code is not None}
        self.stream.stand(other.stream.time, known)

    def held(self, part: int, key: int) -> bool:
        """Return whether anybody holds a key in a part."""
        return held_code(part, key) in self.stream.held

    def begin(self, now: float) -> None:
        """Start the event clock if nothing has happened yet."""
        if not self._begun:
            self._begun = True
            self._offset = now - self.stream.time / self._rate

    def feed(self, part: int, key: int, velocity: int, now: float, own: bool = False) -> None:
        """Take an event that happened (velocity 0: release).

        An event before the last one is taken at the time of the last. A strike of a held key counts
        as a release and a strike; a release of a key that is not held is ignored. `own` is true if
        the machine did it.
        """
        influence = 1.0 if own else self.settings.values["influence"]
        self._take(part, key, velocity, now, own, influence)

    def _take(
        self, part: int, key: int, velocity: int, now: float, own: bool, influence: float
    ) -> None:
        if not self._begun:
            self.begin(now)
        held = part * KEY_COUNT + key in self.stream.held
        if velocity == 0 and not held:
            return
        velocity = as_meant(key, velocity)
        if own and velocity > 0 and key != PEDAL and self.settings.values["novelty"]:
            self.phrases.played(key)
        if self.lightly:
            self.mark(part, key, velocity)
            return
        influence = 0.0 if self.settings.values["freeze"] else influence
        if velocity > 0 and held:
            self._feed(part, key, 0, now, own, influence)
        self._feed(part, key, velocity, now, own, influence)

    def _feed(
        self, part: int, key: int, velocity: int, now: float, own: bool, influence: float
    ) -> None:
        last = self.stream.time
        time, self._ahead = self._time(part, key, velocity, now)
        seconds = time - last
        self.recollection.add(Remembered(seconds, part, key, velocity, own))
        dt = self.vocabulary.dt_class(seconds)
        velocity_class = self.vocabulary.velocity_class(velocity)
        alone = None
        if not own and self.settings.values["imitation"] > 0.0:
            alone = probabilities(self.stream.dt_logits(part)).item(dt)
        self.imitation.learn(PlayedEvent(part, key, velocity, dt, own), alone)
        theme = self.theme
        if theme is not None and own and part == theme.part and not theme.over:
            theme.took(key, velocity, now)
        self.stream.feed(Event(part, dt, key, velocity_class), time, influence)

    def _time(self, part: int, key: int, velocity: int, now: float) -> tuple[float, float]:
        """Return the time of an event on the event clock, and how far that is ahead of it."""
        last = self.stream.time
        real = max((now - self._offset) * self._rate, last - self._ahead)
        time = max(real, last)
        at_once = time - last < self.vocabulary.dt_edges[1]
        if at_once and velocity > 0 and key != PEDAL and self._tied(part, key):
            time = last + TIED_AFTER
        return time, time - real

    def _tied(self, part: int, key: int | None = None) -> bool:
        """Return whether a strike now is told apart from the release of another key of a part."""
        if not self.stream.weights.repeats_at_ties:
            return False
        released = False
        for event in self.recollection.latest_first():
            if event.part == part:
                if event.velocity or event.key == key:
                    return False
                released = released or event.key != PEDAL
            if event.dt >= self.vocabulary.dt_edges[1]:
                break
        return released

    @property
    def struck_in_a_tie(self) -> int | None:
        """Return the part in which a player has just struck a key as he released another.

        None if the last event is none of that kind.
        """
        last, struck = self.recollection.last, set[int]()
        if last is None or last.own or last.velocity == 0 or last.key == PEDAL:
            return None
        tied = self._ahead > 0.0
        for event in self.recollection.latest_first():
            if event.part == last.part and event.key != PEDAL:
                if event.velocity:
                    struck.add(event.key)
                elif not event.own and event.key not in struck:
                    return last.part
            if event.dt >= self.vocabulary.dt_edges[1]:
                if not tied:
                    break
                tied = False  # before the strike that is told a little later lies the release
        return None

    def sounds(self, held: Iterable[int]) -> None:
        """Count the harmony of the keys (part * 129 + key) that the machine holds after a strike.

        It is counted while `novelty` is above 0.
        """
        if self.settings.values["novelty"]:
            self.harmonies.played(held)

    def prepare(self, part: int) -> bool:
        """Compute what a player's next event in a part needs. Return whether something was missing.

        It changes no prediction.
        """
        if not self.stream.known:  # what is missing is computed for all voices together
            return False
        if self.settings.values["imitation"] <= 0.0 or not self.imitation.prepare(part):
            return False
        self.stream.dt_logits(part)  # they are kept
        return True

    def mark(self, part: int, key: int, velocity: int) -> None:
        """Mark a key as struck, or released (velocity 0), without a step of the network."""
        code = held_code(part, key)
        self.stream.mark(code, velocity > 0)
        self.imitation.mark(code, velocity > 0)

    def release(self, part: int, key: int, now: float, own: bool = True) -> None:
        """Take the step for a release that is marked already; `own` if the machine held the key."""
        if not self.held(part, key):
            wanted = self.settings.values
            influence = 0.0 if wanted["freeze"] else 1.0 if own else wanted["influence"]
            self._feed(part, key, 0, now, own, influence)

    def let_go(self) -> None:
        """Mark all keys as released, without a step of the network."""
        self.stream.let_go()
        self.imitation.let_go()

    def remember(self, part: int, key: int, velocity: int, dt: float, now: float) -> None:
        """Take an event without sound, as if it happened now and `dt` seconds after the last."""
        self.begin(now)
        self._offset = now - dt - (self.stream.time - self._ahead) / self._rate
        self._take(part, key, velocity, now, own=False, influence=1.0)

    def surprise(
        self,
        part: int,
        key: int,
        velocity: int,
        now: float,
        imitation: float = 0.0,
        own: bool = False,
    ) -> float:
        """Return the surprise, in nats, of an event that happens now (with the mass of its bin).

        `imitation` (0..1) is the weight of the phrase memory.
        """
        if not self._begun:
            return 0.0
        dt = self.vocabulary.dt_class(self._time(part, key, velocity, now)[0] - self.stream.time)
        stream, memory = self.stream, self.imitation
        parts = recalled(probabilities(stream.part_logits()), memory.part(EVERY_PART, imitation))
        times = recalled(probabilities(stream.dt_logits(part)), memory.time(part, imitation))
        keys = recalled(probabilities(stream.key_logits(part, dt)), memory.key(part, dt, imitation))
        struck = strikeable(self.stream.held, part, ANYTHING, full=False, pedal=False)
        keys = in_line(self.imitation, part, own, keys, struck, Taste(imitation=imitation))
        found = [parts[part], times[dt], keys[key]]
        if velocity > 0:
            index = self.vocabulary.velocity_class(as_meant(key, velocity)) - 1
            loud = probabilities(stream.velocity_logits(part, dt, key))
            if key != PEDAL:
                loud = recalled(loud, memory.velocity(part, len(loud), imitation))
            found.append(loud[index])
        return -sum(math.log(max(float(p), LEAST)) for p in found)

    def foresee(
        self,
        turn: Turn,
        taste: Taste,
        after: float,
        mine: Collection[int],
        full_until: float = -math.inf,
        by: float = math.inf,
        late: bool = False,
        line: Line | None = None,
        chord: Favours | None = None,
        joins: int | None = None,
        renews: bool = False,
    ) -> Thought | None:
        """Draw the next event, given that none has happened before `after`.

        `mine` has part * 129 + key of the keys that the machine holds; before `full_until` it may
        hold no more. A voice that owes sound strikes by `by` at the latest, and strikes next if it
        is `late`. A `line` is the beat that it plays to, and `chord` gives the nats (129,) by which
        keys of a part are favoured at a time. A note that `joins` the last strike is struck with
        it, in that part. If it `renews`, its own keys may be struck again. Returns None if the
        machine may not play, or if no event is probable and no sound is owed.
        """
        if turn.silent:
            return None
        if not self._begun:
            self.begin(after)
        # Always seven numbers, so that no decision shifts the later ones. Python floats are faster.
        chance = self.random.random(7).tolist()
        playing = turn.playing
        amount = taste.imitation
        if self.theme is not None:
            self._go_on_with(self.theme, playing)
        overdue = turn.owes and (late or by <= after)  # then it does not wait for a player
        if joins is None:
            found = self._when(
                turn, taste, turn.mine if overdue else playing, after, by, chance, line
            )
        else:
            overdue, found = True, self._at_once(joins, after)
        if found is None:
            return None
        part, onset, dt = found
        stream, full = self.stream, onset < full_until
        overdue = joins is not None or (turn.owes and (late or onset >= by))
        logits = stream.key_logits(part, dt)
        p = probabilities(logits, taste.temperature_pitch)
        share, alone = self._share_of_key(part, dt, amount), p
        p = recalled(p, share)
        if taste.clinging and part in turn.mine:
            p = clinging(p, part, mine, taste.clinging)
        key = draw(p, chance[2])
        code = part * KEY_COUNT + key
        if code in stream.held and not (overdue and not full):
            return Thought(code in mine, part, key, 0, onset, float(p[key]))
        if not overdue and chance[3] >= turn.portion(part, taste.share):
            return Thought(False, part, key, 0, onset, float(p[key]))
        pedal = key == PEDAL if full else not (overdue or renews)
        held = [c for c in stream.held if c not in mine] if renews else stream.held
        allowed = strikeable(held, part, taste, full, pedal)
        allowed[self._lately_struck(onset)] = False
        if not np.logical_or.reduce(allowed):
            if overdue and mine:  # no key is allowed: release the one held for longest
                oldest = min(mine, key=lambda code: stream.held.get(code, 0.0))
                lifted, key = divmod(oldest, KEY_COUNT)
                return Thought(True, lifted, key, 0, onset, float(p[key]))
            return Thought(False, part, key, 0, onset, float(p[key]))
        if dt == 0 and self._tied(part):
            dt = self.vocabulary.dt_class(TIED_AFTER)
            logits = stream.key_logits(part, dt)
            alone = probabilities(logits, taste.temperature_pitch)
        logits = leaning(logits, taste.harmony, *taste.gravity, pedal=allowed.item(PEDAL))
        p = probabilities(logits, taste.temperature_pitch, allowed)
        if share is not None:
            p = share.mixed_among(p, allowed, float(np.add.reduce(alone[allowed])))
        p = in_line(self.imitation, part, True, p, allowed, taste)
        harmony = None if chord is None else chord(onset, part)
        p = in_chord(p, harmony)
        novelty = self.settings.values["novelty"]
        p = in_chord(p, self.phrases.against(novelty))
        p = varied(p, self.harmonies.against(novelty, () if renews else mine))
        if self.settings.values["theory"] > 0.0:
            p = in_chord(p, self._by_rules(part, onset, mine, taste, harmony))
        p = in_scale(p, taste)
        p = nucleus(p, taste.nucleus)
        key = draw(p, chance[4])
        velocity = SWITCH
        if key != PEDAL:
            loud = self._share_of_velocity(part, amount)
            velocity = loudness(stream, part, dt, key, taste, chance[5:], loud)
        return Thought(True, part, key, velocity, onset, float(p[key]))

    def _by_rules(
        self, part: int, onset: float, mine: Collection[int], taste: Taste, harmony: Floats | None
    ) -> Floats | None:
        """Return the nats (129,) by which the control `theory` pushes the keys of a strike."""
        first = part * KEY_COUNT
        scene = look(
            self.recollection.latest_first(),
            max(0.0, onset - self.now) * self._rate,
            part,
            [code - first for code in mine if first <= code < first + PEDAL],
            [code % KEY_COUNT for code in self.stream.held if code not in mine],
            int(self.settings.values["transpose"]),
            taste.scale,
            harmony,
        )
        return push(scene, self.settings.values["theory"])

    def _lately_struck(self, onset: float) -> list[int]:
        """Return the keys that it struck too shortly before `onset` to strike them again."""
        keys: list[int] = []
        ago = onset - self.now
        for event in self.recollection.latest_first():
            if ago >= RESTRUCK:
                break
            if event.own and event.velocity > 0 and event.key != PEDAL:
                keys.append(event.key)
            ago += event.dt / self._rate
        return keys

    def take_up(self, chance: float, tonic: int | None, part: int, taste: Taste) -> bool:
        """Begin, with a probability of `chance`, a theme of a player's past in a part.

        It is transposed into the major scale of a `tonic` (0..11), and by octaves into the
        register. Return whether one is begun.
        """
        drawn, where = self.random.random(2).tolist()
        if drawn >= chance:
            return False
        events = theme_before(self.imitation.past, where, self.vocabulary)
        keys = [event.key for event in events if event.velocity]
        if not keys:
            return False
        shift = 0 if tonic is None else shift_into(keys, tonic)
        octaves = within([key + shift for key in keys], taste.register_low, taste.register_high)
        if octaves is None:
            return False
        self.theme = Theme(events, part, shift + octaves)
        return True

    def _go_on_with(self, theme: Theme, playing: Collection[int]) -> None:
        """Prepare a theme's next event, or drop it if it is over or its part does not play."""
        theme.skip(self.stream.held)
        if theme.over or theme.part not in playing:
            self.theme = None

    def _due(self, part: int) -> float | None:
        """Return when a theme's next event is due in a part; None if none is, or at any time."""
        theme = self.theme
        return None if theme is None or theme.part != part else theme.due(self._rate)

    def _share_of_part(self, playing: Collection[int], amount: float) -> Share | None:
        if self.theme is not None:
            return self.theme.share_of_part()
        return self.imitation.part(playing, amount)

    def _share_of_time(self, part: int, amount: float) -> Share | None:
        due = self._due(part)
        if due is not None:
            return sure(self.vocabulary.dt_class(max(0.0, due - self.now) * self._rate))
        return self.imitation.time(part, amount)

    def _share_of_key(self, part: int, dt: int, amount: float) -> Share | None:
        if self.theme is not None and self.theme.part == part:
            return self.theme.share_of_key()
        return self.imitation.key(part, dt, amount)

    def _share_of_velocity(self, part: int, amount: float) -> Share | None:
        classes = self.vocabulary.velocity_count - 1
        if self.theme is not None and self.theme.part == part:
            return self.theme.share_of_velocity(classes)
        return self.imitation.velocity(part, classes, amount)

    def _at_once(self, part: int, after: float) -> tuple[int, float, int]:
        """Return what `_when` returns of a note that joins the last strike."""
        onset = max(after, self.now)
        return part, onset, self.vocabulary.dt_class((onset - self.now) * self._rate)

    def _when(
        self,
        turn: Turn,
        taste: Taste,
        playing: Collection[int],
        after: float,
        by: float,
        chance: Sequence[float],
        line: Line | None,
    ) -> tuple[int, float, int] | None:
        """Return the part, the onset and the time bin of the next event.

        The draw is exactly conditioned on both `after` and `by`.
        """
        now, rate = self.now, self._rate
        since = max(0.0, after - now) * rate
        amount = taste.imitation
        likely = self._likely(turn, playing, amount)
        drawn: dict[int, Times] = {}
        last = self.recollection.last
        joins = last is not None and not last.own
        times: dict[int, Times] = {}
        left: dict[int, np.float32] = {}
        for part, probability in likely.items():
            p = probabilities(self.stream.dt_logits(part), taste.temperature_rhythm)
            share = self._share_of_time(part, amount)
            if share is not None and line is not None and self._due(part) is None:
                p = share.mixed_about(p)  # the beat says where in there
            else:
                p = recalled(p, share)
            drawn[part] = Times(cumulated(p), self.vocabulary.dt_edges)
            if drawn[part].running.item(-1) > 0.0:  # False for a NaN
                beats = line if self._due(part) is None else None  # a theme has a rhythm
                times[part] = on_line(drawn[part], beats, now, rate, joins)
                left[part] = probability * np.float32(surviving(*times[part], since))
        origin = now
        if self._whole(left) < GONE:
            if not turn.owes:
                return None
            since, origin = 0.0, max(now, after)  # as if the last event were now
            left = {part: likely[part] for part in times}
            times = {part: on_line(drawn[part], line, origin, rate) for part in times}
        part = next(iter(left)) if len(left) == 1 else draw(self._by_part(left), chance[0])
        at_most = max((by - origin) * rate, since) if turn.owes else math.inf
        hazard = taste.hazard * turn.pace(part) if self._due(part) is None else 1.0
        seconds = draw_moment(*times[part], chance[1], since, at_most, hazard)
        if seconds is None:  # no probability before `by`: the event is due then
            seconds = at_most
        onset = max(origin + seconds / rate, after)
        dt = self.vocabulary.dt_class(max(0.0, onset - now) * rate)
        return part, onset, dt

    def _likely(self, turn: Turn, playing: Collection[int], amount: float) -> dict[int, np.float32]:
        """Return for each part that plays the probability that it has the next event."""
        if len(playing) == 1:  # the only part has the event, whatever is expected
            return {next(iter(playing)): ONE}
        allowed = np.zeros(len(self.vocabulary.parts), bool)
        allowed[list(playing)] = True
        p = probabilities(self.stream.part_logits(), 1.0, allowed)
        p = recalled(p, self._share_of_part(playing, amount))
        if turn.least:
            p = turn.entering(p)
        return {part: p[part] for part in sorted(playing) if p[part] > PASSED_OVER}

    def _by_part(self, found: Mapping[int, np.float32]) -> NDArray[np.float32]:
        """Return values by part as an array (parts,)."""
        array = np.zeros(len(self.vocabulary.parts), np.float32)
        for part, value in found.items():
            array[part] = value
        return array

    def _whole(self, found: Mapping[int, np.float32]) -> np.float32:
        """Return the sum, rounded as that of an array (parts,)."""
        if len(found) == 1:
            return next(iter(found.values()))
        whole: np.float32 = np.add.reduce(self._by_part(found))
        return whole


def recalled(p: Floats, share: Share | None) -> Floats:
    """Return probabilities (n,), mixed with what the memory expects."""
    return p if share is None else share.mixed(p)
