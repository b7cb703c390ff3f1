"""A player's strikes and releases reach the engine, and so does what is held."""

from __future__ import annotations

import math

from perf_engine.clients.audio_in.notes import Release, Strike
from perf_engine.clients.audio_in.player import LEASE, Player
from perf_engine.protocol.lease import HOLDING_EVERY, LAST_HOLDINGS
from perf_engine.protocol.packets import build


class Said(list[tuple[object, ...]]):
    """All that a player has said."""

    def __call__(self, *message: object) -> None:
        self.append(message)

    def of(self, address: str) -> list[tuple[object, ...]]:
        return [message[1:] for message in self if message[0] == address]


def test_notes_are_said_as_those_of_its_player() -> None:
    said = Said()
    player = Player(3, 9999, said)
    player.play(Strike(1.0, 60, 80), 1.0)
    player.play(Release(2.0, 60), 2.0)
    assert said == [("/perf/in/note", 3, 60, 80), ("/perf/in/note", 3, 60, 0)]


def test_what_is_held_is_stated_while_it_is_held_and_a_few_times_after() -> None:
    said = Said()
    player = Player(0, 9999, said)
    player.play(Strike(0.0, 60, 80), 0.0)
    now = 0.0
    for _ in range(20):
        now += HOLDING_EVERY
        player.advance(now)
    assert said.of("/perf/in/holding") == [(0, 60)] * 20
    player.play(Release(now, 60), now)
    said.clear()
    for _ in range(20):
        now += HOLDING_EVERY
        player.advance(now)
    assert said.of("/perf/in/holding") == [(0,)] * LAST_HOLDINGS


def test_its_lease_is_short_so_that_the_note_of_a_killed_process_ends_soon() -> None:
    said = Said()
    player = Player(0, 9999, said)
    player.advance(0.0)
    assert said.of("/perf/notify") == [(1, 9999, "bundle", LEASE)]
    assert not player.there
    player.hear(build("/perf/done", "/perf/notify"), 0.1, 0.1)
    assert player.there
    assert player.next_due < math.inf


def test_who_leaves_releases_and_says_goodbye() -> None:
    said = Said()
    player = Player(0, 9999, said)
    player.play(Strike(0.0, 60, 80), 0.0)
    player.leave(0.5)
    assert said[1:] == [
        ("/perf/in/note", 0, 60, 0),
        ("/perf/in/holding", 0),
        ("/perf/notify", 0, 9999),
    ]


def test_a_closed_port_of_the_engine_is_noticed() -> None:
    player = Player(0, 9999, Said())
    player.advance(0.0)
    player.hear(build("/perf/done", "/perf/notify"), 0.1, 0.1)
    player.lose(0.2)
    assert not player.there


def test_a_refusal_is_kept_for_its_owner() -> None:
    player = Player(0, 9999, Said())
    player.hear(build("/perf/fail", "/perf/in/note", 3, "not now"), 0.1, 0.1)
    assert "not now" in player.refusal
