"""Measure the page in Chromium: from a key to the engine and to the sound, and its frames.

    python -m benchmarks.page [--notes 300] [--picture docs/page.png]

It starts engines of its own, with and without browsers, presses keys on the page with the mouse,
and prints a row a figure. With --picture it then plays a passage with the machine and takes a
picture of the page. It needs Chromium, and Playwright from the extra `test`.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import click
from aiohttp import ClientSession, ClientWebSocketResponse

from perf_engine.clients.python.connecting import connect_async

OPTIONS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run")
WIDTH, HEIGHT = 1280, 800
MANY: Final = 2000  # notes on the roll
FRAMES: Final = 300
BROWSERS: Final = 5
PITCHES: Final = (60, 62, 64, 67, 69, 72)
PASSAGE: Final = (60, 67, 64, 0, 67, 72, 71, 0, 0, 69, 76, 64, 0, 65, 72, 62, 0, 0)  # 0: a rest
LEAST_PLAYED, MOST_PLAYED = 12, 150  # notes before the picture
GOOD: Final = """() => perf.turn.sounding.machine.size > 0 &&
  [...perf.roll.ghosts.values()].some((ghost) =>
    ghost.probability > 0.2 && ghost.due > performance.now() + 300)"""
FILL: Final = """([count, pedal]) => {
  const now = performance.now();
  for (let n = 0; n < count; n++) {
    const start = now - (n / count) * 7000;
    const who = n % 2 ? "you" : `voice ${n % 4}`;
    const pitch = 36 + (n * 7) % 60;
    const look = { colour: n % 2 ? "#ffb454" : "#5ad1c8", mark: "" };
    perf.roll.pedal(`${who} ${n}`, pedal, start);
    perf.roll.strike(`${who} ${n}`, pitch, 40 + (n % 80), start, look);
    perf.roll.release(`${who} ${n}`, pitch, start + 120);
    perf.roll.pedal(`${who} ${n}`, false, start + 1000);
  }
  perf.roll.frames.length = 0;
  perf.roll._fit = () => {};
  clearInterval(perf.filling);
  perf.filling = setInterval(() => {
    for (const note of perf.roll.notes) { note.start += 50; note.end += 50; note.rings += 50; }
  }, 50);
}"""


@contextmanager
def engine(*options: str) -> Iterator[str]:
    """Start an engine with its page, and give the page's address."""
    command = [sys.executable, "-m", "perf_engine", "play", "--no-midi", "--osc-port", "0"]
    process = subprocess.Popen(
        [*command, "--web-port", "0", *options], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found is not None:
                yield found[0]
                return
        raise click.ClickException("the engine has no page")
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def browser() -> Iterator[Any]:
    """Run a Chromium of its own; it ends with the block."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=list(OPTIONS))
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def page_in(chromium: Any, address: str, scale: float = 1.0) -> Iterator[Any]:
    """Open the page in a browser, and wait until it has the engine."""
    page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=scale)
    page.goto(address)
    page.wait_for_function("() => window.perf && perf.link.engine && perf.schema")
    try:
        yield page
    finally:
        page.close()


@contextmanager
def page_of(address: str, scale: float = 1.0) -> Iterator[Any]:
    """Open the page in a Chromium of its own, and wait until it has the engine."""
    with browser() as chromium, page_in(chromium, address, scale) as page:
        yield page


def press(page: Any, pitch: int, ms: float) -> None:
    """Hold a key of the keyboard on the page with the mouse."""
    box = page.locator(f'.key[data-pitch="{pitch}"]').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.85)
    page.mouse.down()
    page.wait_for_timeout(ms)
    page.mouse.up()


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Return median, 95 % and the most of some values."""
    ordered = sorted(values)
    if not ordered:
        return {}
    at = {"median": 0.5, "p95": 0.95, "most": 1.0}
    last = len(ordered) - 1
    return {name: round(ordered[round(share * last)], 2) for name, share in at.items()}


def delays(page: Any, notes: int) -> Iterator[dict[str, Any]]:
    """Yield the delays from a key, in ms, once the instruments are there."""
    press(page, 60, 60)
    page.wait_for_function(
        "() => perf.sound.runs && perf.sound.ready('grand') && perf.sound.ready('felt')"
    )
    page.evaluate("() => { perf.keyboard.delays.length = perf.sound.toFirstSample.length = 0 }")
    for n in range(notes):
        press(page, PITCHES[n % len(PITCHES)], 40 + n % 7 * 9)
        page.wait_for_timeout(40)
    heard = page.evaluate("() => perf.keyboard.delays")
    first = page.evaluate("() => perf.sound.toFirstSample")
    own = page.evaluate(
        "() => 1000 * (perf.sound.context.baseLatency + perf.sound.context.outputLatency)"
    )
    yield {"figure": "pointer down to /perf/heard, ms", "notes": len(heard), **quantiles(heard)}
    yield {
        "figure": "pointer down to first sample out, ms",
        "notes": len(first),
        **quantiles(first),
    }
    yield {"figure": "of that, the browser's output, ms", "value": round(own, 1)}


def frames(page: Any, pedal: bool) -> Iterator[dict[str, Any]]:
    """Yield the times between frames and of drawing with MANY notes on the roll, in ms.

    `pedal`: each rings on for a second or so.
    """
    page.evaluate("() => { perf.roll.notes.length = 0 }")
    page.evaluate(FILL, [MANY, pedal])
    page.wait_for_function(f"() => perf.roll.frames.length >= {FRAMES}")
    found = page.evaluate("() => perf.roll.frames.slice(1)")
    page.evaluate("() => clearInterval(perf.filling)")
    notes = page.evaluate("() => perf.roll.notes.length")
    of = {"notes": notes, "pedal": pedal}
    yield {"figure": "between frames, ms", **of, **quantiles([gap for gap, _ in found])}
    yield {"figure": "drawing a frame, ms", **of, **quantiles([took for _, took in found])}


async def _read(line: ClientWebSocketResponse) -> None:
    async for _ in line:
        pass


async def _answers(address: str, browsers: int, notes: int) -> dict[str, Any]:
    where = address.rstrip("/")
    own = {"Origin": where}
    async with ClientSession() as session, AsyncExitStack() as open_things:
        for _ in range(browsers):
            line = await session.ws_connect(f"{where}/page/socket", headers=own)
            reading = asyncio.ensure_future(_read(line))
            open_things.callback(reading.cancel)
        async with session.get(f"{where}/?HOST_INFO") as answer:
            port = json.loads(await answer.text())["OSC_PORT"]
        async with connect_async(port=port, start=False) as perf:
            for n in range(notes):
                perf.play(PITCHES[n % len(PITCHES)], 80, 0.08)
                await asyncio.sleep(0.06)
            told = await perf.status()
    times = {"median": round(told.p50_ms, 2), "p99": round(told.p99_ms, 2)}
    return {**times, "late": told.late, "cpu": round(told.cpu, 3)}


def beside(browsers: int, notes: int) -> dict[str, Any]:
    """Return the engine's own answer times in ms, with so many browsers open."""
    with tempfile.TemporaryDirectory() as folder, engine("--states", folder) as address:
        found = asyncio.run(_answers(address, browsers, notes))
    return {"figure": "answer of the engine to a note, ms", "browsers": browsers, **found}


def picture(page: Any, file: Path) -> None:
    """Play a passage beside the machine, and take a picture while something sounds."""
    page.locator("#sound").click()
    page.evaluate("() => document.activeElement.blur()")
    page.wait_for_function("() => perf.sound.runs && perf.sound.ready('felt')")
    for place in range(MOST_PLAYED):
        pitch = PASSAGE[place % len(PASSAGE)]
        if not pitch:
            page.wait_for_timeout(550)
            continue
        page.evaluate(f"() => perf.keyboard.strike({pitch}, 84)")
        page.wait_for_timeout(180)
        if place > LEAST_PLAYED and page.evaluate(GOOD):
            break
        page.wait_for_timeout(90)
        page.evaluate(f"() => perf.keyboard.release({pitch})")
    page.screenshot(path=str(file))
    page.evaluate("() => perf.keyboard.releaseAll()")


@click.command()
@click.option("--notes", default=300, show_default=True, help="Press so many keys.")
@click.option("--picture", "file", type=click.Path(dir_okay=False, path_type=Path))
def main(notes: int, file: Path | None) -> None:
    """Measure the page in Chromium, and take a picture of it."""
    with tempfile.TemporaryDirectory() as folder, engine("--states", folder) as address:
        if notes:
            for browsers in (0, BROWSERS):
                click.echo(json.dumps(beside(browsers, notes)))
            with page_of(address) as page:
                for row in (*delays(page, notes), *frames(page, False), *frames(page, True)):
                    click.echo(json.dumps(row))
        if file is not None:
            with page_of(address, scale=1.5) as page:
                picture(page, file)


if __name__ == "__main__":
    main()
