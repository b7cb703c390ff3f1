"""Refusals in the log: at most one a second of each kind, then fewer, and a count of the rest."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass

from perf_engine.engine.output.log_limit import WANTED
from perf_engine.protocol.errors import Code
from perf_engine.protocol.ports import HOST, HostPort, spelt

logger = logging.getLogger(__name__)

FROM_SCLANG = "PERF_FROM_SCLANG"  # set by the Quark to the port of its sclang
APART = 1.0  # seconds between two refusals of one kind
OFTEN = 10  # refusals of one kind in close succession, after which the time doubles
FARTHEST_APART = 3600.0  # seconds
CEASED = 10.0  # seconds without one after which the next is logged again
MOST_KINDS = 16


@dataclass(slots=True)
class _Kind:
    said: float  # the time at which the last was logged
    came: float  # the time at which the last came
    times: int = 1  # logged without a pause
    more: int = 0  # not logged since

    @property
    def again(self) -> float:
        """Return the time from which one may be logged again."""
        doubled = 2.0 ** min(max(0, self.times - OFTEN), 12)
        return self.said + min(APART * doubled, FARTHEST_APART)


def starter() -> HostPort | None:
    """Return the address of the sclang that started the engine; None if nobody did."""
    port = os.environ.get(FROM_SCLANG, "")
    return (HOST, int(port)) if port.isdecimal() else None


class Complaints:
    """Logs refusals, as many senders do not listen for replies.

    A kind is a code and an address, or a code alone if very many addresses come at once.
    `starter`: who started the engine, and posts its own refusals beside the log: none is logged.
    """

    def __init__(self, starter: HostPort | None = None) -> None:
        self._starter = starter
        self._kinds: dict[tuple[Code, str], _Kind] = {}

    def note(
        self, sender: HostPort, address: str, code: Code, text: str, now: float, every: bool
    ) -> None:
        """Take a refused message; `every` logs them all."""
        if not logger.isEnabledFor(logging.INFO) or (sender == self._starter and not every):
            return
        name = code, address[:80]
        if name not in self._kinds and len(self._kinds) >= MOST_KINDS:
            self.tell(now)
            if len(self._kinds) >= MOST_KINDS:
                name = code, "several addresses"
        kind = self._kinds.get(name)
        if kind is not None and now < kind.again and not every:
            kind.more += 1
            kind.came = now
            return
        more = kind.more if kind is not None else 0
        self._kinds[name] = _Kind(now, now, kind.times + 1 if kind is not None else 1)
        logger.info(
            "Refused from %s: %s: %s%s",
            spelt(sender),
            _printable(address),
            _printable(text),
            f" ({more} more of the same before)" if more else "",
            extra=WANTED if every else None,
        )

    def tell(self, now: float) -> None:
        """Log the count of the rest, of kinds that may be logged again or have ceased."""
        for name, kind in list(self._kinds.items()):
            ceased = now >= kind.came + min(CEASED, kind.again - kind.said)
            if now < kind.again and not ceased:
                continue
            code, address = name
            if kind.more:
                words = code.name.lower().replace("_", " ")
                logger.info("Refused %d more: %s: %s", kind.more, _printable(address), words)
            if kind.more and not ceased:
                self._kinds[name] = _Kind(now, kind.came, kind.times + 1)
            else:
                del self._kinds[name]


def _printable(text: str) -> str:
    """Return a text from outside on one line, without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:200])
