"""A tape at the loudspeakers of a JACK server: what a program sounds, as samples."""

from __future__ import annotations

import subprocess
import time
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.support.peers import require

NAME = "PortAudio"  # of every client that sounds through PortAudio
BUFFER = 480_000  # frames that the recorder may be late in writing
OVERRUN = b"overruns"  # in what it says if that was too few: then the file has noise at full scale


def ports(env: Mapping[str, str]) -> list[str]:
    """The outputs on which something sounds through PortAudio."""
    listed = subprocess.run(
        [require("jack_lsp")],
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return [name for name in listed.stdout.split() if name.startswith(NAME) and ":out_" in name]


def wait_for_ports(env: Mapping[str, str], seconds: float = 60.0) -> list[str]:
    """Both outputs, once they are there."""
    until = time.monotonic() + seconds
    while len(found := ports(env)) < 2:
        assert time.monotonic() < until, f"nothing sounds at JACK: {found}"
        time.sleep(0.1)
    return found[:2]


class Tape:
    """A recording of so many seconds, which begins at once."""

    def __init__(self, env: Mapping[str, str], file: Path, seconds: float) -> None:
        self.file, self.env, self.seconds = file, env, seconds
        command = [require("jack_rec"), "-f", str(file), "-d", str(seconds), "-b", "16"]
        command += ["-B", str(BUFFER)]
        self._process = subprocess.Popen(
            [*command, *wait_for_ports(env)],
            env=dict(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def samples(self) -> np.ndarray:
        """What was recorded, (frames, 2) within -1..1; waits for its end. Raises NoTape."""
        said, _ = self._process.communicate(timeout=self.seconds + 60.0)
        if OVERRUN in said:
            raise NoTape(f"it could not write in time; it said: {said.decode(errors='replace')}")
        try:
            with wave.open(str(self.file)) as file:
                data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        except (OSError, EOFError, wave.Error) as error:
            raise NoTape(f"{error}; it said: {said.decode(errors='replace')}") from error
        return data.reshape(-1, 2) / 32768.0


class NoTape(Exception):
    """The recorder was not connected, wrote too late, or lost its server, which stood still."""


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0
