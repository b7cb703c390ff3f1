"""The whole instrument, without a clock: hear, command, advance.

Messages come stamped, in the order of their stamps. Before a message is taken, everything is
decided that was due before it; so the same messages give the same notes, however often and
whenever `advance` was called between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .beats import BeatClock
from .controls import Settings, Value
from .ensemble import Ensemble, VoicePlan
from .gru import Weights
from .holds import Hold, Holds
from .instruction import check_instruction, instruct
from .messages import (
    ALL_SOUND_OFF,
    Command,
    ControlChange,
    Dismiss,
    Heard,
    HeardMessage,
    Panic,
    Prepare,
    Reset,
    Said,
    SetControls,
    TakeOver,
)
from .recollection import Remembered
from .saved_state import SavedState
from .transport import Locate, Observe, Run, SetTempo, conduct
from .understudy import Wings
from .vocabulary import PEDAL
from .voice import Voice

MOST_A_CALL = 1  # decisions in one call of advance, so that what is due meanwhile is not late


class Performer:
    """Hears players, plays a machine voice. Not to be shared between threads."""

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
        """One voice as these say, or several, each by its plan. Raises ValueError."""
        one = VoicePlan(mode, seed, settings, voice_part, players_part)
        self._holds = Holds()
        self._now = -math.inf
        self.decisions = 0  # made so far: as many as a replay makes before the same message
        self._wings = Wings()
        self.clock = BeatClock()
        ensemble = Ensemble(weights, voices or (one,), self.clock)
        self._voices, self._ensemble = ensemble.voices, ensemble

    # asked

    @property
    def voices(self) -> int:
        """How many machine voices there are."""
        return len(self._voices)

    @property
    def busy(self) -> bool:
        """Whether a prime is still being fed."""
        return any(v.memory.busy for v in self._voices)

    @property
    def watched(self) -> bool:
        """Whether somebody wants to know what is foreseen; it changes no note."""
        return self._voices[0].speaker.watched

    @watched.setter
    def watched(self, value: bool) -> None:
        for voice in self._voices:
            voice.speaker.watched = value

    def get(self, name: str, voice: int | None = None) -> Value:
        """A control's value. Raises LookupError where there is no such control or voice."""
        return self._of(voice)[0].settings[name]

    def mode(self, voice: int | None = None) -> str:
        """A voice's mode. Raises LookupError where there is no such voice."""
        return self._of(voice)[0].mode

    def sounding(self) -> list[tuple[int, int]]:
        """(voice, pitch) of everything struck and not released."""
        return list(self._ensemble.sounding())

    def held(self) -> list[Hold]:
        """(player, source, pitch) of everything the players hold; pitch 128 is the pedal."""
        return self._holds.all()

    def kept(self, name: str, voice: int = 0) -> SavedState:
        """A voice's present state of mind, under a name. Raises ValueError or LookupError."""
        return self._of(voice)[0].memory.kept(name)

    def remembered(self, voice: int = 0) -> tuple[Remembered, ...]:
        """The last events as a voice has them in mind. Raises LookupError."""
        return self._of(voice)[0].improviser.recollection.events()

    def finite(self) -> bool:
        """Whether every hidden state is finite."""
        return all(
            math.isfinite(float(v.improviser.stream.hidden.sum())) for v in self._voices
        )

    def releases(self, now: float) -> list[Said]:
        """The releases of everything sounding, with nothing forgotten: for one client of many."""
        return [said for v in self._voices for said in v.speaker.hands.ledger.releases(now)]

    @property
    def weights(self) -> Weights:
        """The model on stage."""
        return self._voices[0].improviser.stream.weights

    # told

    def hear(self, message: HeardMessage, now: float) -> None:
        """Take what a player did at `now`, its stamp."""
        now = self._until(now)
        for player, key, velocity in self._holds.take(message, now):
            self._feed(player, key, velocity, now)
        self._ensemble.settle()

    def command(self, command: Command, now: float) -> None:
        """Do as told at `now`. Raises ValueError, TypeError or LookupError, and changes nothing."""
        self._command(command, now)
        self._ensemble.introduce()
        self._ensemble.settle()

    def _command(self, command: Command, now: float) -> None:
        if isinstance(command, SetControls):
            voices = self._of(command.voice)
            changed = [v.settings.changed(dict(command.values)) for v in voices]
            now = self._until(now)
            for voice, settings in zip(voices, changed, strict=True):
                voice.change(settings, now)
                self._ensemble.gather(voice)
            return
        if isinstance(command, SetTempo | Run | Locate | Observe):
            now = self._until(now)
            conduct(self.clock, command, now)
            for voice in self._voices:
                voice.speaker.keep_time(voice.settings, now)
                self._ensemble.gather(voice)
            return
        if isinstance(command, Prepare | TakeOver | Dismiss):
            self._change_model(command, now)
            return
        if isinstance(command, Panic):
            self._panic(self._until(now))
            return
        voices = self._of(getattr(command, "voice", None))
        for voice in voices:
            check_instruction(voice, command)
        now = self._until(now)
        for voice in voices:
            instruct(voice, command, now)
            self._ensemble.gather(voice)
        if isinstance(command, Reset):
            self._let_go_players(now)

    def learn(self) -> int:
        """The model being prepared learns one more event; how many are left. It changes no note."""
        return self._wings.learn()

    def resume(self, now: float) -> None:
        """Time was lost (a stopped process goes on): nothing that was due meanwhile is made up."""
        self._now = max(self._now, now)
        for voice in self._voices:
            voice.resume(self._now)
            self._ensemble.gather(voice)
        self._ensemble.settle()

    def forget(self, now: float) -> None:
        """Silence and forget everything, deciding nothing first: the way out of a broken state."""
        self._now = max(self._now, now)
        for voice in self._voices:
            voice.improviser.reset()
            voice.reset(self._now)
            self._ensemble.gather(voice)
        self._let_go_players(self._now)
        self._ensemble.settle()

    # done

    def advance(self, now: float) -> list[Said]:
        """Decide what is due by `now`; gives everything to be sent, in order."""
        self._decide(now, MOST_A_CALL)
        return self._ensemble.all_said()

    def due(self) -> float:
        """When `advance` next wants to be called; -inf where something waits to be sent."""
        if self._ensemble.said:
            return -math.inf
        due = min(self._holds.next_end()[0], *(v.decision() for v in self._voices))
        return max(due, self._now)

    # inside

    def _of(self, voice: int | None) -> list[Voice]:
        if voice is None:
            return self._voices
        if not 0 <= voice < len(self._voices):
            raise LookupError(f"voice must be 0..{len(self._voices) - 1}, not {voice}")
        return [self._voices[voice]]

    def _until(self, now: float) -> float:
        """Decide all that is due before a message's stamp; gives the stamp, never going back."""
        now = max(now, self._now)
        self._decide(now, None)
        self._now = now
        return now

    def _decide(self, now: float, most: int | None) -> None:
        done = 0
        while most is None or done < most:
            end, hold = self._holds.next_end()
            voice = self._ensemble.next()
            at = voice.decision()
            if min(end, at) > now:
                return
            self._now = max(self._now, min(end, at))
            self.decisions += 1
            if end <= at and hold is not None:
                self._end(hold, self._now)
            else:
                voice.decide(self._now)
                self._ensemble.gather(voice)
            self._ensemble.settle()
            done += 1

    def _change_model(self, command: Prepare | TakeOver | Dismiss, now: float) -> None:
        if isinstance(command, Prepare):
            minds = [(v.improviser, v.parts) for v in self._voices]
            self._until(now)
            self._wings.enter(command.weights, minds)
        elif isinstance(command, TakeOver):
            understudies = self._wings.ready()
            for voice, understudy in zip(self._voices, understudies, strict=True):
                for part in voice.parts:  # a mode may need more than when it was prepared
                    understudy.part(part)
            now = self._until(now)
            for voice, understudy in zip(self._voices, understudies, strict=True):
                voice.exchange(understudy, now)
                self._ensemble.gather(voice)
        if not isinstance(command, Prepare):
            self._wings.leave()

    def _feed(self, player: int, key: int, velocity: int, now: float) -> None:
        self._ensemble.hear(player, key, velocity, now)
        if key != PEDAL:
            self._ensemble.said.append(Heard(player, key, velocity))

    def _end(self, hold: Hold, now: float) -> None:
        player, _, key = hold
        if self._holds.end(hold):
            self._feed(player, key, 0, now)

    def _panic(self, now: float) -> None:
        self._let_go_players(now)
        for voice in self._voices:
            voice.panic(now)
            self._ensemble.gather(voice)
            self._ensemble.said.append(ControlChange(voice.speaker.number, ALL_SOUND_OFF, 0, now))

    def _let_go_players(self, now: float) -> None:
        """Forget what the players hold; what they still press is not known any more."""
        holds = self._holds.all()
        self._holds.clear()
        for voice in self._voices:
            voice.let_go_players(now)
        self._ensemble.said += [Heard(player, key, 0) for player, _, key in holds if key != PEDAL]
