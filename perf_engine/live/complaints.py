"""Refusals in the log: said once a second of each kind, with how many more there were."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from .clients import HostPort
from .refusal import Code

logger = logging.getLogger(__name__)

APART = 1.0  # seconds between two refusals of one kind


@dataclass(slots=True)
class _Kind:
    said: float  # when the last was said
    more: int = 0  # unsaid since


class Complaints:
    """Tells whoever reads the log what was refused: many who send do not listen for answers."""

    def __init__(self) -> None:
        self._kinds: dict[Code, _Kind] = {}

    def note(
        self, sender: HostPort, address: str, code: Code, text: str, now: float, every: bool
    ) -> None:
        """A message was refused; `every` says them all."""
        if not logger.isEnabledFor(logging.INFO):
            return
        kind = self._kinds.get(code)
        if kind is not None and now < kind.said + APART and not every:
            kind.more += 1
            return
        more = kind.more if kind is not None else 0
        self._kinds[code] = _Kind(now)
        logger.info(
            "refused from %s:%d: %s: %s%s", *sender, _printable(address), _printable(text),
            f" ({more} more like it before)" if more else "",
        )

    def tell(self, now: float) -> None:
        """Say how many were not said, of kinds that have ceased for a second."""
        for code, kind in self._kinds.items():
            if kind.more and now >= kind.said + APART:
                words = code.name.lower().replace("_", " ")
                logger.info("refused %d more (%s)", kind.more, words)
                kind.said, kind.more = now, 0


def _printable(text: str) -> str:
    """A text from outside, on one line and without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:200])
