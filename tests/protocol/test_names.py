"""Names as people type them."""

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.protocol.names import chosen, plain

CHOICES = ("call_response", "duet", "C#", "C")


@given(st.sampled_from(CHOICES), st.booleans(), st.sampled_from(" -_"))
def test_capitals_spaces_and_dashes_do_not_count(choice, capitals, between):
    typed = f" {choice.replace('_', between)} "
    assert chosen(typed.upper() if capitals else typed, CHOICES) == choice


def test_what_names_nothing_or_several_is_nothing():
    assert chosen("duett", CHOICES) is None
    assert chosen("", CHOICES) is None
    assert chosen("A B", ("a-b", "a_b")) is None
    assert chosen("a-b", ("a-b", "a_b")) == "a-b"
    assert plain(" Lydian  Dominant") == "lydian_dominant"
