"""A run is watched in a terminal, and nothing is said elsewhere."""

import io

import pytest

pytest.importorskip("torch")

from rich.console import Console

from perf_engine.training.learn.progress import shown

LINES = [
    {
        "step": 20,
        "events": 500,
        "events_per_s": 900,
        "total": 3.5,
        "eta_s": 61,
        "loss": {"part": 0.1, "dt": 2.0, "key": 1.0, "velocity": 0.4},
    },
    {"step": 40, "events": 900, "mix": {"total": 3.2}, "general_mix": {"total": 5.0}, "best": 40},
    {"step": 60, "events": 990, "mix": {"total": 3.1}, "told_mix": {"total": 2.9}, "best": 60},
]


def said(terminal):
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80, color_system=None)
    with shown(1000, console) as watch:
        for line in LINES:
            watch(line)
    return out.getvalue()


def test_speed_loss_by_sub_event_time_left_and_validation_are_shown():
    text = said(True)
    for words in (
        "900 events/s, 0:01:01 left",
        "dt 2.00",
        "= 3.500 nats",
        "50%",
        "step 40: validation 3.200 nats an event, general 5.000, the best so far",
        "validation 3.100 nats an event, 2.900 where style and metre are told",
    ):
        assert words in text


def test_where_there_is_no_terminal_nothing_is_said():
    assert said(False) == ""
