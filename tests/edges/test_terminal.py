"""liblo's tools play with the engine: oscsend a phrase, oscdump prints the answer with its time."""

from __future__ import annotations

import socket
import subprocess
import time
from itertools import pairwise

import pytest

from tests.support.concert import (
    PATIENCE,
    PHRASE,
    STARTED,
    TAKEOVER,
    Note,
    account,
    assert_music,
    strikes,
)
from tests.support.peers import free_port, line_within, require, run_process

SINCE_1900 = 2_208_988_800  # seconds from the era of OSC's time tags to 1970
TICK = 0.01  # seconds that liblo may be early


def wall(tag: str) -> float:
    """Seconds since 1970 of a time tag as oscdump prints it."""
    seconds, _, fraction = tag.partition(".")
    return int(seconds, 16) - SINCE_1900 + int(fraction, 16) / 2**32


def wait_until_taken(port: int) -> None:
    """Wait until a program listens on a UDP port."""
    until = time.monotonic() + STARTED
    while time.monotonic() < until:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("0.0.0.0", port))
            except OSError:
                return
        time.sleep(0.05)
    pytest.fail(f"nobody listens on port {port}")


def test_oscdump_prints_the_answer_to_what_oscsend_plays(start) -> None:
    oscsend, oscdump = require("oscsend"), require("oscdump")
    port = free_port()
    with (
        start("--no-midi", *TAKEOVER, "--set", "lead=200") as engine,
        run_process(oscdump, "-L", str(port)) as dump,
    ):

        def send(address: str, *words: object) -> None:
            command = (oscsend, "127.0.0.1", str(engine.port), address, *map(str, words))
            subprocess.run(command, check=True, timeout=30)

        wait_until_taken(port)
        send("/perf/notify", "iisf", 1, port, "bundle", 0)
        for pitch in PHRASE:
            send("/perf/in/note", "iiif", 0, pitch, 90, 0.1)
        notes: list[Note] = []
        stopped = None
        limit = time.monotonic() + 2 * PATIENCE
        while stopped is None or time.time() < stopped + 1.0 or account(notes)[0]:
            assert time.monotonic() < limit, f"these sound on: {account(notes)[0]}"
            line = line_within(dump, PATIENCE)  # /perf/alive comes every second
            printed = time.time()
            tag, address, *rest = line.split()
            assert address != "/perf/fail", line
            if address in ("/perf/note", "/perf/noteoff"):
                _, _, pitch, *more = rest
                velocity = int(more[0]) if address == "/perf/note" else 0
                notes.append(Note(wall(tag), int(pitch), velocity))
                assert printed > wall(tag) - TICK, "liblo keeps a bundle until it is due"
            if stopped is None and len(strikes(notes)) >= 32:
                stopped = time.time()
                send("/perf/stop", "")
    assert_music(notes, 32)
    tags = [note.at for note in strikes(notes)]
    assert all(a <= b for a, b in pairwise(tags))
    assert len(set(tags)) >= 3
