"""How the machine draws: what the controls and the governor come to at a moment."""

from __future__ import annotations

from dataclasses import dataclass

from .controls import Settings
from .governor import Governor


@dataclass(frozen=True, slots=True)
class Taste:
    """How the machine draws: temperatures, nucleus, and which of its keys it may strike.

    `hazard` multiplies the rate of events; `tilt` is by how many nats velocity 127 is favoured
    over velocity 0; `imitation` (0..1) is how far the memory of phrases has a say, and
    `doubt` (-1..1) how much its mistakes count; `harmony` has nats by which each of the 12 pitch
    classes is favoured; `worn` is a key not to strike, and
    `clinging` the nats against releasing one.
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

    @classmethod
    def of(
        cls, settings: Settings, governor: Governor, now: float, playing_for: float
    ) -> Taste:
        """The taste at `now` of a voice that has been playing for so many seconds."""
        governed = bool(settings["governor"])
        unrest = governor.unrest() if governed else 1.0
        return cls(
            rhythm=settings["temperature"] * settings["temperature_rhythm"] * unrest,
            pitch=settings["temperature"] * settings["temperature_pitch"] * unrest
            * (governor.curiosity(now) if governed else 1.0),
            velocity=settings["temperature"] * settings["temperature_velocity"],
            nucleus=settings["nucleus"],
            lowest=int(settings["register_low"]),
            highest=int(settings["register_high"]),
            share=settings["share"],
            hazard=governor.hazard(now, playing_for) if governed else 1.0,
            tilt=governor.tilt(now) if governed else 0.0,
            imitation=min(1.0, settings["imitation"] * (governor.freshness() if governed else 1.0)),
            harmony=_scaled(governor.harmony(now), settings["harmony"]) if governed else None,
            clinging=governor.clinging(now) if governed else 0.0,
            worn=governor.worn() if governed else None,
            doubt=governor.doubt() if governed else 1.0,
        )


def _scaled(nats: tuple[float, ...] | None, amount: float) -> tuple[float, ...] | None:
    return None if nats is None or not amount else tuple(amount * n for n in nats)
