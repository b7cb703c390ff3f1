"""The line of the page in the real Chromium when it gives no sign of life."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.support.chromium import Visit, web_process
from tests.support.served import Served, served

pytestmark = pytest.mark.timeout(300)


def test_a_line_that_gives_no_sign_of_life_is_lost_although_it_looks_open(
    visit: Visit, site: Served
) -> None:
    process = web_process(site.engine.process.pid)
    visit.press(60)
    os.kill(process, signal.SIGSTOP)
    try:
        begun = visit.value("performance.now()")
        visit.until("!perf.link.open")
        assert 4000 < visit.value("performance.now()") - begun < 15_000
        assert visit.value("perf.keyboard.held.size") == 0
    finally:
        os.kill(process, signal.SIGCONT)
    visit.lift()
    visit.ready()


def test_a_page_whose_thread_could_not_be_loaded_at_first_connects_all_the_same(
    site: Served, browser: Any
) -> None:
    page = browser.new_page()
    try:
        page.route("**/wire_worker.js", lambda route: route.abort(), times=1)
        page.goto(site.address)
        page.wait_for_function("() => window.perf && perf.link.engine && perf.schema")
    finally:
        page.close()


ASLEEP = """['#playing', '#record', '.modes', '.keys', '.panel'].map((one) =>
  Number(getComputedStyle(document.querySelector(one)).opacity) < 0.5)"""
NOTICE = "document.querySelector('#notice')"


def test_an_engine_that_ends_says_so_and_the_page_says_how_to_start_it_again(
    browser: Any, tmp_path: Path
) -> None:
    with served(tmp_path, "--mode", "listen") as site:
        address = site.address
        visit = Visit(browser, address)
        assert visit.value(ASLEEP) == [False] * 5
        engine = site.engine.process.pid
        for process in (web_process(engine), engine):  # as Ctrl-C does: it reaches both
            os.kill(process, signal.SIGINT)
        site.engine.process.wait(30)
        visit.until(f"!{NOTICE}.hidden")
        for _ in range(2):  # also once it has tried in vain to connect again
            said = visit.value(f"{NOTICE}.textContent")
            assert said.startswith("The engine has ended. To start it, type “make play”")
            assert said.endswith("This page then connects by itself.")
            assert visit.value("document.querySelector('#turn-text').textContent") == (
                "The engine has ended"
            )
            assert visit.value(ASLEEP) == [True] * 5
            visit.page.wait_for_timeout(3000)
    with served(tmp_path, "--mode", "listen", "--web-port", address.rpartition(":")[2]):
        visit.ready()
        visit.until(f"{NOTICE}.hidden")
        assert visit.value(ASLEEP) == [False] * 5
        assert visit.value("document.querySelector('#turn-text').textContent") == "It listens"
    visit.close()
