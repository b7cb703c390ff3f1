from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.keyboard import Keyboard


def heard(*messages: list[int]) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    keyboard = Keyboard(lambda *message: said.append(message))
    for message in messages:
        keyboard.hear(message)
    return said


def test_keys_of_every_channel_are_player_0():
    assert heard([0x90, 60, 100], [0x95, 64, 1]) == [
        ("/perf/in/note", 0, 60, 100),
        ("/perf/in/note", 0, 64, 1),
    ]


def test_a_note_off_and_a_note_on_of_velocity_0_are_releases():
    on, off = ("/perf/in/note", 0, 60, 100), ("/perf/in/note", 0, 60, 0)
    assert heard([0x90, 60, 100], [0x80, 60, 64]) == [on, off]
    assert heard([0x90, 60, 100], [0x90, 60, 0]) == [on, off]


def test_a_release_of_a_key_that_is_not_held_is_not_passed_on():
    assert heard([0x80, 60, 0], [0x90, 60, 0]) == []


def test_a_key_struck_twice_is_released_in_between_since_the_engine_counts_holds():
    assert heard([0x90, 60, 100], [0x90, 60, 90]) == [
        ("/perf/in/note", 0, 60, 100),
        ("/perf/in/note", 0, 60, 0),
        ("/perf/in/note", 0, 60, 90),
    ]


def test_the_pedal_and_other_controls():
    assert heard([0xB0, 64, 127], [0xB0, 1, 30], [0xB0, 64, 0]) == [
        ("/perf/in/pedal", 0, 127),
        ("/perf/in/cc", 0, 1, 30),
        ("/perf/in/pedal", 0, 0),
    ]


def test_all_notes_off_and_all_sound_off_release_what_is_held():
    for number in (120, 123, 126):  # 120 is a panic beside that
        assert heard([0x90, 60, 100], [0xB0, 64, 127], [0xB0, number, 0])[2:] == [
            ("/perf/in/note", 0, 60, 0),
            ("/perf/in/pedal", 0, 0),
        ]


def test_reset_all_controllers_lifts_the_pedal():
    assert heard([0xB0, 64, 127], [0xB0, 121, 0])[1:] == [("/perf/in/pedal", 0, 0)]


def test_half_pedal_is_passed_on_as_it_is_and_the_deepest_of_several_pedals_counts():
    assert heard([0xB0, 64, 40], [0xB0, 64, 90], [0xB1, 64, 20], [0xB0, 64, 0], [0xB1, 64, 0]) == [
        ("/perf/in/pedal", 0, value) for value in (40, 90, 90, 20, 0)
    ]


def test_running_status_is_understood():
    assert heard([0x90, 60, 100], [64, 90, 60, 0], [0xF8], [64, 0]) == [
        ("/perf/in/note", 0, *note) for note in ((60, 100), (64, 90), (60, 0), (64, 0))
    ]


def test_other_channels_than_those_chosen_are_not_heard():
    said: list[tuple[object, ...]] = []
    keyboard = Keyboard(lambda *message: said.append(message), channels={2})
    for message in ([0x90, 60, 100], [0x92, 61, 100], [0xB0, 64, 127], [0xB0, 120, 0]):
        keyboard.hear(message)
    assert said == [("/perf/in/note", 0, 61, 100)]


def test_a_knob_that_is_taken_is_not_heard_as_the_players():
    said: list[tuple[object, ...]] = []
    taken: list[tuple[int, int]] = []

    def turn(number: int, value: int) -> bool:
        taken.append((number, value))
        return number == 74

    keyboard = Keyboard(lambda *message: said.append(message), turn=turn)
    for message in ([0xB0, 74, 5], [0xB0, 1, 6], [0xB0, 64, 7], [0xB0, 123, 0]):
        keyboard.hear(message)
    assert taken == [(74, 5), (1, 6)]
    assert said == [("/perf/in/cc", 0, 1, 6), ("/perf/in/pedal", 0, 7), ("/perf/in/pedal", 0, 0)]


def test_whatever_else_a_port_sends_is_ignored():
    assert heard([], [0xF8], [0xC0, 5], [0xE0, 1, 2], [0xF0, 1, 0xF7], [0x90, 200, 1]) == []


@given(st.lists(st.lists(st.integers(0, 255), max_size=4)))
def test_whatever_arrives_every_strike_is_released_once_when_the_port_goes(messages):
    held: set[object] = set()

    def say(address: str, _player: int, pitch: int, velocity: int = -1) -> None:
        counts[pitch] = counts.get(pitch, 0) + (1 if velocity else -1 if address in NOTE else 0)
        assert counts[pitch] >= 0

    NOTE = ("/perf/in/note",)
    counts: dict[int, int] = {}
    keyboard = Keyboard(
        lambda address, *rest: say(address, *rest) if address in NOTE else held.add(rest)
    )
    for message in messages:
        keyboard.hear(message)
    keyboard.let_go()
    assert not any(counts.values())
