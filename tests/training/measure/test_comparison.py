import json

import pytest

from perf_engine.training.measure.comparison import compared, read, table

TERMS = {"part": 0.1, "dt": 2.0, "key": 1.5, "velocity": 0.4, "total": 4.0, "dens": 3.0}


def evaluation(path, hidden=64, seed=0, key=1.5, cell=None, events=100):
    its = {**TERMS, "key": key, "events": events}
    sizes = {"hidden": hidden, **({"cell": cell} if cell else {})}
    path.write_text(
        json.dumps(
            {
                "sizes": sizes,
                "facts": {"events_seen": 2_000_000, "recipe": {"seed": seed}},
                "sources": {"songs": {"model": its}},
                "mix": {"model": its},
            }
        )
    )
    return path


def run(folder, key=1.5, events=100):
    folder.mkdir()
    its = {**TERMS, "key": key, "events": events}
    lines = [
        {"step": 20, "events": 1000, "total": 5.0},
        {"step": 20, "events": 1000, "validation": {"songs": {**its, "key": 9.0}}, "mix": its},
        {"step": 40, "events": 2000, "validation": {"songs": its}, "mix": its},
    ]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def test_seeds_are_one_row_and_sizes_and_cells_are_others(tmp_path):
    results = [
        read(evaluation(tmp_path / f"{seed}.json", seed=seed, key=1.0 + seed / 10))
        for seed in range(3)
    ]
    results.append(read(evaluation(tmp_path / "large.json", hidden=128)))
    results.append(read(evaluation(tmp_path / "lstm.json", hidden=64, cell="lstm")))
    rows = compared(results)
    assert [(r["cell"], r["hidden"], r["seeds"]) for r in rows] == [
        ("GRU", "64", 3),
        ("GRU", "128", 1),
        ("LSTM", "64", 1),
    ]
    assert rows[0]["key"] == {"mean": 1.1, "deviation": 0.1}
    assert rows[1]["key"] == {"mean": 1.5}
    text = table(rows)
    assert "| GRU | 64 | 3 | 2.0 M | 0.100 ± 0.000 | 2.000 ± 0.000 | 1.100 ± 0.100 |" in text
    assert "Fewer than 3 seeds" in text
    assert "Fewer" not in table(rows[:1])


def test_a_run_counts_by_its_last_scores(tmp_path):
    result = read(run(tmp_path / "run"))
    assert (result.name, result.hidden, result.seed, result.events) == ("run", "?", "?", 2000)
    assert compared([result], "songs")[0]["key"] == {"mean": 1.5}


def test_only_like_is_compared_with_like(tmp_path):
    one = read(evaluation(tmp_path / "one.json"))
    with pytest.raises(ValueError, match="two was scored on other music than one"):
        compared([one, read(evaluation(tmp_path / "two.json", events=99))])
    with pytest.raises(ValueError, match="three and one are of one kind and seed 0"):
        compared([one, read(evaluation(tmp_path / "three.json"))])
    with pytest.raises(ValueError, match="one was not scored on rolls"):
        compared([one], "rolls")
    with pytest.raises(ValueError, match="nothing to compare"):
        compared([])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"facts": 1, "sources": 2}'])
def test_what_is_no_result_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ValueError, match=r"x\.json holds no result that can be compared"):
        read(tmp_path / "x.json")
    with pytest.raises(ValueError, match="holds no metrics"):
        read(tmp_path)
