"""A Pd that stands still again and again plays every note once, and lets every one go.

What it plays is taken down by a book that knows nothing of the engine or of the library.
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.puredata.stalls import START, VOICES, Book, a_pd, library, listen
from tests.support.concert import PATIENCE, connected
from tests.support.peers import THOROUGH

SECONDS = 200.0 if THOROUGH else 20.0
STALL = 0.2  # seconds
LONGEST = 3.0  # seconds that the machine may hold a key
MOST_STRETCHES = 3
MACHINE = (
    "--mode",
    "solo",
    "--voices",
    str(VOICES),
    "--seed",
    "7",
    "--set",
    "density=2",
    "--set",
    f"longest_note={LONGEST:g}",
)
# as the manual says it for whoever does without the library: a pipe, and nothing that is flushed
PLAIN = """#X obj 20 110 netsend -u -b;
#X msg 200 20 connect 127.0.0.1 {engine};
#X obj 20 140 oscparse;
#X obj 20 170 list trim;
#X obj 20 200 route perf;
#X obj 20 230 route note noteoff;
#X obj 20 260 pipe f f f 0;
#X obj 200 260 pipe f f 0;
#X obj 20 290 pack f f f;
#X obj 200 290 pack f f;
#X obj 200 320 list append 0;
#X obj 20 350 print NOTE;
#X msg 200 50 1 0 ahead 0;
#X obj 200 80 oscformat -f iisf perf notify;
#X obj 320 80 list prepend send;
#X obj 420 80 list trim;
#X obj 420 20 delay 200;
#X connect 0 0 4 0;
#X connect 4 0 3 0;
#X connect 0 0 19 0;
#X connect 19 0 15 0;
#X connect 15 0 16 0;
#X connect 16 0 17 0;
#X connect 17 0 18 0;
#X connect 18 0 3 0;
#X connect 3 1 5 0;
#X connect 5 0 6 0;
#X connect 6 0 7 0;
#X connect 7 0 8 0;
#X connect 8 0 9 0;
#X connect 8 1 10 0;
#X connect 9 0 11 0;
#X connect 9 1 11 1;
#X connect 9 2 11 2;
#X connect 10 0 12 0;
#X connect 10 1 12 1;
#X connect 12 0 13 0;
#X connect 11 0 14 0;
#X connect 13 0 14 0;
"""


def plain(engine: int) -> str:
    """No library: pipes."""
    return START + PLAIN.format(engine=engine)


def stretch(start, folder: Path, patch: Callable[[int], str]) -> tuple[Book, float, int]:
    """What a Pd played that stood still again and again, its longest note, and how often it did."""
    book, rest, moments = Book(), bytearray(), random.Random(3)
    with (
        start(*MACHINE) as engine,
        connected(engine.port) as perf,
        a_pd(folder, patch(engine.port)) as here,
    ):
        began = time.monotonic()
        stalls = 0
        while time.monotonic() < began + SECONDS or book.strikes <= 5 * SECONDS:
            assert time.monotonic() < began + 4 * SECONDS, "too little is played"
            listen(here, book, moments.uniform(0.05, 0.6), rest)
            here.process.send_signal(signal.SIGSTOP)
            time.sleep(STALL)
            here.process.send_signal(signal.SIGCONT)
            stalls += 1
        here.process.send_signal(signal.SIGSTOP)  # the stop itself comes while it stands still
        time.sleep(STALL / 2)
        perf.stop()
        time.sleep(STALL / 2)
        here.process.send_signal(signal.SIGCONT)
        stopped = time.monotonic()
        listen(here, book, 2.0, rest)
        while book.sounding and time.monotonic() < stopped + PATIENCE:
            listen(here, book, 0.5, rest)
        return book, book.longest(time.monotonic()), stalls


@pytest.mark.timeout(MOST_STRETCHES * (4 * SECONDS + 90))
@pytest.mark.parametrize("patch", [library, plain], ids=["library", "plain"])
def test_two_hundred_milliseconds_that_pd_stands_still_leave_no_note_twice_nor_for_ever(
    start, tmp_path: Path, patch: Callable[[int], str], capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(MOST_STRETCHES):
        book, longest, stalls = stretch(start, tmp_path, patch)
        with capsys.disabled():
            print(
                f"\n{stalls} stalls of {STALL:g} s in {SECONDS:g} s: {book.strikes} strikes, "
                f"{book.doubled} doubled, {book.empty} releases of nothing, longest {longest:.2f} "
                f"s, {len(book.sounding)} still sound after the stop"
            )
        assert book.doubled == 0
        assert book.sounding == {}
        if patch is library:
            assert book.empty == 0
            assert book.strikes == book.releases
        if longest < LONGEST + 1.0:
            return
    pytest.fail("a note sounds too long in each stretch, though the machine stood still in few")
