"""The installation over HTTP: health, metrics, sensors, and who may give orders."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from perf_engine.clients.installation import page
from perf_engine.clients.installation.page import MOST_VALUES, InstallationPage
from perf_engine.clients.web.guard import FOREIGN_HOST, FOREIGN_NAME, Guard

TOKEN = "swordfish"
ORDER = "/installation/order"
SENSOR = "/installation/sensor"


class Site:
    """The page's application, and what it did."""

    def __init__(self, here: bool = True) -> None:
        self.healthy, self.why = True, ""
        self.orders: list[Any] = []
        self.felt: dict[str, float] = {}
        guard = Guard(local_only=True)
        if not here:
            guard.here = lambda request: False  # type: ignore[method-assign]
        self.page = InstallationPage(guard, TOKEN, self._facts, self._order, self._feel)

    def _facts(self) -> dict[str, Any]:
        return {"healthy": self.healthy, "notes_total": 3}

    def _order(self, said: Any) -> str:
        if "scene" in said and said["scene"] == "lost":
            raise ValueError("scene must be one of day, not lost")
        self.orders.append(said)
        return self.why

    def _feel(self, name: str, value: float) -> bool:
        self.felt[name] = value
        return name == "light"

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, str, Any]:
        async with TestClient(TestServer(self.page.application())) as client:
            answer = await client.request(method, path, allow_redirects=False, **more)
            return answer.status, await answer.text(), answer.headers


@pytest.fixture
def site() -> Iterator[Site]:
    return Site()


def run(awaitable: Any) -> Any:
    import asyncio

    return asyncio.run(awaitable)


def test_health_is_200_or_503(site: Site) -> None:
    assert run(site.ask("GET", "/health"))[0] == 200
    site.healthy = False
    status, text, _ = run(site.ask("GET", "/health"))
    assert (status, text) == (503, '{"healthy": false, "notes_total": 3}\n')


def test_metrics_need_their_library(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "available", lambda: False)
    status, text, _ = run(site.ask("GET", "/metrics"))
    assert status == 501
    assert "perf_engine[installation]" in text


def test_the_page_and_its_files_are_there_and_nothing_else(site: Site) -> None:
    status, text, headers = run(site.ask("GET", "/installation"))
    assert status == 200
    assert "<title>Installation</title>" in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert run(site.ask("GET", "/installation/installation.js"))[0] == 200
    assert run(site.ask("GET", "/installation/../page.py"))[0] == 404
    status, _, headers = run(site.ask("GET", "/"))
    assert (status, headers["Location"]) == (302, "/installation")


def test_an_order_that_is_not_heard_says_why(site: Site) -> None:
    assert run(site.ask("POST", ORDER, json={"scene": "day"}))[1] == '{"done": true}\n'
    site.why = "nothing sounds: closed now"
    told = run(site.ask("POST", ORDER, json={"scene": "day"}))[1]
    assert told == '{"done": true, "note": "nothing sounds: closed now"}\n'


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/health"), ("GET", "/metrics"), ("GET", "/none"), ("POST", ORDER), ("PUT", ORDER)],
)
def test_each_answer_in_words_ends_its_line(site: Site, method: str, path: str) -> None:
    text = run(site.ask(method, path, data="x"))[1]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_a_foreign_name_is_told_what_names_are_accepted(site: Site) -> None:
    status, text, _ = run(site.ask("GET", "/health", headers={"Host": "evil.example"}))
    assert (status, text) == (403, f"{FOREIGN_HOST}\n")
    site.page._guard = Guard(local_only=False)
    status, text, _ = run(site.ask("GET", "/health", headers={"Host": "evil.example"}))
    assert (status, text) == (403, f"{FOREIGN_NAME}\n")
    assert socket.gethostname() not in text


def test_an_order_is_carried_out_or_refused_with_a_sentence(site: Site) -> None:
    assert run(site.ask("POST", ORDER, json={"order": "stop"}))[0] == 200
    assert site.orders == [{"order": "stop"}]
    status, text, _ = run(site.ask("POST", ORDER, json={"scene": "lost"}))
    assert (status, text) == (400, "scene must be one of day, not lost\n")
    for body in ("", "[1]", "{", "[" * 5000, "order=stop"):
        status, text, _ = run(site.ask("POST", ORDER, data=body))
        assert status == 400
        assert text == f'send JSON such as {{"order": "stop"}}, not {body[:60] or "nothing"}\n'
    assert run(site.ask("POST", ORDER, data="x" * 20_000))[0] == 413
    assert len(site.orders) == 1


@pytest.mark.parametrize("path", [ORDER, SENSOR])
def test_from_another_computer_an_order_needs_the_token(path: str) -> None:
    far = Site(here=False)
    body = {"order": "stop"} if path == ORDER else {"light": 0.5}
    assert run(far.ask("POST", path, json=body))[0] == 403
    wrong = {"Authorization": "Bearer guess"}
    assert run(far.ask("POST", path, json=body, headers=wrong))[0] == 403
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert run(far.ask("POST", path, json=body, headers=right))[0] == 200


def test_a_foreign_page_may_give_no_order_even_here(site: Site) -> None:
    foreign = {"Origin": "http://evil.example", "Authorization": f"Bearer {TOKEN}"}
    assert run(site.ask("POST", ORDER, json={"order": "stop"}, headers=foreign))[0] == 403
    assert run(site.ask("GET", "/health", headers={"Host": "evil.example"}))[0] == 403
    assert site.orders == []


def test_values_of_sensors_are_taken(site: Site) -> None:
    assert run(site.ask("POST", SENSOR, json={"light": 0.5}))[0] == 200
    assert site.felt == {"light": 0.5}
    status, text, _ = run(site.ask("POST", SENSOR, json={"dark": 1}))
    assert (status, text) == (404, "no map has the source http dark\n")
    for value in ("loud", True, None, [1], 10**400):
        assert run(site.ask("POST", SENSOR, json={"light": value}))[0] == 400
    status, text, _ = run(site.ask("POST", SENSOR, data="light=1"))
    assert (status, text) == (400, 'send JSON such as {"light": 0.3}, not light=1\n')
    many = {f"s{n}": 0 for n in range(MOST_VALUES + 1)}
    assert run(site.ask("POST", SENSOR, json=many))[0] == 400
