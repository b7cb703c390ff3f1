"""The parameters of a draw: controls, governor and repetition guard combined at a moment."""

from __future__ import annotations

from typing import Final, NamedTuple

from perf_engine.core.controls import Settings

from .governor import Governor
from .loudness import meant
from .scales import NAMES, Mask, keys_in

# The keys C2 to G6: a narrower register is the user's choice, and its mean is left alone.
LOW: Final = 36
HIGH: Final = 91


class Taste(NamedTuple):
    """The parameters of a draw: temperatures, nucleus, and the keys that the machine may strike.

    A field with a control's name is that control after all factors, such as the general
    temperature. `hazard` multiplies the rate of events. `tilt` has the nats by which velocity 127
    is favoured over velocity 0; velocities lie between `softest` and `loudest`. `imitation` (0..1)
    is the weight of the phrase memory, and `doubt` (-1..1) the weight of its mistakes. `harmony`
    has the nats by which each of the 12 pitch classes is favoured. `worn` is a key not to strike.
    `clinging` has the nats against releasing a key. `gravity` has the nats by which a key an octave
    above a middle is favoured, and the middle. Of the strikes outside the keys (129,) of `scale`,
    the share `scale_strength` is moved inside. `taken` has the keys (128: the pedal) that somebody
    else holds on the same instrument.
    """

    temperature_rhythm: float = 1.0
    temperature_pitch: float = 1.0
    temperature_velocity: float = 1.0
    nucleus: float = 0.95
    register_low: int = 0
    register_high: int = 127
    share: float = 0.5
    hazard: float = 1.0
    tilt: float = 0.0
    imitation: float = 0.0
    doubt: float = 1.0
    harmony: tuple[float, ...] | None = None
    worn: int | None = None
    clinging: float = 0.0
    gravity: tuple[float, float] = (0.0, 0.0)
    scale: Mask | None = None
    scale_strength: float = 1.0
    softest: int = 1
    loudest: int = 127
    taken: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        settings: Settings,
        governor: Governor,
        now: float,
        playing_for: float,
        whole: bool = True,
        taken: tuple[int, ...] = (),
    ) -> Taste:
        """Return the taste at `now` of a voice that has played for `playing_for` seconds.

        `whole` is false for a voice that plays a part of the music, such as the bass, which has a
        register of its own.
        """
        wanted = settings.values
        governed = bool(wanted["governor"])
        guard, firmness = governor.guard, wanted["repetition_guard"]
        unrest = guard.unrest(firmness)
        scale = _keys(settings)
        temperature, density = wanted["temperature"], wanted["density"]
        asked = density * wanted["tempo_scale"]
        softest, loudest = meant(settings)
        return cls(
            temperature_rhythm=temperature * wanted["temperature_rhythm"] * unrest,
            temperature_pitch=temperature
            * wanted["temperature_pitch"]
            * unrest
            * (governor.curiosity(now) if governed else 1.0),
            temperature_velocity=temperature * wanted["temperature_velocity"],
            nucleus=wanted["nucleus"],
            register_low=int(wanted["register_low"]),
            register_high=int(wanted["register_high"]),
            share=wanted["share"],
            hazard=governor.push(density, now)
            * (governor.hazard(now, playing_for, asked) if governed else 1.0),
            tilt=governor.tilt(now) if governed else 0.0,
            imitation=min(1.0, wanted["imitation"] * guard.freshness(firmness)),
            harmony=_scaled(governor.harmony(now, scale is None), wanted["harmony"])
            if governed
            else None,
            clinging=governor.clinging(now) if governed else 0.0,
            gravity=governor.gravity(now)
            if governed and whole and _everywhere(settings)
            else (0.0, 0.0),
            worn=guard.worn(firmness),
            doubt=guard.doubt(firmness),
            scale=scale,
            scale_strength=wanted["scale_strength"],
            softest=softest,
            loudest=loudest,
            taken=taken,
        )

    def within(self, lowest: int, highest: int) -> Taste:
        """Return the taste between two keys, if an octave of the register lies there."""
        low, high = max(lowest, self.register_low, 0), min(highest, self.register_high, 127)
        if (low, high) == (self.register_low, self.register_high) or high < low + 12:
            return self
        return self._replace(register_low=low, register_high=high, gravity=(0.0, 0.0))


def _keys(settings: Settings) -> Mask | None:
    """Return the keys whose pitches are in the scale; None if all are, or none in the register."""
    wanted = settings.values
    if not wanted["scale"] or not wanted["scale_strength"]:
        return None
    return keys_in(
        NAMES[int(wanted["scale"])],
        int(wanted["scale_root"] - wanted["transpose"]) % 12,
        int(wanted["scale_pitches"]),
        int(wanted["register_low"]),
        int(wanted["register_high"]),
    )


def _everywhere(settings: Settings) -> bool:
    """Return whether the user leaves the register to the machine: most of a piano's keys."""
    return settings.values["register_low"] <= LOW and settings.values["register_high"] >= HIGH


def _scaled(nats: tuple[float, ...] | None, amount: float) -> tuple[float, ...] | None:
    if nats is None or amount == 1.0:
        return nats
    return tuple([amount * n for n in nats]) if amount else None
