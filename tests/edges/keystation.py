"""A keyboard and a synth on JACK, at the bridge that a real engine started."""

from __future__ import annotations

import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from concert import PATIENCE, PHRASE, STARTED, Engine, Note, account
from concert import strikes as struck_of
from peers import line_within, run_process

KEYBOARD = str(Path(__file__).parents[1] / "clients" / "jack_keyboard.py")
ALL_SOUND_OFF = 120
NOTE_OFF, NOTE_ON, CONTROL, BEND = 0x80, 0x90, 0xB0, 0xE0
CLEARED = 4 * 16  # control changes that end everything on an output just opened


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

    def rest(self, seconds: float = 0.3) -> None:
        """Hear what still comes, until nothing has come for so many seconds."""
        while select.select([self.process.stdout], [], [], seconds)[0]:
            self.hear(PATIENCE)


@contextmanager
def at_the_keyboard(jack: dict[str, str]) -> Iterator[Keystation]:
    with run_process(sys.executable, KEYBOARD, "Keystation", env=jack) as process:
        assert line_within(process, STARTED) == "ready"
        yield Keystation(process)


@contextmanager
def on_stage(start, jack: dict[str, str], *options: str) -> Iterator[tuple[Keystation, Engine]]:
    """A keyboard, an engine, and the bridge that it started, connected."""
    with at_the_keyboard(jack) as keys, start(*options, env=jack) as engine:
        wait_for_ports(engine.process)
        keys.until(lambda: len(keys.controls) == CLEARED)  # the bridge clears a synth it finds
        yield keys, engine


def wait_for_ports(engine: subprocess.Popen[str]) -> None:
    while "Keystation" not in line_within(engine, STARTED):
        pass


def bridge_of(engine: Engine) -> int:
    """The pid of the bridge that an engine started."""
    pid = engine.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert len(children) == 1
    return int(children[0])


def play(keys: Keystation, pitches: tuple[int, ...] = PHRASE) -> None:
    for pitch in pitches:
        keys.play(NOTE_ON, pitch, 90)
        time.sleep(0.08)
        keys.play(NOTE_OFF, pitch, 0)
        time.sleep(0.04)
