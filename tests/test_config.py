from __future__ import annotations

from pathlib import Path

import pytest

from perf_engine.config import ConfigError, read_config, setting
from perf_engine.core.ensemble import VoicePlan
from perf_engine.live.options import KnownClient, Options, VoiceOptions


def read(tmp_path: Path, text: str) -> Options:
    path = tmp_path / "stage.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def test_everything_can_be_configured(tmp_path: Path) -> None:
    assert read(tmp_path, """
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
    """) == Options(
        mode="solo", seed=7, osc_port=9480, lan=True, midi_in="none", record="sessions",
        record_mb=50, midi_channels="1,3", active_sensing=True, midi_clock_out=True,
        controls={"temperature": 0.8, "transpose": -12},
        clients=(
            KnownClient("127.0.0.1", 4560), KnownClient("127.0.0.1", 57120, "bundle", 2),
        ),
    )  # fmt: skip


def test_the_bridge_is_told_what_is_wanted_of_it() -> None:
    assert Options().midi_wishes == ()
    assert Options(midi_channels="1,3").midi_wishes == ("--channels", "1,3")
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


@pytest.mark.parametrize(("text", "sentence"), [
    ('moed = "solo"', "there is no key moed; the nearest is mode"),
    ("[controls]\ntemprature = 1", "there is no control temprature; the nearest is temperature"),
    ("[controls]\ntemperature = 9", "temperature must be 0.1..2, not 9"),
    ('[controls]\nscale = "dorain"', "scale must be one of off, ionian, dorian"),
    ('[controls]\ntemperature = "hot"', "temperature must be a number"),
    ("[controls]\ntemperature = nan", "temperature must be"),
    ("controls = 3", r"controls must be a table, written as \[controls\], not 3"),
    ("[controls]\nregister_low = 80\nregister_high = 60", "register_low must be at most"),
    ('mode = "polka"', "mode must be one of duet, takeover, .*, follow, not polka"),
    ('no_midi = true\nmidi_in = "Keys"', "no_midi and midi_in Keys cannot both be wanted"),
    ('midi_channels = "17"', "MIDI channels must be all, or 1..16"),
    ('seed = "x"', "seed must be a whole number"),
    ("seed = true", "seed must be a whole number"),
    ("record_mb = 0", "record_mb must be 1..1000000, not 0"),
    ('record = ""', "record must be a folder, not nothing"),
    ("record = 3", "record must be a text"),
    ("seed = -1", "seed must be 0.."),
    ("osc_port = 70000", "osc_port must be 0..65535"),
    ("[[clients]]\nhots = 'x'", "there is no key of a client hots; the nearest is host"),
    ("[[clients]]\nhost = 'x'", r"host and port; client 1 has no port$"),
    ("[[clients]]\nhost = 'x'\nport = 0", "client 1: port must be 1..65535, not 0"),
    ("[[clients]]\nhost = 'x'\nport = '1'", "client 1: port must be a whole number, not '1'"),
    ("[[clients]]\nhost = 3\nport = 1", "client 1: host must be a text, not 3"),
    ("[[clients]]\nhost = 'x'\nport = 1\ntiming = 'soon'",
     r"toml: client 1: timing must be one of bundle, ahead, now, not soon$"),
    ("clients = [3]", r"must be written as \[\[clients\]\]"),
    ("clients = 3", r"must be written as \[\[clients\]\]"),
    ("mode = ", "is not TOML"),
])  # fmt: skip
def test_a_mistake_is_named_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence) as caught:
        read(tmp_path, text)
    assert "stage.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "none.toml")


def test_voices_are_tables_of_their_own(tmp_path: Path) -> None:
    options = read(tmp_path, """
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
    """)
    assert options.voices == (VoiceOptions(), VoiceOptions(
        "duet", 7, "melody", "bass", {"temperature": 0.5, "hears_players": 5},
    ))  # fmt: skip
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


@pytest.mark.parametrize(("text", "sentence"), [
    ("voices = 3", "voices must be written as"),
    ("[[voices]]\nmood = 'duet'", "no key of a voice mood; the nearest is mode"),
    ("[[voices]]\nmode = 'dance'", "voice 0: mode must be one of"),
    ("[[voices]]\n[[voices]]\nseed = -1", "voice 1: seed must be 0"),
    ("[[voices]]\nseed = 'x'", "voice 0: seed must be a whole number"),
    ("[[voices]]\nseed = true", "voice 0: seed must be a whole number"),
    ("[[voices]]\n[voices.controls]\nshare = 9", "voice 0: share must be 0..1"),
    ("[[voices]]\n[voices.controls]\nsharp = 1", "voice 0: there is no control sharp"),
    ("controls = {register_low = 80}\n[[voices]]\ncontrols = {register_high = 60}",
     "voice 0: register_high must be at least"),
    ("[[voices]]\n" * 17, "voices must be 1..16, not 17"),
])  # fmt: skip
def test_a_voice_that_cannot_be_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert sentence in str(caught.value)
