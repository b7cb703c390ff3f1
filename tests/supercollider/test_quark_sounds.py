"""A voice whose SynthDef the server has not: one warning names it, and it is silent until then."""

from __future__ import annotations

import pytest

from tests.supercollider.quark import Language
from tests.supercollider.test_quark_ended import start_engine

ADD = """
SynthDef(\\nowhere, { |freq = 440, amp = 0.1, gate = 1|
    var env = EnvGen.ar(Env.asr(0.01, 1, 0.05), gate, doneAction: 2);
    OffsetOut.ar(0, SinOsc.ar(freq) * env * amp);
}).add; nil
"""
KEEPER = "1"  # the synth that guards the voice's group


def solo(language: Language, instrument: str) -> None:
    """Let a voice play alone with a SynthDef."""
    start_engine(language)
    language.do(f"~voice = PerfVoice(PerfEngine.default, 0, {instrument}); ~struck = 0; nil")
    language.do("PerfEngine.default.on(\\note, { ~struck = ~struck + 1 }); nil")
    language.do("PerfEngine.default.mode = \\solo; nil")


@pytest.mark.parametrize("when", ["at first", "while it plays"])
def test_a_synthdef_that_is_not_there_is_warned_of_once(language: Language, when: str) -> None:
    solo(language, "\\nowhere" if when == "at first" else "\\default")
    language.until("~struck > 4", seconds=120)
    if when != "at first":
        language.do("~voice.instrument = \\nowhere; nil")
    language.do("~struck = 0; nil")
    language.until("~struck > 10", seconds=120)
    language.until("s.numSynths", KEEPER)
    language.rest()
    (warning,) = [line for line in language.lines if line.startswith("WARNING")]
    assert warning == (
        "WARNING: PerfVoice: test has no SynthDef named nowhere: voice 0 is silent until "
        "it is added, or another is set, as in ~voice.instrument = \\default"
    )
    # what scsynth posts itself: for the question, and for what was on its way to it
    assert len([line for line in language.lines if "nowhere not found" in line]) <= 4
    language.do(ADD)
    language.until("~voice.held.notEmpty and: { s.numSynths > 1 }", seconds=120)
    language.rest()
    assert len([line for line in language.lines if line.startswith("WARNING")]) == 1
    language.do(
        '~voice.free; SynthDescLib.global.removeAt(\\nowhere); s.sendMsg("/d_free", \\nowhere); nil'
    )
