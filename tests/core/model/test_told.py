"""What a model is told besides is written down with it."""

from perf_engine.core.model.told import NOTHING, Told


def test_a_style_has_a_class_and_what_is_not_known_has_that_of_none():
    told = Told(("folk", "jazz"), metre=True)
    assert [told.style(name) for name in ("", "folk", "jazz", "rock")] == [0, 1, 2, 0]


def test_what_is_told_comes_back_as_it_was_written():
    for told in (NOTHING, Told(("folk", "jazz"), metre=True)):
        assert Told.read(told.as_json()) == told
    assert Told.read({}) == NOTHING
