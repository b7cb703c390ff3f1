"""The resumption of what was saved: as it was, but for options that have changed since."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from perf_engine.core.messages import Command, NoteOn, SetControls, SetMode, Start, Stop
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.clock import Clock
from perf_engine.engine.helpers.model_files import find_model, load_model
from perf_engine.engine.input.port import Port
from perf_engine.engine.loop import Loop
from perf_engine.engine.options import Options, VoiceOptions
from perf_engine.engine.service.resumption import Resumption, besides_of, find
from perf_engine.engine.service.saved_session import SavedSession, file_of
from perf_engine.engine.session.recorder import beginning_of
from perf_engine.engine.session.records import Beginning, Taken
from perf_engine.engine.session.snapshot import snapshot_of
from perf_engine.protocol.notes import Strike
from tests.support.hostile import ODD_TEXTS, spoilt

WEIGHTS, _ = load_model()
BEFORE = Options(mode="takeover", seed=3, controls={"density": 2.0})


@pytest.fixture
def port() -> Iterator[Port]:
    made = Port("127.0.0.1", 0)
    yield made
    made.close()


class Saved:
    """A loop that has played for a while, and what it would save."""

    def __init__(self, port: Port, options: Options = BEFORE) -> None:
        self.options = options
        self.performer = Performer(WEIGHTS, voices=options.plans(WEIGHTS.told.styles))
        clock = Clock(lambda: 50.0, lambda: 1.7e9)
        self.loop = Loop(self.performer, port, "general", clock, str(find_model(None)))
        self.loop.instrument.command(Start(), 0.0)
        for beat in range(8):
            self.loop.instrument.hear(NoteOn(0, 60 + beat, 90, "keyboard", None), 0.5 * beat)
        self.loop.instrument.advance(50.0, 400)
        self.loop.instrument.hear(NoteOn(0, 40, 90, "keyboard", None), 50.0)

    def write(self, folder: Path) -> Path:
        sound = self.loop.sound.kept()
        besides = besides_of(self.loop, self.options, sound)
        beginning = beginning_of(self.loop.recorded, self.loop.clock, 50.0)
        file = file_of(folder, 9470)
        file.write_bytes(SavedSession(besides, beginning).text())
        return file


def resumed(file: Path, options: Options) -> Resumption:
    found, complaints = find(file, options)
    assert found is not None
    assert complaints == []
    return found


def loop_of(found: Resumption, port: Port, options: Options) -> Loop:
    made = Loop(found.performer, port, "general", Clock.continuing(found.clock))
    found.go_on(made, options)
    return made


def test_the_performer_is_the_one_that_was_saved(tmp_path: Path, port: Port) -> None:
    saved = Saved(port)
    found = resumed(saved.write(tmp_path), BEFORE)
    assert snapshot_of(found.performer) == snapshot_of(saved.performer)
    assert found.clock == 50.0
    assert "2023-11-1" in found.sentence


@pytest.mark.parametrize("counted", ["phrases", "harmonies"])
def test_what_novelty_has_counted_is_kept(tmp_path: Path, port: Port, counted: str) -> None:
    options = replace(BEFORE, mode="solo", controls={"novelty": 1.0, "longest_note": 20.0})
    saved = Saved(port, options)
    found = resumed(saved.write(tmp_path), options)
    before, after = (
        getattr(one._voices[0].improviser, counted) for one in (saved.performer, found.performer)
    )
    assert before._sum > 0
    assert after._sum == before._sum
    assert (after._counts == before._counts).all()


def test_keys_that_players_held_are_released_and_the_voices_play_on(
    tmp_path: Path, port: Port
) -> None:
    file = Saved(port).write(tmp_path)
    found = resumed(file, BEFORE)
    assert found.performer.held()
    loop = loop_of(found, port, BEFORE)
    assert loop.instrument.held() == []
    assert not loop.begins
    assert loop.clock.now() >= 50.0
    now, strikes = loop.clock.now(), 0
    for step in range(400):
        said = loop.instrument.advance(now + 0.05 * step)
        strikes += sum(isinstance(item, Strike) for item in said)
    assert strikes > 3


def test_a_stopped_machine_stays_stopped(tmp_path: Path, port: Port) -> None:
    saved = Saved(port)
    saved.loop.instrument.command(Stop(), 50.0)
    saved.loop.orders.running = False
    loop = loop_of(resumed(saved.write(tmp_path), BEFORE), port, BEFORE)
    assert not loop.orders.running
    now = loop.clock.now()
    for step in range(100):
        said = loop.instrument.advance(now + 0.1 * step)
        assert not any(isinstance(item, Strike) for item in said)


def test_what_clients_changed_stays_and_what_the_options_changed_is_followed(
    tmp_path: Path, port: Port
) -> None:
    saved = Saved(port)
    saved.loop.instrument.command(SetMode("solo"), 50.0)
    saved.loop.instrument.command(SetControls((("temperature", 1.2), ("density", 3.0))), 50.0)
    saved.loop.harmony.take("Dm7", "")
    file = saved.write(tmp_path)
    loop = loop_of(resumed(file, BEFORE), port, BEFORE)
    assert loop.instrument.mode() == "solo"
    assert loop.instrument.get("density") == 3.0
    assert loop.harmony.given == ("Dm7", "")
    options = replace(BEFORE, mode="duet", controls={"density": 0.5}, chords="C | F")
    loop = loop_of(resumed(file, options), port, options)
    assert loop.instrument.mode() == "duet"
    assert loop.instrument.get("density") == 0.5
    assert loop.instrument.get("temperature") == 1.2
    assert loop.harmony.given == ("", "C | F")


def test_an_end_of_a_range_that_the_options_changed_takes_the_other_end_along(
    tmp_path: Path, port: Port, caplog: pytest.LogCaptureFixture
) -> None:
    saved = Saved(port)
    saved.loop.instrument.command(SetControls((("register_low", 80), ("temperature", 1.2))), 50.0)
    options = replace(BEFORE, controls={"density": 0.5, "register_high": 60})
    loop = loop_of(resumed(saved.write(tmp_path), options), port, options)
    assert loop.instrument.get("register_high") == 60
    assert loop.instrument.get("register_low") == 0
    assert loop.instrument.get("density") == 0.5
    assert loop.instrument.get("temperature") == 1.2
    assert caplog.text == ""


def test_a_saved_control_that_is_refused_now_begins_afresh_and_all_others_go_on(
    tmp_path: Path, port: Port, caplog: pytest.LogCaptureFixture
) -> None:
    saved = Saved(port)
    saved.loop.instrument.command(SetControls((("temperature", 1.2),)), 50.0)
    values = {"density": 1000.0, "register_low": 70, "register_high": 60, "style": 99}
    saved.performer._voices[0].settings.values.update(values)
    options = replace(BEFORE, controls={"density": 2.0, "velocity_low": 30})
    loop = loop_of(resumed(saved.write(tmp_path), options), port, options)
    get = loop.instrument.get
    assert (get("density"), get("register_low"), get("register_high")) == (1.0, 0, 127)
    assert (get("style"), get("velocity_low"), get("temperature")) == (0, 30, 1.2)
    warned = [record.getMessage() for record in caplog.records]
    assert len(warned) == 3
    assert "density must be 0.1..4, not 1000" in warned[0]
    assert "register_low must be at most register_high (60), not 70" in warned[2]


def test_an_option_that_the_saved_machine_refuses_is_said_and_the_others_are_followed(
    tmp_path: Path, port: Port, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file, carry_out = Saved(port).write(tmp_path), Performer.command

    def command(performer: Performer, command: Command, now: float) -> None:
        if isinstance(command, SetMode) or "temperature" in dict(getattr(command, "values", ())):
            raise ValueError("that is refused here")
        carry_out(performer, command, now)

    monkeypatch.setattr(Performer, "command", command)
    options = replace(BEFORE, mode="duet", controls={"density": 0.5, "temperature": 1.1})
    loop = loop_of(resumed(file, options), port, options)
    assert loop.instrument.mode() == "takeover"
    assert loop.instrument.get("density") == 0.5
    assert caplog.text.count("An option cannot be followed: that is refused here") == 2


def test_what_plays_is_saved_and_goes_on_though_its_model_lacks_the_style_of_the_options(
    tmp_path: Path, port: Port
) -> None:
    voices = (VoiceOptions(controls={"style_2": "unheard_of", "density": 3.0}),)
    lacking = replace(BEFORE, controls={"density": 2.0, "style": "unheard_of"}, voices=voices)
    saved = Saved(port)
    saved.loop.instrument.command(SetControls((("temperature", 1.2),)), 50.0)
    saved.options = lacking
    file = saved.write(tmp_path)
    (plan,) = resumed(file, lacking).saved.besides.plans
    assert (plan["controls"]["style"], plan["controls"]["density"]) == (0, 3.0)
    loop = loop_of(resumed(file, lacking), port, lacking)
    assert loop.instrument.get("temperature") == 1.2


def test_the_settings_of_the_sound_are_kept_unless_the_options_want_others(
    tmp_path: Path, port: Port, caplog: pytest.LogCaptureFixture
) -> None:
    saved = Saved(port)
    saved.loop.sound.begin(1.0, 0.35, ["piano"], "piano", False, "auto")
    wanted = saved.loop.sound.kept()
    found = resumed(saved.write(tmp_path), BEFORE)
    now = {**wanted, "volume": 0.25, "plays": "machine"}
    besides = replace(found.saved.besides, sound={"wanted": wanted, "now": now})
    found = replace(found, saved=replace(found.saved, besides=besides))
    sound = saved.loop.sound
    found.take_sound(sound, {**wanted, "volume": 0.5})
    assert sound.kept() == wanted
    found.take_sound(sound, wanted)
    assert sound.kept() == now
    odd = [*spoilt(now)][len(ODD_TEXTS) :]
    for settings in ({"volume": "loud"}, {**now, "volume": 10**400}, *map(json.loads, odd)):
        caplog.clear()
        broken = replace(besides, sound={"wanted": wanted, "now": settings})
        replace(found, saved=replace(found.saved, besides=broken)).take_sound(sound, wanted)
        if "settings of the sound" not in caplog.text:
            assert math.isfinite(sound.kept()["volume"] + sound.kept()["reverb"])
            sound.take(now)
        assert sound.kept() == now


def test_the_recording_goes_on_in_its_folder_and_begins_with_what_was_saved(
    tmp_path: Path, port: Port
) -> None:
    saved = Saved(port)
    file, session = saved.write(tmp_path), tmp_path / "recordings" / "one"
    found = resumed(file, BEFORE)
    besides = replace(found.saved.besides, session=str(session))
    found = replace(found, saved=replace(found.saved, besides=besides))
    loop = loop_of(found, port, BEFORE)
    assert loop.recorder.under_way == ""  # the folder is gone
    for odd in ("x" * 5000, "\0"):  # no folder can have this name
        foreign = replace(found.saved, besides=replace(besides, session=odd))
        found = replace(resumed(file, BEFORE), saved=foreign)
        assert loop_of(found, port, BEFORE).recorder.under_way == ""
    found = replace(found, saved=replace(found.saved, besides=besides))
    session.mkdir(parents=True)
    found = replace(resumed(file, BEFORE), saved=found.saved)
    loop = loop_of(found, port, replace(BEFORE, record=str(tmp_path / "elsewhere")))
    assert loop.recorder.under_way == ""
    found = replace(resumed(file, BEFORE), saved=found.saved)
    loop = loop_of(found, port, BEFORE)
    assert loop.recorder.under_way == str(session)
    first, *others = loop.recorded.records
    assert isinstance(first, Beginning)
    assert first.snapshot == found.saved.beginning.snapshot
    assert all(isinstance(record, Taken) for record in others)
    assert others


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (replace(BEFORE, model="small"), "another is wanted"),
        (replace(BEFORE, voices=(VoiceOptions(), VoiceOptions())), "other voices"),
        (replace(BEFORE, voices=(VoiceOptions(part="bass"),)), "other voices"),
    ],
)
def test_other_voices_or_another_model_begin_afresh(
    tmp_path: Path, port: Port, options: Options, why: str
) -> None:
    found, (complaint,) = find(Saved(port).write(tmp_path), options)
    assert found is None
    assert why in complaint


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"model": replace(WEIGHTS.origin, file="/nowhere.safetensors")}, "no model file"),
        ({"model": replace(WEIGHTS.origin, digest="0")}, "has changed since"),
        ({"snapshot": {"format": 2, "values": {"performer": {}}}}, "has no"),
        ({"format": 1}, "of format 1"),
    ],
)
def test_what_does_not_fit_begins_afresh(
    tmp_path: Path, port: Port, change: dict[str, object], why: str
) -> None:
    file = Saved(port).write(tmp_path)
    saved = resumed(file, BEFORE).saved
    beginning = replace(saved.beginning, **change)  # type: ignore[arg-type]
    file.write_bytes(replace(saved, beginning=beginning).text())
    found, (complaint,) = find(file, BEFORE)
    assert found is None
    assert why in complaint


def test_voices_that_cannot_be_read_begin_afresh(tmp_path: Path, port: Port) -> None:
    file = Saved(port).write(tmp_path)
    saved = resumed(file, BEFORE).saved
    plan: dict[str, object] = {"part": "piano", "players_part": "piano", "controls": []}
    besides = replace(saved.besides, plans=[plan])
    file.write_bytes(replace(saved, besides=besides).text())
    found, (complaint,) = find(file, BEFORE)
    assert found is None
    assert "voices cannot be read" in complaint


def test_nothing_is_said_where_nothing_was_saved(tmp_path: Path) -> None:
    assert find(file_of(tmp_path, 1), BEFORE) == (None, [])
    assert logging.getLogger("perf_engine.engine.service.resumption").name
