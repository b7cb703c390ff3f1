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
        "Start an engine or find one, and talk with it",
        "Registers with an engine as soon as the patch opens, again and again until one answers, "
        "and anew when it was lost. Every message in the inlet that begins with /perf/ goes to the "
        "engine; all that it says comes out of the left outlet, for perf.voice, perf.transport and "
        "perf.engine.ui. With start, an engine is started where none runs; it is started again "
        "when it dies, and ends with the patch.",
        (
            Word("port", "int", "The engine's UDP port; 9470 where nothing is said."),
            Word("reply", "int", "The UDP port to hear at, another for each engine; 9471."),
            Word("host", "symbol", "The engine's host; 127.0.0.1."),
        ),
        (
            Word("start", "", "Start an engine on this computer, unless one runs."),
            Word("stop", "", "End the engine that was started here; one that was found goes on."),
            Word("options", "list", "What the next start gives to it: --mode solo, or none."),
            Word("program", "symbol", "The path of perf-engine, where it is not found."),
            Word("flag", "int", "1: notes; 2: also what is heard and what is foreseen."),
        ),
        ("perf.engine.ui", "perf.listen", "perf.voice", "perf.panic", "perf.transport"),
    ),
    "perf.engine.ui": Interface(
        "Every control of the machine, with presets",
        "A panel for a bpatcher. An engine that was there is asked for its settings; one that came "
        "back is told those of the panel. Every control is a parameter of its own name, for "
        "pattrstorage, MIDI mapping and the parameters window.",
        see=("perf.engine", "perf.transport"),
    ),
    "perf.listen": Interface(
        "What you play, for the machine",
        "Takes raw MIDI or lists of pitch and velocity, with pedal, all sound off and all notes "
        "off. What is held is let go when the patch closes.",
        (Word("player", "int", "Which player you are, 0 to 15; 0 where nothing is said."),),
        (),
        ("perf.engine", "perf.voice"),
    ),
    "perf.voice": Interface(
        "A voice of the machine, each note at its time",
        "Lets every note, release and pedal wait until it is due, and gives it out as raw MIDI and "
        "as lists. What is taken back never sounds; three seconds without a sign of life from the "
        "engine end all that sounds, and so do panic and the closing of the patch.",
        (
            Word("voice", "int", "Which voice of the machine, 0 to 15; 0 where nothing is said."),
            Word("channel", "int", "The MIDI channel, 1 to 16; voice + 1 where nothing is said."),
        ),
        (Word("panic", "", "Silence, now; perf.engine sends it with every /perf/panic."),),
        ("perf.engine", "perf.listen"),
    ),
    "perf.transport": Interface(
        "The tempo and the beat that the machine keeps",
        "Shows the beat that the engine tells once a second, and sets tempo, running and whose "
        "beats count. It can follow Max's own transport, which it reads four times a second. What "
        "the machine plays keeps to the beat where the engine has a control for that.",
        see=("perf.engine", "transport"),
    ),
    "perf.panic": Interface(
        "Silence: everyone, everything, now",
        "A button, and an inlet for anything. The machine rests until you play.",
        see=("perf.engine", "perf.voice"),
    ),
}
