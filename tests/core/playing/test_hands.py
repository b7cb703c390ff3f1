"""The machine's hands: one truth for mind and ledger."""

from perf_engine.core.model.sizes import held_code
from perf_engine.core.playing.hands import Hands, Outcome
from perf_engine.core.playing.improviser import Improviser
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.notes import ControlChange, Flush, Release, Strike


def test_mind_and_ledger_are_told_alike(weights):
    mind = Improviser(weights)
    hands = Hands(3, mind)
    done = Outcome()
    hands.strike(2, 60, 80, 1.0, 67, 40, done)
    assert done == Outcome([Strike(3, 67, 40, 1.0)], [(held_code(2, 60), 80, 1.0)])
    assert mind.held(2, 60)
    assert hands.ledger.sounding() == [67]
    done = Outcome()
    hands.let_go(held_code(2, 60), 2.0, done)
    assert done == Outcome([Release(3, 67, 2.0)], [(held_code(2, 60), 0, 2.0)])
    assert not mind.held(2, 60)
    hands.let_go(held_code(2, 60), 2.0, nothing := Outcome())
    assert nothing == Outcome()
    assert mind.recollection.events()[0].velocity == 80
    assert [event.own for event in mind.recollection.events()] == [True, True]


def test_the_pedal_is_held_but_is_no_key(weights):
    hands, done, after = Hands(0, Improviser(weights)), Outcome(), Outcome()
    hands.strike(0, PEDAL, 100, 1.0, PEDAL, 50, done)
    hands.strike(0, 60, 80, 1.5, 60, 80, done)
    assert done.said == [ControlChange(0, 64, 100, 1.0), Strike(0, 60, 80, 1.5)]
    assert hands.keys == 1
    assert hands.pedals == [held_code(0, PEDAL)]
    assert hands.first() == held_code(0, PEDAL)
    hands.let_go_all(2.0, after)
    assert after.said == [ControlChange(0, 64, 0, 2.0), Release(0, 60, 2.0)]
    assert hands.held == {}


def test_the_pedals_of_several_parts_are_one_that_sounds(weights):
    hands, done = Hands(0, Improviser(weights)), Outcome()
    for part in (0, 3):
        hands.strike(part, PEDAL, 100, 1.0 + part, PEDAL, 100, done)
    hands.let_go(held_code(0, PEDAL), 5.0, done)
    assert done.said == [ControlChange(0, 64, 100, 1.0)]
    hands.let_go(held_code(3, PEDAL), 6.0, done)
    assert done.said == [ControlChange(0, 64, 100, 1.0), ControlChange(0, 64, 0, 6.0)]
    assert [velocity for _, velocity, _ in done.played] == [100, 100, 0, 0]


def test_silence_ends_what_is_sent_for_later_too(weights):
    mind = Improviser(weights)
    hands = Hands(0, mind)
    hands.strike(0, 60, 80, 5.0, 60, 80, Outcome())
    done = Outcome()
    hands.silence(4.9, done)
    assert done.said[0] == Flush(0)
    assert [m.due for m in done.said[1:] if isinstance(m, Release)] == [4.9, 5.001]
    assert not mind.held(0, 60)
    assert [event.velocity for event in mind.recollection.events()] == [80], "it steps later"
    assert done.marked == [(held_code(0, 60), 4.9)]


def test_another_mind_holds_on(weights):
    hands = Hands(0, Improviser(weights))
    done = Outcome()
    hands.strike(1, 60, 80, 0.0, 60, 80, done)
    hands.strike(0, 64, 80, 0.5, 64, 80, done)
    other = Improviser(weights)
    hands.change(other, {held_code(1, 60): held_code(2, 60), held_code(0, 64): None}.get)
    assert hands.held == {held_code(2, 60): 0.0}
    hands.let_go(held_code(2, 60), 1.0, done)
    assert done.said[-1] == Release(0, 60, 1.0)
