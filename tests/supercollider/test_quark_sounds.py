"""A SynthDef that the server has not: one warning, each note struck, and a sound once added."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.supercollider.quark import Language

ENGINE = '~engine = PerfTestEngine(NetAddr("127.0.0.1", 1)); nil'
ADD = """
SynthDef(\\nowhere, { |freq = 440, amp = 0.1, gate = 1|
    var env = EnvGen.ar(Env.asr(0.01, 1, 0.05), gate, doneAction: 2);
    OffsetOut.ar(0, SinOsc.ar(freq) * env * amp);
}).add; nil
"""
FORGET = 'SynthDescLib.global.removeAt(\\nowhere); s.sendMsg("/d_free", \\nowhere); nil'
PLAYERS = {
    "PerfVoice": (
        "~voice = PerfVoice(~engine, 0, \\nowhere); nil",
        "~voice.instrument = \\default",
    ),
    "Pperf": (
        "~player = Pbindf(Pperf(engine: ~engine), \\instrument, \\nowhere).play; nil",
        "Pbindf(Pperf(0), \\instrument, \\default)",
    ),
}
NOT_FOUND = "*** ERROR: SynthDef {} not found"
FAILURE = "FAILURE IN SERVER /s_new SynthDef not found"
WARNING = (
    "WARNING: {0}: the server test has no SynthDef of a name that it was asked for, and \\{1}, "
    "which voice 0 plays, is not known here. SynthDef(\\{1}, ...).add makes it, and {2} sets "
    "another"
)
MORE = 5  # notes after the warning


@pytest.fixture(params=PLAYERS)
def player(request: pytest.FixtureRequest, language: Language) -> Iterator[str]:
    """What plays nowhere, a SynthDef that is not there."""
    name = str(request.param)
    language.do(ENGINE)
    language.do(PLAYERS[name][0])
    language.until("~engine.listeners(\\note)", "1")
    yield name
    language.do("~engine.free; nil")
    language.do(FORGET)


def strike(language: Language) -> None:
    """Let the machine play a note."""
    language.do(
        "~pitch = (~pitch ? 40) + 1; ~engine.take('/perf/note', "
        "['/perf/note', 0, ~pitch, 80, 0.0], thisThread.seconds + 0.05); nil"
    )


def refused(language: Language, *wanted: str, name: str = "nowhere") -> None:
    """Let a note be struck that the server refuses, and wait for the lines that are wanted."""
    found: list[str] = []
    strike(language)
    while not {NOT_FOUND.format(name), *wanted} <= set(found):
        found.append(language.posted(""))
    language.lines += found


def test_a_synthdef_that_is_not_there_is_one_warning_and_sounds_once_added(
    language: Language, player: str
) -> None:
    warning = WARNING.format(player, "nowhere", PLAYERS[player][1])
    refused(language, FAILURE, warning)
    for _ in range(MORE):
        refused(language)
    language.do("fork { s.sync; ~answered = true }; nil")
    language.until("~answered == true")  # a refusal is heard before that
    language.rest()
    not_found = NOT_FOUND.format("nowhere")
    assert sorted(language.wrong) == sorted([not_found] * (1 + MORE) + [FAILURE, warning])
    language.lines.clear()
    language.do("~begun = 0; OSCFunc({ ~begun = ~begun + 1 }, '/n_go', s.addr).oneShot; nil")
    language.do(ADD)
    language.do("~answered = nil; fork { s.sync; ~answered = true }; nil")
    language.until("~answered == true")
    strike(language)
    language.until("~begun", "1")
    assert language.wrong == []


def test_after_another_instrument_a_name_is_told_again(language: Language) -> None:
    language.do(ENGINE)
    language.do("~voice = PerfVoice(~engine, 0, \\nowhere); nil")
    for name in ("nowhere", "elsewhere", "nowhere"):
        language.do(f"~voice.instrument = \\{name}; nil")
        refused(
            language, FAILURE, WARNING.format("PerfVoice", name, PLAYERS["PerfVoice"][1]), name=name
        )
    language.do("~engine.free; nil")


def test_a_refusal_of_another_clients_synthdef_says_nothing_of_what_is_known(
    language: Language,
) -> None:
    language.do(ENGINE)
    language.do("~voice = PerfVoice(~engine, 0, \\default); nil")
    strike(language)
    language.do("s.sendMsg('/s_new', \\nowhere, -1, 0, 0); nil")
    language.do("~answered = nil; fork { s.sync; ~answered = true }; nil")
    language.until("~answered == true")
    language.rest()
    assert [line for line in language.wrong if line.startswith("WARNING")] == []
    language.do("~engine.free; nil")
