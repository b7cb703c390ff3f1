"""The OSC API of this engine: the protocol's schema, with the core's controls, modes and clock."""

from __future__ import annotations

from typing import Final

from perf_engine.core.beat.beats import FARTHEST, FASTEST, SLOWEST
from perf_engine.core.controls import CONTROLS
from perf_engine.core.turns.modes import MODES
from perf_engine.core.turns.turn_taking import PHASES
from perf_engine.protocol.schema import Schema

SCHEMA: Final = Schema(tuple(CONTROLS.values()), MODES, PHASES, (SLOWEST, FASTEST), FARTHEST)
FROM_CLIENTS: Final = SCHEMA.from_clients
TO_CLIENTS: Final = SCHEMA.to_clients
SAID: Final = SCHEMA.said
URGENT: Final = SCHEMA.urgent
find: Final = SCHEMA.find
