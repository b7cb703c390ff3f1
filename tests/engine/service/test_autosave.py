"""Saving by itself: each minute and at the end, never in the way, and never what is broken."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perf_engine.core.messages import Dismiss, HeardMessage, NoteOn, Prepare, Start
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.service import autosave as autosave_module
from perf_engine.engine.service.autosave import APART, FIRST, SOUND, Autosave
from perf_engine.engine.service.saved_session import Besides, SavedSession, before, newest
from perf_engine.engine.session.snapshot import restored, snapshot_of
from tests.engine.stage import Stage
from tests.support.rehearsed import OTHER, WEIGHTS

PATIENCE = 60.0  # seconds


class Saving:
    """A stage whose loop saves by itself."""

    def __init__(self, folder: Path) -> None:
        self.stage = Stage(Performer(WEIGHTS, mode="solo", seed=1))
        loop = self.stage.loop
        self.file = folder / "states" / "saved"
        besides = Besides(session="/recording")
        self.autosave = Autosave(loop.context, loop.recorded, lambda: besides, self.file)
        loop.beside.append(self.autosave)
        loop.instrument.command(Start(), 100.0)

    def until(self, enough: Callable[[], object]) -> None:
        """Let time pass, and the helper work, until it is enough."""
        end = time.monotonic() + PATIENCE
        while not enough():
            assert time.monotonic() < end
            if self.autosave.fileno() >= 0:
                select.select([self.autosave], [], [], 0.1)
            self.stage.hand.time += 0.01
            self.stage.turn(2)

    def read(self) -> SavedSession:
        found, complaints = newest(self.file)
        assert found is not None
        assert complaints == []
        return found


@pytest.fixture
def saving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Saving]:
    monkeypatch.setattr(autosave_module, "GOODBYE", PATIENCE)
    made = Saving(tmp_path)
    yield made
    made.autosave.close()
    made.stage.close()


def test_it_saves_soon_after_the_start_and_then_each_minute(saving: Saving) -> None:
    began = saving.stage.hand.time
    saving.until(lambda: saving.autosave.saved_at > began)
    first = saving.read()
    assert began + FIRST <= first.beginning.clock <= began + FIRST + 3.0
    assert first.besides.session == "/recording"
    saving.until(lambda: saving.autosave.saved_at > first.beginning.clock)
    second = saving.read()
    assert second.beginning.clock >= first.beginning.clock + APART
    assert SavedSession.of(before(saving.file).read_bytes()) == first


def test_what_is_saved_goes_on_as_the_performer_does(saving: Saving) -> None:
    saving.until(lambda: saving.file.is_file())
    saved = saving.read().beginning
    again = restored(saved.snapshot, WEIGHTS)
    assert snapshot_of(again) == saved.snapshot
    while again.decisions < saving.stage.performer.decisions:
        again.advance(saving.stage.hand.time)
    again.advance(saving.stage.hand.time, 0)
    saving.stage.performer.advance(saving.stage.hand.time, 0)
    assert snapshot_of(again) == snapshot_of(saving.stage.performer)


def test_the_end_is_saved_before_all_is_silenced(saving: Saving) -> None:
    saving.until(lambda: saving.file.is_file())
    saving.stage.wait(3.0)
    loop = saving.stage.loop
    loop.before_the_end = saving.autosave.take_last
    playing = snapshot_of(saving.stage.performer)
    loop.end()
    assert snapshot_of(saving.stage.performer) != playing
    saving.autosave.close()
    found = saving.read()
    assert found.beginning.snapshot == playing
    assert found.besides.session == ""


def test_the_last_writing_takes_turns_with_one_under_way(saving: Saving) -> None:
    saving.until(lambda: saving.autosave.fileno() >= 0)
    saving.stage.wait(1.0)
    saving.autosave.take_last()
    now = saving.stage.hand.time
    saving.autosave.close()
    assert saving.read().beginning.clock == now
    assert SavedSession.of(before(saving.file).read_bytes()).beginning.clock < now


def test_neither_a_broken_performer_nor_one_that_learns_a_model_is_saved(saving: Saving) -> None:
    stage = saving.stage
    stage.wait(FIRST - 1.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Performer, "hear", _fail)
        with pytest.raises(ZeroDivisionError):
            stage.loop.instrument.hear(NoteOn(0, 60, 90), stage.hand.time)
    stage.wait(SOUND - 0.5)
    saving.autosave.take_last()
    saving.autosave.close()
    assert not saving.file.exists()
    stage.loop.instrument.command(Prepare(OTHER), stage.hand.time)
    stage.wait(5.0)
    assert not saving.file.exists()
    stage.loop.instrument.command(Dismiss(), stage.hand.time)
    saving.until(lambda: saving.file.is_file())


def _fail(performer: Performer, message: HeardMessage, now: float) -> None:
    raise ZeroDivisionError


def test_a_failure_ends_the_saving_for_a_moment_only_though_nothing_is_recorded(
    saving: Saving, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = saving.stage
    saving.until(lambda: saving.file.is_file())
    with monkeypatch.context() as patch:
        patch.setattr(Performer, "hear", _fail)
        with pytest.raises(ZeroDivisionError):
            stage.loop.instrument.hear(NoteOn(0, 60, 90), stage.hand.time)
    assert not stage.loop.recorded.recording
    failed = stage.hand.time
    saving.until(lambda: saving.autosave.saved_at > failed)
    stage.loop.instrument.advance(stage.hand.time)
    stage.wait(1.0)
    last = stage.hand.time
    saving.autosave.take_last()
    saving.autosave.close()
    assert saving.read().beginning.clock == last


def test_a_memory_that_is_not_finite_is_said_once_and_never_saved(
    saving: Saving, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Performer, "finite", lambda performer: False)
        saving.stage.wait(3 * APART)
        saving.autosave.take_last()
        saving.autosave.close()
    assert not saving.file.exists()
    assert caplog.text.count("the memory of the machine is not finite") == 1
    saving.until(lambda: saving.file.is_file())


def test_a_folder_that_cannot_be_written_is_said_once_and_tried_again(
    saving: Saving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    saving.file.parent.write_text("")
    saving.until(lambda: saving.autosave.failed)
    again = saving.stage.hand.time + 2 * APART + 5.0
    saving.until(lambda: saving.stage.hand.time > again)
    warned = [r.message for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warned) == 1
    assert str(saving.file.parent) in warned[0]
    saving.file.parent.unlink()
    saving.until(lambda: saving.file.is_file() and not saving.autosave.failed)
    assert "The state is saved again." in caplog.text


def test_a_helper_that_hangs_is_ended(saving: Saving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave_module, "MODULE", "tests.engine.service.hanging")
    monkeypatch.setattr(autosave_module, "LONGEST", 0.2)
    saving.until(lambda: saving.autosave.failed)
    assert "took longer than 0.2 s" in saving.autosave.failed
    assert not saving.file.exists()


@pytest.mark.parametrize("error", [ValueError, TypeError, LookupError])
def test_what_cannot_be_saved_beside_the_music_is_said_and_stops_nothing(
    saving: Saving, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    def lacking() -> Besides:
        raise error("the model has no style jazz")

    before_it, saving.autosave._besides = saving.autosave._besides, lacking
    loop = saving.stage.loop
    saving.stage.wait(2 * APART)
    assert loop.statistics.failures == 0
    assert "no style jazz" in saving.autosave.failed
    assert caplog.text.count("no style jazz") == 1
    saving.autosave.take_last()
    saving.autosave._besides = before_it
    saving.until(lambda: saving.file.is_file())


def test_what_is_being_written_does_not_come_back_after_it_was_abandoned(
    saving: Saving, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.until(lambda: saving.file.is_file() and saving.autosave.fileno() < 0)
    monkeypatch.setattr(autosave_module, "MODULE", "tests.engine.service.hanging")
    saving.until(lambda: saving.autosave.fileno() >= 0)
    helper = saving.autosave._helper
    assert helper is not None
    saving.autosave.abandon()
    assert helper.process.returncode is not None
    assert not saving.file.exists()
    saving.stage.wait(2 * APART)
    assert not saving.file.exists()
    monkeypatch.undo()
    saving.autosave.save_again()
    saving.until(lambda: saving.file.is_file())
