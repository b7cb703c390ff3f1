"""The addresses of messages from clients to the engine: a row for each, with its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

from .address import PARAM, PITCH, PLAYER, VELOCITY, Address, Argument
from .lease import SECONDS
from .midi import HIGHEST_CONTROL
from .notes import LONGEST_DURATION, VOICES

TIMINGS: Final = ("bundle", "ahead", "now")
FURTHEST: Final = 60.0  # seconds that a time tag may be ahead of its arrival
GIVEN: Final = ("internal", "midi", "link", "osc")
CLOCKS: Final = (*GIVEN, "auto")
ANY_VOICE = Argument(
    "voice", "i", "a voice's number; if you leave it out, all voices", 0, VOICES - 1, True
)
OF_VOICE = Argument("voice", "i", "the machine's voice", 0, VOICES - 1, True, 0)
STATE = Argument("name", "s", "letters, digits, spaces, dots, dashes and underscores, 40 at most")
IGNORED_VELOCITY = Argument("velocity", "i", "ignored", 0, 127, True, 0)
DURATION = Argument(
    "duration", "f", "seconds until the key is released by itself", 0, LONGEST_DURATION, True
)
SOURCE = Argument(
    "source",
    "s",
    "for a program that keeps time: its clock, such as link; the engine ignores the "
    "message if /perf/clock has another value. ticks is a MIDI clock that nobody started",
    optional=True,
    default="",
    choices=("", *GIVEN, "ticks"),
)
PROGRAM = Argument(
    "program", "is", "an instrument of General MIDI, such as music box, or its number", 0, 128
)
ORDERS: Final = ("auto", "stop", "quiet")
SENSOR = Argument(
    "source", "s", "a sensor: an OSC address, midi cc 7, http NAME, serial 1, or gamepad axis 1"
)
TARGET = Argument(
    "target", "s", "a control, voice N and a control, scene NAME, state NAME, or presence"
)
WHO_SOUNDS: Final = ("auto", "both", "machine", "you", "none")
KNOB = Argument("number", "i", "control change number", 0, HIGHEST_CONTROL)
ENDS = (
    Argument(
        "low",
        "f",
        "the control's value when the knob is at 0; if you leave it out, the lowest value",
        optional=True,
    ),
    Argument(
        "high",
        "f",
        "the control's value when the knob is at 127; it may be less than low; if you leave it "
        "out, the highest value",
        optional=True,
    ),
)


class Control(Protocol):
    """A control's declaration, as far as the schema needs it."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def low(self) -> float:
        """Return its least value."""

    @property
    def high(self) -> float:
        """Return its greatest value."""

    @property
    def default(self) -> float:
        """Return its value at the start."""

    @property
    def unit(self) -> str:
        """Return the unit of its values; "" for none."""

    @property
    def help(self) -> str:
        """Return a sentence for a musician."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the names of its values 0, 1, and so on, if they have any."""

    @property
    def whole(self) -> bool:
        """Return whether it takes whole numbers only."""

    @property
    def words(self) -> bool:
        """Return whether it takes texts too."""

    @property
    def free(self) -> bool:
        """Return whether it takes other texts than the names of its values."""

    @property
    def of_model(self) -> bool:
        """Return whether the model that plays names its values."""

    def say(self, value: Any) -> Any:
        """Return a value as it is sent to others: by its name, if it has one."""


def _value(control: Control) -> Argument:
    unit = f" ({control.unit})" if control.unit else ""
    tag = "i" if control.whole else "f"
    if control.words:  # sent as a text, or accepted as one
        tag = "si" if control.choices else "is"
    return Argument(
        "value",
        tag,
        control.help + unit,
        control.low,
        control.high,
        default=control.say(control.default),
        choices=control.choices,
        free=control.free,
        of_model=control.of_model,
    )


def from_clients(
    controls: Sequence[Control], modes: Iterable[str], tempo: tuple[float, float], farthest: float
) -> tuple[Address, ...]:
    """Return all of them, for these controls and modes, this tempo range and farthest beat."""
    names = [control.name for control in controls]
    mode = Argument("mode", "s", choices=tuple(modes))
    bound = Argument(
        "control",
        "s",
        "a control, or another word for it such as volume; or panic",
        choices=(*names, "panic"),
        free=True,
    )
    return (
        Address(
            "/perf/notify",
            (
                Argument(
                    "flag",
                    "i",
                    "0: unsubscribe; 1: get the machine's notes; 2: get also /perf/heard and "
                    "/perf/foresee; 3: get also /perf/heard/pedal and /perf/holding, for a "
                    "program that sounds the players' notes",
                    0,
                    3,
                ),
                Argument(
                    "port",
                    "i",
                    "the UDP port on your computer that gets the notes; 0: the port from "
                    "which you send this message",
                    0,
                    65535,
                    True,
                    0,
                ),
                Argument(
                    "timing",
                    "s",
                    "bundle: a note comes early, in a bundle with the exact time; ahead: a "
                    "note comes early, and you wait in_ms; now: a note comes when it is due",
                    optional=True,
                    default="now",
                    choices=TIMINGS,
                ),
                Argument(
                    "lease",
                    "f",
                    "the engine forgets you after so many seconds without a message from "
                    "your computer; 0: never",
                    0,
                    86400,
                    True,
                    SECONDS,
                ),
            ),
            "Subscribe to the machine's notes. Two replies go to the port that you name: "
            "/perf/done with the values /perf/notify, id and lease, and /perf/running.",
            "",
            "notify",
            public=True,
        ),
        Address(
            "/perf/ping",
            (
                Argument("x", "*", "returned in the reply", optional=True, default=0),
                Argument(
                    "seconds",
                    "i",
                    "the client's wall time, whole seconds since 1970",
                    0,
                    2**31 - 1,
                    True,
                ),
                Argument(
                    "microseconds", "i", "the microseconds of the wall time", 0, 999_999, True
                ),
            ),
            "Measure the delay, and let the engine compare your computer's clock with its own. "
            "The reply is x and the engine's wall time, as two ints. If you send from another "
            "computer, give your wall time: as seconds and microseconds, as a time tag in place "
            "of x, or as the time tag of a bundle. The engine takes the smallest difference of "
            "the last 32 pings. On the engine's own computer, you need no wall time.",
            "/perf/pong",
            "ping",
            public=True,
        ),
        Address(
            "/perf/status",
            (),
            "Ask for the engine's load and delays, and the numbers of its clients and voices.",
            "/perf/status.reply",
            "status",
            public=True,
        ),
        Address(
            "/perf/health",
            (),
            "Ask whether the music is alive, and what is measured once a second.",
            "/perf/health.reply",
            "health",
        ),
        Address(
            "/perf/version",
            (),
            "Ask for the engine's name and version.",
            "/perf/version.reply",
            "version",
            public=True,
        ),
        Address(
            "/perf/sync",
            (Argument("id", "i", "returned in the reply", -(2**31), 2**31 - 1),),
            "Ask for a reply that comes when all earlier background work (a prime, a new model) is "
            "done.",
            "/perf/synced",
            "sync",
            public=True,
        ),
        Address(
            "/perf/token",
            (Argument("word", "*", "the engine's --token"),),
            "Become a trusted client from another computer (--lan). The engine "
            "then trusts the port from which you sent the token.",
            handler="token",
            public=True,
        ),
        Address(
            "/perf/proof",
            (Argument("number", "i", "the number of /perf/prove", 0, 2**31 - 1),),
            "Prove your address from another computer: send back the number of "
            "/perf/prove. From then on you get complete replies.",
            handler="proof",
            public=True,
        ),
        Address(
            "/perf/in/note",
            (PLAYER, PITCH, VELOCITY, DURATION),
            "Strike a key as a player, or release it (velocity 0).",
            "",
            "in_note",
            public=True,
        ),
        Address(
            "/perf/in/noteon",
            (PLAYER, PITCH, VELOCITY),
            "Strike or release a key, as a MIDI note-on does.",
            "",
            "in_note",
            public=True,
        ),
        Address(
            "/perf/in/noteoff",
            (PLAYER, PITCH, IGNORED_VELOCITY),
            "Release a key as a player.",
            "",
            "in_noteoff",
            public=True,
        ),
        Address(
            "/perf/in/cc",
            (
                PLAYER,
                Argument(
                    "number",
                    "i",
                    "64 is the pedal; 120 and 123 release everything that the player "
                    "holds; the engine ignores all other numbers",
                    0,
                    127,
                ),
                Argument("value", "i", "", 0, 127),
            ),
            "Send a player's control change.",
            "",
            "in_cc",
            public=True,
        ),
        Address(
            "/perf/in/pedal",
            (PLAYER, Argument("value", "i", "64 and above is down", 0, 127)),
            "Move a player's sustain pedal.",
            "",
            "in_pedal",
            public=True,
        ),
        Address(
            "/perf/in/holding",
            (
                PLAYER,
                Argument(
                    "pitch",
                    "i",
                    "each key that the player holds; 128 is the pedal",
                    0,
                    128,
                    optional=True,
                    many=True,
                ),
            ),
            "State all keys that a player holds. The engine releases every other key of the "
            "player, because its release was lost; but not a key with a duration. Send this "
            "twice a second while the player holds a key, and a few times after.",
            "",
            "in_holding",
            public=True,
        ),
        Address(
            "/perf/in/play",
            (
                Argument(
                    "pairs",
                    "*",
                    "name value ...: the pitch as midinote, or as note or n (0 is pitch 60); "
                    "the loudness 0..1 as velocity, amp or gain; the length in seconds as "
                    "sustain or delta (default 0.25); player. A pitch is rounded. A loudness "
                    "above 1 counts as 1; a loudness of 0 is a rest. The engine ignores other "
                    "names.",
                    many=True,
                    optional=True,
                ),
            ),
            "Play a note in the form that SuperDirt and Tidal send.",
            "",
            "in_play",
            public=True,
        ),
        *(
            Address(
                f"{PARAM}{c.name}",
                (_value(c),),
                c.help,
                handler="param",
                getter=True,
                control=c.name,
            )
            for c in controls
        ),
        *(
            Address(
                f"/perf/voice/N/{c.name}",
                (_value(c),),
                c.help + " For one voice.",
                handler="param",
                getter=True,
                control=c.name,
            )
            for c in controls
        ),
        Address(
            "/perf/set",
            (Argument("pairs", "*", "name value ...", many=True),),
            "Set several controls, all or none.",
            handler="set",
        ),
        Address(
            "/perf/get",
            (Argument("names", "s", "without names, all controls", many=True, optional=True),),
            "Ask for several controls, as name value ...",
            "/perf/get",
            "get",
            public=True,
        ),
        Address(
            "/perf/mode",
            (mode,),
            "Set the way in which the machine plays together with the players.",
            handler="mode",
            getter=True,
        ),
        Address(
            "/perf/voice/N/mode", (mode,), "Set the mode of one voice.", handler="mode", getter=True
        ),
        Address(
            "/perf/start",
            (ANY_VOICE,),
            "Let the machine play again after /perf/stop.",
            handler="start",
            urgent=True,
        ),
        Address(
            "/perf/stop",
            (ANY_VOICE,),
            "Stop playing until /perf/start.",
            handler="stop",
            urgent=True,
            silences=True,
        ),
        Address(
            "/perf/reset",
            (ANY_VOICE,),
            "Forget everything heard and played, and what novelty has counted.",
            handler="reset",
            urgent=True,
        ),
        Address(
            "/perf/panic",
            (),
            "Silence everyone and everything, now.",
            handler="panic",
            urgent=True,
            silences=True,
            public=True,
        ),
        Address(
            "/perf/release",
            (),
            "Release the notes of your program only: the machine's notes that your program got, "
            "and the notes that your program plays to the machine.",
            handler="release",
            urgent=True,
            silences=True,
            public=True,
        ),
        Address(
            "/perf/prime",
            (
                Argument(
                    "pitch",
                    "si",
                    "pitches; or the path of a MIDI file, which only a program on the "
                    "engine's computer may send",
                    0,
                    127,
                    many=True,
                ),
            ),
            "Put notes into the machine's memory without sounding them. The reply /perf/done "
            "comes at the beginning, with the number of notes. Send /perf/sync to learn when "
            "all notes are in the memory.",
            handler="prime",
        ),
        Address(
            "/perf/state/save",
            (STATE, OF_VOICE),
            "Keep a voice's state under a name, in memory and on disk. /perf/done comes "
            "when the file is written.",
            handler="state_save",
            loopback_only=True,
        ),
        Address(
            "/perf/state/recall",
            (STATE, ANY_VOICE),
            "Let the machine continue from a saved state at once. Sounding notes continue.",
            handler="state_recall",
        ),
        Address(
            "/perf/state/morph",
            (
                Argument("one", "s", "the first state's name, such as calm"),
                Argument("other", "s", "the second state's name, such as storm"),
                Argument("amount", "f", "0 is the first state, 1 the second", 0, 1),
                ANY_VOICE,
            ),
            "Let the machine continue from a blend of two saved states. Only their hidden "
            "states are blended; their phrase memories are not used. Give the names under "
            "which you saved them: after `/perf/state/save calm` and `/perf/state/save storm`, "
            "`/perf/state/morph calm storm 0.5` continues halfway between the two.",
            handler="state_morph",
        ),
        Address(
            "/perf/state/freeze",
            (
                Argument("flag", "i", "1 freezes the hidden state, 0 ends the freeze", 0, 1),
                ANY_VOICE,
            ),
            "Keep the machine's hidden state as it is, as the control freeze does.",
            handler="state_freeze",
            getter=True,
        ),
        Address(
            "/perf/state/list",
            (),
            "Read the folder of states again, and ask for their names.",
            "/perf/state/list.reply",
            "state_list",
        ),
        Address(
            "/perf/model/list",
            (),
            "Ask for the models that can be loaded by name.",
            "/perf/model/list.reply",
            "model_list",
        ),
        Address(
            "/perf/model/info",
            (
                Argument(
                    "name",
                    "s",
                    "a model's name; or its file, which only a program on the engine's "
                    "computer may send; if you leave it out, the present model",
                    optional=True,
                    default="",
                ),
            ),
            "Ask for a model's sizes, parts and training.",
            "/perf/model/info.reply",
            "model_info",
        ),
        Address(
            "/perf/model/styles",
            (),
            "Ask for the names of the styles of the model that plays, for the controls style and "
            "style_2.",
            "/perf/model/styles.reply",
            "model_styles",
        ),
        Address(
            "/perf/model/load",
            (
                Argument(
                    "name",
                    "s",
                    "a model's name; or its file, which only a program on the engine's "
                    "computer may send",
                ),
            ),
            "Load another model in the background. The new model first hears the last 512 "
            "events. Then it begins to play, between two events; sounding notes continue. "
            "/perf/progress reports the loading. When the new model plays, you get the reply "
            "/perf/done, and all clients get /perf/running. A voice keeps its style if the new "
            "model has one of the same name. Otherwise it plays in none, and the lost style stands "
            "in the reply after the model's name.",
            handler="model_load",
        ),
        Address(
            "/perf/record",
            (Argument("flag", "i", "1 starts the recording, 0 stops it", 0, 1),),
            "Start or stop a recording, which contains every note and command that the machine "
            "receives, and everything that the machine plays. When the recording has begun, "
            "/perf/done gives its folder.",
            handler="record",
            getter=True,
            loopback_only=True,
        ),
        Address(
            "/perf/mark",
            (Argument("text", "s", "a text that helps you to find the place again"),),
            "Put a mark into the recording.",
            handler="mark",
        ),
        Address(
            "/perf/tempo",
            (Argument("tempo", "f", "beats a minute", *tempo), SOURCE),
            "Set the tempo from now on.",
            handler="tempo",
            getter=True,
        ),
        Address(
            "/perf/beat",
            (
                Argument(
                    "beat",
                    "f",
                    "the beat, counted from the beginning of the song",
                    -farthest,
                    farthest,
                ),
                SOURCE,
            ),
            "Set the beat: now, or at the time tag of the message's bundle. With the clock osc, "
            "send each beat as you count. The engine smooths phase and tempo over several "
            "beats.",
            handler="beat",
            getter=True,
        ),
        Address(
            "/perf/transport",
            (Argument("flag", "i", "1 runs, 0 stops", 0, 1), SOURCE),
            "Let the beat run from where it is, or stop the beat.",
            handler="transport",
            getter=True,
        ),
        Address(
            "/perf/clock",
            (Argument("clock", "s", choices=CLOCKS),),
            "Choose the source of the beat: internal (/perf/tempo and /perf/transport), "
            "midi (a MIDI clock), link (Ableton Link), osc (a program that counts "
            "with /perf/beat), or auto. With auto the beat is that of your notes, in which the "
            "machine hears it, or that of a clock while it runs: the internal one, MIDI after a "
            "start, or Link. At first it is auto.",
            handler="clock",
            getter=True,
        ),
        Address(
            "/perf/chord",
            (
                Argument(
                    "chord",
                    "s",
                    "the name of a chord such as C, Dm7, G7, F#m7b5, Bbmaj7 or C/E; auto: the "
                    "chord that is heard",
                ),
            ),
            "Give the chord in which the machine plays, until you give another. After auto, the "
            "machine plays in the chord that it hears, or in those of /perf/chords. The control "
            "harmony says how far.",
            handler="chord",
            getter=True,
        ),
        Address(
            "/perf/chords",
            (
                Argument(
                    "chords",
                    "s",
                    "bars as | Dm7 | G7 | Cmaj7 | % |, or 3/4 C | F G | for other bars; auto: none",
                ),
            ),
            "Give the chords of a song, in time with the beat. They begin at the next beat, or "
            "count with the clock while it runs, and are repeated. The chords of a bar share "
            "it equally, and / is one more share of the chord before. A bar of % alone repeats the "
            "bar before, and |: :| repeats what stands between, with an ending |1. |2. for each "
            "time. N.C. is no chord.",
            handler="chords",
            getter=True,
        ),
        Address(
            "/perf/map",
            (
                SENSOR,
                TARGET,
                Argument(
                    "low", "f", "the sensor's lowest value; learned if left out", optional=True
                ),
                Argument(
                    "high", "f", "the sensor's highest value; learned if left out", optional=True
                ),
            ),
            "In an installation: let a sensor move a control, a scene or the presence, until the "
            "engine ends or /perf/unmap. The values of the sensor go to UDP port 9473.",
            handler="map",
        ),
        Address(
            "/perf/unmap",
            (SENSOR, TARGET),
            "In an installation: let a sensor move a target no longer. The target goes back.",
            handler="unmap",
        ),
        Address(
            "/perf/installation/status",
            (),
            "In an installation: ask for its state, which is also sent as /perf/installation.",
            "/perf/installation/status.reply",
            handler="installation_status",
        ),
        Address(
            "/perf/scene",
            (Argument("name", "s", "a scene's name; auto: the scene of the plan"),),
            "In an installation: play a scene for a while, and then that of the plan again.",
            handler="scene",
            getter=True,
        ),
        Address(
            "/perf/presence",
            (Argument("presence", "f", "0: nobody is there; 1: somebody takes part", 0, 1),),
            "In an installation: set the presence of visitors for 30 s.",
            handler="presence",
            getter=True,
        ),
        Address(
            "/perf/order",
            (
                Argument(
                    "order",
                    "s",
                    "auto: follow the plan; stop: be silent; quiet: be quiet for a while",
                    choices=ORDERS,
                ),
            ),
            "In an installation: follow the plan, be silent until further notice, or be quiet.",
            handler="order",
            getter=True,
        ),
        Address(
            "/perf/midi/learn",
            (
                Argument(
                    "control",
                    "s",
                    "a control, or another word for it such as volume; panic, or none to cancel",
                    choices=(*names, "panic", "none"),
                    free=True,
                ),
                *ENDS,
            ),
            "Bind a control to the knob of a MIDI controller that you turn next. The binding "
            "survives a restart.",
            handler="midi_learn",
        ),
        Address(
            "/perf/midi/bind",
            (KNOB, bound, *ENDS),
            "Bind a knob to a control.",
            handler="midi_bind",
        ),
        Address("/perf/midi/unbind", (KNOB,), "Remove a knob's binding.", handler="midi_unbind"),
        Address(
            "/perf/midi/bindings",
            (),
            "Ask for all bindings. For each binding, you get one /perf/midi/bound.",
            handler="midi_bindings",
        ),
        Address(
            "/perf/midi/keyboards",
            (),
            "Ask for the MIDI keyboards that the engine hears.",
            "/perf/midi/keyboards.reply",
            "midi_keyboards",
        ),
        Address(
            "/perf/sound/volume",
            (Argument("factor", "f", "1 is the usual loudness, 0 is silence", 0, 2, default=1.0),),
            "Set the loudness of the built-in sound.",
            handler="sound_volume",
            getter=True,
        ),
        Address(
            "/perf/sound/reverb",
            (Argument("share", "f", "the share of the reverb", 0, 1, default=0.35),),
            "Set the reverb of the built-in sound.",
            handler="sound_reverb",
            getter=True,
        ),
        Address(
            "/perf/sound/program",
            (PROGRAM, ANY_VOICE),
            "Choose the instrument on which the built-in sound plays the machine, or one voice. "
            "Without arguments, ask for the instrument of each voice.",
            handler="sound_program",
            getter=True,
        ),
        Address(
            "/perf/sound/player",
            (PROGRAM,),
            "Choose the instrument on which the built-in sound plays what you play.",
            handler="sound_player",
            getter=True,
        ),
        Address(
            "/perf/sound/plays",
            (
                Argument(
                    "hands",
                    "s",
                    "you: your notes; machine: the machine's notes; auto: both, or none if a MIDI "
                    "synthesizer plays them",
                    choices=WHO_SOUNDS,
                ),
            ),
            "Choose whose notes the built-in sound plays: yours, the machine's, both or none.",
            handler="sound_plays",
            getter=True,
        ),
        Address(
            "/perf/sound/device",
            (Argument("name", "s", "a part of a device's name; auto: the system's device"),),
            "Play the built-in sound on another device. The sound pauses for a moment.",
            handler="sound_device",
            getter=True,
        ),
        Address(
            "/perf/sound/buffer",
            (Argument("frames", "i", "32 or more; 0: 256, or more if 256 is too few", 0, 4096),),
            "Set the size of the built-in sound's buffer. The sound pauses for a moment.",
            handler="sound_buffer",
            getter=True,
        ),
        Address(
            "/perf/sound/test",
            (),
            "Play a test note with the built-in sound.",
            handler="sound_test",
        ),
        Address(
            "/perf/sound/status",
            (),
            "Ask for the device, the latency and the loudness of the built-in sound.",
            "/perf/sound/status.reply",
            "sound_status",
        ),
        Address(
            "/perf/seed",
            (Argument("seed", "i", "", 0, 2**31 - 1), ANY_VOICE),
            "Restart the random numbers. The same seed and the same playing give the same answer.",
            handler="seed",
        ),
        Address(
            "/perf/dumpOSC",
            (Argument("flag", "i", "1: log every message, 0: stop the log", 0, 1),),
            "Log all messages that the engine receives.",
            handler="dump_osc",
        ),
        Address("/perf/quit", (), "End the engine.", handler="quit", loopback_only=True),
    )
