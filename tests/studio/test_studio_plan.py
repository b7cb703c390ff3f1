from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.messages import NoteOn
from perf_engine.studio.notes import Note, Performance
from perf_engine.studio.plan import messages
from perf_engine.studio.recording import Recorder


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(60, 62), st.floats(0, 3))))
def test_as_messages_a_key_is_struck_and_let_go_in_turns(written):
    held, last = set(), 0.0
    performance = Performance.of(Note(on, pitch, 64, long) for on, pitch, long in written)
    for time, message in messages(performance):
        assert time >= last
        last = time
        if isinstance(message, NoteOn):
            assert message.pitch not in held
            held.add(message.pitch)
        else:
            held.remove(message.pitch)
    assert not held


def test_a_performance_played_is_the_performance():
    played = Performance.of([Note(0.5, 60, 64, 1.0, "human"), Note(1.0, 64, 50, 1.5, "human")])
    recorder = Recorder()
    for time, message in messages(played):
        recorder.heard(message, time)
    assert recorder.close(3.0).performance() == played
