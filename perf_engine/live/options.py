"""How an engine is to be started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..core.channels import ALL, channels
from ..core.controls import Settings, Value
from ..core.ensemble import MOST_VOICES, VoicePlan
from ..core.turns import check_mode
from .schema import PORT, TIMINGS

AUTO, NONE = "auto", "none"
MOST_MB = 1000  # that a recording takes on the disk


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client named in the configuration: it never has to register, and is never lost."""

    host: str
    port: int
    timing: str = "now"
    flag: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.port <= 65535:
            raise ValueError(f"port must be 1..65535, not {self.port}")
        if self.timing not in TIMINGS:
            raise ValueError(f"timing must be one of {', '.join(TIMINGS)}, not {self.timing}")
        if self.flag not in (1, 2):
            raise ValueError(f"flag must be 1 or 2, not {self.flag}")


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How one voice of several is otherwise than all; None: as they are."""

    mode: str | None = None
    seed: int | None = None
    part: str = "piano"
    players_part: str = "piano"
    controls: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.mode is not None:
            check_mode(self.mode)
        if self.seed is not None:
            check_seed(self.seed)


@dataclass(frozen=True, slots=True)
class Options:
    """What to open and how to play; midi_in and midi_out are auto, none or a port's name,
    midi_channels all or as in 1,3 or 10-12."""

    mode: str = "duet"
    model: str | None = None
    seed: int = 0
    osc_port: int = PORT
    lan: bool = False
    midi_in: str = AUTO
    midi_out: str = AUTO
    midi_channels: str = ALL
    active_sensing: bool = False
    midi_clock_out: bool = False
    no_midi: bool = False
    web_port: int | None = None  # for HTTP; None: there is none, 0: any free one
    exit_with_stdin: bool = False
    record: str | None = None  # the folder of sessions; None: nothing is recorded
    record_mb: int = MOST_MB
    states: str | None = None  # the folder of saved states; None: the usual one
    controls: Mapping[str, Value] = field(default_factory=dict)
    clients: tuple[KnownClient, ...] = ()
    voices: tuple[VoiceOptions, ...] = ()  # where there are several

    def __post_init__(self) -> None:
        check_mode(self.mode)
        if len(self.voices) > MOST_VOICES:
            raise ValueError(f"voices must be 1..{MOST_VOICES}, not {len(self.voices)}")
        if not 0 <= self.osc_port <= 65535:
            raise ValueError(f"osc_port must be 0..65535, not {self.osc_port}")
        if self.web_port is not None and not 0 <= self.web_port <= 65535:
            raise ValueError(f"web_port must be 0..65535, not {self.web_port}")
        if not 1 <= self.record_mb <= 1_000_000:
            raise ValueError(f"record_mb must be 1..1000000, not {self.record_mb}")
        if self.record == "":
            raise ValueError("record must be a folder, not nothing")
        if self.states == "":
            raise ValueError("states must be a folder, not nothing")
        check_seed(self.seed)
        channels(self.midi_channels)

    def plans(self) -> tuple[VoicePlan, ...]:
        """How each voice begins. Raises ValueError where its controls do not go together."""
        return tuple(
            VoicePlan(
                voice.mode or self.mode, self.seed if voice.seed is None else voice.seed,
                Settings.defaults().changed({**self.controls, **voice.controls}),
                voice.part, voice.players_part,
            )
            for voice in self.voices or (VoiceOptions(),)
        )

    def with_voices(self, count: int) -> Options:
        """The same with so many voices: those there are, then some that are like all."""
        more = (VoiceOptions(),) * (count - len(self.voices))
        return replace(self, voices=(self.voices + more)[:count])

    @property
    def midi_wishes(self) -> tuple[str, ...]:
        """What the MIDI bridge is told beside its ports."""
        heard = () if self.midi_channels == ALL else ("--channels", self.midi_channels)
        sensing = ("--active-sensing",) if self.active_sensing else ()
        clock = ("--clock-out",) if self.midi_clock_out else ()
        return (*heard, *sensing, *clock)

    @property
    def midi(self) -> bool:
        """Whether the MIDI bridge is wanted."""
        return not self.no_midi and (self.midi_in, self.midi_out) != (NONE, NONE)


def check_seed(seed: int) -> None:
    """Raise ValueError where a seed is out of range."""
    if not 0 <= seed < 2**31:
        raise ValueError(f"seed must be 0..{2**31 - 1}, not {seed}")
