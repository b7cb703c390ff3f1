"""The second half of a performance, foreseen with a memory of the first and without."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks.imitation import FEWEST, Score, deeds, faults, listen, main, score
from perf_engine.core.memory.history import PlayedEvent
from perf_engine.core.playing.improviser import Improviser
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.protocol.midi import PEDAL
from perf_engine.studio.notes import Note, PedalMove, Performance, write_midi

SCORES = [Score(f"{i}.mid", 300, 7.0 + i / 10, 6.9 + i / 20, True) for i in range(12)]


def phrases(count, shift=0):
    """A phrase of eight notes again and again."""
    keys = (60, 67, 65, 63, 70, 62, 58, 64)
    notes = [
        Note(0.3 * (8 * again + i), key + shift, 70, 0.25, "human")
        for again in range(count)
        for i, key in enumerate(keys)
    ]
    return Performance.of(notes)


@pytest.fixture(scope="module")
def weights():
    return load_model(None)[0]


def test_deeds_are_strikes_releases_and_the_pedal_down_or_up():
    piece = Performance.of(
        [Note(0.0, 60, 70, 1.0, "human")], [PedalMove(0.5, 127), PedalMove(0.75, 10)]
    )
    assert deeds(piece, 9) == [(0.0, 60, 70), (0.5, PEDAL, 64), (0.75, PEDAL, 0), (1.0, 60, 0)]
    assert len(deeds(piece, 2)) == 2


def test_a_pedal_that_is_said_again_is_no_deed():
    moves = [(0.1, 0), (0.2, 70), (0.3, 90), (0.4, 127), (0.5, 63), (0.6, 20), (0.7, 0), (0.8, 64)]
    piece = Performance.of(
        [Note(0.0, 60, 70, 1.0, "human")], [PedalMove(at, value) for at, value in moves]
    )
    pedal = [deed for deed in deeds(piece, 99) if deed[1] == PEDAL]
    assert [(at, velocity > 0) for at, _, velocity in pedal] == [
        (0.2, True),
        (0.5, False),
        (0.8, True),
    ]


def test_what_returns_is_foreseen_better_with_a_memory_and_a_reset_forgets_it(weights):
    found = score(weights, "a.mid", phrases(20), 240, 1.0)
    assert found.on < found.off - 0.5
    assert found.forgotten
    assert found.events == 240


def test_without_imitation_its_memory_has_no_say(weights):
    played = deeds(phrases(4), 60)
    told = Improviser(weights, 1)
    for key in (60, 67, 65, 63) * 20:
        told.imitation.learn(PlayedEvent(0, key, True, 20, False))
        told.imitation.learn(PlayedEvent(0, key, False, 20, False))
    fresh = Improviser(weights, 2)
    assert listen(told, played, 0.0, 0.0) == listen(fresh, played, 0.0, 0.0)


def test_what_is_not_as_promised_is_named():
    assert faults(SCORES) == []
    worse = [replace(one, on=one.off + 0.1) for one in SCORES]
    assert faults(worse)[0].startswith("imitation does not foresee more: p ")
    assert faults([*SCORES, replace(SCORES[0], name="b.mid", forgotten=False)]) == [
        "b.mid: a reset does not forget all"
    ]


def test_the_command_writes_its_table(tmp_path):
    for number in range(10):
        write_midi(tmp_path / f"{number}.mid", phrases(13 + number, number))
    out = tmp_path / "imitation.json"
    run = CliRunner().invoke(main, [str(tmp_path), "--json", str(out), "--events", str(FEWEST)])
    assert run.exit_code == 0, run.output
    said = json.loads(out.read_text())
    assert said["wrong"] == []
    assert len(said["performances"]) == 10
    assert said["on"] < said["off"]


def test_too_little_music_is_said(tmp_path):
    (tmp_path / "empty.mid").touch()
    run = CliRunner().invoke(main, [str(tmp_path)])
    assert run.exit_code == 1
    assert "at least 10 differences" in run.output
