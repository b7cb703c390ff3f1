"""A loop in a network: a wire without a network, a clock in the hand, hosts far and near."""

from __future__ import annotations

from perf_engine.engine.clock import Clock
from perf_engine.engine.input.access import Access
from perf_engine.engine.loop import Loop
from perf_engine.protocol.packets import build, read, split
from perf_engine.protocol.ports import HostPort
from tests.engine.stage import FakePerformer, Hand

HERE: HostPort = ("127.0.0.1", 5000)
FAR: HostPort = ("192.0.2.7", 5000)
NEAR: HostPort = ("192.168.0.9", 5000)
WORD = "open sesame"


class Wire:
    """A port without a network: what was sent, and to whom."""

    number = 9470
    arrived: float | None = None
    unheard = 0
    open = True  # as the system sees it

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, HostPort]] = []
        self.closed_ports: list[HostPort] = []

    def readable(self, found: object) -> None:
        pass

    def receive(self) -> None:
        return None

    def send(self, data: bytes, where: HostPort) -> bool:
        self.sent.append((data, where))
        return True


class Hall:
    """A loop in a network, a clock in the hand."""

    def __init__(self, *allow: str, token: str = "", lan: bool = True) -> None:
        self.wire, self.hand, self.performer = Wire(), Hand(), FakePerformer()
        self.access = Access(lan, allow, token)
        clock = Clock(self.hand, self.hand.wall)
        self.loop = Loop(self.performer, self.wire, "fake", clock, access=self.access)

    def say(self, sender: HostPort, address: str, *values: object) -> None:
        self.send(sender, build(address, *values))

    def send(self, sender: HostPort, packet: bytes) -> None:
        self.loop.dispatcher.take(packet, sender, self.hand.time)
        self.loop.step()

    def told(self, host: str) -> list[tuple[str, list[object]]]:
        """What a host was sent since it was looked at."""
        mine = [data for data, where in self.wire.sent if where[0] == host]
        self.wire.sent = [one for one in self.wire.sent if one[1][0] != host]
        return [read(m) for data in mine for m, _ in split(data)]

    def ask(self, sender: HostPort, address: str, *values: object) -> list[object]:
        """Say something and give the first answer that is no question of its own."""
        self.told(sender[0])
        self.say(sender, address, *values)
        answers = [[a, *v] for a, v in self.told(sender[0]) if a != "/perf/prove"]
        return answers[0] if answers else []

    def prove(self, sender: HostPort) -> None:
        self.hand.time += 1.5  # it is asked once a second
        self.say(sender, "/perf/notify", 1)
        (number,) = next(v for a, v in self.told(sender[0]) if a == "/perf/prove")
        assert self.ask(sender, "/perf/proof", number) == ["/perf/done", "/perf/proof"]

    def bytes_to(self, host: str) -> int:
        return sum(len(data) for data, where in self.wire.sent if where[0] == host)
