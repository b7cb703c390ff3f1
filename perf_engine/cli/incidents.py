"""Past incidents, in plain words: from the system's log and from the journals of recordings."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from perf_engine.engine.session.fields import fits
from perf_engine.engine.session.journal import LONGEST_LINE, NoSession, files, sessions
from perf_engine.engine.session.records import LAST_WALL, unsealed
from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, opened

from .failures import printable
from .past_log import UNKNOWN

APART: Final = 60.0  # seconds without a recording that are told
SILENCE: Final = 60.0  # seconds without a note of the machine that are told
WHEN: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(min|minutes?|h|hours?|d|days?)(?: ago)?")
BROKEN_OFF: Final = (
    "The recording broke off without a farewell, as after a kill, a power cut or a full disk."
    " It went on after {}."
)
UNITS: Final = {"m": 60.0, "h": 3600.0, "d": 86_400.0}

# A pattern in a line of the log, the sentence about it, and whether it is a trouble.
LINES: Final = (
    (re.compile(r"is ready on port (\d+)"), r"The engine began to play, on port \1.", False),
    (re.compile(r"(The music goes on from what was saved at .+)"), r"\1", False),
    (re.compile(r"perf_engine has ended"), "The engine ended in order.", False),
    (re.compile(r"(Repaired: .+)"), r"\1", False),
    (re.compile(r"(The recording .+ was deleted.*)"), r"\1", False),
    (re.compile(r"(.+ rests: nobody has played .+?\.)"), r"\1", False),
    (re.compile(r"(There is more to play than the processor can.*)"), r"\1", True),
    (re.compile(r"^Installation: (Trouble: .+)"), r"\1", True),
    (re.compile(r"^(?:Warning|Error|Critical): (.+)"), r"\1", True),
    (
        re.compile(r"Main process exited, code=(?:killed|dumped), status=\d+/(\w+)"),
        r"The engine was ended by the signal \1.",
        True,
    ),
    (
        re.compile(r"Main process exited, code=exited, status=([1-9]\d*)"),
        r"The engine failed, with the exit status \1.",
        True,
    ),
    (
        re.compile(r"[Ww]atchdog timeout"),
        "The engine gave no sign of life, and systemd ended it.",
        True,
    ),
    (re.compile(r"Scheduled restart job"), "systemd started the engine again.", False),
)
ENDS: Final = 5.0  # seconds that an orderly end takes at most
RESUMED: Final = b'["Resumed"'
FROM_SAVED: Final = "The music went on from what was saved."  # at the beginning of a file
# A message in a journal, the sentence about it, and whether it is a trouble.
MESSAGES: Final = {
    RESUMED: ("The engine or the computer stood still; the music went on.", True),
    b'["Forgotten"': ("The machine was made to forget everything, after a failure.", True),
    b'["Dropped"': ("Strikes came too late and were left out.", True),
    b'["Panic"': ("Everything was silenced by a panic.", False),
    b'["TakeOver"': ("Another model took over.", False),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident: its time (wall seconds), a sentence, and whether it is a trouble."""

    at: float
    sentence: str
    trouble: bool = False
    times: int = 1
    until: float = UNKNOWN  # the last time of several


@dataclass(slots=True)
class Music:
    """The music of recordings: notes of the machine and of people, and the longest silence."""

    machine: int = 0
    people: int = 0
    seconds: float = 0.0  # recorded
    silence: tuple[float, float] = (0.0, 0.0)  # seconds of the longest without the machine; its end
    incidents: list[Incident] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # files that cannot be read

    def broken_off(self, at: float, again: float, since: float) -> None:
        """Note that a recording has no end, and that the next one begins later."""
        if at >= since:
            sentence = BROKEN_OFF.format(_length(max(0.0, again - at)))
            self.incidents.append(Incident(at, sentence, True))


def moment(text: str, now: float) -> float:
    """Return the wall seconds of a text: today, yesterday, `3 hours`, or a date and time.

    Raises ValueError.
    """
    said = " ".join(text.lower().split())
    wrong = ValueError(
        "since must be today, yesterday, a time such as 3h or 2 days, or a date such as "
        f"2026-11-30 or 2026-11-30T18:00, not {text[:40]!r}"
    )
    midnight = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if said in ("today", "yesterday"):
        return (midnight - timedelta(days=said == "yesterday")).timestamp()
    if found := WHEN.fullmatch(said):
        at = now - float(found[1]) * UNITS[found[2][0]]
        if at < 0.0:  # before 1970, which no log knows
            raise wrong
        return at
    try:
        at = datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError, OSError):
        raise wrong from None
    if not 0.0 <= at <= LAST_WALL:
        raise wrong
    return at


# from the log


def of_log(lines: Iterable[tuple[float, str]]) -> Iterator[Incident]:
    """Yield the incidents in lines of a log, each with its time."""
    for at, line in lines:
        for pattern, sentence, trouble in LINES:
            if found := pattern.search(line):
                yield Incident(at, found.expand(sentence), trouble)
                break


# from recordings


def of_recordings(folder: Path, since: float) -> Music:
    """Return the music in a folder of recordings since a time."""
    music, before = Music(), None
    for session in sessions(folder) if folder.is_dir() else ():
        for path in _files(session):
            try:
                if path.stat().st_mtime >= since:
                    journal = _Journal(path, music, since, before)
                    journal.read()
                    before = journal
            except FileNotFoundError:  # it was deleted to make room
                continue
            except OSError as error:
                music.unread.append(f"{path}: {error.strerror or error}")
            except Unfit as error:
                music.unread.append(f"{path}: {error.reason}")
    return music


def _files(session: Path) -> Sequence[Path]:
    """Return the files of a session's journal; none if it was deleted meanwhile."""
    try:
        return files(session)
    except NoSession:
        return ()


class _Journal:
    """Reads one file of a journal: only what is told, as a day of music has millions of notes."""

    def __init__(self, path: Path, music: Music, since: float, before: _Journal | None) -> None:
        """`before`: the journal of the file before, which has been read."""
        self._path, self._music, self._since = path, music, since
        self._before, self._at = before, math.nan
        self._began = math.nan  # on the engine's clock
        self._ahead = math.nan  # seconds that the wall clock is ahead of the engine's
        self._struck = math.nan  # the machine's last strike
        self._ended = False  # its last record says why it ends

    def read(self) -> None:
        """Read it. Raises OSError or Unfit."""
        with opened(self._path) as file:
            while line := file.readline(LONGEST_LINE):
                try:
                    text = unsealed(line)
                except ValueError:
                    if file.read(1):  # else it is the end that a kill has torn
                        self._be_damaged()
                    break
                try:
                    self._take(text)
                except (ValueError, TypeError, KeyError, IndexError, OverflowError):
                    self._be_damaged()  # its sum is right, but no engine wrote it
                    break
        self._be_silent()

    def _be_damaged(self) -> None:
        """Tell that the rest of the file is left out."""
        if math.isnan(self._at):
            self._music.unread.append(f"{self._path}: its beginning is damaged")
        name = f"{self._path.parent.name}/{self._path.name}"
        self._note(f"A part of the recording is damaged, and left out: {name}.", True)

    def _take(self, text: bytes) -> None:
        if text.startswith(b'["begin"'):
            self._begin(value_of(text)[1])
        elif text.startswith(b'["out"'):
            self._go_on(_number(float(text.split(b",", 2)[1])))
            self._strike(text.count(b'["Strike"'))
        elif text.startswith(b'["in"'):
            self._go_on(_number(float(text.split(b",", 3)[2])))
            self._message(text)
        elif text.startswith((b'["mark"', b'["broken"')):
            word, at, said = value_of(text)
            if not isinstance(said, str):
                raise ValueError("what is marked must be a text")
            self._go_on(_number(at))
            broken = word == "broken"
            self._ended |= broken
            self._note(f"The machine failed: {said}." if broken else f"Mark: {said}", broken)
        elif text.startswith(b'["end"'):
            self._at = max(self._at, _number(value_of(text)[1]) + self._ahead)
            self._end()

    def _begin(self, said: dict[str, Any]) -> None:
        before, wall, clock = self._before, float(said["wall"]), _number(said["clock"])
        if not 0.0 <= wall <= LAST_WALL:
            raise ValueError("a file began at an impossible time")
        self._began, self._ahead = clock, wall - clock
        apart = math.nan if before is None else wall - before._at
        self._be_silent()
        self._at = self._struck = wall
        if not said["continues"] and before is not None and not before._ended:
            self._music.broken_off(before._at, wall, self._since)
        if said["continues"] and before is not None and before._struck <= wall:
            self._struck = before._struck
        if not said["continues"]:
            away = f" after {_length(apart)}" if apart > APART else ""
            same = before is not None and before._path.parent == self._path.parent
            began = "The recording went on" if same else "A recording began"
            self._note(f"{began}{away}: {self._path.parent.name}.", False)

    def _end(self) -> None:
        """Tell an orderly end: the pause while all is saved, and the silence then, belong to it."""
        incidents = self._music.incidents
        belong = [MESSAGES[kind][0] for kind in (RESUMED, b'["Panic"')]
        while incidents and incidents[-1].sentence in belong and self._at < incidents[-1].at + ENDS:
            incidents.pop()
        self._ended = True
        self._note("The engine ended.", False)

    def _go_on(self, clock: float) -> None:
        at = clock + self._ahead
        if at > self._at and self._at >= self._since:
            self._music.seconds += at - self._at
        self._at = max(self._at, at)

    def _strike(self, count: int) -> None:
        if not count:
            return
        self._be_silent()
        self._struck = self._at
        if self._at >= self._since:
            self._music.machine += count

    def _be_silent(self) -> None:
        """Note the silence of the machine until now; what was before the asked time is left out."""
        if self._at >= self._since:
            silence = self._at - max(self._struck, self._since)
            self._music.silence = max(self._music.silence, (silence, self._at))

    def _message(self, text: bytes) -> None:
        if self._at < self._since:
            return
        if b'["NoteOn"' in text:
            self._music.people += 1
            return
        for kind, (sentence, trouble) in MESSAGES.items():
            if kind in text:
                first = kind == RESUMED and float(text.split(b",", 3)[2]) <= self._began
                self._note(*((FROM_SAVED, False) if first else (sentence, trouble)))
        if b'["SetMode"' in text:
            _, mode, *voice = value_of(text)[3]
            if not (isinstance(mode, str) and all(one is None or fits(one, int) for one in voice)):
                raise ValueError("a mode must have a name, and a voice a number")
            whose = "mode" if not voice or voice[0] is None else f"mode of voice {voice[0]}"
            self._note(f"The {whose} became {mode}.", False)

    def _note(self, sentence: str, trouble: bool) -> None:
        if self._at >= self._since:
            self._music.incidents.append(Incident(self._at, sentence, trouble))


def _number(value: Any) -> float:
    """Return seconds on the engine's clock. Raises ValueError if they are none."""
    if not fits(value, float):
        raise ValueError("a time must be a number of seconds")
    return float(value)


# told


def merged(incidents: Iterable[Incident]) -> list[Incident]:
    """Return incidents in order of time; those that follow one another and are the same, as one."""
    found: list[Incident] = []
    for one in sorted(incidents, key=lambda incident: incident.at):
        if found and found[-1].sentence == one.sentence:
            found[-1] = replace(found[-1], times=found[-1].times + 1, until=one.at)
        else:
            found.append(one)
    return found


def told(
    since: float, now: float, music: Music, log: Iterable[Incident], unread: Sequence[str] = ()
) -> Iterator[str]:
    """Yield what happened from a time until now, a line a sentence.

    `unread`: sentences about what could not be read.
    """
    found = merged([*log, *music.incidents])
    yield f"From {_clock(since)} until {_clock(now)}:"
    yield from map(printable, unread)
    yield from map(printable, _summary(music, found, bool(unread or music.unread)))
    for one in found:
        at = "?" if one.at == UNKNOWN else _clock(one.at)
        many = "" if one.times == 1 else f" ({one.times} times{_until(one.until)})"
        yield f"{at:<17}{'!' if one.trouble else ' '} {printable(one.sentence)}{many}"


def _summary(music: Music, found: Sequence[Incident], partly: bool) -> Iterator[str]:
    """Yield the summary; `partly`: not everything could be read."""
    for path in music.unread:
        yield f"A part of the recordings cannot be read: {path}."
    if music.seconds:
        yield (
            f"Recorded: {_length(music.seconds)}, with {music.machine} notes of the machine and "
            f"{music.people} of people."
        )
    else:
        yield f"Nothing was recorded{' in what could be read' if partly else ''}."
    seconds, at = music.silence
    if seconds > SILENCE:
        yield f"The machine's longest silence: {_length(seconds)}, until {_clock(at)}."
    count = sum(one.times for one in found if one.trouble)
    if count:
        yield f"Troubles: {count}, marked with an exclamation mark."
    else:
        yield f"No trouble{' in what could be read' if partly else ''}."


def _until(at: float) -> str:
    return "" if at == UNKNOWN else f", until {_clock(at)}"


def _clock(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def _length(seconds: float) -> str:
    """Return a length of time in words."""
    if seconds < 120.0:
        return f"{seconds:.0f} s"
    if seconds < 7200.0:
        return f"{seconds / 60.0:.0f} min"
    return f"{seconds / 3600.0:.1f} hours"
