"""Another reader of MIDI files, to count by: small, slow, and none of the reader's code.

It takes what stands between the names of chunks for tracks, whatever their lengths say.
"""

from __future__ import annotations

from collections.abc import Iterator

DATA = {8: 2, 9: 2, 10: 2, 11: 2, 12: 1, 13: 1, 14: 2}


def count(content: bytes) -> int:
    """The notes of a file, drums left out, those struck twice at one time counted once."""
    content = content[content.find(b"MThd") :] if b"MThd" in content else content
    content = content.replace(b"MTr\xeb", b"MTrk")
    tracks = content.replace(b"MThd", b"MTrk....").split(b"MTrk")[1:]
    found: set[tuple[int, ...]] = set()
    before = 0
    for number, track in enumerate(tracks):
        for status, *event in _events(track[4:], before):
            before = status
            if status >> 4 == 9 and status != 0x99 and event[2]:
                found.add((number, status, *event[:2]))  # however loud
    return len(found)


def _events(data: bytes, status: int) -> Iterator[tuple[int, ...]]:
    """Status, time and two data bytes of events that have two."""
    if data[4:5] == b"" or len(data) == 10:  # a header
        return
    rest = list(reversed(data))
    time, carried, fresh = 0, status, True

    def number() -> int:
        value = 0
        while True:
            byte = rest.pop()
            value = value * 128 + byte % 128
            if byte < 128:
                return value

    try:
        while rest:
            step = number()
            for bits in (64, 32, 28):
                if 2 ** (bits - 1) <= step < 2**bits and step >= 2**27:
                    step -= 2**bits
                    break
            time = max(0, time + step)
            if rest[-1] == 0xFF:
                rest.pop()
                kind, size = rest.pop(), number()
                if size > len(rest):  # as long as it should be, or nothing
                    size = {0x58: 4, 0x59: 2}.get(kind, 0)
                del rest[len(rest) - size :]
                if kind == 0x2F:
                    fresh, status, carried = True, 0, 0
            elif rest[-1] in (0xF0, 0xF7):
                kind, size = rest.pop(), number()
                message = list(reversed(rest))[:size]
                if kind == 0xF0 and 0xF7 in message[:-1]:
                    size = message.index(0xF7) + 1
                elif size > len(rest):
                    size = next(i for i, b in enumerate(message) if b > 127) - 1
                del rest[len(rest) - size :]
            elif rest[-1] >= 0xF0:
                kind = rest.pop()
                usual = {0xF1: 1, 0xF2: 2, 0xF3: 1}.get(kind, 0)
                coming = [*reversed(rest[-7:]), 0, 0, 0, 0, 0]
                for many in (usual, 0, 1, 2):  # an event with its status is to follow a time
                    after = many + 1 + (coming[many] >= 128)
                    size = DATA.get(coming[after] >> 4, 0)
                    event = coming[after + 1 : after + 1 + size]
                    if coming[after - 1] < 128 <= coming[after] and max(event, default=0) < 128:
                        break
                else:
                    many = usual
                del rest[max(0, len(rest) - many) :]
            else:
                if rest[-1] >= 0x80:
                    status, fresh = rest.pop(), False
                elif fresh:
                    status = carried
                    if not status:
                        rest.pop(), rest.pop()
                        continue
                    fresh = False
                data_bytes = [min(rest.pop(), 127) for _ in range(DATA[status >> 4])]
                if len(data_bytes) == 2:
                    yield status, time, *data_bytes
    except IndexError:
        return
