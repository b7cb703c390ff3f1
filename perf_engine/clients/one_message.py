"""One message to an engine, and its answer: for a command line or a script."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Final

from perf_engine.protocol.dialogue import Argument, Dialogue, Request, ping
from perf_engine.protocol.errors import NobodyThere, Refused
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import ENGINE_PORT, HOST
from perf_engine.protocol.udp import Line

WITHIN: Final = 10.0  # seconds that an answer may take
A_WAIT: Final = 0.25  # seconds


def ask(
    address: str,
    arguments: Sequence[Argument],
    *,
    answered: bool = True,
    port: int = ENGINE_PORT,
    within: float = WITHIN,
) -> list[Any]:
    """Send a message to the engine on this computer, and return the values of its answer.

    One that is not `answered` is followed by a ping, so that a refusal is still heard. Raises
    Refused, NobodyThere, NoAnswer, or ValueError if the message cannot be written.
    """
    outcome: list[tuple[Any, Exception | None]] = []

    def refused(error: Refused) -> None:
        outcome.append((None, error))

    with Line(port) as line:

        def say(to: str, *values: Argument) -> None:
            line.send(write(to, *values))

        dialogue = Dialogue(line.port, say, 0, refused=refused)
        request = Request(address, tuple(arguments), list, within)
        now = time.monotonic()
        if answered:
            dialogue.ask(request, now, lambda value, error: outcome.append((value, error)))
        else:
            say(address, *arguments)
            seen = ping(time.time())
            dialogue.ask(seen, now, lambda value, error: outcome.append(([], error)))
        while not outcome:
            if line.refused:
                raise NobodyThere(f"no engine answers at {HOST}:{port}")
            line.wait(min(A_WAIT, dialogue.next_due - time.monotonic()))
            while (data := line.receive()) is not None:
                dialogue.hear(data, time.monotonic(), time.time())
            dialogue.advance(time.monotonic())
    value, error = outcome[0]
    if error is not None:
        raise error
    return list(value)
