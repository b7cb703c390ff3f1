"""The device for Live, simulated: the track's notes in, the machine's out."""

from __future__ import annotations

import pytest

from max_patches.build import DEVICE, ROOT
from max_patches.build.device import HIGH, WIDE
from max_patches.patch import Patch
from max_patches.simulator.world import Home, World
from tests.max_patches.patches import own

PATCH = Patch.read(ROOT / DEVICE)


def in_live(leftward: bool = False) -> tuple[World, Home]:
    world = World(own(), leftward)
    return world, world.open(PATCH)


def strike(home: Home, pitch: int) -> None:
    for byte in (0x90, pitch, 100):
        home.labelled("midiin").take(0, (byte,))


@pytest.mark.parametrize("leftward", [False, True], ids=["right first", "left first"])
def test_what_is_played_is_heard_and_goes_on_and_the_answer_sounds_when_due(leftward) -> None:
    world, home = in_live(leftward)
    strike(home, 60)
    assert world.osc[-1][3] == ("/perf/in/note", 0, 60, 100)
    assert [byte for _, byte in world.midi] == [0x90, 60, 100]
    world.hear(9471, "/perf/alive", 0)
    world.hear(9471, "/perf/note", 0, 72, 90, 20.0)
    world.advance(20)
    assert world.midi[3:] == [(20, 0x90), (20, 72), (20, 90)]


def test_the_player_alone_is_kept_from_the_instrument() -> None:
    world, home = in_live()
    home.named("through").take(0, (0,))
    world.midi.clear()
    strike(home, 60)
    assert world.midi == []
    assert world.osc[-1][3] == ("/perf/in/note", 0, 60, 100)


@pytest.mark.parametrize("how", ["switch", "close"])
@pytest.mark.parametrize("leftward", [False, True], ids=["right first", "left first"])
def test_what_is_held_when_the_way_through_ends_is_let_go(how: str, leftward: bool) -> None:
    world, home = in_live(leftward)
    strike(home, 60)
    for byte in (0xB0, 64, 127):
        home.labelled("midiin").take(0, (byte,))
    if how == "switch":
        home.named("through").take(0, (0,))
        for byte in (0x80, 60, 0):  # it comes too late
            home.labelled("midiin").take(0, (byte,))
    else:
        world.close(home)
    ended = [byte for _, byte in world.midi[6:]]
    assert [0x90, 60, 0] in [ended[i : i + 3] for i in range(0, len(ended), 3)]
    assert [0xB0, 64, 0] in [ended[i : i + 3] for i in range(0, len(ended), 3)]


def test_the_controls_and_the_transport_reach_the_engine_and_show_what_it_tells() -> None:
    world, home = in_live()
    world.hear(9471, "/perf/alive", 0)
    world.hear(9471, "/perf/done", "/perf/notify", 1, 10.0)
    world.hear(9471, "/perf/running", "general")
    world.hear(9471, "/perf/get", "share", 0.25)
    (inside,) = [h for h in home.inner if any(b.box.name == "bpatcher" for b in h.nodes.values())]
    (panel,) = inside.inner
    share = panel.named("share")
    assert share.value == 0.25
    world.osc.clear()
    share.take(0, (0.75,))
    assert [message for *_, message in world.osc] == [("/perf/param/share", 0.75)]


def test_two_devices_in_a_set_keep_their_controls_apart() -> None:
    world, _ = in_live()
    world.open(PATCH)
    names = [name for name in world.receivers if name.endswith("-back")]
    assert len(names) == 2
    assert all(len(world.receivers[name]) == 1 for name in names)


def test_live_shows_all_of_it() -> None:
    shown = [box.presentation for box in PATCH.boxes if box.presentation is not None]
    assert len(shown) > 4
    assert all(rect.x >= 0 and rect.right <= WIDE for rect in shown)
    assert all(rect.y >= 0 and rect.bottom <= HIGH for rect in shown)
    assert PATCH.header["openinpresentation"] == 1
