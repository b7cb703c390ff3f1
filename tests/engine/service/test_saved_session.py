"""What an engine saves by itself: whole and equal again, or refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_engine.core.playing.performer import Performer
from perf_engine.engine.service.saved_session import (
    Besides,
    SavedSession,
    before,
    file_of,
    newest,
)
from perf_engine.engine.session.records import Beginning, sealed
from perf_engine.engine.session.snapshot import snapshot_of
from tests.support.rehearsed import WEIGHTS

ORIGIN = WEIGHTS.origin
assert ORIGIN is not None
SNAPSHOT = snapshot_of(Performer(WEIGHTS, mode="solo", seed=1))


def saved(clock: float = 5.0, besides: Besides | None = None) -> SavedSession:
    assert ORIGIN is not None
    beginning = Beginning(0, False, 3, clock, 1.7e9, ORIGIN, SNAPSHOT)
    return SavedSession(besides or Besides(session="/music/é x"), beginning)


@given(
    st.floats(0.0, 1e9),
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=20),
    st.booleans(),
)
@settings(max_examples=30)
def test_it_is_read_as_it_was_written(clock: float, text: str, running: bool) -> None:
    besides = Besides([{"mode": "solo"}], text, text, {"volume": 0.5}, text, text, text, running)
    one = saved(clock, besides)
    assert SavedSession.of(one.text()) == one


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_byte_that_is_lost_or_changed_is_noticed(data: st.DataObject) -> None:
    text = saved().text()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[place]))
    for damaged in (text[:place], text[:place] + bytes([other]) + text[place + 1 :]):
        with pytest.raises(ValueError, match=r"."):
            SavedSession.of(damaged)


@pytest.mark.parametrize("besides", [[], {"format": 2}, {"plans": 1}, {"running": 1}])
def test_what_is_sealed_but_foreign_is_refused(besides: object) -> None:
    beginning = saved().text().splitlines(keepends=True)[1]
    with pytest.raises(ValueError, match=r"format 2|is no|not saved"):
        SavedSession.of(sealed(json.dumps(besides).encode()) + beginning)


def test_the_newest_is_taken_and_one_that_is_broken_is_put_aside(tmp_path: Path) -> None:
    file = file_of(tmp_path, 9000)
    assert newest(file) == (None, [])
    old, new = saved(1.0), saved(2.0)
    before(file).write_bytes(old.text())
    assert newest(file) == (old, [])
    file.write_bytes(new.text())
    assert newest(file) == (new, [])
    file.write_bytes(new.text()[:-40])
    found, (complaint,) = newest(file)
    assert found == old
    assert "damaged" in complaint
    assert str(file) in complaint
    aside = tmp_path / "port-9000.broken.resume"
    assert aside.name in complaint
    assert aside.read_bytes() == new.text()[:-40]
    assert newest(file) == (old, [])
    before(file).write_bytes(b"")
    found, (complaint,) = newest(file)
    assert found is None
    assert before(file).name in complaint


def test_what_cannot_be_read_is_no_reason_to_stop(tmp_path: Path) -> None:
    file = file_of(tmp_path, 9000)
    file.mkdir()
    before(file).write_bytes(saved().text())
    found, (complaint,) = newest(file)
    assert found == saved()
    assert "cannot be read" in complaint


def test_each_port_has_its_own_file(tmp_path: Path) -> None:
    assert len({file_of(tmp_path, 0), file_of(tmp_path, 9000), file_of(tmp_path, 9001)}) == 3
    assert before(file_of(tmp_path, 1)) != file_of(tmp_path, 1)
    assert replace(saved().besides, session="") != saved().besides
