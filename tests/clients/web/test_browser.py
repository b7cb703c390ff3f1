"""One browser: what it holds ends with it, and what is too much is refused in words."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

from aiohttp import WSMsgType

from perf_engine.clients.web.browser import (
    LOCKED,
    MOST_WAITING,
    TOO_FAST,
    TOO_SLOW,
    Browser,
)
from perf_engine.clients.web.page_messages import Ask


class Company:
    """All browsers together, as one of them sees it."""

    def __init__(self) -> None:
        self.addresses = {"/perf/mode": {}}
        self.said: list[tuple[Any, ...]] = []
        self.panics = self.admitted = 0

    def say(self, *messages: tuple[Any, ...]) -> None:
        self.said += messages

    def holds(self) -> None: ...

    def look(self) -> None: ...

    def admit(self, browser: Browser) -> None:
        browser.player = 3
        self.admitted += 1

    def panic(self) -> None:
        self.panics += 1

    async def ask(self, browser: Browser, frame: Ask) -> None:
        browser.tell("done", frame.number)


class Line:
    """A WebSocket that says these frames, then ends."""

    def __init__(self, frames: list[Any], stuck: bool = False) -> None:
        self._frames = frames
        self._stuck = stuck
        self.events: list[list[Any]] = []
        self.closed: list[tuple[int, str]] = []

    async def __aiter__(self):
        for frame in self._frames:
            if self.closed:
                return
            if isinstance(frame, bytes):
                yield SimpleNamespace(type=WSMsgType.BINARY, data=frame)
            else:
                text = frame if isinstance(frame, str) else json.dumps(frame)
                yield SimpleNamespace(type=WSMsgType.TEXT, data=text)
            await asyncio.sleep(0)
        for _ in range(3):
            await asyncio.sleep(0)

    async def send_str(self, text: str) -> None:
        if self._stuck:
            await asyncio.Event().wait()
        self.events += json.loads(text)

    async def close(self, code: int, message: bytes, drain: bool = True) -> None:
        self.closed.append((code, message.decode()))


def made(company: Company, line: Any, abort: Any = lambda: None, trusted: bool = True) -> Browser:
    browser = Browser(company, line, abort, "word")
    browser.player = 3 if trusted else -1
    return browser


def visit(*frames: Any, trusted: bool = True, stuck: bool = False):
    """What a browser with these frames came to: the company, its line, and aborted connections."""
    company, line, aborted = Company(), Line(list(frames), stuck), []

    async def serve() -> Browser:
        browser = made(company, line, lambda: aborted.append(1), trusted)
        await browser.serve()
        return browser

    asyncio.run(serve())
    return company, line, aborted


def test_what_a_browser_holds_is_released_when_it_goes_the_pedal_last() -> None:
    company, _, _ = visit(["on", 60, 100], ["on", 64, 90], ["pedal", 127], ["off", 64])
    assert company.said[-3:] == [
        ("/perf/in/note", 3, 60, 0),
        ("/perf/in/pedal", 3, 0),
        ("/perf/in/holding", 3),
    ]


def test_a_broken_frame_is_answered_and_the_next_one_counts() -> None:
    company, line, _ = visit("nonsense", b"\0\1", ["on", 999, 1], ["on", 60, 100])
    told = [event for event in line.events if event[0] == "refused"]
    assert len(told) == 3
    assert "text, not binary" in told[1][1]
    assert ("/perf/in/note", 3, 60, 100) in company.said


def test_a_flood_is_refused_in_words_its_releases_count_and_at_last_it_ends() -> None:
    company, line, _ = visit(*[["on", n % 128, 1] for n in range(600)], *[["off", 5]] * 2)
    strikes = [said for said in company.said if said[0] == "/perf/in/note" and said[3]]
    assert 200 <= len(strikes) < 600
    assert any("too many frames" in event[1] for event in line.events if event[0] == "refused")
    assert ("/perf/in/note", 3, 5, 0) in company.said
    _, line, _ = visit(*[["on", 60, 1]] * 4000)
    assert line.closed[0] == (TOO_FAST, "too many frames")


def test_an_excess_now_and_then_is_forgiven(monkeypatch) -> None:
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(
        "perf_engine.clients.web.browser.time", SimpleNamespace(monotonic=lambda: clock.now)
    )
    browser = made(Company(), Line([]))
    for _ in range(10):
        for _ in range(700):
            browser._hear('["on", 60, 1]')
        clock.now += 3600.0
    assert browser._ended is None
    for _ in range(10):
        for _ in range(700):
            browser._hear('["on", 60, 1]')
        clock.now += 5.0
    assert browser._ended == (TOO_FAST, "too many frames")


def test_each_question_has_an_answer_with_its_number_also_beyond_the_allowance() -> None:
    _, line, _ = visit(*[["ask", n, "/perf/mode"] for n in range(400)])
    answers = {event[1]: event[0] for event in line.events if event[0] in ("done", "fail")}
    assert answers.keys() == set(range(400))
    assert set(answers.values()) == {"done", "fail"}
    (why,) = {event[2] for event in line.events if event[0] == "fail"}
    assert why == "too many frames: 120 a second are taken"


def test_a_question_that_cannot_be_read_has_an_answer_if_it_has_a_number() -> None:
    broken = [
        '["ask", 1, "/perf/mode", null]',
        '["ask", 2, "/perf/moode"]',
        '["ask",3,"/perf/mode",' + "1," * 5000 + "1]",
        '["ask", 4]',
        '["ask", 5, "/perf/mode"',
        '["ask", 6000000000, "/perf/mode"]',
        '["ask"]',
    ]
    _, line, _ = visit(*broken)
    assert [event[1] for event in line.events if event[0] == "fail"] == [1, 2, 3, 4, 5]
    assert [event[0] for event in line.events].count("refused") == 2


def test_a_voice_is_watched_also_beyond_the_allowance() -> None:
    browser = made(Company(), Line([]))
    for voice in range(300):
        browser._hear(json.dumps(["watch", voice % 16]))
    assert browser.watched == 299 % 16


def test_a_panic_counts_however_much_else_was_sent() -> None:
    company, _, _ = visit(*[["ask", 1, "/perf/mode"]] * 500, ["panic"])
    assert company.panics == 1


def test_a_browser_that_does_not_read_is_sent_away() -> None:
    company, line, aborted = Company(), Line([], stuck=True), []
    browser = made(company, line, lambda: aborted.append(1))

    async def tell() -> None:
        for _ in range(MOST_WAITING + 1):
            browser.tell("strike", 0, 60, 100, 0.0)

    asyncio.run(tell())
    assert aborted == [1]
    assert browser._ended is not None
    assert browser._ended[0] == TOO_SLOW


def test_a_stranger_plays_only_with_the_token() -> None:
    company, line, _ = visit(
        ["on", 60, 100], ["panic"], ["token", "word"], ["on", 62, 100], trusted=False
    )
    assert line.events[0][0] == "locked"
    assert company.admitted == 1
    assert company.panics == 1
    assert next(said for said in company.said if said[0] == "/perf/in/note")[2] == 62
    _, line, _ = visit(["ask", 7, "/perf/mode"], trusted=False)
    assert ["fail", 7, "this needs the engine's token"] in line.events
    _, line, _ = visit(["token", "word\ud800"], ["token", "\udfff"], trusted=False)
    assert [event[1] for event in line.events] == ["that is not the engine's token"] * 2
    _, line, _ = visit(*[["token", "guess"]] * 5, trusted=False)
    assert line.closed[0][0] == LOCKED
