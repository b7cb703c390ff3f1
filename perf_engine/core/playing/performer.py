"""The whole instrument, without a clock: hear, command, advance.

Messages come with stamps, in the order of these. Before a message is taken, all decisions that were
due before it are made; so the same messages give the same notes, however often and whenever
`advance` is called between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.beat.tracker import Pulse
from perf_engine.core.beat.transport import Listen, Locate, Observe, Run, SetTempo
from perf_engine.core.controls import Settings, Value
from perf_engine.core.harmony.guide import GiveChart, GiveChord, Sounds
from perf_engine.core.memory.handover import Handover
from perf_engine.core.memory.recent_events import Remembered
from perf_engine.core.memory.saved_state import SavedState
from perf_engine.core.messages import (
    Alive,
    Command,
    Dismiss,
    HeardMessage,
    NoteOn,
    Panic,
    Prepare,
    Reset,
    Said,
    SetControls,
    TakeOver,
)
from perf_engine.core.model.gru import Weights
from perf_engine.core.turns.modes import MODE_TABLE
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import Heard, Strike

from .ensemble import Ensemble, VoicePlan
from .held_keys import Hold, Holds
from .voice import Voice

MOST_A_CALL = 1  # decisions in one call of `advance`, so that it returns quickly
FAIR = 0.015  # seconds that a decision may wait while players' later events go before it
LONGEST_WAIT = 0.2  # the same for events that came before the decision was due


class Performer:
    """Hears players and plays the machine's voices. Threads must not share it."""

    def __init__(
        self,
        weights: Weights,
        *,
        mode: str = "duet",
        seed: int = 0,
        settings: Settings | None = None,
        players_part: str = "piano",
        voice_part: str = "piano",
        voices: Sequence[VoicePlan] = (),
    ) -> None:
        """Make one voice of these arguments, or several of their plans. Raises ValueError."""
        one = VoicePlan(mode, seed, settings, voice_part, players_part)
        self._holds = Holds()
        self._now = -math.inf
        self.dropped = 0  # strikes that were dropped because they were late
        self._at_once = False  # the next message is taken before due decisions
        self.decisions = 0  # made so far; a replay makes as many before the same message
        self._handover = Handover()
        self.clock = BeatClock()
        self._beat = FeltBeat(self.clock)
        ensemble = Ensemble(weights, voices or (one,), self._beat, self._holds)
        self._voices, self._ensemble = ensemble.voices, ensemble

    # asked

    @property
    def voices(self) -> int:
        """Return the number of machine voices."""
        return len(self._voices)

    @property
    def busy(self) -> bool:
        """True if a prime is still being fed."""
        return any(v.memory.busy for v in self._voices)

    @property
    def watched(self) -> bool:
        """True if a client wants to see predictions; it changes no note."""
        return self._voices[0].speaker.watched

    @watched.setter
    def watched(self, value: bool) -> None:
        for voice in self._voices:
            voice.speaker.watched = value

    def get(self, name: str, voice: int | None = None) -> Value:
        """Return a control's value. Raises LookupError if there is no such control or voice."""
        return self._of(voice)[0].settings[name]

    def mode(self, voice: int | None = None) -> str:
        """Return a voice's mode. Raises LookupError if there is no such voice."""
        return self._of(voice)[0].mode

    def sounding(self) -> list[tuple[int, int]]:
        """Return (voice, pitch) of all notes struck and not released."""
        return list(self._ensemble.sounding())

    def held(self) -> list[Hold]:
        """Return (player, source, pitch) of all keys that players hold; pitch 128 is the pedal."""
        return self._holds.all()

    def kept(self, name: str, voice: int = 0) -> SavedState:
        """Return a voice's present state under a name. Raises ValueError or LookupError."""
        return self._of(voice)[0].kept(name)

    def remembered(self, voice: int = 0) -> tuple[Remembered, ...]:
        """Return the last events that a voice remembers. Raises LookupError."""
        return self._of(voice)[0].improviser.recollection.events()

    def owing(self) -> int | None:
        """Return the first voice whose mode says that it should sound now; None without one."""
        return next((voice.number for voice in self._voices if voice.owes), None)

    def strikes(self, voice: int) -> Iterator[Remembered]:
        """Yield the last strikes of the machine in a voice's memory, the newest first."""
        events = self._of(voice)[0].improviser.recollection.latest_first()
        return (event for event in events if event.own and event.velocity > 0)

    def may_hurry(self, came: float, now: float) -> bool:
        """Return whether a player's event that `came` at a time may go before what is due now.

        It may if each voice can hear it later without a loss of network steps, and if no decision
        has waited for long: else a flood of notes would leave no time for any.
        """
        if self._ensemble.room < self.voices:
            return False
        due = min(self._holds.next_end()[0], self._ensemble.next()[0])
        waits = 0.0 if due == -math.inf else now - due
        return waits < (LONGEST_WAIT if came < due else FAIR)

    def on_kit(self, message: HeardMessage | Said) -> bool:
        """Return whether a message strikes a drum kit: by a player or a voice that drums."""
        if isinstance(message, NoteOn):
            return self._ensemble.drums(message.player, message.pitch, message.velocity)
        return isinstance(message, Strike) and MODE_TABLE[self.mode(message.voice)].drums

    def pulse(self, now: float) -> Pulse:
        """Return what is heard of the beat, carried on to a time. It changes no note."""
        self._beat.hear_all(self._now)
        return self._beat.pulse(now)

    def harmony(self, now: float) -> Sounds:
        """Return the chord at a time, and the key. It changes no note."""
        self._beat.hear_all(self._now)
        return self._beat.harmony.sounds(now, self._beat.frame(now))

    @property
    def struck(self) -> float:
        """Return the time of the last strike of anybody; -inf before it."""
        return self._beat.last

    def finite(self) -> bool:
        """Return whether every hidden state is finite."""
        return all(math.isfinite(float(v.improviser.stream.hidden.sum())) for v in self._voices)

    def releases(self, now: float) -> list[Said]:
        """Return the releases of all sounding notes without any change, for one client of many."""
        return [said for v in self._voices for said in v.ledger.releases(now)]

    @property
    def weights(self) -> Weights:
        """Return the weights of the present model."""
        return self._voices[0].improviser.stream.weights

    # told

    def hear(self, message: HeardMessage, now: float) -> None:
        """Take a player's message; `now` is its stamp.

        A sign of life is taken before the decisions that were due, as it changes none of them,
        unless it came too late: each packet brings one, and a panic would wait for all these
        decisions. If the message is to hurry, the machine lets go of its key at once, and its
        networks hear of it later.
        """
        if isinstance(message, Alive) and not self._holds.lapsed(message.source, now):
            self._holds.alive(message.source, max(now, self._now))
            self._at_once = False
            return
        hurried = self._at_once
        now = self._until(now)
        if hurried:
            self._ensemble.postpone()
        else:
            self._ensemble.begin()
        for player, key, velocity in self._holds.take(message, now):
            self._feed(player, key, velocity, now)
        self._ensemble.settle()

    def command(self, command: Command, now: float) -> None:
        """Carry out a command at `now`.

        Raises ValueError, TypeError or LookupError; then nothing has changed.
        """
        try:
            self._command(command, now)
        finally:
            self._at_once = False
        if not isinstance(command, Panic):  # a panic changes no mode, part or company
            self._ensemble.introduce()
        self._ensemble.settle()

    def _command(self, command: Command, now: float) -> None:
        if isinstance(command, SetControls):
            voices = self._of(command.voice)
            styles = self.weights.told.styles
            changed = [v.settings.changed(dict(command.values), styles) for v in voices]
            now = self._until(now)
            for voice, settings in zip(voices, changed, strict=True):
                self._ensemble.deliver(voice, voice.change(settings, now))
            return
        if isinstance(command, SetTempo | Run | Locate | Observe | Listen):
            now = self._until(now)
            if isinstance(command, Listen):
                self._beat.listen(command.heard, now)
            else:
                self._beat.conduct(command, now)
            for voice in self._voices:
                moved = not isinstance(command, Observe)
                self._ensemble.deliver(voice, voice.keep_time(now, moved))
            return
        if isinstance(command, GiveChord | GiveChart):
            self._give(command, now)
            return
        if isinstance(command, Prepare | TakeOver | Dismiss):
            self._change_model(command, now)
            return
        if isinstance(command, Panic):
            now = self._until(now)
            self._ensemble.panic(now, self._end_holds())
            return
        voices = self._of(getattr(command, "voice", None))
        for voice in voices:
            voice.check(command)
        now = self._until(now)
        for voice in voices:
            self._ensemble.deliver(voice, voice.command(command, now))
        if isinstance(command, Reset):
            if command.voice is None:
                self._beat.forget()
                self._beat.step(now)
            self._ensemble.let_go_players(now, self._end_holds())

    def learn(self) -> int:
        """Let the model being prepared learn one more event. Return how many are left.

        It changes no note.
        """
        return self._handover.learn()

    def rest(self) -> bool:
        """Compute in a pause a product that the next event needs. Return whether one was missing.

        It changes no note. It takes a fraction of a millisecond, and the next event is heard sooner
        by as much.
        """
        if self._beat.hear(self._now) or self._beat.prepare():
            return True
        return any(voice.prepare(self._now) for voice in self._voices)

    def resume(self, now: float) -> None:
        """Continue after lost time (the process was stopped); drop all that was due meanwhile."""
        self._now = max(self._now, now)
        self._ensemble.begin()
        for voice in self._voices:
            self._ensemble.deliver(voice, voice.resume(self._now))
        self._ensemble.settle()

    def late(self, now: float) -> bool:
        """Return whether `drop` would drop something."""
        return any(voice.late(now) for voice in self._voices)

    def drop(self, now: float) -> None:
        """Drop everything that is more than a moment late, under overload."""
        self._now = max(self._now, now)
        for voice in self._voices:
            self.dropped += voice.drop(self._now)

    def hurry(self, wanted: bool = True) -> None:
        """Take the next message before the decisions that were due before its stamp, or not."""
        self._at_once = wanted

    def pace(self, seconds: float, now: float) -> None:
        """Limit each voice, under overload, to one prediction in so many seconds; 0: no limit.

        The voices predict one after another, so that all play equally less. Raises ValueError if
        `seconds` is negative or not finite.
        """
        if not 0.0 <= seconds < math.inf:
            raise ValueError(f"pace must be 0 s or more, not {seconds}")
        self._now = max(self._now, now)
        self._beat.overloaded = seconds > 0.0
        self._ensemble.pace(seconds, self._now)

    def forget(self, now: float) -> None:
        """Silence and forget everything without any decision before, to leave a broken state."""
        self._now = max(self._now, now)
        self._ensemble.unheard.clear()
        self._ensemble.begin()
        self._beat.forget()
        self._beat.step(self._now)
        for voice in self._voices:
            self._ensemble.deliver(voice, voice.forget(self._now))
        self._ensemble.let_go_players(self._now, self._end_holds())
        self._ensemble.settle()

    # done

    def advance(self, now: float, most: int = MOST_A_CALL) -> list[Said]:
        """Make at most `most` decisions due by `now`. Return all messages to send, in order."""
        told_first = self._ensemble.said and self._ensemble.unheard  # as after a panic
        self._decide(now, 0 if told_first else most)
        return self._ensemble.all_said()

    def due(self) -> float:
        """Return when to call `advance` next; -inf if messages wait to be sent."""
        if self._ensemble.said:
            return -math.inf
        if self._ensemble.unheard:
            return self._now
        return max(min(self._holds.next_end()[0], self._ensemble.next()[0]), self._now)

    # inside

    def _of(self, voice: int | None) -> list[Voice]:
        if voice is None:
            return self._voices
        if not 0 <= voice < len(self._voices):
            raise LookupError(f"voice must be 0..{len(self._voices) - 1}, not {voice}")
        return [self._voices[voice]]

    def _until(self, now: float) -> float:
        """Make all decisions due before a message. Return its stamp, which never goes back.

        Raises RuntimeError if one fails, which must not be taken for a refusal of the message.
        """
        now = max(now, self._now)
        if not self._at_once:
            try:
                self._decide(now, None)
            except (ValueError, TypeError, LookupError) as error:
                raise RuntimeError(f"a decision failed: {error}") from error
        self._at_once = False
        self._now = now
        self._ensemble.begin()
        return now

    def _decide(self, now: float, most: int | None) -> None:
        ensemble, done = self._ensemble, 0
        while most is None or done < most:
            if ensemble.unheard:
                self.decisions += 1
                ensemble.hear_more()
                ensemble.settle()
                done += 1
                continue
            end, hold = self._holds.next_end()
            at, voice = ensemble.next()
            if min(end, at) > now:
                return
            ensemble.begin()
            self._now = max(self._now, min(end, at))
            self.decisions += 1
            if end > at or hold is None:
                ensemble.deliver(voice, voice.decide(self._now))
            elif self._holds.end(hold):
                self._feed(hold[0], hold[2], 0, self._now)
            ensemble.settle()
            done += 1

    def _give(self, command: GiveChord | GiveChart, now: float) -> None:
        """Play to a chord or a chart from now on."""
        now = self._until(now)
        self._beat.hear_all(now)
        self._beat.harmony.give(command)
        self._beat.step(now)
        for voice in self._voices:
            voice.reconsider(now)

    def _change_model(self, command: Prepare | TakeOver | Dismiss, now: float) -> None:
        if isinstance(command, Prepare):
            minds = [(v.improviser, v.parts) for v in self._voices]
            self._until(now)
            self._handover.enter(command.weights, minds)
        elif isinstance(command, TakeOver):
            successors = self._handover.ready()
            for voice, successor in zip(self._voices, successors, strict=True):
                for part in voice.parts:  # the mode may have changed since the preparation
                    successor.part(part)
            now = self._until(now)
            for voice, successor in zip(self._voices, successors, strict=True):
                voice.exchange(successor, now)
        if not isinstance(command, Prepare):
            self._handover.leave()

    def _feed(self, player: int, key: int, velocity: int, now: float) -> None:
        self._holds.last = now
        drum = self._ensemble.drums(player, key, velocity)
        if key != PEDAL:
            self._beat.struck(now, key, velocity, drum=drum)
        if drum:
            self._ensemble.hear_drum(player, key, velocity, now)
        else:
            self._ensemble.hear(player, key, velocity, now)
        if key != PEDAL:
            self._ensemble.said.append(Heard(player, key, velocity))

    def _end_holds(self) -> list[Heard]:
        """Forget all keys that players hold. Return the messages of their ends."""
        holds = self._holds.all()
        self._holds.clear()
        self._beat.let_go_players(self._now)
        return [Heard(player, key, 0) for player, _, key in holds if key != PEDAL]
