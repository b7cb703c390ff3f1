"""Lines of measurements that outlive a crash."""

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
