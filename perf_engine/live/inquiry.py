"""A question to the librarian, or to another helper process, that is never waited for."""

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
    """One question at a time to a module of this package, and so many seconds for the answer."""

    def __init__(self, module: str = MODULE, longest: float = LONGEST) -> None:
        self._module, self._longest = module, longest
        self.child: Child | None = None
        self._until = math.inf
        self._leaving: list[Child] = []

    def ask(self, arguments: Sequence[str], files: Sequence[int], now: float) -> None:
        """Start the helper with a question. Raises OSError or ValueError."""
        self.child = Child(self._module, *arguments, files=files)
        self._until = now + self._longest

    def fileno(self) -> int:
        """What to wait on for the answer; -1 where nothing is asked."""
        return -1 if self.child is None else self.child.fileno()

    def due(self) -> float:
        """When patience with the helper ends."""
        return self._until

    def hear(self, now: float) -> tuple[list[str], str]:
        """The lines that have come, and why there will be no more, where that is so."""
        if self.child is None:
            return [], ""
        lines = self.child.lines()
        if self.child.ended:
            return lines, "ended early"
        return lines, f"took longer than {self._longest:g} s" if now >= self._until else ""

    def answer(self, now: float) -> dict[str, Any] | None:
        """What it says, once; what goes wrong is {"failed": why, "code": code}."""
        lines, why = self.hear(now)
        if not lines and not why:
            return None
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
