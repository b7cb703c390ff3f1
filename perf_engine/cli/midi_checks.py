"""Checks of MIDI: the ports that the engine would open, unless the configuration wants none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .findings import Finding

if TYPE_CHECKING:
    from perf_engine.engine.options import Options

SEQUENCER: Final = Path("/dev/snd/seq")


def _ways(options: Options) -> tuple[str, ...]:
    """Return the ways of MIDI that are not turned off, in and out."""
    from perf_engine.engine.options import NONE

    off = {"in": set(options.midi_ins) == {NONE}, "out": options.midi_out == NONE}
    return tuple(way for way, is_off in off.items() if not is_off)


def midi(options: Options) -> Iterator[Finding]:
    """Check the MIDI ports that are not turned off, or say why there are none."""
    from perf_engine.clients.midi.ports.kinds import synthesizers
    from perf_engine.clients.midi.ports.names import AUTO, choices, list_ports

    if not options.midi:
        yield Finding("midi", "works", "MIDI is turned off, so it is not looked at.")
        return
    if sys.platform == "linux":
        there = "is there" if SEQUENCER.exists() else "is not there"
        yield Finding(
            "alsa",
            "works" if SEQUENCER.exists() else "attention",
            f"ALSA's MIDI sequencer ({SEQUENCER}) {there}.",
            "" if SEQUENCER.exists() else "type: sudo modprobe snd-seq, or use JACK",
        )
    found = list_ports()
    if found.problems:
        reason, _, remedy = found.problems[0].partition("; for MIDI, ")
        yield Finding("midi", "attention", f"{reason}.", remedy)
        return
    keyboards = [found.inputs[index] for index in choices(AUTO, found.inputs)]
    wanted = _ways(options)
    allowed = choices(AUTO, found.outputs)
    synths = [at for at in synthesizers(found.outputs, keyboards) if at in allowed]
    for what, way, taken in (
        ("keyboard", "in", keyboards),
        ("synthesizer", "out", [found.outputs[at] for at in synths]),
    ):
        if way not in wanted:
            continue
        if taken:
            yield Finding(f"midi_{way}", "works", f"MIDI {way}: {', '.join(taken)}.")
        else:
            yield Finding(
                f"midi_{way}",
                "attention",
                f"MIDI {way}: no {what} is there.",
                "plug one in or start it at any time: the engine finds it",
            )
