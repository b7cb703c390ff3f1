"""perf.engine, perf.voice and perf.panic in the real Pd, with the real engine."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from perf_engine.protocol.notes import Heard
from tests.puredata.pd import LIBRARY, Pd, harness, pd
from tests.support.concert import TAKEOVER, connected, playing
from tests.support.peers import free_port, require

LONG = ("--set", "lead=200")
PATCHES = sorted(LIBRARY.rglob("*.pd"))


def phrase(here: Pd) -> None:
    for number, pitch in enumerate((60, 62, 64, 65, 67, 65, 64, 62)):
        here.say(f"engine note {pitch} 90 0.08")
        if number:
            time.sleep(0.08)


@pytest.mark.parametrize("patch", PATCHES, ids=lambda path: path.name)
def test_every_patch_opens_without_a_word(patch: Path, tmp_path: Path) -> None:
    require("pd")
    ready = tmp_path / "ready.pd"
    ready.write_text(
        "#N canvas 0 0 300 200 12;\n#X obj 20 20 loadbang;\n#X obj 20 50 print READY;"
        "\n#X connect 0 0 1 0;\n"
    )
    with pd(patch, "-noaudio", "-open", str(ready)) as here:
        assert here.line("READY")
    assert here.lines == ["READY: bang"]


def test_it_plays_its_part_hears_the_answer_and_is_answered(start, tmp_path: Path) -> None:
    with (
        start(*TAKEOVER, *LONG) as engine,
        connected(engine.port, everything=True) as perf,
        harness(tmp_path, engine.port) as here,
    ):
        assert here.line("THERE") == "THERE: 1"
        told = perf.listen(60)
        phrase(here)
        heard = []
        while len(heard) < 8:
            one = next(told)
            if isinstance(one, Heard) and one.velocity:
                heard.append(one)
        assert [one.pitch for one in heard] == [60, 62, 64, 65, 67, 65, 64, 62]
        here.strikes(8)
        assert len({pitch for pitch, _ in here.notes}) > 1
        for said, address in (
            ("param temperature 0.9", "param temperature"),
            ("voice 0 temperature 0.8", "voice 0 temperature"),
        ):
            here.say(f"engine {said}")
            value = said.rpartition(" ")[2]
            full = "/perf/" + address.replace(" ", "/")
            assert here.line("TOLD: done /perf/p", "TOLD: done /perf/v") == (
                f"TOLD: done {full} {value}"
            )
        assert perf.temperature == 0.8
        here.say("engine param temperature")
        assert here.line("TOLD: param") == "TOLD: param temperature 0.8"
        here.say("engine mode listen")
        assert here.line("TOLD: done /perf/mode") == "TOLD: done /perf/mode listen"
        here.say("engine set share 0.25 lead 40")
        here.line("TOLD: done /perf/set")
        assert perf.get("share", "lead") == {"share": 0.25, "lead": 40.0}
        here.say("engine say /perf/model/info general")
        assert "name general" in here.line("TOLD: model")
        here.silence()


def test_what_is_refused_is_told_and_printed(start, tmp_path: Path) -> None:
    with start() as engine, harness(tmp_path, engine.port) as here:
        here.line("THERE: 1")
        here.say("engine param temprature 1")
        told = {here.line("TOLD: fail", "perf.engine: fail") for _ in range(2)}
        assert {line.partition(":")[0] for line in told} == {"TOLD", "perf.engine"}
        assert all("did you mean temperature" in line for line in told)


def test_a_struck_key_and_the_pedal_are_heard(start, tmp_path: Path) -> None:
    with (
        start("--mode", "listen") as engine,
        connected(engine.port, everything=True) as perf,
        harness(tmp_path, engine.port) as here,
    ):
        here.line("THERE: 1")
        told = perf.listen(60)
        here.say("engine 60 90")
        here.say("engine pedal 127")
        here.say("engine 60 0")
        assert [next(told), next(told)] == [Heard(0, 60, 90), Heard(0, 60, 0)]


def test_a_panic_silences_here_at_once_and_the_engine_as_well(start, tmp_path: Path) -> None:
    with start("--mode", "solo", *LONG) as engine, harness(tmp_path, engine.port) as here:
        here.strikes(6)
        here.sounds()
        here.say("engine mode listen")  # it does not begin again
        here.say("panic bang")
        assert here.line("TOLD: done /perf/panic")
        here.silence()


def test_a_killed_engine_is_noticed_let_go_of_and_found_again(tmp_path: Path) -> None:
    port = free_port()
    options = ("--no-midi", "--mode", "solo", "--osc-port", str(port))
    with harness(tmp_path, port) as here:  # Pd first: it waits for an engine
        with playing(tmp_path / "first.log", *options) as engine:
            assert here.line("THERE") == "THERE: 1"
            here.strikes(4)
            here.sounds()
            engine.process.send_signal(signal.SIGKILL)
            engine.process.wait(10)
        assert here.line("THERE") == "THERE: 0"
        here.silence()
        here.say(";\n".join(f"engine {pitch} 90" for pitch in range(60, 68)))  # to nobody
        with playing(tmp_path / "second.log", *options):
            assert here.line("THERE") == "THERE: 1"
            here.strikes(4)
