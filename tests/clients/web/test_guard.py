"""Who may ask: by Host, by Origin, by place."""

from __future__ import annotations

import socket

import pytest
from aiohttp.test_utils import make_mocked_request

from perf_engine.clients.web.guard import Guard, host, policy, same_token


def request(said: str, origin: str | None = None):
    headers = {"Host": said} | ({} if origin is None else {"Origin": origin})
    return make_mocked_request("GET", "/", headers=headers)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("127.0.0.1:9472", "127.0.0.1"),
        ("localhost", "localhost"),
        ("[::1]:9472", "[::1]"),
        ("evil.example:9472", "evil.example"),
    ],
)
def test_the_host_has_no_port(said: str, name: str) -> None:
    assert host(request(said)) == name


@pytest.mark.parametrize("said", ["127.0.0.1:9472", "LOCALHOST:9472", "localhost", "[::1]:1"])
def test_this_computer_is_known_by_its_own_names(said: str) -> None:
    assert Guard(local_only=True).knows(request(said))


@pytest.mark.parametrize("said", ["evil.example:9472", "127.0.0.1.evil.example", "", "192.168.0.2"])
def test_a_foreign_name_is_refused(said: str) -> None:
    assert not Guard(local_only=True).knows(request(said))


def test_in_a_network_its_addresses_and_its_name_count_and_a_foreign_name_does_not() -> None:
    guard = Guard(local_only=False)
    for said in ("192.168.0.2:9472", "[fe80::1]:9472", f"{socket.gethostname()}:9472"):
        assert guard.knows(request(said))
    assert not guard.knows(request("evil.example:9472"))


@pytest.mark.parametrize(
    ("said", "origin", "own"),
    [
        ("127.0.0.1:9472", "http://127.0.0.1:9472", True),
        ("localhost:9472", "http://localhost:9472", True),
        ("127.0.0.1:9472", "http://127.0.0.1:8000", False),
        ("127.0.0.1:9472", "http://evil.example", False),
        ("127.0.0.1:9472", "https://127.0.0.1:9472", False),
        ("127.0.0.1:9472", "null", False),
        ("127.0.0.1:9472", None, False),
        ("evil.example:9472", "http://evil.example:9472", False),
    ],
)
def test_only_the_page_of_this_server_is_its_own(said: str, origin: str | None, own: bool) -> None:
    assert Guard(local_only=True).own_page(request(said, origin)) is own


def test_the_policy_lets_nothing_come_from_elsewhere() -> None:
    said = policy(request("127.0.0.1:9472"))
    assert "default-src 'none'" in said
    assert "unsafe" not in said
    assert "ws://127.0.0.1:9472" in said


def test_only_the_whole_token_is_the_token_and_where_there_is_none_nothing_is() -> None:
    assert same_token("wörd", "wörd")
    for wrong in ("", "w", "wörds", "w\ud800rd", "\udcff"):
        assert not same_token(wrong, "wörd")
        assert not same_token(wrong, "")


class Peer:
    """A transport from a caller's address."""

    def __init__(self, address: str) -> None:
        self._address = address

    def get_extra_info(self, name: str, default: object = None) -> object:
        return (self._address, 50000) if name == "peername" else default


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.0.9", False),
        ("fe80::1%eth0", False),
        ("", False),
    ],
)
def test_who_sits_here_is_seen_by_the_address(address: str, here: bool) -> None:
    peer = make_mocked_request("GET", "/", transport=Peer(address))
    assert Guard(local_only=False).here(peer) is here
