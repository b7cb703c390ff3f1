"""The machine's hands: one truth for mind and ledger."""

from perf_engine.core.hands import Hands
from perf_engine.core.improviser import Improviser
from perf_engine.core.messages import ControlChange, Flush, Release, Strike
from perf_engine.core.sizes import held_code
from perf_engine.core.vocabulary import PEDAL


def test_mind_and_ledger_are_told_alike(weights):
    mind = Improviser(weights)
    hands = Hands(3, mind)
    said = hands.strike(2, 60, 80, 1.0, 67, 40)
    assert said == [Strike(3, 67, 40, 1.0)]
    assert mind.held(2, 60)
    assert hands.ledger.sounding() == [67]
    assert hands.let_go(held_code(2, 60), 2.0) == [Release(3, 67, 2.0)]
    assert not mind.held(2, 60)
    assert hands.let_go(held_code(2, 60), 2.0) == []
    assert mind.recollection.events()[0].velocity == 80
    assert [event.own for event in mind.recollection.events()] == [True, True]


def test_the_pedal_is_held_but_is_no_key(weights):
    hands = Hands(0, Improviser(weights))
    assert hands.strike(0, PEDAL, 100, 1.0, PEDAL, 50) == [ControlChange(0, 64, 100, 1.0)]
    hands.strike(0, 60, 80, 1.5, 60, 80)
    assert hands.keys == 1
    assert hands.first() == held_code(0, PEDAL)
    assert hands.let_go_all(2.0) == [ControlChange(0, 64, 0, 2.0), Release(0, 60, 2.0)]
    assert hands.held == {}


def test_silence_ends_what_is_sent_for_later_too(weights):
    mind = Improviser(weights)
    hands = Hands(0, mind)
    hands.strike(0, 60, 80, 5.0, 60, 80)
    said = hands.silence(4.9)
    assert said[0] == Flush(0)
    assert [m.due for m in said[1:] if isinstance(m, Release)] == [4.9, 5.001]
    assert not mind.held(0, 60)


def test_another_mind_holds_on(weights):
    hands = Hands(0, Improviser(weights))
    hands.strike(1, 60, 80, 0.0, 60, 80)
    hands.strike(0, 64, 80, 0.5, 64, 80)
    other = Improviser(weights)
    hands.change(other, {held_code(1, 60): held_code(2, 60), held_code(0, 64): None}.get)
    assert hands.held == {held_code(2, 60): 0.0}
    assert hands.let_go(held_code(2, 60), 1.0) == [Release(0, 60, 1.0)]
