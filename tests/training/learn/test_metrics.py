"""Lines of measurements that outlive a crash."""

import pytest

from perf_engine.training.learn import metrics


def test_lines_come_back_in_order_without_a_torn_one(tmp_path):
    assert metrics.read(tmp_path) == []
    for step in (20, 40):
        metrics.add(tmp_path, {"step": step, "total": 1.5})
    with (tmp_path / metrics.NAME).open("a") as file:
        file.write('{"step": 60, "tot')
    assert [line["step"] for line in metrics.read(tmp_path)] == [20, 40]


def test_what_came_after_a_step_is_forgotten(tmp_path):
    for step in (0, 20, 40):
        metrics.add(tmp_path, {"step": step})
    metrics.go_back(tmp_path, 20)
    assert metrics.read(tmp_path) == [{"step": 0}, {"step": 20}]
    metrics.go_back(tmp_path, -1)
    assert metrics.read(tmp_path) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("3", "a line must be a table with the step"),
        ('{"total": 1.5}', "a line must be a table with the step"),
        ('{"step": "x"}', "step must be a number, not 'x'"),
        ('{"step": 1, "mix": 3}', "mix must be a table of numbers"),
        ('{"step": 1, "validation": []}', "validation must be a table by source"),
        ('{"step": 1, "general": {"a": {"key": [1]}}}', "key of general of a must be a number"),
        ('{"step": 1' + "0" * 400 + "}", "step must be a number, not 1000"),
    ],
)
def test_what_is_no_measurement_is_refused_with_the_line(tmp_path, line, says):
    (tmp_path / metrics.NAME).write_text(f'{{"step": 0, "loss": {{"key": NaN}}}}\n{line}\n')
    with pytest.raises(ValueError, match=f"metrics.jsonl, line 2: {says}"):
        metrics.read(tmp_path)
