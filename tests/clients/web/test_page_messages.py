"""Every frame is read whole or refused in words."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.web import page_messages
from perf_engine.clients.web.page_messages import (
    Allowance,
    Ask,
    Panic,
    Pedal,
    Ping,
    Release,
    Strike,
)
from perf_engine.engine.handlers.reference import as_data

ADDRESSES = {entry["address"]: entry for entry in as_data()["from_clients"]}


def read(*frame: object) -> page_messages.Frame:
    return page_messages.read(json.dumps(frame), ADDRESSES)


def test_keys_and_the_pedal() -> None:
    assert read("on", 60, 100) == Strike(60, 100)
    assert read("off", 60) == Release(60)
    assert read("pedal", 127) == Pedal(127)
    assert read("panic") == Panic()
    assert read("ping", 7) == Ping(7)


def test_a_question_may_have_any_address_that_is_for_a_page() -> None:
    assert read("ask", 1, "/perf/param/density", 2) == Ask(1, "/perf/param/density", (2,))
    assert read("ask", 1, "/perf/voice/3/share", 0.5).address == "/perf/voice/3/share"
    assert read("ask", 1, "/perf/mode", "solo").arguments == ("solo",)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ("[" * 5000, "JSON"),
        ("{}", "array"),
        ("[]", "array"),
        ("[1]", "array"),
        ('["dance"]', "there is no frame dance"),
        ('["on", 60]', "on takes 2 values, not 1"),
        ('["on", 128, 100]', "pitch must be 0..127, not 128"),
        ('["on", 60, 0]', "velocity must be 1..127, not 0"),
        ('["on", true, 100]', "pitch must be"),
        ('["on", 60.5, 100]', "pitch must be"),
        ('["on", 1e999, 100]', "pitch must be"),
        ('["pedal", -1]', "pedal must be"),
        ('["ask", 1]', "ask takes"),
        ('["ask", -1, "/perf/mode"]', "number must be"),
        ('["ask", 1, "/perf/moode"]', "did you mean /perf/mode"),
        ('["ask", 1, "/perf/quit"]', "not for a page"),
        ('["ask", 1, "/perf/notify", 2]', "not for a page"),
        ('["ask", 1, "/perf/in/note", 0, 60, 100]', "not for a page"),
        ('["ask", 1, "/perf/prime", "/etc/passwd"]', "no files"),
        ('["ask", 1, "/perf/model/load", "..\\\\x"]', "no files"),
        ('["ask", 1, "/perf/mark", "\\u0000"]', "printable"),
        ('["ask", 1, "/perf/mode", null]', "number or a text"),
        ('["ask", 1, "/perf/mode", [1]]', "number or a text"),
        ('["ask", 1, "/perf/param/density", NaN]', "number or a text"),
        ('["ask", 1, "/perf/seed", 99999999999]', "32 bits"),
        ('["token", 1]', "token"),
        (json.dumps(["ask", 1, "/perf/get", *["density"] * 300]), "256 arguments"),
        ('["ping", ' + "1" * 9000 + "]", "8192 characters"),
    ],
)
def test_a_wrong_frame_is_refused_in_words(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        page_messages.read(text, ADDRESSES)
    assert word in str(refused.value)
    assert len(str(refused.value)) < 300


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4),
    max_leaves=8,
)
words = st.sampled_from(["on", "off", "pedal", "ask", "watch", "ping", "token", "panic", "x"])


@given(
    st.text(max_size=60)
    | st.builds(lambda w, r: json.dumps([w, *r]), words, st.lists(json_values, max_size=5))
)
def test_whatever_comes_it_is_a_frame_or_a_valueerror(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(page_messages.read(text, ADDRESSES), page_messages.Frame)


@given(
    st.floats(1.0, 1000.0),
    st.floats(1.0, 1000.0),
    st.lists(st.floats(0.0, 0.2), min_size=1, max_size=200),
)
def test_an_allowance_is_never_exceeded(rate: float, reserve: float, gaps: list[float]) -> None:
    allowance, now, taken = Allowance(rate, reserve, 0.0), 0.0, 0
    for gap in gaps:
        now += gap
        taken += allowance.take(now)
    assert taken <= reserve + rate * now + 1e-6


def test_an_allowance_comes_back_with_time() -> None:
    allowance = Allowance(10.0, 2.0, 0.0)
    assert [allowance.take(0.0) for _ in range(3)] == [True, True, False]
    assert allowance.take(0.11)
