"""Stand-ins: a performer that answers an octave higher, and a line to an engine around it."""

import heapq
import itertools
import math

from pythonosc.osc_message_builder import OscMessageBuilder

from perf_engine.core.messages import (
    Flush,
    NoteOff,
    NoteOn,
    Panic,
    Release,
    SourceLost,
    Stop,
    Strike,
)
from perf_engine.studio.line import Arrived

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
        self.time = 1000.0
        self.sent, self.incoming, self.count = [], [], itertools.count()
        self.registered = False

    def now(self):
        return self.time

    def ping(self):
        self.send("/perf/ping", 1)

    def send(self, address, *arguments):
        self.sent.append((self.time, address, arguments))
        if self.performer is None or self.time >= self.dies_at or self.lost():
            return
        if address == "/perf/notify":
            self.registered = bool(arguments[0])
        if address == "/perf/in/note":
            player, pitch, velocity = arguments[:3]
            heard = NoteOn(player, pitch, velocity) if velocity else NoteOff(player, pitch)
            self.performer.hear(heard, self.time)
        if address == "/perf/release":
            self.performer.hear(SourceLost(""), self.time)
            self.performer.command(Panic(), self.time)
        self._speak()
        if address in self.refuses:
            self._arrive("/perf/fail", self.time, address, 6, "not now")
        elif address == "/perf/ping":
            self._arrive("/perf/pong", self.time, 1, 0, 0)
        elif not address.startswith("/perf/in/"):
            self._arrive("/perf/done", self.time, address)

    def receive(self, until):
        while self.performer is not None and self.performer.due() <= min(until, self._next()):
            self.time = max(self.time, self.performer.due())
            self._speak()
        if self.incoming and self._next() <= until:
            arrived = heapq.heappop(self.incoming)[2]
            self.time = max(self.time, arrived.at)
            return [arrived]
        self.time = max(self.time, until)
        return []

    def _next(self):
        return self.incoming[0][0] if self.incoming else math.inf

    def _speak(self):
        for said in self.performer.advance(self.time):
            if isinstance(said, Strike):
                self._arrive("/perf/note", said.due, said.voice, said.pitch, said.velocity, 0.0)
            elif isinstance(said, Release):
                self._arrive("/perf/noteoff", said.due, said.voice, said.pitch, 0.0)
            elif isinstance(said, Flush):
                self._arrive("/perf/flush", self.time, said.voice)

    def _arrive(self, address, due, *arguments):
        at = self.time + 0.0002
        if self.time < self.dies_at and not self.lost():
            arrived = Arrived(at, max(at, due), address, arguments)
            heapq.heappush(self.incoming, (at, next(self.count), arrived))
