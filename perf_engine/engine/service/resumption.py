"""The resumption of what an engine has saved: its music, its settings, and its recording.

Nothing is silent for longer than the start takes: the loop's clock goes on from the time of the
saved state, so that for the music no time has passed. Keys that players held are released, as
nobody holds them any more.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from perf_engine.core.controls import BOUNDS, CONTROLS, Given, Value, control
from perf_engine.core.messages import Command, SetControls, SetMode, SourceLost
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.handlers.sound import Sound
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.loop import Loop
from perf_engine.engine.options import Options
from perf_engine.engine.session.recorded_instrument import REFUSALS
from perf_engine.engine.session.records import FORMAT
from perf_engine.engine.session.snapshot import restored

from .saved_session import Besides, SavedSession, newest, plan_of

logger = logging.getLogger(__name__)

PARTS: Final = ("part", "players_part")  # of a plan: what cannot change in a voice


@dataclass(frozen=True, slots=True)
class Resumption:
    """A performer as it was saved, and what was saved beside it."""

    performer: Performer
    saved: SavedSession

    @property
    def clock(self) -> float:
        """Return the time of the saved state on the clock of the engine that saved it."""
        return self.saved.beginning.clock

    @property
    def sentence(self) -> str:
        """Return a sentence that says from when the music goes on."""
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self.saved.beginning.wall))
        return f"The music goes on from what was saved at {when}."

    def go_on(self, loop: Loop, options: Options) -> None:
        """Let a loop that plays the performer go on. Its recording has the saved state first."""
        besides, now = self.saved.besides, loop.clock.now()
        self._record(loop, options)
        loop.begins = False
        loop.orders.running = besides.running
        loop.harmony.take(besides.chord, besides.chart)
        loop.instrument.resume(now)
        for source in dict.fromkeys(source for _, source, _ in loop.instrument.held()):
            loop.instrument.hear(SourceLost(source), now)
        _fit(loop.instrument, now)
        self._follow(loop, options, now)

    def take_sound(self, sound: Sound, wanted: dict[str, Any]) -> None:
        """Take the saved settings of the built-in sound, unless the options want others now."""
        saved = self.saved.besides.sound
        if saved.get("wanted") == wanted:
            try:
                sound.take(saved["now"])
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
                logger.warning("The settings of the sound begin afresh: %s", error)

    def _record(self, loop: Loop, options: Options) -> None:
        """Go on with the recording, unless its folder is gone or another is wanted now."""
        session = Path(self.saved.besides.session)
        elsewhere = options.record is not None and loop.recorder.place.folder != session.parent
        if not self.saved.besides.session or elsewhere or not os.path.isdir(session):
            return
        try:
            loop.recorder.go_on(session)
        except TypeError as error:
            logger.warning("The recording begins again in another folder: %s", error)
        else:
            logger.info("The recording goes on in %s, in its next file.", session)

    def _follow(self, loop: Loop, options: Options, now: float) -> None:
        """Follow the options that have changed since the saving; all others stay as they were."""
        besides, performer = self.saved.besides, loop.instrument
        for voice, (old, new) in enumerate(
            zip(besides.plans, plans_of(options, performer.weights), strict=True)
        ):
            if new["mode"] != old.get("mode"):
                _tell(performer, SetMode(new["mode"], voice), now)
            wanted, before = new["controls"], old["controls"]
            changed = {n: v for n, v in wanted.items() if before.get(n) != v}
            _change(performer, changed, wanted, voice, now)
        if options.chords != besides.chords and options.chords:
            loop.harmony.begin(options.chords, now)


def _fit(performer: Instrument, now: float) -> None:
    """Give each saved control that is refused now its default."""
    for voice in range(performer.voices):
        refused = _refused(performer, voice)
        for sentence in dict.fromkeys(refused.values()):
            logger.warning("A control of voice %d begins afresh: %s", voice, sentence)
        defaults = tuple((name, CONTROLS[name].default) for name in refused)
        if defaults:
            performer.command(SetControls(defaults, voice), now)


def _refused(performer: Instrument, voice: int) -> dict[str, str]:
    """Return the saved controls that are refused now, each with the reason."""
    refused, styles = {}, performer.weights.told.styles
    for name, known in CONTROLS.items():
        try:
            known.check(performer.get(name, voice), styles)
        except (ValueError, TypeError) as error:
            refused[name] = str(error)
    for ends in BOUNDS:
        if refused.keys().isdisjoint(ends):
            low, high = (performer.get(name, voice) for name in ends)
            if low > high:
                why = f"{ends[0]} must be at most {ends[1]} ({high}), not {low}"
                refused |= dict.fromkeys(ends, why)
    return refused


def _change(
    performer: Instrument,
    changed: Mapping[str, Value],
    wanted: Mapping[str, Value],
    voice: int,
    now: float,
) -> None:
    """Change controls of a voice; what is refused is said, and all others are changed.

    An end of a range that contradicts the saved other end takes that along, as it is `wanted`.
    """
    if not changed or _tell(performer, SetControls(tuple(changed.items()), voice), now, quiet=True):
        return
    for name, value in changed.items():
        both = tuple((end, wanted[end]) for end in _range_of(name))
        alone = SetControls(((name, value),), voice)
        if not (both and _tell(performer, alone, now, quiet=True)):
            _tell(performer, SetControls(both, voice) if both else alone, now)


def _range_of(name: str) -> tuple[str, ...]:
    """Return both ends of the range that a control is an end of; nothing if it is none."""
    return next((ends for ends in BOUNDS if name in ends), ())


def _tell(performer: Instrument, command: Command, now: float, quiet: bool = False) -> bool:
    """Give a command; return whether it was taken. A refusal is said, unless `quiet`."""
    try:
        performer.command(command, now)
    except REFUSALS as error:
        if not quiet:
            logger.warning(
                "An option cannot be followed: %s", error.args[0] if error.args else error
            )
        return False
    return True


def plans_of(options: Options, weights: Weights) -> list[dict[str, Any]]:
    """Return the voices that the options want, as JSON values, without styles that a model lacks.

    Another model than that of the options may play, as a client or a scene has loaded it.
    """
    styles = weights.told.styles
    voices = tuple(replace(one, controls=_had(one.controls, styles)) for one in options.voices)
    known = replace(options, controls=_had(options.controls, styles), voices=voices)
    return [plan_of(plan) for plan in known.plans(styles)]


def _had(controls: Mapping[str, Given], styles: Sequence[str]) -> dict[str, Given]:
    """Return controls without those of styles that a model lacks."""
    return {n: v for n, v in controls.items() if not control(n).of_model or _has(n, v, styles)}


def _has(name: str, value: Given, styles: Sequence[str]) -> bool:
    """Return whether a model of these styles takes a value."""
    try:
        control(name).check(value, styles)
    except ValueError:
        return False
    return True


def besides_of(loop: Loop, options: Options, sound: dict[str, Any]) -> Besides:
    """Return what a loop knows beside the music; `sound`: its settings as the options want them."""
    chord, chart = loop.harmony.given
    return Besides(
        plans_of(options, loop.instrument.weights),
        options.model or "",
        options.chords,
        {"wanted": sound, "now": loop.sound.kept()},
        chord,
        chart,
        loop.recorder.under_way,
        loop.orders.running,
    )


def find(file: Path, options: Options) -> tuple[Resumption | None, list[str]]:
    """Return what can be resumed, and a sentence for everything that cannot."""
    saved, complaints = newest(file)
    if saved is None:
        return None, complaints
    try:
        performer = _performer(saved)
        _check_fit(saved.besides, options, performer.weights)
    except (ValueError, OSError) as error:
        return None, [*complaints, f"The saved state is not used: {error}."]
    return Resumption(performer, saved), complaints


def _check_fit(besides: Besides, options: Options, weights: Weights) -> None:
    """Raise ValueError if a saved state does not fit the options."""
    if (options.model or "") != besides.model:
        model = besides.model or "general"
        raise ValueError(f"it was saved with the model {model}, and another is wanted")
    for plan in besides.plans:
        if not isinstance(plan, dict) or not isinstance(plan.get("controls"), dict):
            raise ValueError("its voices cannot be read")
    wanted = plans_of(options, weights)
    old, new = (
        [[plan.get(n) for n in PARTS] for plan in plans] for plans in (besides.plans, wanted)
    )
    if old != new:
        raise ValueError("it has other voices than are wanted")


def _performer(saved: SavedSession) -> Performer:
    """Return the performer of a saved state, with its model. Raises ValueError or OSError."""
    beginning = saved.beginning
    if beginning.format != FORMAT:
        raise ValueError(f"it is of format {beginning.format}, and only {FORMAT} is known here")
    weights, info = load_model(beginning.model.file)
    if weights.origin is None or weights.origin.digest != beginning.model.digest:
        raise ValueError(f"the model {info.name} has changed since")
    return restored(beginning.snapshot, weights)
