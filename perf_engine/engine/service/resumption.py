"""The resumption of what an engine has saved: its music, its settings, and its recording.

Nothing is silent for longer than the start takes: the loop's clock goes on from the time of the
saved state, so that for the music no time has passed. Keys that players held are released, as
nobody holds them any more.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from perf_engine.core.messages import SetControls, SetMode, SourceLost
from perf_engine.core.model.gru import Weights
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.handlers.sound import Sound
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.loop import Loop
from perf_engine.engine.options import Options
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
        self._follow(loop, options, now)

    def take_sound(self, sound: Sound, wanted: dict[str, Any]) -> None:
        """Take the saved settings of the built-in sound, unless the options want others now."""
        saved = self.saved.besides.sound
        if saved.get("wanted") == wanted:
            try:
                sound.take(saved["now"])
            except (ValueError, TypeError, KeyError) as error:
                logger.warning("The settings of the sound begin afresh: %s", error)

    def _record(self, loop: Loop, options: Options) -> None:
        """Go on with the recording, unless its folder is gone or another is wanted now."""
        session = Path(self.saved.besides.session)
        elsewhere = options.record is not None and loop.recorder.place.folder != session.parent
        if not self.saved.besides.session or elsewhere or not session.is_dir():
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
            if new["mode"] != old["mode"]:
                performer.command(SetMode(new["mode"], voice), now)
            before = old["controls"]
            changed = {n: v for n, v in new["controls"].items() if before.get(n) != v}
            if changed:
                performer.command(SetControls(tuple(changed.items()), voice), now)
        if options.chords != besides.chords and options.chords:
            loop.harmony.begin(options.chords, now)


def plans_of(options: Options, weights: Weights) -> list[dict[str, Any]]:
    """Return the voices that the options want, as JSON values."""
    return [plan_of(plan) for plan in options.plans(weights.told.styles)]


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
    wanted = plans_of(options, weights)
    old, new = ([[plan[n] for n in PARTS] for plan in plans] for plans in (besides.plans, wanted))
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
