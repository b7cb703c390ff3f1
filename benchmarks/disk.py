"""What recording takes on the disk: days are recorded on a virtual clock, as the engine records."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Final, TypeAlias

from perf_engine.cli.service import RECORDINGS_MB
from perf_engine.core.installation.moment import DAY, Moment
from perf_engine.engine.clock import Clock
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.options import MOST_MB, Options
from perf_engine.engine.session.journal_writer import PATTERN, JournalWriter
from perf_engine.engine.session.recorded_instrument import RecordedInstrument
from perf_engine.engine.session.recorder import LONGEST_FILE, LONGEST_TIME, beginning_of
from perf_engine.engine.session.records import End, sealed, written
from perf_engine.engine.session.rotation import recordings, rotate

MB: Final = 1_000_000  # bytes

Moments: TypeAlias = Callable[[float], Moment]  # the local time of a time of the virtual clock


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bytes of one recording and of all together, and the days that one is kept."""

    one: int = MOST_MB * MB
    all: int = RECORDINGS_MB * MB
    days: int | None = None

    @classmethod
    def of(cls, options: Options) -> Bounds:
        """Return those of a piece; `install-service` bounds what the piece does not."""
        most = RECORDINGS_MB if options.recordings_mb is None else options.recordings_mb
        return cls(options.record_mb * MB, most * MB, options.recordings_days)


@dataclass(slots=True)
class Recorded:
    """The recording of a day that is under way."""

    session: Path
    writer: JournalWriter
    began: float
    moments: Moments
    file_began: float = 0.0
    in_file: int = 0  # bytes
    written: int = 0  # bytes


class Disk:
    """Records an instrument, each day into a new folder, and deletes what is beyond the bounds.

    Each day is a recording of its own, as where the power is off at night. What the recorder leaves
    to another process is done here at once, and the files have the times of the virtual clock.
    """

    def __init__(self, instrument: Instrument, folder: Path, bounds: Bounds) -> None:
        """`folder`: that of all recordings."""
        self.instrument = RecordedInstrument(instrument)
        self.bounds, self._folder = bounds, folder
        self.written = 0  # bytes
        self.most = 0  # bytes of all recordings together
        self.seconds = 0.0  # that were recorded
        self.deleted: list[str] = []  # names of recordings
        self._largest = 0  # bytes of a day
        self._under_way: Recorded | None = None

    def begin(self, now: float, moments: Moments) -> None:
        """Begin the recording of a day."""
        year, month, day = moments(now).date
        session = self._folder / f"{year:04}-{month:02}-{day:02}_00-00-00"
        session.mkdir(parents=True)
        self._under_way = Recorded(session, JournalWriter(session, self.bounds.one), now, moments)
        self._next_file(now)
        self._write()

    def turn(self, now: float) -> None:
        """Write what was recorded, and begin the next file when the recorder would."""
        day = self._day
        if day.in_file > LONGEST_FILE or now >= day.file_began + LONGEST_TIME:
            self._next_file(now)
        self._write()

    def end(self, now: float) -> None:
        """End the recording of a day."""
        self.instrument.records.append(End(now))
        self._write()
        self._day.writer.close()
        self.instrument.recording = False
        self._date(now)
        self.seconds += now - self._day.began
        self._largest = max(self._largest, self._day.written)
        self.most = max(self.most, self.used())

    @property
    def _day(self) -> Recorded:
        if self._under_way is None:
            raise RuntimeError("no recording is under way; begin one first")
        return self._under_way

    def _next_file(self, now: float) -> None:
        """Begin a file with a snapshot; before that, what is beyond the bounds is deleted."""
        day = self._day
        self._date(now)
        self.most = max(self.most, self.used())
        wall = _wall(day.moments(now))
        gone = rotate(self._folder, day.session, wall, self.bounds.all, self.bounds.days)
        self.deleted += [path.name for path in gone]
        clock = Clock(lambda: now, lambda: wall)
        self.instrument.records.append(beginning_of(self.instrument, clock, now))
        self.instrument.recording = True
        day.file_began, day.in_file = now, 0

    def _write(self) -> None:
        records, day = self.instrument.records, self._day
        while records:
            for text in written(records.popleft()):
                line = text.encode()
                day.writer.take(line)
                day.in_file += len(line) + 1
                on_disk = len(sealed(line))
                day.written += on_disk
                self.written += on_disk

    def _date(self, now: float) -> None:
        """Give the files of the day the time of the virtual clock, by which they grow old."""
        wall = _wall(self._day.moments(now))
        for path in self._day.session.glob(PATTERN):
            os.utime(path, (wall, wall))

    def used(self) -> int:
        """Return the bytes of all recordings."""
        return sum(one.size for one in recordings(self._folder))

    @property
    def a_day(self) -> float:
        """The bytes of a whole day."""
        return self.written * DAY / self.seconds if self.seconds else 0.0

    @property
    def kept(self) -> float:
        """The days that the bounds of all recordings leave."""
        by_size = self.bounds.all / self.a_day if self.a_day else float("inf")
        return by_size if self.bounds.days is None else min(by_size, self.bounds.days)

    @property
    def kept_of_one(self) -> float:
        """The days that a recording keeps which goes on over all restarts."""
        return self.bounds.one / self.a_day if self.a_day else float("inf")

    def faults(self) -> list[str]:
        """Say what took too much. A file may grow before the next begins and others are deleted."""
        allowed = max(self.bounds.all, self._largest) + 2 * LONGEST_FILE
        if self.most <= allowed:
            return []
        return [f"the recordings took {self.most / MB:.1f} MB, beyond {self.bounds.all / MB:g} MB"]

    def said(self) -> str:
        """A line that says what was found."""
        return (
            f"recording: {self.a_day / MB:.1f} MB a whole day; used at most {self.most / MB:.1f} "
            f"of {self.bounds.all / MB:g} MB, which last for {self.kept:.0f} days; "
            f"one recording that goes on keeps {self.kept_of_one:.0f} days in "
            f"{self.bounds.one / MB:g} MB; {len(self.deleted)} were deleted"
        )

    def report(self) -> dict[str, float | None]:
        """What was found, in bytes and days."""
        return {
            "bytes": self.written,
            "seconds": self.seconds,
            "bytes_a_day": self.a_day,
            "most_used": self.most,
            "bound_of_all": self.bounds.all,
            "bound_of_one": self.bounds.one,
            "bound_in_days": self.bounds.days,
            "days_kept": self.kept,
            "days_kept_of_one": self.kept_of_one,
            "deleted": len(self.deleted),
        }


def _wall(moment: Moment) -> float:
    """Return the seconds since 1970 of a local time."""
    return datetime(*moment.date, tzinfo=timezone.utc).timestamp() + moment.second
