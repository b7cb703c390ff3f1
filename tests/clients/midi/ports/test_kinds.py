"""What a port belongs to: a synthesizer, a DAW, the keyboard itself, or nobody knows."""

import pytest

from perf_engine.clients.midi.ports.kinds import (
    device,
    is_program,
    keyboards_of,
    of_one_device,
    outputs_of,
    passes_on,
    shown,
    synthesizers,
)

KEYSTATION = "Keystation 49:Keystation 49 MIDI 1 20:0"
FLUID = "FLUID Synth (1234):Synth input port (1234:0) 128:0"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (KEYSTATION, "Keystation 49:Keystation 49 MIDI 1 24:0"),
        ("Keystation:keys", "Keystation-01:synth"),  # two clients of a program, on JACK
        ("Keystation 49 Port 1", "Keystation 49 Port 2"),  # macOS
        ("Keystation 49 0", "Keystation 49 1"),  # Windows
        ("MIDIIN2 (Launchkey MK3)", "MIDIOUT2 (Launchkey MK3)"),
        ("a2j:Keystation 49 [20] (capture): MIDI 1", "a2j:Keystation 49 [20] (playback): MIDI 1"),
        ("Midi-Bridge:Keys:(capture_0) Keys MIDI 1", "Midi-Bridge:Keys:(playback_0) Keys MIDI 1"),
        ("USB MIDI", "USB MIDI"),
    ],
)
def test_the_ports_of_one_device_are_known_as_such(one: str, other: str) -> None:
    assert of_one_device(one, other)


def test_different_devices_are_told_apart() -> None:
    names = [KEYSTATION, "Keystation 61:Keystation 61 MIDI 1 24:0", FLUID, "UM-ONE", "nanoKEY2"]
    names += ["Midi-Bridge:Pads:(capture_0) Pads MIDI 1", "Midi-Bridge:Keys 24:0 (capture)"]
    assert len({device(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name",
    [
        FLUID,
        "fluidsynth:midi_00",
        "ZynAddSubFX:osc",
        "Ardour:MIDI control in",
        "Bitwig Studio:in",
        "Carla:events-in",
        "Pianoteq",
        "Microsoft GS Wavetable Synth",
        "SuperCollider:in0",
        "Pure Data:Pure Data Midi-In 1 128:0",
        "Qsynth:qsynth",
    ],
)
def test_a_program_that_sounds_is_a_synthesizer(name: str) -> None:
    assert is_program(name)
    assert synthesizers([KEYSTATION, name], [KEYSTATION]) == [1]


@pytest.mark.parametrize("name", [KEYSTATION, "UM-ONE:UM-ONE MIDI 1 28:0", "Launchpad Mini", "x"])
def test_what_nobody_knows_is_not_played_on(name: str) -> None:
    assert synthesizers([name]) == []


def test_programs_come_before_hardware_and_a_keyboards_own_output_never() -> None:
    names = ["Digital Piano:Digital Piano MIDI 1 20:0", "Sound Module", "Qsynth"]
    assert synthesizers(names) == [2, 0, 1]
    assert synthesizers(names, ["Digital Piano:Digital Piano MIDI 1 20:0"]) == [2, 1]


@pytest.mark.parametrize(
    ("wish", "opened", "thru"),
    [
        ("auto", ["in: Keystation:keys", "out: Qsynth:in"], True),
        ("auto", ["in: Keystation:keys", "out: Keystation-01:synth"], False),
        ("auto", ["in: FluidSynth:keys", "out: FluidSynth-01:synth"], True),
        ("auto", ["in: perf_engine in (virtual)", "out: perf_engine out (virtual)"], False),
        ("on", ["in: Keystation:keys", "out: Keystation-01:synth"], True),
        ("on", ["in: Keystation:keys"], False),
        ("off", ["in: Keystation:keys", "out: Qsynth:in"], False),
    ],
)
def test_what_is_played_is_passed_on_unless_the_keyboard_itself_sounds(
    wish: str, opened: list[str], thru: bool
) -> None:
    assert passes_on(wish, opened) is thru


def test_a_virtual_output_is_no_synthesizer() -> None:
    assert outputs_of(["in: A", "out: B", "out: perf_engine out (virtual)"]) == ["B"]
    assert keyboards_of(["in: A", "out: B", "in: perf_engine in (virtual)"]) == ["A"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (KEYSTATION, "Keystation 49"),  # ALSA
        ("a2j:Keystation 49 [20] (capture): Keystation 49 MIDI 1", "Keystation 49"),
        ("a2j:Keystation 49 (capture): Keystation 49 MIDI 1", "Keystation 49"),
        ("Midi-Bridge:Keystation 49:(capture_0) Keystation 49 MIDI 1", "Keystation 49"),  # PipeWire
        ("Midi-Bridge:Keystation 49 MIDI 1 20:0 (capture)", "Keystation 49"),
        ("Midi-Bridge:Keystation 49", "Keystation 49"),
        ("Keystation 49", "Keystation 49"),  # macOS and Windows
        ("MIDIIN2 (Launchkey MK3)", "MIDIIN2 (Launchkey MK3)"),
        ("Keystation:keys", "Keystation"),  # JACK
        ("system:midi_capture_1", "system:midi_capture_1"),
    ],
)
def test_a_keyboard_is_shown_by_the_name_of_its_device(name: str, text: str) -> None:
    assert shown(name) == text


def test_a_keyboard_with_two_ports_is_shown_once() -> None:
    opened = ["in: Keys:Keys MIDI 1 20:0", "in: Keys:Keys MIDI 2 20:1", "in: Pads", "out: Keys"]
    assert keyboards_of(opened) == ["Keys", "Pads"]
