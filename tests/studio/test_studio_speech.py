import math

import pytest

from perf_engine.core.messages import (
    ControlChange,
    Flush,
    NoteOff,
    NoteOn,
    Panic,
    Pedal,
    Prime,
    Release,
    Reset,
    Seed,
    SetControls,
    SetMode,
    Stop,
    Strike,
)
from perf_engine.live.schema import find
from perf_engine.studio.line import Arrived
from perf_engine.studio.speech import refusal, spoken, understood


@pytest.mark.parametrize("doing", [
    NoteOn(0, 60, 64), NoteOn(0, 60, 64, duration=0.5), NoteOff(1, 60), Pedal(0, 127),
    SetControls((("temperature", 0.9), ("lead", 20.0))), SetControls((("share", 0.1),), voice=2),
    SetMode("duet"), SetMode("duet", 1), Stop(), Reset(3), Panic(), Seed(5),
])
def test_what_it_says_is_in_the_schema(doing):
    address, arguments = spoken(doing)
    entry, _ = find(address)
    entry.check(arguments)


def test_what_has_no_message_is_refused():
    with pytest.raises(ValueError, match="Prime"):
        spoken(Prime(()))


@pytest.mark.parametrize(("address", "arguments", "said"), [
    ("/perf/note", (0, 60, 64, 0.0), Strike(0, 60, 64, 2.0)),
    ("/perf/note", (0, 60.0, 64, 500), Strike(0, 60, 64, 2.5)),
    ("/perf/noteoff", (1, 60, 0.0), Release(1, 60, 2.0)),
    ("/perf/cc", (0, 64, 127, 0.0), ControlChange(0, 64, 127, 2.0)),
    ("/perf/flush", (0,), Flush(0)),
    ("/perf/note", (0, 60, 64), None),
    ("/perf/note", (0, 200, 64, 0.0), None),
    ("/perf/note", (0, "x", 64, 0.0), None),
    ("/perf/note", (0, 60, math.inf, 0.0), None),
    ("/perf/note", (0, 60, 64, math.nan), None),
    ("/perf/alive", (3,), None),
])
def test_what_is_understood(address, arguments, said):
    assert understood(Arrived(11.9, 12.0, address, arguments), 10.0) == said


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("/perf/mode", 3, "no such mode"), "the engine refused /perf/mode: no such mode"),
    (("/perf/mode",), "the engine refused /perf/mode"),
    ((), "the engine refused something"),
])
def test_a_refusal_is_a_sentence_whatever_is_in_it(arguments, sentence):
    assert refusal(Arrived(0.0, 0.0, "/perf/fail", arguments)) == sentence
