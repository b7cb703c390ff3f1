import hashlib
import json

import pytest

from perf_engine import __version__
from perf_engine.core.controls import Settings
from perf_engine.engine.helpers.model_files import digest, find_model, load_model
from perf_engine.studio.files.generation import MANIFEST, Length, continued, generate
from perf_engine.studio.files.primer import NOTHING, PRIMER, of_file, of_steps
from perf_engine.studio.notes import read_midi
from perf_engine.studio.recording import MACHINE
from tests.support.concert import ROOT

PHRASE = ROOT / "examples" / "phrase.mid"
SEEDS = range(1, 6)
DEFAULTS = Settings.defaults()


@pytest.fixture(scope="module")
def general():
    return load_model()[0]


def seven():
    texts = ("60", "60 62 64 65 67", "72 -1 71 -1 67 -2 -2 -1", "48+52+55 -2 -2 -2", "45 52 57 60")
    return [*map(of_steps, texts), of_file(PHRASE, 6.0), NOTHING]


@pytest.mark.timeout(180)
def test_seven_primers_and_five_seeds_are_35_pieces_none_silent_and_the_same_again(
    general, tmp_path
):
    first = generate(general, seven(), SEEDS, DEFAULTS, Length(8.0), tmp_path / "a")
    assert len(first["files"]) == 35
    assert all(facts["notes"] for facts in first["files"].values())
    machines = set()
    for file in first["files"]:
        notes = read_midi(tmp_path / "a" / file).track(MACHINE).notes
        machines.add(tuple((n.onset, n.pitch, n.velocity) for n in notes))
    assert len(machines) == 35
    again = generate(general, seven(), SEEDS, DEFAULTS, Length(8.0), tmp_path / "b")
    assert first == again
    for one in (*first["files"], MANIFEST):
        assert (tmp_path / "a" / one).read_bytes() == (tmp_path / "b" / one).read_bytes()


def test_the_primer_stands_before_what_the_machine_plays(general, tmp_path):
    primer = of_steps("60 62 64", step=0.5)
    generate(general, [primer], [1], DEFAULTS, Length(5.0), tmp_path)
    music = read_midi(tmp_path / "60-62-64-seed-1.mid")
    heard = [(n.onset, n.pitch, n.duration) for n in music.track(PRIMER).notes]
    assert heard == [(0.0, 60, 0.5), (0.5, 62, 0.5), (1.0, 64, 0.5)]
    machine = music.track(MACHINE).notes
    assert machine
    assert min(n.onset for n in machine) >= 1.5
    assert max(n.end for n in machine) <= 6.5 + 1e-3


def test_a_number_of_notes_is_played_to_the_end_of_each(general):
    music = continued(general, of_steps("60 64 67"), 3, DEFAULTS, Length(notes=25))
    machine = music.track(MACHINE).notes
    assert len(machine) == 25
    longer = continued(general, of_steps("60 64 67"), 3, DEFAULTS, Length(notes=60))
    assert longer.track(MACHINE).notes[:25] == machine


def test_controls_change_what_is_played(general):
    calm = DEFAULTS.changed({"density": 0.3})
    wild = DEFAULTS.changed({"density": 3.0})
    few, many = (
        len(continued(general, NOTHING, 1, settings, Length(20.0)).notes)
        for settings in (calm, wild)
    )
    assert few < many


def test_the_manifest_says_with_which_model_and_settings(general, tmp_path):
    settings = DEFAULTS.changed({"temperature": 0.9})
    primers = [of_steps("60"), of_steps("60 -2")]  # of the same name
    said = generate(general, primers, [7, 8], settings, Length(notes=5), tmp_path)
    written = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert written == said
    assert written["perf_engine"] == __version__
    assert written["model"] == {"name": "general", "sha256": digest(find_model())}
    assert written["controls"]["temperature"] == 0.9
    assert set(written["controls"]) == set(DEFAULTS.values)
    assert written["length"] == {"notes": 5}
    assert written["primers"]["60-2"] == {"seconds": 0.5, "notes": [[0.0, 60, 80, 0.5]]}
    assert list(written["files"]) == [f"{p}-seed-{s}.mid" for p in ("60", "60-2") for s in (7, 8)]
    for name, facts in written["files"].items():
        assert facts["sha256"] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        assert facts["notes"] == 5
    assert str(tmp_path) not in (tmp_path / MANIFEST).read_text("utf-8")
