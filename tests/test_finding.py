"""What keeps the machine from playing, and what does not."""

from __future__ import annotations

from perf_engine.finding import Finding, plays


def test_only_what_fails_keeps_it_from_playing() -> None:
    fine = [Finding("a", "works", "x"), Finding("b", "attention", "x", "y")]
    assert plays(fine)
    assert not plays([*fine, Finding("c", "fails", "x")])
