"""The page of a blind listening kit in the real Chromium: heard, answered by keys, and saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.blind import main, write_kit
from benchmarks.blind_answers import Kit, Pair
from tests.support.chromium import chromium

pytestmark = pytest.mark.timeout(300)

TRIES = 5
PAIRS = (
    Pair(1, "tune", "markov", "real"),
    Pair(2, "song", "real", "first"),
    Pair(3, "dance", "second", "real"),
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def folder(tmp_path) -> Path:
    """A kit of three pairs of tones, and its key."""
    times = np.arange(44_100) / 44_100.0
    tones = [
        np.repeat((0.3 * np.sin(times * 2 * np.pi * hertz)).astype(np.float32)[:, None], 2, axis=1)
        for hertz in (220, 330)
    ]
    made = write_kit(tmp_path / "kit", [(pair, (tones[0], tones[1])) for pair in PAIRS], 1)
    key = {"name": made.name, "seed": 1, "pairs": [said(pair) for pair in PAIRS]}
    (tmp_path / "key.json").write_text(json.dumps(key), encoding="utf-8")
    assert Kit.read(tmp_path / "key.json") == made
    return tmp_path


def said(pair: Pair) -> dict[str, Any]:
    return {"number": pair.number, "piece": pair.piece, "a": pair.a, "b": pair.b}


def opened(browser: Any, folder: Path, width: int = 1280) -> tuple[Any, list[str]]:
    """The page from the disk, and what it complains about or asks of the network."""
    page = browser.new_context(
        viewport={"width": width, "height": 800}, accept_downloads=True
    ).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("request", lambda asked: faults.append(asked.url) if "http" in asked.url[:4] else None)
    page.goto((folder / "kit" / "index.html").as_uri())
    return page, faults


def test_answers_that_are_given_by_keys_are_saved_and_counted(browser, folder):
    page, faults = opened(browser, folder)
    for right in ("B", "A", "B"):
        person = page.locator(f'input[name=person][value="{right}"]')
        page.locator("input[name=person]").first.focus()
        page.keyboard.press("Space" if right == "A" else "ArrowRight")
        assert person.is_checked()
        page.locator("input[name=together]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")  # to the next pair
    assert "All pairs are answered" in page.locator("#status").text_content()
    with page.expect_download() as download:
        page.locator("#save").press("Enter")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert faults == []
    words = ["evaluate", str(file), "--key", str(folder / "key.json")]
    done = CliRunner().invoke(main, [*words, "--json", str(folder / "counts.json")])
    assert done.exit_code == 0, done.output
    rows = {
        (row["question"], row["one"], row["other"]): (row["chosen"], row["of"])
        for row in json.loads((folder / "counts.json").read_text("utf-8"))
    }
    for machine in ("first", "second", "markov"):
        assert rows["person", "real", machine] == (1, 1)
    assert rows["together", "real", "first"] == (1, 1)
    assert rows["together", "real", "markov"] == rows["together", "real", "second"] == (0, 1)


def test_a_clip_sounds_and_the_other_one_stops(browser, folder):
    page, faults = opened(browser, folder)
    page.locator("#a").evaluate("clip => { clip.loop = true; return clip.play(); }")
    page.wait_for_function("() => document.querySelector('#a').currentTime > 0")
    page.locator("#b").evaluate("clip => clip.play()")
    page.wait_for_function("() => document.querySelector('#a').paused")
    assert faults == []


IS_B = """() => document.querySelector('input[name=person][value="B"]').checked"""


def test_answers_outlive_a_reload_and_back_shows_them(browser, folder):
    """Chromium may lose what was stored in the very moment of a reload; nobody reloads so soon."""
    page, _ = opened(browser, folder)
    for _ in range(TRIES):
        page.get_by_label("Recording B").nth(1).check()
        page.reload()
        if page.evaluate("() => localStorage.getItem(kept) !== null"):
            break
    assert page.evaluate(IS_B)
    page.locator("#next").click()
    page.wait_for_function("() => !document.querySelector('input:checked')")
    page.locator("#back").click()
    page.wait_for_function(IS_B)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window_and_all_is_named(browser, folder, width):
    page, _ = opened(browser, folder, width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for name in ("Which one is more likely played by a person?", "Which one would you rather"):
        assert page.get_by_role("group", name=name).count() == 1
    assert page.get_by_role("radio").count() == 4
    assert page.get_by_role("heading", level=1).text_content() == "Who is playing?"
    small = page.evaluate(
        "() => [...document.querySelectorAll('button, label')].filter((each) => "
        "each.getBoundingClientRect().height < 44).map((each) => each.textContent)"
    )
    assert small == []
