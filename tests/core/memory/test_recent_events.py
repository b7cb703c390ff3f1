"""The last events are kept in order, bounded, and told to whoever listens."""

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.memory.recent_events import MOST, Recollection, Remembered
from perf_engine.core.playing.improviser import Improviser

EVENT = st.builds(Remembered, st.floats(0, 2), st.just(0), st.integers(0, 127), st.integers(0, 127))


@given(st.lists(EVENT, max_size=40))
def test_whoever_listens_is_told_all_that_happens_in_order(events):
    recollection = Recollection()
    for event in events[:10]:
        recollection.add(event)
    told = recollection.tell()
    for event in events[10:]:
        recollection.add(event)
    assert list(told) == events == list(recollection.events())
    assert [*recollection.latest_first()] == events[::-1]
    recollection.tell_no_more()
    recollection.add(Remembered(0.0, 0, 1, 1))
    assert list(told) == events


def test_only_the_last_events_are_kept():
    recollection = Recollection()
    for count in range(MOST + 30):
        recollection.add(Remembered(float(count), 0, 60, 80))
    kept = recollection.events()
    assert len(kept) == MOST
    assert kept[0].dt == 30.0


def test_who_listens_is_told_when_everything_is_forgotten():
    recollection, event = Recollection(), Remembered(0.1, 0, 60, 80)
    recollection.add(event)
    told = recollection.tell()
    recollection.forget()
    recollection.add(event)
    assert list(told) == [None, event]
    recollection.forget((event,))
    assert list(told) == [None, event]
    assert recollection.events() == (event,)


def test_a_mind_recollects_what_it_was_fed_with_times_between(weights):
    mind = Improviser(weights)
    mind.feed(0, 60, 80, 10.0)
    mind.feed(0, 60, 90, 10.5)  # a release and a strike
    mind.feed(0, 64, 0, 11.0)  # not held: nothing
    mind.remember(0, 62, 70, 0.25, 12.0)
    assert mind.recollection.events() == (
        Remembered(0.0, 0, 60, 80),
        Remembered(0.5, 0, 60, 0),
        Remembered(0.0, 0, 60, 90),
        Remembered(0.25, 0, 62, 70),
    )
    mind.reset()
    assert mind.recollection.events() == ()


def test_the_newest_comes_first_where_that_is_wanted():
    recollection = Recollection()
    made = [Remembered(0.1, 0, key, 80) for key in (60, 61, 62)]
    for event in made:
        recollection.add(event)
    assert list(recollection.latest_first()) == made[::-1]
    assert recollection.events() == tuple(made)
