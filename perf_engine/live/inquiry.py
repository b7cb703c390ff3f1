"""A question to the librarian, a process of its own, that is never waited for."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, Final

from .child import Child
from .refusal import Code

MODULE: Final = "perf_engine.live.librarian"
LONGEST: Final = 60.0  # seconds that an answer may take


class Inquiry:
    """One question at a time."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self._until = math.inf
        self._leaving: list[Child] = []

    def ask(self, arguments: Sequence[str], files: Sequence[int], now: float) -> None:
        """Start the librarian with a question. Raises OSError or ValueError."""
        self.child = Child(MODULE, *arguments, files=files)
        self._until = now + LONGEST

    def fileno(self) -> int:
        """What to wait on for the answer; -1 where nothing is asked."""
        return -1 if self.child is None else self.child.fileno()

    def due(self) -> float:
        """When patience with the librarian ends."""
        return self._until

    def answer(self, now: float) -> dict[str, Any] | None:
        """What it says, once; what goes wrong is {"failed": why, "code": code}."""
        if self.child is None:
            return None
        lines = self.child.lines()
        if not lines and not self.child.ended and now < self._until:
            return None
        why = "ended early" if self.child.ended else f"took longer than {LONGEST:g} s"
        self.drop()
        if not lines:
            return {"failed": f"the reading of the model {why}", "code": Code.REFUSED}
        try:
            said = json.loads(lines[-1])
        except ValueError:
            said = None
        if not isinstance(said, dict):
            return {"failed": "the librarian could not be understood", "code": Code.INTERNAL}
        return said

    def drop(self) -> None:
        """The question is answered, or not wanted any more."""
        child, self.child, self._until = self.child, None, math.inf
        if child is not None:
            child.let_go()
            if not child.ended:
                child.process.kill()  # it has said all that it was asked
            self._leaving.append(child)

    def reap(self) -> bool:
        """Reap, without waiting, the processes that have ended; whether some have not."""
        for child in [c for c in self._leaving if c.gone()]:
            self._leaving.remove(child)
            child.close()
        return bool(self._leaving)

    def close(self) -> None:
        """End it, waiting."""
        self.drop()
        for child in self._leaving:
            child.close()
        self._leaving.clear()
