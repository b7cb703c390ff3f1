"""The piece: it follows its plan, its visitors and its sensors, and says what the engine must do.

It reads no clock and sends nothing. `advance` takes the monotonic and the local time, and returns
messages of the OSC API.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from perf_engine.core.controls import CONTROLS, Control, Value
from perf_engine.core.model.told import NO_STYLE
from perf_engine.core.turns.modes import MODE_TABLE
from perf_engine.protocol.notes import Message
from perf_engine.protocol.request_addresses import ORDERS

from .gesture import CONTROL, PRESENCE, SCENE, STATE, Gesture, Source, Stream, merged, text_of
from .glide import Fade, Glide
from .moment import Moment
from .plan import DENSITY, LOUDNESS, Plan, added, removed
from .presence import Presence
from .scenes import Scene, choose

MOVING, SLOW = 0.02, 0.1  # seconds between two values of a control: under a gesture, in a fade
SWITCHED_OFF: Final = ("rest_after", "channel", "interval_2", "interval_3")  # by their 0
RESTATED: Final = 30.0  # seconds after which all values are sent again, as a packet may be lost
LOOK: Final = 0.25  # seconds between two looks at the day
FELT: Final = 30.0  # seconds for which a presence value by hand holds
SILENT: Final = 1e-6  # a loudness that counts as none
FINEST: Final = 1e-3  # share of a control's range: a smaller change is not sent
AUTO, STOP, QUIET = ORDERS
UP, DOWN = 0.6, 0.4  # shares of its range at which a gesture recalls a state, and may again
ENDS: Final = ("register_low", "register_high", "velocity_low", "velocity_high")
Key = tuple[int, str]  # a voice and a control


@dataclass(slots=True)
class _Sent:
    """The value of a control that was sent last, and its time."""

    value: Value
    at: float


@dataclass(slots=True)
class _Hand:
    """What somebody ordered by hand, until when; the plan holds again afterwards."""

    order: str = AUTO
    order_until: float = math.inf
    scene: Scene | None = None
    scene_until: float = -math.inf
    presence: float = 0.0
    presence_until: float = -math.inf


@dataclass(slots=True)
class _Shown:
    """What the engine was told last besides controls; None: nothing yet."""

    modes: dict[int, str] = field(default_factory=dict)
    model: str | None = None
    state: str | None = None
    styles: dict[Key, str] = field(default_factory=dict)
    chords: str | None = None
    sounds: bool | None = None


class Piece:
    """Follows a plan."""

    def __init__(
        self, plan: Plan, moment: Moment, now: float, model: str = "", first: bool = True
    ) -> None:
        """`model`: the one that plays outside scenes that name another.

        One that is not the `first` recalls no state for the scene that plays already.
        """
        self.plan, self._model = plan, model
        self.presence = Presence(plan.thresholds)
        self._streams: list[Stream] = []
        self._by_source: dict[Source, list[Stream]] = {}
        self._moving: dict[Key, list[Stream]] = {}  # the streams that move a control
        self._blending: dict[str, list[Stream]] = {}  # and those that mix in a scene
        self._recalling: dict[str, list[Stream]] = {}  # and those that recall a state
        self._raised: set[str] = set()  # the states whose gestures are up
        self._loads = False  # the engine loads a model
        self._styled = {name for scene in plan.scenes for name in scene.styles}
        self._hand = _Hand()
        self._allowed = Glide(plan.hours.allowed(moment), 1.0 / plan.hours.fade)
        self._loudness = Glide(plan.loudness.at(moment.second), 1.0 / plan.hours.fade)
        self._density = Glide(plan.density.at(moment.second), 1.0 / plan.hours.fade)
        self._fades: dict[Key, Fade] = {}
        self._sent: dict[Key, _Sent] = {}
        self._shown = _Shown(model=model)
        self._looked = self._restated = -math.inf
        self.scene: Scene | None = None
        self.scene_since = now
        self._choose(moment, now)
        if self.scene is not None and not first:
            self._shown.state = self.scene.state
        self._index([Stream(gesture) for gesture in plan.gestures], now)

    # what comes in

    def hear(self, source: Source, value: float, now: float) -> bool:
        """Take a value of a sensor; return whether a gesture uses it."""
        streams = self._by_source.get(source)
        if not streams:
            return False
        for stream in streams:
            stream.hear(value, now)
        return True

    def follows(self, kind: str) -> bool:
        """Return whether a gesture has a source of a kind."""
        return any(source[0] == kind for source in self._by_source)

    def sources(self, kind: str) -> list[str]:
        """Return the names of the sources of a kind that gestures have."""
        return [text_of(source) for source in self._by_source if source[0] == kind]

    def maps(self) -> list[str]:
        """Return each gesture in words: its source and its target."""
        return [f"{text_of(gesture.source)} -> {gesture.target.text}" for gesture in self._gestures]

    def played(self, now: float) -> None:
        """Note that a visitor plays."""
        self.presence.played(now)

    def order(self, order: str, now: float) -> None:
        """Follow the plan (auto), be silent (stop), or be quiet for a while (quiet).

        Each order says start or stop again, as a panic may have silenced the engine meanwhile.
        Raises ValueError.
        """
        if order not in ORDERS:
            raise ValueError(f"order must be one of {', '.join(ORDERS)}, not {order[:40]}")
        self._hand.order = order
        self._hand.order_until = now + self.plan.manual_s if order == QUIET else math.inf
        self._shown.sounds, self._looked = None, -math.inf

    def choose_scene(self, name: str, now: float) -> None:
        """Play a scene for a while; auto: that of the plan. Raises ValueError."""
        self._hand.scene = None if name == AUTO else self.plan.scene(name)
        self._hand.scene_until = now + self.plan.manual_s
        self._looked = -math.inf

    def set_presence(self, value: float, now: float) -> None:
        """Set the presence value 0..1 for FELT seconds. Raises ValueError."""
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"presence must be 0..1, not {value:g}")
        self._hand.presence, self._hand.presence_until = value, now + FELT
        self._looked = -math.inf

    def map(self, gesture: Gesture, now: float) -> None:
        """Add a gesture, or replace that of the same source and target. Raises ValueError."""
        added(self._gestures, gesture)
        kept = [one for one in self._streams if one.gesture.route != gesture.route]
        self._index([*kept, Stream(gesture)], now)

    def unmap(self, gesture: Gesture, now: float) -> None:
        """Remove the gesture of a source and a target, so that the target goes back.

        Raises ValueError if there is none.
        """
        removed(self._gestures, gesture)
        self._index([one for one in self._streams if one.gesture.route != gesture.route], now)

    def loaded(self) -> None:
        """Note that the engine has loaded a model, or refused to: now it can take styles."""
        self._loads, self._shown.styles, self._looked = False, {}, -math.inf

    def say_all(self) -> None:
        """Send everything again with the next step, as the engine is there again."""
        self._sent, self._loads = {}, False
        self._shown = _Shown(model=self._shown.model, state=self._shown.state)

    # what goes out

    def advance(self, now: float, moment: Moment) -> list[Message]:
        """Return the messages for the engine that are due."""
        said: list[Message] = []
        before = self.presence.state
        if self.presence.feel(self._presence_value(now), now) != before:
            self._looked = -math.inf
        if now >= self._restated + RESTATED:
            self._restate(now)
        if now >= self._looked + LOOK:
            self._looked = now
            self._look(now, moment)
            said += self._news()
        said += self._recalls(now)
        return [*said, *together(self._changes(now), len(self.plan.places))]

    def busy(self, now: float) -> bool:
        """Return whether a value may move before the next look."""
        if any(fade.moves(now) for fade in self._fades.values()):
            return True
        return any(s.weight(now) > 0.0 and now < s.at + 1.0 for s in self._streams)

    @property
    def sounds(self) -> bool:
        """Return whether the plan and the orders let it sound."""
        return self._allowed.value > SILENT

    @property
    def owes(self) -> bool:
        """Return whether it should be heard though nobody plays."""
        alone = (MODE_TABLE[mode].begins for mode in self._shown.modes.values())
        return self.sounds and any(alone)

    @property
    def ignored(self) -> int:
        """Return the number of sensor values that were no numbers."""
        return sum(stream.ignored for stream in self._streams)

    def facts(self) -> dict[str, Any]:
        """Return its state, for people: scene, presence, loudness, order."""
        return {
            "scene": self.scene.name if self.scene else "",
            "presence": self.presence.state,
            "presence_value": round(self.presence.value, 3),
            "loudness": round(self._allowed.value * self._loudness.value, 3),
            "sounds": self.sounds,
            "order": self._hand.order,
            "ignored_values": self.ignored,
        }

    @property
    def _gestures(self) -> list[Gesture]:
        return [stream.gesture for stream in self._streams]

    def _restate(self, now: float) -> None:
        """Send all values again, and the stop of a piece that should be silent.

        A start is not sent again, so that a panic of another program lasts.
        """
        self._restated, self._sent = now, {}
        if self._shown.sounds is False:
            self._shown.sounds = None

    # the day

    def _look(self, now: float, moment: Moment) -> None:
        """Look at the clocks, the visitors and the orders."""
        hand, plan = self._hand, self.plan
        if now >= hand.order_until:
            hand.order, hand.order_until = AUTO, math.inf
        self._allowed.step(self._target_loudness(moment), now)
        if hand.order == STOP:
            self._allowed.value = 0.0
        self._loudness.step(plan.loudness.at(moment.second), now)
        self._density.step(plan.density.at(moment.second), now)
        if self._choose(moment, now):
            self._enter(self.scene.fade if self.scene else plan.hours.fade, now)

    def _target_loudness(self, moment: Moment) -> float:
        allowed = self.plan.hours.allowed(moment)
        if self._hand.order == QUIET:
            return min(allowed, self.plan.general.quiet_loudness)
        return 0.0 if self._hand.order == STOP else allowed

    def _presence_value(self, now: float) -> float:
        by_hand = self._hand.presence if now < self._hand.presence_until else 0.0
        streams = [s for s in self._streams if s.gesture.target.kind == PRESENCE]
        return max(by_hand, merged(streams, 0.0, now))

    def _choose(self, moment: Moment, now: float) -> bool:
        """Choose the scene; return whether it is another one."""
        hand, plan = self._hand, self.plan
        if hand.scene is not None and now < hand.scene_until:
            chosen: Scene | None = hand.scene
        else:
            chosen = choose(plan.scenes, moment, self.presence.state, plan.seed, plan.scene_s)
        if chosen is self.scene:
            return False
        self.scene, self.scene_since = chosen, now
        return True

    def _enter(self, seconds: float, now: float) -> None:
        """Let every control that the piece sets go to its value in the present scene."""
        for (voice, name), fade in self._fades.items():
            duration = seconds if gradual(CONTROLS[name]) else 0.0
            fade.to(float(self._wanted(voice, name)), duration, now)

    def _wanted(self, voice: int, name: str) -> Value:
        """Return the value of a control in the present scene, without gestures."""
        own = self.scene.of_voice(voice).controls if self.scene else {}
        return own.get(name, self.plan.places[voice].value(name))

    def _index(self, streams: Sequence[Stream], now: float) -> None:
        """Take the streams, and find what each of them moves."""
        self._streams = list(streams)
        self._by_source, self._moving, self._blending, self._recalling = {}, {}, {}, {}
        for stream in streams:
            target = stream.gesture.target
            self._by_source.setdefault(stream.gesture.source, []).append(stream)
            if target.kind == SCENE:
                self._blending.setdefault(target.name, []).append(stream)
            elif target.kind == STATE:
                self._recalling.setdefault(target.name, []).append(stream)
            for voice in range(len(self.plan.places)) if target.kind == CONTROL else ():
                if target.voice in (None, voice):
                    self._moving.setdefault((voice, target.name), []).append(stream)
        for voice, name in sorted({*self._used(), *self._moving}):
            if (voice, name) not in self._fades:
                self._fades[voice, name] = Fade(float(self._wanted(voice, name)))

    def _used(self) -> Iterator[Key]:
        """Yield the controls that the plan sets; all others stay free."""
        for voice in range(len(self.plan.places)):
            yield voice, LOUDNESS
            if self.plan.density.points:
                yield voice, DENSITY
            for scene in self.plan.scenes:
                for name in scene.of_voice(voice).controls:
                    yield voice, name

    # messages

    def _news(self) -> list[Message]:
        """Return what has changed besides controls: what plays, and whether it sounds."""
        scene, shown, said = self.scene, self._shown, list[Message]()
        model = scene.model if scene and scene.model else self._model
        if model and model != shown.model:
            shown.model, self._loads = model, True
            said.append(("/perf/model/load", model))
        state = scene.state if scene else None
        if state and state != shown.state:
            said.append(("/perf/state/recall", state))
        shown.state = state
        chords = (scene.chords if scene else None) or self.plan.chords or None
        if chords != shown.chords:
            shown.chords = chords
            said.append(("/perf/chords", chords or "auto"))
        said += self._modes()
        if self._styled and not self._loads:
            said += self._styles()
        if self.sounds != shown.sounds:
            shown.sounds = self.sounds
            said.append(("/perf/start",) if self.sounds else ("/perf/stop",))
        return said

    def _modes(self) -> Iterable[Message]:
        for voice, place in enumerate(self.plan.places):
            mode = self.scene.of_voice(voice).mode if self.scene else None
            mode = mode or place.mode
            if self._shown.modes.get(voice) != mode:
                self._shown.modes[voice] = mode
                yield f"/perf/voice/{voice}/mode", mode

    def _styles(self) -> Iterable[Message]:
        """Yield the styles that have changed, of the controls that a scene sets."""
        own = self.scene.styles if self.scene else {}
        for voice, place in enumerate(self.plan.places):
            for name in sorted(self._styled):
                style = own.get(name, str(place.controls.get(name) or NO_STYLE))
                if self._shown.styles.get((voice, name)) != style:
                    self._shown.styles[voice, name] = style
                    yield f"/perf/voice/{voice}/{name}", style

    def _recalls(self, now: float) -> Iterable[Message]:
        """Yield the states that gestures recall: each once, until it is down again."""
        for name, streams in self._recalling.items():
            share = merged(streams, 0.0, now)
            if share >= UP and name not in self._raised:
                self._raised.add(name)
                yield "/perf/state/recall", name
            elif share < DOWN:
                self._raised.discard(name)

    def _changes(self, now: float) -> dict[Key, Value]:
        """Return the values that have changed, none of them too often."""
        changes: dict[Key, Value] = {}
        shares = {name: merged(some, 0.0, now) for name, some in self._blending.items()}
        blends = {name: share for name, share in shares.items() if share > 0.0}
        for key, fade in self._fades.items():
            streams = self._moving.get(key, ())
            value = self._value(key, self._blended(key, fade.at(now), blends), streams, now)
            sent = self._sent.get(key)
            apart = MOVING if streams or blends else SLOW
            if sent is not None and now < sent.at + apart:
                continue
            if sent is None or differs(CONTROLS[key[1]], value, sent.value):
                self._sent[key] = _Sent(value, now)
                changes[key] = value
        return changes

    def _blended(self, key: Key, value: float, blends: Mapping[str, float]) -> float:
        """Return a control's value with the scenes that gestures mix in."""
        voice, name = key
        for scene, share in blends.items():
            other = self.plan.scene(scene).of_voice(voice).controls.get(name)
            if other is not None and gradual(CONTROLS[name]):
                value += share * (float(other) - value)
        return value

    def _value(self, key: Key, base: float, streams: Iterable[Stream], now: float) -> Value:
        """Return a control's value, with gestures and envelopes."""
        value, name = merged(streams, base, now), key[1]
        if name == LOUDNESS:
            value *= self._loudness.value * self._allowed.value
        elif name == DENSITY:
            value *= self._density.value
        return fitted(CONTROLS[name], value)


def together(changes: Mapping[Key, Value], voices: int) -> Iterator[Message]:
    """Yield messages that set some controls, as few as possible.

    Values that are the same for all voices go together, as each message makes the machine predict
    again. The ends of a range go alone: the engine refuses all values of a message or none, and
    sensors may bring the two ends into the wrong order.
    """
    pairs: list[Any] = []
    for name in dict.fromkeys(name for _, name in changes):
        found = {voice: changes[voice, name] for voice in range(voices) if (voice, name) in changes}
        if len(found) == voices and len(set(found.values())) == 1 and name not in ENDS:
            pairs += (name, found[0])
        else:
            for voice, value in found.items():
                yield f"/perf/voice/{voice}/{name}", value
    if pairs:
        yield ("/perf/set", *pairs)


def gradual(control: Control) -> bool:
    """Return whether the values between two of a control's values mean something between them."""
    if control.name in SWITCHED_OFF:
        return False
    return not control.words and not (control.whole and control.high - control.low <= 1)


def fitted(control: Control, value: float) -> Value:
    """Return a value brought into a control's range, of its type."""
    inside = min(max(value, float(control.low)), float(control.high))
    return round(inside) if control.whole else inside


def differs(control: Control, value: Value, sent: Value) -> bool:
    """Return whether a value differs from the one that was sent by enough to be sent."""
    if control.whole or value in (control.low, control.high):
        return value != sent
    return abs(value - sent) >= FINEST * (control.high - control.low)
