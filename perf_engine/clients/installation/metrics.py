"""Metrics for Prometheus, by its own library, which is in the extra `installation`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final

LIBRARY: Final = "prometheus_client"
MISSING: Final = 'metrics need another package: pip install "perf_engine[installation]"'
# name -> help; a name that ends with _total is a counter
GAUGES: Final = {
    "healthy": "1 if all is well.",
    "engine_up": "1 if the engine answers.",
    "sounds": "1 while the plan lets it sound.",
    "loudness": "Share of the loudness that the hours allow.",
    "presence_value": "Presence of visitors, 0 to 1.",
    "seconds_since_note": "Seconds since the last note.",
    "latency_p99_ms": "99th percentile of the time from a note to the answer, in ms.",
    "cpu_share": "Share of one core that the engine takes.",
    "engine_uptime_s": "Seconds since the start of the engine.",
    "notes_total": "Notes that the machine has played, as this process heard them.",
    "late_total": "Strikes sent more than 2 ms late.",
    "dropped_total": "Messages that could not be received or sent.",
    "troubles_total": "Troubles since the start.",
    "engine_repairs_total": "Remedies that the engine's watchdog has tried.",
    "ignored_values_total": "Sensor values that were no numbers.",
    "unused_messages_total": "OSC messages of sensors that no map uses.",
    "sensor_floods_total": "Packets of sensors that were dropped in a flood.",
    "sensor_refusals_total": "Packets of sensors from networks that may not send.",
    "sensor_damages_total": "Packets of sensors that are no OSC.",
}


def available() -> bool:
    """Return whether the library is installed."""
    return find_spec(LIBRARY) is not None


def exposition(facts: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the metrics of facts by their names, and their content type. Raises ImportError."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    class Facts:
        def collect(self) -> Any:
            for name, text in GAUGES.items():
                if facts.get(name) is None:
                    continue
                counted = name.endswith("_total")
                kind = CounterMetricFamily if counted else GaugeMetricFamily
                full = f"perf_engine_{name.removesuffix('_total')}"
                yield kind(full, text, value=float(facts[name]))

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Facts())
    return generate_latest(registry), CONTENT_TYPE_LATEST
