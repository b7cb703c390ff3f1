"""What a client is answered whose message changes nothing."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """The codes of /perf/fail."""

    UNKNOWN_ADDRESS = 1
    BAD_TYPES = 2
    OUT_OF_RANGE = 3
    BUSY = 4
    NOT_FOUND = 5
    REFUSED = 6
    INTERNAL = 7


class Refusal(Exception):
    """A message that changes nothing: a code and one sentence for /perf/fail."""

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
