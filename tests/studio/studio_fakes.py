"""Stand-ins: a performer that answers an octave higher, and a line to an engine around it."""

import heapq
import itertools
import math

from pythonosc.osc_message_builder import OscMessageBuilder

from perf_engine.core.messages import NoteOff, NoteOn, Panic, SourceLost, Stop
from perf_engine.protocol.notes import Flush, Other, Release, Strike

LEAD = 0.02


def message(address, *arguments):
    built = OscMessageBuilder(address)
    for argument in arguments:
        built.add_arg(argument)
    return built.build()


class Echo:
    """Answers each note an octave higher, half a second later, a quarter of a second long."""

    def __init__(self):
        self.plan, self.said, self.sounding = [], [], {}

    def hear(self, message, now):
        self.heard = now
        if isinstance(message, NoteOn) and message.pitch < 116:
            heapq.heappush(self.plan, (now + 0.5, 1, message.pitch + 12, message.velocity))
            heapq.heappush(self.plan, (now + 0.75, 0, message.pitch + 12, 0))

    def on_kit(self, message):
        return False

    def command(self, command, now):
        if isinstance(command, Panic | Stop):
            self.plan = []
            self.said.append(Flush(0))
            self.said += [Release(0, p, max(now, due)) for p, due in self.sounding.items()]
            self.sounding = {}

    def advance(self, now):
        said, self.said = self.said, []
        while self.plan and self.plan[0][0] - LEAD <= now:
            due, _, pitch, velocity = heapq.heappop(self.plan)
            if velocity:
                self.sounding[pitch] = due
                said.append(Strike(0, pitch, velocity, due))
            elif self.sounding.pop(pitch, None) is not None:
                said.append(Release(0, pitch, due))
        return said

    def due(self):
        return -math.inf if self.said else self.plan[0][0] - LEAD if self.plan else math.inf


class FakeLine:
    """A line with a virtual clock to an engine around `performer`; loses what `lost` says."""

    port = 9999

    def __init__(self, performer=None, lost=lambda: False, dies_at=math.inf, refuses=()):
        self.performer, self.lost, self.dies_at = performer, lost, dies_at
        self.refuses = refuses
        self.values = {}  # of getters, by address
        self.time = 1000.0
        self.sent, self.incoming, self.count = [], [], itertools.count()
        self.registered = False
        self.alive, self.next_alive = 0, math.inf

    def now(self):
        return self.time

    def wall(self):
        return 1.7e9 + self.time

    def send(self, address, *arguments):
        self.sent.append((self.time, address, arguments))
        if self.performer is None or self.time >= self.dies_at or self.lost():
            return
        if address == "/perf/notify":
            self.registered = bool(arguments[0])
            self.next_alive = self.time + 1.0 if self.registered else math.inf
        if address == "/perf/in/note":
            player, pitch, velocity = arguments[:3]
            heard = NoteOn(player, pitch, velocity) if velocity else NoteOff(player, pitch)
            self.performer.hear(heard, self.time)
        if address == "/perf/release":
            self.performer.hear(SourceLost(""), self.time)
            self.performer.command(Panic(), self.time)
        self._speak()
        if address in self.refuses:
            self._arrive(Other("/perf/fail", (address, 6, "not now")))
        elif address == "/perf/status":
            self._arrive(Other("/perf/status.reply", (1, 1, 2)))
        elif address in self.values and not arguments:
            value = self.values[address]
            said = value if isinstance(value, tuple) else (value,)
            reply = f"{address}.reply" if isinstance(value, tuple) else address
            self._arrive(Other(reply, said))
        elif address == "/perf/ping":
            self._arrive(Other("/perf/pong", (arguments[0], 0, 0)))
        elif not address.startswith("/perf/in/"):
            self._arrive(Other("/perf/done", (address,)))

    def receive(self, until):
        while self.performer is not None:
            due = min(self.performer.due(), self.next_alive)
            if due > min(until, self._next()):
                break
            self.time = max(self.time, due)
            if self.next_alive <= self.time:
                self.next_alive, self.alive = self.next_alive + 1.0, self.alive + 1
                self._arrive(Other("/perf/alive", (self.alive,)))
            self._speak()
        if self.incoming and self._next() <= until:
            at, _, arrived = heapq.heappop(self.incoming)
            self.time = max(self.time, at)
            return [arrived]
        self.time = max(self.time, until)
        return []

    def _next(self):
        return self.incoming[0][0] if self.incoming else math.inf

    def _speak(self):
        for said in self.performer.advance(self.time):
            self._arrive(said)

    def _arrive(self, message):
        at = self.time + 0.0002
        if self.time < self.dies_at and not self.lost():
            heapq.heappush(self.incoming, (at, next(self.count), message))
