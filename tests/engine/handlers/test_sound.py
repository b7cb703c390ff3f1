"""The settings of the built-in sound reach its process; and who sounds where is said."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from perf_engine.engine.handlers.sound import audible, whom
from tests.engine.stage import Stage

DEVICE = {
    "device": "Speakers, ALSA",
    "rate": 48000,
    "buffer": 256,
    "latency_ms": 11.5,
    "soundfont": "x.sf2 (why)",
    "underruns": 2,
    "level": 0.5,
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


def test_settings_are_told_to_everybody_answered_and_kept(stage) -> None:
    sound, hand = stage.registered(), stage.peer()
    stage.ask(hand, "/perf/sound/volume", 0.5)
    stage.ask(hand, "/perf/sound/reverb", 0)
    stage.ask(hand, "/perf/sound/program", "music box", 0)
    stage.ask(hand, "/perf/sound/player", 40)
    stage.ask(hand, "/perf/sound/plays", "machine")
    assert sound.messages() == [
        ("/perf/sound", ["volume", 0.5, 0]),
        ("/perf/sound", ["reverb", 0.0, 0]),
        ("/perf/sound", ["program", "music box", 0]),
        ("/perf/sound", ["player", "violin", 0]),
        ("/perf/sound", ["plays", "machine", 0]),
    ]
    assert stage.ask(hand, "/perf/sound/volume") == ["/perf/sound/volume", 0.5]
    assert stage.ask(hand, "/perf/sound/program") == ["/perf/sound/program", "music box"]
    assert stage.ask(hand, "/perf/sound/player") == ["/perf/sound/player", "violin"]
    assert stage.ask(hand, "/perf/sound/plays") == ["/perf/sound/plays", "machine"]
    given = " ".join(stage.loop.sound.arguments())
    assert "--volume 0.5 --reverb 0.0 --player-program 40 --plays machine" in given
    assert "--program 0=10" in given


def test_a_program_without_a_voice_is_every_voices(stage) -> None:
    sound, hand = stage.registered(), stage.peer()
    stage.ask(hand, "/perf/sound/program", "organ")
    assert [arguments[2] for _, arguments in sound.messages()] == list(range(16))


def test_another_device_or_buffer_begins_the_process_again(stage) -> None:
    sound, hand = stage.registered(), stage.peer()
    stage.ask(hand, "/perf/sound/device", "USB")
    stage.ask(hand, "/perf/sound/buffer", 128)
    assert sound.messages() == [("/perf/sound", ["again", 1, 0])] * 2
    given = " ".join(stage.loop.sound.arguments())
    assert "--device USB --buffer 128" in given
    assert stage.ask(hand, "/perf/sound/device", "auto") == [
        "/perf/done",
        "/perf/sound/device",
        "auto",
    ]
    assert "--device  --buffer" in " ".join(stage.loop.sound.arguments())
    assert "not 7" in str(stage.ask(hand, "/perf/sound/buffer", 7))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (("/perf/sound/volume", 3), "factor must be 0..2, not 3"),
        (("/perf/sound/program", "kazoo"), "program must be an instrument of General MIDI"),
        (("/perf/sound/program", 200), "program must be 0..128, not 200"),
        (("/perf/sound/program", "piano", 3), "voice must be 0..0, not 3"),
        (("/perf/sound/plays", "everybody"), "hands must be one of auto, both"),
        (("/perf/sound/test",), "no test note: the built-in sound is off"),
    ],
)
def test_what_is_wrong_is_refused_and_nobody_told(stage, message, words: str) -> None:
    sound, hand = stage.registered(), stage.peer()
    address, _, text = stage.ask(hand, *message)[1:]
    assert address == message[0]
    assert words in text
    assert sound.messages() == []


def test_the_status_is_what_the_process_said_last(stage) -> None:
    hand = stage.peer()
    asked = "/perf/sound/status"
    off = stage.ask(hand, asked)
    assert off == [f"{asked}.reply", "", 0, 0, 0.0, "", 0, 0.0, "both", "the built-in sound is off"]
    stage.loop.sound.report(DEVICE)
    said = stage.ask(hand, asked)
    assert said[1:4] == ["Speakers, ALSA", 48000, 256]
    assert said[4:] == [11.5, "x.sf2 (why)", 2, 0.5, "both", ""]
    assert stage.ask(hand, "/perf/sound/test") == ["/perf/done", "/perf/sound/test"]


def test_a_synthesizer_over_midi_takes_over_and_that_is_said_once(stage) -> None:
    sound, said = stage.registered(), []
    stage.loop.sound.say = said.append
    stage.loop.sound.report(DEVICE)
    stage.loop.sound.report({**DEVICE, "level": 0.1})
    assert said == ["You hear yourself and the machine: the built-in sound."]
    stage.loop.sound.midi(["Qsynth"], True)
    assert said[1:] == ["You hear yourself and the machine: Qsynth."]
    stage.loop.sound.midi([], False)
    assert [arguments[1] for _, arguments in sound.messages()] == ["none", "both"]
    stage.loop.sound.report({"device": "", "why": "gone"})
    assert "nothing from here" in said[-1]


def test_an_instrument_that_nobody_hears_is_said_to_be_so_once(stage) -> None:
    hand, said = stage.peer(), []
    stage.loop.sound.say = said.append
    stage.loop.sound.report(DEVICE)
    stage.ask(hand, "/perf/sound/player", "violin")
    stage.loop.sound.midi(["Qsynth"], True)
    said.clear()
    for address in ("/perf/sound/player", "/perf/sound/program"):
        assert stage.ask(hand, address, "violin")[-1] == "violin"
    (hint,) = said
    assert "is that of the built-in sound, which is silent here: the notes go to Qsynth." in hint
    stage.loop.sound.midi(["Yoshimi"], True)
    stage.ask(hand, "/perf/sound/program", "organ")
    assert "go to Yoshimi" in said[-1]


def test_an_instrument_of_yours_whose_keyboard_sounds_itself_needs_no_synthesizer(stage) -> None:
    hand, said = stage.peer(), []
    stage.loop.sound.say = said.append
    stage.loop.sound.begin(1.0, 0.3, ["organ"], "piano", False, "off")
    stage.loop.sound.report(DEVICE)
    assert stage.ask(hand, "/perf/sound/player", "violin")[-1] == "violin"
    assert not any("go to" in sentence for sentence in said)


@pytest.mark.parametrize("order", [("device", "midi"), ("midi", "device")])
def test_whom_one_hears_is_said_when_it_is_decided(stage, order) -> None:
    said: list[str] = []
    sound = stage.loop.sound
    sound.say = said.append
    sound.wait_for("midi", "device")
    for word in order:
        assert said == []
        sound.report(DEVICE) if word == "device" else sound.midi(["Qsynth"], True)
    assert said == ["You hear yourself and the machine: Qsynth."]


def test_that_there_is_no_device_is_said_though_nothing_has_changed(stage) -> None:
    said: list[str] = []
    stage.loop.sound.say = said.append
    stage.loop.sound.wait_for("device")
    stage.loop.sound.report({"device": "", "why": "none is there"})
    assert said == ["You hear nothing from here: OSC clients sound the notes."]


def test_asked_for_it_sounds_beside_a_synthesizer(stage) -> None:
    stage.loop.sound.begin(1.0, 0.3, ["organ"], "piano", True, "auto")
    stage.loop.sound.midi(["Qsynth"], True)
    assert stage.loop.sound.plays == "both"
    with pytest.raises(ValueError, match="program must be"):
        stage.loop.sound.begin(1.0, 0.3, ["kazoo"], "piano", True, "auto")


@pytest.mark.parametrize(
    ("wish", "thru", "synthesizer", "plays"),
    [
        ("auto", "auto", False, "both"),
        ("auto", "off", False, "machine"),
        ("auto", "on", True, "none"),
        ("you", "off", True, "you"),
    ],
)
def test_whom_the_built_in_sound_plays(wish, thru, synthesizer, plays) -> None:
    assert whom(wish, thru, synthesizer) == plays


def test_every_case_has_its_sentence() -> None:
    assert audible("none", [], False).startswith("You hear nothing from here")
    assert audible("machine", [], False).startswith("You hear the machine: the built-in sound;")
    assert "yourself: the built-in sound; the machine: Q" in audible("you", ["Q"], False)
    assert audible("none", ["Q"], False) == (
        "You hear the machine: Q; your own notes sound where you play them."
    )
    assert "the built-in sound and Q" in audible("both", ["Q"], True)
    assert "the machine sounds at OSC clients" in audible("you", [], False)


def test_pedals_and_held_keys_are_told_to_those_that_sound_them_alone(stage) -> None:
    sounds, watches, hand = stage.registered(flag=3), stage.registered(flag=2), stage.peer()
    stage.performer.holds = [(0, "a", 60), (2, "b", 128)]
    hand.say("/perf/in/pedal", 2, 100)
    stage.turn(2)
    stage.wait(0.5)
    told = dict(sounds.messages())
    assert told["/perf/heard/pedal"] == [2, 100]
    assert told["/perf/holding"] == [0, 60, 2, 128]
    assert not {"/perf/heard/pedal", "/perf/holding"} & dict(watches.messages()).keys()
    stage.performer.holds = []
    stage.wait(5.0)
    empty = [arguments for address, arguments in sounds.messages() if address == "/perf/holding"]
    assert 4 <= len(empty) <= 9
    assert all(arguments == [] for arguments in empty)


def test_a_pedal_that_ends_before_any_statement_is_missing_in_the_next_ones(stage) -> None:
    sounds, hand = stage.registered(flag=3), stage.peer()
    stage.wait(5.0)
    sounds.messages()
    hand.say("/perf/in/pedal", 2, 100)
    stage.turn(2)
    hand.say("/perf/panic")
    stage.wait(0.5)
    said = [message for message in sounds.messages() if message[0] != "/perf/alive"]
    assert ("/perf/heard/pedal", [2, 100]) in said
    assert ("/perf/holding", []) in said


def test_what_was_kept_is_taken_again_or_refused_whole(stage) -> None:
    sound, hand = stage.loop.sound, stage.peer()
    fresh = sound.kept()
    stage.ask(hand, "/perf/sound/volume", 0.5)
    stage.ask(hand, "/perf/sound/program", "music box", 0)
    stage.ask(hand, "/perf/sound/plays", "machine")
    kept = json.loads(json.dumps(sound.kept()))
    assert kept != fresh
    sound.take(fresh)
    assert sound.kept() == fresh
    sound.take(kept)
    assert sound.kept() == kept
    assert stage.ask(hand, "/perf/sound/program") == ["/perf/sound/program", "music box"]
    for wrong in ({"plays": "loud"}, {"programs": [0]}, {"player": 999}, {"volume": "x"}):
        with pytest.raises(ValueError, match=r"."):
            sound.take({**fresh, **wrong})
        assert sound.kept() == kept


def test_whether_a_device_is_open_is_known(stage) -> None:
    assert not stage.loop.sound.opened
    stage.loop.sound.report(DEVICE)
    assert stage.loop.sound.opened
