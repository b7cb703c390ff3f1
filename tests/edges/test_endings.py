"""However the engine ends, and whoever is lost, OSC clients are left without a sounding note."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from tests.support.concert import (
    PATIENCE,
    TAKEOVER,
    Ear,
    Engine,
    assert_music,
    ears,
    play_phrase,
    strikes,
)

TIMINGS = ("bundle", "ahead", "now")
FAR_AHEAD = ("--set", "lead=200")  # so that strikes are on their way when it ends


def hear_until_a_strike_is_on_its_way(clients: list[Ear]) -> None:
    """The machine's answer to a phrase, up to a moment when clients hold a strike for later."""
    first, *_, latest = clients
    play_phrase(first)
    assert latest.until(lambda: len(strikes(latest.notes)) >= 8)
    first.rest(0.0)
    assert first.until(lambda: any(n.velocity and n.at > time.time() for n in first.notes[-1:]))


def assert_silence(clients: list[Ear]) -> None:
    for ear in clients:
        ear.rest()
        assert_music(ear.notes, 8)
        assert ear.told("/perf/flush")


def quits(engine: Engine, ear: Ear) -> None:
    ear.say("/perf/quit")


def is_terminated(engine: Engine, ear: Ear) -> None:
    engine.process.terminate()


def is_interrupted(engine: Engine, ear: Ear) -> None:
    engine.process.send_signal(signal.SIGINT)


def loses_its_parent(engine: Engine, ear: Ear) -> None:
    engine.process.stdin.close()


@pytest.mark.parametrize("end", [quits, is_terminated, is_interrupted, loses_its_parent])
def test_every_client_is_left_in_silence_when_the_engine(
    start, end: Callable[[Engine, Ear], None]
) -> None:
    options = ("--no-midi", "--exit-with-stdin", *TAKEOVER, *FAR_AHEAD)
    with start(*options) as engine, ears(engine, *TIMINGS) as clients:
        hear_until_a_strike_is_on_its_way(clients)
        end(engine, clients[0])
        assert engine.process.wait(PATIENCE) == 0
        assert_silence(clients)


def test_every_client_is_silenced_by_whatever_ends_the_playing(start) -> None:
    interruptions: list[tuple[str | int | float, ...]] = [
        ("/perf/panic",),
        ("/perf/mode", "listen"),
        ("/perf/param/mute", 1),
        ("/perf/in/note", 0, 60, 90, 0.1),
    ]
    with start("--no-midi", *TAKEOVER, *FAR_AHEAD) as engine, ears(engine, *TIMINGS) as clients:
        first = clients[0]
        for what in interruptions:
            for ear in clients:
                ear.notes.clear()
                ear.messages.clear()
            first.say("/perf/set", "patience", 0.3, "mute", 0)
            first.say("/perf/mode", "takeover")
            first.say("/perf/start")
            hear_until_a_strike_is_on_its_way(clients)
            first.say("/perf/param/patience", 30.0)  # it does not begin again
            first.say(*what)
            for ear in clients:
                ear.settle()
            assert_silence(clients)


def test_a_lost_clients_keys_are_let_go_and_it_is_told_to_be_silent(start) -> None:
    with start("--no-midi", *TAKEOVER) as engine, ears(engine, "now") as (stays,):
        stays.say("/perf/notify", 2, 0, "now", 0.0)
        lost = Ear(engine.port)
        with lost.socket:
            lost.register("bundle", lease=8.0)
            play_phrase(lost)
            lost.say("/perf/in/note", 5, 72, 90)  # held, and never let go
            # From here on nobody on this host says a word, which would renew its lease.
            assert stays.until(lambda: [5, 72, 0] in stays.told("/perf/heard"))
            assert [5, 72, 90] in stays.told("/perf/heard")
            stays.notes.clear()
            assert stays.until(lambda: len(strikes(stays.notes)) >= 8)  # the others play on
            assert lost.until(lambda: lost.told("/perf/flush"))
            lost.rest(0.0)
            assert_music(lost.notes, 1, pitches=1)  # in eight seconds it may strike but two keys
            told = [address for address, _ in reversed(lost.messages)]
            # The last flush: the key that it held may have stopped a phrase before.
            assert "/perf/note" not in told[: told.index("/perf/flush")]
