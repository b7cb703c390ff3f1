"""The engine played from a REPL: the real engine, started by the connection itself."""

from __future__ import annotations

import asyncio
import gc
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import perf_engine
from perf_engine.clients.python.commands import Command, Commands
from perf_engine.clients.python.connection import Connection
from perf_engine.clients.python.listening import Listening
from perf_engine.core.controls import CONTROLS
from perf_engine.core.messages import NoteOff, NoteOn, Pedal
from perf_engine.engine.session.journal import records, sessions
from perf_engine.engine.session.records import Taken
from perf_engine.protocol.errors import NoEngine, Refused
from perf_engine.protocol.notes import Foreseen, Heard, Release, Strike

OPTIONS = ("--no-midi", "--mode", "takeover", "--set", "patience=0.3")


@pytest.fixture(scope="module")
def engine() -> Iterator[Connection]:
    with perf_engine.connect(port=0, options=OPTIONS, everything=True) as made:
        yield made


@pytest.fixture
def perf(engine: Connection) -> Connection:
    """The connection, with an engine that has forgotten everything."""
    engine.panic()
    engine.reset()
    engine.set(**{control.name: control.default for control in CONTROLS.values()})
    engine.patience = 0.3
    engine.mode("takeover")
    return engine


def test_a_control_is_an_attribute_that_the_engine_has(perf: Connection) -> None:
    perf.temperature = 0.9
    assert perf.temperature == 0.9
    perf.voice(0).temperature = 0.8
    assert perf.voice(0).temperature == perf.temperature == 0.8
    perf.set(share=0.25, lead=40)
    assert perf.get("share", "lead") == {"share": 0.25, "lead": 40.0}
    assert set(perf.get()) == set(CONTROLS)


def test_what_is_wrong_is_an_exception_that_names_it(perf: Connection) -> None:
    with pytest.raises(ValueError, match=r"temperature must be 0\.1\.\.2, not 9"):
        perf.temperature = 9
    with pytest.raises(AttributeError, match="did you mean temperature"):
        perf.temprature = 1
    with pytest.raises(AttributeError, match=r"mode is no control; say mode\(\.\.\.\)"):
        perf.mode = "solo"
    with pytest.raises(ValueError, match=r"at must be at most 60 s ahead, not 99\."):
        perf.play(60, at=perf.now() + 100)
    with pytest.raises(AttributeError, match="did you mean temperature"):
        _ = perf.temperatur
    with pytest.raises(Refused, match="/perf/model/load: there is no model nobody") as caught:
        perf.load("nobody")
    assert (caught.value.address, caught.value.code) == ("/perf/model/load", 5)
    with pytest.raises(Refused, match="register_low must be at most register_high"):
        perf.set(register_low=80, register_high=20)
    with pytest.raises(Refused, match="the nearest is /perf/status"):
        perf.ask("/perf/stats")
    with pytest.raises(Refused, match="there is no voice 9"):
        _ = perf.voice(9).temperature
    assert perf.temperature == 1.0


def test_what_the_engine_says_of_itself_is_returned(perf: Connection) -> None:
    status = perf.status()
    assert (status.running, status.clients, status.model) == (True, 1, "general")
    assert perf.version()[0] == "perf_engine"
    assert 0 < perf.ping() < 10
    assert "general" in perf.models()
    assert perf.model_info()["name"] == "general"
    assert perf.mode() == "takeover"
    assert perf.tempo(90) == perf.tempo() == 90
    assert perf.prime(60, 64, 67) == 3
    perf.sync()
    assert perf.ask("/perf/clock") == ("auto",)


def test_it_plays_to_the_machine_and_hears_the_answer_with_due_times(perf: Connection) -> None:
    told = perf.listen(seconds=60)
    began = perf.now()
    for number, pitch in enumerate((60, 64, 67, 72)):
        perf.play(pitch, velocity=90, duration=0.1, at=began + 0.1 * number)
    heard = list(itertools.islice((one for one in told if isinstance(one, Heard)), 8))
    assert [h.pitch for h in heard if h.velocity] == [60, 64, 67, 72]
    assert perf.now() >= began + 0.4  # not before their time
    played = list(itertools.islice(told, 40))
    strikes = [one for one in played if isinstance(one, Strike)]
    assert strikes
    # a chord may come in several packets, whose times are read off the clocks one by one
    assert all(one.due <= other.due + 1e-4 for one, other in pairwise(strikes))
    assert any(isinstance(one, Release) for one in played)
    assert any(isinstance(one, Foreseen) for one in played)
    assert all(began <= one.due <= perf.now() + 1 for one in strikes)
    assert told.missed == 0


def test_a_chord_and_a_held_key_are_heard(perf: Connection) -> None:
    perf.mode("listen")
    told = perf.listen(seconds=60)
    perf.strike([48, 52], 70)
    perf.let_go([48, 52])
    heard = itertools.islice((one for one in told if isinstance(one, Heard)), 4)
    assert list(heard) == [Heard(0, 48, 70), Heard(0, 52, 70), Heard(0, 48, 0), Heard(0, 52, 0)]


def test_a_pedal_is_taken_with_the_keys_that_it_holds(tmp_path: Path) -> None:
    """Nobody is told of a pedal: the engine's own journal says that it was taken."""
    options = ["--no-midi", "--mode", "listen", "--record", str(tmp_path)]
    with perf_engine.connect(port=0, options=options) as perf:
        perf.pedal(127)
        perf.strike(48, 70)
        perf.let_go(48)
        perf.pedal(0, player=3)
        perf.sync()
    (session,) = sessions(tmp_path)
    taken = [one.message for one in records(session) if isinstance(one, Taken)]
    played = [one for one in taken if isinstance(one, NoteOn | NoteOff | Pedal)]
    assert [(type(one), one.player) for one in played] == [
        (Pedal, 0),
        (NoteOn, 0),
        (NoteOff, 0),
        (Pedal, 3),
    ]
    assert [one.value for one in played if isinstance(one, Pedal)] == [127, 0]


def test_the_lease_is_renewed_while_the_program_does_something_else(perf: Connection) -> None:
    perf.ask("/perf/notify", 2, 0, "bundle", 6.0)  # ten seconds are long to wait for
    time.sleep(6.5)  # the program is busy; only the connection's own thread says anything
    assert perf.status().clients == 1
    with perf_engine.connect(port=perf.there.engine.port, start=False):
        assert perf.status().clients == 2
    assert perf.status().clients == 1  # it said goodbye


def test_a_closed_connection_says_so(engine: Connection) -> None:
    other = perf_engine.connect(port=engine.there.engine.port, start=False)
    told = other.listen()
    assert "engine at 127.0.0.1" in repr(other)
    other.close()
    other.close()
    assert "closed" in repr(other)
    assert list(told) == []
    with pytest.raises(NoEngine, match="closed"):
        other.status()
    assert engine.status().running


def test_who_listens_in_another_thread_is_let_go_when_it_is_closed(engine: Connection) -> None:
    other = perf_engine.connect(port=engine.there.engine.port, start=False)
    told, ended = other.listen(), []
    listener = threading.Thread(target=lambda: ended.append(list(told)))
    listener.start()
    other.close()
    listener.join(60)
    assert len(ended) == 1


class Quiet:
    """In the place of an AsyncConnection: answers at once, or never, and listens to nothing."""

    where = "nowhere"

    def __init__(self) -> None:
        self.listeners: list[Listening] = []

    async def do(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def listen(self, seconds: float | None = None) -> Listening:
        self.listeners.append(Listening(self.forget, seconds))
        return self.listeners[-1]

    def forget(self, listening: Listening) -> None:
        self.listeners = [one for one in self.listeners if one is not listening]

    async def close(self) -> None:
        await asyncio.sleep(0)


def quiet() -> tuple[Connection, Quiet]:
    there = Quiet()

    async def opened() -> Any:
        return there

    return Connection(opened()), there


def test_nobody_hangs_when_it_is_closed_while_many_ask() -> None:
    for _ in range(5):
        connection, there = quiet()
        ask, ended = partial(connection._wait, partial(there.do, 0)), []

        def keep_asking(ask: Callable[[], None] = ask, ended: list[int] = ended) -> None:
            for count in itertools.count():
                try:
                    ask()
                except NoEngine:
                    ended.append(count)
                    return
                except CancelledError:
                    pass

        threads = [threading.Thread(target=keep_asking, daemon=True) for _ in range(200)]
        for thread in threads:
            thread.start()
        connection.close()
        until = time.monotonic() + 60
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        assert len(ended) == len(threads)


def test_who_listens_no_more_is_forgotten() -> None:
    connection, there = quiet()
    with connection:
        with connection.listen() as told:
            assert len(there.listeners) == 1
        assert list(told) == []
        told = connection.listen()
        told.close()
        assert list(told) == []
        told = connection.listen()
        del told
        gc.collect()
        connection.do(0)  # the other thread has had its turn
        assert there.listeners == []
        told = connection.listen()
    told.close()  # after its connection


def test_a_repl_completes_controls_and_commands_and_explains_them(perf: Connection) -> None:
    names = dir(perf)
    assert set(CONTROLS) | {"play", "listen", "panic", "status"} <= set(names)
    assert perf.panic.__doc__ == "Silence: everyone, everything, now."
    assert set(CONTROLS) <= set(dir(perf.voice(0)))


def test_no_command_is_called_like_a_control() -> None:
    taken = {name for name in dir(Connection) if not name.startswith("_")}
    assert taken.isdisjoint(CONTROLS)
    assert isinstance(Commands.status, Command)
