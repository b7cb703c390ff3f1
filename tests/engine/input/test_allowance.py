"""What an address that may be spoofed is sent is bounded, whatever comes in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.input.allowance import FIRST, MOST, MOST_HOSTS, OVERALL, STREAM, Allowance
from perf_engine.protocol.packets import build

NOTE, END = build("/perf/note", 0, 60, 90, 0.0), build("/perf/noteoff", 0, 60, 0.0)
STEPS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(0, 2000),
        st.integers(1, 3000),
        st.floats(0.0, 30.0),
    ),
    max_size=60,
)


@given(STEPS)
def test_no_host_is_answered_by_more_than_it_sent_and_a_little(
    steps: list[tuple[str, int, int, float]],
) -> None:
    allowance, now, began = Allowance(), 50.0, 50.0
    sent, answered = dict.fromkeys("abc", 0), dict.fromkeys("abc", 0)
    for host, came, asked, pause in steps:
        now += pause
        allowance.heard(host, came, now)
        sent[host] += came
        if allowance.answers(host, asked, now):
            answered[host] += asked
        for one in "abc":
            assert answered[one] <= sent[one] + FIRST + (now - began) * FIRST / 10.0 + 1e-6
        assert sum(answered.values()) <= OVERALL * (1.0 + now - began) + 1e-6


def test_not_much_is_earned_beforehand() -> None:
    allowance = Allowance()
    for _ in range(100):
        allowance.heard("a", 1000, 0.0)
    assert not allowance.answers("a", MOST + 1, 1.0)
    assert allowance.answers("a", MOST, 1.0)


def test_what_ends_a_note_always_goes() -> None:
    allowance = Allowance()
    played = sum(allowance.plays("a", NOTE, 0.0) for _ in range(10_000))
    assert played == 2 * STREAM // len(NOTE)
    assert all(allowance.plays("a", END, 0.0) for _ in range(1000))
    assert allowance.plays("a", build("/perf/flush", 0), 0.0)
    assert allowance.plays("b", NOTE, 0.0)  # another host has its own


def test_a_time_that_goes_back_earns_nothing_and_takes_nothing() -> None:
    allowance = Allowance()
    assert allowance.answers("a", FIRST, 100.0)
    assert not allowance.answers("a", 1, 50.0)
    assert not allowance.answers("a", 1, 100.0)


def test_so_many_hosts_are_remembered() -> None:
    allowance = Allowance()
    for number in range(3 * MOST_HOSTS):
        allowance.heard(str(number), 1, 0.0)
        allowance.plays(str(number), NOTE, 0.0)
    assert len(allowance._answers) == len(allowance._streams) == MOST_HOSTS
