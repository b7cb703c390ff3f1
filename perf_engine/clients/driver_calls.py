"""A bound for calls of MIDI and sound drivers: some never return, and nothing in Python ends them.

A call of libjack that closes a client may wait for ever for a lock of its own, and one of RtMidi
that sends waits for room, which a JACK server that has given up a client never makes. The process
then lives on as a client that does nothing, or takes a whole core, and the JACK server stands still
for everybody. Whoever started the process kills it; but where that one has ended, nobody is left.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

USING: Final = 30.0  # seconds that a driver may take for a call: longer than others wait for us
LEAVING: Final = 12.0  # seconds that it may take to close: a JACK server stands still for up to 10
# where another client was killed


@contextmanager
def ends_after(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer than so many seconds.

    The system does it by SIGALRM, as a call that hangs lets no Python run. Windows has no such
    signal: there, nothing is done. A process has one alarm, so the blocks must not be nested.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)


def keep_alive(seconds: float) -> None:
    """End this process so many seconds from now, unless it is kept alive again; 0: never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
