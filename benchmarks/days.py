"""`make days`: days of an installation on a virtual clock, with visitors who come and go."""

from __future__ import annotations

import gc
import math
import os
import random
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from rich.console import Console

from perf_engine.cli.configuration import read_config
from perf_engine.core.harmony.chords import read
from perf_engine.core.installation.gesture import source_of
from perf_engine.core.installation.moment import DAY, Moment, day_after
from perf_engine.core.installation.piece import LOOK, Piece
from perf_engine.core.messages import (
    NoteOn,
    Stop,
)
from perf_engine.core.playing.performer import Performer
from perf_engine.core.steering.measures import MAJOR, Harmony
from perf_engine.engine.helpers.model_files import find_model, load_model
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.options import Options
from perf_engine.protocol.notes import Release, Strike
from perf_engine.studio.phrase import phrase

from .command import end, model_option, report_option, seed_option
from .disk import Bounds, Disk
from .human import midi_files
from .likeness import Compared, Phrases, Played, mean_similarity, of_real_music
from .loops import Loops
from .measure import machine
from .orders import Orders, folder_of
from .processes import resident

EXAMPLE: Final = Path(__file__).parents[1] / "examples/installation/piece.toml"
FIRST: Final = (2026, 3, 2), 0  # a Monday
TICK: Final = 2.0 * LOOK  # seconds between two looks of the piece
HOUR: Final = 3600.0  # seconds
VISITS: Final = 20  # a day
VISIT: Final = 180.0  # seconds
SENSOR: Final = source_of("/distance")
NEAR, FAR = 40.0, 400.0  # cm
KEY: Final = 30.0  # seconds of music that tell in which key it is
DRIFT: Final = 3.0  # MB by which memory may grow from the end of the first day


@dataclass(slots=True)
class Day:
    """The observations of one day."""

    notes: int = 0
    visits: int = 0
    silence: float = 0.0  # the longest time without a strike while it should sound, in seconds
    in_quiet: int = 0  # strikes while it should be silent
    loops: int = 0
    in_key: int = 0  # strikes in the major scale that fits the last ones best
    with_chord: int = 0  # strikes while a chord was given
    in_chord: int = 0  # those that have a pitch class of it
    memory: float = 0.0  # MB
    seconds: float = 0.0  # of computing
    scenes: list[str] = field(default_factory=list)


class Days:
    """An installation and its performer, played day after day."""

    def __init__(
        self,
        options: Options,
        performer: Performer,
        seed: int,
        model: str = "",
        disk: Disk | None = None,
    ) -> None:
        """`model`: the file of the performer's model, which plays where a scene names none.

        `disk`: what records the performer.
        """
        self._plan, self.disk = options.piece(), disk
        self._performer: Instrument = disk.instrument if disk else performer
        self.orders = Orders(self._performer, folder_of(options))
        self._random = random.Random(seed)
        self._limit = options.installation.longest_silence if options.installation else 300.0
        self._date, self._weekday = FIRST
        self.now, self._hour = 0.0, HOUR
        self._piece = Piece(self._plan, self._moment(0.0), 0.0, model)
        self.days: list[Day] = []
        self.like_the_last: list[Compared] = []  # each day beside the one before
        self.like_each_other: list[float] = []  # the parts of each day
        self.yesterday = Played()  # no other, so that memory is flat
        self._key = Harmony(KEY)
        self._loops: dict[int, Loops] = {}
        self.hanging: Counter[tuple[int, int]] = Counter()
        self._silent_since = 0.0

    def play(self, hours: float = 24.0, minutes: float = 60.0) -> Day:
        """Play a day, or its first hours, or only the first minutes of each hour.

        What is left out is a step of the wall clock.
        """
        begun, start, day = time.monotonic(), self.now, Day()
        self._hour, seconds = 60.0 * minutes, 60.0 * minutes * hours
        visits = self._visits(start, seconds)
        whole, part, parts = Played(), Phrases(), list[Counter[tuple[int, ...]]]()
        tick, next_part = start, start + self._hour
        if self.disk is not None:
            self.disk.begin(start, lambda now: self._moment(now - start))
        while self.now < start + seconds:
            self.now = max(self.now, min(self._performer.due(), tick))
            if self.now >= tick:
                tick += TICK
                self._tick(day, visits, start)
            if self.now >= next_part:
                parts.append(part.counts)
                part, next_part = Phrases(), next_part + self._hour
            for said in self._performer.advance(self.now):
                if isinstance(said, Strike | Release):
                    whole.add(said)
                if isinstance(said, Strike):
                    self._struck(said, day)
                    part.add(said.pitch)
                elif isinstance(said, Release) and self.hanging[said.voice, said.pitch]:
                    self.hanging[said.voice, said.pitch] -= 1
            if self.disk is not None:
                self.disk.turn(self.now)
        if self.disk is not None:
            self.disk.end(self.now)
        if self.days:
            self.like_the_last.append(whole.compared(self.yesterday))
        self.yesterday = whole
        self.like_each_other.append(mean_similarity([*parts, part.counts]))
        del parts, part, whole
        self._date, self._weekday = day_after(self._date), (self._weekday + 1) % 7
        gc.collect()
        day.memory, day.seconds = resident(os.getpid()), time.monotonic() - begun
        self.days.append(day)
        return day

    def end(self) -> None:
        """Stop, and take what was on its way."""
        self._performer.command(Stop(), self.now)
        for said in self._performer.advance(self.now):
            if isinstance(said, Release):
                self.hanging[said.voice, said.pitch] -= 1

    def mean_of(self, measure: str) -> float:
        """The mean of a measure of `Compared` over all days but the first; NaN for one day."""
        found = [value for one in self.like_the_last if (value := getattr(one, measure)) == value]
        return mean(found) if found else math.nan

    def tuned(self) -> dict[str, float]:
        """The shares of strikes in the key, and in the chord that was given then."""
        notes, with_chord = (
            sum(getattr(day, name) for day in self.days) for name in ("notes", "with_chord")
        )
        return {
            "in_the_key": sum(day.in_key for day in self.days) / max(1, notes),
            "in_the_chord": sum(day.in_chord for day in self.days) / with_chord
            if with_chord
            else math.nan,
        }

    def faults(self) -> list[str]:
        """The faults that were found, in sentences."""
        found = []
        for number, day in enumerate(self.days, 1):
            if day.silence > self._limit:
                found.append(f"day {number}: {day.silence:.0f} s without a note while it was open")
            if day.in_quiet:
                found.append(f"day {number}: {day.in_quiet} strikes while it should be silent")
            if day.loops:
                found.append(f"day {number}: {day.loops} loops")
        found += self.orders.refused
        found += self.disk.faults() if self.disk else []
        grown = self.days[-1].memory - self.days[0].memory
        if len(self.days) > 1 and grown > DRIFT:
            found.append(f"memory grew by {grown:.1f} MB")
        left = sum(max(0, count) for count in self.hanging.values())
        if left:
            found.append(f"{left} notes were left sounding")
        return found

    def _moment(self, played: float) -> Moment:
        """The local time after so many seconds that were played of the day."""
        hours, rest = divmod(played, self._hour)
        return Moment(self._date, self._weekday, min(hours * HOUR + rest, DAY - 1e-6))

    def _visits(self, start: float, seconds: float) -> list[float]:
        """The times at which visitors come, while it is open."""
        count = max(1, round(VISITS * seconds / DAY))
        times = sorted(self._random.uniform(0.0, seconds) for _ in range(count))
        return [start + at for at in times if self._plan.hours.open(self._moment(at))]

    def _tick(self, day: Day, visits: list[float], start: float) -> None:
        """Let the piece look at the day, and its visitors at it."""
        here = [at for at in visits if at <= self.now < at + VISIT]
        self._piece.hear(SENSOR, NEAR if here else FAR, self.now)
        if visits and self.now >= visits[0] + VISIT:
            visits.pop(0)
        if here and self._piece.scene is not None and self._random.random() < TICK / 15.0:
            day.visits += 1
            self._play_a_phrase()
        moment = self._moment(self.now - start)
        for message in self._piece.advance(self.now, moment):
            self.orders.take(message, self.now)
        name = self._piece.scene.name if self._piece.scene else ""
        if not day.scenes or day.scenes[-1] != name:
            day.scenes.append(name)
        if not self._piece.sounds:
            self._silent_since = self.now
        day.silence = max(day.silence, self.now - self._silent_since)

    def _play_a_phrase(self) -> None:
        """A visitor plays a note, which the performer hears."""
        notes = phrase().notes
        note = self._random.choice(notes)
        heard = NoteOn(0, note.pitch, note.velocity, duration=0.5)
        self._performer.hear(heard, self.now)
        self._piece.played(self.now)

    def _struck(self, said: Strike, day: Day) -> None:
        day.notes += 1
        day.in_quiet += not self._piece.sounds
        self._silent_since = max(self._silent_since, said.due)
        self.hanging[said.voice, said.pitch] += 1
        day.loops += self._loops.setdefault(said.voice, Loops()).add(said.pitch)
        tonic, _ = self._key.scale()
        day.in_key += (said.pitch - tonic) % 12 in MAJOR
        self._key.strike(said.due, said.pitch)
        if self._piece.scene is not None and self._piece.scene.chords:
            sounds = self._performer.harmony(said.due)
            if sounds.given and sounds.chord:
                day.with_chord += 1
                day.in_chord += said.pitch % 12 in read(sounds.chord).classes


@click.command()
@click.argument("music", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--config", default=EXAMPLE, type=click.Path(exists=True, path_type=Path), help="The piece."
)
@click.option("--days", default=7, show_default=True, type=click.IntRange(1))
@click.option(
    "--hours",
    default=24.0,
    show_default=True,
    type=click.FloatRange(0.1, 24.0),
    help="Play only so much of each day, from midnight.",
)
@click.option(
    "--minutes",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0.5, 60.0),
    help="Play only the first minutes of each hour.",
)
@click.option(
    "--record/--no-record",
    default=True,
    show_default=True,
    help="Record the days into a folder that is deleted at the end, and say what they take.",
)
@model_option
@seed_option
@report_option("days.json")
def main(
    music: tuple[Path, ...],
    config: Path,
    days: int,
    hours: float,
    minutes: float,
    record: bool,
    model: str | None,
    seed: int,
    out: Path,
) -> None:
    """Play days of an installation on a virtual clock; folders of MIDI are compared with it.

    Exit status 1 where it is silent while it should play, sounds while it should not, loops,
    leaves a note sounding, refuses a message of the piece, or needs ever more memory.
    """
    console = Console()
    options = read_config(config)
    file = find_model(model or options.model)
    weights, info = load_model(file)
    performer = Performer(weights, voices=options.plans())
    with TemporaryDirectory() as folder:
        disk = Disk(performer, Path(folder), Bounds.of(options)) if record else None
        played = Days(options, performer, seed, str(file), disk)
        for number in range(1, days + 1):
            day = played.play(hours, minutes)
            console.print(
                f"day {number:3}  notes {day.notes:6}  longest silence {day.silence:5.1f} s  "
                f"scenes {len(day.scenes):3}  {day.memory:6.1f} MB  {day.seconds:6.1f} s",
                highlight=False,
                soft_wrap=True,
            )
    played.end()
    alike = {
        "days": played.mean_of("phrases"),
        "parts_of_a_day": mean(played.like_each_other),
        "real_music": of_real_music(midi_files(music)) if music else math.nan,
        "progressions_of_days": played.mean_of("progressions"),
    }
    again = {
        "long_phrases": played.mean_of("long_phrases_again"),
        "progressions": played.mean_of("progressions_again"),
    }
    tuned = played.tuned()
    for name, value in alike.items():
        console.print(f"similarity of {name.replace('_', ' ')}: {value:.3f}", highlight=False)
    for name, value in again.items():
        console.print(
            f"{name.replace('_', ' ')} that were played the day before: {value:.3f}",
            highlight=False,
        )
    for name, value in tuned.items():
        console.print(f"strikes {name.replace('_', ' ')}: {value:.3f}", highlight=False)
    if disk is not None:
        console.print(disk.said(), highlight=False, soft_wrap=True)
    wrong = played.faults()
    report: dict[str, Any] = {
        "machine": machine(),
        "model": info.name,
        "days": [asdict(day) for day in played.days],
        "similarity": alike,
        "played_the_day_before": again,
        "strikes": tuned,
        "disk": disk.report() if disk else None,
        "faults": wrong,
    }
    notes, took = sum(d.notes for d in played.days), sum(d.seconds for d in played.days)
    end(console, out, report, wrong, f"{days} days, {notes} notes, in {took:.0f} s")


if __name__ == "__main__":
    main()
