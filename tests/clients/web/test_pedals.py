"""Whose pedal is down, by what the engine says of moves and of what players hold."""

from __future__ import annotations

import pytest

from perf_engine.clients.web.pedals import Pedals
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import HEARD, HEARD_PEDAL, HOLDING, Other


def moved(pedals: Pedals, player: object, value: object) -> list[tuple[int, bool]]:
    return pedals.take(Other(HEARD_PEDAL, (player, value)))


def held(pedals: Pedals, *pairs: object) -> list[tuple[int, bool]]:
    return pedals.take(Other(HOLDING, pairs))


def test_a_pedal_that_goes_down_and_up_is_said_once_each_however_deep_it_is() -> None:
    pedals = Pedals()
    said = [moved(pedals, 2, value) for value in (1, 63, 64, 90, 127, 64, 63, 0)]
    assert said == [[], [], [(2, True)], [], [], [], [(2, False)], []]
    assert list(pedals) == []


def test_the_pedals_of_players_are_told_apart() -> None:
    pedals = Pedals()
    assert moved(pedals, 3, 127) == [(3, True)]
    assert moved(pedals, 0, 127) == [(0, True)]
    assert list(pedals) == [0, 3]
    assert moved(pedals, 3, 0) == [(3, False)]
    assert list(pedals) == [0]


def test_a_statement_tells_a_move_that_was_lost_and_an_end_without_a_word() -> None:
    pedals = Pedals()
    assert held(pedals, 0, 60, 0, PEDAL, 4, PEDAL) == [(0, True), (4, True)]
    assert held(pedals, 0, 60, 0, PEDAL, 4, PEDAL) == []
    assert held(pedals, 0, 60, 4, PEDAL) == [(0, False)]
    assert held(pedals) == [(4, False)]


def test_a_pedal_that_was_forgotten_is_said_again() -> None:
    pedals = Pedals()
    moved(pedals, 0, 127)
    pedals.clear()
    assert list(pedals) == []
    assert moved(pedals, 0, 127) == [(0, True)]


@pytest.mark.parametrize(
    "message",
    [
        Other(HEARD_PEDAL, ()),
        Other(HEARD_PEDAL, (1,)),
        Other(HEARD_PEDAL, (1, "down")),
        Other(HEARD_PEDAL, (1, 127, 0)),
        Other(HOLDING, (1,)),
        Other(HOLDING, (1, "x")),
        Other(HEARD, (1, 60, 90)),
    ],
    ids=str,
)
def test_what_cannot_be_read_and_what_is_about_no_pedal_changes_nothing(message: Other) -> None:
    pedals = Pedals()
    moved(pedals, 0, 127)
    assert pedals.take(message) == []
    assert list(pedals) == [0]
