import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.from_keyboard import Keyboard, Player
from perf_engine.protocol.lease import HOLDING_EVERY, LAST_HOLDINGS
from perf_engine.protocol.midi import SYSTEM, Stream

places, pitches = st.integers(0, 2), st.integers(60, 62)
deeds = st.lists(st.tuples(st.sampled_from(["strike", "release", "let go"]), places, pitches))


@given(deeds)
def test_a_pitch_sounds_while_anybody_holds_it_and_each_strike_is_released_once(sequence):
    sounding: dict[int, int] = {}
    strikes = 0

    def say(address: str, _: int, pitch: int, velocity: int) -> None:
        if velocity:
            assert not sounding.get(pitch), "struck while it sounds"
        else:
            assert sounding.get(pitch), "released while it does not"
        sounding[pitch] = velocity

    player, held = Player(say), set[tuple[int, int]]()
    for deed, place, pitch in sequence:
        if deed == "strike":
            strikes += 1
            player.strike(place, pitch, 100)
            held.add((place, pitch))
        elif deed == "release":
            player.release(place, pitch)
            held.discard((place, pitch))
        else:
            player.let_go(place)
            held = {one for one in held if one[0] != place}
        assert {p for p, velocity in sounding.items() if velocity} == {p for _, p in held}


def test_what_is_held_is_stated_twice_a_second_and_a_few_times_after():
    said: list[tuple[object, ...]] = []
    player = Player(lambda *message: said.append(message))
    player.state(0.0)
    assert said == []
    assert player.next_due == float("inf")
    player.strike(0, 60, 100)
    player.pedal(0, 90)
    said.clear()
    for step in range(100):
        if player.next_due <= step / 10:
            player.state(step / 10)
        if step == 40:
            player.release(0, 60)
            player.pedal(0, 0)
    stated = [message for message in said if message[0] == "/perf/in/holding"]
    assert stated[:9] == [("/perf/in/holding", 0, 60, 128)] * 9  # at 0, 0.5 … 4
    assert stated[9:] == [("/perf/in/holding", 0)] * LAST_HOLDINGS
    assert HOLDING_EVERY == 0.5


def heard(*messages: list[int]) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    play(Keyboard(lambda *message: said.append(message)), *messages)
    return said


def play(keyboard: Keyboard, *messages: list[int]) -> None:
    """Let a keyboard hear what comes on a cable, made whole."""
    stream = Stream()
    for message in messages:
        for whole in stream.messages(message):
            if whole[0] < SYSTEM:
                keyboard.hear(whole)


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


def test_all_sound_off_releases_what_is_held_and_the_pedal():
    assert heard([0x90, 60, 100], [0xB0, 64, 127], [0xB0, 120, 0])[2:] == [
        ("/perf/in/note", 0, 60, 0),
        ("/perf/in/pedal", 0, 0),
    ]


@pytest.mark.parametrize("number", [123, 124, 125, 126, 127])
def test_all_notes_off_ends_the_keys_of_its_channel_and_leaves_the_pedal_to_the_foot(number):
    assert heard(
        [0x90, 60, 100],
        [0x91, 64, 100],
        [0xB0, 64, 127],
        [0xB0, number, 0],
        [0x81, 64, 0],
        [0xB0, 64, 0],
    )[3:] == [
        ("/perf/in/note", 0, 60, 0),
        ("/perf/in/note", 0, 64, 0),
        ("/perf/in/pedal", 0, 0),
    ]


def test_all_notes_off_at_every_last_key_up_as_some_keyboards_send_it_changes_nothing():
    assert heard([0xB0, 64, 127], [0x90, 60, 100], [0x80, 60, 0], [0xB0, 123, 0]) == [
        ("/perf/in/pedal", 0, 127),
        ("/perf/in/note", 0, 60, 100),
        ("/perf/in/note", 0, 60, 0),
    ]


def test_a_pitch_that_two_channels_hold_is_let_go_by_the_last_of_them():
    on, off = ("/perf/in/note", 0, 60, 100), ("/perf/in/note", 0, 60, 0)
    for first, second in ((0x81, 0x82), (0x82, 0x81)):
        told = heard([0x91, 60, 100], [0x92, 60, 100], [first, 60, 0])
        assert told == [on, off, on], "struck anew by the second, and not let go by the first"
        assert heard([0x91, 60, 100], [0x92, 60, 100], [first, 60, 0], [second, 60, 0]) == [
            *told,
            off,
        ]


def test_what_fingers_bend_and_press_on_an_mpe_keyboard_is_ignored():
    assert heard([0xE1, 0, 80], [0xD1, 90], [0xA1, 60, 30]) == []


def test_two_keyboards_hold_a_pitch_and_a_pedal_together():
    said: list[tuple[object, ...]] = []
    player = Player(lambda *message: said.append(message))
    one, other = (
        Keyboard(lambda *message: said.append(message), player=player, port=port)
        for port in ("one", "other")
    )
    for keyboard in (one, other):
        keyboard.hear([0x90, 60, 100])
        keyboard.hear([0xB0, 64, 127])
    said.clear()
    one.let_go()
    assert said == [("/perf/in/pedal", 0, 127)]
    other.let_go()
    assert said[1:] == [("/perf/in/note", 0, 60, 0), ("/perf/in/pedal", 0, 0)]


def test_drums_on_channel_10_are_left_out_where_that_is_wanted_and_its_panic_is_heard():
    said: list[tuple[object, ...]] = []
    ignored: list[bool] = []
    keyboard = Keyboard(
        lambda *message: said.append(message),
        lambda: said.append(("panic",)),
        ignore=lambda: ignored.append(True),
    )
    for message in ([0x99, 36, 100], [0x89, 36, 0], [0xB9, 120, 0]):
        keyboard.hear(message)
    assert (said, ignored) == ([("panic",)], [True])
    assert heard([0x99, 36, 100]) == [("/perf/in/note", 0, 36, 100)]


def test_a_strike_that_is_stale_is_not_heard_and_a_stale_release_is():
    said: list[tuple[object, ...]] = []
    keyboard = Keyboard(lambda *message: said.append(message))
    keyboard.hear([0x90, 60, 100])
    keyboard.hear([0x90, 64, 100], stale=True)
    keyboard.hear([0x80, 64, 0], stale=True)
    keyboard.hear([0x80, 60, 0], stale=True)
    assert said == [("/perf/in/note", 0, 60, 100), ("/perf/in/note", 0, 60, 0)]


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
    assert said == [("/perf/in/cc", 0, 1, 6), ("/perf/in/pedal", 0, 7)]


def test_whatever_else_a_port_sends_is_ignored():
    assert heard([], [0xF8], [0xC0, 5], [0xE0, 1, 2], [0xF0, 1, 0xF7], [0x90, 200, 1]) == []


bytes_of_any_kind = st.lists(st.integers(0, 255), max_size=4)
of_keys = st.tuples(
    st.sampled_from([0x80, 0x81, 0x90, 0x91, 0x90, 0x91]), pitches, st.integers(0, 127)
).map(list)
of_controls = st.tuples(
    st.just(0xB0), st.sampled_from([64, 120, 121, 123, 124]), st.integers(0, 127)
).map(list)


@given(st.lists(bytes_of_any_kind | of_keys | of_keys | of_controls))
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
    play(keyboard, *messages)
    keyboard.let_go()
    assert not any(counts.values())
