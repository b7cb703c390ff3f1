"""Each mode's example is there, lasts ten seconds, and shows what the mode promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.modes import EXAMPLES, FOLDER, SECONDS, played, write
from perf_engine.core.turns.modes import MODES
from perf_engine.studio.notes import KIT, Note, read_midi
from perf_engine.studio.recording import HUMAN, MACHINE


def notes_of(mode: str, track: str) -> list[Note]:
    """What the MIDI file of a mode has in a track."""
    return [
        note for note in read_midi(FOLDER / f"{mode}.mid", drums=True).notes if note.track == track
    ]


def test_every_mode_has_an_example_on_the_page() -> None:
    assert list(EXAMPLES) == list(MODES)
    page = (FOLDER.parent / "modes.md").read_text(encoding="utf-8")
    for mode, example in EXAMPLES.items():
        assert f"## {mode}\n" in page
        assert example.caption in " ".join(page.split())


@pytest.mark.parametrize("mode", MODES)
def test_an_example_has_notes_a_picture_of_them_and_their_sound(mode: str) -> None:
    performance = read_midi(FOLDER / f"{mode}.mid", drums=True)
    assert SECONDS - 1.5 < performance.end <= SECONDS + 0.01
    drawn = (FOLDER / f"{mode}.svg").read_text(encoding="utf-8")
    assert len(re.findall(r'class="note"', drawn)) == len(performance.notes)
    assert (FOLDER / f"{mode}.ogg").read_bytes().startswith(b"OggS")
    assert (FOLDER / f"{mode}.ogg").stat().st_size < 100_000


@pytest.mark.parametrize("mode", MODES)
def test_you_play_what_is_written(mode: str) -> None:
    written = [row[1] for row in EXAMPLES[mode].yours]
    assert [note.pitch for note in notes_of(mode, HUMAN)] == written


def test_the_examples_show_what_the_modes_promise() -> None:
    assert notes_of("listen", MACHINE) == []
    assert notes_of("solo", HUMAN) == []
    for mode in ("takeover", "call_response"):
        end = max(note.end for note in notes_of(mode, HUMAN))
        assert min(note.onset for note in notes_of(mode, MACHINE)) >= end - 0.1
    assert min(note.onset for note in notes_of("drums", f"{MACHINE} {KIT}")) > 2.0
    first = min(note.onset for note in notes_of("duet", HUMAN))
    assert len([n for n in notes_of("duet", MACHINE) if n.onset > first]) > 5
    assert len([n for n in notes_of("accompany", MACHINE) if n.pitch < 67]) > 5


def test_an_example_is_played_again_as_it_was() -> None:
    now = [(n.pitch, round(n.onset, 3)) for n in played("follow").notes]
    kept = read_midi(FOLDER / "follow.mid").notes
    assert now == [(n.pitch, round(n.onset, 3)) for n in kept]


def test_an_example_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handbook.modes._write_sound", lambda path, file: None)
    write("follow", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"follow.mid", "follow.svg"}
    assert (tmp_path / "follow.mid").read_bytes() == (FOLDER / "follow.mid").read_bytes()
