"""At a long period of the sound card the Quark asks for the lead that its server needs.

What comes too late all the same is counted in one line, and the server calls nothing late.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.supercollider.quark import Language, sclang
from tests.support.concert import playing
from tests.support.peers import jack_server

DEFAULT_PERIOD = 1024  # samples; JACK's own choice
NOTES = 60  # of a stretch
FEW = NOTES / 4  # late: a machine that is busy with other work may keep a few of them waiting
LINE = (
    r"PerfEngine: (\d+) notes of the last (\d+) s were late, by \d+ ms at most; "
    r"PerfEngine\.default\.lead = (\d+) gives the server time"
)
MOST_STRETCHES = 5  # a freeze of the machine spoils some; a lead that is too short spoils each


def late(language: Language) -> int:
    """How many messages came late to the server, as it posted them."""
    language.rest()
    return sum(line.startswith("late ") for line in language.lines)


def stretch(language: Language) -> int:
    """How many messages come late while some notes are struck."""
    language.rest()
    language.lines.clear()
    language.do("~struck = 0; nil")
    language.until(f"~struck >= {NOTES}", seconds=120)
    return late(language)


def told(language: Language) -> list[str]:
    """The lines in which the Quark told of late notes."""
    return [line for line in language.lines if re.search(r"PerfEngine: \d+ notes", line)]


def at_once(language: Language) -> int:
    """How many messages come late while what sounds is ended at once, and while a line follows."""
    language.rest()
    language.lines.clear()
    for word in ("stop", "panic"):
        language.do("PerfEngine.default.start; PerfEngine.default.mode = \\solo; nil")
        language.until("~voice.held.notEmpty", seconds=120)
        language.do(f"PerfEngine.default.{word}; nil")
    language.do("PerfEngine.default.start; PerfEngine.default.mode = \\follow; ~struck = 0; nil")
    language.do("~player = Pbind(\\type, \\perf, \\midinote, Pseq((40..70)), \\dur, 0.1).play; nil")
    language.until("~struck >= 20", seconds=120)
    language.do("~player.stop; CmdPeriod.run; nil")
    return late(language)


@pytest.mark.timeout(600)
def test_the_server_is_not_late_at_jacks_default_period(tmp_path: Path) -> None:
    with (
        jack_server(DEFAULT_PERIOD) as jack,
        playing(tmp_path / "engine.log", "--no-midi", "--mode", "solo", "--seed", "3") as engine,
        sclang(tmp_path, jack, engine.port) as language,
    ):
        language.boot()
        language.do("~struck = 0; ~voice = PerfVoice(PerfEngine.default); nil")
        language.do(
            "PerfEngine.default.connect { |e| e.on(\\note, { ~struck = ~struck + 1 }) }; nil"
        )
        language.until("PerfEngine.default.isRunning")
        language.until("PerfLead.of(s).seconds.notNil")
        language.until("PerfEngine.default.lead > 40")
        language.do(
            "~said = nil; PerfEngine.default.get(\\lead) { |values| ~said = values[\\lead] }; nil"
        )
        language.until("~said.notNil and: { ~said > 40 }")
        counts = [stretch(language)]
        while counts[-1] >= FEW and len(counts) < MOST_STRETCHES:
            counts.append(stretch(language))
        ours = int(language.do("PerfEngine.default.lateness.count"))
        language.do("PerfEngine.default.lead = 5; nil")
        language.do(
            "~said = nil; PerfEngine.default.get(\\lead) { |values| ~said = values[\\lead] }; nil"
        )
        language.until("~said.notNil and: { ~said < 6 }")
        language.do("PerfEngine.default.lateness.forget; PerfLateness.apart = 0; nil")
        short = stretch(language)
        (line,) = told(language)[:1]
        language.do("PerfLateness.apart = 60.0; nil")
        more = [stretch(language), at_once(language)]
        again = told(language)
        language.do("PerfEngine.default.free; nil")
    print(f"late of {NOTES} notes: {counts}, told {ours}; with a lead of 5 ms: {short}, {more}")
    print(line)
    assert counts[-1] < FEW
    assert short < FEW
    assert max(more) < FEW
    assert again == []
    said = re.fullmatch(LINE, line)
    assert said
    assert int(said[1]) >= 8
    assert int(said[3]) > 40
