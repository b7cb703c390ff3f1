"""What one voice does on a command, once that is found to be right."""

from __future__ import annotations

from typing import TypeAlias

from .memory import events_of
from .messages import Prime, Recall, Reset, Seed, SetMode, Start, Stop
from .saved_state import check_fits
from .turns import check_mode, check_parts
from .voice import Voice

Instruction: TypeAlias = SetMode | Start | Stop | Reset | Prime | Seed | Recall


def check_instruction(voice: Voice, command: Instruction) -> None:
    """Raise ValueError where a voice cannot do this; nothing has changed then."""
    weights = voice.improviser.stream.weights
    if isinstance(command, SetMode):
        check_parts(check_mode(command.mode), weights.vocabulary)
    elif isinstance(command, Prime):
        for note in command.notes:
            if note.part is not None:
                weights.vocabulary.part_index(note.part)
    elif isinstance(command, Recall):
        check_fits(command.state, weights)


def instruct(voice: Voice, command: Instruction, now: float) -> None:
    """Let a voice do it at `now`."""
    if isinstance(command, SetMode):
        voice.change_mode(command.mode, now)
    elif isinstance(command, Start):
        voice.start(now)
    elif isinstance(command, Stop):
        voice.stop(now)
    elif isinstance(command, Reset):
        voice.reset(now)
    elif isinstance(command, Prime):
        words = voice.improviser.vocabulary
        voice.remember(events_of(command.notes, voice.heard_as, words), now)
    elif isinstance(command, Recall):
        voice.memory.recall(command.state, now)
        voice.awake = True  # as after a prime
        voice.think(now + voice.settings["lead"] / 1000.0)
    else:
        voice.improviser.seed(command.seed)
        voice.think(now + voice.settings["lead"] / 1000.0)
