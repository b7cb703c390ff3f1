"""Recording a session: what the witness takes down is dictated to a scribe, another process."""

from __future__ import annotations

import logging
import math
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .call import Answer, Call
from .clients import Clients
from .clock import Clock
from .dictation import Dictation
from .farewell import Farewell
from .options import MOST_MB
from .osc import Outgoing
from .outbox import Outbox
from .portrait import portrait
from .records import UNKNOWN, Beginning, End, Mark
from .refusal import Code, Refusal
from .witness import Witness

logger = logging.getLogger(__name__)

HOME: Final = Path.home() / "Music" / "perf_engine"  # of sessions, where no other is named
LONGEST_FILE: Final = 4_000_000  # bytes, after which the next begins
LONGEST_TIME: Final = 600.0  # seconds, likewise
APART: Final = 1.0  # seconds at least between files that begin because the instrument failed
MOST_RECORDS: Final = 20_000  # that may wait for the scribe
# How long nothing may be due for a piece of work to be done, and after how long it is done anyway.
TO_START: Final = 0.012, 2.0  # a process
TO_PAINT: Final = 0.008, 2.0  # the performer: 2 ms
EVERY: Final = 0.001  # seconds between looks for a gap
SOON: Final = 0.005  # seconds until what waits for the scribe is offered again
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before another scribe is started
SETTLED: Final = 60.0  # seconds of life after which the pause begins anew
GOODBYE: Final = 3.0  # seconds to write what is left, at the engine's end


@dataclass(slots=True)
class Place:
    """Where sessions are recorded, and how many megabytes each may take."""

    folder: Path = HOME
    most_mb: int = MOST_MB


class Recorder:
    """Serves `/perf/record` and `/perf/mark`; beside the loop, keeps a scribe at work."""

    def __init__(
        self, witness: Witness, clock: Clock, clients: Clients, outbox: Outbox
    ) -> None:
        self.place = Place()
        self.sessions: list[Path] = []  # recorded so far
        self._witness = witness
        self._clock = clock
        self._clients = clients
        self._outbox = outbox
        self._wanted = self._lasting = False
        self._dictation: Dictation | None = None
        self._farewell = Farewell()
        self._asked: list[Call] = []  # who waits to be told where it is recorded
        self._session = ""  # that goes on, whichever scribe writes it
        self._began = 0.0  # the scribe
        self._file_began = 0.0
        self._file_from = 0  # bytes sent before the present file
        self._pause = SHORTEST_PAUSE
        self._again = -math.inf  # when another scribe may be started
        self._put_off: float | None = None  # since when work has waited for a gap
        self._next = math.inf  # the next turn

    # asked by clients and by the engine

    def record(self, call: Call) -> Answer:
        """Begin to record, or end it, or say whether it is going on."""
        if not call.arguments:
            return (int(self._wanted),)
        if call.arguments[0] == 0:
            self.end()
            return ()
        if self._session and self._witness.recording:
            return (self._session,)
        self._asked.append(call)
        self.begin()
        return None

    def mark(self, call: Call) -> Answer:
        """Put a word into the journal."""
        if not self._witness.recording:
            raise Refusal(Code.REFUSED, "nothing is being recorded; /perf/record 1 begins")
        (text,) = call.arguments
        assert isinstance(text, str)
        self._witness.records.append(Mark(call.stamp, text))
        return ()

    def begin(self, lasting: bool = False) -> None:
        """A new session, as soon as there is a moment to begin it.

        A lasting wish is not given up where it cannot be recorded at first.
        """
        self._lasting = self._lasting or lasting
        if not self._wanted:
            self._wanted, self._again = True, -math.inf
            self._next = -math.inf

    def end(self) -> None:
        """The session is complete."""
        self._wanted = self._lasting = False
        self._refuse(Code.REFUSED, "the recording was ended before it began")
        if self._witness.recording:
            self._witness.records.append(End(self._clock.now()))
        self._leave()
        self._session = ""

    @property
    def busy(self) -> bool:
        """Whether somebody waits for a recording to begin."""
        return bool(self._asked)

    # asked by the loop

    def fileno(self) -> int:
        """The scribe's stdout, while there is one."""
        return -1 if self._dictation is None else self._dictation.fileno()

    def due(self) -> float:
        """When it wants a turn."""
        return self._next

    def turn(self, now: float) -> None:
        """Hear the scribe, begin what is to begin, and dictate what was taken down."""
        self._next = self._farewell.turn(now, self._clock.now)
        if self._dictation is not None:
            self._listen(self._dictation, now)
        if self._dictation is None:
            self._start(now)
        else:
            self._go_on(self._dictation, now)
        if self._asked and self._session and self._witness.recording:
            for call in self._asked:
                self._tell(call, "/perf/done", call.address, self._session)
            self._asked.clear()

    def close(self) -> None:
        """Write what is left, and end the scribe."""
        self.end()
        self._farewell.close(GOODBYE)

    # the pieces of work

    def _start(self, now: float) -> None:
        if not self._wanted:
            return
        if now < self._again:
            self._wake(self._again)
        elif self._gap(*TO_START, now):
            place = self.place
            where = ("--session", self._session) if self._session else (
                "--folder", str(place.folder))  # fmt: skip
            try:
                self._dictation = Dictation(*where, "--most", str(place.most_mb * 1_000_000))
            except (OSError, ValueError) as error:
                self._give_up(f"no process could be started: {error}", now)
                return
            self._began = now
            self._wake(now + EVERY)

    def _go_on(self, dictation: Dictation, now: float) -> None:
        witness = self._witness
        if self._to_begin(dictation, now) and self._gap(*TO_PAINT, now):
            self._begin_file(dictation, now)
        if len(witness.records) > MOST_RECORDS:
            dictation.lost = "it cannot keep up"
        if dictation.lost:
            self._lost(dictation, now)
            return
        dictation.dictate(witness.records, self._clock.now)
        if witness.records or dictation.behind:
            self._wake(now + SOON)
        elif witness.broken:
            self._wake(self._file_began + APART)
        elif witness.recording:
            self._wake(self._file_began + LONGEST_TIME)

    def _to_begin(self, dictation: Dictation, now: float) -> bool:
        """Whether a file is to begin: the first, the next, or one after a failure."""
        return (
            not self._witness.recording
            or (self._witness.broken and now >= self._file_began + APART)
            or dictation.sent > self._file_from + LONGEST_FILE
            or now >= self._file_began + LONGEST_TIME
        )

    def _begin_file(self, dictation: Dictation, now: float) -> None:
        witness = self._witness
        played = witness.played
        try:
            known = portrait(played)
        except TypeError as error:
            dictation.lost = str(error)
            return
        witness.records.append(Beginning(
            0,  # the scribe counts
            witness.recording and not witness.broken,
            played.decisions, now, self._clock.wall(now), played.weights.origin or UNKNOWN, known,
        ))  # fmt: skip
        witness.recording, witness.broken = True, False
        self._file_began, self._file_from = now, dictation.sent

    def _gap(self, gap: float, patience: float, now: float) -> bool:
        """Whether there is a moment for work; what waits to be said or thought goes first."""
        due = self._witness.due()
        if self._put_off is None:
            self._put_off = now
        late = now > self._put_off + patience
        if due > now and not self._witness.preparing and (
            late or min(due, self._outbox.due()) >= now + gap
        ):
            self._put_off = None
            return True
        self._wake(now + EVERY)
        return False

    def _listen(self, dictation: Dictation, now: float) -> None:
        dictation.listen()
        if dictation.lost:
            self._lost(dictation, now)
        elif dictation.session and dictation.session != self._session:
            self._note(dictation)
            self._session = dictation.session
            logger.info("Recording into %s.", self._session)

    def _note(self, dictation: Dictation) -> None:
        path = Path(dictation.session)
        if dictation.session and path not in self.sessions:
            self.sessions.append(path)

    # failing and ending

    def _lost(self, dictation: Dictation, now: float) -> None:
        why = dictation.lost
        self._witness.records.clear()
        self._leave()
        if now - self._began > SETTLED:
            self._pause = SHORTEST_PAUSE
        self._give_up(why, now)

    def _leave(self) -> None:
        """The scribe goes, with what it has yet to write."""
        witness, dictation = self._witness, self._dictation
        if dictation is not None:
            self._note(dictation)
            self._farewell.add(dictation, witness.records, self._clock.now())
            self._dictation = None
        witness.records = deque()
        witness.recording = witness.broken = False
        self._put_off = None
        self._next = -math.inf

    def _give_up(self, why: str, now: float) -> None:
        """Nothing is recorded now; who has asked is told, else it is begun again."""
        if self._asked and not self._lasting:
            self._wanted = False
        self._refuse(Code.INTERNAL, f"nothing can be recorded: {why}")
        if not self._wanted:
            return
        logger.warning(
            "The recording stopped: %s; the playing goes on, and the recording in %g s", why,
            self._pause,
        )
        self._again = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._wake(self._again)

    def _refuse(self, code: Code, text: str) -> None:
        """Whoever waits for the recording to begin is told that it does not."""
        for call in self._asked:
            self._tell(call, "/perf/fail", call.address, int(code), text)
        self._asked.clear()

    def _tell(self, call: Call, address: str, *arguments: Outgoing) -> None:
        self._outbox.tell(self._clients.reply_to(call.sender), address, *arguments)

    def _wake(self, when: float) -> None:
        self._next = min(self._next, when)
