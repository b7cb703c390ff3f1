"""Storms through the whole instrument: it still answers, finite, with nothing held."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS
from perf_engine.core.messages import NoteOn, Panic
from perf_engine.core.model.gru import Weights, tensor_shapes
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.helpers.model_files import load_model
from perf_engine.engine.instrument import Instrument
from perf_engine.engine.session.recorded_instrument import RecordedInstrument
from perf_engine.protocol.notes import Strike
from tests.engine.broken_packets import feed
from tests.engine.stage import FakePerformer, Stage


def random_weights() -> Weights:
    sizes, vocabulary, random = Sizes(16, 8, 8, 8), Vocabulary(), np.random.default_rng(1)
    shapes = tensor_shapes(sizes, vocabulary)
    tensors = {n: random.standard_normal(s).astype(np.float32) for n, s in shapes.items()}
    return Weights(tensors, sizes, vocabulary)


WEIGHTS = random_weights()


@pytest.mark.parametrize("kind", [Performer, RecordedInstrument, FakePerformer])
def test_whatever_the_loop_plays_takes_what_the_interface_says(kind: type) -> None:
    wanted = {
        name: inspect.signature(method)
        for name, method in inspect.getmembers(Instrument, inspect.isfunction)
        if not name.startswith("_")
    }
    assert {"hear", "command", "advance", "due"} <= set(wanted)
    for name, signature in wanted.items():
        found = inspect.signature(getattr(kind, name)).parameters
        assert {p: (one.kind, one.default) for p, one in found.items()} == {
            p: (one.kind, one.default) for p, one in signature.parameters.items()
        }, name


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 127), st.integers(1, 127), st.floats(0, 0.2)),
        min_size=1,
        max_size=60,
    )
)
def test_after_a_storm_of_notes_and_a_panic_it_answers_again(notes):
    performer, now = Performer(WEIGHTS, mode="takeover", seed=1), 0.0
    for pitch, velocity, gap in notes:
        now += gap
        performer.hear(NoteOn(0, pitch, velocity), now)
        performer.advance(now)
    performer.command(Panic(), now)
    performer.advance(now)
    assert performer.sounding() == []
    assert performer.held() == []
    assert performer.finite()
    performer.hear(NoteOn(0, 60, 80), now + 1.0)
    said = []
    for i in range(4000):
        said += performer.advance(now + 1.0 + i * 0.01)
        if any(isinstance(m, Strike) for m in said):
            break
    assert any(isinstance(m, Strike) for m in said)


@pytest.mark.timeout(600)
def test_after_a_hundred_thousand_broken_packets_it_answers_a_phrase():
    weights, _ = load_model(None)
    performer = Performer(weights, seed=1)
    stage = Stage(performer)
    send, answers, struck = stage.loop.outbox._send, [], []
    stage.loop.outbox._send = lambda data, where: answers.append(data[:12]) or True
    feed(stage, 100_000, seed=2, settle=lambda: struck.extend(performer.sounding()))
    stage.loop.outbox._send = send
    assert struck  # it was playing all the while
    assert answers.count(b"/perf/fail\0\0") > 10_000
    assert answers.count(b"/perf/done\0\0") > 1_000
    assert stage.loop.statistics.failures == 0
    assert stage.loop.inbox.held() <= 4096
    assert len(stage.loop.clients) <= 64
    assert performer.finite()
    assert np.isfinite(performer._voices[0].improviser.stream.hidden).all()
    for client in stage.loop.clients:  # to make room
        stage.loop.reception.part(client)
    peer = stage.peer()
    assert stage.ask(peer, "/perf/panic") == ["/perf/done", "/perf/panic"]
    assert performer.sounding() == []
    assert performer.held() == []
    for name, control in CONTROLS.items():
        assert control.check(performer.get(name)) == performer.get(name)
        peer.say(f"/perf/param/{name}", control.default)
    peer.say("/perf/mode", "takeover")
    peer.say("/perf/start")
    peer.say("/perf/notify", 1, 0, "now", 0.0)
    for pitch in (60, 62, 64, 65, 67):
        peer.say("/perf/in/note", 0, pitch, 90, 0.2)
        stage.turn(32)
        stage.wait(0.25)
    said = []
    while len(said) < 8 and stage.hand.time < 2000:
        stage.hand.time += 0.01
        stage.turn()
        said += [values for address, values in peer.messages() if address == "/perf/note"]
    assert len(said) >= 8
    peer.say("/perf/stop")
    stage.wait(1.0)
    assert performer.sounding() == []
    assert performer.held() == []
    stage.close()
