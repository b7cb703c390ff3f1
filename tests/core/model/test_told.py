"""What a model is told besides is written down with it."""

import pytest

from perf_engine.core.model.told import LONGEST, MOST_STYLES, NOTHING, Told, check_styles


def test_a_style_has_a_class_and_what_is_not_known_has_that_of_none():
    told = Told(("folk", "jazz"), metre=True)
    assert [told.style(name) for name in ("", "folk", "jazz", "rock")] == [0, 1, 2, 0]


def test_what_is_told_comes_back_as_it_was_written():
    for told in (NOTHING, Told(("folk", "jazz"), metre=True)):
        assert Told.read(told.as_json()) == told
    assert Told.read({}) == NOTHING


def test_what_is_told_more_comes_after_what_was_told_before():
    told = Told(("folk", "jazz"))
    assert told.more(("jazz", "rock"), True) == Told(("folk", "jazz", "rock"), True)
    assert Told((), metre=True).more(("folk",), False) == Told(("folk",), True)
    assert told.more((), False) == told


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("folk", "folk"), "two styles of the model have one name"),
        (("",), f"must be a text of 1..{LONGEST} characters"),
        ((3,), f"must be a text of 1..{LONGEST} characters .*, not '3'"),
        (("none",), "other than none, not 'none'"),
        (map(str, range(MOST_STYLES + 1)), f"at most {MOST_STYLES} styles, not 128"),
    ],
)
def test_names_that_cannot_be_are_refused(names, says):
    with pytest.raises(ValueError, match=says):
        check_styles(names)
    assert check_styles(["a b", "none of it"]) == ("a b", "none of it")
