"""The engine's options: declared once, and derived everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.playing.ensemble import MOST_VOICES
from perf_engine.engine.option_declaration import Tables, Whole, options_of
from perf_engine.engine.options import CHANNEL, KnownClient, Options, VoiceOptions, check_host

DECLARED = [
    *options_of(Options).values(),
    *options_of(VoiceOptions).values(),
    *options_of(KnownClient).values(),
    CHANNEL,
]


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_every_option_has_a_help_that_is_an_imperative_sentence(one) -> None:
    assert re.fullmatch(r"[A-Z].*\.", one.help)
    first = one.help.removeprefix("With --lan: ").split()[0].lower()
    assert first in {
        "choose",
        "play",
        "start",
        "let",
        "listen",
        "trust",
        "send",
        "serve",
        "open",
        "tell",
        "use",
        "describe",
        "show",
        "record",
        "keep",
        "set",
        "end",
        "hear",
        "save",
        "watch",
        "delete",
    }, one.help


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.name)
def test_every_default_is_a_value_of_its_option(one) -> None:
    if one.default not in (None, "", ()) and not isinstance(one.kind, Tables):
        if one.name in ("host", "port"):
            return  # they have none
        assert one.check(one.default) == one.default


def test_there_may_be_as_many_voices_as_an_ensemble_has() -> None:
    assert options_of(Options)["voices"].line == Whole(1, MOST_VOICES)
    assert len(Options(voices=(VoiceOptions(),) * MOST_VOICES).plans()) == MOST_VOICES
    with pytest.raises(ValueError, match=rf"^voices must be 1\.\.{MOST_VOICES}, not"):
        Options(voices=(VoiceOptions(),) * (MOST_VOICES + 1))


def test_an_empty_list_of_keyboards_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^midi_in must be auto, none, .*, not an empty list$"):
        Options(midi_in=())


def test_a_folder_is_not_nothing() -> None:
    for name in ("record", "states"):
        with pytest.raises(ValueError, match=f"^{name} must be a folder, not nothing$"):
            Options(**{name: ""})


def test_a_client_has_a_host_and_a_port() -> None:
    with pytest.raises(ValueError, match=r"^port must be 1\.\.65535, not 0$"):
        KnownClient("127.0.0.1", 0)
    with pytest.raises(ValueError, match=r"^flag must be 1\.\.3, not 4$"):
        KnownClient("127.0.0.1", 1, flag=4)
    with pytest.raises(ValueError, match="host must be an address or a name, not 'a b'"):
        KnownClient("a b", 1)


def test_a_token_is_shown_nowhere() -> None:
    assert "sesame" not in repr(Options(token="sesame"))


def test_the_page_is_there_unless_a_program_started_us_or_nobody_wants_it() -> None:
    assert Options().page_port == 9472
    assert Options(no_web=True).page_port is None
    assert Options(exit_with_stdin=True).page_port is None
    assert Options(exit_with_stdin=True, no_web=True, web_port=0).page_port == 0


LABELS = st.from_regex(r"[a-z_][a-z0-9_-]{0,20}", fullmatch=True)
NAMES = st.lists(LABELS, min_size=1, max_size=5).map(".".join)
IPV4, IPV6 = st.ip_addresses(v=4).map(str), st.ip_addresses(v=6).map(str)
PORTS = st.integers(1, 65535)


@given(NAMES | IPV4 | IPV6 | st.sampled_from(["fe80::1%eth0", "127.1", "☃.local", "studio."]))
def test_addresses_and_names_that_nobody_knows_yet_are_hosts(host) -> None:
    check_host(host)


@given(NAMES | IPV4, PORTS)
def test_a_host_with_its_port_is_refused_with_what_to_write(host, port) -> None:
    for text in (f"{host}:{port}", f"[{host}]:{port}", f"osc.udp://{host}:{port}/"):
        with pytest.raises(ValueError, match="an address or a name") as refused:
            check_host(text)
        assert str(refused.value).endswith(f': write host = "{host}" and port = {port}')


@given(IPV6, PORTS)
def test_an_address_in_brackets_is_refused_with_what_to_write(host, port) -> None:
    for text, also in ((f"[{host}]", ""), (f"[{host}]:{port}", f" and port = {port}")):
        with pytest.raises(ValueError, match="an address or a name") as refused:
            check_host(text)
        assert str(refused.value).endswith(f': write host = "{host}"{also}')


@pytest.mark.parametrize(
    "host", ["", " ", "\t", "a b", "a..b", "-x", ":::", "1.2.3.4.5", "256.1.1.1", "1::2::3", "u@h"]
)
def test_what_can_be_no_host_is_refused(host) -> None:
    with pytest.raises(ValueError, match=r"host must be an address or a name, not '[^']*'$"):
        check_host(host)


@given(st.text(max_size=80))
def test_any_other_text_is_refused_in_one_sentence_or_taken(text) -> None:
    said = ""
    try:
        check_host(text)
    except ValueError as error:
        said = str(error)
    assert said.isprintable()
