"""A note's way is cut out of all that an engine does, and counted call by call."""

import select
import socket
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.way import Piece, Watch, addresses, encoded, line, sort, typical
from perf_engine.protocol.packets import build


def piece(came=0, gone=0, calls=None):
    return Piece(came, gone, 3, calls or {"perf_engine.core:f": 2, "socket:g": 1})


def test_calls_are_counted_from_wait_to_wait():
    watch = Watch()
    one, other = socket.socketpair()

    def inner():
        return (1, 2)

    def work():
        inner()
        inner()
        one.send(b"a")
        inner()  # after it went

    sys.setprofile(watch)
    select.select((), (), (), 0)
    work()
    select.select((), (), (), 0)
    inner()  # nothing comes and nothing goes
    select.select((), (), (), 0)
    other.recv(1)
    inner()
    select.select((), (), (), 0)
    sys.setprofile(None)
    one.close()
    other.close()
    assert [(p.came, p.gone) for p in watch.pieces] == [(0, 1), (1, 0)]
    counted = [{name.rpartition(".")[2]: n for name, n in p.calls.items()} for p in watch.pieces]
    assert (counted[0]["work"], counted[0]["inner"], counted[1]["inner"]) == (1, 2, 1)
    assert watch.pieces[0].depth == watch.pieces[1].depth + 1


def test_pieces_are_told_apart_by_what_came_and_went():
    pieces = [
        piece(came=1),
        piece(came=1, gone=1),
        piece(gone=1),
        piece(gone=1),
        piece(came=2),
        piece(came=1),
        piece(came=1, gone=1),
    ]
    sent = [
        "/perf/ping",
        "/perf/ping",
        "/perf/in/note",
        "/perf/in/note",
        "/perf/in/note",
        "/perf/in/note",
        "/perf/in/noteoff",
    ]
    came = [["/perf/pong"], ["/perf/note"], ["/perf/alive"], ["/perf/note"]]
    # the first ping was lost, and a second one answered
    found = sort(pieces[1:], sent[1:], came)
    assert found == {"in": [pieces[5]], "out": [pieces[2]]}


def test_packets_that_were_lost_before_the_engine_was_there_change_nothing():
    pieces, came = [piece(came=1), piece(gone=1)], [["/perf/note"]]
    lost = ["/perf/ping"] * 3
    assert sort(pieces, [*lost, "/perf/in/note"], came) == {"in": pieces[:1], "out": pieces[1:]}


def test_packets_that_nobody_sent_are_no_way_of_a_note():
    with pytest.raises(ValueError, match="1 packets"):
        sort([piece(came=2)], ["/perf/in/note"], [])


def test_the_typical_piece_is_the_median_and_is_told_in_figures():
    some = [piece(calls={"perf_engine.core:f": n, "enum:g": 1}) for n in (9, 2, 5)]
    assert typical(some).count == 6
    assert line("in", some).startswith(
        "in: 6 calls (5 of the package), 1 functions, 1 modules, 3 deep; 3 notes, 3..10 calls"
    )
    with pytest.raises(ValueError, match="no note"):
        typical([])


@given(
    st.lists(
        st.one_of(
            st.integers(-(2**31), 2**31 - 1),
            st.floats(width=32, allow_nan=False, allow_infinity=False),
            st.text(st.characters(codec="ascii", exclude_characters="\0")),
        )
    )
)
def test_messages_are_written_as_the_engine_writes_them(values):
    assert encoded("/perf/in/note", *values) == build("/perf/in/note", *values)


def test_the_addresses_of_a_packet_are_read_in_order():
    one, two = encoded("/perf/note", 1), encoded("/perf/cc", 1, 2)
    inner = b"#bundle\0" + bytes(8) + len(two).to_bytes(4, "big") + two
    outer = (
        b"#bundle\0"
        + bytes(8)
        + b"".join(len(part).to_bytes(4, "big") + part for part in (one, inner, one))
    )
    assert addresses(outer) == ["/perf/note", "/perf/cc", "/perf/note"]
