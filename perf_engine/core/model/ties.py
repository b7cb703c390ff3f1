"""What a model expects at the very moment of a release.

In performances by hand two events share a moment only where one key is struck again: its release
and its strike. A sequencer, a score or a pattern ties each note to the next, another key. A model
that has only known hands takes such a tie for a repetition.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from .gru import StreamingGRU, Weights
from .sampling import probabilities
from .vocabulary import Event

SCALE: Final = (60, 62, 64, 65, 67, 69, 71, 72, 71, 69)
KNOWN: Final = 5  # notes after which it is known that this is a scale
NOTE: Final = 0.4  # seconds
VELOCITY: Final = 72
MOSTLY: Final = 0.5


def with_habits(weights: Weights) -> Weights:
    """Return the weights, which know from now on how they hear ties."""
    weights.repeats_at_ties = expects_the_same_key(weights)
    return weights


def expects_the_same_key(weights: Weights) -> bool:
    """Return whether a model mostly expects the key again that is released in a legato scale."""
    words, stream = weights.vocabulary, StreamingGRU(weights)
    length, loud = words.dt_class(NOTE), words.velocity_class(VELOCITY)
    same = []
    with np.errstate(all="ignore"):  # weights may be any numbers
        for key in SCALE:
            stream.feed(Event(0, 0, key, loud), stream.time)
            stream.feed(Event(0, length, key, 0), stream.time + NOTE)
            same.append(float(probabilities(stream.key_logits(0, 0))[key]))
    return float(np.mean(same[KNOWN:])) > MOSTLY
