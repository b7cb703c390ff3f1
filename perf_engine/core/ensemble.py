"""Several voices that play together: who hears whom, and what is shared of a step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .beats import BeatClock
from .controls import Settings
from .gru import Weights
from .messages import Said
from .pressed import Other
from .together import multiply_together
from .turns import Parts
from .vocabulary import KEY_COUNT
from .voice import Voice

MOST_VOICES = 16


@dataclass(frozen=True, slots=True)
class VoicePlan:
    """How a voice begins: mode, controls, seed, and the parts (by name) of its own and of players.

    Two voices with the same seed draw different numbers all the same.
    """

    mode: str = "duet"
    seed: int = 0
    settings: Settings | None = None
    part: str = "piano"
    players_part: str = "piano"


class Ensemble:
    """The voices, in their order; what one does, those that hear it hear at once."""

    def __init__(self, weights: Weights, plans: Sequence[VoicePlan], clock: BeatClock) -> None:
        """Raises ValueError where a mode or part is unknown, or there are too many voices."""
        if not 1 <= len(plans) <= MOST_VOICES:
            raise ValueError(f"voices must be 1..{MOST_VOICES}, not {len(plans)}")
        words = weights.vocabulary
        self.voices = [
            Voice(
                number, weights, plan.settings or Settings.defaults(), plan.mode, plan.seed,
                Parts(words.part_index(plan.part), words.part_index(plan.players_part)), clock,
            )
            for number, plan in enumerate(plans)
        ]
        self.said: list[Said] = []
        self.introduce()

    def introduce(self) -> None:
        """Each knows which voices play beside it: modes, controls or parts may have changed."""
        for voice in self.voices:
            others = [v for v in self.voices if v is not voice and hears(voice, v)]
            voice.company = tuple(part for other in others for part in other.played)
            before = (v for v in others if v.speaker.number < voice.speaker.number)
            voice.excused = any(
                v.mode == "solo" and not set(v.played).isdisjoint(voice.played) for v in before
            )

    def hear(self, player: int, key: int, velocity: int, now: float) -> None:
        """A player struck or released a key (128: the pedal)."""
        for voice in self.voices:
            if hears_player(voice, player, key, velocity):
                voice.hear(key, velocity, now)
                self.gather(voice)

    def gather(self, voice: Voice) -> None:
        """Take what a voice says, and let the others hear what it did."""
        speaker = voice.speaker
        self.said += speaker.said
        speaker.said.clear()
        deeds, speaker.hands.deeds = speaker.hands.deeds, []
        if len(self.voices) == 1:
            return
        wishes, voice.wishes = voice.wishes, []
        for holder, thought in wishes:
            self.voices[holder].let_go(thought)
            self.gather(self.voices[holder])
        for code, velocity, at in deeds:
            part, key = divmod(code, KEY_COUNT)
            other = Other(speaker.number, part, voice.mode == "follow")
            for listener in self.voices:
                if listener is not voice and (velocity == 0 or hears(listener, voice)):
                    listener.hear(key, velocity, at, other)
                    self.gather(listener)

    def settle(self) -> None:
        """Share what is dear about the steps that were taken: see `multiply_together`."""
        multiply_together([v.improviser.stream for v in self.voices])

    def next(self) -> Voice:
        """The voice that decides next; of several, the first."""
        return min(self.voices, key=Voice.decision)

    def all_said(self) -> list[Said]:
        """All that is to be sent, once."""
        said, self.said = self.said, []
        return said

    def sounding(self) -> Iterable[tuple[int, int]]:
        """(voice, pitch) of everything struck and not released."""
        for voice in self.voices:
            for pitch in voice.speaker.hands.ledger.sounding():
                yield voice.speaker.number, pitch


def hears_player(listener: Voice, player: int, key: int, velocity: int) -> bool:
    """Whether a voice hears a player's event; a key that it heard struck, it hears released."""
    chosen = int(listener.settings["hears_players"]) >> player & 1
    return bool(chosen) or (velocity == 0 and listener.pressed.down(key))


def hears(listener: Voice, voice: Voice) -> bool:
    """Whether one voice hears what another does from now on."""
    return bool(int(listener.settings["hears_voices"]) >> voice.speaker.number & 1)
