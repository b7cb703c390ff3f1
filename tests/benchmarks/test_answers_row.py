"""Calls of five seconds, and how many notes answer them."""

import json

import pytest
from click.testing import CliRunner

from benchmarks.answers import CALL, COUNT_IN, FEWEST, answered, answers, call_of, main
from perf_engine.core.messages import NoteOff, NoteOn
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.notes import Note, Performance, write_midi


def piece(count=40, every=0.4, shift=0):
    """A scale up and down, of even notes."""
    keys = (60, 62, 64, 65, 67, 65, 64, 62)
    return Performance.of(
        [Note(every * n, keys[n % 8] + shift, 80, 0.3, "human") for n in range(count)]
    )


@pytest.fixture(scope="module")
def weights():
    return load_model(None)[0]


def test_a_call_is_five_seconds_after_the_count_in_and_all_is_released():
    call = call_of(piece(), 2.0)
    struck = [at for at, message in call if isinstance(message, NoteOn)]
    released = [at for at, message in call if isinstance(message, NoteOff)]
    assert len(struck) == len(released)
    assert min(struck) == pytest.approx(COUNT_IN)
    assert max(released) <= COUNT_IN + CALL + 1e-9
    assert call_of(piece(every=2.0), 0.0) is None


def test_the_machine_answers_when_the_call_is_over(weights):
    found = answered(weights, "one", call_of(piece(), 0.0), 1)
    assert found.notes >= FEWEST
    assert 0.0 <= found.after < CALL
    assert answered(weights, "one", call_of(piece(), 0.0), 1) == found


def test_too_few_pieces_are_refused(weights):
    with pytest.raises(ValueError, match="at least 2 pieces of 5 s, not 1"):
        answers(weights, [("one", piece())], 2)


def test_the_command_says_how_many_answers_are_silent(tmp_path):
    for n in range(3):
        write_midi(tmp_path / f"{n}.mid", piece(shift=n))
    out = tmp_path / "answers.json"
    options = [str(tmp_path), "--most", "2", "--json", str(out)]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 0, result.output
    report = json.loads(out.read_text())
    assert len(report["answers"]) == 2
    assert report["few"] == sum(one["notes"] < FEWEST for one in report["answers"])
    assert f"{report['few']} of 2 answers are silent" in result.output
    result = CliRunner().invoke(main, [*options[:1], "--most", "9"])
    assert result.exit_code == 1
    assert "at least 9 pieces" in result.output
