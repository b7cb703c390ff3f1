"""A saved state as JSON values, and back, for its own file and for the journal.

It is no pickle, as a stranger's state must not run code.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from perf_engine.core.memory.saved_state import Memories, SavedState
from perf_engine.core.steering.given import Given

GIVEN: Final = ("pace", "fullness", "loudness", "register")
FORMAT: Final = 2  # format 1 had no velocities in its phrases, and no weights of each head


def values_of(state: SavedState) -> dict[str, Any]:
    """Return a state as JSON values."""
    values: dict[str, Any] = {
        "perf_engine_state": FORMAT,
        "name": state.name,
        "model": state.model,
        "digest": state.digest,
        "hidden": _text(state.hidden),
    }
    if state.memories is not None:
        kept = state.memories
        values |= {"events": _text(kept.events), "deeds": _text(kept.deeds), "trust": kept.trust}
    if state.given is not None:  # a program from before ignores it
        values["given"] = [[getattr(one, name) for name in GIVEN] for one in state.given]
    return values


def state_of(values: object) -> SavedState:
    """Return the state of JSON values. Raises ValueError if they are foreign, too new or broken."""
    if not isinstance(values, Mapping) or "perf_engine_state" not in values:
        raise ValueError("this is not a state of perf_engine")
    try:
        found = int(values["perf_engine_state"])
        if found > FORMAT:
            raise ValueError(
                f"state format {found} is newer than {FORMAT}, the newest known here: "
                "update perf_engine"
            )
        memories = None
        if "deeds" in values:
            trust = tuple(
                tuple((float(came), float(asked)) for came, asked in row) for row in values["trust"]
            )
            memories = Memories(_bytes(values["events"]), _bytes(values["deeds"]), trust)
        name, model, digest = (values[key] for key in ("name", "model", "digest"))
        if not all(isinstance(text, str) for text in (name, model, digest)):
            raise ValueError("the state is broken: its name or model is not a text")
        given = values.get("given")
        if given is not None:
            given = tuple(Given(*map(_number, one)) for one in given)
        return SavedState(name, model, digest, _bytes(values["hidden"]), memories, given)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"the state is broken: {error!r}") from error


def text_of(state: SavedState) -> str:
    """Return a state as a line of JSON."""
    return json.dumps(values_of(state), separators=(",", ":"))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a measure must be a number, not {value!r:.40}")
    return float(value)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
