"""The core is measured on music that it plays."""

from benchmarks.core import rows
from perf_engine.engine.helpers.model_files import load_model


def test_every_row_has_wall_and_cpu_time():
    weights, _ = load_model()
    found = rows(weights, 40)
    assert len(found) == 3
    for row in found:
        assert row.count >= 40
        assert 0.0 < row.cpu[0] <= row.cpu[2]
        assert 0.0 < row.wall[0] <= row.wall[2]
