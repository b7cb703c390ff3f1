"""Orders: the messages of a piece, carried out as the engine would."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from benchmarks.orders import Orders
from perf_engine.core.harmony.guide import GiveChart
from perf_engine.core.messages import Command, SetControls, SetMode, Start, Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model


class Told:
    """Keeps the commands that it is given."""

    def __init__(self) -> None:
        self.commands: list[Command] = []

    def command(self, command: Command, now: float) -> None:
        self.commands.append(command)


def test_messages_of_the_piece_become_commands_of_the_engine(tmp_path: Path) -> None:
    told = Told()
    orders = Orders(cast(Performer, told), tmp_path)
    for message in (
        ("/perf/start",),
        ("/perf/stop",),
        ("/perf/voice/1/mode", "duet"),
        ("/perf/voice/0/density", 0.5),
        ("/perf/set", "grid", 3),
        ("/perf/chords", "auto"),
    ):
        orders.take(message, 0.0)
    assert told.commands == [
        Start(),
        Stop(),
        SetMode("duet", 1),
        SetControls((("density", 0.5),), 0),
        SetControls((("grid", 3),)),
        GiveChart(None),
    ]
    assert orders.refused == []


def test_what_the_engine_would_refuse_is_a_fault_once(tmp_path: Path) -> None:
    orders = Orders(Performer(load_model()[0]), tmp_path)
    for _ in range(2):
        orders.take(("/perf/state/recall", "calm"), 0.0)
        orders.take(("/perf/model/load", "no such model"), 0.0)
        orders.take(("/perf/dance",), 0.0)
        orders.take(("/perf/voice/0/density", 99.0), 0.0)
    assert [said.partition(" was refused: ")[0] for said in orders.refused] == [
        "/perf/state/recall calm",
        "/perf/model/load no such model",
        "/perf/dance",
        "/perf/voice/0/density 99.0",
    ]
    assert f"there is no state calm in {tmp_path}" in orders.refused[0]
    assert "99" in orders.refused[3]
