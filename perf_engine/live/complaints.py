"""Refusals in the log: said once a second of each kind, with how many more there were."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from .clients import HostPort
from .refusal import Code

logger = logging.getLogger(__name__)

APART = 1.0  # seconds between two refusals of one kind
MOST_KINDS = 16


@dataclass(slots=True)
class _Kind:
    said: float  # when the last was said
    more: int = 0  # unsaid since


class Complaints:
    """Tells whoever reads the log what was refused: many who send do not listen for answers.

    A kind is a code and an address; of very many addresses at once, the code alone.
    """

    def __init__(self) -> None:
        self._kinds: dict[tuple[Code, str], _Kind] = {}

    def note(
        self, sender: HostPort, address: str, code: Code, text: str, now: float, every: bool
    ) -> None:
        """A message was refused; `every` says them all."""
        if not logger.isEnabledFor(logging.INFO):
            return
        name = code, address[:80]
        if name not in self._kinds and len(self._kinds) >= MOST_KINDS:
            self.tell(now)
            if len(self._kinds) >= MOST_KINDS:
                name = code, "several addresses"
        kind = self._kinds.get(name)
        if kind is not None and now < kind.said + APART and not every:
            kind.more += 1
            return
        more = kind.more if kind is not None else 0
        self._kinds[name] = _Kind(now)
        logger.info(
            "Refused from %s:%d: %s: %s%s", *sender, _printable(address), _printable(text),
            f" ({more} more like it before)" if more else "",
        )

    def tell(self, now: float) -> None:
        """Say how many were not said, of kinds that have ceased for a second."""
        for name, kind in list(self._kinds.items()):
            if now >= kind.said + APART:
                del self._kinds[name]
                code, address = name
                if kind.more:
                    words = code.name.lower().replace("_", " ")
                    logger.info("Refused %d more: %s: %s", kind.more, _printable(address), words)


def _printable(text: str) -> str:
    """A text from outside, on one line and without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:200])
