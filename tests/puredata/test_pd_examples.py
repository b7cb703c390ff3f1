"""The examples in the real Pd under JACK: sound in the recording, and silence after a stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import wave
from array import array
from pathlib import Path

from perf_engine.protocol.notes import Heard, Strike
from tests.puredata.pd import LIBRARY, pd
from tests.support.concert import TAKEOVER, connected
from tests.support.peers import require

RECORDER = """#N canvas 0 0 400 300 12;
#X obj 20 20 netreceive -u {port};
#X obj 20 50 list trim;
#X obj 120 20 adc~ 1 2;
#X obj 20 100 writesf~ 2;
#X obj 200 100 loadbang;
#X obj 200 130 print READY;
#X connect 0 0 1 0;
#X connect 1 0 3 0;
#X connect 2 0 3 0;
#X connect 2 1 3 1;
#X connect 4 0 5 0;
"""


A_SECOND = 48_000 * 2 * 2  # bytes of it


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def wired(jack: dict[str, str], name: str) -> None:
    """Pd's output into its input, once JACK has its ports."""
    env = {**os.environ, **jack}
    connect = require("jack_connect")
    until = time.monotonic() + 60.0
    for side in (0, 1):
        command = (connect, f"{name}:output_{side + 1}", f"{name}:input_{side + 1}")
        while subprocess.run(command, env=env, capture_output=True, check=False).returncode:
            listed = subprocess.run(
                (require("jack_lsp"),), env=env, capture_output=True, text=True, check=False
            )
            assert time.monotonic() < until, listed.stdout
            time.sleep(0.1)


def loudness(path: Path) -> tuple[float, float, float]:
    """RMS of the left and right channel's loudest second (1.0 is full); the last second's peak."""
    with wave.open(str(path)) as file:
        samples = array("h", file.readframes(file.getnframes()))
        last = samples[-2 * file.getframerate() :]
    sides = (samples[0::2], samples[1::2])
    left, right = (
        max(
            (sum(s * s for s in side[at : at + 48_000]) / 48_000) ** 0.5 / 32768
            for at in range(0, len(side), 48_000)
        )
        for side in sides
    )
    return left, right, max(abs(sample) for sample in last) / 32768


def written(path: Path) -> bool:
    """Whether a recording is complete: its header knows its length."""
    with wave.open(str(path)) as file:
        return file.getnframes() > 0


def example(folder: Path, number: str, port: int) -> Path:
    """An example beside the library, with another engine's port in it."""
    copied = folder / "perf_engine"
    shutil.copytree(LIBRARY, copied)
    (path,) = copied.glob(f"examples/{number}.*.pd")
    text = path.read_text()
    assert text.count("perf.engine;") == 1
    path.write_text(text.replace("perf.engine;", f"perf.engine {port};"))
    return path


def recorded(start, jack: dict[str, str], folder: Path, number: str, play: bool) -> Path:
    """An example played until the machine has struck six keys, then stopped; what sounded."""
    from tests.support.peers import free_port

    require("pd")
    sound, port, name = folder / "sound.wav", free_port(), f"pd{number}"
    recorder = folder / "recorder.pd"
    recorder.write_text(RECORDER.format(port=port))
    with (
        start(*TAKEOVER) as engine,
        connected(engine.port, everything=True) as perf,
        pd(
            example(folder, number, engine.port),
            "-jack",
            "-jackname",
            name,
            "-nojackconnect",
            "-channels",
            "2",
            "-r",
            "48000",
            "-open",
            str(recorder),
            port=port,
            env=jack,
        ) as here,
    ):
        here.line("READY")
        wired(jack, name)
        while perf.status().clients < 2:  # the patch registers
            time.sleep(0.05)
        here.say(f"open {sound}")
        here.say("start")
        told, struck, heard = perf.listen(90), 0, 0
        if play:
            for place, pitch in enumerate((60, 62, 64, 65)):
                perf.play(pitch, duration=0.1, at=perf.now() + 0.1 * place)
        for one in told:
            struck += isinstance(one, Strike)
            heard += isinstance(one, Heard) and one.velocity > 0
            if struck >= 6 and heard >= 4:
                break
        perf.stop()
        # what sounds here lasts; then a second of what is left, as far as Pd has come with it
        written_by, more = size(sound), int(2.5 * A_SECOND)
        until = time.monotonic() + 60.0
        while size(sound) < written_by + more:
            assert time.monotonic() < until, "it records no more"
            time.sleep(0.05)
        here.say("stop")
        until = time.monotonic() + 60.0
        while not written(sound):
            assert time.monotonic() < until, "nothing was recorded"
            time.sleep(0.05)
        assert perf.status().dropped == 0
    return sound


def test_the_duet_sounds_and_falls_silent(start, jack: dict[str, str], tmp_path: Path) -> None:
    left, right, last = loudness(recorded(start, jack, tmp_path, "1", play=True))
    assert left > 0.003
    assert right > 0.003
    assert last < 0.001


def test_the_algorithm_plays_to_the_machine_which_sounds_on_both_sides(
    start, jack: dict[str, str], tmp_path: Path
) -> None:
    sound = recorded(start, jack, tmp_path, "3", play=False)
    left, right, last = loudness(sound)
    assert max(left, right) > 0.003
    assert last < 0.001
