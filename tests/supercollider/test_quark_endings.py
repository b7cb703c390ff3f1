"""Whatever ends, CmdPeriod, the engine, sclang or the server: no hung synth and no orphan."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from pathlib import Path
from statistics import median

from perf_engine.protocol.packets import build, read
from tests.supercollider.quark import PATIENCE, Language, processes_with, sclang
from tests.support.peers import free_port

ALONE = ("--mode", "solo", "--seed", "3")
KEEPER = "1"  # the synth that guards the voice's group
RECOVERED = 3.0  # seconds within which an engine that is back is found


def voice(language: Language) -> None:
    language.do("~voice = PerfVoice(PerfEngine.default, 0, \\default); nil")


def hold(language: Language) -> None:
    """Wait until the machine holds a key that sounds."""
    language.until("~voice.held.notEmpty and: { s.numSynths > 1 }")


def boot_alone(language: Language) -> None:
    options = ", ".join(f'"{word}"' for word in ALONE)
    language.do(f"PerfEngine.default.options = [{options}]; PerfEngine.default.boot; nil")
    voice(language)
    language.until("PerfEngine.default.isRunning")
    hold(language)


def synths(port: int) -> int:
    """How many synths a server plays."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(PATIENCE)
        asking.sendto(build("/status"), ("127.0.0.1", port))
        return int(read(asking.recv(65536))[1][2])


def gone(port: int, seconds: float = PATIENCE) -> bool:
    """Wait until no engine with a port is left."""
    until = time.monotonic() + seconds
    while processes_with(f"--osc-port {port} ") and time.monotonic() < until:
        time.sleep(0.05)
    return not processes_with(f"--osc-port {port} ")


def port_of(language: Language) -> int:
    return int(language.do("PerfEngine.default.addr.port"))


def test_cmd_period_at_fifty_moments_leaves_no_synth_and_the_machine_plays_on(
    language: Language,
) -> None:
    boot_alone(language)
    moments = random.Random(5)
    for moment in range(50):
        if moment % 5 == 0:
            language.do("Pbindf(Pperf(), \\instrument, \\default).play; nil")
        time.sleep(moments.uniform(0.0, 0.15))
        language.do("CmdPeriod.run")
    hold(language)  # it plays on, and is heard
    language.do("PerfEngine.default.stop; nil")
    language.until("s.numSynths", KEEPER)
    assert language.do("~voice.held") == "[  ]"
    assert language.do("PerfEngine.default.isRunning") == "true"
    language.rest()
    assert language.wrong == []


def test_a_killed_engine_leaves_no_synth_and_is_found_when_it_is_back(
    language: Language, start
) -> None:
    port = free_port()  # nobody else is given it between two engines
    with start("--osc-port", str(port), *ALONE) as engine:
        language.meet(port)
        language.do("PerfEngine.default.connect; nil")
        voice(language)
        hold(language)
        language.do("PerfEngine.default.temperature = 0.75; PerfEngine.default.share = 0.25")
        engine.kill()
        language.do("PerfEngine.default.get(\\density, { ~late = true }); nil")  # to the dead
        language.until("PerfEngine.default.isRunning", "false")
        language.until("s.numSynths", KEEPER)
        assert language.do("~voice.held") == "[  ]"
    with start("--osc-port", str(port), *ALONE) as back:
        took = [language.until("PerfEngine.default.isRunning")]
        hold(language)
        # what was set here is set there again
        language.do("PerfEngine.default.get([\\temperature, \\share], { |v| ~got = v })")
        language.until("~got.notNil")
        assert language.do("[~got.temperature, ~got.share]") == "[ 0.75, 0.25 ]"
        assert language.do("~late") == "nil"  # no answer of this engine is taken for the other's
        back.kill()
        language.until("PerfEngine.default.isRunning", "false")
    for _ in range(2):
        with start("--osc-port", str(port), *ALONE) as back:
            took.append(language.until("PerfEngine.default.isRunning"))
            back.kill()
            language.until("PerfEngine.default.isRunning", "false")
    print("an engine that was back was found after", ", ".join(f"{s:.2f} s" for s in took))
    assert median(took) < RECOVERED  # a machine that stands still adds to one
    assert max(took) < 3 * RECOVERED


def test_an_engine_started_from_here_that_is_killed_is_known_to_be_gone_at_once(
    language: Language,
) -> None:
    boot_alone(language)
    port = port_of(language)
    # the shell that waits for it has the words on its command line too
    for pid in processes_with(f"-m perf_engine play --osc-port {port} "):
        if b"start_engine" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    language.until("PerfEngine.default.isRunning", "false")
    assert language.do("~voice.held") == "[  ]"
    assert gone(port)


def test_quitting_ends_the_engine_that_was_started_here_and_leaves_one_that_was_found(
    language: Language, start
) -> None:
    boot_alone(language)
    port = port_of(language)
    language.do("PerfEngine.default.quit; nil")
    assert gone(port)
    with start() as engine:
        language.meet(engine.port)
        language.do("PerfEngine.default.boot; nil")
        language.until("PerfEngine.default.isRunning")
        language.do("PerfEngine.default.quit; nil")
        language.until("PerfEngine.default.isRunning", "false")
        assert engine.process.poll() is None


def test_options_that_a_running_engine_does_not_take_are_told(language, start) -> None:
    with start(*ALONE) as engine:
        language.meet(engine.port)
        language.do('PerfEngine.default.options = ["--mode", "solo"]; nil')
        language.do("PerfEngine.default.boot { ~met = true }; nil")
        language.until("~met == true")
        (said,) = (line for line in language.lines if "an engine runs already" in line)
        assert f"port {engine.port}; the options [ --mode, solo ] are for one" in said


def test_without_a_server_the_machine_is_muted_until_it_is_back(
    tmp_path: Path, jack: dict[str, str], start
) -> None:
    with start(*ALONE) as engine, sclang(tmp_path, jack, engine.port) as language:
        language.boot()
        language.do("PerfEngine.default.connect; nil")
        voice(language)
        hold(language)
        language.do("s.quit; nil")
        language.until("PerfEngine.default.mute", "1")
        language.do("s.boot; nil")
        language.until("PerfEngine.default.mute", "0")
        language.server_pid = int(language.do("s.pid"))
        hold(language)
        language.rest()
        assert language.wrong == []


def test_a_killed_sclang_leaves_no_engine_and_no_sounding_synth(
    tmp_path: Path, jack: dict[str, str]
) -> None:
    with sclang(tmp_path, jack) as language:
        language.boot()
        language.do("PerfGuard.patience = 2.0")
        boot_alone(language)
        port = port_of(language)
        language.process.kill()
        language.process.wait()
        assert gone(port)
        until = time.monotonic() + PATIENCE
        while synths(language.server_port) and time.monotonic() < until:
            time.sleep(0.1)
        assert synths(language.server_port) == 0


def test_a_found_engine_outlives_a_killed_sclang_and_meets_the_next(
    tmp_path: Path, jack: dict[str, str], start
) -> None:
    with start(*ALONE) as engine:
        with sclang(tmp_path, jack, engine.port) as language:
            language.do("PerfEngine.default.connect; nil")
            language.until("PerfEngine.default.isRunning")
            language.process.kill()
            language.process.wait()
        with sclang(tmp_path, jack, engine.port) as language:
            language.do(
                "~heard = 0; PerfEngine.default.on(\\note, { ~heard = ~heard + 1 });"
                "PerfEngine.default.connect; nil"
            )
            took = language.until("PerfEngine.default.isRunning")
            language.until("~heard > 4")
    assert took < 3 * RECOVERED


def test_recompiling_leaves_no_engine(tmp_path: Path, jack: dict[str, str]) -> None:
    with sclang(tmp_path, jack) as language:
        language.do("PerfEngine.default.boot; nil")
        language.until("PerfEngine.default.isRunning")
        port = port_of(language)
        language.do("{ thisProcess.recompile }.defer(0.1); nil")
        assert gone(port)
        language.posted("*** Welcome to SuperCollider")
        assert language.process.poll() is None
