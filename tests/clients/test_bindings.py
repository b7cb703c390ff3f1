from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.bindings import Binding, Bindings, bindable, default_file
from perf_engine.core.controls import CONTROLS


@given(st.sampled_from(sorted(CONTROLS)), st.integers(0, 127), st.booleans())
def test_wherever_a_knob_is_its_control_takes_the_value(name, data, inverted):
    known = CONTROLS[name]
    ends = (known.high, known.low) if inverted else (known.low, known.high)
    binding = Binding(name, *ends)
    assert known.low <= known.check(binding.value(data)) <= known.high
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
        (20, Binding("panic", 0.0, 127.0)), (74, Binding("temperature", 0.5, 1.5))
    ]
    assert again.problem == ""
    assert [path.name for path in file.parent.iterdir()] == ["midi.json"]


def test_the_pedal_and_mode_messages_cannot_be_bound():
    assert [number for number in range(-1, 129) if not bindable(number)] == [
        -1, 64, *range(120, 129)
    ]
    with pytest.raises(ValueError, match="not 64, not 64"):
        Bindings().bind(64, Binding("temperature", 0.5, 1.5))


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"74": 1}', '{"74": ["loudness", 0, 1]}', '{"999": ["panic", 0, 1]}',
             '{"74": ["temperature", 0.5, 99]}']
)
def test_a_broken_file_is_said_to_be_and_forgotten(tmp_path: Path, text: str):
    file = tmp_path / "midi.json"
    file.write_text(text)
    bindings = Bindings(file)
    assert list(bindings) == []
    assert "learn anew" in bindings.problem


def test_a_place_that_cannot_be_written_to_is_no_reason_to_stop(tmp_path: Path):
    (tmp_path / "file").write_text("")
    bindings = Bindings(tmp_path / "file" / "midi.json")
    bindings.bind(74, Binding("temperature", 0.5, 1.5))
    assert bindings.get(74) == Binding("temperature", 0.5, 1.5)


def test_they_are_kept_for_the_user(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_file().is_relative_to(tmp_path)
