"""One declaration of the commands serves a connection that awaits and one that waits."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from perf_engine.clients.python import requests
from perf_engine.clients.python.commands import Command, Commands
from perf_engine.protocol.dialogue import Request
from perf_engine.protocol.notes import Message

COMMANDS = {name: one for name, one in vars(Commands).items() if isinstance(one, Command)}


class Waiting(Commands):
    """A connection that returns the request itself as its answer."""

    def __init__(self) -> None:
        self.said: list[tuple[tuple[Message, ...], float | None]] = []

    def do(self, request: Request[Any]) -> Request[Any]:
        return request

    def say(self, *messages: Message, at: float | None = None) -> None:
        self.said.append((messages, at))


class Awaiting(Commands):
    """The same, and the answer is awaited."""

    async def do(self, request: Request[Any]) -> Request[Any]:
        await asyncio.sleep(0)
        return request


def test_a_command_asks_what_its_request_says_on_either_connection() -> None:
    wanted = requests.set_controls(share=0.25, lead=40)
    assert Waiting().set(share=0.25, lead=40) == wanted

    async def awaited() -> object:
        return await Awaiting().set(share=0.25, lead=40)

    assert asyncio.run(awaited()) == wanted
    assert Waiting().mode("solo") == requests.mode("solo") != requests.mode()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_help_and_the_parameters_of_its_request(name: str) -> None:
    method = getattr(Waiting(), name)
    help_text = COMMANDS[name].__doc__
    assert help_text
    assert method.__doc__ == help_text
    asked = getattr(requests, method.__name__)
    assert inspect.signature(method) == inspect.signature(asked)


def test_two_connections_do_not_share_a_command() -> None:
    class Deaf(Waiting):
        def do(self, request: Request[Any]) -> Request[Any]:
            raise ConnectionError("deaf")

    hears, deaf = Waiting(), Deaf()
    with pytest.raises(ConnectionError):
        deaf.status()
    assert hears.status() == requests.status()


def test_what_is_played_is_said_at_the_time_it_is_meant_for() -> None:
    perf = Waiting()
    perf.play([60, 64], 70, 0.25, player=2, at=5.0)
    perf.strike(48, player=1, at=6.0)
    perf.let_go([48, 50], player=1)
    perf.pedal(127, player=3, at=7.0)
    assert [at for _, at in perf.said] == [5.0, 6.0, None, 7.0]
    assert [messages for messages, _ in perf.said] == [
        (("/perf/in/note", 2, 60, 70, 0.25), ("/perf/in/note", 2, 64, 70, 0.25)),
        (("/perf/in/note", 1, 48, 90),),
        (("/perf/in/note", 1, 48, 0), ("/perf/in/note", 1, 50, 0)),
        (("/perf/in/pedal", 3, 127),),
    ]


def test_what_cannot_be_played_is_refused_and_nothing_is_said() -> None:
    perf = Waiting()
    with pytest.raises(ValueError, match=r"pitch must be 0\.\.127, not 128"):
        perf.play([60, 128])
    with pytest.raises(ValueError, match=r"velocity must be .*, not 200"):
        perf.strike(60, 200)
    with pytest.raises(ValueError, match=r"player must be .*, not 16"):
        perf.let_go(60, player=16)
    with pytest.raises(ValueError, match=r"must be 0\.\.127, not -1"):
        perf.pedal(-1)
    assert perf.said == []
