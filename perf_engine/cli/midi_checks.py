"""Checks of MIDI: the ports that the engine would open, unless the configuration wants none."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perf_engine.engine.own_command import own_command

from .findings import Finding

if TYPE_CHECKING:
    from perf_engine.engine.options import Options

SEQUENCER: Final = Path("/dev/snd/seq")
ONLY_FOR_MIDI: Final = (
    "You need it only for a MIDI keyboard or a synthesizer: the page has keys and a sound."
)


def _ways(options: Options) -> tuple[str, ...]:
    """Return the ways of MIDI that are not turned off, in and out."""
    from perf_engine.engine.options import NONE

    off = {"in": set(options.midi_ins) == {NONE}, "out": options.midi_out == NONE}
    return tuple(way for way, is_off in off.items() if not is_off)


def midi(options: Options) -> Iterator[Finding]:
    """Check the MIDI ports that are not turned off, or say why there are none."""
    from perf_engine.clients.midi.ports.kinds import shown, synthesizers
    from perf_engine.clients.midi.ports.names import AUTO, choices, list_ports

    if not options.midi:
        yield Finding("midi", "works", "MIDI is turned off, so it is not looked at.")
        return
    if sys.platform == "linux":
        there = "is there" if SEQUENCER.exists() else "is not there"
        yield Finding(
            "alsa",
            "works" if SEQUENCER.exists() else "optional",
            f"ALSA's MIDI sequencer ({SEQUENCER}) {there}."
            + ("" if SEQUENCER.exists() else f" {ONLY_FOR_MIDI}"),
            "" if SEQUENCER.exists() else "type: sudo modprobe snd-seq, or use JACK",
        )
    found = list_ports()
    if found.problems:
        reason, _, remedy = found.problems[0].partition("; for MIDI, ")
        yield Finding("midi", "optional", f"{reason}. {ONLY_FOR_MIDI}", remedy)
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
                "optional",
                f"MIDI {way}: no {what} is there.",
                "plug one in or start it at any time: the engine finds it",
            )
    own = [name for at, name in enumerate(found.outputs) if at in allowed and _of(name, keyboards)]
    if own and not synths and "out" in wanted:
        name = shown(own[0])
        yield Finding(
            "midi_own",
            "optional",
            f"{name} has a MIDI input of its own. If it is a piano that sounds by itself, it can "
            "play the machine's notes too.",
            f"try it: {own_command('play', '--midi-out', name, '--thru', 'off')}",
        )


def _of(name: str, keyboards: Sequence[str]) -> bool:
    """Return whether an output belongs to one of the keyboards."""
    from perf_engine.clients.midi.ports.kinds import of_one_device

    return any(of_one_device(name, own) for own in keyboards)
