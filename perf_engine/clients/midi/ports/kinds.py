"""The owner of a MIDI port, by its name: a synthesizer, a DAW, a keyboard, or unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

# Programs that sound: synthesizers, samplers and DAWs, as their ports are called.
_PROGRAMS: Final = re.compile(
    r"fluid ?synth|qsynth|timidity|yoshimi|zynaddsubfx|\bzyn|amsynth|\bsurge|\bvital\b|\bhelm\b"
    r"|dexed|\bodin|\bcarla|linuxsampler|sfizz|polyphone|pianoteq|modartt|kontakt|komplete"
    r"|microsoft gs|virtualmidisynth|coolsoft|simplesynth|\bmunt\b|mt-?32|setbfree|aeolus|drumgizmo"
    r"|ardour|bitwig|reaper|ableton|\blive\b|logic pro|garageband|mainstage|cubase|studio one"
    r"|fl studio|reason|renoise|lmms|rosegarden|qtractor|muse(score)?\b|mixbus|tracktion|waveform"
    r"|hydrogen|vcv|bespoke|supercollider|pure ?data|\bpd\b|\bmax(msp)?\b|\bscsynth|zrythm"
    r"|\bnon-|samplv1|synthv1|padthv1|drumkv1|geonkick|giada|gig ?performer|camelot|cantabile",
    re.IGNORECASE,
)
# Hardware that sounds and is called so.
_HARDWARE: Final = re.compile(
    r"synth|sound ?module|\bmodule\b|expander|\bpiano\b|sound canvas|\bsc-?(55|88)|\bjv-|\bjd-"
    r"|\btx7|\bdx7|\bfb-?01|\bmoog|\bminilogue|\bprophet|volca|\bblofeld|\bvirus",
    re.IGNORECASE,
)
# Words of a port's name that do not tell one device from another.
_SAID_OF_ANY: Final = frozenset({"midi", "port", "in", "out", "input", "output", "usb", "and"})

# Ports of ALSA that a2jmidid and PipeWire show in JACK.
_BRIDGED: Final = re.compile(
    r"(?:a2j|Midi-Bridge):(.+?)(?: MIDI \d+)?(?: \d+:\d+| \[\d+\])?"
    r"(?::? ?\((?:capture|playback).*)?"
)


def shown(name: str) -> str:
    """Return a port's name as it is shown: that of its device, without numbers and ports.

    JACK's own ports have no device's name, and are shown as they are.
    """
    if bridged := _BRIDGED.fullmatch(name):
        return bridged[1]
    client = name.partition(":")[0]
    return name if client == "system" else client


def device(name: str) -> str:
    """Return what a port's device is called, in the spelling of ALSA, JACK, macOS and Windows.

    `Keystation 49:Keystation 49 MIDI 1 20:0`, `Keystation 49 MIDI 1` and `Keystation 49 Port 2`
    are of one device.
    """
    plain = re.sub(r" \d+:\d+$", "", shown(name))  # ALSA's numbers
    plain = re.sub(r"midi(in|out)\d* *\(([^)]*)\)", r"\2", plain, flags=re.IGNORECASE)
    client = re.sub(r"-\d\d$", "", plain.partition(":")[0])  # JACK's number of a second client
    words = re.findall(r"[a-z0-9]+", client.casefold())
    while len(words) > 1 and (words[-1] in _SAID_OF_ANY or len(words[-1]) == 1):
        words.pop()
    return " ".join(words)


def of_one_device(one: str, other: str) -> bool:
    """Return whether two ports are of one device."""
    return device(one) == device(other)


def is_program(name: str) -> bool:
    """Return whether a port belongs to a program that sounds."""
    return bool(_PROGRAMS.search(name))


def synthesizers(names: Sequence[str], keyboards: Collection[str] = ()) -> list[int]:
    """Return the outputs that surely sound, programs before hardware.

    The output of a keyboard that is played leads to the keyboard, whatever it is called.
    """
    programs, hardware = [], []
    for index, name in enumerate(names):
        if is_program(name):
            programs.append(index)
        elif _HARDWARE.search(name) and not any(of_one_device(name, own) for own in keyboards):
            hardware.append(index)
    return [*programs, *hardware]


def passes_on(wish: str, opened: Sequence[str]) -> bool:
    """Return whether what is played goes to the outputs too: `wish` is on, off, or auto.

    `opened`: the open ports, as `in: NAME`, `out: NAME`, `out: NAME (virtual)`. By itself it does
    wherever a synthesizer is played on that is not the keyboard itself, which sounds anyway.
    """
    outs = outputs_of(opened)
    if wish != "auto":
        return wish == "on" and bool(outs)
    ins = [port.removeprefix("in: ") for port in opened if port.startswith("in: ")]
    keyboards = [one for one in outs if not is_program(one)]
    return bool(outs) and not any(of_one_device(one, own) for one in keyboards for own in ins)


def outputs_of(opened: Sequence[str]) -> list[str]:
    """Return the names of the open outputs, without a virtual one, to which nobody may listen."""
    return _real(opened, "out: ")


def keyboards_of(opened: Sequence[str]) -> list[str]:
    """Return the open keyboards as they are shown, each once, without a virtual input.

    On that one nobody may play.
    """
    return list(dict.fromkeys(map(shown, _real(opened, "in: "))))


def _real(opened: Sequence[str], kind: str) -> list[str]:
    names = [port.removeprefix(kind) for port in opened if port.startswith(kind)]
    return [name for name in names if not name.endswith(" (virtual)")]
