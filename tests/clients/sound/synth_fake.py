"""A synthesizer of a few lines: it notes what it is told, and its samples count the notes."""

from __future__ import annotations

import numpy as np


class FakeSynth:
    def __init__(self) -> None:
        self.told: list[tuple] = []
        self.sounding: dict[tuple[int, int], int] = {}
        self.asked: list[int] = []

    def program(self, channel, program):
        self.told.append(("program", channel, program))

    def strike(self, channel, pitch, velocity):
        assert (channel, pitch) not in self.sounding, "struck while it sounded"
        self.told.append(("strike", channel, pitch, velocity))
        self.sounding[channel, pitch] = velocity

    def release(self, channel, pitch):
        del self.sounding[channel, pitch]
        self.told.append(("release", channel, pitch))

    def control(self, channel, number, value):
        self.told.append(("control", channel, number, value))

    def volume(self, factor):
        self.told.append(("volume", factor))

    def reverb(self, share):
        self.told.append(("reverb", share))

    def silence(self):
        self.sounding.clear()

    def block(self, frames):
        self.asked.append(frames)
        return np.full((frames, 2), len(self.sounding) / 10.0, np.float32)
