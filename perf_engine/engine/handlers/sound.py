"""The settings of the built-in sound, relayed to its process; and whom one hears, and where.

The engine makes no sound. It keeps the settings, so that a new process gets them, and decides whom
the built-in sound plays: by itself, both hands unless a synthesizer plays them over MIDI.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.notes import VOICES
from perf_engine.protocol.request_addresses import WHO_SOUNDS
from perf_engine.synthesis.programs import name_of, program_of

AUTO, BOTH, MACHINE, YOU, NOBODY = "auto", "both", "machine", "you", "none"
ADDRESS: Final = "/perf/sound"
SMALLEST: Final = 32  # frames of a block
OFF: Final = "the built-in sound is off"


def whom(wish: str, thru: str, synthesizer: bool) -> str:
    """Return whom the built-in sound plays.

    `wish` is auto or a choice; `thru`: auto, on, or off if the player's keyboard sounds by itself;
    `synthesizer`: whether one plays the machine over MIDI.
    """
    if wish != AUTO:
        return wish
    if synthesizer:
        return NOBODY
    return MACHINE if thru == "off" else BOTH


def audible(plays: str, outputs: Sequence[str], thru: bool) -> str:
    """Return a sentence: which of these sounds, and where: you, the machine, both.

    `plays`: whom the built-in sound plays; `outputs`: the synthesizers that play the machine over
    MIDI, and with `thru` the player.
    """
    places: dict[str, list[str]] = {"the machine": [], "you": []}
    if plays in (BOTH, MACHINE):
        places["the machine"].append("the built-in sound")
    if plays in (BOTH, YOU):
        places["you"].append("the built-in sound")
    for name in outputs:
        places["the machine"].append(name)
        if thru:
            places["you"].append(name)
    machine, you = (" and ".join(place) for place in places.values())
    if not machine and not you:
        return "You hear nothing from here: OSC clients sound the notes."
    if machine == you:
        return f"You hear yourself and the machine: {machine}."
    if not you:
        return f"You hear the machine: {machine}; your own notes sound where you play them."
    if not machine:
        return f"You hear yourself: {you}; the machine sounds at OSC clients."
    return f"You hear yourself: {you}; the machine: {machine}."


class Sound:
    """Serves `/perf/sound/...`."""

    def __init__(self, context: Context) -> None:
        self._outbox = context.outbox
        self._voices = context.instrument.voices
        self._volume, self._reverb = 1.0, 0.35
        self._player = 0
        self._programs = [0] * VOICES
        self._wish, self._thru = AUTO, AUTO
        self._always = False  # also beside a synthesizer
        self._device, self._frames = "", 0  # empty and 0: as usual
        self._outputs: tuple[str, ...] = ()  # synthesizers that play over MIDI
        self._passed_on = False  # they play the player too
        self._status: Mapping[str, Any] = {"why": OFF}
        self._told = ""
        self._hinted: tuple[str, ...] = ()  # the synthesizers that were named in a hint
        self._awaited: set[str] = set()  # of "midi" and "device", what has not been told yet
        self.say: Callable[[str], None] = lambda sentence: None

    # at the start

    def begin(
        self,
        volume: float,
        reverb: float,
        programs: Sequence[str],
        player: str,
        always: bool,
        thru: str,
        device: str = "",
        frames: int = 0,
    ) -> None:
        """Take the options; `always`: sound beside a synthesizer too."""
        self._volume, self._reverb = volume, reverb
        for voice, name in enumerate(programs):
            self._programs[voice] = program_of(name)
        self._player = program_of(player)
        self._always, self._thru = always, thru
        self._device, self._frames = device, frames

    def kept(self) -> dict[str, Any]:
        """Return the settings that clients may have changed, as JSON values."""
        return {
            "volume": self._volume,
            "reverb": self._reverb,
            "player": self._player,
            "programs": list(self._programs),
            "plays": self._wish,
        }

    def take(self, kept: Mapping[str, Any]) -> None:
        """Take settings that were kept, in place of those of the options. Raises ValueError."""
        numbers = [kept["player"], *kept["programs"]]
        if len(numbers) != 1 + VOICES or kept["plays"] not in WHO_SOUNDS:
            raise ValueError("the settings of the sound cannot be understood")
        player, *programs = map(program_of, numbers)
        volume, reverb = float(kept["volume"]), float(kept["reverb"])
        if not (math.isfinite(volume) and math.isfinite(reverb)):
            raise ValueError(f"volume and reverb must be numbers, not {volume} and {reverb}")
        self._volume, self._reverb = volume, reverb
        self._player, self._programs, self._wish = player, programs, kept["plays"]

    def arguments(self) -> list[str]:
        """Return the settings as arguments of the process."""
        said = ["--volume", str(self._volume), "--reverb", str(self._reverb)]
        said += ["--player-program", str(self._player), "--plays", self.plays]
        said += ["--device", self._device, "--buffer", str(self._frames)]
        for voice, program in enumerate(self._programs):
            said += ["--program", f"{voice}={program}"] if program else []
        return said

    @property
    def opened(self) -> bool:
        """Return whether its process has a device, by what it said last."""
        return bool(self._status.get("device"))

    @property
    def plays(self) -> str:
        """Return whom the built-in sound plays now, if it can."""
        return whom(self._wish, self._thru, bool(self._outputs) and not self._always)

    # told by the processes

    def wait_for(self, *awaited: str) -> None:
        """Say whom one hears only when these have been told: the ports of "midi", the "device"."""
        self._awaited = set(awaited)

    def midi(self, outputs: Sequence[str], thru: bool) -> None:
        """Take the synthesizers that play over MIDI, and whether they play the player too."""
        before = self.plays
        self._awaited.discard("midi")
        self._outputs, self._passed_on = tuple(outputs), thru
        if self.plays != before:
            self._tell("plays", self.plays)
        self.explain()

    def report(self, status: Mapping[str, Any]) -> None:
        """Take what the process said of its device."""
        before, first = self._status.get("device", ""), "device" in self._awaited
        self._awaited.discard("device")
        self._status = status
        if first or status.get("device", "") != before:
            self.explain()

    def explain(self) -> None:
        """Say once whom one hears and where, and again if it changes."""
        if self._awaited:
            return
        plays = self.plays if self._status.get("device") else NOBODY
        said = audible(plays, self._outputs, self._passed_on)
        if said != self._told:
            self._told = said
            self.say(said)

    # asked by clients

    def volume(self, call: Call, factor: float | None = None) -> Answer:
        """Set or get the loudness."""
        if factor is not None:
            self._volume = factor
            self._tell("volume", factor)
        return (self._volume,)

    def reverb(self, call: Call, share: float | None = None) -> Answer:
        """Set or get the reverb."""
        if share is not None:
            self._reverb = share
            self._tell("reverb", share)
        return (self._reverb,)

    def program(
        self, call: Call, wanted: str | int | None = None, voice: int | None = None
    ) -> Answer:
        """Choose the instrument of the machine, or of one voice; or get that of each."""
        if wanted is None:
            return tuple(name_of(program) for program in self._programs[: self._voices])
        program = _program(wanted)
        if voice is not None and voice >= self._voices:
            text = f"voice must be 0..{self._voices - 1}, not {voice}"
            raise Refusal(Code.OUT_OF_RANGE, text)
        for one in range(VOICES) if voice is None else (voice,):
            self._programs[one] = program
            self._tell("program", name_of(program), one)
        self._hint(BOTH, MACHINE)
        return (name_of(program),)

    def player(self, call: Call, wanted: str | int | None = None) -> Answer:
        """Choose or get the instrument of what players play."""
        if wanted is not None:
            self._player = _program(wanted)
            self._tell("player", name_of(self._player))
            self._hint(BOTH, YOU)
        return (name_of(self._player),)

    def choose(self, call: Call, who: str | None = None) -> Answer:
        """Choose or get whom the built-in sound plays."""
        if who is not None:
            self._wish = who
            self._tell("plays", self.plays)
            self.explain()
        return (self._wish,)

    def device(self, call: Call, name: str | None = None) -> Answer:
        """Choose or get the device; the process begins again with it."""
        if name is not None:
            self._device = "" if name == AUTO else name
            self._tell("again", 1)
        return (self._device or AUTO,)

    def buffer(self, call: Call, frames: int | None = None) -> Answer:
        """Choose or get the frames of a block; the process begins again with it."""
        if frames is not None:
            if 0 < frames < SMALLEST:
                raise Refusal(
                    Code.OUT_OF_RANGE, f"frames must be 0 or {SMALLEST}..4096, not {frames}"
                )
            self._frames = frames
            self._tell("again", 1)
        return (self._frames,)

    def test(self, call: Call) -> Answer:
        """Play a test note."""
        if not self._status.get("device"):
            raise Refusal(Code.REFUSED, f"no test note: {self._status.get('why') or OFF}")
        self._tell("test", 1)
        return ()

    def status(self, call: Call) -> Answer:
        """Reply with what the process said last."""
        said = self._status
        return (
            str(said.get("device", "")),
            int(said.get("rate", 0)),
            int(said.get("buffer", 0)),
            float(said.get("latency_ms", 0.0)),
            str(said.get("soundfont", "")),
            int(said.get("underruns", 0)),
            float(said.get("level", 0.0)),
            self.plays,
            str(said.get("why", "")),
        )

    def _hint(self, *audible_with: str) -> None:
        """Say once why nobody hears a new instrument, if synthesizers play in our place."""
        if self.plays in audible_with or self._hinted == self._outputs:
            return
        self._hinted = self._outputs
        self.say(
            "This instrument is that of the built-in sound, which is silent here: the notes go to "
            f"{' and '.join(self._outputs)}. Choose the instrument there, or start with --sound."
        )

    def _tell(self, setting: str, value: float | int | str, voice: int = 0) -> None:
        self._outbox.broadcast(ADDRESS, setting, value, voice)


def _program(wanted: str | int) -> int:
    """Return the number of a program. Raises Refusal."""
    try:
        return program_of(wanted)
    except ValueError as error:
        raise Refusal(Code.OUT_OF_RANGE, str(error)) from None
