"""Unread messages: their order, what is urgent, and what is held for later."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.input.inbox import MOST_BYTES, MOST_HELD, Inbox, Letter
from perf_engine.protocol.packets import build

HERE = ("127.0.0.1", 9)
THERE = ("127.0.0.1", 10)
NOTE = build("/perf/in/note", 0, 60, 100)


def letter(message: bytes, came: float = 1.0) -> Letter:
    return Letter(message, HERE, came, came)


@pytest.mark.parametrize(
    ("message", "urgent"),
    [
        (build("/perf/panic"), True),
        (build("/perf/stop"), True),
        (build("/perf/stop", 1), True),
        (build("/perf/quit"), True),
        (build("/perf/release"), True),
        (build("/perf/reset"), True),
        (build("/perf/mode", "solo"), True),
        (build("/perf/voice/3/mode", "solo"), True),
        (build("/perf/param/mute", 1), True),
        (build("/perf/voice/3/mute", 1), True),
        (build("/perf/set", "lead", 0.0, "mute", 1), True),
        (b"/perf/panic\0", True),
        (build("/perf/set", "lead", 0.0), False),
        (build("/perf/param/density", 2.0), False),
        (NOTE, False),
        (build("/perf/panicky"), False),
        (b"", False),
        (b"/perf/stop", False),
    ],
)
def test_what_is_urgent(message: bytes, urgent: bool) -> None:
    assert letter(message).urgent is urgent


def test_orders_go_before_what_was_played_only_where_they_are_to() -> None:
    inbox = Inbox()
    order = build("/perf/seed", 1)
    for message in (NOTE, order, NOTE):
        inbox.take(letter(message))
    assert inbox.first().message == NOTE
    assert inbox.first(orders_first=True).message == order
    assert [inbox.next(orders_first=True).message for _ in range(3)] == [order, NOTE, NOTE]
    for message in (NOTE, order, NOTE):
        inbox.take(letter(message))
    assert [inbox.next().message for _ in range(3)] == [NOTE, order, NOTE]
    assert inbox.oldest == math.inf


def test_a_sync_waits_for_what_was_played_before_it_though_orders_go_first() -> None:
    inbox = Inbox()
    for message in (NOTE, build("/perf/sync", 1), build("/perf/param/density", 2.0)):
        inbox.take(letter(message))
    taken = [inbox.next(orders_first=True).message for _ in range(3)]
    assert taken == [build("/perf/param/density", 2.0), NOTE, build("/perf/sync", 1)]


def test_a_panic_drops_what_was_played_and_still_answers_a_sync() -> None:
    inbox = Inbox()
    for message in (NOTE, build("/perf/sync", 1)):
        inbox.take(letter(message))
    inbox.outdate(lambda message: False)
    assert [inbox.next().message] == [build("/perf/sync", 1)]


def test_a_mode_keeps_its_place_after_a_control_but_goes_before_a_flood_of_them() -> None:
    control, mode = build("/perf/param/density", 2.0), build("/perf/mode", "accompany")
    for waiting, place in ((1, 1), (1000, 0)):
        inbox = Inbox()
        for message in (*[control] * waiting, mode):
            inbox.take(letter(message))
        taken = [inbox.next().message for _ in range(waiting + 1)]
        assert taken.index(mode) == place


def all_of(inbox: Inbox) -> list[bytes]:
    return [inbox.next().message for _ in range(len(inbox))]


KINDS = {
    "note": NOTE,
    "sync": build("/perf/sync", 1),
    "control": build("/perf/param/density", 2.0),
    "mode": build("/perf/mode", "solo"),
    "start": build("/perf/start"),
    "stop": build("/perf/stop"),
    "panic": build("/perf/panic"),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.booleans()), max_size=100))
def test_no_letter_is_lost_and_what_is_played_or_urgent_keeps_its_order(
    steps: list[tuple[str, bool]],
) -> None:
    inbox = Inbox()
    sent: list[tuple[str, Letter]] = []
    taken: list[tuple[str, Letter]] = []
    kind_of: dict[float, str] = {}

    def take(orders_first: bool = False) -> None:
        ahead = inbox.first(orders_first)
        assert inbox.next(orders_first) is ahead
        taken.append((kind_of[ahead.came], ahead))

    for number, (kind, also_take) in enumerate(steps):
        kind_of[number] = kind
        sent.append((kind, letter(KINDS[kind], float(number))))
        inbox.take(sent[-1][1])
        if also_take:
            take(orders_first=number % 2 == 0)
    assert len(inbox) == len(sent) - len(taken)
    while inbox:
        take()
    assert sorted(one.came for _, one in taken) == list(range(len(sent)))
    for together in (("note", "sync"), ("panic", "stop", "start"), ("control",), ("mode",)):
        places = [one.came for kind, one in taken if kind in together]
        assert places == sorted(places)


def test_an_urgent_letter_goes_first_with_the_start_before_it() -> None:
    inbox = Inbox()
    for kind in ("note", "control", "start", "note", "stop", "start"):
        inbox.take(letter(KINDS[kind]))
    order = ("start", "stop", "note", "control", "note", "start")
    assert all_of(inbox) == [KINDS[kind] for kind in order]


def test_who_releases_is_not_heard_with_what_it_played_just_before() -> None:
    inbox = Inbox()
    other = Letter(NOTE, THERE, 2.0, 2.0)
    for one in (letter(NOTE), letter(KINDS["sync"]), other, letter(build("/perf/release"))):
        inbox.take(one)
    assert inbox.next().message == build("/perf/release")
    assert [inbox.next() for _ in range(len(inbox))] == [letter(KINDS["sync"]), other]


def test_what_a_pattern_means_goes_before_all_that_waits() -> None:
    inbox = Inbox()
    inbox.take(letter(KINDS["control"]))
    two = [letter(build(f"/perf/param/{name}", 1.0)) for name in ("share", "density")]
    inbox.take_first(two)
    assert [inbox.next() for _ in range(2)] == two
    stop, control = letter(KINDS["stop"]), letter(KINDS["control"], 2.0)
    inbox.take_first([control, stop])  # one of them is urgent: they stay together
    assert [inbox.next() for _ in range(2)] == [control, stop]
    assert all_of(inbox) == [KINDS["control"]]


@given(st.lists(st.floats(0.0, 10.0), max_size=30), st.floats(0.0, 10.0))
def test_what_is_held_is_queued_when_its_time_has_come_in_the_order_of_the_times(
    stamps: list[float], now: float
) -> None:
    inbox = Inbox()
    for stamp in stamps:
        assert inbox.hold(Letter(NOTE, HERE, stamp, stamp))
    assert inbox.due() == min(stamps, default=math.inf)
    inbox.ripen(now)
    ripe = sorted(stamp for stamp in stamps if stamp <= now)
    assert [inbox.next().stamp for _ in range(len(inbox))] == ripe
    assert inbox.held() == len(stamps) - len(ripe)
    assert inbox.due() > now


def test_a_panic_that_was_held_drops_what_was_played_before_it() -> None:
    inbox = Inbox()
    for kind, stamp in (("note", 1.0), ("panic", 2.0), ("note", 3.0)):
        inbox.hold(letter(KINDS[kind], stamp))
    inbox.ripen(3.0)
    assert [inbox.next().stamp for _ in range(len(inbox))] == [2.0, 3.0]


def test_letters_for_later_are_bounded_by_their_number_and_their_bytes() -> None:
    inbox = Inbox()
    taken = [inbox.hold(letter(NOTE), share=0.5) for _ in range(MOST_HELD)]
    assert taken.count(True) == inbox.held() == MOST_HELD // 2
    assert inbox.hold(letter(NOTE))  # others have the rest
    large = letter(b"/x" + bytes(MOST_BYTES // 4), 2.0)
    taken = [inbox.hold(large) for _ in range(5)]
    assert taken == [True, True, True, False, False]
    inbox.ripen(2.0)  # and the room is free again
    assert inbox.hold(large)


def test_the_held_letters_of_one_sender_are_dropped_or_all() -> None:
    inbox = Inbox()
    for number in range(6):
        inbox.hold(Letter(NOTE, HERE if number % 2 else THERE, 0.0, float(number)))
    inbox.drop(HERE)
    assert inbox.held() == 3
    inbox.ripen(4.0)
    assert [inbox.next().stamp for _ in range(len(inbox))] == [0.0, 2.0, 4.0]
    inbox.hold(letter(NOTE, 9.0))
    inbox.drop()
    assert (inbox.held(), inbox.due()) == (0, math.inf)
