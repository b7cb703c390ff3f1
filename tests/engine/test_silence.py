"""The loop with the real performer and clients of every kind: whatever happens, no note hangs."""

from __future__ import annotations

import heapq
import itertools
import logging
import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from perf_engine.core.messages import Prepare, TakeOver
from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import PARTS, Vocabulary
from perf_engine.core.playing.performer import Performer
from perf_engine.core.turns.modes import MODES
from perf_engine.engine import loop as loop_module
from perf_engine.protocol.midi import PEDAL
from perf_engine.protocol.packets import build, bundle, read, split
from perf_engine.protocol.request_addresses import TIMINGS
from tests.engine.stage import WALL, Stage

PD_TICK = 64 / 44100  # seconds: Pd, and Max likewise, looks for messages once a tick
HOSTS = ("192.0.2.1", "192.0.2.2", "192.0.2.3")
PORT = 9000
TURN = 0.0001  # seconds that a turn of the loop takes


def restless_weights(hidden: int = 16, parts: tuple[str, ...] = PARTS) -> Weights:
    """A model that knows nothing, and plays fast, with much pedal, on few keys."""
    sizes, vocabulary = Sizes(hidden, 8, 8, 8), Vocabulary(parts)
    random = np.random.default_rng(3)
    shapes = tensor_shapes(sizes, vocabulary)
    tensors = {n: (0.3 * random.standard_normal(s)).astype(np.float32) for n, s in shapes.items()}
    tensors["out.dt.bias"] -= 0.2 * np.arange(len(tensors["out.dt.bias"]), dtype=np.float32)
    tensors["out.key.bias"][PEDAL] += 3.0
    tensors["out.key.bias"][55:67] += 3.0
    return Weights(tensors, sizes, vocabulary)


WEIGHTS = restless_weights()
OTHER = restless_weights(24, ("bass", "piano"))


class Fragile(Performer):
    """A performer that fails once when it is told to."""

    broken = False

    def hear(self, message, now):
        self._fail()
        super().hear(message, now)

    def advance(self, now, most=1):
        self._fail()
        return super().advance(now, most)

    def _fail(self) -> None:
        if self.broken:
            self.broken = False
            raise RuntimeError("broken")


class Client:
    """What one client was sent, and what it played of that."""

    def __init__(self) -> None:
        self.packets: list[tuple[float, bytes]] = []  # when each came

    def hanging(self, flushes: bool, tick: float) -> set[tuple[str, int]]:
        """Keys and pedals that are down when it has played everything.

        `flushes`: it drops what waits when it is told to; `tick`: it looks for messages as often.
        """
        down: set[tuple[str, int]] = set()
        order = itertools.count()
        waiting: list[tuple[float, int, tuple[str, int], int]] = []

        def play(until: float) -> None:
            while waiting and waiting[0][0] <= until:
                _, _, what, value = heapq.heappop(waiting)
                (down.add if value else down.discard)(what)

        for came, packet in self.packets:
            now = math.ceil(came / tick) * tick if tick else came
            play(now)
            for message, tag in split(packet):
                address, values = read(message)
                at = now if tag is None else max(now, tag - WALL)
                if address == "/perf/flush" and flushes:
                    waiting.clear()
                elif address in ("/perf/note", "/perf/noteoff", "/perf/cc"):
                    _, number, *rest, in_ms = values
                    what = ("pedal" if address == "/perf/cc" else "key", number)
                    value = rest[0] if rest else 0
                    heapq.heappush(waiting, (at + in_ms / 1000, next(order), what, value))
        play(math.inf)
        return down


class Concert:
    """The loop, its time in the hand, a client of each timing, each on a host of its own."""

    def __init__(self, mode: str) -> None:
        self.performer = Fragile(WEIGHTS, mode=mode, seed=1)
        self.stage = Stage(self.performer)
        self.loop, self.hand = self.stage.loop, self.stage.hand
        self.clients = {host: Client() for host in HOSTS}
        self.post: deque[tuple[bytes, tuple[str, int]]] = deque()
        self.loop.port.receive = lambda: self.post.popleft() if self.post else None
        self.loop.outbox._send = self._receive
        for host, timing in zip(HOSTS, TIMINGS, strict=True):
            self.say(host, "/perf/notify", 1, 0, timing, 0.0)

    def _receive(self, data: bytes, where: tuple[str, int]) -> bool:
        if where[0] in self.clients:
            self.clients[where[0]].packets.append((self.hand.time, data))
        return True

    def say(self, host: str, address: str, *arguments: object, later: float = 0.0) -> None:
        packet = build(address, *arguments)
        if later:
            packet = bundle(WALL + self.hand.time + later, [packet])
        self.post.append((packet, (host, PORT)))
        self.loop.turn_without_waiting()

    def pass_time(self, seconds: float, late: float = 0.0) -> None:
        """Let time pass as the loop would, woken `late` each time."""
        loop, until = self.loop, self.hand.time + seconds
        while True:
            due = min(
                loop.instrument.due(),
                loop.outbox.due(),
                loop.inbox.due(),
                loop.clients.due(),
                loop.upkeep.due(),
            )
            if due > until:
                break
            self.hand.time = max(self.hand.time + TURN, due + late)
            loop.turn_without_waiting()
        self.hand.time = max(self.hand.time, until)


@contextmanager
def concert(mode: str) -> Iterator[Concert]:
    made = Concert(mode)

    def wait(seconds: float) -> None:
        made.hand.time += seconds

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop_module, "time", SimpleNamespace(sleep=wait))
        logging.disable(logging.CRITICAL)
        try:
            yield made
        finally:
            logging.disable(logging.NOTSET)
            made.stage.close()


hosts = st.sampled_from(HOSTS)
pitches = st.integers(55, 66)
later = st.sampled_from([0.0, 0.0, 0.0, 0.05, 0.3])


def message(*parts: st.SearchStrategy[object] | object) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(*(p if isinstance(p, st.SearchStrategy) else st.just(p) for p in parts))


said = st.one_of(
    message("/perf/in/note", st.integers(0, 1), pitches, st.integers(0, 127)),
    message("/perf/in/note", 0, pitches, st.integers(1, 127), st.floats(0, 1)),
    message("/perf/in/note", 0, pitches, st.integers(1, 127), st.floats(0, 1)),
    message("/perf/in/pedal", 0, st.sampled_from([0, 127])),
    message("/perf/in/cc", 0, 123, 0),
    message("/perf/mode", st.sampled_from(MODES)),
    message("/perf/notify", 1, 0, st.sampled_from(TIMINGS), st.sampled_from([0.0, 0.5, 5.0])),
    message("/perf/param/lead", st.sampled_from([0.0, 20.0, 200.0])),
    message("/perf/param/transpose", st.sampled_from([-48, 0, 7])),
    message("/perf/param/longest_note", st.sampled_from([0.1, 1.0, 12.0])),
    message("/perf/param/polyphony", st.sampled_from([1, 10])),
    message("/perf/param/mute", st.integers(0, 1)),
    message("/perf/param/share", st.sampled_from([0.5, 1.0])),
    message("/perf/param/patience", st.sampled_from([0.2, 2.0])),
    message("/perf/set", "windowed", st.integers(0, 1), "count_in", 0.1, "call_length", 1.0),
    message("/perf/set", "motion", st.integers(0, 2), "canon_delay", st.sampled_from([0.1, 1.0])),
    message("/perf/param/interval", st.sampled_from([0, 7])),
    message("/perf/param/role", st.integers(0, 3)),
    st.sampled_from(
        [
            ("/perf/stop",),
            ("/perf/start",),
            ("/perf/reset",),
            ("/perf/panic",),
            ("/perf/release",),
            ("/perf/notify", 0),
            ("/perf/prime", 60, 64, 67),
            ("/perf/in/note", 0, 200, 90),
        ]
    ),
)
happening = st.one_of(
    st.tuples(hosts, said, later),
    st.tuples(hosts, said, later),
    st.tuples(hosts, said, later),
    st.sampled_from(["time is lost", "a turn fails", "another model", "another model"]),
)
ends = st.sampled_from(["/perf/panic", "/perf/stop", "/perf/mode", "everyone is lost", "exit"])


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a concert takes minutes
)
@given(
    course=st.lists(st.tuples(st.floats(0, 1.5), happening), max_size=20),
    mode=st.sampled_from(MODES),
    late=st.sampled_from([0.0, 0.0, 0.004, 0.05]),
    end=ends,
)
def test_whatever_happens_every_client_ends_in_silence(course, mode, late, end) -> None:
    with concert(mode) as on:
        for gap, what in course:
            on.pass_time(gap, late)
            if what == "time is lost":
                on.hand.time += 5.0
            elif what == "another model":
                other = OTHER if on.performer.weights is WEIGHTS else WEIGHTS
                learning = on.performer._handover._waiting
                with suppress(ValueError):  # it has no part to accompany in
                    on.performer.command(TakeOver() if learning else Prepare(other), on.hand.time)
            elif what == "a turn fails":
                on.performer.broken = True
            else:
                host, words, ahead = what
                on.say(host, *words, later=ahead)
        on.pass_time(0.5, late)  # what was tagged for later has come
        on.performer.broken = False
        if end == "exit":
            on.loop.end()
        elif end == "everyone is lost":
            for host, timing in zip(HOSTS, TIMINGS, strict=True):
                on.say(host, "/perf/notify", 1, 0, timing, 1.0)
            on.pass_time(2.0, late)
            assert len(on.loop.clients) == 0
        else:
            on.say("192.0.2.9", end, *(["listen"] if end == "/perf/mode" else []))
            on.pass_time(0.5, late)
        for client in on.clients.values():
            for flushes in (True, False):
                for tick in (0.0, PD_TICK):
                    assert client.hanging(flushes, tick) == set()
        assert on.performer.finite()
        if end != "everyone is lost":
            assert on.performer.sounding() == []
