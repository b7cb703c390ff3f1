"""A model left alone: its clips are counted, with the worst run beside the mean."""

from dataclasses import replace

from perf_engine.engine.helpers.model_files import load_model
from perf_engine.studio.measure.habits import Habits, habits
from perf_engine.studio.measure.statistics import Clip, statistics
from perf_engine.studio.notes import Note


def test_means_and_the_worst_run_are_given():
    scale = tuple(Note(i * 0.5, 60 + i, 64, 0.4) for i in range(20))
    stuck = tuple(replace(note, pitch=60) for note in scale)
    found = Habits.of([statistics(Clip(scale)), statistics(Clip(stuck))])
    assert (found.clips, found.longest_run, found.worst_run) == (2, 10.5, 20.0)
    assert Habits.of([]).as_json()["clips"] == 0


def test_a_model_plays_alone_and_the_same_seeds_give_the_same_habits():
    weights, _ = load_model("general")
    found = habits(weights, (1,), 35.0)
    assert found == habits(weights, (1,), 35.0)
    assert found.clips > 0
    assert found.worst_run >= found.longest_run >= 1.0
