"""The programs of General MIDI: the instruments that a synthesizer has, by name and number."""

from __future__ import annotations

import difflib
import re
from typing import Final

DRUMS: Final = 128  # no program of General MIDI, which keeps the drums on channel 10
_NAMES: Final = """
    acoustic grand piano, bright acoustic piano, electric grand piano, honky-tonk piano,
    electric piano 1, electric piano 2, harpsichord, clavinet,
    celesta, glockenspiel, music box, vibraphone, marimba, xylophone, tubular bells, dulcimer,
    drawbar organ, percussive organ, rock organ, church organ, reed organ, accordion, harmonica,
    tango accordion,
    acoustic guitar (nylon), acoustic guitar (steel), electric guitar (jazz),
    electric guitar (clean), electric guitar (muted), overdriven guitar, distortion guitar,
    guitar harmonics,
    acoustic bass, electric bass (finger), electric bass (pick), fretless bass, slap bass 1,
    slap bass 2, synth bass 1, synth bass 2,
    violin, viola, cello, contrabass, tremolo strings, pizzicato strings, orchestral harp, timpani,
    string ensemble 1, string ensemble 2, synth strings 1, synth strings 2, choir aahs, voice oohs,
    synth voice, orchestra hit,
    trumpet, trombone, tuba, muted trumpet, french horn, brass section, synth brass 1,
    synth brass 2,
    soprano sax, alto sax, tenor sax, baritone sax, oboe, english horn, bassoon, clarinet,
    piccolo, flute, recorder, pan flute, blown bottle, shakuhachi, whistle, ocarina,
    lead 1 (square), lead 2 (sawtooth), lead 3 (calliope), lead 4 (chiff), lead 5 (charang),
    lead 6 (voice), lead 7 (fifths), lead 8 (bass and lead),
    pad 1 (new age), pad 2 (warm), pad 3 (polysynth), pad 4 (choir), pad 5 (bowed),
    pad 6 (metallic), pad 7 (halo), pad 8 (sweep),
    fx 1 (rain), fx 2 (soundtrack), fx 3 (crystal), fx 4 (atmosphere), fx 5 (brightness),
    fx 6 (goblins), fx 7 (echoes), fx 8 (sci-fi),
    sitar, banjo, shamisen, koto, kalimba, bagpipe, fiddle, shanai,
    tinkle bell, agogo, steel drums, woodblock, taiko drum, melodic tom, synth drum,
    reverse cymbal,
    guitar fret noise, breath noise, seashore, bird tweet, telephone ring, helicopter, applause,
    gunshot"""
PROGRAMS: Final = tuple(" ".join(_NAMES.split()).split(", "))  # the first has number 0
# What people call them, where the name in General MIDI is another, or where several would fit.
SHORT: Final = {
    "piano": 0,
    "grand piano": 0,
    "grand": 0,
    "electric piano": 4,
    "rhodes": 4,
    "epiano": 4,
    "vibes": 11,
    "bells": 14,
    "organ": 19,
    "guitar": 24,
    "classical guitar": 24,
    "acoustic guitar": 24,
    "electric guitar": 27,
    "bass": 32,
    "double bass": 32,
    "electric bass": 33,
    "harp": 46,
    "strings": 48,
    "choir": 52,
    "voice": 53,
    "horn": 60,
    "brass": 61,
    "sax": 66,
    "saxophone": 66,
    "lead": 80,
    "synth": 81,
    "pad": 89,
    "thumb piano": 108,
    "drums": DRUMS,
    "drum kit": DRUMS,
}


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z]+|\d+", name.casefold()))


_BY_NAME: Final = {_plain(name): number for number, name in enumerate(PROGRAMS)} | {
    _plain(name): number for name, number in SHORT.items()
}


def program_of(wanted: str | int) -> int:
    """Return the number of a program: 0..127, or DRUMS, from a name or a number from 0.

    A part of a name is enough, such as `steel` or `music`. Raises ValueError.
    """
    plain = _plain(str(wanted))
    if isinstance(wanted, int) or re.fullmatch(r"-?\d+", str(wanted).strip()):
        if not 0 <= int(wanted) <= DRUMS:
            raise ValueError(f"program must be a name, or 0..{DRUMS}, not {wanted}")
        return int(wanted)
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    words = set(plain.split())
    for name, number in _BY_NAME.items():
        if words and words <= set(name.split()):
            return number
    near = difflib.get_close_matches(plain, _BY_NAME, 1, cutoff=0.5)
    hint = f"; did you mean {name_of(_BY_NAME[near[0]])}?" if near else ""
    raise ValueError(
        f"program must be an instrument of General MIDI, such as music box, not {plain[:60]}{hint}"
    )


def name_of(program: int) -> str:
    """Return the name of a program. Raises ValueError."""
    if not 0 <= program <= DRUMS:
        raise ValueError(f"program must be 0..{DRUMS}, not {program}")
    return "drums" if program == DRUMS else PROGRAMS[program]
