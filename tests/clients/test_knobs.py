from perf_engine.clients.bindings import Binding, Bindings
from perf_engine.clients.knobs import Knobs


def made() -> tuple[Knobs, Bindings, list[tuple[object, ...]]]:
    said: list[tuple[object, ...]] = []
    bindings = Bindings()
    knobs = Knobs(bindings, lambda *message: said.append(message), lambda: said.append(("panic",)))
    return knobs, bindings, said


def test_a_knob_that_is_not_bound_is_left_to_others():
    knobs, _, said = made()
    assert not knobs.turn(74, 10)
    assert said == []


def test_a_bound_knob_says_its_control_whenever_that_changes():
    knobs, bindings, said = made()
    bindings.bind(74, Binding("polyphony", 1.0, 4.0))
    assert all(knobs.turn(74, value) for value in (0, 1, 2, 127, 127))
    assert said == [("/perf/param/polyphony", 1), ("/perf/param/polyphony", 4)]


def test_a_button_bound_to_panic_panics_when_it_is_pressed_not_when_it_is_let_go():
    knobs, bindings, said = made()
    bindings.bind(20, Binding("panic", 0.0, 127.0))
    assert knobs.turn(20, 127)
    assert knobs.turn(20, 0)
    assert said == [("panic",)]


def test_the_next_knob_is_learnt_but_never_the_pedal():
    knobs, _, said = made()
    knobs.hear("/perf/midi/learning", ("share", 0.0, 1.0))
    assert not knobs.turn(64, 127)
    assert knobs.turn(7, 1)
    assert not knobs.turn(8, 1)
    assert said == [("/perf/midi/bind", 7, "share", 0.0, 1.0)]


def test_learning_can_be_stopped():
    knobs, _, said = made()
    knobs.hear("/perf/midi/learning", ("share", 0.0, 1.0))
    knobs.hear("/perf/midi/learning", ("none", 0.0, 127.0))
    assert not knobs.turn(7, 1)
    assert said == []


def test_what_everybody_is_told_is_bound_unbound_and_told_again():
    knobs, bindings, said = made()
    knobs.hear("/perf/midi/bound", (7, "share", 1.0, 0.0))
    assert bindings.get(7) == Binding("share", 1.0, 0.0)
    knobs.hear("/perf/midi/tell", ())
    assert said == [("/perf/midi/bind", 7, "share", 1.0, 0.0)]
    knobs.hear("/perf/midi/unbound", (7,))
    assert bindings.get(7) is None


def test_what_is_malformed_changes_nothing():
    knobs, bindings, _ = made()
    for arguments in (
        (), (7,), (7, "share", "a", 1.0), (7, "no", 0.0, 1.0), ("7", "share", 0.0, 1.0),
        (64, "share", 0.0, 1.0), (7, "share", 0.0, 9.0),
    ):
        knobs.hear("/perf/midi/bound", arguments)
    knobs.hear("/perf/midi/learning", ())
    knobs.hear("/perf/midi/unbound", ("x",))
    assert list(bindings) == []
