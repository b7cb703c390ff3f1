"""The patches, simulated, with a real engine: registered, heard, answered, silent in the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.max_patches.patches import midi_messages, own, said, sounding
from tests.max_patches.real_time import Bridge
from tests.support.concert import TAKEOVER, playing


def told(max_: Bridge, *beginning: int | str) -> bool:
    return any(m[: len(beginning)] == beginning for m in said(max_.engine, 0))


def test_a_real_engine_is_found_played_to_and_heard(tmp_path: Path) -> None:
    with playing(tmp_path / "engine.log", "--no-midi", *TAKEOVER) as engine:
        max_ = Bridge(engine.port)
        listen = max_.world.open(own()["perf.listen"])
        max_.until(lambda: ("/perf/running", "general") in said(max_.engine, 0))
        patience = max_.panel.named("patience")
        max_.until(lambda: patience.value == pytest.approx(0.3))
        mode = max_.panel.named("mode")
        max_.until(lambda: mode.value == 1)

        for pitch in (60, 64, 67, 64, 60):
            listen.send(1, pitch, 90)
            listen.send(1, pitch, 0)
        for message in said(listen, 0):
            max_.engine.send(0, *message)
        max_.until(lambda: len(midi_messages(max_.voice)) > 30)
        assert said(max_.engine, 2) == []  # nothing was refused

        max_.engine.send(0, "/perf/panic")
        max_.until(lambda: told(max_, "/perf/done", "/perf/panic"))
        max_.until(lambda: sounding(midi_messages(max_.voice)) == set())
        max_.engine.send(0, "/perf/sync", 7)
        max_.until(lambda: told(max_, "/perf/synced", 7))
        assert sounding(midi_messages(max_.voice)) == set()

        engine.kill()
        max_.until(lambda: said(max_.engine, 1)[-1] == (0,))
