"""The log stays small however long something complains, and nothing is left out without a word."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from perf_engine.engine.input.complaints import Complaints
from perf_engine.engine.output.log_limit import AN_HOUR, AT_ONCE, MOST_KINDS, WANTED, Ration
from perf_engine.protocol.errors import Code

HOUR = 3600.0
SIX_WEEKS = 42 * 24 * HOUR


class Hand:
    """A clock in the hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Kept(logging.Handler):
    """What was written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def ration(clock: Hand) -> Ration:
    return Ration(clock)


@pytest.fixture
def kept(ration: Ration) -> Iterator[Kept]:
    handler, root = Kept(), logging.getLogger("perf_engine")
    handler.addFilter(ration)
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


log = logging.getLogger("perf_engine.engine.some")


def test_what_is_said_seldom_is_all_said(clock: Hand, ration: Ration, kept: Kept) -> None:
    for number in range(AT_ONCE):
        log.info("number %d", number)
    assert kept.lines == [f"number {n}" for n in range(AT_ONCE)]


def test_of_one_kind_so_many_are_said_then_a_few_an_hour_and_the_others_are_counted(
    clock: Hand, ration: Ration, kept: Kept
) -> None:
    said = 100_000
    for number in range(said):
        clock.now = number / 10
        log.info("number %d", number)
        ration.turn(clock.now)
    clock.now += HOUR
    ration.turn(clock.now)
    told = sum(int(n) for line in kept.lines for n in re.findall(r"(\d+) (?:more|lines)", line))
    plain = sum(line.startswith("number") for line in kept.lines)
    assert told + plain == said
    assert len(kept.lines) <= AT_ONCE + AN_HOUR * (said / 10 / HOUR + 1) + 1
    assert ration.due() == float("inf")


def test_one_kind_takes_nothing_from_another(clock: Hand, ration: Ration, kept: Kept) -> None:
    for _ in range(10 * AT_ONCE):
        log.info("this")
    log.warning("that")
    assert kept.lines[-1] == "that"


def test_what_somebody_wants_to_see_is_all_said(clock: Hand, ration: Ration, kept: Kept) -> None:
    for _ in range(10 * AT_ONCE):
        log.info("this", extra=WANTED)
    assert len(kept.lines) == 10 * AT_ONCE


def test_of_endless_kinds_no_more_are_kept(clock: Hand, ration: Ration, kept: Kept) -> None:
    for number in range(10 * MOST_KINDS):
        log.info(f"kind {number}")
    assert len(ration._kinds) <= MOST_KINDS + 1


@pytest.mark.timeout(400)
@pytest.mark.parametrize("addresses", [1, 1000])
def test_a_hundred_wrong_messages_a_second_for_six_weeks_are_a_few_megabytes(
    clock: Hand, ration: Ration, kept: Kept, addresses: int
) -> None:
    """A day second by second, a hundred complaints each; what a day adds then is multiplied."""
    complaints, text = Complaints(), "pitch must be 0..127, not 200: " + 150 * "x"
    day, size = 24 * 3600, [0, 0]
    for second in range(0, 2 * day):
        clock.now = float(second)
        for number in range(100 if second < 60 or second % HOUR < 2 else 2):
            address = f"/perf/in/{(second * 100 + number) % addresses}"
            complaints.note(("127.0.0.1", 5000), address, Code.OUT_OF_RANGE, text, clock.now, False)
        complaints.tell(clock.now)
        ration.turn(clock.now)
        size[second // day] += sum(len(line) + 1 for line in kept.lines)
        kept.lines.clear()
    assert size[0] + size[1] * (SIX_WEEKS / day) < 4_000_000
    assert size[1] > 0, "nothing is left out without a word"
