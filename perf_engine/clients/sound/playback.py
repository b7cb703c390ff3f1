"""Playback: finished music on the sound device, without an engine.

It sounds in a process of its own, `python -m perf_engine.clients.sound.playback`, since the library
of a device that is lost may hang, or end the process that asks it for anything.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from types import FrameType, MappingProxyType
from typing import IO, Final, NamedTuple

from perf_engine.protocol import pipes
from perf_engine.synthesis.synth import Synth

from .device import USUAL, Device, NoDevice, Render, chosen, outputs, portaudio
from .keys import Keys
from .renderer import Action, Renderer

MODULE: Final = "perf_engine.clients.sound.playback"
AHEAD: Final = 0.3  # seconds from the opening of the device to the first note
FADE: Final = 1.0  # seconds that the last notes get to fade
A_LOOK: Final = 0.1  # seconds between two looks at the device
GOODBYE: Final = 3.0  # seconds that the process has to end


class Event(NamedTuple):
    """A strike, a release (velocity 0) or a pedal move (pitch -1); `at` in seconds."""

    at: float
    channel: int
    pitch: int
    velocity: int


def perform(
    events: Iterable[Event],
    soundfont: str | None = None,
    begun: Callable[[str], None] = lambda device: None,
    programs: Mapping[int, int] = MappingProxyType({}),
) -> None:
    """Play events to their end. Raises OSError if there is no device, synthesizer or SoundFont.

    Raises OSError also if the process fails while it plays.
    `begun` gets the device. `programs`: the instrument of a channel, a piano if it is left out.
    A KeyboardInterrupt ends the sound before it goes on.
    """
    asked = json.dumps(
        {"events": sorted(events), "soundfont": soundfont, "programs": list(programs.items())}
    )
    with subprocess.Popen(
        [sys.executable, "-m", MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **pipes.of_its_own(),  # a Ctrl-C is for us
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(asked)
            with suppress(BrokenPipeError):  # what is left in its buffer; it closes in any case
                process.stdin.close()
            for line in process.stdout:
                said = json.loads(line)
                if "why" in said:
                    raise OSError(said["why"])
                begun(said["device"])
            with suppress(subprocess.TimeoutExpired):
                process.wait(GOODBYE)
            if process.returncode != 0:
                raise OSError(f"the sound's process {end_of(process.returncode)}")
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(GOODBYE)
            process.kill()


def end_of(status: int | None) -> str:
    """Return the end of a sentence about a process that failed, with its exit status."""
    if status is None:
        return "does not end"
    return f"was ended by signal {-status}" if status < 0 else f"ended with exit status {status}"


class _Stopped(Exception):
    """Somebody asked for the end."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise _Stopped


def main() -> int:
    """Play the events on standard input; the exit status."""
    output = pipes.claimed_stdout()
    try:
        asked = json.load(sys.stdin)
    except ValueError:  # whoever asked was killed in the middle
        return 1
    music = [Event(*event) for event in asked["events"]]
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        _play(music, asked["soundfont"], dict(asked["programs"]), output)
    except _Stopped:
        return 0
    except OSError as error:
        with suppress(OSError):  # nobody may be left to read it
            print(json.dumps({"why": str(error)}), file=output, flush=True)
        return 1
    return 0


def _play(
    music: Sequence[Event], soundfont: str | None, programs: Mapping[int, int], output: IO[str]
) -> None:
    """Play on the first device that opens. Raises OSError."""
    channels = 1 + max((event.channel for event in music), default=0)
    made: list[Renderer] = []

    def prepare(rate: int) -> Render:
        synth = Synth(soundfont, rate, channels)
        for channel, program in programs.items():
            synth.program(channel, program)
        made.append(Renderer(synth, rate))
        return made[-1].render

    sound, why = portaudio(), []
    for place in chosen("", outputs(sound)):
        try:
            device = Device(sound, place, 2 * USUAL, prepare)
        except NoDevice as error:
            why.append(str(error))
            continue
        print(json.dumps({"device": place.name}), file=output, flush=True)
        _sound(music, device, made[-1], channels)
        return
    raise NoDevice(why[0])


def _sound(music: Sequence[Event], device: Device, renderer: Renderer, channels: int) -> None:
    start = time.monotonic() + AHEAD
    try:
        for event in music:
            renderer.put(start + event.at, event.channel, _action(event))
        end = start + (music[-1].at if music else 0.0) + FADE
        while (now := time.monotonic()) < end:
            if device.lost(now):
                raise OSError(f"{device.output.name} is gone")
            time.sleep(min(A_LOOK, end - now))
    finally:
        for channel in range(channels):
            renderer.flush(channel)
        time.sleep(A_LOOK)
        device.close()


def _action(event: Event) -> Action:
    _, channel, pitch, velocity = event

    def act(keys: Keys) -> None:
        if pitch < 0:
            keys.pedal(channel, velocity)
        elif velocity:
            keys.strike(channel, pitch, velocity)
        else:
            keys.release(channel, pitch)

    return act


if __name__ == "__main__":
    status = main()
    os._exit(status)
