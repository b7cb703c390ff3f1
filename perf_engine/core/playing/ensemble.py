"""Several voices that play together: each hears some of the others, and they share steps."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Final

from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.controls import Settings
from perf_engine.core.messages import Said
from perf_engine.core.model.gru import Weights
from perf_engine.core.model.shared_steps import multiply_together
from perf_engine.core.model.vocabulary import KEY_COUNT
from perf_engine.core.turns.modes import MODE_TABLE, Parts
from perf_engine.core.turns.resting import Rest
from perf_engine.protocol.midi import ALL_SOUND_OFF
from perf_engine.protocol.notes import ControlChange, Heard

from .claims import Claims
from .hands import Outcome
from .held_keys import Holds
from .pressed_keys import Other
from .voice import Voice

MOST_VOICES = 16
AT_ONCE: Final = 4  # events that voices hear in one decision; more wait for later decisions
MOST_UNHEARD: Final = 64  # waiting events; if more come, keys are marked without network steps


@dataclass(frozen=True, slots=True)
class VoicePlan:
    """The beginning of a voice: mode, controls, seed, and the names of its and the players' part.

    Two voices with the same seed still draw different numbers.
    """

    mode: str = "duet"
    seed: int = 0
    settings: Settings | None = None
    part: str = "piano"
    players_part: str = "piano"


@dataclass(frozen=True, slots=True)
class Unheard:
    """An event of a player or of another voice that waits until a voice hears it.

    If `marked`, it is a release by a silence: `key` is part * 129 + key, the improviser has marked
    it already, and only the step is left. `own` tells whether the voice itself held the key.
    """

    voice: int
    key: int
    velocity: int
    at: float
    other: Other | None = None
    marked: bool = False
    own: bool = False


class Ensemble:
    """The voices in their order; the events of one are heard at once by those that listen to it.

    Their messages wait in `said` until they are sent.
    """

    def __init__(
        self,
        weights: Weights,
        plans: Sequence[VoicePlan],
        beat: FeltBeat,
        holds: Holds,
    ) -> None:
        """Make the voices. Raises ValueError for an unknown mode or part, or too many voices."""
        if not 1 <= len(plans) <= MOST_VOICES:
            raise ValueError(f"voices must be 1..{MOST_VOICES}, not {len(plans)}")
        words = weights.vocabulary
        self.voices = [
            Voice(
                number,
                weights,
                plan.settings or Settings.defaults(),
                plan.mode,
                plan.seed,
                Parts(words.part_index(plan.part), words.part_index(plan.players_part)),
                beat,
                Claims(holds),
                Rest(holds),
            )
            for number, plan in enumerate(plans)
        ]
        self.said: list[Said] = []
        self.unheard: deque[Unheard] = deque()
        self._at_once = 0  # events that may still be heard in this decision
        self.introduce()

    def begin(self) -> None:
        """Begin a decision, in which AT_ONCE events may be heard; others wait for later decisions.

        So no decision takes long, however many voices hear each other.
        """
        self._at_once = AT_ONCE

    def postpone(self) -> None:
        """Begin a decision in which no event is heard: all wait for later decisions."""
        self._at_once = 0

    @property
    def room(self) -> int:
        """Return how many more events may wait until they are heard with network steps."""
        return MOST_UNHEARD - len(self.unheard)

    def introduce(self) -> None:
        """Tell each voice which voices play beside it, and which share its instrument.

        Call it after a change of modes, controls or parts.
        """
        heard: list[list[int]] = []  # by each voice
        for voice in self.voices:
            others = [v for v in self.voices if v is not voice and hears(voice, v)]
            voice.company = tuple(part for other in others for part in other.played)
            heard.append([other.number for other in others])
            shared = voice.ledger.shared
            shared.with_players = voice.beside_players
            shared.others = [
                v.ledger for v in self.voices if v is not voice and v.channel == voice.channel
            ]
            voice.excused = any(
                MODE_TABLE[v.mode].always_owes and not set(v.played).isdisjoint(voice.played)
                for v in others
                if v.number < voice.number
            )
        self._say_who_goes_on(heard)

    def _say_who_goes_on(self, heard: Sequence[Sequence[int]]) -> None:
        """Tell each voice whether it plays on without players: see `Rest`.

        It does if it hears a voice that plays alone on purpose, directly or through others, or if
        no player is heard, neither by it nor by the voices that it hears.
        """
        voices = self.voices
        with_players = reached((v.number for v in voices if v.settings["hears_players"]), heard)
        alone = (v.number for v in voices if v.leads or v.number not in with_players)
        on = reached(alone, heard)
        for voice in voices:
            voice.rest.led = voice.number in on

    def hear(self, player: int, key: int, velocity: int, now: float) -> None:
        """Take a player's strike or release of a key (128: the pedal)."""
        for voice in self.voices:  # also those that do not hear the player: the key is the player's
            if velocity == 0:
                voice.ledger.let_up(key, now)
            elif voice.ledger.shared.with_players:
                done = voice.give_way(key, now)
                if done.said or done.played:
                    self.deliver(voice, done)
        for voice in self.voices:
            if hears_player(voice, player, key, velocity):
                self._tell(voice, key, velocity, now)

    def drums(self, player: int, key: int, velocity: int) -> bool:
        """Return whether a player's event is one of drums, and no release of a pitch."""
        if not any(int(v.settings["drum_players"]) >> player & 1 for v in self.voices):
            return False
        return velocity > 0 or not any(voice.pressed.down(key) for voice in self.voices)

    def hear_drum(self, player: int, key: int, velocity: int, now: float) -> None:
        """Take a strike or release of a drum by a player; no network hears it."""
        for voice in self.voices:
            if velocity == 0:  # a voice may owe the release of a note of that pitch
                voice.ledger.let_up(key, now)
            if hears_player(voice, player, key, velocity):
                self.deliver(voice, voice.hear_drum(key, velocity, now))

    def hear_more(self) -> None:
        """Let the next AT_ONCE waiting events be heard."""
        for _ in range(min(AT_ONCE, len(self.unheard))):
            if not self.unheard:  # more than MOST_UNHEARD came, and all were heard without steps
                break
            event = self.unheard.popleft()
            voice = self.voices[event.voice]
            if event.marked:
                self._release(voice, event.key, event.at, event.own)
                continue
            done = voice.hear(event.key, event.velocity, event.at, event.other)
            self.deliver(voice, done)

    def pace(self, seconds: float, now: float) -> None:
        """Limit each voice to one prediction in so many seconds (0: no limit), in turn."""
        count = len(self.voices)
        for place, voice in enumerate(self.voices):
            voice.schedule.keep_pace(seconds, place / count, now)

    def let_go_players(self, now: float, ended: Iterable[Heard]) -> None:
        """Forget the keys that players hold, and send the messages `ended` about their ends."""
        for voice in self.voices:
            voice.let_go_players(now)
        self.said += ended

    def panic(self, now: float, ended: Iterable[Heard]) -> None:
        """Silence everything now; `ended` has the ends of the players' keys.

        The releases wait as unheard events, so that the messages are sent before any network steps.
        At most MOST_UNHEARD releases wait, the first keys of all voices first; the steps for these
        tell the networks enough about the silence.
        """
        each = [
            [
                Unheard(voice.number, code, 0, now, None, True, code in voice.speaker.hands.held)
                for code in voice.improviser.stream.held
            ]
            for voice in self.voices
        ]
        in_turn = chain.from_iterable(zip_longest(*each))
        self.unheard.clear()
        self.let_go_players(now, ended)
        for voice in self.voices:
            self.said += voice.panic(now)
            self.said.append(ControlChange(voice.number, ALL_SOUND_OFF, 0, now))
        told = (event for event in in_turn if event is not None)
        self.unheard.extend(islice(told, MOST_UNHEARD))

    def deliver(self, voice: Voice, done: Outcome) -> None:
        """Send the messages of a voice, and let the others hear its events."""
        self.said += done.said
        for code, at in done.marked:
            self._tell(voice, code, 0, at, marked=True)
        if len(self.voices) == 1:
            return
        for holder, release in done.handed_over:
            self.deliver(self.voices[holder], self.voices[holder].let_go(release))
        bound = MODE_TABLE[voice.mode].bound
        for code, velocity, at in done.played:
            part, key = divmod(code, KEY_COUNT)
            other = Other(voice.number, part, bound)
            for listener in self.voices:
                if listener is not voice and (velocity == 0 or hears(listener, voice)):
                    self._tell(listener, key, velocity, at, other)

    def settle(self) -> None:
        """End a decision, and share the expensive part of the steps: see `multiply_together`.

        Steps are shared only when no event waits: only then do voices that hear the same have equal
        states. Events outside of a decision wait for the next.
        """
        self._at_once = 0
        if self.unheard:
            return
        unknown = []
        for voice in self.voices:
            stream = voice.speaker.mind.stream
            if not stream.known:
                unknown.append(stream)
        if unknown:
            multiply_together(unknown)

    def next(self) -> tuple[float, Voice]:
        """Return the time of the next decision and its voice, the first of several."""
        soonest, first = math.inf, self.voices[0]
        for voice in self.voices:
            at = voice.decision()
            if at < soonest:
                soonest, first = at, voice
        return soonest, first

    def all_said(self) -> list[Said]:
        """Return all messages to send, and forget them."""
        said, self.said = self.said, []
        return said

    def sounding(self) -> Iterable[tuple[int, int]]:
        """Return (voice, pitch) of all notes struck and not released."""
        for voice in self.voices:
            for pitch in voice.ledger.sounding():
                yield voice.number, pitch

    # inside

    def _tell(
        self,
        voice: Voice,
        key: int,
        velocity: int,
        at: float,
        other: Other | None = None,
        marked: bool = False,
    ) -> None:
        """Let a voice hear an event: at once, later, or without a step of the network.

        If `marked`, it is the release of a key (part * 129 + key) of the voice's own that its
        improviser has marked already.
        """
        if self._at_once > 0 and not self.unheard:
            self._at_once -= 1
            if marked:
                self._release(voice, key, at, own=True)
            else:
                self.deliver(voice, voice.hear(key, velocity, at, other))
            return
        if len(self.unheard) >= MOST_UNHEARD:
            before, self.unheard = self.unheard, deque()
            self._at_once = 0
            for one in before:  # in order: a release after its strike
                if not one.marked:
                    self._hear_lightly(one)
        self.unheard.append(Unheard(voice.number, key, velocity, at, other, marked, own=marked))

    def _hear_lightly(self, event: Unheard) -> None:
        """Let a voice hear an event without a step of its network."""
        voice = self.voices[event.voice]
        mind = voice.improviser
        mind.lightly = True
        try:
            done = voice.hear(event.key, event.velocity, event.at, event.other)
        finally:
            mind.lightly = False
        self.deliver(voice, done)

    def _release(self, voice: Voice, code: int, at: float, own: bool) -> None:
        """Let a voice's network step for a release that is marked already."""
        voice.improviser.release(*divmod(code, KEY_COUNT), at, own)


def reached(first: Iterable[int], heard: Sequence[Sequence[int]]) -> set[int]:
    """Return these voices, and all that hear one of them directly or through others.

    `heard` has for each voice those that it hears.
    """
    found, size = set(first), -1
    while size < len(found):
        size = len(found)
        found.update(v for v, others in enumerate(heard) if not found.isdisjoint(others))
    return found


def hears_player(listener: Voice, player: int, key: int, velocity: int) -> bool:
    """Return whether a voice hears a player's event, with the release of every strike it heard."""
    chosen = int(listener.settings.values["hears_players"]) >> player & 1
    return bool(chosen) or (velocity == 0 and listener.pressed.down(key))


def hears(listener: Voice, voice: Voice) -> bool:
    """Return whether one voice hears the strikes of another."""
    return bool(int(listener.settings.values["hears_voices"]) >> voice.number & 1)
