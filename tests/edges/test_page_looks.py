"""The looks of players and voices on the page in the real Chromium: nobody is taken for another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tests.support.chromium import Visit
from tests.support.served import Served, told

pytestmark = pytest.mark.timeout(300)

PEOPLE = 16  # players, and as many voices
# Machado, Oliveira and Fernandes (2009): linear RGB as seen without one of the three cones.
SEEN = {
    "by most": np.eye(3),
    "without red": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    "without green": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    "without blue": np.array(
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]
    ),
}
CONES = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
LAB = np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])
APART = {"by most": 0.1, "without red": 0.05, "without green": 0.05, "without blue": 0.045}


def oklab(colour: str, seen: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A colour in Oklab, where equal distances look equal, as somebody sees it."""
    rgb = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    found: np.ndarray[Any, Any] = LAB @ np.cbrt(CONES @ np.clip(seen @ linear, 0, 1))
    return found


def everybody_plays(visit: Visit, site: Served) -> None:
    """Let the page, all players, and all voices strike a note each, and predict two."""
    me = visit.value("perf.link.player")
    visit.value("perf.keyboard.strike(60, 90)")
    with told(site) as ear:
        for player in range(PEOPLE):
            if player != me:
                ear.say("/perf/in/note", player, 40 + player, 90)
        visit.until(f"new Set(perf.roll.notes.map((note) => note.who)).size === {PEOPLE}")
        for voice in range(PEOPLE):
            visit.value(
                f"perf.link._take(['strike', {voice}, {70 + voice}, 90, 0], performance.now())"
            )
        for voice in (0, 9):
            visit.value(
                f"perf.link._take(['foresee', {voice}, 80, 90, 60000, 0.5], performance.now())"
            )
        for player in range(PEOPLE):
            ear.say("/perf/in/note", player, 40 + player, 0)
    visit.value("perf.keyboard.release(60)")


def test_all_players_and_all_voices_are_told_apart_also_by_the_colour_blind(
    visit: Visit, site: Served
) -> None:
    everybody_plays(visit, site)
    looks = visit.value(
        "perf.roll.notes.map((note) => [note.who, note.look.colour, note.look.mark])"
    )
    seen: dict[str, tuple[str, str]] = {who: (colour, mark) for who, colour, mark in looks}
    assert len(seen) == 2 * PEOPLE
    assert len(set(seen.values())) == 2 * PEOPLE, seen
    own = seen[f"player {visit.value('perf.link.player')}"]
    assert own == ("#ffb454", "")
    colours = {colour for colour, _ in seen.values()}
    for sight, matrix in SEEN.items():
        for one, other in combinations(sorted(colours), 2):
            apart = float(np.linalg.norm(oklab(one, matrix) - oklab(other, matrix)))
            assert apart > APART[sight], (sight, one, other)
    # A mark is seen on the roll: the middle of a note is dark there, and its edge is not.
    visit.value("perf.roll._fit = () => {}")
    found = visit.page.evaluate("""async () => {
      const { roll } = perf, { context, scale } = roll;
      roll.notes.length = 0;
      const { playerLook } = await import("/page/looks.js");
      const now = performance.now();
      [1, 9].forEach((player, n) => {
        roll.strike(`p ${n}`, 60 + 8 * n, 127, now - 1000, playerLook(player));
        roll.release(`p ${n}`, 60 + 8 * n, now - 100);
      });
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
      const x = roll.width * 0.74 - 0.5 * roll.speed;
      const { data } = context.getImageData(Math.round(x * scale), 0, 1, roll.canvas.height);
      const bright = (y) => Math.max(...data.slice(4 * Math.round(y * scale)).slice(0, 3));
      const near = [-3, -2, -1, 0, 1, 2, 3];
      return roll.notes.map(({ pitch }) => near.map((up) => bright(roll._y(pitch) + up)));
    }""")
    plain, lined = found
    assert min(plain[2:5]) > 90, plain
    assert min(lined[2:5]) < 40, lined
    assert max(lined) > 60, lined
    assert visit.faults == []


def test_a_key_has_the_look_of_the_player_who_holds_it(visit: Visit, site: Served) -> None:
    with told(site) as ear:
        looks = []
        for player, pitch in ((2, 62), (3, 64), (9, 65)):
            ear.say("/perf/in/note", player, pitch, 90)
            visit.until(f"document.querySelector('.key[data-pitch=\"{pitch}\"]').matches('.lit')")
            looks.append(
                visit.value(f"""getComputedStyle(
                  document.querySelector('.key[data-pitch="{pitch}"]')).background""")
            )
            ear.say("/perf/in/note", player, pitch, 0)
    assert len(set(looks)) == 3, looks
    assert visit.faults == []


def test_the_legend_shows_predictions_in_the_colours_of_their_voices(visit: Visit) -> None:
    chips = """[...document.querySelectorAll('#legend span')].map((chip) =>
      [chip.textContent, [...chip.querySelectorAll('i')].map((i) =>
        [getComputedStyle(i).borderTopStyle, i.style.getPropertyValue('--light')])])"""
    assert visit.value("document.querySelector('#legend').hidden")
    visit.value("perf.link._take(['foresee', 1, 66, 90, 60000, 0.5], performance.now())")
    assert visit.value(chips) == [["Prediction (%: how likely)", [["dashed", "#be7dff"]]]]
    visit.value("perf.link._take(['foresee', 0, 64, 90, 60000, 0.5], performance.now())")
    visit.value("perf.link._take(['strike', 0, 64, 90, 0], performance.now())")
    assert visit.value(chips) == [
        ["Machine", [["none", "#5ad1c8"]]],
        ["Prediction (%: how likely)", [["dashed", "#5ad1c8"], ["dashed", "#be7dff"]]],
    ]
    assert not visit.value("document.querySelector('#legend').hidden")
    assert visit.faults == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_a_legend_of_everybody_lies_above_the_notes(
    site: Served, browser: Any, width: int, height: int
) -> None:
    visit = Visit(browser, site.address, width, height)
    everybody_plays(visit, site)
    words = visit.value("document.querySelector('#legend').innerText.split(/\\s+/)")
    for word in ("You", "keyboard", "Player", "15", "Voice", "Prediction"):
        assert word in words
    visit.until("perf.roll.head >= document.querySelector('#legend').offsetHeight")
    edges = visit.value("""[...document.querySelectorAll('#legend span')].map((chip) =>
      chip.getBoundingClientRect().right)""")
    assert max(edges) <= width
    assert visit.faults == []
    visit.close()
