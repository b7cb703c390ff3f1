"""Every address of the OSC API, once: checks, dispatch and documentation derive from this table."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ..core.beats import FASTEST, SLOWEST
from ..core.controls import CONTROLS, Control, control, nearest
from ..core.turn_taking import PHASES
from ..core.turns import MODES
from .address import Address, Argument
from .refusal import Code, Refusal

API = 1  # counts changes that break clients
PORT = 9470
CLIENT_PORT = 9471
TIMINGS: Final = ("bundle", "ahead", "now")
VOICES = 16
LONGEST_COMPARED: Final = 80  # characters of an address that is compared with the known ones

PLAYER = Argument("player", "i", "who plays", 0, 15)
VOICE = Argument("voice", "i", "the machine's voice", 0, VOICES - 1)
ANY_VOICE = Argument("voice", "i", "only this voice, else all", 0, VOICES - 1, True)
OF_VOICE = Argument("voice", "i", "the machine's voice", 0, VOICES - 1, True, 0)
STATE = Argument("name", "s", "letters, digits, spaces, dots, dashes and underscores, 40 at most")
PITCH = Argument("pitch", "i", "MIDI key, 60 is middle C", 0, 127)
VELOCITY = Argument("velocity", "i", "loudness; 0 releases", 0, 127)
IGNORED_VELOCITY = Argument("velocity", "i", "ignored", 0, 127, True, 0)
DURATION = Argument("duration", "f", "seconds until the release comes by itself", 0, 600, True)
IN_MS = Argument("in_ms", "f", "milliseconds until due; 0 in timing bundle and now")
REAL_IN_MS = Argument("in_ms", "f", "milliseconds until due, in every timing")
MODE = Argument("mode", "s", choices=MODES)
CLOCKS = ("internal", "midi", "link", "osc")
SOURCE = Argument("source", "s", "for clocks: counts only while /perf/clock is this",
                  optional=True, default="", choices=("", *CLOCKS))
KNOB = Argument("number", "i", "control change number", 0, 119)
BOUND = Argument("control", "s", "a control, or panic", choices=(*CONTROLS, "panic"))
ENDS = (
    Argument("low", "f", "its value where the knob is at 0, which may be the greater; none: its "
             "least", optional=True),
    Argument("high", "f", "its value where the knob is at 127; none: its greatest", optional=True),
)


def _value(c: Control) -> Argument:
    unit = f" ({c.unit})" if c.unit else ""
    tag = "si" if c.choices else "is" if c.words else "i" if c.whole else "f"  # said, or taken too
    return Argument(
        "value", tag, c.help + unit, c.low, c.high, default=c.say(c.default), choices=c.choices
    )


FROM_CLIENTS: Final = (
    Address("/perf/notify", (
        Argument("flag", "i", "0 leave, 1 notes, 2 notes, heard and foresee", 0, 2),
        Argument("port", "i", "where to send to at the sender's host; 0 or none: the port it "
                 "sends from", 0, 65535, True, 0),
        Argument("timing", "s", "bundle: time-tagged bundles, sent ahead; ahead: sent ahead, "
                 "wait in_ms; now: sent when due", optional=True, default="now", choices=TIMINGS),
        Argument("lease", "f", "seconds this lasts without any message from the host; 0: for "
                 "ever", 0, 86400, True, 10.0),
    ), "Be told what is played. Answered to the reply port by /perf/done /perf/notify id lease "
       "and /perf/running.", "", "notify"),
    Address("/perf/ping", (
        Argument("x", "*", "comes back", optional=True, default=0),
        Argument("seconds", "i", "the client's wall time, whole seconds since 1970", 0, 2**31 - 1,
                 True),
        Argument("microseconds", "i", "and microseconds", 0, 999_999, True),
    ), "Answered by x and the engine's wall time as two ints. From another machine, say your "
       "wall time too (two ints, x as a time tag, or a bundle tagged with the present): the "
       "offset of the two clocks is the smallest difference over the last 32 pings. Loopback "
       "has none.",
       "/perf/pong", "ping"),
    Address("/perf/status", (), "How the engine is.", "/perf/status.reply", "status"),
    Address("/perf/version", (), "Which engine this is.", "/perf/version.reply", "version"),
    Address("/perf/sync", (Argument("id", "i", "comes back", -2**31, 2**31 - 1),),
            "Answered once all earlier asynchronous work (a prime, a model) is done.",
            "/perf/synced", "sync"),
    Address("/perf/in/note", (PLAYER, PITCH, VELOCITY, DURATION),
            "A player strikes a key, or lets it go (velocity 0).", "", "in_note"),
    Address("/perf/in/noteon", (PLAYER, PITCH, VELOCITY),
            "The same, as a MIDI note-on.", "", "in_note"),
    Address("/perf/in/noteoff", (PLAYER, PITCH, IGNORED_VELOCITY),
            "A player lets a key go.", "", "in_noteoff"),
    Address("/perf/in/cc", (
        PLAYER, Argument("number", "i", "64 is the pedal; 120 and 123 let go of everything that "
                         "the player holds; others are ignored", 0, 127),
        Argument("value", "i", "", 0, 127),
    ), "A player's control change.", "", "in_cc"),
    Address("/perf/in/pedal", (PLAYER, Argument("value", "i", "down from 64", 0, 127)),
            "A player's sustain pedal.", "", "in_pedal"),
    Address("/perf/in/play", (
        Argument("pairs", "*", "key value ...: midinote, or note or n (0 is pitch 60), rounded to "
                 "the nearest key; velocity, amp or gain 0..1 (above 1 is 1; 0 is a rest); "
                 "sustain in seconds, else delta, else 0.25; player; others are ignored",
                 many=True, optional=True),
    ), "A note as SuperDirt and Tidal say it.", "", "in_play"),
    *(Address(f"/perf/param/{c.name}", (_value(c),), c.help, handler="param", getter=True,
              control=c.name) for c in CONTROLS.values()),
    *(Address(f"/perf/voice/N/{c.name}", (_value(c),), c.help + " One voice.", handler="param",
              getter=True, control=c.name) for c in CONTROLS.values()),
    Address("/perf/set", (Argument("pairs", "*", "name value ...", many=True),),
            "Set several controls, all or none.", handler="set"),
    Address("/perf/get", (Argument("names", "s", "none: all controls", many=True, optional=True),),
            "Several controls, as name value ...", "/perf/get", "get"),
    Address("/perf/mode", (MODE,), "How the machine plays together with the players.",
            handler="mode", getter=True),
    Address("/perf/voice/N/mode", (MODE,), "The same for one voice.", handler="mode", getter=True),
    Address("/perf/start", (ANY_VOICE,), "May sound again.", handler="start"),
    Address("/perf/stop", (ANY_VOICE,), "Fall silent until started.", handler="stop"),
    Address("/perf/reset", (ANY_VOICE,), "Forget everything heard and played.", handler="reset"),
    Address("/perf/panic", (), "Silence: everyone, everything, now.", handler="panic"),
    Address("/perf/release", (), "Release only what this client was sent, and what it holds as a "
            "player.", handler="release"),
    Address("/perf/prime", (
        Argument("pitch", "si", "the path of a MIDI file (loopback only), or pitches", 0, 127,
                 many=True),
    ), "Feed notes without sounding them. Answered by /perf/done with the number of notes when "
       "the feeding begins; /perf/sync waits for its end.", handler="prime"),
    Address("/perf/state/save", (STATE, OF_VOICE),
            "Keep a voice's state of mind under a name, in memory and on the disk. Answered by "
            "/perf/done when it is written.", handler="state_save", loopback_only=True),
    Address("/perf/state/recall", (STATE, ANY_VOICE),
            "Go on from a state that was kept, at once; what sounds goes on sounding.",
            handler="state_recall"),
    Address("/perf/state/morph", (
        Argument("one", "s", "a state's name"), Argument("other", "s", "another's"),
        Argument("amount", "f", "how far from the one to the other", 0, 1), ANY_VOICE,
    ), "Go on from between two states; their memories of phrases stay out of it.",
       handler="state_morph"),
    Address("/perf/state/freeze", (Argument("flag", "i", "1 holds, 0 lets go", 0, 1), ANY_VOICE),
            "Hold the machine's state where it is: the control freeze.", handler="state_freeze",
            getter=True),
    Address("/perf/state/list", (), "Read the folder of states again, and say their names.",
            "/perf/state/list.reply", "state_list"),
    Address("/perf/model/list", (), "The models that can be loaded by name.",
            "/perf/model/list.reply", "model_list"),
    Address("/perf/model/info", (
        Argument("name", "s", "a model's name, or its file (loopback only); none: the one that "
                 "plays", optional=True, default=""),
    ), "What a model says of itself: its sizes, its parts, its training.",
       "/perf/model/info.reply", "model_info"),
    Address("/perf/model/load", (
        Argument("name", "s", "a model's name, or its file (loopback only)"),
    ), "Another model plays: loaded beside the playing, told the last 512 events, then put in "
       "place between two events. What sounds goes on sounding. Answered when it plays, by "
       "/perf/done and to everybody by /perf/running; until then by /perf/progress.",
       handler="model_load"),
    Address("/perf/record", (
        Argument("flag", "i", "1 begins to record, 0 ends it", 0, 1),
    ), "Record the session: every note and order taken, and all that the machine plays, into a new "
       "folder. Answered, when it has begun, by /perf/done with the folder.",
       handler="record", getter=True, loopback_only=True),
    Address("/perf/mark", (Argument("text", "s", "whatever helps to find the place again"),),
            "Put a mark into the recording.", handler="mark"),
    Address("/perf/tempo", (
        Argument("tempo", "f", "beats a minute", SLOWEST, FASTEST), SOURCE,
    ), "The tempo from now on.", handler="tempo", getter=True),
    Address("/perf/beat", (Argument("beat", "f", "from the beginning of the song"), SOURCE),
            "It is this beat now, or at the time tag. With the clock osc, beats are counted: phase "
            "and tempo are found smoothly from several.", handler="beat", getter=True),
    Address("/perf/transport", (Argument("flag", "i", "1 runs, 0 stands still", 0, 1), SOURCE),
            "Run from the present beat, or stand still.", handler="transport", getter=True),
    Address("/perf/clock", (Argument("clock", "s", choices=CLOCKS),),
            "Whose beats count: internal, by /perf/tempo and /perf/transport; midi, by MIDI clock; "
            "link, by Ableton Link; osc, by whoever counts with /perf/beat.", handler="clock",
            getter=True),
    Address("/perf/midi/learn", (
        Argument("control", "s", "a control, panic, or none to stop learning",
                 choices=(*CONTROLS, "panic", "none")), *ENDS,
    ), "The next knob that is turned on a MIDI controller turns this control from then on, after "
       "a restart too.", handler="midi_learn"),
    Address("/perf/midi/bind", (KNOB, BOUND, *ENDS),
            "This knob turns this control from now on.", handler="midi_bind"),
    Address("/perf/midi/unbind", (KNOB,), "This knob turns nothing any more.",
            handler="midi_unbind"),
    Address("/perf/midi/bindings", (), "Ask for all that is bound, told by /perf/midi/bound.",
            handler="midi_bindings"),
    Address("/perf/seed", (Argument("seed", "i", "", 0, 2**31 - 1), ANY_VOICE),
            "Begin the machine's random numbers anew.", handler="seed"),
    Address("/perf/dumpOSC", (Argument("flag", "i", "1 logs every message", 0, 1),),
            "Log what comes in.", handler="dump_osc"),
    Address("/perf/quit", (), "End the engine.", handler="quit", loopback_only=True),
)

TO_CLIENTS: Final = (
    Address("/perf/note", (VOICE, PITCH, VELOCITY, IN_MS),
            "The machine strikes a key; it lets go when it decides to.", ""),
    Address("/perf/noteoff", (VOICE, PITCH, IN_MS), "The machine lets a key go.", ""),
    Address("/perf/cc", (VOICE, Argument("number", "i"), Argument("value", "i"), IN_MS),
            "The machine's pedal (64); after a panic, all sound off (120).", ""),
    Address("/perf/flush", (VOICE,), "Drop what you have scheduled for this voice.", ""),
    Address("/perf/heard", (PLAYER, PITCH, VELOCITY), "A player's note was heard (flag 2).", ""),
    Address("/perf/foresee", (
        VOICE, PITCH, VELOCITY, REAL_IN_MS, Argument("probability", "f", "of the key"),
        Argument("surprise", "f", "nats of the last event"),
    ), "What a voice has in mind, when that changes; at most 60 a second, except the first after "
       "a player's event (flag 2).", ""),
    Address("/perf/turn", (
        VOICE, Argument("phase", "s", choices=PHASES),
        Argument("seconds", "f", "how long it lasts; 0: that depends on the player"), REAL_IN_MS,
    ), "In call_response, whose turn it is: count_in, call (the player's), answer (the machine's), "
       "rest (the player may begin).", ""),
    Address("/perf/running", (Argument("name", "s", "the model's name"),),
            "The engine has begun, knows you anew, or plays another model.", ""),
    Address("/perf/pulse", (Argument("beat", "f"), Argument("tempo", "f", "beats a minute"),
                            Argument("running", "i")),
            "Which beat it is, once a second and when that changes, after somebody has set tempo, "
            "beat, transport or clock; in timing bundle, tagged with its time.", ""),
    Address("/perf/midi/learning", (Argument("control", "s"), Argument("low", "f"),
                                    Argument("high", "f")),
            "For the MIDI bridge: the next knob is to be bound.", ""),
    Address("/perf/midi/bound", (Argument("number", "i"), Argument("control", "s"),
                                 Argument("low", "f"), Argument("high", "f")),
            "A knob is bound to a control.", ""),
    Address("/perf/midi/unbound", (Argument("number", "i"),), "A knob turns nothing now.", ""),
    Address("/perf/midi/tell", (), "For the MIDI bridge: somebody asks what is bound.", ""),
    Address("/perf/alive", (Argument("seq", "i"),), "Once a second; after 3 s without, release "
            "what you hold.", ""),
    Address("/perf/done", (Argument("address", "s"), Argument("values", "*", many=True)),
            "A message was carried out.", ""),
    Address("/perf/fail", (
        Argument("address", "s"),
        Argument("code", "i", "1 unknown address, 2 bad types, 3 out of range, 4 busy, 5 not "
                 "found, 6 refused, 7 internal"),
        Argument("text", "s"),
    ), "A message changed nothing, and why.", ""),
    Address("/perf/progress", (
        Argument("address", "s"), Argument("share", "f", "how much is done, 0..1"),
        Argument("name", "s", "of the model"),
    ), "Something that takes a while goes on.", ""),
    Address("/perf/model/list.reply", (Argument("names", "s", many=True),),
            "Answers /perf/model/list.", ""),
    Address("/perf/model/info.reply", (
        Argument("pairs", "*", "key value ...: name, bytes, parameters, hidden, embedding, held, "
                 "head, parts, dt_count, velocity_count, and what was noted of its training as "
                 "training.*", many=True),
    ), "Answers /perf/model/info.", ""),
    Address("/perf/state/list.reply", (Argument("names", "s", many=True),),
            "Answers /perf/state/list.", ""),
    Address("/perf/pong", (Argument("x", "*"), Argument("seconds", "i"),
                           Argument("microseconds", "i")),
            "Answers /perf/ping.", ""),
    Address("/perf/status.reply", (
        Argument("running", "i", "0 after /perf/stop"), Argument("clients", "i"),
        Argument("voices", "i"), Argument("p50_ms", "f", "from a note's coming to the answer"),
        Argument("p99_ms", "f"), Argument("late", "i", "strikes sent over 2 ms after their due "
                                          "time"),
        Argument("dropped", "i", "messages that could not be taken or sent"),
        Argument("cpu", "f", "share of one core, 0..1"), Argument("model", "s"),
        Argument("uptime_s", "f"),
    ), "Answers /perf/status.", ""),
    Address("/perf/version.reply", (
        Argument("name", "s"), Argument("major", "i"), Argument("minor", "i"),
        Argument("patch", "i"), Argument("api", "i"),
    ), "Answers /perf/version.", ""),
    Address("/perf/synced", (Argument("id", "i"),), "Answers /perf/sync.", ""),
)

_EXACT: Final = {a.address: a for a in FROM_CLIENTS if "/N/" not in a.address}
_VOICE_PREFIX: Final = "/perf/voice/"
_OF_A_VOICE: Final = {
    a.address.rpartition("/")[2]: a for a in FROM_CLIENTS if a.address.startswith(_VOICE_PREFIX)
}
SAID: Final = frozenset(a.address for a in TO_CLIENTS)


def find(address: str) -> tuple[Address, int | None]:
    """The address's entry and the voice it names, if any. Raises Refusal."""
    found = _EXACT.get(address)
    if found is not None:
        return found, None
    if address.startswith(_VOICE_PREFIX):
        number, _, name = address[len(_VOICE_PREFIX) :].partition("/")
        entry = _OF_A_VOICE.get(name)
        if entry is not None and len(number) <= 2 and number.isascii() and number.isdecimal():
            if int(number) >= VOICES:
                raise Refusal(Code.OUT_OF_RANGE, f"voice must be 0..{VOICES - 1}, not {number}")
            return entry, int(number)
    elif address.startswith("/perf/param/") and len(address) < LONGEST_COMPARED:
        try:
            control(address[len("/perf/param/") :])
        except LookupError as error:
            raise Refusal(Code.UNKNOWN_ADDRESS, str(error)) from None
    raise Refusal(Code.UNKNOWN_ADDRESS, _unknown(address[:LONGEST_COMPARED]))


@lru_cache(maxsize=256)  # what is wrong comes again and again, and comparing takes a millisecond
def _unknown(address: str) -> str:
    if address in SAID:
        heard = address.replace("/perf/", "/perf/in/", 1)
        hint = f"; what it hears is {heard}" if heard in _EXACT else ""
        return f"{address} is what the engine says to clients{hint}"
    near = nearest(address, _EXACT) if len(address) < LONGEST_COMPARED else None
    if near is None:
        return "there is no such address; perf-engine osc lists all"
    return f"there is no address {address}; the nearest is {near}; perf-engine osc lists all"
