import pytest

from perf_engine.protocol.lease import Lease


def made() -> tuple[Lease, list[tuple[object, ...]]]:
    said: list[tuple[object, ...]] = []
    return Lease(9999, lambda *message: said.append(message)), said


ASK = ("/perf/notify", 1, 9999, "bundle", 10.0)
PING = ("/perf/ping", 9999)


def confirmed(now: float = 0.0) -> tuple[Lease, list[tuple[object, ...]]]:
    registration, said = made()
    registration.advance(now)
    registration.hear("/perf/done", ("/perf/notify", 1, 10.0), now)
    said.clear()
    return registration, said


def test_it_asks_each_second_until_the_engine_confirms():
    registration, said = made()
    for now in (0.0, 0.5, 1.0, 1.2, 2.0):
        registration.advance(now)
    assert said == [ASK] * 3
    registration.hear("/perf/done", ("/perf/notify", 1, 10.0), 2.1)
    registration.advance(3.0)
    assert said == [ASK] * 3


def test_it_renews_by_a_ping_every_two_seconds():
    registration, said = confirmed()
    for tenth in range(1, 61):
        registration.hear("/perf/alive", (tenth,), tenth / 10)
        assert not registration.advance(tenth / 10)
    assert said == [PING] * 3


def test_an_engine_quiet_for_three_seconds_is_lost_once_and_asked_anew():
    registration, said = confirmed()
    assert not registration.advance(2.9)
    assert registration.advance(3.0)
    assert not registration.advance(3.5)
    assert said[-1] == ASK


def test_an_answer_to_a_ping_is_no_sign_of_life_since_an_engine_started_anew_answers_too():
    registration, _ = confirmed()
    registration.hear("/perf/pong", (9999, 1, 2), 2.5)
    assert registration.advance(3.0)


def test_an_alive_number_that_falls_means_a_new_engine():
    registration, said = confirmed()
    assert not registration.hear("/perf/alive", (41,), 0.5)
    assert not registration.hear("/perf/alive", (42,), 1.5)
    assert registration.hear("/perf/alive", (0,), 2.0)
    registration.advance(2.0)
    assert said == [ASK]


def test_an_engine_that_starts_or_plays_another_model_is_asked_at_once_and_goes_on():
    registration, said = confirmed()
    assert not registration.hear("/perf/running", ("perf_engine",), 0.1)
    assert not registration.hear("/perf/running", ("perf_engine",), 5.0)
    registration.advance(5.0)
    assert said == [ASK]
    assert not registration.hear("/perf/running", ("perf_engine",), 5.1)


def test_it_knows_when_it_has_something_to_do():
    registration, _ = made()
    registration.advance(0.0)
    assert registration.next_due == 1.0
    registration.hear("/perf/done", ("/perf/notify", 1, 10.0), 0.5)
    assert registration.next_due == 2.5
    registration.advance(2.5)
    assert registration.next_due == 3.5


def test_leaving_is_said():
    registration, said = confirmed()
    registration.leave()
    assert said == [("/perf/notify", 0, 9999)]


@pytest.mark.parametrize("number", [1, 500, 20_000, 86_400, 2**24 + 1, 2**31 - 4])
def test_a_sign_of_life_is_one_whatever_its_number(number: int) -> None:
    registration = Lease(9999, lambda *message: None)
    for second in range(8):  # past the greatest number it begins at 0 again
        count = (number + second) & 0x7FFFFFFF
        assert not registration.hear("/perf/alive", (count,), float(second))
        assert not registration.advance(second + 0.9)
    assert not registration.advance(9.9)
    assert registration.advance(10.0)


def test_a_client_may_ask_for_a_shorter_lease():
    said: list[tuple[object, ...]] = []
    Lease(9999, lambda *message: said.append(message), 1, 4.0).advance(0.0)
    assert said == [("/perf/notify", 1, 9999, "bundle", 4.0)]
