"""The port of the sensors: what arrives there, from whom, and how much."""

from __future__ import annotations

import logging
import math
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from pythonosc.udp_client import SimpleUDPClient

from perf_engine.clients.installation.sensors import MOST_PACKETS, TRY_EVERY, Sensors
from perf_engine.protocol.packets import build, bundle
from tests.support.peers import miss_ipv6


class Ear:
    """The sensors, and what they pass on."""

    def __init__(self, **more: Any) -> None:
        self.heard: list[tuple[object, float]] = []
        self.sensors = Sensors(0, self._hear, **more)
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.connect(("127.0.0.1", self.sensors.port))

    def _hear(self, source: object, value: float, now: float) -> bool:
        self.heard.append((source, value))
        return True

    def close(self) -> None:
        self.sensors.close()
        self.line.close()


@pytest.fixture
def ear() -> Iterator[Ear]:
    made = Ear()
    yield made
    made.close()


def test_a_port_that_is_taken_is_a_warning_and_is_opened_once_it_is_free(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1]
        sensors = Sensors(number, lambda source, value, now: True)
        for turn in range(4):
            assert sensors.turn(turn * TRY_EVERY) == 0
        assert (sensors.port, sensors.filenos()) == (0, [])
        assert caplog.text.count("sensor_port of [installation]") == 1
        assert f"UDP port {number} cannot be opened" in caplog.text
    sensors.turn(4.0 * TRY_EVERY)
    assert sensors.port == number
    assert sensors.problem == ""
    sensors.close()


@pytest.fixture
def ipv6() -> Iterator[socket.socket]:
    """A socket of ::1; the test is skipped where this computer has none."""
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as made:
        try:
            made.bind(("::1", 0))
        except OSError:
            miss_ipv6()
        yield made


@pytest.mark.parametrize("more", [{}, {"lan": True}, {"lan": True, "allow": ["192.168.7.0/24"]}])
def test_localhost_is_heard_as_ipv4_and_as_ipv6(ipv6: socket.socket, more: dict[str, Any]) -> None:
    ear = Ear(**more)
    try:
        ear.line.send(build("/old", 1.0))
        ipv6.sendto(build("/new", 2.0), ("::1", ear.sensors.port))
        assert ear.sensors.turn(0.0) == 2
        assert {source[1]: value for source, value in ear.heard} == {"/old": 1.0, "/new": 2.0}
        assert ear.sensors.refused == 0
    finally:
        ear.close()


def test_a_flood_of_ipv6_does_not_displace_ipv4(ipv6: socket.socket, ear: Ear) -> None:
    for n in range(2 * MOST_PACKETS):
        ipv6.sendto(build("/new", float(n)), ("::1", ear.sensors.port))
    ear.line.send(build("/old", 1.0))
    ear.sensors.turn(0.0)
    assert (("osc", "/old", 0, 0), 1.0) in ear.heard


def test_a_port_that_is_taken_in_ipv6_alone_is_taken(
    ipv6: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    number = ipv6.getsockname()[1]
    sensors = Sensors(number, lambda source, value, now: True)
    assert sensors.port == 0
    assert f"UDP port {number} cannot be opened" in caplog.text
    sensors.turn(0.0)
    ipv6.close()
    sensors.turn(TRY_EVERY)
    assert sensors.port == number
    sensors.close()


def test_without_ipv6_the_port_is_of_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket

    def made(family: int, kind: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return real(family, kind)

    monkeypatch.setattr(socket, "socket", made)
    sensors = Sensors(0, lambda source, value, now: True)
    assert sensors.port
    sensors.close()


def test_each_number_of_a_message_has_its_place(ear: Ear) -> None:
    SimpleUDPClient("127.0.0.1", ear.sensors.port).send_message("/accelerometer", [0.1, "x", 9])
    assert ear.sensors.turn(0.0) == 1
    assert ear.heard == [
        (("osc", "/accelerometer", 0, 0), pytest.approx(0.1)),
        (("osc", "/accelerometer", 1, 0), pytest.approx(math.nan, nan_ok=True)),
        (("osc", "/accelerometer", 2, 0), 9.0),
    ]


def test_bundles_buttons_and_numbers_that_are_none_are_passed_on(ear: Ear) -> None:
    ear.line.send(bundle(0.0, [build("/a", 1.0), build("/b", True)]))
    SimpleUDPClient("127.0.0.1", ear.sensors.port).send_message("/c", math.nan)
    assert ear.sensors.turn(0.0) == 2
    assert [source[1] for source, _ in ear.heard] == ["/a", "/b", "/c"]
    assert ear.heard[1][1] == 1.0
    assert math.isnan(ear.heard[2][1])


def test_what_has_no_number_is_passed_on_as_none(
    ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for values in (["near"], ["80"], [], ["far"]):
        ear.line.send(build("/distance", *values))
    ear.sensors.turn(0.0)
    assert [source for source, _ in ear.heard] == [("osc", "/distance", 0, 0)] * 4
    assert all(math.isnan(value) for _, value in ear.heard)
    assert caplog.text.count("/distance has 'near', and a map needs a number") == 1
    assert ear.sensors.unused.messages == 0


def test_what_is_no_osc_is_counted(ear: Ear) -> None:
    for data in (b"", b"hello", b"/a\0\0\0,f", b"#bundle\0"):
        ear.line.send(data)
    ear.sensors.turn(0.0)
    assert ear.heard == []
    assert ear.sensors.broken >= 2


def test_a_flood_is_cut_and_nothing_stays_behind(ear: Ear) -> None:
    for n in range(2 * MOST_PACKETS):
        ear.line.send(build("/a", float(n)))
    assert ear.sensors.turn(0.0) == MOST_PACKETS
    assert len(ear.heard) == MOST_PACKETS
    assert ear.sensors.flooded == MOST_PACKETS
    assert ear.sensors.turn(0.0) == 0


def test_only_networks_that_are_allowed_and_this_computer_may_send() -> None:
    ear = Ear(lan=True, allow=["192.168.7.0/24"])
    try:
        ear.line.send(build("/a", 1.0))
        ear.sensors.turn(0.0)
        assert len(ear.heard) == 1  # loopback
        assert ear.sensors._may("192.168.7.9")
        assert not ear.sensors._may("10.0.0.1")
    finally:
        ear.close()
