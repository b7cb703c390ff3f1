"""Messages that move nothing are counted, named and logged, in bounded space."""

from __future__ import annotations

import logging

import pytest

from perf_engine.clients.installation.unused import MOST_LOGGED, MOST_NAMED, Unused


def test_each_address_has_one_line_with_the_nearest_that_a_map_has(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    unused = Unused(lambda: ["/distance", "/accelerometer 2"])
    for address in ("/Distance", "/Distance", "/accelerometer", "/7"):
        unused.note(address)
    assert [record.getMessage() for record in caplog.records] == [
        "Sensors: no map uses /Distance; did you mean /distance?",
        "Sensors: no map uses /accelerometer; did you mean /accelerometer 2?",
        "Sensors: no map uses /7",
    ]
    assert unused.messages == 4


def test_nobody_can_fill_the_log_or_the_memory(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    unused = Unused(tuple)
    for number in range(1000):
        unused.note(f"/{number}")
        unused.note_value(f"/value/{number}", "x" * 1000)
    assert unused.addresses == [f"/{number}" for number in range(1000 - MOST_NAMED, 1000)]
    assert len(caplog.records) == MOST_LOGGED
    assert max(len(record.getMessage()) for record in caplog.records) < 200
