"""A process that is kept alive, followed until it ends and through its restarts."""

import select

from perf_engine.engine.helpers.supervisor import Supervisor


def turn(process: Supervisor, now: float) -> None:
    """Wait for its next line or its end."""
    if process.fileno() >= 0:
        assert select.select([process.fileno()], [], [], 60.0)[0]
    process.turn(now)


def outlive(process: Supervisor, now: float) -> float:
    """Take turns until it has ended; return the time after the last one."""
    while process._helper is not None:
        turn(process, now)
        now += 0.1
    return now


def pauses_of(process: Supervisor, restarts: int) -> list[float]:
    """Let it end and start again so many times; return the pauses between."""
    now, pauses = 0.0, []
    for _ in range(restarts):
        outlive(process, now)
        pauses.append(process._backoff.pause)
        assert process.fileno() == -1
        now = process.due()
        process.turn(now)
    return pauses
