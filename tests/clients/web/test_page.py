"""The page over HTTP: its files, its takes, and whatever a stranger sends."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from perf_engine.clients.web.browser import LOCKED
from perf_engine.clients.web.guard import FOREIGN_HOST
from perf_engine.clients.web.page import FILES, LARGEST_UPLOAD
from perf_engine.clients.web.stage import LATE, MOST_STRANGERS
from tests.support.concert import PHRASE, Ear
from tests.support.served import Served, Visitor, served

HTML = {"Accept": "text/html,*/*"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("page")
    (folder / "secret.txt").write_text("secret")
    with served(folder, "--record", str(folder / "takes"), "--mode", "takeover") as made:
        ear = Ear(made.engine.port)
        ear.register("now")
        ear.say("/perf/record", 1)
        assert ear.until(lambda: len(ear.told("/perf/done")) == 2)  # it has begun
        for pitch in PHRASE:
            ear.say("/perf/in/note", 0, pitch, 90, 0.1)
        ear.settle()
        ear.say("/perf/record", 0)
        assert ear.until(lambda: ["/perf/record"] in ear.told("/perf/done"))
        ear.socket.close()
        yield made


def get(
    site: Served, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes, dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(site.address + path, data=body, headers=named)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


def raw(address: str, request: bytes) -> bytes:
    """The answer to a request that no library would send."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(request)
        return line.recv(65536)


def test_a_browser_gets_the_page_and_a_program_the_values(site: Served) -> None:
    status, body, headers = get(site, "/", **HTML)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"perf_engine" in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    status, body, _ = get(site, "/")
    assert json.loads(body)["FULL_PATH"] == "/"
    status, body, _ = get(site, "/?HOST_INFO", **HTML)
    assert json.loads(body)["NAME"] == "perf_engine"


def test_every_file_that_the_page_names_is_there_and_nothing_is_inline(site: Served) -> None:
    index = (FILES / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script>|style=|javascript:| on[a-z]+=", index)
    named = set(re.findall(r'"/page/([\w.]+)"', index))
    for path in FILES.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'from "\./([\w.]+)"', source))
        named |= set(re.findall(r'Worker\("/page/([\w.]+)"', source))
        assert not re.search(r"https?://(?!\$)", source), "an outside address"
        assert "innerHTML" not in source
        assert "eval(" not in source
    assert "panic" in named  # a form's address
    for name in named - {"panic"}:
        status, _, headers = get(site, f"/page/{name}")
        assert status == 200, name
        assert get(site, f"/page/{name}", If_None_Match=headers["ETag"])[0] == 304


def test_the_page_has_the_table_of_addresses(site: Served) -> None:
    _, body, _ = get(site, "/page/schema")
    assert any(e["address"] == "/perf/param/density" for e in json.loads(body)["from_clients"])


@pytest.mark.parametrize(
    "path",
    [
        "/page/../../pyproject.toml",
        "/page/..%2f..%2fpage.py",
        "/page/%2e%2e/page.py",
        "/page//etc/passwd",
        "/page/..\\page.py",
        "/page/style.css/..",
        "/page/takes/..%2fsecret.txt/notes",
        "/page/takes/../../secret.txt",
        "/page/takes/%2e%2e/both.mid",
        "/page/takes/..%5c..%5cx/notes",
        "/page/takes/x%00y/notes",
    ],
)
def test_no_path_leads_out(site: Served, path: str) -> None:
    host = site.address.removeprefix("http://")
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = raw(site.address, request.encode())
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), answer[:300]
    assert b"secret" not in answer.replace(b"secret.txt", b"")
    assert b"root:" not in answer


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/page/takes", "/page/socket"])
def test_a_foreign_name_for_this_computer_is_refused(site: Served, path: str) -> None:
    status, body, _ = get(site, path, Host="evil.example:9472")
    assert (status, body) == (403, FOREIGN_HOST.encode())


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", ""])
def test_a_foreign_page_opens_no_socket_and_changes_nothing(site: Served, origin: str) -> None:
    headers = {
        "Origin": origin,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec_WebSocket_Version": "13",
    }
    assert get(site, "/page/socket", **headers)[0] == 403
    assert get(site, "/page/panic", b"", Origin=origin)[0] == 403
    assert get(site, "/page/prime", b"MThd", Origin=origin)[0] == 403
    assert get(site, "/page/takes", Sec_Fetch_Site="cross-site")[0] == 403


def test_the_panic_form_of_the_page_is_taken_without_javascript(site: Served) -> None:
    _, body, headers = get(site, "/", **HTML)
    assert b'<form method="post" action="/page/panic"' in body
    assert headers["Referrer-Policy"] == "same-origin", "or the form's Origin is null"
    kind = "application/x-www-form-urlencoded"
    status, body, _ = get(site, "/page/panic", b"", Origin=site.address, Content_Type=kind)
    assert (status, body) == (200, b"Nothing sounds.")
    for foreign in ("null", "http://evil.example"):
        assert get(site, "/page/panic", b"", Origin=foreign, Content_Type=kind)[0] == 403


def test_the_socket_s_address_without_a_socket_is_explained(site: Served) -> None:
    status, body, _ = get(site, "/page/socket", Origin=site.address)
    assert (status, body) == (426, b"this address is for a WebSocket")


def test_an_upload_that_is_huge_broken_or_none_is_refused_in_words(site: Served) -> None:
    own = {"Origin": site.address, "Content_Type": "application/octet-stream"}
    status, body, _ = get(site, "/page/prime", b"no midi", **own)
    assert (status, body) == (400, b"that is no MIDI file")
    status, body, _ = get(site, "/page/prime", b"MThd" + bytes(range(200)), **own)
    assert status == 400
    assert b"/tmp" not in body
    assert body
    status, body, _ = get(site, "/page/prime", b"MThd" + bytes(LARGEST_UPLOAD), **own)
    assert status == 413
    assert b"1000000 bytes" in body
    host = site.address.removeprefix("http://")
    chunked = (
        f"POST /page/prime HTTP/1.1\r\nHost: {host}\r\nOrigin: {site.address}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzzz\r\n"
    )
    assert raw(site.address, chunked.encode()).startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))


def test_takes_are_listed_read_and_downloaded_by_hand(site: Served) -> None:
    _, body, _ = get(site, "/page/takes")
    (take,) = json.loads(body)
    assert take["human"] >= 5
    assert take["models"] == ["general"]
    name = take["name"]
    status, body, _ = get(site, f"/page/takes/{name}/notes")
    notes = json.loads(body)["notes"]
    assert status == 200
    assert {note[0] for note in notes} >= {"human"}
    sizes = {}
    for hand in ("both", "human", "machine"):
        status, data, headers = get(site, f"/page/takes/{name}/{hand}.mid")
        assert (status, headers["Content-Type"]) == (200, "audio/midi")
        assert data.startswith(b"MThd")
        assert f"{name}-{hand}.mid" in headers["Content-Disposition"]
        sizes[hand] = len(data)
    assert sizes["both"] >= max(sizes["human"], sizes["machine"])
    assert get(site, f"/page/takes/{name}/nobody.mid")[0] == 404
    assert get(site, "/page/takes/2020-01-01_00-00-00/notes")[0] == 404


@pytest.fixture
def outside() -> str:
    """An address of this computer in a network: a caller who uses it is another computer to us."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            pytest.skip("this computer is in no network")
        return str(probe.getsockname()[0])


def test_another_computer_plays_only_with_the_token(outside: str, tmp_path: Path) -> None:
    async def walk(where: str) -> None:
        async with aiohttp.ClientSession() as session:
            line = await session.ws_connect(f"{where}/page/socket", headers={"Origin": where})
            visitor = Visitor(line)
            await visitor.kind("locked")
            await visitor.say("on", 60, 100)
            await visitor.until(lambda e: e[0] == "locked", since=1)
            for secret in ("takes", "folder"):
                assert (await session.get(f"{where}/page/{secret}")).status == 403
            request = f"GET /page/takes HTTP/1.1\r\nHost: {where.removeprefix('http://')}\r\n"
            broken = request.encode() + b"Authorization: Bearer \xff\xed\r\n\r\n"
            assert raw(where, broken).startswith(b"HTTP/1.1 403")
            bearer = {"Authorization": "Bearer open sesame"}
            assert (await session.get(f"{where}/page/takes", headers=bearer)).status == 200
            await visitor.say("token", "open sesame")
            _, hello = await visitor.kind("hello")
            if not hello["engine"]:
                await visitor.until(lambda event: event == ["engine", True])
            await visitor.say("on", 62, 100)
            await visitor.until(lambda e: e == ["heard", hello["player"], 62, 100])
            assert ["heard", hello["player"], 60, 100] not in visitor.events

    with served(tmp_path, "--lan", "--token", "open sesame", "--mode", "listen") as site:
        asyncio.run(walk(f"http://{outside}:{site.address.rpartition(':')[2]}"))


def test_idle_strangers_keep_nobody_away_and_are_sent_away_themselves(
    outside: str, tmp_path: Path
) -> None:
    async def walk(where: str, here: str) -> None:
        async with aiohttp.ClientSession() as session:

            async def visit(at: str) -> Visitor:
                line = await session.ws_connect(f"{at}/page/socket", headers={"Origin": at})
                return Visitor(line)

            idle = [await visit(where) for _ in range(MOST_STRANGERS)]
            for stranger in idle:
                await stranger.kind("locked")
            ends = asyncio.gather(*(stranger.closed() for stranger in idle[1:]))  # they read pings
            own = await visit(here)
            await own.kind("hello")
            known = await visit(where)
            await known.say("token", "open sesame")
            _, hello = await known.kind("hello")
            if not hello["engine"]:
                await known.until(lambda event: event == ["engine", True])
            await known.say("on", 62, 100)
            await own.until(lambda e: e == ["heard", hello["player"], 62, 100])
            assert await idle[0].closed() == (LOCKED, LATE), "the oldest makes room at once"
            assert await ends == [(LOCKED, LATE)] * (MOST_STRANGERS - 1)
            assert (await known.ask(1, "/perf/mode"))[0] == "done"

    with served(tmp_path, "--lan", "--token", "open sesame", "--mode", "listen") as site:
        port = site.address.rpartition(":")[2]
        asyncio.run(walk(f"http://{outside}:{port}", site.address))


def test_the_wheel_has_the_page() -> None:
    text = (Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"clients/web/static/*"' in text
