"""The addresses of messages from the engine to clients: a row for each, with its arguments."""

from __future__ import annotations

from collections.abc import Iterable

from .address import PITCH, PLAYER, VELOCITY, Address, Argument
from .notes import VOICES

VOICE = Argument("voice", "i", "the machine's voice", 0, VOICES - 1)
IN_MS = Argument("in_ms", "f", "milliseconds until it is due; 0 in timing bundle and now")
REAL_IN_MS = Argument("in_ms", "f", "milliseconds until it is due, in every timing")

INSTALLATION = (
    Argument("healthy", "i", "1 if all is well"),
    Argument("scene", "s", "its name; empty if there is none"),
    Argument("presence", "s", "idle, attract or engaged"),
    Argument("loudness", "f", "share of the loudness that the hours allow, 0..1"),
    Argument("order", "s", "auto, stop or quiet"),
    Argument("trouble", "s", "a sentence; empty if all is well"),
)


def to_clients(phases: Iterable[str]) -> tuple[Address, ...]:
    """Return all of them; `phases` are those of a turn."""
    return (
        Address(
            "/perf/note",
            (VOICE, PITCH, VELOCITY, IN_MS),
            "The machine strikes a key. Its release comes later, as /perf/noteoff.",
            "",
        ),
        Address("/perf/noteoff", (VOICE, PITCH, IN_MS), "The machine releases a key.", ""),
        Address(
            "/perf/cc",
            (VOICE, Argument("number", "i"), Argument("value", "i"), IN_MS),
            "The machine's pedal (64); after a panic, all sound off (120).",
            "",
        ),
        Address(
            "/perf/flush", (VOICE,), "Cancel the notes that you have scheduled for this voice.", ""
        ),
        Address(
            "/perf/channel",
            (
                VOICE,
                Argument("channel", "i", "the voice's MIDI channel", 1, 16),
                Argument("shared", "i", "1: the players play the same instrument on it", 0, 1),
            ),
            "The MIDI channel of a voice has changed. Also sent after /perf/notify, "
            "unless channel is voice + 1, not 10, and shared is 1.",
            "",
        ),
        Address(
            "/perf/heard",
            (PLAYER, PITCH, VELOCITY),
            "A player's note was heard (flag 2). Velocity 0 means that no player holds this key "
            "any more.",
            "",
        ),
        Address(
            "/perf/heard/pedal",
            (PLAYER, Argument("value", "i", "64 and above is down", 0, 127)),
            "A player's sustain pedal was heard (flag 3).",
            "",
        ),
        Address(
            "/perf/holding",
            (
                Argument(
                    "pairs",
                    "i",
                    "player pitch ...: each key that players hold; pitch 128 is the pedal",
                    many=True,
                ),
            ),
            "All keys that players hold (flag 3), four times a second while a player holds a key, "
            "and for two seconds after. If your program sounds a key that is not in the list, end "
            "its note.",
            "",
        ),
        Address(
            "/perf/foresee",
            (
                VOICE,
                PITCH,
                VELOCITY,
                REAL_IN_MS,
                Argument("probability", "f", "probability of the key"),
                Argument("surprise", "f", "surprise at the last event, in nats"),
            ),
            "A voice has a new prediction of its next note (flag 2). At most 60 predictions are "
            "sent a second, not counting the first after each event of a player.",
            "",
        ),
        Address(
            "/perf/turn",
            (
                VOICE,
                Argument("phase", "s", choices=tuple(phases)),
                Argument("seconds", "f", "the length of the phase; 0 if it depends on the player"),
                REAL_IN_MS,
            ),
            "A turn begins in call_response: count_in, call (the player's), answer (the "
            "machine's), or rest (the player may begin). In duet and accompany, rest means "
            "that nobody has played for rest_after, and call that somebody plays again.",
            "",
        ),
        Address(
            "/perf/running",
            (Argument("name", "s", "the model's name"),),
            "The engine has started, accepts you as a new client, or plays another model.",
            "",
        ),
        Address(
            "/perf/pulse",
            (
                Argument("beat", "f"),
                Argument("tempo", "f", "beats a minute"),
                Argument("running", "i"),
                Argument(
                    "confidence",
                    "f",
                    "0..1: how sure a beat is that was heard; 1 if it was given",
                ),
            ),
            "The present beat, once a second and after each change. Until somebody has set tempo, "
            "beat, transport or clock, it is the beat that the engine hears in what is played. "
            "The engine sends this one only while it is sure. When it is sure no more, it "
            "sends it once with running 0. In the timing bundle, the message has its time as a "
            "time tag.",
            "",
        ),
        Address(
            "/perf/harmony",
            (
                Argument("chord", "s", "its name; empty where a chart has none"),
                Argument("key", "s", "the key that is heard, as C major"),
                Argument("confidence", "f", "0..1: how sure a chord is that was heard"),
                Argument("given", "i", "1 if /perf/chord or /perf/chords gave it"),
                Argument("root", "i", "pitch class 0..11, 0 is C; -1 for none"),
                Argument("bass", "i", "pitch class of the lowest note"),
            ),
            "The chord in which the machine plays: after each change, and once a second while "
            "somebody plays or chords are given. A chord that is heard is sent when the engine is "
            "sure enough. When a given chord ends and none is heard, the name is empty.",
            "",
        ),
        Address(
            "/perf/midi/learning",
            (Argument("control", "s"), Argument("low", "f"), Argument("high", "f")),
            "For the MIDI bridge: the next knob is to be bound to a control.",
            "",
        ),
        Address(
            "/perf/midi/bound",
            (
                Argument("number", "i"),
                Argument("control", "s"),
                Argument("low", "f"),
                Argument("high", "f"),
            ),
            "A knob is bound to a control.",
            "",
        ),
        Address("/perf/midi/unbound", (Argument("number", "i"),), "A knob is no longer bound.", ""),
        Address(
            "/perf/midi/keyboards.reply",
            (Argument("names", "s", many=True),),
            "Reply to /perf/midi/keyboards. It is empty if the engine hears none.",
            "",
        ),
        Address("/perf/midi/tell", (), "For the MIDI bridge: a client asks for all bindings.", ""),
        Address(
            "/perf/sound",
            (
                Argument(
                    "setting",
                    "s",
                    choices=("volume", "reverb", "program", "player", "plays", "test", "again"),
                ),
                Argument("value", "*", "a number, or the name of an instrument"),
                Argument("voice", "i", "of a program", 0, VOICES - 1),
            ),
            "A setting of the built-in sound has changed.",
            "",
        ),
        Address(
            "/perf/sound/status.reply",
            (
                Argument("device", "s", "empty if there is none"),
                Argument("rate", "i", "samples a second"),
                Argument("buffer", "i", "frames"),
                Argument("latency_ms", "f", "from a note until it is heard, at most, as measured"),
                Argument("soundfont", "s"),
                Argument("underruns", "i", "number of buffers that came too late"),
                Argument("level", "f", "greatest sample of the last second, 0..1"),
                Argument("plays", "s", "both, machine, you or none"),
                Argument("why", "s", "why nothing sounds; empty if it does"),
            ),
            "Reply to /perf/sound/status.",
            "",
        ),
        Address(
            "/perf/installation",
            INSTALLATION,
            "The state of an installation, every 5 s and after each change.",
            "",
        ),
        Address(
            "/perf/installation/status.reply",
            INSTALLATION,
            "Reply to /perf/installation/status.",
            "",
        ),
        Address(
            "/perf/alive",
            (Argument("seq", "i"),),
            "A sign of life, once a second. If none comes for 3 s, release all notes.",
            "",
        ),
        Address(
            "/perf/sounding",
            (
                Argument(
                    "pairs",
                    "i",
                    "voice pitch ...: each key whose last message to you was a strike, even if "
                    "the strike is not yet due; pitch 128 is the voice's pedal",
                    many=True,
                ),
            ),
            "All keys that should sound in your program, four times a second while something "
            "sounds, and for two seconds after. If a key sounds and is not in the list, its "
            "release was lost: release the key. If a key is in the list and does not sound, its "
            "strike was lost: do nothing.",
            "",
        ),
        Address(
            "/perf/overload",
            (
                Argument(
                    "flag", "i", "1 when the overload begins and while it lasts, 0 when it ends"
                ),
                Argument("pace_s", "f", "seconds between two predictions of a voice"),
                Argument("skipped", "i", "number of skipped strikes, in all"),
                Argument("late", "i", "number of strikes sent more than 2 ms late, in all"),
                Argument("behind_ms", "f", "longest delay in hearing or deciding just now"),
            ),
            "The processor is too slow for everything that there is to play, so the machine plays "
            "less. Sent when this overload begins, once a second while it lasts, and when it ends.",
            "",
        ),
        Address(
            "/perf/done",
            (Argument("address", "s"), Argument("values", "*", many=True)),
            "A message was carried out.",
            "",
        ),
        Address(
            "/perf/fail",
            (
                Argument("address", "s"),
                Argument(
                    "code",
                    "i",
                    "1 unknown address, 2 bad types, 3 out of range, 4 busy, 5 not "
                    "found, 6 refused, 7 internal",
                ),
                Argument("text", "s"),
            ),
            "A message was refused and changed nothing.",
            "",
        ),
        Address(
            "/perf/progress",
            (
                Argument("address", "s"),
                Argument("share", "f", "share that is done, 0..1"),
                Argument("name", "s", "the model's name"),
            ),
            "Progress of a task that takes a while.",
            "",
        ),
        Address(
            "/perf/model/list.reply",
            (Argument("names", "s", many=True),),
            "Reply to /perf/model/list.",
            "",
        ),
        Address(
            "/perf/model/styles.reply",
            (Argument("names", "s", many=True),),
            "Reply to /perf/model/styles.",
            "",
        ),
        Address(
            "/perf/model/info.reply",
            (
                Argument(
                    "pairs",
                    "*",
                    "key value ...: name, bytes, parameters, hidden, embedding, held, "
                    "head, parts, dt_count, velocity_count, styles if it has any, and facts "
                    "about the training as training.*",
                    many=True,
                ),
            ),
            "Reply to /perf/model/info.",
            "",
        ),
        Address(
            "/perf/state/list.reply",
            (Argument("names", "s", many=True),),
            "Reply to /perf/state/list.",
            "",
        ),
        Address(
            "/perf/pong",
            (Argument("x", "*"), Argument("seconds", "i"), Argument("microseconds", "i")),
            "Reply to /perf/ping.",
            "",
        ),
        Address(
            "/perf/status.reply",
            (
                Argument("running", "i", "0 after /perf/stop"),
                Argument("clients", "i"),
                Argument("voices", "i"),
                Argument(
                    "p50_ms",
                    "f",
                    "time from a note's arrival at the socket to the answer",
                ),
                Argument("p99_ms", "f"),
                Argument("late", "i", "number of strikes sent more than 2 ms late"),
                Argument("dropped", "i", "number of messages that could not be received or sent"),
                Argument("cpu", "f", "share of one core, 0..1"),
                Argument("model", "s"),
                Argument("uptime_s", "f"),
                Argument(
                    "overloaded",
                    "i",
                    "1 while the processor is too slow for everything that there is to play",
                ),
                Argument(
                    "pace_s", "f", "seconds between two predictions of a voice, during an overload"
                ),
                Argument(
                    "skipped",
                    "i",
                    "number of strikes that were skipped because they were more than 30 ms late",
                ),
                Argument("behind_ms", "f", "longest delay in hearing or deciding just now"),
                Argument(
                    "unheard",
                    "i",
                    "number of the dropped packets that overflowed the system's buffer",
                ),
            ),
            "Reply to /perf/status.",
            "",
        ),
        Address(
            "/perf/health.reply",
            (
                Argument("state", "s", "well; trouble; failing if no remedy has helped"),
                Argument("why", "s", "the first trouble; empty if there is none"),
                Argument(
                    "silent_s",
                    "f",
                    "seconds without a strike while the mode owes sound, times the density below 1",
                ),
                Argument(
                    "patterns",
                    "i",
                    "number of different patterns of four pitches among the machine's last 64"
                    " strikes; -1 before there are so many, and while no voice owes sound or"
                    " freeze is on",
                ),
                Argument("late_ms", "f", "lateness of the engine's turns, the median of a minute"),
                Argument(
                    "grown_mb", "f", "megabytes of memory more than ten minutes after the start"
                ),
                Argument("still_s", "f", "seconds without a sign of life from a client process"),
                Argument("saved_s", "f", "seconds since everything was saved; -1 without `resume`"),
                Argument("repairs", "i", "number of remedies that were tried"),
                Argument("last", "s", "the last trouble that a remedy was tried for"),
            ),
            "Reply to /perf/health.",
            "",
        ),
        Address(
            "/perf/prove",
            (Argument("number", "i"),),
            "A number for a client whose address may be forged. Until the client sends "
            "the number back with /perf/proof, it gets no more bytes than it sends.",
            "",
        ),
        Address(
            "/perf/version.reply",
            (
                Argument("name", "s"),
                Argument("major", "i"),
                Argument("minor", "i"),
                Argument("patch", "i"),
                Argument("api", "i"),
            ),
            "Reply to /perf/version.",
            "",
        ),
        Address("/perf/synced", (Argument("id", "i"),), "Reply to /perf/sync.", ""),
    )
