"""How the machine draws: what the controls, the governor and the guard come to at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .controls import Settings
from .governor import Governor
from .scales import NAMES, Mask, keys_in
from .touch import meant

# The keys C2 to G6: a narrower register is the user's choice, and its mean is left alone.
LOW: Final = 36
HIGH: Final = 91


@dataclass(frozen=True, slots=True)
class Taste:
    """How the machine draws: temperatures, nucleus, and which of its keys it may strike.

    `hazard` multiplies the rate of events; `tilt` is by how many nats velocity 127 is favoured
    over velocity 0, which lies between `softest` and `loudest`; `imitation` (0..1) is how far the
    memory of phrases has a say, and `doubt` (-1..1) how much its mistakes count; `harmony` has
    nats by which each of the 12 pitch classes is favoured; `worn` is a key not to strike, and
    `clinging` the nats against releasing one; `gravity` has those by which a key is favoured an
    octave above a middle, and the middle. Of what would be struck outside the keys (129,) of
    `scale`, the share `strength` is struck inside.
    """

    rhythm: float = 1.0
    pitch: float = 1.0
    velocity: float = 1.0
    nucleus: float = 0.95
    lowest: int = 0
    highest: int = 127
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
    strength: float = 1.0
    softest: int = 1
    loudest: int = 127

    @classmethod
    def of(
        cls, settings: Settings, governor: Governor, now: float, playing_for: float,
        whole: bool = True,
    ) -> Taste:
        """The taste at `now` of a voice that has been playing for so many seconds.

        `whole`: it plays all there is, not only a part as the bass, whose register is its own.
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
            rhythm=temperature * wanted["temperature_rhythm"] * unrest,
            pitch=temperature * wanted["temperature_pitch"] * unrest
            * (governor.curiosity(now) if governed else 1.0),
            velocity=temperature * wanted["temperature_velocity"],
            nucleus=wanted["nucleus"],
            lowest=int(wanted["register_low"]),
            highest=int(wanted["register_high"]),
            share=wanted["share"],
            hazard=governor.push(density, now)
            * (governor.hazard(now, playing_for, asked) if governed else 1.0),
            tilt=governor.tilt(now) if governed else 0.0,
            imitation=min(1.0, wanted["imitation"] * guard.freshness(firmness)),
            harmony=_scaled(governor.harmony(now, scale is None), wanted["harmony"])
            if governed else None,
            clinging=governor.clinging(now) if governed else 0.0,
            gravity=governor.gravity(now) if governed and whole and _everywhere(settings)
            else (0.0, 0.0),
            worn=guard.worn(firmness),
            doubt=guard.doubt(firmness),
            scale=scale,
            strength=wanted["scale_strength"],
            softest=softest,
            loudest=loudest,
        )


def _keys(settings: Settings) -> Mask | None:
    """The keys that sound inside the scale when they are struck; None: all do, or none could."""
    wanted = settings.values
    if not wanted["scale"] or not wanted["scale_strength"]:
        return None
    return keys_in(
        NAMES[int(wanted["scale"])], int(wanted["scale_root"] - wanted["transpose"]) % 12,
        int(wanted["scale_pitches"]), int(wanted["register_low"]), int(wanted["register_high"]),
    )


def _everywhere(settings: Settings) -> bool:
    """Whether the register is left to the machine: most of a piano's keys may be struck."""
    return settings.values["register_low"] <= LOW and settings.values["register_high"] >= HIGH


def _scaled(nats: tuple[float, ...] | None, amount: float) -> tuple[float, ...] | None:
    return None if nats is None or not amount else tuple(amount * n for n in nats)
