"""Clients that the configuration names are told as soon as they are found, wherever they move."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perf_engine.engine.options import KnownClient
from perf_engine.engine.output.introductions import Introductions, address_of
from perf_engine.protocol.notes import Strike
from perf_engine.protocol.packets import read
from tests.engine.stage import Peer, Stage

ROOT = Path(__file__).parents[3]


class Told:
    """Introductions with a resolver whose lines the test writes."""

    def __init__(self, stage: Stage, folder: Path, *known: KnownClient) -> None:
        self.said: list[str] = []
        self.introductions = Introductions(
            known, stage.loop.reception, self.said.append, 0.0, "resolver_stand_in"
        )

    def find(self, **words: str) -> None:
        self.introductions._hear(json.dumps(words))


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "resolver_stand_in.py").write_text("import sys\nsys.stdin.read()\n")
    return tmp_path


def notes(peer: Peer) -> int:
    return sum(address == "/perf/note" for address, _ in peer.messages())


def strike(stage: Stage) -> None:
    stage.performer.says.append(Strike(0, 60, 90, stage.hand.time))
    stage.turn()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7"),
        ("localhost", "127.0.0.1"),
        ("LocalHost", "127.0.0.1"),
        ("laptop.local", None),
        ("127.1", None),
        ("1.2.3.999", None),
    ],
)
def test_an_address_is_one_without_asking(host: str, address: str | None) -> None:
    assert address_of(host) == address


def test_an_address_is_told_from_the_start_and_no_process_is_needed(stage: Stage) -> None:
    peer = stage.peer()
    told = Told(stage, ROOT, KnownClient("127.0.0.1", peer.number))
    assert not told.introductions.alive
    assert told.introductions.due() == float("inf")
    strike(stage)
    assert notes(peer) == 1


def test_a_name_that_is_not_found_is_said_once_and_told_when_it_is_found(
    stage: Stage, stand_in: Path
) -> None:
    peer = stage.peer()
    told = Told(stage, stand_in, KnownClient("synth.lan", peer.number))
    for _ in range(3):
        told.find(host="synth.lan", failed="Name or service not known")
    assert told.said == [
        "The client synth.lan cannot be found (Name or service not known); the engine tries again."
    ]
    strike(stage)
    assert peer.messages() == []
    for _ in range(3):
        told.find(host="synth.lan", address="127.0.0.1")
    assert told.said[1:] == ["The client synth.lan is found, at 127.0.0.1."]
    assert peer.messages() == [("/perf/running", ["fake"])]
    strike(stage)
    assert notes(peer) == 1
    told.find(host="synth.lan", failed="the network is down")
    strike(stage)
    assert notes(peer) == 1, "it is told on where it was"
    assert len(told.said) == 2
    told.introductions.close()


def test_who_moves_is_told_there_and_left_in_silence_where_it_was(
    stage: Stage, stand_in: Path
) -> None:
    peer = stage.peer()
    told = Told(stage, stand_in, KnownClient("synth.lan", peer.number, flag=2))
    told.find(host="synth.lan", address="127.0.0.1")
    assert stage.performer.watched
    stage.performer.keys = [(0, 60)]
    strike(stage)
    peer.messages()
    told.find(host="synth.lan", address="127.0.0.2")
    assert ("/perf/noteoff", [0, 60, 0.0]) in peer.messages()
    assert told.said == ["The client synth.lan is now at 127.0.0.2, not 127.0.0.1."]
    assert [client.where for client in stage.loop.clients] == [("127.0.0.2", peer.number)]
    assert stage.performer.watched
    told.introductions.close()


def test_two_names_of_one_place_are_one_client_until_both_have_moved(
    stage: Stage, stand_in: Path
) -> None:
    told = Told(stage, stand_in, KnownClient("a.lan", 5000), KnownClient("b.lan", 5000))
    told.find(host="a.lan", address="127.0.0.1")
    told.find(host="b.lan", address="127.0.0.1")
    told.find(host="a.lan", address="127.0.0.2")
    wheres = {client.where[0] for client in stage.loop.clients}
    assert wheres == {"127.0.0.1", "127.0.0.2"}
    told.find(host="b.lan", address="127.0.0.2")
    assert {client.where[0] for client in stage.loop.clients} == {"127.0.0.2"}
    told.introductions.close()


@pytest.mark.parametrize("line", ["", "{", "3", "[]", '{"host": 3}', '{"host": "other"}', "null"])
def test_what_is_not_understood_changes_nothing(stage: Stage, stand_in: Path, line: str) -> None:
    told = Told(stage, stand_in, KnownClient("a.lan", 5000))
    told.introductions._hear(line)
    assert (len(stage.loop.clients), told.said) == (0, [])
    told.introductions.close()


def test_an_engine_that_starts_before_its_names_are_known_tells_them_later(tmp_path: Path) -> None:
    """With the real look-up, and a table of hosts that gains the name while the engine plays."""
    peer = Peer(0)
    hosts, log = tmp_path / "hosts", tmp_path / "log"
    hosts.write_text("127.0.0.1 localhost\n")
    switch = tmp_path / "nsswitch.conf"
    switch.write_text("hosts: files\n")
    config = tmp_path / "stage.toml"
    config.write_text(f'[[clients]]\nhost = "synth.lan"\nport = {peer.number}\n')
    play = (
        f"mount --bind {hosts} /etc/hosts && "
        f"{{ test ! -e /etc/nsswitch.conf || mount --bind {switch} /etc/nsswitch.conf; }} && "
        f"exec {sys.executable} -m perf_engine play --osc-port 0 --no-midi --config {config}"
    )
    tried = subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True)
    if tried.returncode != 0:
        pytest.skip(f"the system gives no mount namespace: {tried.stderr.decode().strip()}")
    with log.open("w") as out:
        engine = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c", play],
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
        )
    try:
        _until(lambda: "cannot be found" in log.read_text() and "is ready" in log.read_text())
        with hosts.open("a") as table:
            table.write("127.0.0.1 synth.lan\n")
        _until(lambda: "The client synth.lan is found, at 127.0.0.1." in log.read_text())
        peer.socket.setblocking(True)
        peer.socket.settimeout(30.0)
        assert read(peer.socket.recv(65536))[0] == "/perf/running"
    finally:
        engine.terminate()
        engine.wait(30)
        peer.socket.close()


def _until(found: object) -> None:
    until = time.monotonic() + 60.0
    while not found():
        assert time.monotonic() < until
        time.sleep(0.05)
