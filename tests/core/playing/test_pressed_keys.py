"""What players press, in the part it was struck in."""

from perf_engine.core.model.sizes import held_code
from perf_engine.core.playing.improviser import Improviser
from perf_engine.core.playing.pressed_keys import Pressed


def test_a_key_is_let_go_in_the_part_it_was_struck_in(weights):
    mind, pressed = Improviser(weights), Pressed()
    assert not pressed.keys
    assert pressed.place(mind, 60, 80, 0, 0.0) == 0
    assert pressed.keys
    assert pressed.place(mind, 60, 0, 1, 1.0) == 0
    assert not pressed.keys
    assert pressed.place(mind, 60, 0, 1, 1.0) == 1


def test_struck_again_in_another_part_it_is_let_go_in_the_first(weights):
    mind, pressed = Improviser(weights), Pressed()
    mind.feed(pressed.place(mind, 60, 80, 0, 0.0), 60, 80, 0.0)
    assert pressed.place(mind, 60, 80, 1, 1.0) == 1
    assert not mind.held(0, 60)


def test_all_is_let_go_wherever_it_is(weights):
    mind, pressed = Improviser(weights), Pressed()
    for part in (0, 1):
        mind.feed(pressed.place(mind, 60 + part, 80, part, 0.0), 60 + part, 80, 0.0)
    pressed.let_go(mind)
    assert not mind.stream.held
    assert not pressed.keys


def test_parts_go_by_other_numbers_in_another_model(weights):
    mind, pressed = Improviser(weights), Pressed()
    pressed.place(mind, 60, 80, 1, 0.0)
    pressed.place(mind, 61, 80, 0, 0.0)
    pressed.rename({held_code(1, 60): held_code(2, 60)}.get)
    assert pressed.place(mind, 60, 0, 0, 1.0) == 2
    assert not pressed.keys


def test_the_pedal_is_no_key(weights):
    pressed = Pressed()
    assert pressed.place(Improviser(weights), 128, 100, 0, 0.0) == 0
    assert not pressed.keys
