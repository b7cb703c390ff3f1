import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.learn import Binding, Bindings, MidiLearn, bindable, default_file
from perf_engine.core.controls import CONTROLS
from perf_engine.core.model.told import MOST_STYLES
from tests.support.hostile import DEEP, spoilt

STYLES = tuple(f"style {number}" for number in range(MOST_STYLES))


@given(st.sampled_from(sorted(CONTROLS)), st.integers(0, 127), st.booleans())
def test_wherever_a_knob_is_its_control_takes_the_value(name, data, inverted):
    known = CONTROLS[name]
    ends = (known.high, known.low) if inverted else (known.low, known.high)
    binding = Binding(name, *ends)
    assert known.low <= known.check(binding.value(data), STYLES) <= known.high
    assert (binding.value(0), binding.value(127)) == ends


def test_they_survive_a_restart(tmp_path: Path):
    file = tmp_path / "perf_engine" / "midi.json"
    bindings = Bindings(file)
    bindings.bind(74, Binding("temperature", 0.5, 1.5))
    bindings.bind(20, Binding("panic", 0.0, 127.0))
    bindings.bind(21, Binding("polyphony", 8.0, 1.0))
    bindings.unbind(21)
    again = Bindings(file)
    assert list(again) == [
        (20, Binding("panic", 0.0, 127.0)),
        (74, Binding("temperature", 0.5, 1.5)),
    ]
    assert again.problem == ""
    assert [path.name for path in file.parent.iterdir()] == ["midi.json"]


def test_the_pedal_and_mode_messages_cannot_be_bound():
    assert [number for number in range(-1, 129) if not bindable(number)] == [
        -1,
        64,
        *range(120, 129),
    ]
    with pytest.raises(ValueError, match="not 64, not 64"):
        Bindings().bind(64, Binding("temperature", 0.5, 1.5))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"74": 1}',
        '{"74": ["loudness", 0, 1]}',
        '{"999": ["panic", 0, 1]}',
        '{"74": ["temperature", 0.5, 99]}',
    ],
)
def test_a_broken_file_is_said_to_be_and_forgotten(tmp_path: Path, text: str):
    file = tmp_path / "midi.json"
    file.write_text(text)
    bindings = Bindings(file)
    assert list(bindings) == []
    assert "learn anew" in bindings.problem


BOUND = {"74": ["temperature", 0.5, 1.5], "20": ["panic", 0.0, 127.0]}


def test_an_odd_file_is_used_or_said_to_be_none_and_stays_as_it_is(tmp_path: Path):
    file = tmp_path / "midi.json"
    said = 0
    for content in spoilt(BOUND):
        file.write_bytes(content)
        bindings = Bindings(file)
        if bindings.problem:
            assert list(bindings) == []
            assert str(file) in bindings.problem
            said += 1
        assert file.read_bytes() == content
    assert said > 30


def test_what_could_not_be_used_is_kept_beside_what_is_learnt_anew(tmp_path: Path):
    file = tmp_path / "midi.json"
    file.write_bytes(DEEP)
    bindings = Bindings(file)
    assert "nested too deeply" in bindings.problem
    assert bindings.bind(74, Binding("temperature", 0.5, 1.5)) == ""
    assert bindings.bind(75, Binding("temperature", 0.5, 1.5)) == ""
    assert (tmp_path / "midi.broken.json").read_bytes() == DEEP
    assert [number for number, _ in Bindings(file)] == [74, 75]


def test_a_pipe_in_its_place_is_not_written_to(tmp_path: Path):
    os.mkfifo(tmp_path / "midi.json")
    bindings = Bindings(tmp_path / "midi.json")
    assert bindings.bind(74, Binding("share", 0.0, 1.0)).endswith("midi.json: not a plain file")
    assert bindings.get(74) == Binding("share", 0.0, 1.0)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path):
    (tmp_path / "midi.json").write_text('{"74": ["share", 0, 1]}', "utf-8-sig")
    assert list(Bindings(tmp_path / "midi.json")) == [(74, Binding("share", 0.0, 1.0))]


def test_a_place_that_cannot_be_written_to_is_no_reason_to_stop(tmp_path: Path):
    (tmp_path / "file").write_text("")
    bindings = Bindings(tmp_path / "file" / "midi.json")
    bindings.bind(74, Binding("temperature", 0.5, 1.5))
    assert bindings.get(74) == Binding("temperature", 0.5, 1.5)


def test_they_are_kept_for_the_user(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_file().is_relative_to(tmp_path)


def test_bindings_that_cannot_be_written_hold_and_say_why_and_leave_nothing(tmp_path):
    home = tmp_path / "home"
    home.write_text("no folder")
    bindings = Bindings(home / "midi_bindings.json")
    why = bindings.bind(74, Binding("share", 0.0, 1.0))
    assert why.startswith(str(home / "midi_bindings.json"))
    assert bindings.get(74) == Binding("share", 0.0, 1.0)
    assert bindings.unbind(74) != ""
    assert bindings.unbind(74) == "", "nothing was changed"
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_bindings_that_are_written_or_have_no_file_have_nothing_to_say(tmp_path):
    for bindings in (Bindings(), Bindings(tmp_path / "new" / "midi_bindings.json")):
        assert bindings.bind(74, Binding("share", 0.0, 1.0)) == ""
        assert bindings.unbind(74) == ""


def test_a_part_of_a_file_that_cannot_take_its_place_is_taken_away(tmp_path):
    (tmp_path / "midi_bindings.json").mkdir()
    assert Bindings(tmp_path / "midi_bindings.json").bind(74, Binding("share", 0.0, 1.0))
    assert [path.name for path in tmp_path.iterdir()] == ["midi_bindings.json"]


def made() -> tuple[MidiLearn, Bindings, list[tuple[object, ...]]]:
    said: list[tuple[object, ...]] = []
    bindings = Bindings()
    learn = MidiLearn(
        bindings, lambda *message: said.append(message), lambda: said.append(("panic",))
    )
    return learn, bindings, said


def test_a_knob_that_is_not_bound_is_left_to_others():
    learn, _, said = made()
    assert not learn.turn(74, 10)
    assert said == []


def test_a_bound_knob_says_its_control_whenever_that_changes():
    learn, bindings, said = made()
    bindings.bind(74, Binding("polyphony", 1.0, 4.0))
    assert all(learn.turn(74, value) for value in (0, 1, 2, 127, 127))
    assert said == [("/perf/param/polyphony", 1), ("/perf/param/polyphony", 4)]


def test_a_button_bound_to_panic_panics_when_it_is_pressed_not_when_it_is_let_go():
    learn, bindings, said = made()
    bindings.bind(20, Binding("panic", 0.0, 127.0))
    assert learn.turn(20, 127)
    assert learn.turn(20, 0)
    assert said == [("panic",)]


def test_the_next_knob_is_learnt_but_never_the_pedal():
    learn, _, said = made()
    learn.hear("/perf/midi/learning", ("share", 0.0, 1.0))
    assert not learn.turn(64, 127)
    assert learn.turn(7, 1)
    assert not learn.turn(8, 1)
    assert said == [("/perf/midi/bind", 7, "share", 0.0, 1.0)]


def test_learning_can_be_stopped():
    learn, _, said = made()
    learn.hear("/perf/midi/learning", ("share", 0.0, 1.0))
    learn.hear("/perf/midi/learning", ("none", 0.0, 127.0))
    assert not learn.turn(7, 1)
    assert said == []


def test_what_everybody_is_told_is_bound_unbound_and_told_again():
    learn, bindings, said = made()
    learn.hear("/perf/midi/bound", (7, "share", 1.0, 0.0))
    assert bindings.get(7) == Binding("share", 1.0, 0.0)
    learn.hear("/perf/midi/tell", ())
    assert said == [("/perf/midi/bind", 7, "share", 1.0, 0.0)]
    learn.hear("/perf/midi/unbound", (7,))
    assert bindings.get(7) is None


def test_what_is_malformed_changes_nothing():
    learn, bindings, _ = made()
    for arguments in (
        (),
        (7,),
        (7, "share", "a", 1.0),
        (7, "no", 0.0, 1.0),
        ("7", "share", 0.0, 1.0),
        (64, "share", 0.0, 1.0),
        (7, "share", 0.0, 9.0),
    ):
        learn.hear("/perf/midi/bound", arguments)
    learn.hear("/perf/midi/learning", ())
    learn.hear("/perf/midi/unbound", ("x",))
    assert list(bindings) == []
