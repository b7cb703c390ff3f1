from __future__ import annotations

import json

import pytest

from perf_engine.core.controls import CONTROLS
from perf_engine.engine.handlers.reference import as_data, as_markdown
from perf_engine.engine.handlers.schema import FROM_CLIENTS, SAID, TO_CLIENTS, find
from perf_engine.protocol.errors import Refusal


def test_every_address_stands_once() -> None:
    addresses = [entry.address for entry in (*FROM_CLIENTS, *TO_CLIENTS)]
    assert len(addresses) == len(set(addresses))


def test_every_address_is_found() -> None:
    for entry in FROM_CLIENTS:
        found, voice = find(entry.address.replace("/N/", "/7/"))
        assert found is entry
        assert voice == (7 if "/N/" in entry.address else None)


def test_every_control_can_be_set_for_all_voices_and_for_one() -> None:
    for name, control in CONTROLS.items():
        for address in (f"/perf/param/{name}", f"/perf/voice/3/{name}"):
            entry, _ = find(address)
            assert entry.control == name
            assert entry.check([]) == []
            for value in (control.low, control.high, control.default):
                assert entry.check([value]) == [control.given(value)]
            with pytest.raises(Refusal):
                entry.check([control.high + 1])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/perf/foo", "there is no address /perf/foo; the nearest is /perf/"),
        ("/perf/in/nte", "the nearest is /perf/in/note;"),
        ("/perf/para/temperature", "the nearest is /perf/param/temperature;"),
        ("/perf/noteoff", "is sent by the engine to clients; the engine takes /perf/in/noteoff"),
        ("/perf/fail", "/perf/fail is sent by the engine to clients"),
        ("/x", "there is no such address; perf-engine osc lists all"),
        ("/perf/" + "x" * 9000, "there is no such address; perf-engine osc lists all"),
    ],
)
def test_where_there_is_no_such_address_the_nearest_is_named(address: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        find(address)
    assert sentence in refused.value.text


def test_a_control_is_refused_by_its_own_name() -> None:
    with pytest.raises(Refusal, match=r"temperature must be 0.1..2, not 7"):
        find("/perf/param/temperature")[0].check([7])


def test_the_page_names_everything() -> None:
    page = as_markdown()
    for entry in (*FROM_CLIENTS, *TO_CLIENTS):
        if not entry.address.startswith("/perf/voice/N/") or not entry.control:
            assert f"`{entry.address}`" in page
    for name in CONTROLS:
        assert name in page


def test_the_data_is_json_and_names_everything() -> None:
    data = json.loads(json.dumps(as_data()))
    assert {entry["address"] for entry in data["to_clients"]} == SAID
    assert {e["address"] for e in data["from_clients"]} == {e.address for e in FROM_CLIENTS}
    (notify,) = (e for e in data["from_clients"] if e["address"] == "/perf/notify")
    assert notify["tags"] == "i[i][s][f]"
