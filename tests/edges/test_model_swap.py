"""Models are swapped in the middle of a fast duet with the real engine: nothing hangs or stops."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from perf_engine.core.model.gru import tensor_shapes
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.engine.helpers.model_files import find_model, read_info
from tests.support.broken_models import BROKEN
from tests.support.concert import Ear, assert_music, ears, strikes

FAST = ("--set", "share=0.8", "--set", "governor=0", "--set", "longest_note=1")
PACE = 0.05  # seconds between the player's notes


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Two models beside the shipped one: the same a little altered, and a wider one."""
    shipped = find_model("general")
    info, random = read_info(shipped), np.random.default_rng(1)
    altered = {
        name: (array * (1 + 0.02 * random.standard_normal(array.shape))).astype(np.float16)
        for name, array in load_file(shipped).items()
    }
    said = ModelInfo("altered", info.sizes, info.vocabulary)
    save_file(altered, tmp_path / "altered.safetensors", metadata=said.to_metadata())
    said = ModelInfo("wider", Sizes(hidden=640), Vocabulary(("melody", "piano"), 128, 17))
    wider = {
        name: (0.05 * random.standard_normal(shape)).astype(np.float16)
        for name, shape in tensor_shapes(said.sizes, said.vocabulary).items()
    }
    wider["out.dt.bias"] -= 0.1 * np.arange(128, dtype=np.float16)  # it plays fast
    save_file(wider, tmp_path / "wider.safetensors", metadata=said.to_metadata())
    return tmp_path


class Player:
    """Plays fast, note after note, while it listens."""

    def __init__(self, ear: Ear, other: Ear) -> None:
        self.ear, self.other = ear, other
        self.random = np.random.default_rng(2)

    def until(self, address: str, seconds: float = 60.0) -> list[object]:
        """Play until this is told; it and what it says are taken out of what was told."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for index, (told, arguments) in enumerate(self.ear.messages):
                if told in (address, "/perf/fail"):
                    del self.ear.messages[: index + 1]
                    assert told == address, arguments
                    return arguments
            self.play(1)
        raise AssertionError(f"no {address} within {seconds} s")

    def play(self, notes: int) -> None:
        for _ in range(notes):
            pitch, velocity = int(self.random.integers(48, 73)), int(self.random.integers(40, 110))
            self.ear.say("/perf/in/note", 0, pitch, velocity, 0.1)
            next_note = time.monotonic() + PACE
            while (left := next_note - time.monotonic()) > 0:
                self.ear.until(lambda: False, left)
            self.other.rest(0.0)  # before the kernel's room for it is full


@pytest.fixture
def duet(start, shelf: Path) -> Iterator[tuple[Player, Ear]]:
    env = {"PERF_MODELS": str(shelf)}
    with (
        start("--no-midi", "--model", "general", *FAST, env=env) as engine,
        ears(engine, "bundle", "now") as (bundles, now),
    ):
        player = Player(bundles, now)
        player.play(10)
        yield player, now
        bundles.say("/perf/stop")
        for ear in (bundles, now):
            ear.settle()
            assert_music(ear.notes, 8)


def test_models_are_swapped_while_both_play(duet: tuple[Player, Ear]) -> None:
    player, now = duet
    player.ear.say("/perf/model/list")
    assert set(player.until("/perf/model/list.reply")) >= {"general", "altered", "wider"}
    for name in ("altered", "wider", "general", "wider", "altered"):
        player.ear.messages.clear()
        player.ear.say("/perf/model/load", name)
        assert player.until("/perf/done") == ["/perf/model/load", name]
        assert player.until("/perf/running") == [name]
        player.ear.rest(0.0)
        before, end = len(strikes(player.ear.notes)), time.monotonic() + 60.0
        while len(strikes(player.ear.notes)) < before + 4 and time.monotonic() < end:
            player.play(1)
        assert len(strikes(player.ear.notes)) >= before + 4  # notes go on
    player.ear.say("/perf/status")
    status = player.until("/perf/status.reply")
    assert status[8] == "altered"
    print(f"strikes sent over 2 ms late: {status[5]} of {len(strikes(player.ear.notes))}")
    now.rest(0.0)
    running = [arguments[0] for arguments in now.told("/perf/running")]
    assert running[1:] == ["altered", "wider", "general", "wider", "altered"]


def test_whatever_is_no_model_is_refused_and_the_playing_goes_on(
    duet: tuple[Player, Ear], tmp_path: Path
) -> None:
    player, _ = duet
    for number, (spoil, words) in enumerate(BROKEN.values()):
        path = tmp_path / f"broken{number}.safetensors"
        spoil(path)
        player.ear.messages.clear()
        player.ear.say("/perf/model/load", str(path))
        end = time.monotonic() + 60.0
        while not player.ear.told("/perf/fail") and time.monotonic() < end:
            player.play(1)
        ((address, code, text),) = player.ear.told("/perf/fail")
        assert (address, code) == ("/perf/model/load", 5 if "there is no" in words else 6)
        assert words in text
    player.ear.messages.clear()
    player.ear.say("/perf/status")
    assert player.until("/perf/status.reply")[8] == "general"
    before = len(strikes(player.ear.notes))
    end = time.monotonic() + 60.0
    while len(strikes(player.ear.notes)) == before and time.monotonic() < end:
        player.play(1)
    assert len(strikes(player.ear.notes)) > before
