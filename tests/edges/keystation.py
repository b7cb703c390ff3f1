"""A keyboard and a synth on JACK, at the bridge that a real engine started."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.concert import PATIENCE, PHRASE, STARTED, Ear, Engine, Note, account
from tests.support.concert import strikes as struck_of
from tests.support.peers import line_within, run_process

KEYBOARD = str(Path(__file__).parents[1] / "support" / "jack_keyboard.py")
BRIDGE = b"perf_engine.clients.midi.process"  # in its command
ALL_SOUND_OFF = 120
NOTE_OFF, NOTE_ON, CONTROL, BEND = 0x80, 0x90, 0xB0, 0xE0
OUT = ("--midi-out", "Keystation")  # it must be asked for, as it is the keyboard's own
CLEARED = 4 * 16  # control changes that end everything on an output just opened
STALE = 0.4  # seconds; the bridge plays no strike that it could not read for half a second
LINKS = ("timeout", "5", "jack_lsp", "--connections")  # a server that stands still never answers
MARK = 22  # a pitch that nobody plays otherwise


@dataclass
class Keystation:
    """The keyboard's process: keys to play on, and what arrived at its synth."""

    process: subprocess.Popen[str]
    notes: list[Note] = field(default_factory=list)
    controls: list[tuple[int, int, int]] = field(default_factory=list)  # channel, number, value
    messages: list[tuple[int, int, int]] = field(default_factory=list)  # all of them, as they came
    clock_began: float | None = None  # when the first tick of its clock was due

    def play(self, *message: int) -> None:
        self.process.stdin.write(" ".join(map(str, message)) + "\n")
        self.process.stdin.flush()

    def clock(self, tempo: float, jitter: float) -> None:
        """Run a MIDI clock, each tick up to `jitter` ms beside; tempo 0 stops it."""
        self.process.stdin.write(f"clock {tempo} {jitter}\n")
        self.process.stdin.flush()

    def hear(self, seconds: float) -> None:
        """Take the next message that arrives at the synth."""
        line = line_within(self.process, seconds)
        if line.endswith("clock"):
            self.clock_began = float(line.split()[0])
            return
        at, status, first, second = line.split()
        self.messages.append((int(status), int(first), int(second)))
        kind, channel = int(status) & 0xF0, int(status) & 0x0F
        if kind == CONTROL:
            self.controls.append((channel, int(first), int(second)))
            if int(first) == ALL_SOUND_OFF:
                self.notes += [Note(float(at), pitch, 0) for pitch in self.sounding]
        elif kind == BEND:
            assert (int(first), int(second)) == (0, 64)
        else:
            velocity = int(second) if kind == NOTE_ON else 0
            self.notes.append(Note(float(at), int(first), velocity))

    @property
    def strikes(self) -> list[Note]:
        return struck_of(self.notes)

    @property
    def sounding(self) -> set[int]:
        return account(self.notes)[0]

    def until(self, enough: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Hear until it is enough; fails where that takes too long."""
        end = time.monotonic() + seconds
        while not enough():
            self.hear(end - time.monotonic())

    def listen(self, seconds: float, enough: Callable[[], object]) -> bool:
        """Hear until it is enough, for so many seconds at most; return whether it is."""
        end = time.monotonic() + seconds
        while not enough() and (left := end - time.monotonic()) > 0.0:
            if select.select([self.process.stdout], [], [], left)[0]:
                self.hear(PATIENCE)
        return bool(enough())

    def rest(self, seconds: float = 0.3) -> None:
        """Hear what still comes, until nothing has come for so many seconds."""
        while select.select([self.process.stdout], [], [], seconds)[0]:
            self.hear(PATIENCE)


class Heard:
    """Compares what the engine hears with what is played, in its order, as it comes.

    Where the bridge, or JACK, stood still for half a second, a strike that lay there is rightly
    not heard, nor what lets go of it. That is told from a loss by what is heard next: it comes as
    late. Where a strike alone is lost, its release comes at once.
    """

    def __init__(self, keys: Keystation, ear: Ear) -> None:
        self.played: list[Note] = []
        self.missed: list[Note] = []  # strikes
        self.when: dict[int, float] = {}  # by place in what was played: when it was heard
        self.count = 0  # of what was played, that was heard, or missed
        self._keys, self._ear = keys, ear
        self._seen = 0
        self._not_down: set[int] = set()  # keys whose strike was missed

    def play(self, pitch: int, velocity: int) -> None:
        """Strike a key, or let go of it (velocity 0)."""
        self.played.append(Note(time.time(), pitch, velocity))
        self._keys.play(NOTE_ON if velocity else NOTE_OFF, pitch, velocity)

    def reaches(self, count: int) -> bool:
        """Whether so much of what was played is known to be heard or missed."""
        for told in self._ear.heard[self._seen :]:
            while self.count < len(self.played):
                one = self.played[self.count]
                self.count += 1
                if (one.pitch, one.velocity) == (told.pitch, told.velocity):
                    self._not_down.discard(one.pitch)
                    self.when[self.count - 1] = told.at
                    break
                self._miss(one, told)
            else:
                raise AssertionError(f"nobody played {told}")
        self._seen = len(self._ear.heard)
        return self.count >= count

    def _miss(self, one: Note, told: Note) -> None:
        if one.velocity:
            assert told.at > one.at + STALE, f"{one} is lost: {told} was heard after it"
            self.missed.append(one)
            self._not_down.add(one.pitch)
        else:
            assert one.pitch in self._not_down, f"{one} is lost: {told} was heard after it"

    def all_of_it(self) -> None:
        """Wait until it is known of all that was played: strike a last key until it is heard."""
        for turn in range(int(PATIENCE)):
            self.play(MARK, 1 + turn)
            self.play(MARK, 0)
            if self._ear.until(lambda: self.reaches(len(self.played)), 1.0):
                return
        raise AssertionError("the keyboard is heard no more")


@contextmanager
def at_the_keyboard(jack: dict[str, str]) -> Iterator[Keystation]:
    with run_process(sys.executable, KEYBOARD, "Keystation", env=jack) as process:
        assert line_within(process, STARTED) == "ready"
        yield Keystation(process)


@contextmanager
def on_stage(start, jack: dict[str, str], *options: str) -> Iterator[tuple[Keystation, Engine]]:
    """A keyboard, an engine, and the bridge that it started, connected."""
    with at_the_keyboard(jack) as keys, start(*OUT, *options, env=jack) as engine:
        wait_for_ports(engine.process)
        keys.until(lambda: len(keys.controls) == CLEARED)  # the bridge clears a synth it finds
        try:
            yield keys, engine
        except BaseException:  # a failure is told with what the engine said, and who is on JACK
            print(engine.log.read_text())
            print(
                subprocess.run(
                    LINKS, env={**os.environ, **jack}, capture_output=True, text=True, check=False
                ).stdout
            )
            raise


def wait_for_ports(engine: subprocess.Popen[str]) -> None:
    while "Keystation" not in line_within(engine, STARTED):
        pass


def bridge_of(engine: Engine) -> int:
    """The pid of the bridge that an engine started.

    Linux may leave out a child while another one ends (proc_pid_children(5)), so it is looked for
    again.
    """
    until = time.monotonic() + STARTED
    while not (found := _bridges_of(engine.process.pid)):
        assert time.monotonic() < until, "the engine has no bridge"
        time.sleep(0.01)
    (bridge,) = found
    return bridge


def _bridges_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if BRIDGE in _command(child)]


def _command(child: str) -> bytes:
    with suppress(OSError):  # it has ended meanwhile
        return Path(f"/proc/{child}/cmdline").read_bytes()
    return b""


def play(keys: Keystation, pitches: tuple[int, ...] = PHRASE) -> None:
    for pitch in pitches:
        keys.play(NOTE_ON, pitch, 90)
        time.sleep(0.08)
        keys.play(NOTE_OFF, pitch, 0)
        time.sleep(0.04)
