"""The instruments of General MIDI by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.synthesis.programs import DRUMS, PROGRAMS, SHORT, name_of, program_of


def test_general_midi_has_128_programs() -> None:
    assert len(PROGRAMS) == len(set(PROGRAMS)) == 128
    assert PROGRAMS[0] == "acoustic grand piano"
    assert PROGRAMS[40] == "violin"
    assert PROGRAMS[127] == "gunshot"


@given(st.integers(0, DRUMS))
def test_a_name_leads_back_to_its_number(program: int) -> None:
    assert program_of(name_of(program)) == program
    assert program_of(name_of(program).upper()) == program
    assert program_of(str(program)) == program


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("music box", 10),
        ("Music-Box", 10),
        ("guitar", 24),
        ("steel", 25),
        ("piano", 0),
        ("strings", 48),
        ("drums", DRUMS),
        ("honky tonk", 3),
        (73, 73),
    ],
)
def test_the_names_that_people_use_are_understood(name, program: int) -> None:
    assert program_of(name) == program


@pytest.mark.parametrize("name", SHORT)
def test_every_short_name_is_understood(name: str) -> None:
    assert program_of(name) == SHORT[name]


def test_an_error_names_the_nearest_instrument() -> None:
    with pytest.raises(ValueError, match=r"not musik box; did you mean music box\?"):
        program_of("musik box")


@pytest.mark.parametrize("wrong", ["", "   ", "qzx", "129", "-1", 129, -1])
def test_what_is_no_instrument_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match="program must be"):
        program_of(wrong)
    with pytest.raises(ValueError, match=r"program must be 0\.\.128, not 129"):
        name_of(129)
