"""Clients: time tags of one key keep the order of their due times."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.engine.output.subscribers import SAME_TIME, Client, Clients, key_of
from perf_engine.protocol.midi import PEDAL, SUSTAIN
from perf_engine.protocol.notes import ControlChange, Release, Strike

HERE = ("127.0.0.1", 9)


def test_a_control_has_a_key_from_the_pedals_on() -> None:
    assert key_of(Strike(2, 60, 90, 1.0)) == key_of(Release(2, 60, 1.0)) == (2, 60)
    assert key_of(ControlChange(2, SUSTAIN, 127, 1.0)) == (2, SUSTAIN + PEDAL)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.floats(-0.4 * SAME_TIME, 0.4 * SAME_TIME)),
        min_size=2,
        max_size=30,
    )
)
def test_tags_of_a_key_never_go_back_when_its_due_times_do_not(steps) -> None:
    client, due, tags = Client(1, HERE), 0.0, []
    for step, error in steps:  # the clocks are compared again and again
        due += 0.01 * step
        strike = len(tags) % 2
        item = Strike(0, 60, 90, due) if strike else Release(0, 60, due)
        tags.append((due, client.tag([item], due, 1e9 + due + error)))
    assert all(a[1] <= b[1] for a, b in pairwise(tags) if a[0] == b[0])
    assert all(abs(tag - 1e9 - at) < SAME_TIME for at, tag in tags)


def test_a_strike_is_tagged_no_earlier_than_the_release_due_with_it() -> None:
    client = Client(1, HERE)
    assert client.tag([Release(0, 60, 5.0)], 5.0, 1000.0) == 1000.0
    assert client.tag([Strike(0, 62, 90, 5.0)], 5.0, 999.9999) == 999.9999  # another key
    assert client.tag([Strike(0, 60, 90, 5.0)], 5.0, 999.9999) == 1000.0
    assert client.tag([Release(0, 60, 4.0)], 4.0, 999.0) == 999.0  # due before
    assert client.tag([Strike(0, 60, 90, 6.0)], 6.0, 500.0) == 500.0  # the wall clock was set


def test_a_client_is_found_by_its_port_and_its_origin() -> None:
    clients = Clients()
    one = clients.register(HERE, 0.0, origin=("127.0.0.1", 10))
    assert clients.at(HERE) is clients.of(HERE) is clients.of(("127.0.0.1", 10)) is one
    clients.remove(one)
    assert clients.at(HERE) is None
    assert not len(clients)


def test_a_client_with_a_closed_port_is_renewed_by_itself_alone() -> None:
    clients = Clients()
    client = clients.register(("127.0.0.1", 7001), 0.0, origin=("127.0.0.1", 7000))
    clients.closed(("127.0.0.1", 7001))
    clients.touch(("127.0.0.1", 8000), 5.0)
    assert client.expires == 10.0
    clients.touch(("127.0.0.1", 7000), 6.0)
    assert client.expires == 16.0


def test_where_it_is_full_one_whose_port_is_closed_makes_room() -> None:
    clients = Clients()
    clients.register(("192.0.2.1", 1), 0.0, lease=0.0)  # of the configuration
    for port in range(2, 65):
        clients.register(("192.0.2.1", port), 0.0, lease=0.0, origin=("192.0.2.1", 1000 + port))
    new = ("192.0.2.2", 1)
    assert clients.in_the_way(new) is None
    for port in (1, 7, 9):
        clients.closed(("192.0.2.1", port))
    assert clients.in_the_way(("192.0.2.1", 5)) is None
    gone = clients.in_the_way(new)
    assert gone is not None
    assert gone.where == ("192.0.2.1", 7)
    clients.remove(gone)
    assert clients.register(new, 0.0) is clients.at(new)


def test_clients_come_and_go_without_leaving_a_trace() -> None:
    clients = Clients()
    for port in range(2000):
        client = clients.register(("192.0.2.1", port + 1), 0.0, origin=("192.0.2.1", port + 9000))
        clients.remove(client)
    assert not any(vars(clients)[name] for name in ("_by_where", "_by_origin", "_by_host"))
