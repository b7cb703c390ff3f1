"""A patch for vanilla Pure Data plays with the engine: timing `ahead`, and a pipe that waits."""

from __future__ import annotations

import subprocess
from pathlib import Path

from perf_engine.engine.output.outbox import APART
from tests.support.concert import STARTED, TAKEOVER, Note, assert_music
from tests.support.peers import free_port, line_within, require, run_process

LEAD = 200  # milliseconds


def test_pd_plays_the_answer_after_the_milliseconds_it_says(start) -> None:
    pd = require("pd")
    patch = str(Path(__file__).with_name("phrase.pd"))
    with start("--no-midi", *TAKEOVER, "--set", f"lead={LEAD}") as engine:
        ports = f"ports {engine.port} {free_port()}"
        quiet = ("-nogui", "-noaudio", "-nomidi", "-nrt", "-noprefs", "-stderr")
        command = (pd, *quiet, "-send", ports, "-open", patch)
        notes, waits, flushed = [], [], False
        with run_process(*command, stderr=subprocess.STDOUT) as process:
            while (line := line_within(process, STARTED + 60)) != "end: bang":
                what, _, values = line.partition(": ")
                assert what not in ("fail", "error"), line
                if what == "note":
                    waits.append(float(values.split()[3]))
                elif what in ("strike", "release"):  # in the order of playing
                    _, pitch, *velocity = (int(value) for value in values.split())
                    notes.append(Note(len(notes), pitch, *velocity or (0,)))
                flushed = flushed or what == "flush"
            assert process.wait(30) == 0
    assert_music(notes, 32)
    assert all(0 <= wait <= LEAD + 4 * APART * 1000 for wait in waits)  # restrikes keep apart
    assert max(waits) > 0
    assert flushed  # the stop
