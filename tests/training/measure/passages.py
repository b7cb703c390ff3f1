"""A passage of invented events."""

from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.training.measure.passage import (
    Passage,
)

VOCABULARY = Vocabulary()


def passage(events, longest=0):
    columns = (events.dt, events.part, events.key, events.velocity)
    return Passage.of("tune", "tunes", columns, VOCABULARY, longest)
