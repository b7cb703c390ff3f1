"""Far more to play than the processor can: silenced at once, ended at once, told, and on time."""

from __future__ import annotations

import signal
import time

from tests.edges.by_voice import sounding, voices
from tests.support.concert import PATIENCE, Ear

WILD = (
    "--no-midi",
    "--voices",
    "8",
    "--mode",
    "solo",
    "--set",
    "density=4",
    "--set",
    "tempo_scale=4",
)


def strikes_after_the_last_flush(ear: Ear) -> int:
    addresses = [address for address, _ in ear.messages]
    if "/perf/flush" not in addresses:
        return -1
    last = len(addresses) - 1 - addresses[::-1].index("/perf/flush")
    return addresses[last:].count("/perf/note")


def test_a_panic_waits_for_no_backlog(start) -> None:
    with start(*WILD) as engine:
        ear = Ear(engine.port)
        ear.register("now")
        took: list[float] = []
        for _ in range(3):
            ear.say("/perf/start")
            assert ear.until(lambda: voices(ear) == set(range(8)))
            until = time.monotonic() + 2.0
            ear.until(lambda until=until: time.monotonic() > until)
            ear.messages.clear()
            ear.say("/perf/panic")
            said = time.monotonic()
            assert ear.until(lambda: ["/perf/panic"] in ear.told("/perf/done"))
            took.append(time.monotonic() - said)
            ear.settle()
            assert strikes_after_the_last_flush(ear) == 0
            assert sounding(ear) == set()
            ear.messages.clear()
    assert sorted(took)[1] < 5.0, "a backlog is before each of them, a busy machine before one"


def test_the_end_waits_for_no_backlog(start) -> None:
    took: list[float] = []
    while not took or took[-1] >= 8.0:
        assert len(took) < 3, took
        with start(*WILD) as engine:
            ear = Ear(engine.port)
            ear.register("now")
            assert ear.until(lambda ear=ear: voices(ear) == set(range(8)))
            begun = time.monotonic()
            engine.process.send_signal(signal.SIGTERM)
            assert engine.process.wait(PATIENCE) == 0
            took.append(time.monotonic() - begun)
            ear.rest()
            assert sounding(ear) == set()
