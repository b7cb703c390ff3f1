"""The real Chromium, driven as a person's hands would, and what it complains about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.peers import require, require_module

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # JACK needs it
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 90_000.0  # ms
# How loud the page sounds now, and what it is not when nothing sounds.
LOUDNESS = """(() => {
  const data = new Float32Array(perf.sound.analyser.fftSize);
  perf.sound.analyser.getFloatTimeDomainData(data);
  return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);
})()"""
FLOOR = 1e-4  # rms


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, ended when the block ends."""
    program = require("chromium")
    require_module("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A page of our server in a window of its own, and all that it should not have done."""

    def __init__(self, browser: Any, address: str, width: int = 1280, height: int = 800) -> None:
        self.faults: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=width < 500,
            accept_downloads=True,
        )
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        own = (address, "data:", f"blob:{address}", address.replace("http", "ws"))
        self.page.on(
            "request",
            lambda asked: None if asked.url.startswith(own) else self.faults.append(asked.url),
        )
        self.page.goto(f"{address}/")
        self.ready()

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def ready(self) -> None:
        """Wait until the page has the engine and its controls."""
        self.until("perf.link.open && perf.link.engine && perf.schema")

    def until(self, what: str) -> None:
        """Wait until a JavaScript expression is true."""
        self.page.wait_for_function(f"() => Boolean({what})", timeout=PATIENCE)

    def value(self, what: str) -> Any:
        """The value of a JavaScript expression."""
        return self.page.evaluate(f"() => ({what})")

    def tab(self, name: str) -> None:
        self.page.locator(f"#tab-{name}").click()

    def press(self, pitch: int) -> None:
        """Strike a key of the keyboard on the page with the mouse, and hold it."""
        box = self.page.locator(f'.key[data-pitch="{pitch}"]').bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8)
        self.page.mouse.down()

    def sound(self) -> None:
        """Let the page sound, with its instruments ready."""
        self.page.locator("#sound").click()
        self.until("perf.sound.runs && perf.sound.ready('grand') && perf.sound.ready('felt')")

    def lift(self) -> None:
        self.page.mouse.up()

    def play(self, *pitches: int, ms: float = 120.0) -> None:
        for pitch in pitches:
            self.press(pitch)
            self.page.wait_for_timeout(ms)
            self.lift()

    def close(self) -> None:
        self.page.context.close()


def web_process(engine: int) -> int:
    """The pid of an engine's web process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                continue
            if parent == engine and b"web" in command:
                return int(entry.name)
    raise AssertionError("there is no web process")
