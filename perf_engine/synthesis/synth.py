"""The synthesizer: notes of a SoundFont to samples, by FluidSynth.

FluidSynth (LGPL) is the synthesizer that SoundFonts are made for. It has a system package on every
Linux, and pyfluidsynth, which is Python alone, finds it from every Python from 3.10 on.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from perf_engine.protocol.midi import ALL_NOTES_OFF, ALL_SOUND_OFF, DRUMS, HIGHEST_CONTROL

from .limiter import GRAIN, Limiter, Samples
from .programs import DRUMS as DRUM_KIT
from .soundfonts import NoSoundFont, SoundFont, find

RATES: Final = (8_000, 96_000)
CHANNELS: Final = 16
POLYPHONY: Final = 128  # the voices of the synthesizer; the oldest and quietest ends for another
GAIN: Final = 2.0  # of FluidSynth, whose own 0.2 is quiet; the limiter stands behind it
DRUM_BANK: Final = 128
REVERB: Final = 0.35  # the share of the reverb where nobody says otherwise
ROOM, DAMPING, WIDTH = 0.55, 0.3, 0.8  # of the reverb: a small hall
REVERB_SEND: Final = 91  # control change
CHORUS_SEND: Final = 93
VOLUME: Final = 7
_LOG_LEVELS: Final = 5


class NoSynth(OSError):
    """There is no synthesizer here; the sentence says how to get it."""


def remedy(platform: str = sys.platform) -> str:
    """Return what to type to get FluidSynth."""
    if platform == "darwin":
        return "type  brew install fluid-synth"
    if platform == "win32":
        return "type  choco install fluidsynth"
    return "type  sudo apt install libfluidsynth3  (elsewhere the package is called fluidsynth)"


def library() -> ModuleType:
    """Return the module pyfluidsynth, with FluidSynth loaded. Raises NoSynth."""
    try:
        import fluidsynth
    except (ImportError, OSError) as error:
        raise NoSynth(f"The synthesizer FluidSynth is not installed: {remedy()}") from error
    if fluidsynth.cfunc("fluid_synth_write_float", ctypes.c_int) is None:
        raise NoSynth(f"This FluidSynth is too old: {remedy()}")
    module: ModuleType = fluidsynth
    return module


class Synth:
    """A General MIDI synthesizer whose samples never clip.

    Channels are numbered from 0, pitches and velocities are as in MIDI.
    """

    def __init__(
        self,
        soundfont: str | Path | None = None,
        rate: int = 44_100,
        channels: int = CHANNELS,
    ) -> None:
        """Load a SoundFont. Raises NoSynth or NoSoundFont, ValueError for the rate."""
        if not RATES[0] <= rate <= RATES[1]:
            raise ValueError(f"rate must be {RATES[0]}..{RATES[1]} samples a second, not {rate}")
        self.soundfont: SoundFont = find(soundfont)
        self.rate, self.channels = rate, channels
        self._library = library()
        _be_quiet(self._library)
        self._synth = self._library.Synth(
            GAIN,
            rate,
            channels=-(-channels // CHANNELS) * CHANNELS,
            **{
                "synth.polyphony": POLYPHONY,
                "synth.dynamic-sample-loading": 1,  # only instruments that are used
                "synth.lock-memory": 0,
            },
        )
        self._write = _writer(self._library)
        self._font: int = self._synth.sfload(str(self.soundfont.path))
        if self._font < 0:
            self.close()
            raise NoSoundFont(f"SoundFont {self.soundfont.path}: FluidSynth cannot read it")
        self._limiter = Limiter(rate)
        self._left: Samples = np.zeros((0, 2), np.float32)  # made, but not asked for yet
        self._programs: dict[int, int] = {}
        for channel in range(channels):
            self.program(channel, DRUM_KIT if channel % CHANNELS == DRUMS else 0)
            self.control(channel, CHORUS_SEND, 0)
        self.reverb(REVERB)

    def program(self, channel: int, program: int) -> None:
        """Choose the instrument of a channel: 0..127 of General MIDI, 128 for drums."""
        if program == self._programs.get(channel):
            return
        bank, number = (DRUM_BANK, 0) if program == DRUM_KIT else (0, program)
        self._synth.program_select(channel, self._font, bank, number)
        self._programs[channel] = program

    def strike(self, channel: int, pitch: int, velocity: int) -> None:
        """Begin a note."""
        self._synth.noteon(channel, pitch, velocity)

    def release(self, channel: int, pitch: int) -> None:
        """End a note; it fades out as its instrument does."""
        self._synth.noteoff(channel, pitch)

    def control(self, channel: int, number: int, value: int) -> None:
        """Move a control change, such as the pedal; 120 silences a channel, 123 releases it."""
        if number == ALL_SOUND_OFF:
            self._synth.all_sounds_off(channel)
        elif number == ALL_NOTES_OFF:
            self._synth.all_notes_off(channel)
        elif number <= HIGHEST_CONTROL:
            self._synth.cc(channel, number, value)

    def reverb(self, share: float) -> None:
        """Set how much reverb there is, 0..1."""
        self._synth.set_reverb(ROOM, DAMPING, WIDTH, share)
        for channel in range(self.channels):
            self.control(channel, REVERB_SEND, 127 if share > 0.0 else 0)

    def volume(self, factor: float) -> None:
        """Set the loudness of everything: 1 is the usual one, 0 is silence."""
        self._synth.setting("synth.gain", GAIN * float(factor))

    @property
    def voices(self) -> int:
        """Return how many voices of the synthesizer sound, fading ones included."""
        return int(self._synth.get_active_voice_count())

    def silence(self) -> None:
        """End everything at once; programs, volume and reverb stay."""
        for channel in range(self.channels):
            self._synth.cc(channel, 64, 0)
            self._synth.all_sounds_off(channel)

    def block(self, frames: int) -> Samples:
        """Return the next samples: float32 (frames, 2), within -1..1."""
        missing = frames - len(self._left)
        if missing > 0:
            made: Samples = np.empty((-(-missing // GRAIN) * GRAIN, 2), np.float32)
            where = made.ctypes.data
            self._write(self._synth.synth, len(made), where, 0, 2, where, 1, 2)
            self._left = np.concatenate((self._left, self._limiter.limit(made)))
        block, self._left = self._left[:frames], self._left[frames:]
        return block

    def close(self) -> None:
        """Free the synthesizer and its SoundFont."""
        if self._synth.synth is not None:
            self._synth.delete()
            self._synth.synth = None


def _writer(library: ModuleType) -> Any:
    """Return FluidSynth's function that makes floating-point samples, which pyfluidsynth lacks."""
    names = ("synth", "len", "lout", "loff", "lincr", "rout", "roff", "rincr")
    pointers = ("synth", "lout", "rout")
    kinds = {name: ctypes.c_void_p if name in pointers else ctypes.c_int for name in names}
    arguments = ((name, kind, 1) for name, kind in kinds.items())
    return library.cfunc("fluid_synth_write_float", ctypes.c_int, *arguments)


def _be_quiet(library: ModuleType) -> None:
    """Keep FluidSynth's remarks from the terminal: what matters is said by our own errors."""
    set_log = library.cfunc(
        "fluid_set_log_function",
        ctypes.c_void_p,
        ("level", ctypes.c_int, 1),
        ("function", ctypes.c_void_p, 1),
        ("data", ctypes.c_void_p, 1),
    )
    for level in range(_LOG_LEVELS):
        set_log(level, None, None)
