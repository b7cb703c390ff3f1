"""The saving of all that the engine knows: every minute, and at the end.

The playing thread takes a snapshot and turns it into text, each in a gap; a process writes it.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from perf_engine.engine.context import Context
from perf_engine.engine.helpers.helper import EVERY, TO_START, Gap, Helper
from perf_engine.engine.helpers.model_delivery import nameless_file
from perf_engine.engine.session.recorded_instrument import RecordedInstrument
from perf_engine.engine.session.recorder import TO_SNAPSHOT, beginning_of
from perf_engine.protocol import pipes

from .saved_session import Besides, SavedSession, before, put_aside

logger = logging.getLogger(__name__)

MODULE: Final = "perf_engine.engine.service.autosave_file"
APART: Final = 60.0  # seconds between two savings
FIRST: Final = 5.0  # seconds after the start
TO_WRITE: Final = 0.012, 2.0  # gap and longest wait for the text, which takes some ms; see TO_START
LATER: Final = 1.0  # seconds until the next attempt, while the performer cannot be saved
SOUND: Final = 5.0  # seconds after a failure in which the performer counts as broken
LONGEST: Final = 20.0  # seconds that one writing may take
GOODBYE: Final = 3.0  # seconds for the last writing


class Autosave:
    """Saves by turns of the loop; it takes no snapshot of a performer that is broken."""

    def __init__(
        self,
        context: Context,
        recorded: RecordedInstrument,
        besides: Callable[[], Besides],
        file: Path,
    ) -> None:
        """`besides` returns what is to be saved beside the music; `file` is where.

        `besides` may raise TypeError, ValueError or LookupError, if that cannot be saved now.
        """
        self.file = file
        self.saved_at = -math.inf  # the time of the last snapshot that is on the disk
        self.failed = ""  # the reason why the last writing failed
        self._recorded, self._besides, self._clock = recorded, besides, context.clock
        self._abandoned = False
        self._gap = Gap(context.free)
        self._again = context.clock.now() + FIRST
        self._taken: SavedSession | None = None
        self._spool: IO[bytes] | None = None  # the text of the one that was taken
        self._at = -math.inf  # the time of the last snapshot
        self._helper: Helper | None = None

    # called by the loop

    def fileno(self) -> int:
        """Return the descriptor of the helper's stdout; -1 without a helper."""
        return -1 if self._helper is None else self._helper.fileno()

    def due(self) -> float:
        """Return the time of the next turn."""
        return self._again if self._helper is None else self._helper.due()

    def turn(self, now: float) -> None:
        """Do the next step of the saving, if there is time for it."""
        if self._helper is not None:
            self._listen(self._helper, now)
        elif now < self._again:
            return
        elif self._spool is not None:
            self._in_a_gap(now, TO_START, self._start)
        elif self._taken is not None:
            self._in_a_gap(now, TO_WRITE, self._write)
        elif self._recorded.preparing or self._failed_just(now):
            self._again = now + LATER
        elif not self._recorded.finite():
            self._done("the memory of the machine is not finite", now)
        else:
            held = self._recorded.due() <= now
            self._in_a_gap(now, TO_SNAPSHOT, self._take, held)

    def take_last(self) -> None:
        """Take what there is now, to be written by `close`; call it before all is silenced."""
        now = self._clock.now()
        broken = self._failed_just(now) or not self._recorded.finite()
        self._drop_spool()
        self._taken = None
        if not (broken or self._abandoned):
            self._take(now)
        if self._taken is not None:  # the recording ends in order: the next one has its own folder
            besides = replace(self._taken.besides, session="")
            self._taken = replace(self._taken, besides=besides)

    def abandon(self) -> None:
        """Put aside what is saved, and save no more until `save_again`.

        It led to music that cannot be repaired. The helper that writes is ended first, as it would
        write the same again.
        """
        if self._helper is not None:
            self._helper.close()
            self._helper = None
        self._drop_spool()
        self._taken = None
        self._gap.forget()
        self._again, self._abandoned = math.inf, True
        for path in (self.file, before(self.file)):
            put_aside(path)

    def save_again(self) -> None:
        """Save again after `abandon`, as the music flows again."""
        if self._abandoned:
            self._again, self._abandoned = self._clock.now() + FIRST, False

    def close(self) -> None:
        """Write what was taken last, for GOODBYE seconds at most."""
        until = time.monotonic() + GOODBYE
        while self._helper is not None or self._taken is not None or self._spool is not None:
            left = until - time.monotonic()
            if left <= 0.0:
                logger.warning("What was played last could not be saved in time.")
                break
            if self._helper is not None:
                pipes.ready([self._helper], (), left)
                self._listen(self._helper, self._clock.now())
            elif self._spool is not None:
                self._start(self._clock.now())
            else:
                self._write(self._clock.now())
        self._end()
        self._drop_spool()

    # the steps

    def _failed_just(self, now: float) -> bool:
        """Return whether the performer has failed so recently that it counts as broken."""
        return now < self._recorded.failed_at + SOUND

    def _in_a_gap(
        self,
        now: float,
        wanted: tuple[float, float],
        step: Callable[[float], None],
        held: bool = False,
    ) -> None:
        self._again = now + EVERY
        if self._gap.open(now, wanted, held):
            step(now)

    def _take(self, now: float) -> None:
        self._at, self._again = now, now
        try:
            beginning = beginning_of(self._recorded, self._clock, now)
            self._taken = SavedSession(self._besides(), beginning)
        except (TypeError, ValueError, LookupError) as error:
            self._done(f"{error}", now)

    def _write(self, now: float) -> None:
        assert self._taken is not None
        taken, self._taken = self._taken, None
        try:
            self._spool = nameless_file()
            self._spool.write(taken.text())
        except (OSError, ValueError) as error:
            self._drop_spool()
            self._done(f"{error}", now)

    def _start(self, now: float) -> None:
        assert self._spool is not None
        number = self._spool.fileno()
        paths = str(self.file), str(before(self.file)), pipes.name_of(number)
        try:
            self._helper = Helper.of(MODULE, *paths, files=[number], now=now, longest=LONGEST)
        except (OSError, ValueError) as error:
            self._done(f"no helper could be started: {error}", now)
        self._drop_spool()

    def _listen(self, helper: Helper, now: float) -> None:
        lines, failed = helper.hear(now)
        said: dict[str, object] = {}
        for line in lines:
            with suppress(ValueError):
                said = json.loads(line)
        if said or failed:
            self._end()
            why = str(said.get("failed", "")) if said else f"the helper {failed}"
            self._done(why, now)

    def _done(self, failed: str, now: float) -> None:
        if failed and failed != self.failed:
            logger.warning("The state could not be saved: %s; it is tried each minute.", failed)
        elif self.failed and not failed:
            logger.info("The state is saved again.")
        self.failed = failed
        if not failed:
            self.saved_at = self._at
        self._again = math.inf if self._abandoned else now + APART

    def _end(self) -> None:
        if self._helper is not None:
            self._helper.drop()
            self._helper = None

    def _drop_spool(self) -> None:
        if self._spool is not None:
            self._spool.close()
            self._spool = None
