"""What a client sees of the engine: matching what was announced with what came."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stage import impatient
from benchmarks.watcher import CHORD, Arrival, lateness, smear
from perf_engine.core.playing.improviser import Improviser, Taste
from perf_engine.core.turns.modes import turn
from perf_engine.engine.helpers.model_files import find_model, load_model


def note(came, due=None, pitch=60):
    return Arrival(came, due, "/perf/note", (0, pitch, 80, 0.0))


@given(st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(0.0, 0.005)), max_size=30))
def test_each_message_is_matched_with_its_own_due_time(steps):
    due, announced, came = 0.0, [], []
    for step, late in steps:
        due += step
        announced.append(note(due - 0.02, due))
        came.append(note(due + late))
    assert [round(x, 9) for _, _, x in lateness(announced, came)] == [
        round(late, 9) for _, late in steps
    ]


def test_what_was_never_announced_is_not_counted():
    assert lateness([note(0.98, 1.0)], [note(1.0, pitch=61), note(0.5)]) == []


def test_what_was_taken_back_is_no_lateness_of_the_next_like_it():
    announced = [note(0.98, 1.0), note(623.98, 624.0), note(639.98, 640.0)]
    came = [note(624.001), note(640.002)]
    assert [round(late, 9) for _, _, late in lateness(announced, came)] == [0.001, 0.002]


def test_a_chord_is_smeared_by_how_much_its_lateness_differs():
    together = [(1.0, 0.001), (1.0, 0.002), (1.0 + CHORD / 2, 0.004), (1.0 + CHORD / 2, 0.003)]
    assert smear([*together, (2.0, 0.9)]) == [(together[0][0], 0.003)]
    assert smear(together[:3]) == []


def test_the_impatient_model_always_plays_a_new_key_at_once(tmp_path):
    weights, _ = load_model(impatient(find_model(), tmp_path / "impatient.safetensors"))
    mind, now = Improviser(weights, seed=1), 0.0
    for _ in range(20):
        thought = mind.foresee(turn("solo", 0, 0, going=False), Taste(), now, mind.stream.held)
        assert thought.velocity > 0
        assert thought.key < 128
        assert thought.onset - now < 0.0011
        mind.feed(thought.part, thought.key, thought.velocity, thought.onset)
        now = thought.onset
