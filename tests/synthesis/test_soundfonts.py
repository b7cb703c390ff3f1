"""Which SoundFont is taken, and why."""

import sys

import pytest

from perf_engine.synthesis.soundfonts import EMBEDDED, NoSoundFont, SoundFont, embedded, find

HEAD = b"RIFF\x00\x00\x00\x00sfbk"


def test_the_embedded_one_is_found_without_loading_its_package() -> None:
    assert embedded() is not None
    assert "pretty_midi" not in sys.modules
    assert find(folders=()) == SoundFont(embedded(), "it comes with perf_engine")


def test_a_better_one_is_taken_where_it_is_installed(tmp_path) -> None:
    (tmp_path / "FluidR3Mono_GM.sf3").write_bytes(HEAD)
    (tmp_path / "default-GM.sf2").write_bytes(HEAD)
    found = find(folders=(str(tmp_path / "nowhere"), str(tmp_path)))
    assert found.path.name == "FluidR3Mono_GM.sf3"
    assert str(found) == "FluidR3Mono_GM.sf3 (the best that is installed here)"


def test_a_default_that_is_the_small_one_is_not_called_better(tmp_path) -> None:
    (tmp_path / EMBEDDED).write_bytes(HEAD)
    (tmp_path / "default-GM.sf2").symlink_to(tmp_path / EMBEDDED)
    assert find(folders=(str(tmp_path),)).path == embedded()


def test_without_the_package_the_installed_one_is_taken(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NoSoundFont, match="pip install pretty_midi"):
        find(folders=(str(tmp_path),))
    (tmp_path / EMBEDDED).write_bytes(HEAD)
    assert find(folders=(str(tmp_path),)).why == "it is installed here"


def test_a_wish_comes_first_and_is_refused_in_words(tmp_path) -> None:
    wanted = tmp_path / "mine.sf2"
    with pytest.raises(NoSoundFont, match=r"mine\.sf2: No such file"):
        find(wanted)
    wanted.write_bytes(b"MThd")
    with pytest.raises(NoSoundFont, match=r"mine\.sf2: it is no SoundFont"):
        find(wanted)
    wanted.write_bytes(HEAD)
    assert find(wanted) == SoundFont(wanted, "you chose it")
