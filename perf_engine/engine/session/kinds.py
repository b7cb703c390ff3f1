"""The kinds of values that journals and snapshots may contain, and their names on the disk.

Each kind is declared here once: its name, its class, and its attributes. The disk has the kind's
name and the attributes' names without a leading underscore, never a module or a class. So a class,
a module or a private attribute may be renamed: its row here changes (`stored=attribute` keeps the
old name on the disk), and old recordings can still be read.

A frozen value is written as the list of its attributes in the order of its row, so a new attribute
must come at the end of the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, Final

from perf_engine.core.beat.beats import BeatClock
from perf_engine.core.beat.expectation import Expectation
from perf_engine.core.beat.felt_beat import FeltBeat
from perf_engine.core.beat.heard_beat import BeatStrike, HeardBeat
from perf_engine.core.beat.metre import Metre
from perf_engine.core.beat.pulse_filter import PulseFilter
from perf_engine.core.beat.tracker import BeatTracker, Closed
from perf_engine.core.beat.transport import Listen, Locate, Observe, Run, SetTempo
from perf_engine.core.controls import Settings
from perf_engine.core.drums.drummer import Drummer
from perf_engine.core.drums.patterns import Patterns
from perf_engine.core.harmony.chart import Chart
from perf_engine.core.harmony.chord_tracker import BeatNote, ChordTracker
from perf_engine.core.harmony.chords import Chord
from perf_engine.core.harmony.guide import GiveChart, GiveChord, HarmonyGuide
from perf_engine.core.memory.handover import Handover
from perf_engine.core.memory.harmony_counts import HarmonyCounts, Progression
from perf_engine.core.memory.imitation import Remembrance
from perf_engine.core.memory.phrase_counts import PhraseCounts
from perf_engine.core.memory.priming import Memory, Relearning
from perf_engine.core.memory.recent_events import Recollection, Remembered
from perf_engine.core.messages import (
    Alive,
    Dismiss,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prime,
    PrimeNote,
    Recall,
    Reset,
    Seed,
    SetControls,
    SetMode,
    SourceLost,
    Start,
    Stop,
    TakeOver,
    Withdraw,
)
from perf_engine.core.model.gru import StreamingGRU
from perf_engine.core.model.model_file import Origin
from perf_engine.core.playing.claims import Claims
from perf_engine.core.playing.ensemble import Ensemble, Unheard
from perf_engine.core.playing.follower import Bound, Follower, Move
from perf_engine.core.playing.hands import Hands
from perf_engine.core.playing.held_keys import Holds
from perf_engine.core.playing.improviser import Improviser
from perf_engine.core.playing.ledger import Ledger, _Sounding
from perf_engine.core.playing.performer import Performer
from perf_engine.core.playing.prediction import Thought
from perf_engine.core.playing.pressed_keys import Other, Pressed
from perf_engine.core.playing.speaker import Speaker
from perf_engine.core.playing.themes import Theme, ThemeEvent
from perf_engine.core.playing.voice import Voice
from perf_engine.core.steering.given import Given
from perf_engine.core.steering.governor import Governor
from perf_engine.core.steering.groove import Groove
from perf_engine.core.steering.limits import Limits
from perf_engine.core.steering.loudness import Touch
from perf_engine.core.steering.measures import Fullness, Harmony, Mean, Pace, Repetition
from perf_engine.core.steering.repetition_guard import Guard
from perf_engine.core.turns.answer import Answer
from perf_engine.core.turns.modes import Parts
from perf_engine.core.turns.phrase_end import Phrase
from perf_engine.core.turns.resting import Rest
from perf_engine.core.turns.schedule import Schedule
from perf_engine.core.turns.turn_taking import TurnTaking
from perf_engine.protocol.notes import (
    ControlChange,
    Flush,
    Foreseen,
    Heard,
    Release,
    Strike,
    TurnPassed,
)


class Kind:
    """A class whose objects may be written, with its name and its attributes on the disk.

    `names` are the attributes' names on the disk, `attributes` those in the class, in the same
    order. Objects of a `frozen` class never change, so they are written as lists and made by their
    class.
    """

    def __init__(self, name: str, made: type[Any], row: str) -> None:
        """Read a row of words `attribute` or `stored=attribute`. Raises ValueError."""
        pairs = [word.rpartition("=") for word in row.split()]
        self.name, self.made = name, made
        self.attributes = tuple(attribute for *_, attribute in pairs)
        self.names = tuple(stored or attribute.lstrip("_") for stored, _, attribute in pairs)
        declared = getattr(made, "__dataclass_params__", None)
        self.frozen = declared is not None and bool(declared.frozen)
        self.needed = len(self.attributes)
        for either, what in ((self.names, "names"), (self.attributes, "attributes")):
            if len(set(either)) < len(either):
                raise ValueError(f"the kind {name} has two {what} that are the same")
        if self.frozen:
            known = {field.name: field for field in fields(made) if field.init}
            if set(known) != set(self.attributes):
                raise ValueError(
                    f"the kind {name} must be declared as ({name!r}, {made.__name__}, "
                    f"{' '.join(known)!r}), with new attributes at the end"
                )
            while self.needed and _has_default(known[self.attributes[self.needed - 1]]):
                self.needed -= 1
        self._columns = tuple(zip(self.names, self.attributes, strict=True))
        self._all = frozenset(self.attributes)
        self._slots = frozenset(name for one in made.__mro__ for name in _slots(one))

    def values(self, item: Any) -> list[Any]:
        """Return the attributes of an object, in the order of the row."""
        return [getattr(item, attribute) for attribute in self.attributes]

    def named(self, item: Any) -> list[tuple[str, Any]]:
        """Return an object's attributes by disk name. Raises TypeError if the row differs."""
        has = attributes(item) if self._slots else vars(item).keys()
        if has != self._all:
            new = ", ".join(sorted(has - self._all))
            gone = ", ".join(sorted(self._all - has))
            told = [f"nothing is declared of its {new}"] * bool(new)
            told += [f"it has no {gone}"] * bool(gone)
            raise TypeError("; ".join(told))
        return [(name, getattr(item, attribute)) for name, attribute in self._columns]

    def make(self, values: Iterable[Any]) -> Any:
        """Return a frozen object, made and checked by its class.

        Attributes with a default may be missing at the end. Raises ValueError if there are too many
        or too few, or if the class refuses them.
        """
        given = list(values)
        if not self.needed <= len(given) <= len(self.attributes):
            raise ValueError(f"{self.name} must have {len(self.names)} values, not {len(given)}")
        return self.made(**dict(zip(self.attributes, given, strict=False)))

    def attribute(self, name: str) -> str:
        """Return the attribute of a name on the disk. Raises ValueError."""
        if name not in self.names:
            raise ValueError(f"{self.name} has no {name[:40]!r} here")
        return self.attributes[self.names.index(name)]


def _has_default(field: Any) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def attributes(item: Any) -> frozenset[str]:
    """Return the names of all attributes of an object."""
    slots = (name for kind in type(item).__mro__ for name in _slots(kind))
    return frozenset((*getattr(item, "__dict__", ()), *(n for n in slots if hasattr(item, n))))


def _slots(kind: type[Any]) -> tuple[str, ...]:
    found = kind.__dict__.get("__slots__", ())
    return (found,) if isinstance(found, str) else tuple(found)


class Kinds:
    """The kinds, found by name on the disk or by class."""

    def __init__(self, *rows: tuple[str, type[Any], str]) -> None:
        """Take rows of name, class and attributes. Raises ValueError if a name or class repeats."""
        made = [Kind(*row) for row in rows]
        self.by_name: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in made})
        self.by_class: Mapping[type[Any], Kind] = MappingProxyType({k.made: k for k in made})
        if not len(rows) == len(self.by_name) == len(self.by_class):
            raise ValueError("two kinds have one name, or one class")

    def values(self, item: Any) -> list[Any]:
        """Return the name of an object's kind, then its attributes."""
        kind = self.by_class[type(item)]
        return [kind.name, *kind.values(item)]

    def make(self, name: object, values: Iterable[Any]) -> Any:
        """Return an object of the kind with a name. Raises ValueError."""
        if not isinstance(name, str) or name not in self.by_name:
            raise ValueError(f"{str(name)[:40]!r} is no kind that is known here")
        return self.by_name[name].make(values)


# Messages to a performer and from it, in journals.

TOLD_ROWS: Final = (
    ("NoteOn", NoteOn, "player pitch velocity source duration"),
    ("NoteOff", NoteOff, "player pitch source"),
    ("Pedal", Pedal, "player value source"),
    ("Alive", Alive, "source"),
    ("SourceLost", SourceLost, "source"),
    ("SetControls", SetControls, "values voice"),
    ("SetMode", SetMode, "mode voice"),
    ("Start", Start, "voice"),
    ("Stop", Stop, "voice"),
    ("Reset", Reset, "voice counts"),
    ("Panic", Panic, ""),
    ("Prime", Prime, "notes voice"),
    ("Seed", Seed, "seed voice"),
    ("Recall", Recall, "state voice"),
    ("TakeOver", TakeOver, ""),
    ("Dismiss", Dismiss, ""),
    ("SetTempo", SetTempo, "tempo"),
    ("Run", Run, "running"),
    ("Locate", Locate, "beat"),
    ("Observe", Observe, "beat"),
    ("Listen", Listen, "heard"),
    ("GiveChord", GiveChord, "name"),
    ("GiveChart", GiveChart, "text"),
)
SAID_ROWS: Final = (
    ("Strike", Strike, "voice pitch velocity due"),
    ("Release", Release, "voice pitch due"),
    ("ControlChange", ControlChange, "voice number value due"),
    ("Flush", Flush, "voice"),
    ("Heard", Heard, "player pitch velocity"),
    ("TurnPassed", TurnPassed, "voice phase seconds due"),
    ("Withdraw", Withdraw, "voice pitch sounding after"),
)
PRIME_NOTE: Final = Kind("PrimeNote", PrimeNote, "onset pitch velocity duration part")
MODEL: Final = Kind("Model", Origin, "name file digest")

# The state of a performer, in snapshots.

SNAPSHOT: Final = Kinds(
    (
        "performer",
        Performer,
        "clock _beat _holds _voices _ensemble prepared=_handover _now _at_once decisions dropped",
    ),
    (
        "felt_beat",
        FeltBeat,
        "clock listens overloaded _struck _count _heard _waiting _ahead _sung _carried harmony "
        "_source last",
    ),
    ("heard_beat", HeardBeat, "tracker expectation sure led _given"),
    ("strike_for_the_beat", BeatStrike, "at pitch velocity weight own"),
    (
        "beat_tracker",
        BeatTracker,
        "filter=_filter metre _last _level _stress _weight _usual _worth _loudness _pitch "
        "_distance _period _at _beat _mass closed",
    ),
    ("closed_chord", Closed, "time stress weight"),
    ("pulse_filter", PulseFilter, "belief rest _unchanged"),
    ("metre", Metre, "_stress _beat _late _lates _thirds"),
    ("harmony_guide", HarmonyGuide, "tracker given=_given chart=_chart origin=_origin"),
    ("chord_tracker", ChordTracker, "_before _last _notes _sounding _known"),
    ("note_of_a_beat", BeatNote, "pitch weight below"),
    ("chord", Chord, "name root tones bass"),
    ("chart", Chart, "text begins chords bar length"),
    ("expectation", Expectation, "_places _bars _beat _made"),
    ("held_keys", Holds, "_until _holders _heard last"),
    ("beat_clock", BeatClock, "_period _beat _at running _observed _count _errors _variance"),
    ("ensemble", Ensemble, "voices said unheard _at_once"),
    ("unheard_event", Unheard, "voice key velocity at other marked own"),
    ("other_voice", Other, "voice part bound"),
    ("prepared_models", Handover, "_waiting"),
    (
        "voice",
        Voice,
        "number settings mode _parts speaker ledger schedule _taking _follower pressed memory "
        "awake stopped company excused rest _drummer",
    ),
    ("rest", Rest, "_holds _since resting led"),
    ("schedule", Schedule, "after at _pace _phase _last"),
    ("controls", Settings, "values"),
    ("parts", Parts, "mine players"),
    (
        "speaker",
        Speaker,
        "number mind hands governor beat groove touch watched surprise thought answer _last_strike "
        "_playing_since _asked _burst _burst_began _texture _chord _struck _tied_at _tie_asked",
    ),
    ("foreseen_event", Thought, "mine part key velocity onset probability"),
    ("answer", Answer, "began until struck _strikes"),
    ("hands", Hands, "ledger held _mind"),
    ("sounding_keys", Ledger, "voice shared _owed ends _sounding _pitches _pedal _sent"),
    ("sounding_key", _Sounding, "key struck"),
    ("instrument", Claims, "_holds with_players others"),
    (
        "governor",
        Governor,
        "limits nearness guard _pace _players_pace _loudness _players_loudness _register "
        "_players_register _players_harmony _harmony _all _fullness _players_last _given",
    ),
    (
        "limits",
        Limits,
        "sparsest densest thinnest fullest softest loudest narrowest widest lowest_mean "
        "highest_mean tonal",
    ),
    ("guard", Guard, "longest_run returning repeating _repetition returns=_returning _last _run"),
    ("pace", Pace, "memory _mass _time"),
    ("mean", Mean, "memory enough _sum _mass"),
    ("fullness", Fullness, "memory _sum _mass _keys _time"),
    ("repetition", Repetition, "memory gram _pitches _grams"),
    ("harmony", Harmony, "memory _mass _time"),
    ("given", Given, "pace fullness loudness register"),
    ("groove", Groove, "_clock _drawn _moved _earliest"),
    ("touch", Touch, "_left _since"),
    (
        "improviser",
        Improviser,
        "voice vocabulary stream recollection imitation phrases harmonies theme random _begun "
        "_offset _rate _ahead settings lightly",
    ),
    ("phrase_counts", PhraseCounts, "_counts _sum _last"),
    ("harmony_counts", HarmonyCounts, "_counts _sum _progression"),
    ("progression", Progression, "_before _present"),
    ("theme", Theme, "part _events _onset _missed"),
    ("theme_event", ThemeEvent, "wait key velocity"),
    ("recent_events", Recollection, "_events _listener"),
    ("recent_event", Remembered, "dt part key velocity own"),
    ("phrases", Remembrance, "most deeds held trust"),
    ("prime", Memory, "_mind _waiting _next _held _relearning"),
    ("relearning", Relearning, "deeds due _at _imitation"),
    ("turn_taking", TurnTaking, "phase since until phrase _last _called _length _told"),
    ("phrase", Phrase, "began struck moved _apart"),
    ("follower", Follower, "_bound waiting _holders _order _first"),
    ("follower_bound", Bound, "keys delay"),
    ("follower_move", Move, "due order key velocity"),
    (
        "drummer",
        Drummer,
        "due _patterns _playing _first _place _bar_count _phrase _fills_at _elsewhere _filled "
        "_played _down _ends _heard _accents _loudness",
    ),
    (
        "drum_patterns",
        Patterns,
        "feel beats _theme _fill _landing _balance _balanced _bars _loud",
    ),
    ("pressed_keys", Pressed, "_parts _voices"),
    *SAID_ROWS,
    ("Foreseen", Foreseen, "voice pitch velocity due probability surprise"),
)

# A stream is kept as its own snapshot and its products, from which these attributes follow.
OF_A_STREAM: Final = frozenset(
    {
        "weights",
        "hidden",
        "time",
        "held",
        "_products",
        "_row",
        "_contexts",
        "_times",
        "_seen",
        "_codes",
        "_features",
        "_room",
        "_scales",
        "_tables",
        "_inputs",
        "_both",
        "_update",
        "_new",
        "styled",
        "_style_input",
        "_style_contexts",
    }
)


def check_stream(stream: StreamingGRU) -> None:
    """Raise TypeError if a stream has attributes that its snapshot does not keep."""
    if not attributes(stream) <= OF_A_STREAM:
        new = ", ".join(sorted(attributes(stream) - OF_A_STREAM))
        raise TypeError(f"nothing is declared of its {new}")
