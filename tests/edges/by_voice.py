"""Notes as they were sent, by the voice that played them."""

from __future__ import annotations

from tests.support.concert import Ear


def sounding(ear: Ear) -> set[tuple[object, object]]:
    """(voice, pitch) of what was struck last and not released since, as it was sent."""
    found: set[tuple[object, object]] = set()
    for address, arguments in ear.messages:
        if address == "/perf/note" and arguments[2]:
            found.add((arguments[0], arguments[1]))
        elif address in ("/perf/note", "/perf/noteoff"):
            found.discard((arguments[0], arguments[1]))
    return found


def voices(ear: Ear) -> set[object]:
    return {arguments[0] for arguments in ear.told("/perf/note") if arguments[2]}
