"""The protocol of sd_notify, spoken to a real socket, and never waited for."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import pytest

from perf_engine.engine.service.service_manager import ServiceManager
from tests.support.notified import Notified


def heard(manager: ServiceManager, by: Notified) -> list[str]:
    manager.ready()
    manager.status("the music\nis alive")
    manager.alive()
    manager.stopping()
    return by.told()


WATCHED = {"WATCHDOG_USEC": "30000000"}
ALL = ["READY=1", "STATUS=the music is alive", "WATCHDOG=1", "STOPPING=1"]


def test_each_message_reaches_a_socket_in_a_folder(tmp_path: Path) -> None:
    path = str(tmp_path / "é a socket")
    with Notified(path) as by:
        manager = ServiceManager({"NOTIFY_SOCKET": path, **WATCHED})
        assert manager.there
        assert heard(manager, by) == ALL
        manager.close()
        assert not manager.there


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract sockets")
def test_each_message_reaches_an_abstract_socket() -> None:
    name = f"perf_engine-{secrets.token_hex(8)}"
    with Notified(f"\0{name}") as by:
        manager = ServiceManager({"NOTIFY_SOCKET": f"@{name}", **WATCHED})
        assert heard(manager, by) == ALL
        manager.close()


@pytest.mark.parametrize(
    "more", [{}, {"WATCHDOG_USEC": "0"}, {"WATCHDOG_USEC": "x"}, {**WATCHED, "WATCHDOG_PID": "1"}]
)
def test_without_a_watchdog_no_sign_of_life_is_sent(tmp_path: Path, more: dict[str, str]) -> None:
    path = str(tmp_path / "socket")
    with Notified(path) as by:
        manager = ServiceManager({"NOTIFY_SOCKET": path, **more})
        assert "WATCHDOG=1" not in heard(manager, by)
        manager.close()


def test_a_watchdog_of_this_process_is_served(tmp_path: Path) -> None:
    mine = {**WATCHED, "WATCHDOG_PID": str(os.getpid())}
    assert ServiceManager(mine).watches


@pytest.mark.parametrize("where", ["", "relative", "/nowhere/at/all", "@nobody-listens-here"])
def test_without_a_service_manager_that_can_be_reached_nothing_is_sent_and_it_is_said_once(
    where: str, caplog: pytest.LogCaptureFixture
) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": where, **WATCHED})
    assert not manager.there
    manager.ready()
    manager.alive()
    manager.stopping()
    manager.close()
    assert caplog.text.count(f"NOTIFY_SOCKET={where}") == bool(where)


def test_a_manager_that_does_not_read_or_is_gone_is_not_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = str(tmp_path / "socket")
    by = Notified(path)
    manager = ServiceManager({"NOTIFY_SOCKET": path, **WATCHED})
    for _ in range(10_000):
        manager.alive()  # would wait for ever once the queue is full
    assert caplog.text == ""
    by.close()
    manager.alive()
    manager.alive()
    assert caplog.text.count("cannot be told") == 1
    manager.close()
