"""The judge of the music: bounds that last, remedies one after another, and hope."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.service.vitals import (
    PATTERN,
    PATTERNS,
    SIGNS,
    STRIKES,
    Judge,
    Remedy,
    Sign,
    Vitals,
    patterns,
)

ALIVE = Vitals()
OUT = {
    "flow": replace(ALIVE, silent=31.0),
    "variety": replace(ALIVE, patterns=5),
    "lateness": replace(ALIVE, late=0.3),
    "memory": replace(ALIVE, grown=201.0),
    "clients": replace(ALIVE, still=31.0),
    "port": replace(ALIVE, deaf=1.0),
}
BY_NAME = {sign.name: sign for sign in SIGNS}


def course(judge: Judge, vitals: Vitals, seconds: int) -> list[tuple[int, Remedy]]:
    """The remedies of so many seconds, each with its second."""
    found = []
    for second in range(seconds):
        for finding in judge.judge(vitals, float(second)):
            if finding.remedy is not None:
                found.append((second, finding.remedy))
    return found


def test_music_that_is_alive_needs_nothing() -> None:
    judge = Judge()
    assert course(judge, ALIVE, 100) == []
    assert judge.judge(Vitals(30.0, 6, 0.25, 200.0, 30.0, 0.0), 100.0) == []
    assert not judge.hopeless


@pytest.mark.parametrize("name", OUT)
def test_each_sign_is_repaired_by_its_remedies_in_order(name: str) -> None:
    sign, judge = BY_NAME[name], Judge()
    found = course(judge, OUT[name], 1 + 4 * int(sign.patience) + 1)
    assert tuple(remedy for _, remedy in found) == sign.remedies
    expected = [int(sign.patience) * (1 + place) for place in range(len(sign.remedies))]
    assert [second for second, _ in found] == expected
    assert judge.hopeless is (Remedy.RESTART in sign.remedies)


@pytest.mark.parametrize("name", OUT)
def test_what_recovers_begins_anew(name: str) -> None:
    sign, judge = BY_NAME[name], Judge()
    course(judge, OUT[name], int(sign.patience) * 4 + 2)
    assert judge.judge(ALIVE, 1000.0) == []
    assert judge.recovered == [sign]
    assert not judge.hopeless
    (finding,) = judge.judge(OUT[name], 1001.0)
    assert finding.remedy is None
    (finding,) = judge.judge(OUT[name], 1001.0 + sign.patience)
    assert finding.remedy == sign.remedies[0]
    assert finding.trouble in finding.sentence
    assert sign.remedies[0].value in finding.sentence


@pytest.mark.parametrize(
    ("vitals", "words"),
    [
        (
            replace(ALIVE, silent=40.04, who="voice 0", others=True),
            "Trouble: voice 0 owes sound and has struck nothing, while others play (flow 40 s, at"
            " most 30 s).",
        ),
        (
            OUT["flow"],
            "Trouble: the machine owes sound and has struck nothing (flow 31 s, at most 30 s).",
        ),
        (
            OUT["variety"],
            "Trouble: the machine repeats itself (variety 5 patterns, at least 6 patterns).",
        ),
        (OUT["lateness"], "Trouble: the loop is late (lateness 0.3 s, at most 0.25 s)."),
        (OUT["memory"], "Trouble: the memory grows (memory 201 MB, at most 200 MB)."),
        (OUT["port"], "Trouble: the port is not open any more."),
    ],
)
def test_a_trouble_names_who_it_is_and_its_numbers_with_units(vitals: Vitals, words: str) -> None:
    (finding,) = Judge().judge(vitals, 0.0)
    assert finding.sentence == words


def test_a_moment_out_of_bounds_needs_no_remedy() -> None:
    judge = Judge()
    for second in range(200):
        flicker = OUT["flow"] if second % 5 else ALIVE
        assert all(found.remedy is None for found in judge.judge(flicker, float(second)))
        assert judge.recovered == []


def test_several_troubles_are_judged_apart() -> None:
    judge = Judge()
    both = replace(OUT["flow"], deaf=1.0)
    assert [found.sign.name for found in judge.judge(both, 0.0)] == ["flow", "port"]
    assert [f.remedy for f in judge.judge(both, 3.0)] == [None, Remedy.REOPEN_PORT]
    assert judge.judge(ALIVE, 4.0) == []
    assert [sign.name for sign in judge.recovered] == ["port"]


def test_without_remedies_it_only_tells() -> None:
    judge = Judge(tuple(replace(sign, remedies=()) for sign in SIGNS))
    assert course(judge, OUT["flow"], 500) == []
    assert not judge.hopeless
    assert len(judge.judge(OUT["flow"], 501.0)) == 1


@given(st.lists(st.sampled_from([ALIVE, *OUT.values()]), max_size=200))
def test_a_remedy_never_comes_sooner_than_its_patience_after_the_one_before(
    course: list[Vitals],
) -> None:
    judge, last = Judge(), dict.fromkeys(BY_NAME, -1.0)
    for second, vitals in enumerate(course):
        for finding in judge.judge(vitals, float(second)):
            name = finding.sign.name
            if finding.remedy is not None:
                assert second - last[name] > finding.sign.patience
                last[name] = float(second)


def test_every_sign_can_be_out_of_bounds_and_each_row_is_whole() -> None:
    assert set(OUT) == set(BY_NAME)
    for sign in SIGNS:
        assert isinstance(sign, Sign)
        assert sign.patience > 0.0
        assert sign.remedies
        assert Remedy.RESTART not in sign.remedies[:-1]


@given(st.lists(st.integers(0, 127), min_size=STRIKES, max_size=STRIKES), st.integers(1, 5))
def test_a_loop_has_as_many_patterns_as_it_is_long_at_most(row: list[int], period: int) -> None:
    loop = [row[place % period] for place in range(STRIKES)]
    assert 1 <= (patterns(loop) or 0) <= period
    assert 1 <= (patterns(row) or 0) <= PATTERNS == STRIKES - PATTERN + 1
    assert patterns(row[: STRIKES - 1]) is None
