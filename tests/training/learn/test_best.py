"""The best validation is the lowest at which little was forgotten."""

from perf_engine.training.learn.best import Best


def test_the_lowest_is_the_best_and_worse_ones_are_counted():
    best = Best()
    found = [best.judge(step, nats, None, 0.03) for step, nats in enumerate([5.0, 4.0, 4.5, 4.0])]
    assert found == [True, True, False, False]
    assert best.as_json() == {"nats": 4.0, "step": 1, "since": 2, "general": None}


def test_what_forgets_too_much_is_not_the_best():
    best = Best()
    assert best.judge(0, 8.0, 5.0, 0.03)
    assert not best.judge(1, 6.0, 5.16, 0.03)
    assert best.judge(2, 7.0, 5.14, 0.03)
    assert (best.nats, best.step, best.general) == (7.0, 2, 5.0)
    assert Best(**best.as_json()) == best
