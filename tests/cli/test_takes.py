"""The recordings of a folder, and nothing else of the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from perf_engine.cli.takes import Takes
from tests.support.concert import PHRASE, Ear, playing


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("takes")
    folder = home / "takes"
    with playing(home / "log", "--no-midi", "--record", str(folder)) as engine:
        ear = Ear(engine.port)
        ear.register("now")
        ear.say("/perf/record", 1)
        assert ear.until(lambda: len(ear.told("/perf/done")) == 2)  # it has begun
        for pitch in PHRASE:
            ear.say("/perf/in/note", 0, pitch, 90, 0.05)
            ear.settle()
        ear.say("/perf/mark", "here")
        ear.say("/perf/record", 0)
        assert ear.until(lambda: ["/perf/record"] in ear.told("/perf/done"))
        ear.socket.close()
    return folder


def test_a_take_is_listed_with_what_a_player_wants_to_know(folder: Path) -> None:
    (fact,) = Takes(folder).takes()
    assert fact["human"] == len(PHRASE)
    assert fact["models"] == ["general"]
    assert [text for _, text in fact["marks"]] == ["here"]


def test_a_list_does_not_wait_for_many_recordings_to_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perf_engine.cli.takes.READING", -1.0)
    takes = Takes(folder)
    (fact,) = takes.takes()
    assert fact["unread"]
    assert takes.notes(fact["name"])["notes"]
    monkeypatch.setattr("perf_engine.cli.takes.READING", 60.0)
    assert "unread" not in takes.takes()[0]


def test_its_notes_and_its_midi_are_those_of_the_hand(folder: Path) -> None:
    takes = Takes(folder)
    name = takes.takes()[0]["name"]
    notes = takes.notes(name)["notes"]
    assert [note[1] for note in notes if note[0] == "human"] == list(PHRASE)
    assert takes.midi(name, "human").startswith(b"MThd")
    assert takes.notes(name) is not None


@pytest.mark.parametrize("name", ["..", ".", "", "../takes", "a/b", "a\0b", "x" * 200, "/etc"])
def test_a_name_that_is_none_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(LookupError, match="there is no recording"):
        Takes(folder).notes(name)


def test_a_link_out_of_the_folder_is_no_recording(folder: Path, tmp_path: Path) -> None:
    name = Takes(folder).takes()[0]["name"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "away").symlink_to(folder / name)
    assert Takes(other).takes() == []
    with pytest.raises(LookupError):
        Takes(other).notes("away")


def test_a_broken_recording_is_listed_with_a_word_and_hides_no_other(
    folder: Path, tmp_path: Path
) -> None:
    name = Takes(folder).takes()[0]["name"]
    whole = folder / name
    for other in ("whole", "broken"):
        (tmp_path / other).mkdir()
        for file in whole.iterdir():
            if file.is_file() and file.suffix != ".mid":
                data = file.read_bytes()
                (tmp_path / other / file.name).write_bytes(data if other == "whole" else b"{}\n")
    found = {fact["name"]: fact for fact in Takes(tmp_path).takes()}
    assert found["whole"]["human"] == len(PHRASE)
    assert set(found) == {"whole", "broken"}


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert Takes(tmp_path / "none").takes() == []
