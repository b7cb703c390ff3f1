"""The keeping of the bridge's process, with a process of a few lines in its place."""

from __future__ import annotations

import logging
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.engine.helpers.bridge import PATIENCE, Bridge
from tests.engine.helpers.supervised import outlive, pauses_of, turn

STAND_IN = """
import sys
{body}
sys.stdin.read()
"""


@pytest.fixture
def begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> Iterator[Callable[[str], Bridge]]:
    bridges = []
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def start(body: str) -> Bridge:
        (tmp_path / "stand_in_bridge.py").write_text(STAND_IN.format(body=body))
        bridges.append(Bridge(9470, "auto", "none", said.append, 0.0, "stand_in_bridge"))
        return bridges[-1]

    yield start
    for bridge in bridges:
        bridge.close()


def test_it_plays_with_real_time_priority(begin, monkeypatch: pytest.MonkeyPatch) -> None:
    promoted: list[int] = []
    monkeypatch.setattr("perf_engine.engine.helpers.bridge.promote", promoted.append)
    bridge = begin("")
    assert promoted == [bridge._helper.process.pid]


@pytest.mark.skipif(sys.platform == "win32", reason="no select on pipes")
def test_it_says_what_was_opened_and_what_not(begin, said: list[str]) -> None:
    bridge = begin("""print('{"opened": ["in: Keys"], "failed": ["no synth"]}', flush=True)""")
    while not said:  # a line may come in pieces
        turn(bridge, 0.1)
    assert said == ["MIDI: in: Keys.", "no synth"]


def test_the_keyboards_that_it_hears_are_known_until_they_or_it_go(tmp_path, monkeypatch) -> None:
    (tmp_path / "stand_in_bridge.py").write_text(STAND_IN.format(body=""))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    known: list[list[str]] = []
    bridge = Bridge(
        9470,
        "auto",
        "none",
        lambda text: None,
        0.0,
        "stand_in_bridge",
        keyboards=lambda names: known.append(list(names)),
    )
    try:
        for line in ('{"opened": ["in: A", "out: B"], "inputs": ["A"]}', '{"opened": []}') * 2:
            bridge._hear(line)
        bridge._hear('{"warning": "late"}')
        bridge._ended(1, 0.0)
    finally:
        bridge.close()
    assert known == [["A"], [], ["A"], [], []]


def test_it_is_told_the_port_and_the_names(begin, said: list[str]) -> None:
    bridge = begin("""
import json
print(json.dumps({"opened": sys.argv[1:]}), flush=True)""")
    while not said:
        turn(bridge, 0.1)
    assert said == ["MIDI: --engine-port, 9470, --midi-in, auto, --midi-out, none."]


def test_its_silence_is_mentioned_once(begin, said: list[str]) -> None:
    bridge = begin("")
    ports: list[list[str]] = []
    bridge._ports = lambda names, thru: ports.append(list(names))
    bridge.turn(1.0)
    assert ports == []
    assert bridge.due() == 3.0
    bridge.turn(3.0)
    bridge.turn(4.0)
    assert said == ["The MIDI bridge has not yet reported which ports it opened."]
    assert ports == [[]]  # so nobody waits for them


def test_it_is_started_again_ever_more_patiently(
    begin, said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        bridge = begin("sys.exit(3)")
        assert pauses_of(bridge, 3) == [2.0, 4.0, 8.0]
    assert "status 3" in caplog.text
    (sentence,) = said  # once
    assert sentence.startswith("MIDI is off: the bridge ended (status 3), as said above;")
    assert sentence.endswith("-m stand_in_bridge")


def test_a_bridge_that_cannot_be_started_is_told_with_the_systems_own_words(
    monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    def refuse(*_: str) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("perf_engine.engine.helpers.bridge.Helper.of", refuse)
    bridge = Bridge(9470, "auto", "none", said.append, 0.0)
    bridge.turn(bridge.due())
    (sentence,) = said
    assert "cannot be started ([Errno 11] Resource temporarily unavailable)" in sentence
    assert "OSC only" in sentence


def test_where_there_is_no_midi_it_is_sent_to_wait_for_it(
    begin, said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        bridge = begin("""
import json
print(json.dumps({"failed": ["no MIDI"]}), flush=True)
if "--wait-for-driver" not in sys.argv:
    sys.exit(0)""")
        outlive(bridge, 0.0)
        bridge.turn(bridge.due())
        assert bridge._helper is not None
    assert said == ["no MIDI"]
    assert "until there is MIDI" in caplog.text


def test_where_one_hears_is_decided_below_the_line_of_its_ports(begin, said: list[str]) -> None:
    bridge = begin("")
    bridge._ports = lambda names, thru: said.append(f"You hear {', '.join(names)}.")
    bridge._hear('{"opened": ["out: Qsynth"], "failed": ["no keyboard"], "outputs": ["Qsynth"]}')
    assert said == ["MIDI: out: Qsynth.", "no keyboard", "You hear Qsynth."]


@pytest.mark.parametrize(("opened", "times"), [('["in: Keys"]', 0), ("[]", 1)])
def test_what_to_do_without_midi_is_said_once(tmp_path, monkeypatch, opened, times) -> None:
    offs: list[str] = []
    report = f"""print('{{"opened": {opened}, "failed": ["no synth"]}}', flush=True)"""
    (tmp_path / "stand_in_bridge.py").write_text(STAND_IN.format(body=report))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said: list[str] = []
    bridge = Bridge(
        9470, "auto", "none", said.append, 0.0, "stand_in_bridge", lambda: offs.append("off")
    )
    try:
        while not said:
            turn(bridge, 0.1)
        bridge._hear('{"opened": [], "failed": ["another"]}')
    finally:
        bridge.close()
    assert len(offs) == times


def test_ports_that_are_told_late_are_told_all_the_same(begin, said: list[str]) -> None:
    bridge = begin("""sys.stdin.readline()
print('{"opened": ["in: Keys"], "failed": []}', flush=True)""")
    bridge.turn(PATIENCE)
    assert said == ["The MIDI bridge has not yet reported which ports it opened."]
    bridge._helper.feed(b"\n")
    while len(said) < 2:  # a line may come in pieces
        turn(bridge, PATIENCE + 1.0)
    assert said[1:] == ["MIDI: in: Keys."]
    assert bridge.due() == math.inf


def test_what_it_says_that_is_no_report_is_survived(begin, said: list[str]) -> None:
    bridge = begin("print('[1]\\n{]\\n3\\n\\n', flush=True)")
    turn(bridge, 0.1)
    assert said == []
    assert bridge.due() == 3.0


def test_it_ends_when_its_input_ends(begin, monkeypatch) -> None:
    monkeypatch.setattr(
        "perf_engine.engine.helpers.supervisor.GOODBYE", 60.0
    )  # it may not be up yet
    bridge = begin("")
    process = bridge._helper.process
    bridge.close()
    assert process.returncode == 0
