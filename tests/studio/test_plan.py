import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.messages import NoteOff, NoteOn, Pedal
from perf_engine.studio.notes import Note, PedalMove, Performance, read_midi, write_midi
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


def test_at_one_time_keys_are_in_the_order_in_which_models_learn_them():
    rising = [Note(0.0, key, 70, 1.0) for key in (60, 64, 67)]
    after = [Note(1.0, key, 70, 1.0) for key in (72, 55, 60)]
    pedal = [PedalMove(0.0, 100), PedalMove(1.0, 0), PedalMove(2.0, 127)]
    found = messages(Performance.of([*reversed(rising), *after], pedal))
    said = [
        (at, "pedal", one.value == 0)
        if isinstance(one, Pedal)
        else (at, one.pitch, isinstance(one, NoteOff))
        for at, one in found
    ]
    assert said == [
        (0.0, 60, False),
        (0.0, 64, False),
        (0.0, 67, False),
        (0.0, "pedal", False),
        (1.0, 60, True),
        (1.0, 64, True),
        (1.0, 67, True),
        (1.0, "pedal", True),
        (1.0, 55, False),
        (1.0, 60, False),
        (1.0, 72, False),
        (2.0, 55, True),
        (2.0, 60, True),
        (2.0, 72, True),
        (2.0, "pedal", False),
    ]


def test_what_is_heard_is_what_training_reads_in_the_same_order(tmp_path):
    from perf_engine.training.data.corpus import read_events
    from perf_engine.training.data.roles import Rules
    from perf_engine.training.data.selection import Selection

    random = np.random.default_rng(4)
    notes = [
        Note(round(0.25 * float(beat), 2), int(key), 70, 0.25 * int(length))
        for beat in range(24)
        for key, length in zip(
            random.choice(24, 4, replace=False) + 48, random.integers(1, 4, 4), strict=True
        )
    ]
    moves = [PedalMove(0.5 * at, 127 * (at % 2)) for at in range(1, 13)]
    file = tmp_path / "chords.mid"
    write_midi(file, Performance.of(notes, moves))
    events = read_events(file, Rules.all("piano"), Selection())
    heard = []
    for _, message in messages(read_midi(file)):
        if isinstance(message, Pedal):
            heard.append((128, message.value > 0))
        else:
            heard.append((message.pitch, isinstance(message, NoteOn)))
    trained = list(zip(events.key.tolist(), (events.velocity > 0).tolist(), strict=True))
    assert heard == trained
