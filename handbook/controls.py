"""Writes docs/controls.md from the declared controls: python -m handbook.controls."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from perf_engine.core.controls import CONTROLS, Control
from perf_engine.protocol.titles import TITLES

# Controls that everybody needs first; the rest follow by subject.
SUBJECTS: Final[Mapping[str, Sequence[str]]] = {
    "The first five": ("density", "temperature", "velocity_scale", "scale_root", "share"),
    "Adventurous or safe": (
        "temperature_rhythm",
        "temperature_pitch",
        "temperature_velocity",
        "nucleus",
        "imitation",
        "recall_themes",
        "novelty",
        "theory",
        "repetition_guard",
    ),
    "Styles": ("style", "style_2", "morph"),
    "Notes, keys and scales": (
        "scale",
        "scale_pitches",
        "scale_strength",
        "register_low",
        "register_high",
        "transpose",
        "polyphony",
        "longest_note",
        "tempo_scale",
        "harmony",
        "texture",
    ),
    "Loudness": ("velocity_low", "velocity_high", "mute"),
    "The beat": ("together", "quantise", "grid", "swing"),
    "You and the machine": (
        "influence",
        "freeze",
        "governor",
        "rest_after",
        "hears_players",
        "hears_voices",
        "drum_players",
        "lead",
        "instrument",
        "channel",
    ),
    "For takeover": ("patience",),
    "For call_response": ("windowed", "count_in", "call_length"),
    "For accompany": ("role",),
    "For follow": ("motion", "interval", "interval_2", "interval_3", "canon_delay"),
}
MORE: Final = "More"
SEND: Final = ".venv/bin/perf-engine send"
HEAD: Final = f"""# Controls

<!-- Written by `make docs` from perf_engine/core/controls.py: change it there. -->

A control is a value that you can change while you play. Each change takes effect with the
machine's next note. [Playing](playing.md#controls) explains the controls in more detail.

A control has two names. The short one is for messages, such as `density`. The one in words is on
the screen, and in the page's tab *Controls* the short one stands behind it: *How busy (density)*.
The field *Find a control* there finds both.

| in | to set `density` | for one voice only |
|---|---|---|
| the page | move the slider | choose the voice above the sliders |
| a shell | `{SEND} density 1.5` | `{SEND} /perf/voice/1/density 1.5` |
| OSC | `/perf/param/density 1.5` | `/perf/voice/1/density 1.5` |
| SuperCollider | `PerfEngine.default.density = 1.5` | `PerfEngine.default.voice(1).density = 1.5` |
| Max | `perf.engine.ui` | `perf.voice.ui 1` |
| Pure Data | `[param density 1.5(` | `[voice 1 density 1.5(` |
| Python | `perf.density = 1.5` | `perf.voice(1).density = 1.5` |
| a MIDI knob | `/perf/midi/learn density`, then turn it | |
| at the start | `--set density=1.5` | `[voices.controls]` in [a file](configuration.md) |
"""


def grouped(controls: Mapping[str, Control] = CONTROLS) -> Iterator[tuple[str, list[Control]]]:
    """The controls by subject; one that stands in no subject comes last."""
    left = dict(controls)
    for subject, names in SUBJECTS.items():
        found = [left.pop(name) for name in names if name in left]
        if found:
            yield subject, found
    if left:
        yield MORE, list(left.values())


def takes(control: Control) -> str:
    """The values of a control, as a cell of a table."""
    limits = f"{control.low:g} to {control.high:g}{f' {control.unit}' if control.unit else ''}"
    if control.choices:
        return ", ".join(f"`{choice}`" for choice in control.choices)
    if control.of_model:
        return f"a name, or {limits}"
    return f"a list, or {limits}" if control.words else limits


def page(controls: Mapping[str, Control] = CONTROLS) -> str:
    """The page of all controls."""
    lines = [HEAD]
    for subject, members in grouped(controls):
        lines += [
            f"## {subject}",
            "",
            "| control | on the page | effect | takes | at first |",
            "|---|---|---|---|---|",
        ]
        for control in members:
            default = control.say(control.default)
            said = f"`{default}`" if control.choices else f"{control.default:g}"
            named = f"| `{control.name}` | {TITLES[control.name]} |"
            lines.append(f"{named} {control.help} | {takes(control)} | {said} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    ArgumentParser(prog="python -m handbook.controls", description=__doc__).parse_args()
    print(page(), end="")
