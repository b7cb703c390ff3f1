"""What the machine played, sent again when it is due."""

from __future__ import annotations

from contextlib import suppress

import pytest

from perf_engine.engine.session.replay import emit
from perf_engine.protocol.notes import ControlChange, Played, Release, Strike
from perf_engine.protocol.packets import read


class Hand:
    """A clock in the hand; stops the playing at a time."""

    def __init__(self, stop: float = 1e9) -> None:
        self.time, self.stop = 32.0, stop

    def now(self) -> float:
        return self.time

    def wait(self, until: float) -> None:
        self.time = max(self.time, until)
        if self.time >= self.stop:
            raise KeyboardInterrupt


PLAYED: list[Played] = [
    Strike(0, 60, 90, 0.5),
    ControlChange(0, 64, 127, 0.6),
    Strike(1, 60, 80, 2.25),
    Release(0, 60, 2.5),
    ControlChange(0, 64, 0, 2.5),
    Release(1, 60, 3.0),
]


def emitted(hand: Hand, played: list[Played]) -> list[tuple[float, str, list[object]]]:
    sent: list[tuple[float, str, list[object]]] = []
    with suppress(KeyboardInterrupt):
        emit(played, lambda data: sent.append((round(hand.time - 32.0, 6), *read(data))), hand)
    return sent


def test_it_says_four_times_a_second_what_sounds() -> None:
    stated = [(at, v) for at, address, v in emitted(Hand(), PLAYED) if address == "/perf/sounding"]
    assert [at for at, _ in stated] == [place / 4 for place in range(13)]
    assert stated[::2] == [
        (0.0, []),
        (0.5, []),
        (1.0, [0, 60, 0, 128]),
        (1.5, [0, 60, 0, 128]),
        (2.0, [0, 60, 0, 128]),
        (2.5, [0, 60, 0, 128, 1, 60]),
        (3.0, [1, 60]),
    ]


def test_everything_is_sent_when_it_is_due_and_a_sign_of_life_each_second() -> None:
    sent = [one for one in emitted(Hand(), PLAYED) if one[1] != "/perf/sounding"]
    assert sent == [
        (0.0, "/perf/alive", [1]),
        (0.5, "/perf/note", [0, 60, 90, 0.0]),
        (0.6, "/perf/cc", [0, 64, 127, 0.0]),
        (1.0, "/perf/alive", [2]),
        (2.0, "/perf/alive", [3]),
        (2.25, "/perf/note", [1, 60, 80, 0.0]),
        (2.5, "/perf/noteoff", [0, 60, 0.0]),
        (2.5, "/perf/cc", [0, 64, 0, 0.0]),
        (3.0, "/perf/alive", [4]),
        (3.0, "/perf/noteoff", [1, 60, 0.0]),
    ]


def sounding(sent: list[tuple[float, str, list[object]]]) -> set[object]:
    """Keys and pedals that are down after all that was sent."""
    sounding: set[object] = set()
    for _, address, values in sent:
        if address == "/perf/note":
            sounding.add((values[0], values[1]))
        elif address == "/perf/noteoff":
            sounding.discard((values[0], values[1]))
        elif address == "/perf/cc":
            (sounding.add if values[2] else sounding.discard)((values[0], "pedal"))
    return sounding


@pytest.mark.parametrize("stop", [32.5, 32.6, 33.0, 34.25, 34.5])
def test_stopped_anywhere_it_lets_go_of_what_sounds(stop: float) -> None:
    assert sounding(emitted(Hand(stop), PLAYED)) == set()


@pytest.mark.parametrize("last", range(1, 11))
@pytest.mark.parametrize("gone", [True, False])
def test_an_end_amid_any_message_leaves_nothing_sounding(last: int, gone: bool) -> None:
    sent: list[tuple[float, str, list[object]]] = []
    count = 0

    def send(data: bytes) -> None:
        nonlocal count
        count += 1
        if count != last or gone:
            sent.append((0.0, *read(data)))
        if count == last:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        emit(PLAYED, send, Hand())
    assert count >= last
    assert sounding(sent) == set()


def test_nothing_played_is_nothing_sent() -> None:
    assert emitted(Hand(), []) == []
