"""What a voice costs is measured for one, four and sixteen."""

from benchmarks.voices import COUNTS, rows
from perf_engine.engine.helpers.model_files import load_model


def test_every_number_of_voices_has_its_rows():
    weights, _ = load_model()
    found = rows(weights, 10)
    assert [sum(f"{count} voice" in row.name for row in found) for count in COUNTS] == [1, 2, 2]
    for row in found:
        assert row.count >= 10
        assert 0.0 < row.cpu[0] <= row.cpu[2]
    notes = {row.name: row.note for row in found if "voice" in row.name}
    assert all("1 states" in n for name, n in notes.items() if "one state" in name)
    assert all("1 states" not in n for name, n in notes.items() if "its own" in name)
