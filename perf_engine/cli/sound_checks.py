"""Checks of what is heard: a test note, where it went, and which of you and the machine sound."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .findings import Finding

if TYPE_CHECKING:
    from perf_engine.engine.options import Options

HANGS: Final = 20.0  # seconds after which a sound device does not answer
SILENT: Final = (
    "The built-in sound is turned off, so nothing is heard from here: OSC clients sound the notes."
)
TEST_NOTE: Final = 60, 100, 0.6  # pitch, velocity, seconds


def sound(options: Options) -> Iterator[Finding]:
    """Play a test note where the engine would sound, and say where it went and who sounds."""
    from perf_engine.engine.handlers.sound import AUTO, NOBODY, audible, whom

    synthesizer = _synthesizer(options)
    if synthesizer is not None:
        yield synthesizer[0]
    outs, thru = ([], False) if synthesizer is None else synthesizer[1:]
    plays = NOBODY
    if options.sounds and (options.sound or not outs):
        found = _built_in(options)
        yield found
        if found.state == "works":
            plays = whom(AUTO, options.thru, False)
    heard = plays != NOBODY or bool(outs)
    if not heard and options.sound is False:
        yield Finding("heard", "works", SILENT)
        return
    yield Finding(
        "heard",
        "works" if heard else "attention",
        audible(plays, outs, thru),
        "" if heard else "repair the sound, or start a synthesizer and type: --midi-out NAME",
    )


def _built_in(options: Options) -> Finding:
    """Play the test note with the built-in sound, in a process, as devices may hang."""
    from perf_engine.clients.sound.playback import end_of

    module = "perf_engine.clients.sound.process"
    device = ("--device", options.sound_device) if options.sound_device else ()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", module, "--test", *options.sound_wishes, *device],
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS,
            stdin=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[2],
        )
        said = json.loads(ended.stdout.splitlines()[-1])
    except (ValueError, IndexError, subprocess.TimeoutExpired):
        return Finding("sound", "attention", "The sound device does not answer.", "try another one")
    if not said["device"]:
        why, _, remedy = str(said["why"]).partition(": type")
        return Finding(
            "sound", "attention", f"No built-in sound: {why}.", remedy and f"type{remedy}"
        )
    if ended.returncode:
        how = end_of(ended.returncode)
        fault = f"The sound's process {how} while it played a test note on {said['device']}."
        return Finding("sound", "attention", fault, "try another device")
    return Finding(
        "sound",
        "works",
        f"A test note went to {said['device']}, with {said['soundfont']}; it is heard"
        f" within {said['latency_ms']:.0f} ms.",
    )


def _synthesizer(options: Options) -> tuple[Finding, list[str], bool] | None:
    """Play the test note on the MIDI output that the engine would choose; None if there is none.

    Return also its name, and whether it sounds the player too.
    """
    from perf_engine.clients.midi.ports import names as ports
    from perf_engine.clients.midi.ports.kinds import passes_on, synthesizers

    found = ports.list_ports()
    wish = options.midi_out
    if not options.midi or wish == ports.NONE or found.problems:
        return None
    keyboards = [found.inputs[at] for one in options.midi_ins for at in _of(one, found.inputs)]
    chosen = (
        synthesizers(found.outputs, keyboards)
        if wish == ports.AUTO
        else ports.choices(wish, found.outputs)
    )
    allowed = set(_of(wish, found.outputs))
    chosen = [at for at in chosen if at in allowed]
    if not chosen:
        return None
    name = found.outputs[chosen[0]]
    thru = passes_on(options.thru, [*(f"in: {one}" for one in keyboards), f"out: {name}"])
    try:
        ports.play_once(name, TEST_NOTE)
    except ports.DEVICE_ERRORS as error:
        return Finding("test_note", "attention", f"{name} does not open: {error}."), [], False
    return Finding("test_note", "works", f"A test note went to {name}."), [name], thru


def _of(wish: str, names: Sequence[str]) -> list[int]:
    from perf_engine.clients.midi.ports.names import NONE, choices

    return [] if wish == NONE else choices(wish, names)
