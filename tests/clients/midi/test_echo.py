from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.echo import ACQUITTED, CONVICTED, PROBES, TOKEN, WITHIN, Bursts, Echo
from perf_engine.clients.midi.to_synthesizer import ORDER, clear


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


def ours() -> list[list[int]]:
    sent: list[list[int]] = []
    clear(sent.append)
    return sent


def sent_at(now: float) -> Bursts:
    bursts = Bursts()
    for message in ours():
        bursts.sent(message, now)
    return bursts


def test_channels_are_gone_over_all_and_as_by_nobody_else():
    assert sorted(ORDER) == list(range(16))
    assert all(abs(b - a) != 1 for a, b in pairwise(ORDER))


@given(st.floats(0.0, 59.0))
def test_what_we_silenced_with_is_known_after_a_few_messages_however_long_its_way(way):
    bursts = sent_at(100.0)
    known = [bursts.returned("in", message, 100.0 + way) for message in ours()]
    assert known == [False] * (TOKEN - 1) + [True] * (len(known) - TOKEN + 1)


def test_a_panic_button_is_a_players_whatever_order_it_has():
    for number in (120, 123, 64):
        for channels in (range(16), reversed(range(16)), [0], [0] * 16):
            bursts = sent_at(100.0)
            for channel in channels:
                assert not bursts.returned("in", [0xB0 | channel, number, 0], 101.0)
    bursts = sent_at(100.0)
    for channel in range(16):
        for number in (64, 123, 120, 121):
            assert not bursts.returned("in", [0xB0 | channel, number, 0], 101.0)


def test_a_players_pedal_is_heard_though_the_machine_pedals_too():
    bursts = Bursts()
    for turn in range(20):
        for value in (127, 0):
            bursts.sent([0xB0, 64, value], turn * 0.2)
    for turn in range(20):
        for value in (127, 0):
            assert not bursts.returned("in", [0xB0, 64, value], 5.0 + turn * 0.2)


def test_a_panic_that_comes_as_long_after_ours_as_one_before_is_ours():
    bursts = sent_at(100.0)
    assert not bursts.repeated(103.0)
    for message in ours():
        bursts.sent(message, 103.0)
    assert bursts.repeated(106.02)
    assert not bursts.repeated(107.0)
    assert not Bursts().repeated(1.0)
