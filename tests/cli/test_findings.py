"""The findings of the doctor."""

from perf_engine.cli.findings import Finding, plays


def test_only_what_fails_keeps_it_from_playing() -> None:
    fine = [Finding("a", "works", "x"), Finding("b", "attention", "x", "y")]
    assert plays(fine)
    assert not plays([*fine, Finding("c", "fails", "x")])
