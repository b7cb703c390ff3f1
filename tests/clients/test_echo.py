from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.echo import ACQUITTED, CONVICTED, WITHIN, Echo


def innocent() -> Echo:
    """An echo of enough strikes that did not come back."""
    echo = Echo()
    for turn in range(ACQUITTED + 1):
        echo.sent([0x90, 60, 100], turn * 1.0)
    assert not echo.returned([0x90, 61, 100], 100.0)
    return echo


def test_what_was_just_sent_comes_back_once():
    echo = Echo()
    echo.sent([0x90, 60, 100], 0.0)
    assert not echo.returned([0x90, 60, 99], 0.01)
    assert echo.returned([0x90, 60, 100], 0.01)
    assert not echo.returned([0x90, 60, 100], 0.01)


def test_what_comes_long_after_is_a_players():
    echo = Echo()
    echo.sent([0x90, 60, 100], 0.0)
    assert not echo.returned([0x90, 60, 100], WITHIN + 0.01)


def test_a_release_may_be_written_otherwise():
    echo = Echo()
    for release in ([0x93, 60, 0], [0x83, 60, 64]):
        echo.sent([0x93, 60, 100], 0.0)
        echo.sent([0x83, 60, 0], 0.0)
        assert echo.returned([0x93, 60, 100], 0.01)
        assert echo.returned(release, 0.01)
        assert not echo.returned(release, 0.01)


def test_a_players_release_is_heard_though_the_machine_just_let_go_of_the_same_key():
    echo = Echo()
    echo.sent([0x90, 60, 100], 0.0)
    echo.sent([0x80, 60, 0], 0.1)
    assert not echo.returned([0x80, 60, 0], 0.1)


def test_a_pedal_that_goes_up_is_always_heard():
    echo = Echo()
    for value in (127, 0):
        echo.sent([0xB0, 64, value], 0.0)
    assert echo.returned([0xB0, 64, 127], 0.1)
    assert not echo.returned([0xB0, 64, 0], 0.1)
    echo.sent([0xB0, 120, 0], 0.1)
    assert echo.returned([0xB0, 120, 0], 0.2)


def test_messages_that_are_cut_short_are_compared_all_the_same():
    echo = Echo()
    for message in ([0x90], [0x80], [0x80, 60], [60, 100]):
        assert not echo.returned(message, 0.0)


def test_where_nothing_came_back_a_player_may_strike_the_same_key():
    echo = innocent()
    echo.sent([0x90, 60, 100], 200.0)
    assert not echo.returned([0x90, 60, 100], 200.01)


def test_a_cable_that_is_put_in_later_is_noticed_after_a_few_strikes():
    echo = innocent()
    returned = []
    for turn in range(2 * CONVICTED):
        echo.sent([0x90, 60, 100], 200.0 + turn)
        returned.append(echo.returned([0x90, 60, 100], 200.01 + turn))
    assert returned == [False] * (CONVICTED - 1) + [True] * (CONVICTED + 1)


def test_when_cables_are_changed_it_is_suspicious_again():
    echo = innocent()
    echo.suspect()
    echo.sent([0x90, 60, 100], 200.0)
    assert echo.returned([0x90, 60, 100], 200.01)


sent = st.lists(st.tuples(st.integers(60, 63), st.integers(1, 3)), max_size=80)


@given(sent, st.floats(0.0, WITHIN))
def test_through_a_cable_every_message_comes_back_and_none_is_heard(notes, delay):
    echo = Echo()
    for place, (pitch, velocity) in enumerate(notes):
        echo.sent([0x90, pitch, velocity], place * 0.6)
        assert echo.returned([0x90, pitch, velocity], place * 0.6 + delay)
