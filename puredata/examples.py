"""The examples of the Pd library, as patches."""

from __future__ import annotations

from collections.abc import Sequence

from puredata.patch import Box, Outlet, Patch

VOICES = 16  # notes that a synthesizer of the examples sounds at once


def tone() -> str:
    """examples/tone.pd: one note of a plain synthesizer."""
    p = Patch(560, 420)
    p.text(
        20, 10, "One note: a triangle through a low-pass filter. Pitch and velocity in, sound out."
    )
    note = p.obj(20, 50, "inlet")
    parts = p.obj(20, 80, "unpack f f", note)
    ends = p.obj(240, 110, "sel 0", parts[1])
    level = p.obj(320, 140, "/ 400", ends[1])
    rises = p.msg(320, 170, "$1 5, 0 4000 5", level)
    falls = p.msg(240, 170, "0 80", ends)
    loudness = p.obj(240, 210, "vline~", falls, rises)
    frequency = p.obj(20, 110, "mtof", parts)
    saw = p.obj(20, 140, "phasor~", frequency)
    triangle = p.obj(20, 170, "expr~ abs($v1 * 2 - 1) - 0.5", saw)
    soft = p.obj(20, 210, "lop~ 1800", triangle)
    heard = p.obj(20, 250, "*~", soft)
    p.cord(loudness, heard, 1)
    p.obj(20, 290, "outlet~", heard)
    return p.written()


def synthesizer(p: Patch, x: int, y: int, pitch: Box | Outlet, velocity: Outlet) -> Box:
    """A polyphonic synthesizer, from pitch and velocity to sound."""
    voices = p.obj(x, y, f"poly {VOICES} 1", pitch)
    p.cord(velocity, voices, 1)
    packed = p.obj(x, y + 30, "pack f f f", voices)
    p.cord(voices[1], packed, 1)
    p.cord(voices[2], packed, 2)
    return p.obj(x, y + 60, f"clone -s 1 tone {VOICES}", packed)


def speaker(p: Patch, x: int, y: int, left: Sequence[Box], right: Sequence[Box]) -> None:
    """The sound card, turned on when the patch is opened."""
    out = p.obj(x, y, "dac~", *left)
    for source in right:
        p.cord(source, out, 1)
    begun = p.obj(x + 200, y - 30, "loadbang")
    p.msg(x + 200, y, "; pd dsp 1", begun)


def duet() -> str:
    """examples/1.duet.pd: a phrase, the machine's answer, a synthesizer."""
    p = Patch(860, 620)
    p.text(
        20,
        10,
        "1. A duet. Start the engine first:  perf-engine play --no-sound . Click the phrase. In "
        "takeover the machine continues alone when you have been silent, until you play again.",
        110,
    )
    p.declare(660, 70, "-path ..")
    takeover = p.msg(20, 70, "mode takeover")
    stays = p.msg(150, 70, "mode duet")
    patience = p.msg(250, 70, "param patience 0.5")
    p.text(420, 70, "seconds that it waits for you")
    phrase = p.msg(20, 110, "60 0, 62 150, 64 300, 65 450, 67 600, 65 750, 64 900, 60 1050")
    p.text(560, 110, "a phrase: pitch, milliseconds")
    parts = p.obj(20, 160, "unpack f f", phrase)
    waits = p.obj(20, 190, "pipe f 0", parts)
    p.cord(parts[1], waits, 1)
    notes = p.msg(20, 220, "note $1 90 0.14", waits)
    click = p.button(250, 170)
    p.text(310, 170, "panic: silences everything")
    stop = p.obj(250, 200, "perf.panic", click)
    here = p.obj(20, 270, "perf.engine", takeover, stays, patience, notes, stop)
    p.toggle(180, 310, here[2])
    p.text(240, 310, "the engine is there")
    one = p.obj(20, 350, "perf.voice 0", here, stop[1])
    p.text(420, 240, "your phrase, through the same synthesizer")
    mine = p.obj(420, 270, "makenote 90 140", waits)
    machine = synthesizer(p, 20, 400, one, one[1])
    own = synthesizer(p, 420, 400, mine, mine[1])
    speaker(p, 20, 540, [machine, own], [machine, own])
    return p.written()


def midi() -> str:
    """examples/2.midi.pd: a MIDI keyboard to the machine, the machine to a MIDI synthesizer."""
    p = Patch(760, 420)
    p.text(
        20,
        10,
        "2. MIDI. Choose the ports in Pd's Media menu. Start the engine without them, "
        "or every note is heard twice:  perf-engine play --no-midi --no-sound",
        100,
    )
    p.declare(560, 70, "-path ..")
    keys = p.obj(20, 70, "notein")
    both = p.obj(20, 110, "pack f f", keys)
    p.cord(keys[1], both, 1)
    foot = p.obj(180, 70, "ctlin 64")
    pressed = p.msg(180, 110, "pedal $1", foot)
    p.text(380, 70, "panic")
    stop = p.obj(320, 110, "perf.panic", p.button(320, 70))
    here = p.obj(20, 170, "perf.engine", both, pressed, stop)
    one = p.obj(20, 230, "perf.voice 0", here, stop[1])
    out = p.obj(20, 290, "noteout 1", one)
    p.cord(one[1], out, 1)
    p.obj(180, 290, "ctlout 64 1", one[2])
    p.text(20, 340, "The machine sends its own releases and its pedal.")
    return p.written()


def algorithm() -> str:
    """examples/3.algorithm.pd: the patch itself plays, and turns the machine's temperature."""
    p = Patch(900, 660)
    p.text(
        20,
        10,
        "3. Two machines. The patch plays random notes of a scale and moves the "
        "temperature up and down. The engine plays with it. The engine's low notes sound on the "
        "left, its high ones on the right. Start the engine first:  perf-engine play --no-sound",
        110,
    )
    p.declare(700, 70, "-path ..")
    begun = p.obj(20, 70, "loadbang")
    runs = p.toggle(20, 130, p.msg(20, 100, "1", begun))
    p.text(80, 130, "runs")
    beat = p.obj(20, 170, "metro 220", runs)
    chance = p.obj(20, 200, "random 7", beat)
    keys = p.obj(20, 230, "sel 0 1 2 3 4 5 6", chance)
    scale = (57, 59, 60, 62, 64, 65, 67)
    pitches = [
        p.msg(20 + 50 * place, 260, str(pitch), keys[place]) for place, pitch in enumerate(scale)
    ]
    note = p.msg(20, 300, "note $1 80 0.2", *pitches)
    slow = p.obj(480, 170, "metro 500", runs)
    phase = p.obj(480, 200, "f 0", slow)
    onward = p.obj(560, 200, "+ 0.2", phase)
    p.cord(onward, phase, 1)
    wave = p.obj(480, 230, "expr 1 + 0.3 * sin($f1)", phase)
    warmer = p.msg(480, 300, "param temperature $1", wave)
    mode = p.msg(660, 300, "mode duet", begun)
    p.text(840, 260, "panic")
    stop = p.obj(780, 300, "perf.panic", p.button(780, 260))
    here = p.obj(20, 350, "perf.engine", note, warmer, mode, stop)
    one = p.obj(20, 400, "perf.voice 0", here, stop[1])
    parted = p.obj(20, 440, "moses 60", one)
    low = synthesizer(p, 20, 480, parted, one[1])
    high = synthesizer(p, 300, 480, parted[1], one[1])
    speaker(p, 20, 600, [low], [high])
    return p.written()
