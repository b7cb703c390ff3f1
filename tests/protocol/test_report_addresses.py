"""The engine sends its clients what the table of reports promises: addresses, types and ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pytest

from perf_engine.engine.handlers.schema import TO_CLIENTS
from perf_engine.protocol.notes import (
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Strike,
    TurnPassed,
)
from perf_engine.protocol.report_addresses import to_clients
from tests.engine.stage import Stage

REPORTS = {entry.address: entry for entry in TO_CLIENTS}
TYPES = {"i": (int,), "f": (float,), "s": (str,), "*": (int, float, str)}
SAID = (
    Strike(0, 127, 1, 100.1),
    Release(15, 0, 100.2),
    ControlChange(0, 64, 127, 100.0),
    Flush(3),
    Heard(15, 60, 0),
    Foreseen(0, 62, 80, 100.5, 0.25, 1.5),
    TurnPassed(0, "answer", 5.0, 100.02),
)
ASKED = (
    ("/perf/mode", "solo"),
    ("/perf/mode", "polka"),
    ("/perf/seed", "x"),
    ("/perf/ping", 7),
    ("/perf/ping", "x"),
    ("/perf/status",),
    ("/perf/version",),
    ("/perf/sync", 3),
    ("/perf/model/list",),
    ("/perf/model/info",),
    ("/perf/midi/learn", "temperature"),
    ("/perf/midi/bind", 7, "temperature"),
    ("/perf/midi/unbind", 7),
    ("/perf/tempo", 90.0),
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.close()


def broken(address: str, values: Sequence[object]) -> str | None:
    """What is wrong with a message to a client, by the table."""
    entry = REPORTS.get(address)
    if entry is None:
        return f"{address} is in no row"
    specs = list(entry.arguments)
    if specs and specs[-1].many:
        specs = specs[:-1] + specs[-1:] * max(0, len(values) - len(specs) + 1)
    if len(values) != len(specs):
        return f"{address} has {len(values)} arguments, not {len(specs)}"
    for spec, value in zip(specs, values, strict=True):
        if type(value) not in TYPES[spec.tag]:
            return f"{spec.name} of {address} is a {type(value).__name__}, not {spec.tag}"
        if isinstance(value, str):
            if spec.choices and value not in spec.choices:
                return f"{spec.name} of {address} is {value}"
        elif not (math.isfinite(value) and spec.low <= value <= spec.high):
            return f"{spec.name} of {address} is {value}"
    return None


@pytest.mark.parametrize("timing", ["bundle", "ahead", "now"])
def test_what_clients_are_told_is_what_the_table_says(stage: Stage, timing: str) -> None:
    peer = stage.peer()
    told: list[tuple[str, list[object]]] = []

    def hear() -> None:
        told.extend(peer.messages())

    peer.say("/perf/notify", 2, 0, timing)
    stage.turn(3)
    hear()
    for words in ASKED:
        peer.say(*words)
        stage.turn(3)
        hear()
    for one in SAID:
        stage.performer.says.append(one)
        stage.turn()
    stage.performer.keys = [(0, 60)]
    stage.wait(2.0)
    hear()
    getters = {words[0] for words in ASKED}  # the reply to a question has the question's address
    wrong = [broken(*one) for one in told if one[0] not in getters]
    assert [why for why in wrong if why] == []
    heard = {address for address, _ in told}
    wanted = {"/perf/note", "/perf/noteoff", "/perf/cc", "/perf/flush", "/perf/heard"}
    wanted |= {"/perf/foresee", "/perf/turn", "/perf/running", "/perf/alive", "/perf/pulse"}
    wanted |= {"/perf/done", "/perf/fail", "/perf/pong", "/perf/status.reply", "/perf/synced"}
    wanted |= {"/perf/version.reply"}
    assert wanted <= heard


def test_the_phases_of_a_turn_are_those_that_are_handed_in() -> None:
    (turn,) = [one for one in to_clients(("rest", "call")) if one.address == "/perf/turn"]
    assert turn.arguments[1].choices == ("rest", "call")


def test_no_report_is_served_answered_or_left_without_a_sentence() -> None:
    for entry in to_clients(("rest",)):
        assert (entry.handler, entry.reply) == ("", "")
        assert entry.help.endswith(".")
        assert not any(argument.optional for argument in entry.arguments)
        assert not any(argument.many for argument in entry.arguments[:-1])
