"""A pattern means what OSC 1.0 says, and costs no more than the addresses there are."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.input.patterns import (
    _matches,
    _meant,
    _tokens,
    is_pattern,
    meant,
)
from perf_engine.protocol.errors import Code, Refusal
from tests.engine.stage import Peer, Stage


@pytest.mark.parametrize(
    ("pattern", "addresses"),
    [
        ("/perf/param/densit?", ["/perf/param/density"]),
        ("/perf/param/{mute,share,no}", ["/perf/param/share", "/perf/param/mute"]),
        ("/perf/voice/[0-1]/mute", ["/perf/voice/0/mute", "/perf/voice/1/mute"]),
        ("/perf/voice/[!0]/mode", ["/perf/voice/1/mode", "/perf/voice/2/mode"]),
        ("/perf/voice/*/share", [f"/perf/voice/{n}/share" for n in range(3)]),
        ("/perf/in/note{on,off}", ["/perf/in/noteon", "/perf/in/noteoff"]),
        ("/*/param/lead", ["/perf/param/lead"]),
        ("//param/lead", ["/perf/param/lead"]),
        ("/perf//0/lead", ["/perf/voice/0/lead"]),
        ("/perf/sto*", ["/perf/stop"]),
        ("/perf/param/[a-ml]ute", ["/perf/param/mute"]),
        ("/perf/[p-]aram/mute", ["/perf/param/mute"]),
        ("/perf/param/**mut**e", ["/perf/param/mute"]),
        ("/perf/param/mu{,x}te", ["/perf/param/mute"]),
    ],
)
def test_a_pattern_means_these(pattern: str, addresses: list[str]) -> None:
    assert list(meant(pattern, 3)) == addresses


def test_all_controls_of_all_voices() -> None:
    assert len(meant("/perf/param/*", 3)) == len(CONTROLS)
    assert len(meant("/perf/voice/*/*", 3)) == 3 * (len(CONTROLS) + 1)


@pytest.mark.parametrize(
    ("pattern", "code", "words"),
    [
        ("/perf/*", Code.REFUSED, "a pattern may match /perf/param/, /perf/voice/, /perf/in/ and"),
        ("//*", Code.REFUSED, "not /perf/notify"),
        ("/perf/qui?", Code.REFUSED, "not /perf/quit"),
        ("/perf/*/load", Code.REFUSED, "not /perf/model/load"),
        ("/perf/{quit,stop}", Code.REFUSED, "not /perf/quit"),
        ("/perf/param/x*", Code.UNKNOWN_ADDRESS, "no address matches the pattern /perf/param/x*"),
        ("/perf/param/*/*", Code.UNKNOWN_ADDRESS, "no address matches"),
        ("/perf/voice/*/*/*/*", Code.UNKNOWN_ADDRESS, "no address matches"),
        ("/perf/param/[ab", Code.UNKNOWN_ADDRESS, "has a [ that is not closed"),
        ("/perf/param/{ab", Code.UNKNOWN_ADDRESS, "has a { that is not closed"),
        ("//param//lead", Code.UNKNOWN_ADDRESS, "// once"),
        ("/perf/param/" + "*" * 200, Code.UNKNOWN_ADDRESS, "128 characters long, not 212"),
    ],
)
def test_what_a_pattern_may_not_mean_is_refused_in_a_sentence(
    stage: Stage, peer: Peer, pattern: str, code: Code, words: str
) -> None:
    before = stage.performer.state
    address, *rest = stage.ask(peer, pattern, 1)
    assert (address, rest[1]) == ("/perf/fail", code)
    assert words in str(rest[2])
    assert stage.performer.state == before
    assert not stage.loop.reception.quitting


@lru_cache
def as_regex(pattern: str) -> re.Pattern[str]:
    """The same by the standard library, for patterns that are short."""
    made = ""
    for token in re.findall(r"\[[^]]*\]|\{[^}]*\}|.", pattern):
        if token[0] == "[" and len(token) > 1:
            inside = token[1:-1]
            made += f"[{'^' if inside[0] == '!' else ''}{re.escape(inside.lstrip('!'))}]"
        elif token[0] == "{":
            made += f"(?:{'|'.join(map(re.escape, token[1:-1].split(',')))})"
        else:
            made += {"*": ".*", "?": "."}.get(token, re.escape(token))
    return re.compile(made, re.DOTALL)


PIECES = st.sampled_from(["*", "?", "a", "b", "ab", "[ab]", "[!a]", "{a,bb}", "{,b}", "c"])


@given(st.lists(PIECES, max_size=8).map("".join), st.text("abc", max_size=8))
def test_a_part_matches_as_a_regular_expression_would(pattern: str, name: str) -> None:
    assert _matches(tuple(_tokens(pattern)), name) == bool(as_regex(pattern).fullmatch(name))


@given(st.text("*?[]{}!-,/abenrtuv", max_size=60))
def test_no_pattern_throws(tail: str) -> None:
    for pattern in (f"/perf/param/{tail}", f"/perf/voice/{tail}", f"/{tail}"):
        with suppress(Refusal):
            assert meant(pattern, 16)


@pytest.mark.parametrize(
    "pattern",
    [
        "/perf/param/" + "*a" * 55,
        "/perf/voice/*/" + "*?" * 50,
        "/perf/voice/*/" + "{,e}" * 25,
        "/perf/voice/" + "*[!z]" * 10 + "/" + "*[!z]" * 10,
        "//" + "*{a,e,t,}" * 12 + "q",
        "//*//*//*//*",
    ],
)
def test_a_hostile_pattern_costs_no_more_than_the_addresses_there_are(pattern: str) -> None:
    quick = []
    for _ in range(5):
        _meant.cache_clear()
        began = time.process_time()
        with pytest.raises(Refusal):
            meant(f"{pattern}!", 16)
        quick.append(time.process_time() - began)
    assert min(quick) < 0.05
    before = _meant.cache_info().hits
    with pytest.raises(Refusal):
        meant(f"{pattern}!", 16)
    assert _meant.cache_info().hits == before + 1


@given(st.text("/abc", max_size=20))
def test_a_plain_address_is_no_pattern(address: str) -> None:
    assert is_pattern(address) == ("//" in address)
