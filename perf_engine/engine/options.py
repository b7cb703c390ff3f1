"""The options of an engine, each declared here once."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from perf_engine.core.controls import Given
from perf_engine.core.harmony.chart import read_chart
from perf_engine.core.turns.modes import MODES
from perf_engine.protocol.midi import ALL, channels
from perf_engine.protocol.notes import VOICES
from perf_engine.protocol.ports import ENGINE_PORT, WEB_PORT
from perf_engine.protocol.request_addresses import TIMINGS

from .option_declaration import (
    REQUIRED,
    Choice,
    Flag,
    Folder,
    Number,
    Option,
    Several,
    Tables,
    Text,
    Whole,
    check_all,
    option,
)
from .piece_options import (
    TABLES,
    EnvelopeOptions,
    InstallationOptions,
    MapOptions,
    OpeningOptions,
    PresenceOptions,
    QuietOptions,
    SceneOptions,
    as_table,
)

if TYPE_CHECKING:
    from perf_engine.core.installation.plan import Plan
    from perf_engine.core.playing.ensemble import VoicePlan

AUTO, NONE = "auto", "none"
LONGEST_TOKEN = 200  # characters
MOST_MB = 1000  # megabytes of a recording on the disk
SEED: Final = Whole(0, 2**31 - 1)
FREE_PORT: Final = Whole(0, 65535, "PORT")
CHANNEL: Final = Option(  # a control that is also an option
    Whole(1, 16, "CHANNEL"),
    "Play on this MIDI channel.",
    otherwise="1 for voice 0, 2 for voice 1, and so on; 16 for voice 9, as only drums are on 10",
    name="channel",
    default=None,
)


def check_host(host: str) -> None:
    """Raise ValueError if a text can be neither an address nor a name (RFC 1035).

    Names that nobody knows now may be known later. The sentence says what to write instead.
    """
    if _is_address(host) or _is_name(host):
        return
    raise ValueError(f"host must be an address or a name, not {host[:100]!r}{_instead(host)}")


def _is_address(host: str) -> bool:
    """Return whether a text is an address; an address of IPv6 may end with a zone, as %eth0."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return host.isprintable() and " " not in host


def _is_name(host: str) -> bool:
    """Return whether a text can be a name; digits alone are an address, perhaps a short one."""
    try:
        plain = host.encode("idna").decode("ascii").removesuffix(".")
    except UnicodeError:
        return False
    if re.fullmatch(r"[0-9.]*", plain):
        try:
            socket.inet_aton(plain)
        except OSError:
            return False
    return host.isprintable() and len(plain) <= 253 and _NAME.fullmatch(plain) is not None


_NAME: Final = re.compile(r"(?:\w[\w-]{0,62}\.)*\w[\w-]{0,62}", re.ASCII)


def _instead(host: str) -> str:
    """Return the end of a sentence that says what to write for a host; nothing if none is seen."""
    bare = re.sub(r"^[a-z.+]*://|/.*$", "", host.strip(), flags=re.IGNORECASE)
    bracketed = re.fullmatch(r"\[([^]]*)\](?::(\d+))?", bare)
    name, port = bracketed.groups() if bracketed else (bare, None)
    if not bracketed and (apart := re.fullmatch(r"([^:]*):(\d+)", bare)):
        name, port = apart.groups()
    if name == host or not (_is_address(name) or _is_name(name)):
        return ""
    also = "" if port is None else f" and port = {port}"
    return f': write host = "{name}"{also}'


def check_network(text: str) -> None:
    """Raise ValueError if a text is neither a network nor an address."""
    from .input.access import networks

    networks([text])


def check_program(name: str) -> None:
    """Raise ValueError if a text names no instrument."""
    from perf_engine.synthesis.programs import program_of

    program_of(name)


def check_chords(text: str) -> None:
    """Raise ValueError if a text has no bars of chords."""
    if text:
        read_chart(text)


def check_token(token: str) -> None:
    """Raise ValueError if a text can be no token; an empty one would admit everybody."""
    if not 1 <= len(token) <= LONGEST_TOKEN or not token.isprintable():
        raise ValueError(f"token must be 1..{LONGEST_TOKEN} letters, digits and signs")


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client named in the configuration: it need not register, and its lease never ends."""

    host: str = option(
        REQUIRED,
        Text("an address or a name", test=check_host),
        "Send to the computer with this address or name.",
    )
    port: int = option(REQUIRED, Whole(1, 65535), "Send to this UDP port.")
    timing: str = option(
        "now",
        Choice(TIMINGS),
        "Choose when the engine sends a note. `bundle`: early, in an OSC bundle with the exact time"
        " of the note. `ahead`: early, with the milliseconds to wait. `now`: when the note is due.",
    )
    flag: int = option(
        1,
        Whole(1, 3),
        "Choose what the engine sends. 1: the machine's notes. 2: also the notes that the machine"
        " hears and the notes that it predicts. 3: also the players' pedals and held keys.",
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """The options of one voice that differ from those of the engine."""

    mode: str | None = option(
        None,
        Choice(MODES),
        "Choose how this voice plays together with you.",
        otherwise="the `mode` of all",
    )
    seed: int | None = option(
        None,
        SEED,
        "Use this seed for the random choices of this voice.",
        otherwise="the `seed` of all",
    )
    part: str = option(
        "piano",
        Text("a part of the model"),
        "Play this part. A part is a line of the music, such as piano or bass.",
    )
    players_part: str = option(
        "piano", Text("a part of the model"), "Hear the notes of the players as this part."
    )
    controls: Mapping[str, Given] = option(
        dict,
        Tables("[voices.controls]"),
        "Set controls of this voice, each by its name. They override `[controls]`.",
    )

    program: str | None = option(
        None,
        Text("an instrument of General MIDI", test=check_program),
        "Play this voice on this instrument in the built-in sound.",
        otherwise="the `program` of all",
    )

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, slots=True)
class Options:
    """All options of an engine."""

    mode: str = option("duet", Choice(MODES), "Choose how the machine plays together with you.")
    model: str | None = option(
        None,
        Text("a model's name, or a .safetensors file", "MODEL"),
        "Play with this model, given by its name or its file.",
        otherwise="general",
    )
    seed: int = option(
        0,
        SEED,
        "Use this seed for the machine's random choices. The same seed and the"
        " same playing give the same answer.",
    )
    voices: tuple[VoiceOptions, ...] = option(
        (),
        Tables("[[voices]]"),
        "Set the number of voices. A voice is one line that the machine plays.",
        otherwise="1",
        typed=Whole(1, VOICES),
    )
    chords: str = option(
        "",
        Text("bars of chords, as `/perf/chords` takes them", "BARS", check_chords, empty=True),
        "Play in these chords, in time with the beat.",
        otherwise="the chords that the machine hears",
    )
    osc_port: int = option(
        ENGINE_PORT, FREE_PORT, "Listen for OSC on this UDP port. 0 takes any free port."
    )
    lan: bool = option(False, Flag(), "Let programs on other computers connect too.")
    allow: tuple[str, ...] = option(
        (),
        Several(
            Text("a network such as 192.168.0.0/24", "NETWORK", test=check_network),
            'a list of networks, such as ["192.168.0.0/24"]',
        ),
        "With --lan: trust the computers in this network, such as 192.168.0.0/24.",
    )
    token: str = option(
        "",
        Text(f"a text of 1..{LONGEST_TOKEN} characters", "WORD", check_token, secret=True),
        "With --lan: trust every program that sends this password, as /perf/token WORD.",
        environment="PERF_TOKEN",
    )
    midi_in: str | tuple[str, ...] = option(
        AUTO,
        Several(
            Text("a port's name", "NAME", empty=True),
            "auto, none, a keyboard's name, or a list of names",
            least=1,
            alone=True,
        ),
        "Listen to this keyboard. Give a part of its name, or auto (all keyboards), or none.",
    )
    midi_out: str = option(
        AUTO,
        Text("auto, none, or a synthesizer's name", "NAME", empty=True),
        "Play on this synthesizer. Give a part of its name, or auto (find one), or none.",
    )
    midi_channels: str = option(
        ALL,
        Text("channels such as 1,3 or 10-12", "CHANNELS", channels),
        "Listen to these MIDI channels, such as 1,3 or 10-12. The value all means all channels "
        "except 10 (drums).",
    )
    thru: str = option(
        AUTO,
        Choice((AUTO, "on", "off")),
        "Let your own notes sound too, where the machine's notes sound. auto: on, unless the"
        " keyboard that you play is also the synthesizer.",
    )
    active_sensing: bool = option(
        False,
        Flag(),
        "Send Active Sensing, so that synthesizers can release all notes if a cable is pulled.",
    )
    midi_clock_out: bool = option(False, Flag(), "Send the beat to synthesizers as MIDI clock.")
    no_midi: bool = option(False, Flag(revocable=False), "Use no MIDI at all.")
    sound: bool | None = option(
        None,
        Flag(),
        "Use the built-in sound, which needs no other program.",
        otherwise="on, if there is a sound device and no MIDI synthesizer",
        environment="PERF_SOUND",
    )
    sound_device: str = option(
        "",
        Text("a part of a sound device's name", "NAME", empty=True),
        "Play the built-in sound on this device, given by a part of its name.",
        otherwise="the system's",
    )
    sound_buffer: int | None = option(
        None,
        Whole(32, 4096, "FRAMES"),
        "Set the size of the built-in sound's buffer. A smaller buffer makes the delay shorter, a "
        "larger buffer prevents crackles.",
        otherwise="256, or more if 256 is too few",
    )
    soundfont: str | None = option(
        None,
        Text("a SoundFont, .sf2 or .sf3", "FILE"),
        "Use the instruments of this SoundFont (.sf2 or .sf3).",
        otherwise="the best that is installed",
    )
    program: str = option(
        "piano",
        Text("an instrument of General MIDI", "NAME", check_program),
        "Choose the built-in instrument for the machine's notes, such as music box.",
    )
    player_program: str = option(
        "piano",
        Text("an instrument of General MIDI", "NAME", check_program),
        "Choose the built-in instrument for your own notes.",
    )
    sound_volume: float = option(
        1.0, Number(0.0, 2.0), "Set the loudness of the built-in sound; 1 is the usual one."
    )
    sound_reverb: float = option(
        0.35, Number(0.0, 1.0), "Set how much reverb the built-in sound has."
    )
    web_port: int | None = option(
        None,
        FREE_PORT,
        "Serve the page for the browser on this HTTP port. Programs that know OSCQuery can read the"
        " list of all OSC addresses there. 0 takes any free port.",
        otherwise=f"{WEB_PORT}, and none with --exit-with-stdin",
    )
    no_web: bool = option(
        False,
        Flag(revocable=False),
        "Serve no page for the browser.",
        environment="PERF_NO_WEB",
    )
    open: bool = option(
        True,
        Flag(),
        "Open the page in the browser at the start, if there is a screen and a terminal.",
    )
    record: str | None = option(
        None, Folder(), "Record the session into a new folder inside this folder."
    )
    record_mb: int = option(
        MOST_MB,
        Whole(1, 1_000_000, "MB"),
        "Keep a recording below this size in megabytes, and delete its oldest part if necessary.",
    )
    recordings_mb: int | None = option(
        None,
        Whole(1, 1_000_000_000, "MB"),
        "Keep the total size of all recordings (see `record`) below this many megabytes: delete"
        " the oldest ones if necessary.",
        otherwise="all are kept; install-service sets 10000",
    )
    recordings_days: int | None = option(
        None,
        Whole(1, 100_000, "DAYS"),
        "Delete recordings (see `record`) that are older than this many days.",
        otherwise="all are kept",
    )
    resume: bool = option(
        False,
        Flag(),
        "Save everything each minute and at the end: mode, controls, voices, and what the machine"
        " remembers. Go on from it at the next start.",
    )
    watchdog: bool = option(
        False,
        Flag(),
        "Watch for music that stops or stalls, and repair it; this is meant for installations."
        " `/perf/health` tells what was done.",
    )
    states: str | None = option(
        None,
        Folder(),
        "Keep saved states (what the machine remembers) in this folder.",
        otherwise="a folder in your home",
    )
    controls: Mapping[str, Given] = option(
        dict, Tables("[controls]"), "Set controls of all voices, each by its name."
    )
    clients: tuple[KnownClient, ...] = option(
        (),
        Tables("[[clients]]"),
        "Send the machine's notes to these programs. They need not ask for the notes.",
    )
    installation: InstallationOptions | None = option(
        None,
        Tables("[installation]"),
        "Play as an installation, with the settings of this table.",
        otherwise="only if there is one of the tables below",
    )
    opening: tuple[OpeningOptions, ...] = option(
        (), Tables("[[opening]]"), "Play in these hours only.", otherwise="always"
    )
    quiet: tuple[QuietOptions, ...] = option(
        (), Tables("[[quiet]]"), "Play softly, or not at all, in these hours.", otherwise="never"
    )
    envelope: EnvelopeOptions | None = option(
        None, Tables("[envelope]"), "Set how loudness and density change over the day."
    )
    scene: tuple[SceneOptions, ...] = option(
        (), Tables("[[scene]]"), "Play these scenes, chosen by clock, chance and visitors."
    )
    presence: PresenceOptions | None = option(
        None, Tables("[presence]"), "Choose from which values on visitors are noticed."
    )
    map: tuple[MapOptions, ...] = option(
        (), Tables("[[map]]"), "Let sensors move controls, scenes and the presence."
    )
    view: bool = option(
        True,
        Flag(),
        "Show the piano keys, the mode and the turn live in the terminal, where single keys of the"
        " computer keyboard give orders.",
    )
    exit_with_stdin: bool = option(
        False,
        Flag(revocable=False),
        "End the engine when its standard input closes. This is for programs that start the"
        " engine.",
    )

    def __post_init__(self) -> None:
        check_all(self)
        if len(self.voices) > VOICES:
            raise ValueError(f"voices must be 1..{VOICES}, not {len(self.voices)}")

    def plans(self, styles: Sequence[str] = ()) -> tuple[VoicePlan, ...]:
        """Return the plan of each voice for a model of these styles.

        Raises ValueError if its controls contradict, or the model lacks its style.
        """
        from perf_engine.core.controls import Settings
        from perf_engine.core.playing.ensemble import VoicePlan

        return tuple(
            VoicePlan(
                voice.mode or self.mode,
                self.seed if voice.seed is None else voice.seed,
                Settings.defaults().changed(self.controls, styles).changed(voice.controls, styles),
                voice.part,
                voice.players_part,
            )
            for voice in self.voices or (VoiceOptions(),)
        )

    @property
    def installed(self) -> bool:
        """Return whether there is a table of an installation."""
        return any(getattr(self, name) not in (None, ()) for name in TABLES)

    def tables(self) -> dict[str, Any]:
        """Return the tables of the installation as JSON has them, with seed and voices."""
        found: dict[str, Any] = {"seed": self.seed, "chords": self.chords}
        for name in TABLES:
            value = getattr(self, name)
            if isinstance(value, tuple):
                found[name] = [as_table(one) for one in value]
            elif value is not None:
                found[name] = as_table(value)
        found["voices"] = [
            {"mode": one.mode or self.mode, "controls": {**self.controls, **one.controls}}
            for one in self.voices or (VoiceOptions(),)
        ]
        return found

    def piece(self) -> Plan:
        """Return the plan of the installation. Raises ValueError with its table."""
        from perf_engine.core.installation.plan import read_plan

        return read_plan(self.tables())

    def with_voices(self, count: int) -> Options:
        """Return the same with `count` voices; added ones have no options of their own."""
        more = (VoiceOptions(),) * (count - len(self.voices))
        return replace(self, voices=(self.voices + more)[:count])

    @property
    def midi_wishes(self) -> tuple[str, ...]:
        """Return the arguments of the MIDI bridge besides its ports."""
        heard = () if self.midi_channels == ALL else ("--channels", self.midi_channels)
        thru = () if self.thru == AUTO else ("--thru", self.thru)
        sensing = ("--active-sensing",) if self.active_sensing else ()
        clock = ("--clock-out",) if self.midi_clock_out else ()
        return (*heard, *thru, *sensing, *clock)

    @property
    def sound_wishes(self) -> tuple[str, ...]:
        """Return the arguments of the sound's process that cannot change."""
        return () if self.soundfont is None else ("--soundfont", self.soundfont)

    @property
    def sounds(self) -> bool:
        """Return whether the built-in sound is wanted; programs that start us must ask for it."""
        return not self.exit_with_stdin if self.sound is None else self.sound

    @property
    def midi_ins(self) -> tuple[str, ...]:
        """Return the wanted inputs, each auto, none or a port's name."""
        return (self.midi_in,) if isinstance(self.midi_in, str) else self.midi_in

    @property
    def midi(self) -> bool:
        """Return whether the MIDI bridge is wanted."""
        return not self.no_midi and {*self.midi_ins, self.midi_out} != {NONE}

    @property
    def page_port(self) -> int | None:
        """Return the HTTP port of the page; None: none. Programs that start an engine need none."""
        if self.web_port is not None:
            return self.web_port
        return None if self.no_web or self.exit_with_stdin else WEB_PORT
