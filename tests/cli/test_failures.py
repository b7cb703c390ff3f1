"""A command's failure is one sentence and a status."""

from __future__ import annotations

import click
import pytest

from perf_engine.cli.failures import LONGEST, need, printable, printable_lines, sentence


def test_work_that_succeeds_gives_its_result() -> None:
    assert sentence(lambda: 7) == 7


def failing(error: Exception):
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("pitch must be 0..127, not 200"), "pitch must be 0..127, not 200"),
        (OSError(2, "No such file or directory", "a.mid"), "a.mid: No such file or directory"),
        (OSError("no device"), "no device"),
    ],
)
def test_work_that_fails_is_said_with_its_file(error: Exception, said: str) -> None:
    with pytest.raises(click.ClickException) as failed:
        sentence(failing(error))
    assert failed.value.message == said
    assert failed.value.exit_code == 1


def test_a_fault_of_ours_is_no_sentence() -> None:
    with pytest.raises(KeyError):
        sentence(failing(KeyError("x")))


def test_what_is_missing_is_named_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    need("train", "json")
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None)
    with pytest.raises(click.ClickException, match=r"train needs PyTorch .* type  make develop"):
        need("train", "torch")


def test_a_text_from_a_file_cannot_steer_the_terminal_or_fill_it() -> None:
    assert printable("fl\u00f6te \x1b[2J\r\x9b1m") == "fl\u00f6te ?[2J??1m"
    assert printable_lines("a\x07\nb\u202e") == "a?\nb?"
    assert len(printable("x" * 100_000)) < LONGEST + 10


def test_every_kind_of_space_may_stay_in_a_name() -> None:
    assert printable("a\u00a0b\u3000c d\te") == "a\u00a0b\u3000c d e"
