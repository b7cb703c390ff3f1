"""What each object of the package is for, as its reference page and its help say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Word:
    """An argument, or a message, of an object: its name, the type of its value, what it does."""

    name: str
    type: str
    help: str


@dataclass(frozen=True, slots=True)
class Interface:
    """One object of the package; inlets and outlets are said in its patch."""

    digest: str
    description: str
    arguments: Sequence[Word] = ()
    messages: Sequence[Word] = ()
    see: Sequence[str] = ()


OBJECTS: Final[Mapping[str, Interface]] = {
    "perf.engine": Interface(
        "Start an engine or find one, and connect to it",
        "Subscribes to an engine as soon as the patch opens, and repeats this until an engine "
        "replies, also after it was lost. Every message in the inlet that begins with /perf/ goes "
        "to the engine. Every message of the engine comes out of the left outlet, for perf.voice, "
        "perf.transport and perf.engine.ui. The message start starts an engine if none runs; it is "
        "started again if it dies, and ends with the patch.",
        (
            Word("port", "int", "The engine's UDP port; 9470 by default."),
            Word(
                "reply",
                "int",
                "The UDP port on which this patch listens, another for each "
                "engine; 9471 by default.",
            ),
            Word("host", "symbol", "The engine's host; 127.0.0.1 by default."),
        ),
        (
            Word("start", "", "Start an engine on this computer, unless one runs."),
            Word(
                "stop",
                "",
                "End the engine that was started here; an engine that was found continues.",
            ),
            Word("options", "list", "Options for the next start, such as --mode solo, or none."),
            Word("program", "symbol", "The path of perf-engine, if it is not found."),
            Word("flag", "int", "1: notes; 2: also heard notes and predictions."),
        ),
        ("perf.engine.ui", "perf.listen", "perf.voice", "perf.panic", "perf.transport"),
    ),
    "perf.engine.ui": Interface(
        "Every control of the machine, with presets",
        "A panel for a bpatcher. It shows the settings of an engine that it finds. If an engine "
        "comes back, it gets the settings of the panel. Every control is a parameter of its own "
        "name, for pattrstorage, MIDI mapping and the parameters window.",
        see=("perf.engine", "perf.voice.ui", "perf.transport"),
    ),
    "perf.voice.ui": Interface(
        "Every control of one voice, with presets",
        "A panel for a bpatcher, like perf.engine.ui, for one voice of the machine. Its settings "
        "are for this voice alone. Start the engine with more than one voice: send options "
        "--voices 2 to perf.engine before start.",
        (Word("voice", "int", "The number of the machine's voice, 0 to 15; 0 by default."),),
        (),
        ("perf.engine", "perf.engine.ui", "perf.voice"),
    ),
    "perf.listen": Interface(
        "The notes that you play, for the machine",
        "Takes raw MIDI or lists of pitch and velocity, with pedal, all sound off and all notes "
        "off. Held keys are released when the patch closes.",
        (Word("player", "int", "The player's number, 0 to 15; 0 by default."),),
        (),
        ("perf.engine", "perf.voice"),
    ),
    "perf.voice": Interface(
        "A voice of the machine, each note at its time",
        "Delays every note, release and pedal move until it is due, and sends it out as raw MIDI "
        "and as lists. A cancelled note never sounds. All notes end after three seconds without a "
        "sign of life from the engine, on panic, and when the patch closes.",
        (
            Word("voice", "int", "The number of the machine's voice, 0 to 15; 0 by default."),
            Word(
                "channel",
                "int",
                "The MIDI channel, 1 to 16; voice + 1 by default, and 16 for voice 9.",
            ),
        ),
        (Word("panic", "", "Silence this voice now; every /perf/panic sends this too."),),
        ("perf.engine", "perf.listen"),
    ),
    "perf.transport": Interface(
        "The tempo and the beat that the machine keeps",
        "Shows the beat that the engine sends once a second, and sets the tempo, the transport and "
        "the source of the beat. It can follow Max's own transport, which it reads four times a "
        "second. The control quantise moves the machine's notes to the beat.",
        see=("perf.engine", "transport"),
    ),
    "perf.panic": Interface(
        "Silence everyone and everything, now",
        "A button, and an inlet for any message. The machine is silent until you play.",
        see=("perf.engine", "perf.voice"),
    ),
}
