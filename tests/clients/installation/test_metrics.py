"""Metrics as Prometheus reads them."""

from __future__ import annotations

import pytest

from perf_engine.clients.installation import metrics
from tests.support.peers import require_module

require_module("prometheus_client")


def test_prometheus_reads_what_is_written() -> None:
    from prometheus_client.parser import text_string_to_metric_families

    facts = {"healthy": True, "notes_total": 7, "loudness": 0.5, "cpu_share": None, "scene": "x"}
    body, kind = metrics.exposition(facts)
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }
    assert found == {
        "perf_engine_healthy": 1.0,
        "perf_engine_notes_total": 7.0,
        "perf_engine_loudness": 0.5,
    }
    assert kind.startswith("text/plain")
    assert metrics.available()


def test_a_missing_library_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "find_spec", lambda name: None)
    assert not metrics.available()
