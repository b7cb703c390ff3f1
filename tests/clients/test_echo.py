from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.echo import ACQUITTED, CONVICTED, PROBES, WITHIN, Echo


def convicted() -> Echo:
    """An echo of what cleared an output, and came back."""
    echo = Echo()
    for channel in range(PROBES):
        echo.sent([0xB0 | channel, 123, 0], 0.0, probe=True)
        assert echo.returned([0xB0 | channel, 123, 0], 0.01)
    return echo


def test_without_a_cable_a_player_may_strike_what_the_machine_just_struck():
    echo = Echo()
    for turn in range(CONVICTED - 1):
        echo.sent([0x90, 60, 100], turn * 1.0)
        assert not echo.returned([0x90, 60, 100], turn + 0.1)


def test_through_a_cable_what_was_just_sent_comes_back_once():
    echo = convicted()
    echo.sent([0x90, 60, 100], 1.0)
    assert not echo.returned([0x90, 60, 99], 1.01)
    assert echo.returned([0x90, 60, 100], 1.01)
    assert not echo.returned([0x90, 60, 100], 1.01)


def test_what_comes_long_after_is_a_players():
    echo = convicted()
    echo.sent([0x90, 60, 100], 1.0)
    assert not echo.returned([0x90, 60, 100], 1.01 + WITHIN)


def test_a_release_may_be_written_otherwise():
    echo = convicted()
    for release in ([0x93, 60, 0], [0x83, 60, 64]):
        echo.sent([0x93, 60, 100], 1.0)
        echo.sent([0x83, 60, 0], 1.0)
        assert echo.returned([0x93, 60, 100], 1.01)
        assert echo.returned(release, 1.01)
        assert not echo.returned(release, 1.01)


def test_a_players_release_is_heard_though_the_machine_just_let_go_of_the_same_key():
    echo = convicted()
    echo.sent([0x90, 60, 100], 1.0)
    echo.sent([0x80, 60, 0], 1.1)
    assert not echo.returned([0x80, 60, 0], 1.1)


def test_a_pedal_that_goes_up_is_always_heard():
    echo = convicted()
    for value in (127, 0):
        echo.sent([0xB0, 64, value], 1.0)
    assert echo.returned([0xB0, 64, 127], 1.1)
    assert not echo.returned([0xB0, 64, 0], 1.1)


def test_a_cable_that_is_put_in_later_is_noticed_after_a_few_strikes():
    echo = Echo()
    returned = []
    for turn in range(2 * CONVICTED):
        echo.sent([0x90, 60, 100], turn * 1.0)
        returned.append(echo.returned([0x90, 60, 100], turn + 0.01))
    assert returned == [False] * (CONVICTED - 1) + [True] * (CONVICTED + 1)


def test_a_cable_that_is_taken_out_is_noticed_after_some_strikes():
    echo = convicted()
    for turn in range(ACQUITTED + 1):
        echo.sent([0x90, 60, 100], 1.0 + turn)
    assert not echo.returned([0x90, 60, 100], 1.01 + ACQUITTED)


def test_messages_that_are_cut_short_are_compared_all_the_same():
    echo = convicted()
    for message in ([0x90], [0x80], [0x80, 60], [60, 100], [0xB0], [0xB0, 64]):
        assert not echo.returned(message, 1.0)


sent = st.lists(st.tuples(st.integers(60, 63), st.integers(1, 3)), max_size=80)


@given(sent, st.floats(0.0, WITHIN))
def test_through_a_cable_every_strike_comes_back_and_none_is_heard(notes, delay):
    echo = convicted()
    for place, (pitch, velocity) in enumerate(notes, 1):
        echo.sent([0x90, pitch, velocity], place * 1.0)
        assert echo.returned([0x90, pitch, velocity], place + min(delay, WITHIN - 0.001))
