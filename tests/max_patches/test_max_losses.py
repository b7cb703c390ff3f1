"""The patches, simulated, with a real engine: they stand still, and packets are lost."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from perf_engine.protocol.packets import build, read, split
from tests.max_patches.patches import own, said
from tests.max_patches.real_time import Bridge
from tests.support.concert import connected, playing
from tests.support.lossy import LET_GO, STRETCHES, Deed, Witness, lossy, overhang
from tests.support.lossy import LONGEST as MOST

EVERY = 4  # so many packets of the engine's, one is lost
SECONDS = 8.0
STALL = 0.2  # seconds
LONGEST = 3.0  # seconds that the machine may hold a key
WITHIN, SLACK = 1.0, 0.35  # seconds: two statements; what this machine needs
VOICES = 4
MACHINE = (
    "--no-midi",
    "--mode",
    "solo",
    "--voices",
    str(VOICES),
    "--seed",
    "3",
    "--set",
    "density=2",
    "--set",
    f"longest_note={LONGEST:g}",
)


class Max(Bridge):
    """A Max with four voices, and a book of what they play."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.voices = [self.world.open(own()["perf.voice"], n) for n in range(VOICES)]

    def turn(self) -> None:
        """As it is, for all voices, and all that has come is read at once."""
        self.world.advance(max(0, int((time.monotonic() - self.began) * 1000) - self.world.now))
        self.socket.setblocking(False)
        try:
            while True:
                for message, _ in split(self.socket.recv(65536)):
                    address, arguments = read(message)
                    self.world.hear(self.reply, address, *arguments)
                    for told in self.new(self.engine):
                        for voice in self.voices:
                            voice.send(0, *told)
        except BlockingIOError:
            pass
        for told in self.new(self.engine):
            for voice in self.voices:
                voice.send(0, *told)
        for _, host, port, out in self.world.osc[self.sent :]:
            self.socket.sendto(build(str(out[0]), *out[1:]), (host, port))
        self.sent = len(self.world.osc)
        time.sleep(0.001)

    def run(self, seconds: float) -> None:
        """Let it play for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.turn()

    @property
    def deeds(self) -> list[Deed]:
        """What was struck and let go, on the monotonic clock."""
        return [
            (self.began + ms / 1000, (number, int(message[0])), message[1] > 0)
            for number, voice in enumerate(self.voices)
            for ms, outlet, message in voice.said
            if outlet == 1
        ]


def assert_paired(max_: Max) -> None:
    """Each key is struck and let go in turn, and none is left."""
    for number, voice in enumerate(max_.voices):
        sounding: set[object] = set()
        for pitch, velocity in said(voice, 1):
            assert (pitch in sounding) != (velocity > 0), number
            (sounding.add if velocity else sounding.discard)(pitch)
        assert sounding == set()


def let_go(max_: Max) -> None:
    """Let it play until nothing sounds, or hangs."""
    stopped = time.monotonic()
    while sounding(max_) and time.monotonic() < stopped + LET_GO:
        max_.run(0.25)
    max_.run(1.0)


def sounding(max_: Max) -> bool:
    held: set[object] = set()
    for _, key, struck in max_.deeds:
        (held.add if struck else held.discard)(key)
    return bool(held)


def stood_still(folder: Path) -> float:
    """The longest note of a Max that stands still again and again."""
    moments = random.Random(3)
    with (
        playing(folder / "engine.log", *MACHINE) as engine,
        connected(engine.port) as perf,
    ):
        max_ = Max(engine.port)
        began = time.monotonic()
        while time.monotonic() < began + SECONDS or struck(max_) <= 50:
            assert time.monotonic() < began + MOST, "too little is played"
            max_.run(moments.uniform(0.05, 0.6))
            time.sleep(STALL)
        perf.stop()
        time.sleep(STALL)
        let_go(max_)
        max_.socket.close()
    assert_paired(max_)
    return overhang(max_.deeds, [], time.monotonic())


@pytest.mark.timeout(300)
def test_a_max_that_stands_still_strikes_nothing_twice_and_lets_everything_go(
    tmp_path: Path,
) -> None:
    found = [stood_still(tmp_path)]
    while found[-1] >= LONGEST + WITHIN and len(found) < STRETCHES:
        found.append(stood_still(tmp_path))
    assert found[-1] < LONGEST + WITHIN, found


def lost(folder: Path) -> tuple[float, float]:
    """The longest that a key sounded too long in Max, and how long that may be."""
    with (
        playing(folder / "engine.log", *MACHINE) as engine,
        lossy(engine.port, EVERY) as road,
        connected(engine.port) as perf,
    ):
        max_, witness = Max(road.port), Witness(perf)
        began = time.monotonic()
        while (
            time.monotonic() < began + SECONDS
            or struck(max_) <= 50
            or road.lost_of("/perf/noteoff") <= 10
        ):
            assert time.monotonic() < began + MOST, "too little is played"
            max_.run(0.25)
        perf.stop()
        let_go(max_)
        end = time.monotonic()
        truth = witness.end()
        max_.socket.close()
        within = max(WITHIN, road.longest_without_statement()) + SLACK
    assert_paired(max_)
    return overhang(max_.deeds, truth, end), within


@pytest.mark.timeout(300)
def test_of_every_fourth_packet_that_is_lost_nothing_hangs_longer_than_a_second(
    tmp_path: Path,
) -> None:
    found = [lost(tmp_path)]
    while found[-1][0] >= found[-1][1] and len(found) < STRETCHES:
        found.append(lost(tmp_path))
    print(f"the longest overhang, and how long it may be: {found}")
    assert found[-1][0] < found[-1][1]


def struck(max_: Max) -> int:
    return sum(struck for _, _, struck in max_.deeds)
