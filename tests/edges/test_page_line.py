"""The line of the page in the real Chromium when it gives no sign of life."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from tests.support.chromium import Visit, web_process
from tests.support.served import Served

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
