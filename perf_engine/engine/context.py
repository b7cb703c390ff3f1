"""The context of the OSC handlers: the instrument, the clients, and the way to both."""

from __future__ import annotations

from dataclasses import dataclass

from perf_engine.protocol.errors import Code
from perf_engine.protocol.packets import Outgoing
from perf_engine.protocol.ports import HostPort

from .clock import ClientClocks, Clock
from .input.access import Access
from .input.complaints import Complaints
from .input.inbox import Inbox
from .input.sources import Sources
from .instrument import Instrument
from .output.gate import Gate
from .output.outbox import Outbox
from .output.subscribers import Clients
from .statistics import Statistics


@dataclass(frozen=True, slots=True)
class Context:
    """The objects of one engine, made once by its loop and passed to each handler's owner."""

    instrument: Instrument
    clock: Clock
    clocks: ClientClocks
    clients: Clients
    sources: Sources
    inbox: Inbox
    outbox: Outbox
    statistics: Statistics
    access: Access
    gate: Gate
    complaints: Complaints

    def tell(self, sender: HostPort, address: str, *arguments: Outgoing) -> None:
        """Reply to a sender, at its reply port if one is registered."""
        self.outbox.tell(self.clients.reply_to(sender), address, *arguments)

    def fail(self, sender: HostPort, address: str, code: Code, text: str) -> None:
        """Reply with /perf/fail."""
        self.tell(sender, "/perf/fail", address, int(code), text)

    def refuse(self, sender: HostPort, address: str, code: Code, text: str) -> None:
        """Reply with /perf/fail, and log it."""
        self.complaints.note(sender, address, code, text, self.clock.now(), every=False)
        self.fail(sender, address, code, text)

    def free(self, now: float) -> float:
        """Return the seconds from now in which neither a decision nor a message is due."""
        return min(self.instrument.due(), self.outbox.due()) - now
