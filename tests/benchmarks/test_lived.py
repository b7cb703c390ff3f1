"""Two checkouts are measured in turn, each by its own code."""

from pathlib import Path

import pytest

from benchmarks import lived
from benchmarks.lived import HERE, Pair, Samples, Tree, in_turn


def samples(*rounds):
    made = Samples()
    for one in rounds:
        made.take(one)
    return made


def test_a_checkout_compiles_nothing_again_at_each_start(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = Tree(Path("/a"), None).environment
    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert environment["PYTHONPATH"] == "/a"


def test_checkouts_take_turns_and_each_begins_as_often():
    order = []
    trees = [Tree(Path("/a"), None), Tree(Path("/b"), None)]
    in_turn(trees, 4, lambda tree: order.append(tree.root.name))
    assert order == ["a", "b", "b", "a", "a", "b", "b", "a"]


def test_a_pair_tells_the_ratio_of_medians_and_how_likely_it_is_chance():
    fast = samples(*([1.0 + i / 100] * 3 for i in range(12)))
    slow = samples(*([2.0 + i / 50] * 3 for i in range(12)))
    pair = Pair.of("a row", fast, slow)
    assert pair.ratio == pytest.approx(0.5, abs=0.01)
    assert pair.chance < 0.01
    assert Pair.of("a row", fast, fast).chance is None  # no difference, nothing to rank
    assert Pair.of("a row", samples([1.0]), samples([2.0])).chance is None


def test_what_one_round_gave_is_compared_with_the_same_round_of_the_other():
    # the machine was slow in every other round, for both
    noise = [1.0 if i % 2 else 5.0 for i in range(20)]
    ours = samples(*([n] for n in noise))
    theirs = samples(*([n + 0.1] for n in noise))
    assert Pair.of("a row", ours, theirs).chance < 0.01


def test_the_core_is_measured_hot_and_after_pauses(monkeypatch):
    monkeypatch.setattr(lived, "PAUSES", (0.0005, 0.001))
    monkeypatch.setattr(lived, "VOICES", (1, 2))
    monkeypatch.setattr(lived, "AT_A_TIME", 3)
    trees = [Tree(HERE, None), Tree(HERE, None)]
    lived.core(trees, 2)
    for tree in trees:
        assert tree.missing == {}
        assert set(tree.found) == {
            "feed + foresee, hot",
            "one event of a solo, hot",
            "a strike heard and thought through, hot",
            "a strike heard and thought through, after 0.5 ms",
            "a strike heard and thought through, after 1 ms",
            "a strike heard and thought through, hot, 2 voices",
            "a strike heard and thought through, after 1 ms, 2 voices",
        }
        for name, found in tree.found.items():
            row = found.row(name)
            assert row.count == 6
            assert 0.0 < row.cpu[0] <= row.wall[2]


def test_a_row_that_a_checkout_does_not_have_is_told(tmp_path):
    package = tmp_path / "perf_engine"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "files.py").write_text("def load_model(model):\n    return None, None\n")
    tree = Tree(tmp_path, None)
    lived.core([tree], 1)
    assert not tree.found
    assert "defines no Improviser" in tree.missing["feed + foresee, hot"]


def test_an_engine_is_measured_over_udp_and_alone(monkeypatch):
    monkeypatch.setattr(lived, "PAUSES", (0.001, 0.002))
    monkeypatch.setattr(lived, "AT_A_TIME", 3)
    monkeypatch.setattr(lived, "SLICE", 2.0)
    tree = Tree(HERE, None)
    lived.over_udp([tree], 2)
    lived.alone([tree], 1)
    lived.starting([tree], 1)
    rows = {name: found.row(name) for name, found in tree.found.items()}
    for what in ("ping", "note -> /perf/heard"):
        for pause in ("1", "2"):
            row = rows[f"{what} over UDP, after {pause} ms"]
            assert row.count == 6
            assert 0.0 < row.wall[0] < 1000.0
            assert row.cpu[2] > 0.0
    assert rows["CPU a note sent, solo"].wall[0] > 0.0
    assert 10.0 < rows["resident memory"].wall[0] < 2000.0
    assert rows["start to first answer"].unit == "s"
    assert 0.0 < rows["start to first answer"].wall[0] < 60.0


def test_a_checkout_whose_engine_does_not_start_is_an_error(tmp_path):
    (tmp_path / "perf_engine").mkdir()
    (tmp_path / "perf_engine" / "__init__.py").write_text("")
    (tmp_path / "perf_engine" / "__main__.py").write_text("raise SystemExit(1)")
    with pytest.raises(OSError, match="does not answer"):
        lived.starting([Tree(tmp_path, None)], 1)
