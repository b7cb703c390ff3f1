from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.cli.configuration import ConfigError, configured, read_config, setting
from perf_engine.core.playing.ensemble import VoicePlan
from perf_engine.engine.options import KnownClient, Options, VoiceOptions


def read(tmp_path: Path, text: str) -> Options:
    path = tmp_path / "stage.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_everything_can_be_configured(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        """
        mode = "solo"
        seed = 7
        osc_port = 9480
        lan = true
        midi_in = "none"
        record = "sessions"
        record_mb = 50
        midi_channels = "1,3"
        active_sensing = true
        midi_clock_out = true
        [controls]
        temperature = 0.8
        transpose = -12
        [[clients]]
        host = "127.0.0.1"
        port = 4560
        [[clients]]
        host = "127.0.0.1"
        port = 57120
        timing = "bundle"
        flag = 2
    """,
    ) == Options(
        mode="solo",
        seed=7,
        osc_port=9480,
        lan=True,
        midi_in="none",
        record="sessions",
        record_mb=50,
        midi_channels="1,3",
        active_sensing=True,
        midi_clock_out=True,
        controls={"temperature": 0.8, "transpose": -12},
        clients=(
            KnownClient("127.0.0.1", 4560),
            KnownClient("127.0.0.1", 57120, "bundle", 2),
        ),
    )


def test_who_is_no_stranger_in_the_network_can_be_configured(tmp_path: Path) -> None:
    said = read(
        tmp_path,
        """
        lan = true
        allow = ["192.168.0.0/24", "fd00::/8"]
        token = "open sesame"
    """,
    )
    assert said == Options(lan=True, allow=("192.168.0.0/24", "fd00::/8"), token="open sesame")
    for text, words in (
        ('allow = "10.0.0.0/8"', "allow must be a list of networks"),
        ('allow = ["studio"]', "allow must be a network such as"),
        (
            "allow = [7]",
            "allow must be a network such as 192.168.0.0/24, not 7; put text in quotes",
        ),
        ('token = ""', "token must be 1..200 letters"),
        (
            "token = 4711",
            "token must be a text of 1..200 characters, not something else; put text in quotes",
        ),
        (f'token = "{"x" * 201}"', "token must be 1..200 letters"),
        ('token = "a\\u0007b"', "token must be 1..200 letters"),
    ):
        with pytest.raises(ConfigError, match=words) as refused:
            read(tmp_path, text)
        assert "4711" not in str(refused.value)
        assert "xxx" not in str(refused.value)


def test_the_bridge_is_told_what_is_wanted_of_it() -> None:
    assert Options().midi_wishes == ()
    assert Options(midi_channels="1,3").midi_wishes == ("--channels", "1,3")
    assert Options(thru="off").midi_wishes == ("--thru", "off")
    assert Options(midi_clock_out=True).midi_wishes == ("--clock-out",)
    assert Options(active_sensing=True).midi_wishes == ("--active-sensing",)


def test_a_control_may_be_said_by_name_in_a_file_and_on_the_command_line(tmp_path: Path) -> None:
    said = read(tmp_path, '[controls]\nscale = "dorian"\nscale_root = "F#"\nquantise = 1')
    assert said.controls == {"scale": 2, "scale_root": 6, "quantise": 1.0}
    assert setting("scale=dorian") == setting("scale=2") == ("scale", 2)
    assert setting("scale_pitches=0 2 4 7") == ("scale_pitches", 149)
    assert setting("scale_pitches=7") == ("scale_pitches", 1 << 7)
    assert setting("scale_pitches=149") == ("scale_pitches", 149)
    assert setting("hears_players=3") == ("hears_players", 1 << 3)
    assert setting("hears_voices=none") == ("hears_voices", 0)
    with pytest.raises(ConfigError, match=r"scale_pitches must be .*, not nothing"):
        setting("scale_pitches=")
    with pytest.raises(ConfigError, match=r"scale must be one of off, .*, not nothing"):
        setting("scale=")


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Options()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('moed = "solo"', "there is no key moed; the nearest is mode"),
        (
            "[controls]\ntemprature = 1",
            "there is no control temprature; the nearest is temperature",
        ),
        ("[controls]\ntemperature = 9", "temperature must be 0.1..2, not 9"),
        (
            '[controls]\nscale = "dorain"',
            "scale must be one of 34 names such as dorian",
        ),
        ('[controls]\ntemperature = "hot"', "temperature must be a number"),
        ("[controls]\ntemperature = nan", "temperature must be"),
        ("controls = 3", r"controls must be a table, written as \[controls\], not 3"),
        ("[controls]\nregister_low = 80\nregister_high = 60", "register_low must be at most"),
        ('mode = "polka"', "mode must be one of duet, takeover, .*, follow, drums, not polka"),
        ('no_midi = true\nmidi_in = "Keys"', "no_midi and midi_in Keys cannot both be wanted"),
        ('midi_channels = "17"', "MIDI channels must be all, or 1..16"),
        ('seed = "x"', r"seed must be a whole number 0\.\.2147483647, not 'x'$"),
        (
            "seed = '7'",
            r"seed must be a whole number 0\.\.2147483647, not '7'; leave out the quotes",
        ),
        ("lan = 'true'", "lan must be true or false, not 'true'; leave out the quotes"),
        ("seed = true", r"seed must be a whole number 0\.\.2147483647, not True"),
        ("record_mb = 0", "record_mb must be 1..1000000, not 0"),
        ('record = ""', "record must be a folder, not nothing"),
        ("record = 3", "record must be a folder, not 3; put text in quotes"),
        ("seed = -1", "seed must be 0.."),
        ("osc_port = 70000", "osc_port must be 0..65535"),
        ("[[clients]]\nhots = 'x'", "there is no key of a client hots; the nearest is host"),
        ("[[clients]]\nhost = 'x'", r"host and port; client 1 has no port$"),
        ("[[clients]]\nhost = 'x'\nport = 0", "client 1: port must be 1..65535, not 0"),
        (
            "[[clients]]\nhost = 'x'\nport = '1'",
            r"client 1: port must be a whole number 1\.\.65535, not '1'; leave out the quotes",
        ),
        (
            "[[clients]]\nhost = 3\nport = 1",
            "client 1: host must be an address or a name, not 3; put text in quotes",
        ),
        (
            "[[clients]]\nhost = 'x'\nport = 1\ntiming = 'soon'",
            r"toml: client 1: timing must be one of bundle, ahead, now, not soon$",
        ),
        ("clients = [3]", r"clients must be tables, written as \[\[clients\]\], not \[3\]"),
        ("clients = 3", r"clients must be tables, written as \[\[clients\]\], not 3"),
        (
            "mode = ",
            'toml: line 1: mode has no value: write it after the =, such as mode = "duet"$',
        ),
        ("mode = duet", 'toml: line 1: put text in quotes: mode = "duet"$'),
        (
            "\n\nmidi_in = Key Station 2  # the red one",
            'line 3: put text in quotes: midi_in = "Key St',
        ),
        ("record = /home/me/music", 'line 1: put text in quotes: record = "/home/me/music"$'),
        ("lan = True", "line 1: write true and false in small letters: lan = true$"),
        ("mode: solo", "line 1: write = between a key and its value: mode = solo$"),
        ('mode = "solo', 'line 1: close the quotes: mode = "solo"$'),
        ("seed = 1\nseed = 2", "line 2: seed is said twice: leave out one$"),
        ("[controls]\n[controls]", "line 2: controls is said twice: leave out one$"),
        ("[[clients]", r"line 1: close the brackets: \[\[clients\]\]$"),
        ("solo", 'line 1: write KEY = VALUE, such as mode = "duet"$'),
        ("seed = 007", "line 1: this is not TOML"),
        ("[[clients]]\nhost = ''\nport = 1", "client 1: host must be an address or a name, not ''"),
        (
            '[[clients]]\nhost = "a\\u0000b"\nport = 1',
            "client 1: host must be an address or a name",
        ),
        ("[[clients]]\nhost = 'a b'\nport = 1", "client 1: host must be an address or a name"),
        ("[[clients]]\nhost = 'a..b'\nport = 1", "client 1: host must be an address or a name"),
        (
            f"[[clients]]\nhost = '{'a' * 64}'\nport = 1",
            "client 1: host must be an address or a name",
        ),
        (
            'model = "a\\u0000b"',
            "model must be printable, without line breaks or control characters, not",
        ),
        (
            'midi_in = "a\\nb"',
            "midi_in must be printable, without line breaks or control characters, not",
        ),
        ("x = " + "[" * 5000 + "]" * 5000, "is nested too deeply"),
        ("x = " + "{a = " * 5000 + "1" + "}" * 5000, "is nested too deeply"),
        ("seed = " + "[" * 900 + "]" * 900, "nested too deeply|must be a whole number"),
        ("seed = " + "1" * 5000, "a number has too many digits|seed must be 0"),
        ("[controls]\ntemperature = 1" + "0" * 400, "toml: "),
        ("#" * 1_000_001, "it cannot be read: larger than 1000000 bytes"),
    ],
)
def test_a_mistake_is_named_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence) as caught:
        read(tmp_path, text)
    assert "stage.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "none.toml")


def test_the_mark_that_some_editors_begin_a_file_with_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "stage.toml"
    file.write_bytes(b"\xef\xbb\xbfmode = 'solo'\n")
    assert read_config(file).mode == "solo"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("mode = 'solo'".encode("utf-16"), "line 1: save the file as UTF-8 text$"),
        (b"seed = 1\nmode = '\xe9'", "line 2: save the file as UTF-8 text$"),
        (b"\0", "line 1: write KEY = VALUE"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path, data: bytes, why: str) -> None:
    file = tmp_path / "stage.toml"
    file.write_bytes(data)
    with pytest.raises(ConfigError, match=rf"stage\.toml: {why}"):
        read_config(file)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stage.toml")
    with pytest.raises(ConfigError, match=r"stage\.toml: it cannot be read: not a plain file"):
        read_config(tmp_path / "stage.toml")


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.just(10**400),
    st.sampled_from(["duet", "\0", "", "x" * 5000]),
)
KEYS = st.sampled_from(
    [
        "mode",
        "model",
        "seed",
        "osc_port",
        "lan",
        "midi_in",
        "midi_channels",
        "web_port",
        "record",
        "record_mb",
        "states",
        "controls",
        "clients",
        "voices",
        "host",
        "port",
        "timing",
        "flag",
        "part",
        "players_part",
        "temperature",
        "register_low",
        "scale",
        "hears_players",
        "freeze",
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_whatever_stands_in_a_file_is_taken_or_refused_in_a_sentence(said: dict[str, Any]) -> None:
    with suppress(ConfigError):
        configured(said, Options()).plans()


def test_voices_are_tables_of_their_own(tmp_path: Path) -> None:
    options = read(
        tmp_path,
        """
        mode = "solo"
        seed = 3
        [controls]
        temperature = 0.8
        register_low = 50
        [[voices]]
        [[voices]]
        mode = "duet"
        seed = 7
        part = "melody"
        players_part = "bass"
        [voices.controls]
        temperature = 0.5
        hears_players = "0 2"
    """,
    )
    assert options.voices == (
        VoiceOptions(),
        VoiceOptions(
            "duet",
            7,
            "melody",
            "bass",
            {"temperature": 0.5, "hears_players": 5},
        ),
    )
    first, second = options.plans()
    assert (first.mode, first.seed, first.part) == ("solo", 3, "piano")
    assert first.settings is not None
    assert (first.settings["temperature"], first.settings["hears_players"]) == (0.8, 65535)
    assert (second.mode, second.seed, second.part) == ("duet", 7, "melody")
    assert second.settings is not None
    assert (second.settings["temperature"], second.settings["register_low"]) == (0.5, 50)
    assert len(options.with_voices(5).plans()) == 5
    assert options.with_voices(1).voices == (VoiceOptions(),)
    (alone,) = Options(mode="solo").plans()
    assert isinstance(alone, VoicePlan)
    assert alone.mode == "solo"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("voices = 3", "voices must be tables, written as [[voices]], not 3"),
        ("[[voices]]\nmood = 'duet'", "no key of a voice mood; the nearest is mode"),
        ("[[voices]]\nmode = 'dance'", "voice 0: mode must be one of"),
        ("[[voices]]\n[[voices]]\nseed = -1", "voice 1: seed must be 0"),
        ("[[voices]]\nseed = 'x'", "voice 0: seed must be a whole number"),
        ("[[voices]]\nseed = true", "voice 0: seed must be a whole number 0..2147483647, not True"),
        ("[[voices]]\n[voices.controls]\nshare = 9", "voice 0: share must be 0..1"),
        ("[[voices]]\n[voices.controls]\nsharp = 1", "voice 0: there is no control sharp"),
        (
            "controls = {register_low = 80}\n[[voices]]\ncontrols = {register_high = 60}",
            "voice 0: register_high must be at least",
        ),
        ("[[voices]]\n" * 17, "voices must be 1..16, not 17"),
    ],
)
def test_a_voice_that_cannot_be_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert sentence in str(caught.value)


def test_a_channel_can_be_said_at_the_top_and_for_a_voice(tmp_path: Path) -> None:
    assert read(tmp_path, "channel = 10").controls == {"channel": 10}
    options = read(
        tmp_path,
        """
        channel = 3
        [controls]
        density = 2
        [[voices]]
        channel = 16
        [[voices]]
        controls = { density = 1 }
    """,
    )
    assert options.controls == {"channel": 3, "density": 2.0}
    found = [plan.settings for plan in options.plans() if plan.settings is not None]
    assert [settings["channel"] for settings in found] == [16, 3]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("channel = 0", "channel must be 1..16, not 0"),
        ("channel = 17", "channel must be 1..16, not 17"),
        ("channel = true", "channel must be a whole number 1..16, not True"),
        ('channel = "1"', "channel must be a whole number 1..16, not '1'; leave out the quotes"),
        ("[[voices]]\nchannel = 20", "voice 0: channel must be 1..16, not 20"),
        ("channel = 2\n[controls]\nchannel = 3", "channel is said twice"),
    ],
)
def test_a_channel_that_there_is_not_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        read(tmp_path, text)


def test_a_style_is_a_name_until_there_is_a_model(tmp_path: Path) -> None:
    options = read(
        tmp_path,
        """
        [controls]
        style = "jazz"
        [[voices]]
        controls = { style_2 = 1, morph = 0.5 }
    """,
    )
    assert options.controls == {"style": "jazz"}
    (plan,) = options.plans(("folk", "jazz"))
    assert plan.settings is not None
    assert [plan.settings[name] for name in ("style", "style_2", "morph")] == [2, 1, 0.5]
    with pytest.raises(ValueError, match="style must be none, as the model has no styles, not jaz"):
        options.plans()
    assert setting("style=jazz") == ("style", "jazz")
    assert setting("style=2") == ("style", 2)
    with pytest.raises(ConfigError, match=r"style must be 0\.\.127, not 400"):
        read(tmp_path, "controls = { style = 400 }")
