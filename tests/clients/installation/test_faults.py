"""Faults of parts: the others go on, and what fails repeatedly is said."""

import pytest

from perf_engine.clients.installation.faults import LOGGED_APART, MANY, WITHIN, Faults


def fail() -> int:
    raise ZeroDivisionError("by nought")


def test_a_part_that_fails_once_is_logged_and_no_trouble(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    assert faults.attempt("the piece", lambda: 5, 0, 1.0) == 5
    assert faults.attempt("the piece", fail, 0, 1.0) == 0
    assert faults.sentences(1.0) == []
    assert "The piece has failed, and it goes on" in caplog.text
    assert "by nought" in caplog.text


def test_a_part_that_fails_repeatedly_is_trouble_until_it_has_worked_for_a_while() -> None:
    faults = Faults()
    for second in range(MANY):
        faults.attempt("the piece", fail, 0, float(second))
    (sentence,) = faults.sentences(MANY)
    assert sentence == "the piece fails repeatedly (ZeroDivisionError: by nought)"
    assert faults.sentences(WITHIN) == []


def test_rare_faults_are_no_trouble(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    for time in range(10):
        faults.attempt("the piece", fail, 0, WITHIN * time)
        assert faults.sentences(WITHIN * time) == []


def test_each_part_is_logged_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    for tenth in range(int(10 * LOGGED_APART)):
        faults.attempt("the piece", fail, 0, tenth / 10)
        faults.attempt("the report", fail, 0, tenth / 10)
    assert caplog.text.count("The piece has failed") == 1
    assert caplog.text.count("The report has failed") == 1
