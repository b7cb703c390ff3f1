"""The recorder of sessions: it sends the records of the instrument to a writer process."""

from __future__ import annotations

import logging
import math
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perf_engine.engine.clock import Clock
from perf_engine.engine.context import Context
from perf_engine.engine.helpers.helper import EVERY, TO_START, Backoff, Gap
from perf_engine.engine.input.call import Answer, Call
from perf_engine.engine.options import MOST_MB
from perf_engine.protocol.errors import Code, Refusal

from .recorded_instrument import RecordedInstrument
from .records import UNKNOWN, Beginning, End, Mark
from .snapshot import snapshot_of
from .writer_process import Leaving, WriterProcess

logger = logging.getLogger(__name__)

HOME: Final = Path.home() / "Music" / "perf_engine"  # the default folder of sessions
LONGEST_FILE: Final = 4_000_000  # bytes after which the next file begins
LONGEST_TIME: Final = 600.0  # seconds after which the next file begins
APART: Final = 1.0  # seconds, at least, between files that begin after failures of the instrument
MOST_RECORDS: Final = 20_000  # records that may wait for the writer
TO_SNAPSHOT: Final = (
    0.008,
    2.0,
)  # gap and longest wait for a snapshot, which takes 2 ms; see TO_START
SOON: Final = 0.005  # seconds until waiting records are offered to the writer again
GOODBYE: Final = 3.0  # seconds for the remaining writing at the engine's end


@dataclass(slots=True)
class Place:
    """The folder of recorded sessions, and the megabytes that each may take.

    `all_mb`: the megabytes that all in it may take; `days`: those after which one is deleted; None:
    no bound. `lasting`: recording begins at the start, and is tried again if it fails at first.
    """

    folder: Path = HOME
    most_mb: int = MOST_MB
    lasting: bool = False
    all_mb: int | None = None
    days: int | None = None

    @property
    def bounds(self) -> list[str]:
        """Return the bounds as arguments of a writer."""
        said = ["--most", str(self.most_mb * 1_000_000)]
        said += [] if self.all_mb is None else ["--all", str(self.all_mb * 1_000_000)]
        return said + ([] if self.days is None else ["--days", str(self.days)])


def beginning_of(recorded: RecordedInstrument, clock: Clock, now: float) -> Beginning:
    """Return the beginning of a file: all that the instrument knows. Raises TypeError."""
    played = recorded.played
    known = snapshot_of(played)
    return Beginning(
        0,  # the writer numbers the files
        recorded.recording and not recorded.broken,
        played.decisions,
        now,
        clock.wall(now),
        played.weights.origin or UNKNOWN,
        known,
    )


class Recorder:
    """Serves `/perf/record` and `/perf/mark`; in its turns it keeps a writer at work."""

    def __init__(
        self, context: Context, recorded: RecordedInstrument, place: Place | None = None
    ) -> None:
        self.place = place or Place()
        self.sessions: list[Path] = []  # sessions recorded so far
        self._recorded = recorded
        self._context = context
        self._clock = context.clock
        self._wanted = self._lasting = False
        self._process: WriterProcess | None = None
        self._leaving = Leaving()
        self._asked: list[Call] = []  # calls that wait for the folder of the recording
        self._session = ""  # the present session, whichever writer writes it
        self._began = 0.0  # the start of the writer
        self._file_began = 0.0
        self._file_from = 0  # bytes sent before the present file
        self._backoff = Backoff()
        self._again = -math.inf  # the time from which another writer may be started
        self._gap = Gap(context.free)
        self._next = math.inf  # the time of the next turn
        self._left = 0  # records that the writer had not taken after the last turn
        if self.place.lasting:
            self.begin(lasting=True)

    # called by clients and by the engine

    def record(self, call: Call, flag: int | None = None) -> Answer:
        """Start or stop recording, or get whether it is on."""
        if flag is None:
            return (int(self._wanted),)
        if flag == 0:
            self.end()
            return ()
        if self._session and self._recorded.recording:
            return (self._session,)
        self._asked.append(call)
        self.begin()
        return None

    def mark(self, call: Call, text: str) -> Answer:
        """Put a mark into the journal."""
        if not self._recorded.recording:
            raise Refusal(Code.REFUSED, "nothing is being recorded; send /perf/record 1 first")
        self._recorded.records.append(Mark(call.stamp, text))
        return ()

    def begin(self, lasting: bool = False) -> None:
        """Start a new session in the next gap.

        A `lasting` recording is tried again if it fails at first.
        """
        self._lasting = self._lasting or lasting
        if not self._wanted:
            self._wanted, self._again = True, -math.inf
            self._next = -math.inf

    def go_on(self, session: Path) -> None:
        """Go on with a session that was interrupted: its next file begins now, not in a gap.

        So it has everything from the start on. Raises TypeError if no snapshot can be taken.
        """
        now = self._clock.now()
        self._begin_records(now)
        self._wanted, self._session, self._next = True, str(session), -math.inf

    @property
    def under_way(self) -> str:
        """Return the folder of the session that is being recorded; empty without one."""
        return self._session if self._wanted else ""

    def end(self) -> None:
        """End the session."""
        self._wanted = self._lasting = False
        self._refuse(Code.REFUSED, "the recording was stopped before it began")
        if self._recorded.recording:
            self._recorded.records.append(End(self._clock.now()))
        self._leave()
        self._session = ""

    @property
    def busy(self) -> bool:
        """Return whether a client waits for a recording to begin."""
        return bool(self._asked)

    # called by the loop

    def fileno(self) -> int:
        """Return the descriptor of the writer's stdout; -1 without a writer."""
        return -1 if self._process is None else self._process.fileno()

    def due(self) -> float:
        """Return the time of the next turn: -inf if there are new records."""
        return -math.inf if len(self._recorded.records) > self._left else self._next

    def turn(self, now: float) -> None:
        """Hear the writer, begin a session or file if needed, and send the new records."""
        self._next = self._leaving.turn(now, self._clock.now) if self._leaving else math.inf
        if self._process is not None:
            self._listen(self._process, now)
        if self._process is None:
            self._start(now)
        else:
            self._go_on(self._process, now)
        if self._asked and self._session and self._recorded.recording:
            for call in self._asked:
                self._context.tell(call.sender, "/perf/done", call.address, self._session)
            self._asked.clear()
        self._left = len(self._recorded.records)

    def close(self) -> None:
        """Write the rest, and end the writer."""
        self.end()
        self._leaving.close(GOODBYE)

    # the pieces of work

    def _start(self, now: float) -> None:
        if not self._wanted:
            return
        if now < self._again:
            self._wake(self._again)
        elif self._leaving.stuck:  # another writer would hang as well
            if self._asked:  # a recording that went on goes on when the disk answers again
                self._wanted = self._lasting
                self._refuse(Code.REFUSED, "the disk of the last recording does not answer")
            self._wake(now + self._backoff.longest)
        elif self._free(TO_START, now):
            place = self.place
            where = (
                ("--session", self._session) if self._session else ("--folder", str(place.folder))
            )
            try:
                self._process = WriterProcess(*where, *place.bounds)
            except (OSError, ValueError) as error:
                self._give_up(f"no process could be started: {error}", now)
                return
            self._began = now
            self._wake(now + EVERY)

    def _go_on(self, process: WriterProcess, now: float) -> None:
        recorded = self._recorded
        if self._to_begin(process, now) and self._free(TO_SNAPSHOT, now):
            self._begin_file(process, now)
        if len(recorded.records) > MOST_RECORDS:
            process.lost = "it cannot keep up"
        if process.lost:
            self._lost(process, now)
            return
        process.feed(recorded.records, self._clock.now)
        if recorded.records or process.behind:
            self._wake(now + SOON)
        elif recorded.broken:
            self._wake(self._file_began + APART)
        elif recorded.recording:
            self._wake(self._file_began + LONGEST_TIME)

    def _to_begin(self, process: WriterProcess, now: float) -> bool:
        """Return whether to begin a file: the first, the next, or one after a failure."""
        return (
            not self._recorded.recording
            or (self._recorded.broken and now >= self._file_began + APART)
            or process.sent > self._file_from + LONGEST_FILE
            or now >= self._file_began + LONGEST_TIME
        )

    def _begin_file(self, process: WriterProcess, now: float) -> None:
        try:
            self._begin_records(now)
        except TypeError as error:
            process.lost = str(error)
            return
        self._file_from = process.sent

    def _begin_records(self, now: float) -> None:
        """Begin a file, with a snapshot. Raises TypeError if none can be taken."""
        recorded = self._recorded
        recorded.records.append(beginning_of(recorded, self._clock, now))
        recorded.recording, recorded.broken = True, False
        self._file_began = now

    def _free(self, wanted: tuple[float, float], now: float) -> bool:
        """Return whether there is a gap for work; decisions that are due go first."""
        held = self._recorded.due() <= now or self._recorded.preparing
        if self._gap.open(now, wanted, held):
            return True
        self._wake(now + EVERY)
        return False

    def _listen(self, process: WriterProcess, now: float) -> None:
        process.listen()
        if process.lost:
            self._lost(process, now)
        elif process.session and process.session != self._session:
            self._note(process)
            self._session = process.session
            logger.info("Recording into %s.", self._session)

    def _note(self, process: WriterProcess) -> None:
        path = Path(process.session)
        if process.session and path not in self.sessions:
            self.sessions.append(path)

    # failing and ending

    def _lost(self, process: WriterProcess, now: float) -> None:
        why = process.lost
        self._recorded.records.clear()
        self._leave()
        self._backoff.lived(now - self._began)
        self._give_up(why, now)

    def _leave(self) -> None:
        """Let the writer leave, with the records that it must still write."""
        recorded, process = self._recorded, self._process
        if process is not None:
            self._note(process)
            self._leaving.add(process, recorded.records, self._clock.now())
            self._process = None
        recorded.records = deque()
        self._left = 0
        recorded.recording = recorded.broken = False
        self._gap.forget()
        self._next = -math.inf

    def _give_up(self, why: str, now: float) -> None:
        """Stop recording: waiting clients get the error, a lasting recording is tried again."""
        if self._asked and not self._lasting:
            self._wanted = False
        self._refuse(Code.INTERNAL, f"nothing can be recorded: {why}")
        if not self._wanted:
            return
        pause = self._backoff.next()
        logger.warning(
            "The recording stopped: %s; it starts again in %g s, and the performance continues",
            why,
            pause,
        )
        self._again = now + pause
        self._wake(self._again)

    def _refuse(self, code: Code, text: str) -> None:
        """Send a refusal to the clients that wait for the recording."""
        for call in self._asked:
            self._context.fail(call.sender, call.address, code, text)
        self._asked.clear()

    def _wake(self, when: float) -> None:
        self._next = min(self._next, when)
