"""What Pd misses: the engine's statement lets go of keys whose release was lost; their order."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.puredata.pd import harness
from tests.puredata.stalls import Book, a_pd, library, listen
from tests.puredata.stand_in import stand_in, wait_until
from tests.support.concert import connected
from tests.support.lossy import LET_GO, LONGEST, STRETCHES, Deed, Witness, lossy, overhang

EVERY = 4
SECONDS = 8.0
WITHIN = 1.0  # seconds: a statement, or the next one where the first is lost
SLACK = 0.35  # seconds of this machine's own, and of printing
MACHINE = ("--mode", "solo", "--voices", "4", "--seed", "3", "--set", "density=2")


class Dated(Book):
    """A book that keeps when each key was struck and let go."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds: list[Deed] = []

    def take(self, line: str, now: float) -> None:
        super().take(line, now)
        voice, pitch, velocity = (int(float(word)) for word in line.split()[1:4])
        self.deeds.append((now, (voice, pitch), velocity > 0))


def stretch(start, folder: Path) -> tuple[float, float]:
    """The longest that a key sounded too long in Pd, and how long that may be."""
    book, rest = Dated(), bytearray()
    with (
        start(*MACHINE) as engine,
        lossy(engine.port, EVERY) as road,
        connected(engine.port) as perf,
        a_pd(folder, library(road.port)) as here,
    ):
        witness, began = Witness(perf), time.monotonic()
        while (
            time.monotonic() < began + SECONDS
            or book.strikes <= 50
            or road.lost_of("/perf/noteoff") <= 10
        ):
            assert time.monotonic() < began + LONGEST, "too little is played"
            listen(here, book, 0.25, rest)
        perf.stop()
        stopped = time.monotonic()
        while (book.sounding or witness.sounds) and time.monotonic() < stopped + LET_GO:
            listen(here, book, 0.25, rest)
        listen(here, book, WITHIN, rest)
        end = time.monotonic()
        truth = witness.end()
        within = max(WITHIN, road.longest_without_statement()) + SLACK
    assert book.sounding == {}
    assert (book.doubled, book.empty, book.strikes) == (0, 0, book.releases)
    return overhang(book.deeds, truth, end), within


@pytest.mark.timeout(300)
def test_of_every_fourth_packet_that_is_lost_nothing_hangs_longer_than_a_second(
    start, tmp_path: Path
) -> None:
    found = [stretch(start, tmp_path)]
    while found[-1][0] >= found[-1][1] and len(found) < STRETCHES:
        found.append(stretch(start, tmp_path))
    print(f"the longest overhang, and how long it may be: {found}")
    assert found[-1][0] < found[-1][1]


def test_a_statement_lets_go_of_what_it_lacks_after_its_strike_and_makes_nothing_up(
    tmp_path: Path,
) -> None:
    with stand_in(alive=True) as engine, harness(tmp_path, engine.port) as here:
        assert here.line("THERE") == "THERE: 1"
        wait_until(lambda: engine.client is not None)
        for pitch, in_ms in ((60, 0.0), (62, 0.0), (64, 200.0)):
            engine.say("/perf/note", 0, pitch, 90, in_ms)
        engine.say("/perf/cc", 0, 64, 127, 0.0)
        engine.say("/perf/sounding", 1, 60, 0, 62, 0, 128, 0, 70)  # before 64 is struck
        assert here.line("PEDAL") == "PEDAL: 127"
        while here.notes[-1:] != [(64, 0)]:
            here.line("NOTE")
        assert here.notes == [(60, 90), (62, 90), (60, 0), (64, 90), (64, 0)]
        engine.say("/perf/sounding")
        assert {here.line("NOTE", "PEDAL") for _ in range(2)} == {"NOTE: 62 0", "PEDAL: 0"}
        engine.say("/perf/sounding")
        many = [number for pitch in range(128) for voice in range(4) for number in (voice, pitch)]
        engine.say("/perf/sounding", *many)  # as much as one message holds
        engine.say("/perf/note", 0, 72, 90, 0.0)
        assert here.line("NOTE", "PEDAL") == "NOTE: 72 90"


def test_what_is_read_at_once_keeps_each_keys_order(tmp_path: Path) -> None:
    with stand_in(alive=True) as engine, harness(tmp_path, engine.port) as here:
        assert here.line("THERE") == "THERE: 1"
        wait_until(lambda: engine.client is not None)
        here.process.send_signal(signal.SIGSTOP)  # so that all of it is read at once
        for round_ in range(20):
            engine.say("/perf/note", 0, 60, 90 - round_, 20.0)
            engine.say("/perf/noteoff", 0, 60, 0.0)
        engine.say("/perf/note", 0, 61, 50, 1.0)
        here.process.send_signal(signal.SIGCONT)
        while len(here.notes) < 41:
            here.line("NOTE")
        assert here.notes[0] == (61, 50)  # what need not wait does not
        expected = [(60, v) for round_ in range(20) for v in (90 - round_, 0)]
        assert here.notes[1:] == expected


def test_a_flush_a_loss_and_a_panic_end_all_that_sounds_and_waits(tmp_path: Path) -> None:
    with stand_in(alive=True) as engine, harness(tmp_path, engine.port) as here:
        assert here.line("THERE") == "THERE: 1"
        wait_until(lambda: engine.client is not None)
        for how in ("flush", "panic", "all sound off"):
            engine.say("/perf/note", 0, 60, 90, 0.0)
            here.sounds()
            engine.say("/perf/note", 0, 61, 90, 300.0)
            engine.say("/perf/noteoff", 0, 60, 300.0)
            engine.say("/perf/cc", 0, 64, 127, 0.0)
            here.line("PEDAL: 127")  # all of it has been read
            if how == "flush":
                engine.say("/perf/flush", 0)
                engine.say("/perf/noteoff", 0, 60, 0.0)
                engine.say("/perf/noteoff", 0, 61, 0.0)
            elif how == "panic":
                here.say("panic bang")
            else:
                engine.say("/perf/cc", 0, 120, 0, 0.0)
            here.silence()
            before = len(here.notes)
            engine.say("/perf/note", 0, 62, 90, 400.0)  # after all that waited would have come
            here.sounds()
            assert here.notes[before:] == [(62, 90)], how
            engine.say("/perf/noteoff", 0, 62, 0.0)
            here.silence()
