"""The limits of sending to addresses that may be spoofed: little more than they send.

Replies to a spoofed address reach a third party. So replies are limited by the bytes that came from
the address, and notes by a rate.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

ENDINGS: Final = b"/perf/noteoff\0"  # in each message that ends a note, which is always sent
STRIKES: Final = b"/perf/note\0"


@dataclass(slots=True)
class Bucket:
    """Bytes that may be sent: `rate` more each second, up to `most`."""

    rate: float
    most: float
    level: float
    at: float

    def earn(self, size: float, now: float) -> None:
        """Add what the time since the last call has earned, and `size` bytes."""
        self.level = min(self.most, self.level + size + self.rate * max(0.0, now - self.at))
        self.at = max(self.at, now)

    def take(self, size: int, now: float) -> bool:
        """Return whether `size` bytes may be sent now, and count them if so."""
        self.earn(0, now)
        if size > self.level:
            return False
        self.level -= size
        return True


FIRST: Final = 256  # bytes of replies at first, and as many every ten seconds
MOST: Final = 4096  # bytes of replies that may be saved up
STREAM: Final = 16_384  # bytes a second of notes, to one host
OVERALL: Final = 65_536  # bytes a second of replies, to all such hosts
MOST_HOSTS: Final = 1024


class Allowance:
    """The bytes that each unproved host may be sent."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Bucket] = OrderedDict()
        self._streams: OrderedDict[str, Bucket] = OrderedDict()
        self._overall = Bucket(OVERALL, OVERALL, OVERALL, 0.0)

    def heard(self, host: str, size: int, now: float) -> None:
        """Take `size` bytes from a host."""
        self._answer_bucket(host, now).earn(size, now)

    def answers(self, host: str, size: int, now: float) -> bool:
        """Return whether a host may be sent a reply of `size` bytes, and count it if so."""
        bucket = self._answer_bucket(host, now)
        bucket.earn(0, now)
        return size <= bucket.level and self._overall.take(size, now) and bucket.take(size, now)

    def plays(self, host: str, data: bytes, now: float) -> bool:
        """Return whether a host may be sent some notes; the end of a note always may."""
        made = Bucket(STREAM, 2 * STREAM, 2 * STREAM, now)
        spared = STRIKES not in data or ENDINGS in data
        return _of(self._streams, host, made).take(len(data), now) or spared

    def _answer_bucket(self, host: str, now: float) -> Bucket:
        return _of(self._answers, host, Bucket(FIRST / 10.0, MOST, FIRST, now))


def _of(buckets: OrderedDict[str, Bucket], host: str, made: Bucket) -> Bucket:
    """Return the bucket of a host, or the new one `made`; drop the one longest unused."""
    bucket = buckets.setdefault(host, made)
    buckets.move_to_end(host)
    if len(buckets) > MOST_HOSTS:
        buckets.popitem(last=False)
    return bucket
