"""The alert: a command of the user's that is run at trouble, and not too often."""

from __future__ import annotations

import logging
import math
import shlex
import shutil
import subprocess
from typing import Final

logger = logging.getLogger(__name__)

LONGEST: Final = 60.0  # seconds that the command may run
LONGEST_TEXT: Final = 500  # characters of the sentence
NO_PROGRAM: Final = (
    "The alert cannot be run: there is no program %s that may be executed. Write its whole path,"
    " and make it executable with chmod +x."
)


class Alert:
    """Runs the command without waiting for it, at most once in a while and one at a time."""

    def __init__(self, command: str, apart: float) -> None:
        """`apart`: the least seconds between two starts. Raises ValueError for open quotes.

        A program that is not there is a warning, as it may be installed later.
        """
        self._words = shlex.split(command)
        if self._words and shutil.which(self._words[0]) is None:
            logger.warning(NO_PROGRAM, self._words[0])
        self._apart = apart
        self._next = -math.inf
        self._running: subprocess.Popen[bytes] | None = None
        self._until = math.inf
        self._untold = ""  # the last sentence that could not be told yet

    def tell(self, sentence: str, now: float) -> bool:
        """Run the command with a sentence as its last argument; return whether it was run.

        A sentence for which it is too early is told later, unless another one comes, or it is over.
        """
        if not self._words:
            return False
        self._untold = sentence
        if now < self._next or self._running is not None:
            return False
        return self._run(now)

    def over(self) -> None:
        """Note that there is no trouble any more: nothing is left to tell."""
        self._untold = ""

    def _run(self, now: float) -> bool:
        self._next, self._until = now + self._apart, now + LONGEST
        try:
            self._running = subprocess.Popen(
                [*self._words, self._untold[:LONGEST_TEXT]],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            logger.warning("The alert cannot be run: %s", error)
            return False
        self._untold = ""
        return True

    def turn(self, now: float) -> None:
        """Collect the command that has ended; end one that takes too long; tell what is untold."""
        if self._running is None:
            if self._untold and now >= self._next:
                self._run(now)
            return
        if now >= self._until:
            self._running.kill()
        status = self._running.poll()
        if status is not None:
            if status:
                logger.warning("The alert ended with status %d.", status)
            self._running = None

    def close(self) -> None:
        """End a command that still runs."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None
