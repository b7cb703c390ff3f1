"""The music of a recorded session, human and machine, as a performance of the studio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from perf_engine.core.controls import control
from perf_engine.core.messages import (
    Alive,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Reset,
    SetControls,
    SetMode,
    SourceLost,
    TakeOver,
    Withdraw,
)
from perf_engine.core.model.model_file import Origin
from perf_engine.core.playing.held_keys import Hold, Holds
from perf_engine.core.turns.modes import MODE_TABLE
from perf_engine.engine.session.journal import Found, Gap, files, records
from perf_engine.engine.session.records import (
    Beginning,
    Forgotten,
    Mark,
    Message,
    Prepared,
    Taken,
    Uttered,
)
from perf_engine.engine.session.snapshot import drum_players_of, modes_of
from perf_engine.protocol.midi import PEDAL, SUSTAIN
from perf_engine.protocol.notes import ControlChange, Played, Release, Strike
from perf_engine.studio.notes import write_midi
from perf_engine.studio.recording import Recorder, Recording

DRUMMERS: Final = control("drum_players")
MIDI: Final = "session.mid"
JUST_AFTER: Final = 0.001  # seconds from the last thing that was due to the end


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it sounded, in seconds from its beginning, and the facts about it."""

    recording: Recording
    wall: float  # seconds since 1970, of its beginning; 0 where nothing was kept
    models: tuple[Origin, ...]
    machine: dict[str, str]
    marks: tuple[tuple[float, str], ...]
    gaps: tuple[tuple[float, str], ...]

    @property
    def played(self) -> list[Played]:
        """All that the machine played, in order of due times; every sounding note is ended."""
        ends = [_ended(voice, key, self.recording.ended) for voice, key in self.recording.hung]
        return [*self.recording.said, *ends]


def _ended(voice: int, key: int, due: float) -> Played:
    """The release of a key or of the pedal."""
    return ControlChange(voice, SUSTAIN, 0, due) if key == PEDAL else Release(voice, key, due)


def read(session: Path) -> Session:
    """A recorded session. Raises NoSession, or OSError."""
    return heard_again(records(session))


def heard_again(found: Iterable[Found]) -> Session:
    """A session from its records."""
    listener = _Listener()
    for record in found:
        listener.take(record)
    return listener.close()


def write_session_midi(session: Path, out: Path | None = None) -> Path:
    """Write both hands as MIDI; return the file's path. Raises NoSession, or OSError.

    The tracks are `human` and `machine`, and for drums, on channel 10, `human drums` and so on.
    Without a file, it is `session.mid` in the session,
    which is written unless it is newer than the journal.
    """
    target = session / MIDI if out is None else out
    if out is None and target.is_file():
        newest = max(path.stat().st_mtime for path in files(session))
        if target.stat().st_mtime > newest:
            return target
    write_midi(target, read(session).recording.performance())
    return target


class _Listener:
    """Hears records in order."""

    def __init__(self) -> None:
        self._recorder = Recorder()
        self._holds: dict[int, Holds] = {}  # by player
        self._sounding: dict[tuple[int, int], None] = {}  # (voice, pitch) of the machine
        self._began: float | None = None
        self._now = 0.0  # from the beginning
        self._latest = 0.0  # due time
        self._wall = 0.0
        self._models: list[Origin] = []
        self._prepared: Origin | None = None
        self._machine: dict[str, str] = {}
        self._modes: dict[int, str] = {}  # by voice
        self._drummers: dict[int, int] = {}  # by voice, the control `drum_players`
        self._marks: list[tuple[float, str]] = []
        self._gaps: list[tuple[float, str]] = []

    def take(self, record: Found) -> None:
        if isinstance(record, Gap):
            self._end_everything()
            self._gaps.append((self._now, record.why))
        elif isinstance(record, Beginning):
            if self._began is None:
                self._began, self._wall = record.clock, record.wall
                self._machine = dict(record.machine)
            self._go_on(record.clock)
            self._model(record.model)
            self._modes = dict(enumerate(modes_of(record.snapshot)))
            self._drummers = dict(enumerate(drum_players_of(record.snapshot)))
        elif isinstance(record, Taken):
            self._go_on(record.stamp)
            self._hear(record.message)
        elif isinstance(record, Uttered):
            self._go_on(record.at)
            for item in record.said:
                if isinstance(item, Played):
                    self._say(replace(item, due=item.due - (self._began or 0.0)))
                elif isinstance(item, Withdraw):
                    after = item.after - (self._began or 0.0)
                    self._recorder.said(replace(item, after=after), self._now)
                else:
                    self._recorder.said(item, self._now)
        else:
            self._go_on(record.at)
            if isinstance(record, Mark):
                self._marks.append((self._now, record.text))

    def close(self) -> Session:
        ended = max(self._now, self._latest + JUST_AFTER)
        return Session(
            self._recorder.close(ended),
            self._wall,
            tuple(self._models),
            self._machine,
            tuple(self._marks),
            tuple(self._gaps),
        )

    def _go_on(self, clock: float) -> None:
        """Move the time forwards, never back; release the keys that end by themselves meanwhile."""
        now = max(self._now, clock - (self._began or 0.0))
        while self._holds:
            holds = min(self._holds.values(), key=lambda h: h.next_end()[0])
            end, hold = holds.next_end()
            if hold is None or end > now:
                break
            self._now = max(self._now, end)
            self._let_go(holds, [hold])
        self._now = now

    def _model(self, model: Origin | None) -> None:
        if model is not None and model not in self._models:
            self._models.append(model)

    def _hear(self, message: Message) -> None:
        if isinstance(message, Prepared):
            self._prepared = message.model
        elif isinstance(message, SetMode):
            voices = self._modes if message.voice is None else (message.voice,)
            self._modes.update(dict.fromkeys(voices, message.mode))
        elif isinstance(message, SetControls):
            chosen = dict(message.values).get(DRUMMERS.name)
            if chosen is not None:
                wanted = self._drummers if message.voice is None else (message.voice,)
                self._drummers.update(dict.fromkeys(wanted, int(DRUMMERS.check(chosen))))
        elif isinstance(message, TakeOver):
            self._model(self._prepared)
        elif isinstance(message, NoteOn | NoteOff | Pedal):
            holds = self._holds.setdefault(message.player, Holds())
            if isinstance(message, NoteOn):
                holds.strike(message, self._now)
                drums = any(chosen >> message.player & 1 for chosen in self._drummers.values())
                self._recorder.heard(replace(message, duration=None), self._now, drums)
            elif isinstance(message, NoteOff):
                if holds.release(message, self._now):
                    self._recorder.heard(message, self._now)
            else:
                holds.pedal(message, self._now, PEDAL)
                self._recorder.heard(message, self._now)
        elif isinstance(message, SourceLost):
            for holds in self._holds.values():
                self._let_go(holds, holds.of_source(message.source))
        elif isinstance(message, Alive):
            for holds in self._holds.values():
                holds.alive(message.source, self._now)
        elif isinstance(message, Panic | Reset | Forgotten):
            for holds in self._holds.values():
                self._let_go(holds, holds.all())

    def _let_go(self, holds: Holds, ended: Iterable[Hold]) -> None:
        for hold in ended:
            if holds.end(hold):
                player, _, key = hold
                message = Pedal(player, 0) if key == PEDAL else NoteOff(player, key)
                self._recorder.heard(message, self._now)

    def _say(self, item: Played) -> None:
        self._latest = max(self._latest, item.due)
        mode = MODE_TABLE.get(self._modes.get(item.voice, ""))
        self._recorder.said(item, self._now, mode is not None and mode.drums)
        if isinstance(item, Strike):
            self._sounding[item.voice, item.pitch] = None
        elif isinstance(item, Release):
            self._sounding.pop((item.voice, item.pitch), None)
        elif item.number == SUSTAIN and item.value:
            self._sounding[item.voice, PEDAL] = None
        elif item.number == SUSTAIN:
            self._sounding.pop((item.voice, PEDAL), None)

    def _end_everything(self) -> None:
        """End all notes: nothing is held over a gap in the records."""
        for holds in self._holds.values():
            self._let_go(holds, holds.all())
        now = max(self._now, self._latest)
        for voice, key in list(self._sounding):
            self._say(_ended(voice, key, now))
