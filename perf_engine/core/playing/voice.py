"""One machine voice: it hears players and other voices, obeys commands, and makes decisions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.controls import Settings
from perf_engine.core.drums.drummer import Drummer
from perf_engine.core.memory.handover import Successor
from perf_engine.core.memory.priming import Memory, events_of
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import SavedState, check_fits
from perf_engine.core.messages import Prime, Recall, Reset, Said, Seed, SetMode, Start, Stop
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.steering.given import Given
from perf_engine.core.turns.answer import Answer
from perf_engine.core.turns.modes import MODE_TABLE, NO_TURN, Parts, Turn, check_mode, check_parts
from perf_engine.core.turns.resting import Rest
from perf_engine.core.turns.schedule import AT_ONCE, Schedule
from perf_engine.core.turns.turn_taking import CALL, REST, TurnTaking
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import TurnPassed

from .claims import AUTO, SHARED, Claims, channel
from .follower import Follower
from .hands import Outcome
from .improviser import Improviser
from .prediction import Thought
from .pressed_keys import Other, Pressed
from .speaker import Speaker

LATE: Final = 0.03  # seconds by which a strike may be late; a later one is dropped
SHORTEST_WAIT: Final = 0.005  # least seconds of a new wait after a predicted event did not happen

Instruction: TypeAlias = SetMode | Start | Stop | Reset | Prime | Seed | Recall


class Voice:
    """A voice: improviser, hands and turn taking, which hear players and other voices, and play.

    The performer passes it all events with their times. The time of each decision follows from
    stamps and draws alone: `decision()` returns the time, `decide()` makes the decision. Each call
    returns its results as an `Outcome`, for the ensemble to deliver.
    """

    def __init__(
        self,
        number: int,
        weights: Weights,
        settings: Settings,
        mode: str,
        seed: int,
        parts: Parts,
        beat: FeltBeat,
        claims: Claims | None = None,
        rest: Rest | None = None,
    ) -> None:
        """Make a voice. Raises ValueError if the mode is unknown, or the model lacks its parts."""
        check_parts(check_mode(mode), weights.vocabulary)
        self.number, self.settings, self.mode, self._parts = number, settings, mode, parts
        self.speaker = Speaker(number, weights, settings, seed, beat, claims)
        self.ledger = self.speaker.hands.ledger
        self.schedule = Schedule()
        self.awake = MODE_TABLE[mode].begins
        self.stopped = False
        self.company: tuple[int, ...] = ()  # the part of each voice that plays beside it
        self.excused = False  # another voice owes sound in its place
        self.rest = rest or Rest()
        self._taking = TurnTaking()
        self._follower = Follower()
        self._drummer = Drummer()
        self.pressed = Pressed()
        self.memory = Memory(self.improviser)

    # asked

    @property
    def improviser(self) -> Improviser:
        """Return its improviser."""
        return self.speaker.mind

    @property
    def heard_as(self) -> int:
        """Return the part in which the players are heard."""
        role = int(self.settings.values["role"])
        return self._parts.heard(self.mode, role, self.speaker.mind.vocabulary)

    @property
    def played(self) -> tuple[int, ...]:
        """Return the parts that it plays beside others."""
        role, words = int(self.settings["role"]), self.improviser.vocabulary
        return () if self._quiet else self._parts.played(self.mode, role, words)

    @property
    def parts(self) -> tuple[int, ...]:
        """Return the parts that it needs."""
        return self._parts.needed(self.mode, self.improviser.vocabulary)

    @property
    def owes(self) -> bool:
        """Return whether its mode says that it should sound now, whoever else plays."""
        if not self.awake or self.rest.resting or self._quiet or self.memory.busy:
            return False
        row = MODE_TABLE[self.mode]
        return self._taking.answering if row.alternates else row.always_owes

    @property
    def leads(self) -> bool:
        """Return whether it may play alone for ever, so that those that hear it play on."""
        return MODE_TABLE[self.mode].leads and not self._quiet

    @property
    def channel(self) -> int:
        """Return the MIDI channel 0..15 on which it sounds."""
        drums = MODE_TABLE[self.mode].drums
        return channel(self.number, int(self.settings["channel"]), drums)

    @property
    def beside_players(self) -> bool:
        """True if players share its instrument; with `auto`, if they play the same part."""
        if MODE_TABLE[self.mode].drums:
            return False
        wanted = self.settings["instrument"]
        return wanted == SHARED or (wanted == AUTO and self._parts.mine == self._parts.players)

    def prepare(self, now: float) -> bool:
        """Compute in a pause what the next event needs. Return whether something was missing."""
        improviser = self.improviser
        if improviser.stream.prepare():
            return True
        return self.speaker.governor.accompanied(now) and improviser.prepare(self._players_part)

    @property
    def _players_part(self) -> int:
        """Return the part in which players are heard."""
        return self.heard_as if MODE_TABLE[self.mode].by_role else self._parts.players

    # heard

    def hear(self, key: int, velocity: int, now: float, other: Other | None = None) -> Outcome:
        """Take a strike or release of a key (128: the pedal) by a player or another voice."""
        done = Outcome()
        if other is not None and not self.pressed.by_voice(other, key, velocity):
            return done
        row, settings, speaker = MODE_TABLE[self.mode], self.settings, self.speaker
        quiet = self.stopped or settings.values["mute"]
        if velocity > 0 and key != PEDAL and not quiet:
            if row.bound and self._taking.phrase.end(self.pressed.keys) <= now:
                self._follower.breathe()
            if self._taking.strike(self.mode, settings, now):
                # The player is back: the machine's held keys and scheduled notes end.
                self._silence(now, done, sparing=True)
                self._step_for_marked(done)
            self._tell_turn(done)
            if self.rest.resting and (other is None or self.rest.due(settings) > now):
                self._wake(now, done)
        else:
            self._taking.move(now)
        if row.drums and (other is None or self.rest.led or velocity == 0):
            self._drummer.hear(key, velocity, now)
        if other is not None:
            part = other.part
        else:
            part = self._players_part
            part = self.pressed.place(speaker.mind, key, velocity, part, now)
            if velocity == 0 and self.pressed.holder(part, key) is not None:
                return done  # a voice holds the key, so the player's release does not count
        if speaker.watched:
            imitation = settings["imitation"]
            speaker.surprise = speaker.mind.surprise(part, key, velocity, now, imitation)
        self.awake = self.awake or other is None or velocity > 0
        self.memory.overridden(part * KEY_COUNT + key)
        speaker.heard(
            part, key, velocity, now, done, shared=not row.bound, machine=other is not None
        )
        if row.bound and not quiet and not (other and other.bound):
            self._follower.hear(key, velocity, now, settings)
            self._follow(now, done)
        self._think(now + settings.values["lead"] / 1000.0 if other is None else now)
        return done

    def hear_drum(self, key: int, velocity: int, now: float) -> Outcome:
        """Take a strike or release of a drum by a player: the machine plays beside it."""
        done = Outcome()
        self._drummer.hear(key, velocity, now)
        if velocity > 0 and key != PEDAL and not self._quiet:
            if self.rest.resting:
                self._wake(now, done)
            self.awake = True
        self.speaker.governor.heard(now, None, velocity)
        if self.speaker.thought is None or MODE_TABLE[self.mode].drums:
            self._think(now + self._lead)
        return done

    def give_way(self, key: int, now: float) -> Outcome:
        """Release a key (128: the pedal) that a player strikes on the same instrument."""
        done = Outcome(self.ledger.give_way(key, now))
        held = self.speaker.hands.pedals if key == PEDAL else self.ledger.keys_at(key)
        if held:
            self.speaker.let_go(held[0], now, done)
        return done

    def let_go(self, thought: Thought) -> Outcome:
        """Release a key whose release another voice predicted."""
        done = Outcome()
        if self.played and thought.part * KEY_COUNT + thought.key in self.speaker.hands.held:
            after = self.speaker.play(replace(thought, mine=True), self.settings, done)
            if after is not None:
                self._think(after)
        return done

    def let_go_players(self, now: float) -> None:
        """Forget the keys that players hold."""
        self.pressed.let_go(self.improviser)
        self._drummer.let_go_players(now)
        self.ledger.let_up_all(now)

    # told

    def change(self, settings: Settings, now: float) -> Outcome:
        """Use new settings from the next prediction on."""
        done = Outcome()
        before, self.settings = self.settings, settings
        self.speaker.turn(before, settings, now)
        if settings["rest_after"] != before["rest_after"]:
            self._wake(now, done)
        reshaped_by = ("mute", *MODE_TABLE[self.mode].reshaped_by)
        if any(settings[name] != before[name] for name in reshaped_by):
            self._begin(now, done)
        self._think(now + self._lead)
        return done

    def check(self, command: Instruction) -> None:
        """Raise ValueError if it cannot carry out a command; nothing has changed then."""
        weights = self.improviser.stream.weights
        if isinstance(command, SetMode):
            check_parts(check_mode(command.mode), weights.vocabulary)
        elif isinstance(command, Prime):
            for note in command.notes:
                if note.part is not None:
                    weights.vocabulary.part_index(note.part)
        elif isinstance(command, Recall):
            check_fits(command.state, weights)

    def command(self, command: Instruction, now: float) -> Outcome:
        """Carry out at `now` a command that was checked before."""
        done = Outcome()
        if isinstance(command, SetMode | Start | Recall):
            self._wake(now, done)
        if isinstance(command, SetMode):
            self.mode = command.mode
            self._begin(now, done)
        elif isinstance(command, Start):
            self.stopped = False
            if self._taking.idle:
                self._taking.begin(self.mode, self.settings, now)
                self._tell_turn(done)
        elif isinstance(command, Stop):
            self.stopped = True
            self._begin(now, done)
            return done
        elif isinstance(command, Reset):
            return self._reset(now, command.counts)
        elif isinstance(command, Prime):
            words = self.improviser.vocabulary
            return self._remember(events_of(command.notes, self.heard_as, words), now)
        elif isinstance(command, Recall):
            self.memory.recall(command.state, now)
            if command.state.given is not None:  # the state knows
                self.speaker.governor.recalled(next(iter(command.state.given), None))
            self.awake = True  # as after a prime
        else:
            self.improviser.seed(command.seed)
        if isinstance(command, SetMode | Start):
            self.awake = self.awake or MODE_TABLE[self.mode].begins
        self._think(now + self._lead)
        return done

    def kept(self, name: str) -> SavedState:
        """Return the present state under a name. Raises ValueError."""
        given = self.speaker.governor.given
        return replace(self.memory.kept(name), given=() if given is None else (given,))

    def keep_time(self, now: float, moved: bool = False) -> Outcome:
        """Adapt the prediction to a change of the beat clock; `moved`: more than a correction."""
        done, wanted = Outcome(), self.settings.values
        redrawn = moved and wanted["together"] and not wanted["quantise"]
        if redrawn or MODE_TABLE[self.mode].drums:
            self._think(now + self._lead)
        else:
            self.speaker.keep_time(self.settings, now, done)
        return done

    def reconsider(self, now: float) -> None:
        """Predict anew, as the harmony is another one now."""
        self._think(now + self._lead)

    def panic(self, now: float) -> list[Said]:
        """Silence it now; the next event of a player, or `start`, wakes it again.

        Other voices do not hear it: all are silenced, and their networks step later
        (`Ensemble.panic`).
        """
        done = Outcome()
        self.memory.drop()
        self._silence(now, done)
        self._taking.rest(now)
        self._tell_turn(done)
        self.awake = self.rest.resting = False
        self.pressed.clear()
        self.improviser.let_go()
        return done.said

    def resume(self, now: float) -> Outcome:
        """Continue after lost time (the process was stopped); drop what was due meanwhile."""
        done = Outcome()
        if MODE_TABLE[self.mode].by_patience:  # a turn that has begun continues
            self._silence(now, done)
        else:
            self._begin(now, done)
        self._think(now + self._lead)
        return done

    def forget(self, now: float) -> Outcome:
        """Forget everything but what `novelty` has counted, even if the hidden state is broken."""
        self.improviser.reset(counts=False)
        return self._reset(now, counts=False)

    def exchange(self, successor: Successor, now: float) -> None:
        """Let another model take over between two events; held keys stay held."""
        before, mind = self.improviser.stream.weights.told.styles, successor.take_over()
        self.settings = self.settings.restyled(before, mind.stream.weights.told.styles)
        mind.tune(self.settings)
        self.speaker.change(mind, successor.renamed)
        self.memory.move(self.improviser, successor.renamed)
        self.pressed.rename(successor.renamed)
        self._parts = self._parts.renamed(successor.part)
        waits = self.schedule.after
        self._think(now + self._lead if waits is None else max(now + self._lead, waits))

    # overload

    def late(self, now: float) -> bool:
        """Return whether something is so late that it should be dropped."""
        thought, late = self.speaker.thought, now - LATE
        return (
            (thought is not None and thought.onset < late)
            or self.schedule.late(late)
            or self._follower.next_strike < late
            or self._drummer.due < late
            or self.memory.due < late
        )

    def drop(self, now: float) -> int:
        """Drop what is late, and predict anew. Return the number of dropped strikes."""
        late, dropped = now - LATE, 0
        thought = self.speaker.thought
        if thought is not None and thought.onset < late:
            dropped += thought.mine and thought.velocity > 0 and thought.key != PEDAL
            self._think(now + self._lead)
        if self._drummer.due < late:
            self._drummer.drop()
            self._think(now + self._lead)
        self.schedule.drop(late, now, self._lead)
        self.memory.wait(now)
        return dropped + self._follower.skip(late)

    # decided

    def decision(self) -> float:
        """Return the time of its next decision; inf if there is none, -inf for at once."""
        schedule = self.schedule
        if schedule.after is not None and schedule.at == AT_ONCE:
            return -math.inf
        speaker, ledger, waiting = self.speaker, self.ledger, self._follower.waiting
        lead = self.settings.values["lead"] / 1000.0
        soonest = self.memory.due
        if ledger.ends:
            soonest = min(soonest, ledger.next_end)
        if waiting:
            soonest = min(soonest, waiting[0].due - lead)
        row = MODE_TABLE[self.mode]
        if row.drums:
            soonest = min(soonest, self._drummer.next - lead)
        if row.alternates:
            soonest = min(soonest, self._passes_at())
        if schedule.after is not None:
            soonest = min(soonest, schedule.at)
        if row.rests:
            soonest = min(soonest, self._rests_at())
        thought = speaker.thought
        if thought is not None:
            ahead = lead if thought.mine or self._holder(thought) is not None else 0.0
            soonest = min(soonest, thought.onset - ahead)
        if speaker.hands.held:
            soonest = min(soonest, speaker.longest_ends(self.settings) - lead)
        return soonest

    def decide(self, now: float) -> Outcome:
        """Make the decision that is due at `now`, the time that `decision` returned."""
        done, settings = Outcome(), self.settings
        self.speaker.beat.count(now)
        if self.schedule.after is not None and self.schedule.at <= now:
            self._foresee(now, done)
        elif self.ledger.ends and self.ledger.next_end <= now:
            done.said += self.ledger.end(now)
        elif self.memory.due <= now:
            if self.memory.step(now):
                self._remembered(now, done)
        elif MODE_TABLE[self.mode].alternates and self._passes_at() <= now:
            self._pass_on(now, done)
        elif MODE_TABLE[self.mode].rests and self._rests_at() <= now:
            self._rest(now, done)
        elif MODE_TABLE[self.mode].drums and self._drummer.next - self._lead <= now:
            self.speaker.drum(self._drummer, now, self._lead, settings, done)
        else:
            self._play(now, done)
        return done

    # inside

    @property
    def _lead(self) -> float:
        return self.settings["lead"] / 1000.0

    @property
    def _quiet(self) -> bool:
        return self.stopped or bool(self.settings["mute"])

    def _think(self, after: float) -> None:
        """Ask for a new prediction, given that nothing happens before `after`.

        It is the next decision, and is not made at once, so that waiting messages are sent first.
        """
        self.speaker.thought = None
        self.schedule.ask(after, self.settings.values["lead"] / 1000.0)

    def _foresee(self, now: float, done: Outcome) -> None:
        after = self.schedule.take(now, self.settings.values["lead"] / 1000.0)
        if MODE_TABLE[self.mode].drums:
            silent = self._quiet or not self.awake
            self.speaker.plan(self._drummer, after, self.settings, silent)
        elif not self.memory.busy:
            turn = self._turn(after)
            if not turn.silent:
                self.speaker.foresee(turn, self.settings, after, done)

    def _play(self, now: float, done: Outcome) -> None:
        """Play the due moves of the bound lines, and the prediction."""
        speaker, settings = self.speaker, self.settings
        if self._follower.waiting:
            self._follow(now, done)
        thought = speaker.next(settings, now, settings.values["lead"] / 1000.0)
        if thought is None:
            return
        if thought.mine:
            after = speaker.play(thought, settings, done)
        else:  # the predicted event of others did not happen: predict again
            holder = self._holder(thought)
            if holder is not None:  # every voice predicts this release, and the holder does it
                done.handed_over.append((holder, thought))
            after = thought.onset + max(self._lead, SHORTEST_WAIT)
        if after is not None:
            self._think(after)

    def _follow(self, now: float, done: Outcome) -> None:
        """Play the moves of the bound lines until `now`."""
        part = self._parts.mine
        self.speaker.follow(self._follower, now, self._lead, part, self.settings, done)

    def _holder(self, thought: Thought) -> int | None:
        """Return the voice beside it that holds a key whose release is predicted, or None."""
        if thought.mine or thought.velocity > 0 or thought.part not in self.company:
            return None
        return self.pressed.holder(thought.part, thought.key)

    def _turn(self, after: float) -> Turn:
        """Return its turn at `after`, in seconds."""
        wanted, mode = self.settings.values, self.mode
        if not self.awake or self.rest.resting or self.stopped or wanted["mute"]:
            return NO_TURN
        by_role = MODE_TABLE[mode].by_role
        return self._parts.turn(
            mode,
            int(wanted["role"]),
            self._taking.answering,
            self.speaker.mind.vocabulary,
            self.company,
            by_role and self.speaker.governor.accompanied(after),
            self.excused,
            not wanted["hears_players"],
        )

    def _passes_at(self) -> float:
        """Return when it decides to pass the turn on: ahead by the lead if the end is known."""
        foreknown = self._taking.until < math.inf
        if self._quiet or (not foreknown and (self.memory.busy or not self.awake)):
            return math.inf
        due = self._taking.due(self.mode, self.settings, self.pressed.keys)
        return due - self._lead if foreknown else due

    def _pass_on(self, now: float, done: Outcome) -> None:
        """Pass the turn on, to the players or to the machine."""
        taking, answered = self._taking, self._taking.answering
        at = taking.until if taking.until < math.inf else now + self._lead
        taking.pass_on(self.mode, self.settings, at)
        if answered:
            self.speaker.end(at, done)
        if taking.answering:
            answer = Answer(at, taking.until) if taking.until < math.inf else None
            self.speaker.begin(now, answer)
            self._think(at)
        self._tell_turn(done)

    def _rests_at(self) -> float:
        """Return when it decides to rest, ahead by the lead; inf if it does not play."""
        if self.rest.resting or not self.awake or self.stopped:
            return math.inf
        due = self.rest.due(self.settings)
        if due == math.inf or self.settings.values["mute"] or self.memory.busy:
            return math.inf
        return due - self._lead

    def _rest(self, now: float, done: Outcome) -> None:
        """Rest, as nobody has played for long: release all its keys, and tell clients."""
        at = now + self._lead
        self.schedule.after = None
        self.speaker.end(at, done)
        self.rest.begin()
        done.said.append(TurnPassed(self.number, REST, 0.0, at))

    def _wake(self, now: float, done: Outcome) -> None:
        """End its rest, and tell clients; the players' silence counts from now on."""
        if self.rest.end(now):
            done.said.append(TurnPassed(self.number, CALL, 0.0, now))

    def _tell_turn(self, done: Outcome) -> None:
        """Tell clients about the turn if it has changed, in a mode `by_phrase`."""
        if MODE_TABLE[self.mode].by_phrase:
            done.said += self._taking.news(self.number, self.mode)

    def _begin(self, now: float, done: Outcome) -> None:
        """Begin the mode, or restart it, in silence; a stopped or muted voice rests."""
        self._silence(now, done)
        if self._quiet:
            self._taking.rest(now)
        else:
            self._taking.begin(self.mode, self.settings, now)
        self._tell_turn(done)

    def _silence(self, now: float, done: Outcome, sparing: bool = False) -> None:
        """Release everything at once and drop all predictions; if `sparing`, not players' keys."""
        self.schedule.after = None
        self._follower.silence()
        self._drummer.silence()
        self.speaker.silence(now, done, sparing)

    def _step_for_marked(self, done: Outcome) -> None:
        """Step at once for the releases of a silence, instead of leaving them to the ensemble."""
        if not self.improviser.lightly:
            for code, at in done.marked:
                self.improviser.release(*divmod(code, KEY_COUNT), at)
        done.marked.clear()

    def _reset(self, now: float, counts: bool) -> Outcome:
        """Forget everything heard and played, and if `counts`, what `novelty` has counted."""
        done = Outcome()
        self.memory.reset(now)
        self._silence(now, done)
        done.marked.clear()
        self.speaker.forget(counts)
        self._drummer = Drummer()
        self.awake, self.rest.resting = MODE_TABLE[self.mode].begins, False
        self._taking.forget(now)
        self._begin(now, done)
        self._think(now + self._lead)
        return done

    def _remember(self, events: Iterable[Remembered], now: float) -> Outcome:
        """Take the events of a prime, which are fed without sounding, one a millisecond."""
        done = Outcome()
        self.speaker.thought = self.schedule.after = None
        events = list(events)
        self.speaker.governor.primed(Given.of(events))
        self.memory.take(events, now)
        if not self.memory.busy:
            self._remembered(now, done)
        return done

    def _remembered(self, now: float, done: Outcome) -> None:
        """Note that the whole prime is fed, so that the voice may continue from it."""
        self.memory.forget(now)
        self.awake = True
        self._wake(now, done)
        self._taking.prime(self.settings, now)
        self._tell_turn(done)
        self._think(now + self._lead)
