"""The playing side of a voice: it predicts an event, and plays it when it is due."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from perf_engine.core.beat.beat_line import Line
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.controls import Settings
from perf_engine.core.drums.drummer import Drummer
from perf_engine.core.harmony.guide import OUTSIDE
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.steering.governor import Governor
from perf_engine.core.steering.groove import Groove
from perf_engine.core.steering.key_choice import PITCH_CLASS, Floats
from perf_engine.core.steering.limits import Limits
from perf_engine.core.steering.loudness import Touch
from perf_engine.core.steering.taste import Taste
from perf_engine.core.steering.texture import TEXTURES, Texture, texture_of
from perf_engine.core.turns.answer import Answer
from perf_engine.core.turns.modes import Turn
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import Foreseen

from .claims import Claims, sounding, transposed
from .follower import Follower, Move
from .hands import Hands, Outcome
from .improviser import Favours, Improviser
from .prediction import Thought
from .themes import PAUSE

EMPTY: Final = 2.0  # seconds of a bar where no beat is known
NEVER_SILENT: Final = 4.5  # most seconds without a strike of a voice that owes sound
BEGIN_WITHIN: Final = 1.5  # seconds within which a voice begins its turn
ENTER_WITHIN: Final = 2.0  # seconds within which a voice first strikes beside players
IN_CHORD: Final = 0.02  # seconds after a strike within which another one belongs to the same chord
BASS: Final = "bass"  # the name of a part
BESIDE: Final = 0.05  # seconds after a player's strike within which one is struck beside it
PAUSES: Final = 0.8  # share of a player's pauses that it would take if they were as long, by trial
MOST_PAUSES: Final = 0.48  # the most of them
APART: Final = 0.08  # least seconds between strikes that are apart
TWICE: Final = 20.0  # nats against a key that a chord has already
DOUBLED: Final = 3.0  # nats against a pitch class that a chord has already
CLOSE: Final = 50  # pitch from which on notes of a chord may stand close together
MUDDY: Final = 4.0  # nats against a note of a chord below that, beside its bass
AGAIN: Final = 4.0  # nats against the last key once more, where strikes are apart
STEP: Final = 0.08  # nats against each semitone from the last key there
_KEYS: Final = np.arange(PEDAL)
LEFT: Final = 4.0  # seconds for which a chord is held on when neither side plays any more
MOST_BROKEN: Final = 4  # keys of a broken chord that are held at once
MOST_AT_ONCE: Final = 32  # events within 10 ms; the next comes later


class Speaker:
    """An improviser, and the hands that play its predictions.

    Its methods add their results to the given outcome, and use the given settings of its voice.
    """

    def __init__(
        self,
        number: int,
        weights: Weights,
        settings: Settings,
        seed: int,
        beat: FeltBeat,
        claims: Claims | None = None,
    ) -> None:
        self.number = number
        self.mind = Improviser(weights, seed, number)
        self.mind.tune(settings)
        self.beat = beat
        self.touch, self.groove = Touch(), Groove(beat.clock)
        self.hands = Hands(number, self.mind, claims)
        self.governor = Governor(self._limits())
        self.watched = False
        self.surprise = 0.0  # nats of the last event, if it is watched
        self.thought: Thought | None = None
        self.answer: Answer | None = None  # the present answer, if its length is given
        self._last_strike = -math.inf  # of this or another voice; players' strikes do not count
        self._playing_since = -math.inf
        self._asked = math.inf  # the last strike before which a theme was asked for
        self._burst, self._burst_began = 0, -math.inf
        self._texture = "free"
        self._chord: list[int] = []  # codes of the keys that it struck together last
        self._struck = -math.inf  # when that was
        self._tied_at = -math.inf  # when a player last struck a key, or a chord, without a pause
        self._tie_asked = False  # it has yet to draw whether it strikes beside that

    # told

    def heard(
        self,
        part: int,
        key: int,
        velocity: int,
        now: float,
        done: Outcome,
        shared: bool = True,
        machine: bool = False,
    ) -> None:
        """Take an event of a player or, if `machine`, of another voice.

        If `shared`, this voice releases a key that the other strikes. The governor counts another
        voice's strikes as the machine's.
        """
        code, held = part * KEY_COUNT + key, self.hands.held
        if velocity > 0:
            if machine and key != PEDAL:
                self._last_strike = now
            if code in held:
                if machine and key == PEDAL:
                    return  # each voice has its own pedal, and this voice's is down already
                if shared:
                    self.let_go(code, now, done)
        elif code in held:
            return  # this voice holds the key, so the other's release does not count
        self.mind.feed(part, key, velocity, now)
        if not machine:
            self.governor.heard(now, key if key != PEDAL else None, velocity)
            later = velocity > 0 and now - self._tied_at > IN_CHORD
            if later and self.mind.struck_in_a_tie is not None:
                self._tied_at, self._tie_asked = now, True
        elif velocity > 0 and key != PEDAL:
            self.governor.played(now, key, velocity)

    def turn(self, before: Settings, settings: Settings, now: float) -> None:
        """Use other settings from now on; the event clock continues, and a glide may begin."""
        self.mind.tune(settings)
        self.governor.limits = self._limits()
        self.touch.turn(before, settings, now)

    def keep_time(self, settings: Settings, now: float, done: Outcome) -> None:
        """Move the prediction after a change of the beat clock."""
        before = self.thought
        thought = self.groove.keep_time(before, max(now, self.mind.now), settings)
        self.thought = thought = self._fitting(thought)
        if thought is not None and before is not None and thought.onset != before.onset:
            self._tell(thought, settings, done)

    def begin(self, now: float, answer: Answer | None = None) -> None:
        """Begin its turn with a strike soon, or at once in an answer of a given length."""
        self.answer = answer
        self._last_strike = now + BEGIN_WITHIN - NEVER_SILENT

    def silence(self, now: float, done: Outcome, sparing: bool = False) -> None:
        """Release everything at once and drop the prediction; if `sparing`, not players' keys."""
        self.thought = self.answer = self.mind.theme = None
        self._playing_since = -math.inf
        self.hands.silence(now, done, sparing)
        self.governor.holds(now, 0)

    def end(self, now: float, done: Outcome) -> None:
        """End its turn at `now`, and release all its keys then."""
        self.thought = self.answer = self.mind.theme = None
        self._playing_since = -math.inf
        self.hands.let_go_all(now, done)
        self.governor.holds(now, 0)

    def forget(self, counts: bool = True) -> None:
        """Forget everything heard and played, and if `counts`, what `novelty` has counted."""
        self.mind.reset(counts)
        self.governor = Governor(self._limits())
        self._last_strike = -math.inf

    def change(self, mind: Improviser, renamed: Callable[[int], int | None]) -> None:
        """Continue with another improviser; `renamed` converts codes of keys."""
        self.mind = mind
        self._chord = []
        self.governor.limits = self._limits()
        self.hands.change(mind, renamed)

    # done

    def foresee(self, turn: Turn, settings: Settings, after: float, done: Outcome) -> None:
        """Predict the next event, given that nothing happens before `after`."""
        answer, hands, mind = self.answer, self.hands, self.mind
        self._go_on(turn, after)
        self._texture, texture = texture_of(settings, turn)
        if texture.every and not turn.owes and self.governor.accompanied(after):
            turn = replace(turn, owes=True)
        owed, entering = turn.owes, self._enters(turn, settings, after)
        if entering:
            turn = replace(turn, owes=True)
        line = self.beat.line(after, settings.values["together"])
        joins = self._joins(texture, turn, settings, after)
        if texture.holds and joins is None:  # what is struck next is another chord
            after = max(after, self._struck + (APART if texture.apart else 2.0 * IN_CHORD))
        if texture.on_beats and line is not None:
            line = line.on_beats()
        by = self._last_strike + self._longest_silence(texture, turn, settings, line)
        if entering:
            by = self._playing_since + ENTER_WITHIN / min(1.0, settings.values["density"])
        keys = hands.keys if joins is not None else self._kept(texture, settings)
        if answer is not None:
            after = max(after, answer.soonest())
            by = min(answer.by(keys > 0), answer.until)
        taste = self._taste(texture, turn, settings, after)
        overdue = joins is not None or (turn.owes and by <= after)
        full_until = self._full_until(keys, settings, after, overdue)
        by = max(after, by)
        if line is not None and answer is None:  # what is owed comes on the next beat
            by = line.next_beat(by)
        beside = None if owed else self._strikes_beside(turn, settings, after, taste)
        if after < full_until:
            joins = beside = None
        draw = partial(
            mind.foresee,
            turn,
            taste,
            after,
            hands.held,
            full_until=full_until,
            by=by,
            late=overdue,
            line=line,
            chord=self._favours(texture, settings, after, joins is not None, self._bass(turn)),
            joins=beside if joins is None else joins,
            renews=texture.holds and not texture.until_change and joins is None,
        )
        thought = draw()
        if thought is not None and self._takes_up(thought, taste, settings):
            thought = draw()
        holds_on = texture.holds or (turn.entry and hands.keys == 1)
        if thought is not None and turn.owes and holds_on and _releases(thought):
            thought = replace(thought, mine=False)  # it is held until the next strike
        if thought is not None:
            since = hands.held.get(thought.part * KEY_COUNT + thought.key, math.inf)
            thought = self.groove.plan(thought, max(after, mind.now), settings, since)
        if answer is not None:
            thought = self._fitting(thought)
        self.thought = thought
        if thought is not None and self.watched:
            self._tell(thought, settings, done)

    def _takes_up(self, thought: Thought, taste: Taste, settings: Settings) -> bool:
        """Return whether a theme begins, which may be once where a phrase of the machine does."""
        chance, struck = settings.values["recall_themes"], thought.mine and thought.velocity > 0
        if chance <= 0.0 or not struck or thought.key == PEDAL or self.mind.theme is not None:
            return False
        if thought.onset - self._last_strike < PAUSE or self._asked == self._last_strike:
            return False
        self._asked = self._last_strike
        return self.mind.take_up(chance, self.governor.tonic, thought.part, taste)

    def _go_on(self, turn: Turn, after: float) -> None:
        """Note when it began to play; beside players it may wait before its first strike."""
        if self._playing_since == -math.inf:
            self._playing_since = after
            within = NEVER_SILENT if turn.theirs else BEGIN_WITHIN
            self._last_strike = max(self._last_strike, after + within - NEVER_SILENT)

    def _enters(self, turn: Turn, settings: Settings, after: float) -> bool:
        """Return whether it has not struck yet beside a player who waits for it.

        Only a voice that owes nothing may wait for ever: a performer would think that it is broken.
        """
        if turn.owes or not turn.theirs or turn.entry:
            return False
        if not turn.theirs.isdisjoint(turn.mine) and settings.values["share"] <= 0.0:
            return False
        return self._last_strike <= self._playing_since and self.governor.accompanied(after)

    def _strikes_beside(
        self, turn: Turn, settings: Settings, after: float, taste: Taste
    ) -> int | None:
        """Return the part of a player's strike beside which it strikes, too; None if it does not.

        The machine's strikes mostly come shortly before a player's, in the pause between two notes;
        the longer it decides ahead, the fewer there are. Where a player leaves no pause it would
        hardly come to play. There is one draw for each strike, or chord, of his.
        """
        asked, self._tie_asked = self._tie_asked, False
        part = self.mind.struck_in_a_tie if asked else None
        if part is None or part not in turn.theirs:
            return None
        share = min(MOST_PAUSES, PAUSES * (1.0 - (after - self.mind.now) / BESIDE))
        portion = turn.portion(part, settings.values["share"]) * turn.pace(part)
        if share <= 0.0 or portion <= 0.0:
            return None
        chance = self.mind.random.random()
        return part if chance < share * portion * min(1.0, taste.hazard) else None

    def _taste(self, texture: Texture, turn: Turn, settings: Settings, after: float) -> Taste:
        """Return how to draw, within the register of a texture."""
        transpose = int(settings.values["transpose"])
        taken = self.hands.ledger.shared.keys(transpose)
        playing_for = after - self._playing_since
        taste = Taste.of(settings, self.governor, after, playing_for, turn.whole, taken)
        return taste.within(texture.lowest - transpose, texture.highest - transpose)

    def next(self, settings: Settings, now: float, lead: float) -> Thought | None:
        """Return the next event: the prediction, or the release of a key held for too long."""
        if not self.hands.held:
            return self.thought
        end = self.longest_ends(settings)
        if end - lead > now:
            return self.thought
        part, key = divmod(self.hands.first(), KEY_COUNT)
        return Thought(True, part, key, 0, max(end, now + lead), 0.0)

    def play(self, thought: Thought, settings: Settings, done: Outcome) -> float | None:
        """Commit a prediction: send it, and feed it to the network. Return the earliest next onset.

        Returns None if it would end the last sound of an answer, which is held until the end.
        """
        mind, answer = self.mind, self.answer
        part, key, velocity = thought.part, thought.key, thought.velocity
        onset = max(thought.onset, mind.now)
        last = answer is not None and velocity == 0 and key != PEDAL and self.hands.keys == 1
        if last and answer is not None and answer.holds(onset):
            self.thought = None
            return None
        if self.watched:
            imitation = settings["imitation"]
            self.surprise = mind.surprise(part, key, velocity, onset, imitation, own=True)
        if velocity == 0:
            self.let_go(part * KEY_COUNT + key, onset, done)
        else:
            if key != PEDAL:
                self._renew(onset, settings, done)
                while self.hands.keys >= settings.values["polyphony"]:  # it may be lower now
                    self.let_go(self.hands.first_key(), onset, done)
                self._chord.append(part * KEY_COUNT + key)
            self.strike(part, key, velocity, onset, settings, done)
        if onset - self._burst_began > 0.01:
            self._burst, self._burst_began = 0, onset
        self._burst += 1
        return onset if self._burst < MOST_AT_ONCE else onset + 0.011

    def strike(
        self, part: int, key: int, velocity: int, onset: float, settings: Settings, done: Outcome
    ) -> None:
        """Strike a key, or put the pedal down, unless somebody else holds its pitch."""
        hands = self.hands
        pitch = sounding(key, int(settings.values["transpose"]))
        if hands.ledger.shared.taken(pitch, onset):
            return
        loudness = velocity if key == PEDAL else self.touch.velocity(velocity, onset, settings)
        hands.strike(part, key, velocity, onset, pitch, loudness, done)
        self.governor.holds(onset, hands.keys)
        if key != PEDAL:
            self._last_strike = onset
            self.governor.played(onset, key, velocity)
            self.beat.struck(onset, pitch, velocity, own=True)
            if self.answer is not None:
                self.answer.strike(onset)

    def follow(
        self,
        follower: Follower,
        now: float,
        lead: float,
        part: int,
        settings: Settings,
        done: Outcome,
    ) -> None:
        """Play the moves of bound lines due until `now` + `lead`."""
        while follower.due - lead <= now:
            move = follower.next()
            if move is not None:
                self.move(part, move, settings, done)

    def plan(self, drummer: Drummer, after: float, settings: Settings, silent: bool) -> None:
        """Plan the next strikes of a drummer, not before `after`."""
        bars = None if silent else self.beat.bars(after, settings.values["together"])
        drummer.plan(bars, after, settings, self.mind.random)

    def drum(
        self, drummer: Drummer, now: float, lead: float, settings: Settings, done: Outcome
    ) -> None:
        """Play what is due on the drums until `now` + `lead`; no network hears it."""
        ledger = self.hands.ledger
        for key, end in drummer.ends_until(now + lead):
            done.said += ledger.release(key, end)
        if drummer.soon - lead > now:
            return
        bars = self.beat.bars(now + lead, settings.values["together"])
        for hit in drummer.play(bars, settings, self.mind.random):
            if ledger.shared.taken(hit.key, hit.onset):
                continue
            loudness = self.touch.velocity(hit.velocity, hit.onset, settings)
            done.said += ledger.strike(hit.key, hit.key, loudness, hit.onset)

    def let_go(self, code: int, now: float, done: Outcome) -> None:
        """Release a key (part * 129 + key) if it is held."""
        self.hands.let_go(code, now, done)
        self.governor.holds(now, self.hands.keys)

    def move(self, part: int, move: Move, settings: Settings, done: Outcome) -> None:
        """Play a move of a bound line; skip a strike beyond the polyphony."""
        code, hands = part * KEY_COUNT + move.key, self.hands
        if move.velocity == 0:
            self.let_go(code, move.due, done)
        elif code in hands.held or move.key == PEDAL or hands.keys < settings["polyphony"]:
            self.strike(part, move.key, move.velocity, move.due, settings, done)

    def longest_ends(self, settings: Settings) -> float:
        """Return when the key held for longest must be released; inf if there is none."""
        held = self.hands.held
        if not held:
            return math.inf
        first = min(held.values())
        end = first + settings.values["longest_note"]
        if TEXTURES[self._texture].holds:  # what it holds for the next strike ends without one
            end = min(end, max(first, self.governor.players_last) + LEFT)
        return math.inf if self.answer is not None and self.answer.holds(end) else end

    def _longest_silence(
        self, texture: Texture, turn: Turn, settings: Settings, line: Line | None
    ) -> float:
        """Return the seconds from a strike of the machine in which it owes the next.

        Unless the density is low, who accompanies leaves no bar empty, and a texture none of its
        beats.
        """
        if texture.every and line is not None:
            return (texture.every - 0.5) * line.period / min(1.0, settings.values["density"])
        if not turn.entry and not texture.every:
            return NEVER_SILENT
        bar = EMPTY if line is None else line.bar
        return min(NEVER_SILENT, bar / min(1.0, settings.values["density"]))

    def _kept(self, texture: Texture, settings: Settings) -> int:
        """Return how many keys stay held when another chord is struck."""
        if not texture.holds:
            return self.hands.keys
        if not texture.until_change:
            return 0
        most = min(MOST_BROKEN, int(settings.values["polyphony"])) - 1
        return min(self.hands.keys, most)

    def _joins(self, texture: Texture, turn: Turn, settings: Settings, now: float) -> int | None:
        """Return the part of a note that joins the chord just struck; None if none is wanted.

        Each part of the machine has a note of it. The bass has only one, besides the chord.
        """
        chord = self._chord
        bass = self._bass(turn)
        wanted = texture.keys + (texture.keys > 1 and bass is not None)
        if (
            not 0 < len(chord) < min(wanted, int(settings.values["polyphony"]))
            or now - self._struck > IN_CHORD
        ):
            return None
        have = {code // KEY_COUNT for code in chord}
        if not have <= turn.mine:
            return None
        if bass is not None and bass not in have:
            return bass
        return min(turn.mine - have or turn.mine - {bass})

    def _bass(self, turn: Turn) -> int | None:
        """Return the part of the bass, if the machine plays it and others; else None."""
        parts = self.mind.vocabulary.parts
        found = parts.index(BASS) if turn.chords and BASS in parts else None
        return found if found in turn.mine and len(turn.mine) > 1 else None

    def _renew(self, onset: float, settings: Settings, done: Outcome) -> None:
        """Begin a chord if the last one is over, and release what a texture held until then."""
        if onset - self._struck <= IN_CHORD:
            return
        texture, held = TEXTURES[self._texture], self.hands.held
        if texture.holds:
            keys = [code for code in held if code % KEY_COUNT != PEDAL]
            if texture.until_change:
                nats = self._harmony(settings, onset)
                outside = [c for c in keys if nats is not None and nats[c % KEY_COUNT] < OUTSIDE]
                too_many = len(keys) - self._kept(texture, settings)
                keys = list(dict.fromkeys((*outside, *keys[:too_many])))
            for code in keys:
                self.let_go(code, onset, done)
        self._chord, self._struck = [], onset

    def _harmony(self, settings: Settings, time: float) -> Floats | None:
        """Return the nats (129,) by which the harmony favours keys at a time, if it counts."""
        if settings.values["harmony"] <= 0.0:
            return None
        heard = float(self.governor.accompanied(time))
        transpose = int(settings.values["transpose"])
        self.beat.hear_all(time)
        return self.beat.harmony.favoured(time, self.beat.step(time), 1.0, heard, transpose)

    def _favours(
        self, texture: Texture, settings: Settings, now: float, joins: bool, bass: int | None
    ) -> Favours | None:
        """Return how harmony and texture favour keys of a part at a time; None if they do not.

        A chord that is heard counts while a player plays. If a note `joins` a chord, the chord's
        other pitches are favoured. `bass` is the part of a bass that plays too.
        """
        beat, guide = self.beat, self.beat.harmony
        amount, transpose = settings.values["harmony"], int(settings.values["transpose"])
        heard = float(self.governor.accompanied(now))
        if not texture.holds and (amount <= 0.0 or not (heard or guide.given)):
            return None
        beat.hear_all(now)
        frame = beat.step(now)

        def favoured(time: float, part: int) -> Floats | None:
            nats = None
            if amount > 0.0:
                nats = guide.favoured(time, frame, amount * texture.strict, heard, transpose)
            if not texture.holds:
                return nats
            nats = np.zeros(KEY_COUNT, np.float32) if nats is None else nats.copy()
            if joins:
                for code in self._chord:
                    nats[code % KEY_COUNT] -= TWICE
                    if bass is None or code // KEY_COUNT == part:
                        nats[(PITCH_CLASS - code % KEY_COUNT) % 12 == 0] -= DOUBLED
            if texture.keys > 1:  # chords stand close together only above their bass
                close = max(0, CLOSE - transpose)
                if bass is not None and part == bass:
                    nats[close + 6 : PEDAL] -= MUDDY
                elif joins or bass is not None:
                    nats[:close] -= MUDDY
            if texture.apart and self._chord:
                last = self._chord[-1] % KEY_COUNT
                nats[:PEDAL] -= STEP * np.abs(_KEYS - last)
                nats[last] -= AGAIN
            return nats

        return favoured

    def _limits(self) -> Limits:
        """Return the limits of the music that it plays alone, in its style."""
        stream = self.mind.stream
        return stream.weights.limits_in(stream.styled)

    def _tell(self, thought: Thought, settings: Settings, done: Outcome) -> None:
        """Send a prediction to the clients that watch."""
        if self.watched and thought.mine and thought.key != PEDAL:
            pitch = transposed(thought.key, int(settings["transpose"]))
            loudness = self.touch.velocity(thought.velocity, thought.onset, settings)
            done.said.append(
                Foreseen(
                    self.number,
                    pitch,
                    loudness,
                    thought.onset,
                    thought.probability,
                    self.surprise,
                )
            )

    def _fitting(self, thought: Thought | None) -> Thought | None:
        """Return a prediction if there is time for it in the answer, else None."""
        if thought is None or self.answer is None or self.answer.takes(thought):
            return thought
        return None

    def _full_until(self, mine: int, settings: Settings, now: float, overdue: bool) -> float:
        """Return until when it holds as many keys as it may: inf if no strike may come.

        With as many keys as `polyphony` says, the next strike takes the place of the key held for
        longest, but not of one that belongs to the same chord. Fewer may be enough for the
        governor, if the strike is not `overdue`.
        """
        wanted = settings.values
        if not overdue and wanted["governor"]:
            held = 0
            for code in self.mind.stream.held:
                if code % KEY_COUNT != PEDAL:
                    held += 1
            if self.governor.full(mine, held - self.hands.keys, now):
                return math.inf
        if mine < wanted["polyphony"]:
            return -math.inf
        return self.hands.held[self.hands.first_key()] + APART


def _releases(thought: Thought) -> bool:
    """Return whether a prediction is the release of a key of the machine."""
    return thought.mine and thought.velocity == 0 and thought.key != PEDAL
