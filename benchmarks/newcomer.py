"""Measure a newcomer's first minutes: one command, and the seconds until something sounds.

    python -m benchmarks.newcomer [--start "make play"] [--keyboard] [--soft-synth] [--cold-browser]

It clones the project's last commit into a new folder, starts a private JACK server as the sound
card, and runs the command there. Then it plays a phrase: on the page in Chromium, which is open
before the command as a browser mostly is and with --cold-browser is started for the page, or with
--keyboard on a MIDI keyboard that has an input and an output port. The loudspeakers are recorded.
A row a start says when the program was ready, when it first sounded, and how loud you and the
machine were. The second row is a second start in the same folder. It needs JACK with jack_rec, and
Chromium with Playwright from the extra `test`, or fluidsynth for --soft-synth.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from numpy.typing import NDArray

from perf_engine.synthesis.soundfonts import find
from tests.support.jack_servers import environment, serving

from .page import browser, page_in, page_of, press

ROOT: Final = Path(__file__).parents[1]
RATE, PERIOD = 48000, 1024  # Hz; samples
SILENCE: Final = 1e-3  # of full scale
PHRASE: Final = (60, 62, 64, 67, 64, 62)
TAPE: Final = 20.0  # seconds that are recorded
WRITTEN: Final = ("-b", "16", "-B", "480000")  # 16 bits; the disk may be ten seconds late
PATIENCE: Final = 300.0  # seconds
OWN: Final = 0.4  # seconds after a first key in which the machine rarely has answered
RINGS: Final = 2.0  # seconds that your last key still rings
SYNTH: Final = "newcomer_synth"
KEYBOARD: Final = ROOT / "tests" / "support" / "jack_keyboard.py"


@dataclass
class Start:
    """What became of one start; times are seconds since the command."""

    ready: float = 0.0
    can_sound: float = 0.0  # when it says who is heard
    first_sound: float = 0.0
    you: float = 0.0  # rms of full scale
    machine: float = 0.0
    said: list[str] = field(default_factory=list)


class Watch:
    """A program's lines, each with the time at which it came."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        self.began = time.monotonic()
        self.lines: list[tuple[float, str]] = []
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=_as_a_newcomer(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append((time.monotonic() - self.began, line.rstrip()))

    def until(self, pattern: str) -> tuple[float, str]:
        """Return when a line had the pattern, and what its group matched."""
        while time.monotonic() - self.began < PATIENCE:
            for at, line in self.lines:
                if found := re.search(pattern, line):
                    return at, found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise click.ClickException(f"no line has {pattern!r}: {self.lines[-10:]}")

    def end(self) -> None:
        """End the program as Ctrl-C does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, 2)
        self.process.wait(60.0)
        self._reading.join(10.0)


def _as_a_newcomer(env: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which nothing of ours is set, with this added."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PERF_")}
    return {**kept, **env}


@contextmanager
def program(*command: str, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program beside, with a pipe to write to; it ends with the block."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60.0)


def listed(name: str, env: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the ports of a JACK client, each with its kind."""
    lines = subprocess.run(
        ("jack_lsp", "-t"),
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    return [pair for pair in zip(lines[::2], lines[1::2], strict=False) if pair[0].startswith(name)]


def outputs(name: str, env: Mapping[str, str]) -> list[str]:
    """Return the two audio outputs of a JACK client, once they are there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = [port for port, kind in listed(name, env) if "audio" in kind and ":in" not in port]
        if len(found) >= 2:
            return found[:2]
        time.sleep(0.05)
    raise click.ClickException(f"nothing of {name} sounds at JACK")


def recorded(file: Path) -> NDArray[np.float64]:
    """Return the samples of a WAV file, one channel, of full scale."""
    with wave.open(str(file)) as tape:
        data = np.frombuffer(tape.readframes(tape.getnframes()), "<i2")
        return np.asarray(data.reshape(-1, tape.getnchannels()).mean(axis=1) / 32768.0)


def loudness(samples: NDArray[np.float64]) -> float:
    """Return the root mean square of some samples; 0 of none."""
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0


def onset(samples: NDArray[np.float64]) -> int | None:
    """Return the index of the first sample that is not silent; None if all are."""
    loud = np.flatnonzero(np.abs(samples) > SILENCE)
    return int(loud[0]) if len(loud) else None


def in_a_new_browser(address: str) -> None:
    """Start a browser, and play the phrase on the page with the mouse."""
    with page_of(address) as page:
        _phrase(page)


def in_the_browser(chromium: Any) -> Callable[[str], None]:
    """Return what plays the phrase on the page with the mouse, in a browser that is open."""

    def play(address: str) -> None:
        with page_in(chromium, address) as page:
            _phrase(page)

    return play


def _phrase(page: Any) -> None:
    for pitch in PHRASE:
        press(page, pitch, 150)
        page.wait_for_timeout(60)


def at_the_keys(keys: subprocess.Popen[str]) -> Callable[[str], None]:
    """Return what plays the phrase on a MIDI keyboard."""

    def play(address: str) -> None:
        assert keys.stdin is not None
        for pitch in PHRASE:
            for message, seconds in ((f"144 {pitch} 90", 0.15), (f"128 {pitch} 0", 0.06)):
                keys.stdin.write(message + "\n")
                keys.stdin.flush()
                time.sleep(seconds)

    return play


def first_minute(
    command: Sequence[str],
    folder: Path,
    env: Mapping[str, str],
    sounds: str,
    play: Callable[[str], None],
) -> Start:
    """Start the program, play a phrase, and listen."""
    watch = Watch(command, folder, env)
    try:
        ready, _ = watch.until(r"(is ready on port \d+)")
        can_sound, _ = watch.until(r"(You hear )")
        _, address = watch.until(r"(http://127\.0\.0\.1:\d+/)")
        ports = outputs(sounds, env)
        with tempfile.TemporaryDirectory() as place:
            file = Path(place, "tape.wav")
            tape = subprocess.Popen(
                ("jack_rec", "-f", str(file), "-d", str(round(TAPE)), *WRITTEN, *ports),
                env={**os.environ, **env},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while not file.exists():
                time.sleep(0.01)
            recording = time.monotonic() - watch.began
            play(address)
            played = time.monotonic() - watch.began
            tape.wait(TAPE + 60.0)
            samples = recorded(file)
            if len(samples) < 0.9 * TAPE * RATE:  # silence at its end would be the tape's
                raise click.ClickException(f"the tape has {len(samples) / RATE:.1f} s of {TAPE:g}")
    finally:
        watch.end()
    found = heard(samples, recording, played)
    return replace(found, ready=ready, can_sound=can_sound, said=[line for _, line in watch.lines])


def heard(samples: NDArray[np.float64], recording: float, played: float) -> Start:
    """Return what a recording says of a start.

    `recording` and `played` are the seconds since the command at which the recording began and the
    phrase had ended.
    """
    first = onset(samples)
    if first is None:
        return Start()
    after = round((played - recording + RINGS) * RATE)
    return Start(
        first_sound=recording + first / RATE,
        you=loudness(samples[first : first + round(OWN * RATE)]),
        machine=loudness(samples[after:]),
    )


def clone(folder: Path) -> Path:
    """Clone the last commit of the project into a new folder."""
    subprocess.run(("git", "clone", "-q", str(ROOT), str(folder / "perf_engine")), check=True)
    return folder / "perf_engine"


@click.command()
@click.option("--start", default="make play", show_default=True, help="The command.")
@click.option(
    "--in",
    "within",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder in which the command runs.  [default: a new clone]",
)
@click.option("--keyboard", is_flag=True, help="Play on a MIDI keyboard with two ports.")
@click.option("--soft-synth", is_flag=True, help="Run FluidSynth beside, and listen to it.")
@click.option("--cold-browser", is_flag=True, help="Start the browser when the page is there.")
@click.option("--starts", default=2, show_default=True, type=click.IntRange(1))
def main(
    start: str,
    within: Path | None,
    keyboard: bool,
    soft_synth: bool,
    cold_browser: bool,
    starts: int,
) -> None:
    """Start, play, listen; print a row of JSON a start, and what the program said."""
    with tempfile.TemporaryDirectory() as place, serving(period=PERIOD, rate=RATE) as server:
        env = environment(server.name)
        folder = within or clone(Path(place))
        with _beside(env, keyboard, soft_synth, cold_browser) as play:
            for number in range(starts):
                found = first_minute(
                    shlex.split(start),
                    folder,
                    env,
                    SYNTH if soft_synth else "PortAudio",
                    play,
                )
                row = {
                    "start": number + 1,
                    "ready, s": round(found.ready, 1),
                    "can sound, s": round(found.can_sound, 1),
                    "first sound, s": round(found.first_sound, 1),
                    "rms, you": round(found.you, 4),
                    "rms, machine": round(found.machine, 4),
                }
                print(json.dumps(row), flush=True)
                print("\n".join(f"    {line}" for line in found.said[-12:]), flush=True)


@contextmanager
def _beside(
    env: Mapping[str, str], keyboard: bool, soft_synth: bool, cold_browser: bool
) -> Iterator[Callable[[str], None]]:
    """Run the keyboard, the synth and the browser that are wanted; give what plays the phrase."""
    synth = ("fluidsynth", "-a", "jack", "-m", "jack", "-j", "-s", "-i", "-g", "1")
    options = ("-o", f"audio.jack.id={SYNTH}", "-o", f"midi.jack.id={SYNTH}")
    keystation = (sys.executable, str(KEYBOARD), "Keystation")
    with (
        _perhaps(soft_synth, SYNTH, *synth, *options, str(find().path), env=env),
        _perhaps(keyboard, "Keystation", *keystation, env=env) as keys,
    ):
        if keys is not None:
            yield at_the_keys(keys)
        elif cold_browser:
            yield in_a_new_browser
        else:
            with browser() as chromium:
                yield in_the_browser(chromium)


@contextmanager
def _perhaps(
    wanted: bool, name: str, *command: str, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[str] | None]:
    if not wanted:
        yield None
        return
    with program(*command, env=env) as process:
        while not listed(name, env):
            if process.poll() is not None:
                raise click.ClickException(f"{command[0]} does not start")
            time.sleep(0.05)
        yield process


if __name__ == "__main__":
    main()
