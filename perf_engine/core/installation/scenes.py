"""Scenes: named settings, and the choice of one by the clock, the visitors and chance."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perf_engine.core.controls import Value

from .moment import DAY, Moment, Span


@dataclass(frozen=True, slots=True)
class VoiceScene:
    """The settings of one voice in a scene; None leaves its mode as the scene has it."""

    mode: str | None = None
    controls: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """A named set of settings. What it does not name is as the configuration has it."""

    name: str
    mode: str | None = None
    controls: Mapping[str, Value] = field(default_factory=dict)
    voices: tuple[VoiceScene, ...] = ()
    model: str | None = None
    style: str | None = None
    style_2: str | None = None
    state: str | None = None
    chords: str | None = None
    span: Span | None = None  # None: at any time
    presence: tuple[str, ...] = ()  # empty: whoever is there
    weight: float = 1.0  # its share of the choices by chance
    fade: float = 20.0  # seconds in which its controls are reached

    def of_voice(self, voice: int) -> VoiceScene:
        """Return the settings of a voice, with those of all voices below them."""
        own = self.voices[voice] if voice < len(self.voices) else VoiceScene()
        return VoiceScene(own.mode or self.mode, {**self.controls, **own.controls})

    @property
    def styles(self) -> dict[str, str]:
        """Return the styles that it names, by their controls."""
        named = {"style": self.style, "style_2": self.style_2}
        return {name: style for name, style in named.items() if style is not None}


def candidates(scenes: Sequence[Scene], moment: Moment, presence: str) -> list[Scene]:
    """Return the scenes that hold now, of those the ones that ask for most.

    A scene that names the visitors' state comes before one that does not; then one with a time of
    day comes before one without.
    """
    holding = [
        scene
        for scene in scenes
        if (not scene.presence or presence in scene.presence)
        and (scene.span is None or scene.span.holds(moment))
    ]
    most = max(map(_conditions, holding), default=(False, False))
    return [scene for scene in holding if _conditions(scene) == most]


def choose(
    scenes: Sequence[Scene], moment: Moment, presence: str, seed: int, seconds: float
) -> Scene | None:
    """Return the scene of a moment; None if none holds.

    Of several candidates chance takes one for each `seconds` of the day. The choice depends only
    on the arguments: after a restart it is the same.
    """
    found = candidates(scenes, moment, presence)
    total = sum(scene.weight for scene in found)
    if not total:
        return found[0] if found else None
    at = total * _share(seed, moment, seconds)
    for scene in found:
        at -= scene.weight
        if at < 0.0:
            return scene
    return found[-1]


def _conditions(scene: Scene) -> tuple[bool, bool]:
    return bool(scene.presence), scene.span is not None


def _share(seed: int, moment: Moment, seconds: float) -> float:
    """Return a number 0..1 (below 1) that looks random, for the seed and the part of the day."""
    part = int(min(moment.second, DAY - 1.0) // seconds)
    said = f"{seed} {moment.date} {part}".encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:6], "big") / 2.0**48
