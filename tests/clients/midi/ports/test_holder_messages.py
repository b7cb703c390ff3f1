"""Frames between the bridge and the process that holds its ports, through a real socket pair."""

import socket

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.midi.ports import holder_messages as f
from perf_engine.clients.midi.ports.holder_messages import MOST_WAITING, Frames

some = st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=40)), max_size=50)


def pair() -> tuple[Frames, Frames]:
    one, other = socket.socketpair()
    return Frames(one), Frames(other)


def read(end: Frames, count: int) -> list[f.Frame]:
    frames: list[f.Frame] = []
    while len(frames) < count:
        frames += end.take()
    return frames


@given(some, st.integers(1, 7))
def test_what_is_put_in_comes_out_whole_and_in_order_however_it_is_cut(sent, piece):
    one, other = socket.socketpair()
    whole = Frames(other)
    data = b"".join(f.HEAD.pack(len(data), kind) + data for kind, data in sent)
    frames = []
    for place in range(0, len(data), piece):
        one.sendall(data[place : place + piece])
        frames += whole.take()
    assert frames == sent
    one.close()
    assert whole.take() == []
    assert whole.ended
    whole.close()


def test_what_does_not_fit_waits_and_nothing_is_lost():
    one, other = pair()
    sent = [(f.SEND, bytes([count % 256]) * 100) for count in range(MOST_WAITING - 1)]
    for frame in sent:
        one.put(*frame)
    one.flush()
    assert one.waiting, "more than a socket takes"
    got: list[f.Frame] = []
    while one.waiting:
        got += other.take()
        one.flush()
    one.leave()
    while not other.ended:
        got += other.take()
    assert got == sent
    assert one.overflowed == 0


def test_where_the_other_side_reads_nothing_what_waits_becomes_silence_and_stays_bounded():
    one, other = pair()
    for count in range(3 * MOST_WAITING):
        one.put(f.SEND, b"\x90\x3c\x40" * 30)
        if count % 100 == 0:
            one.flush()
    assert one.overflowed
    kinds: list[int] = []
    while one.waiting or not other.ended:
        kinds += [kind for kind, _ in other.take()]
        one.flush()
        if not one.waiting:
            one.leave()
    assert f.SILENCE in kinds, "what was to let go may have been lost: everything is let go"
    assert set(kinds) == {f.SEND, f.SILENCE}


def test_the_end_of_the_other_side_is_noticed_by_reading_and_by_writing():
    for way in ("read", "write"):
        one, other = pair()
        other.close()
        one.put(f.ALIVE)
        if way == "read":
            assert one.take() == []
        else:
            one.flush()
        assert one.ended
        one.close()
