"""The beat and the chord on the page in the real Chromium."""

from __future__ import annotations

import time

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served, told

pytestmark = pytest.mark.timeout(300)

SHOWN = "document.querySelector('#harmony').innerText.replace(/\\s+/g, ' ').trim()"
TEMPO = "Number(document.querySelector('#harmony .beat span').textContent)"
CHORDS = {"C": (48, 64, 67, 72), "F": (41, 57, 60, 65)}


def test_the_chord_that_is_heard_is_shown_and_goes_when_nobody_plays(
    visit: Visit, site: Served
) -> None:
    assert visit.value("document.querySelector('#harmony').hidden")
    with told(site) as ear:
        for name, pitches in CHORDS.items():
            for pitch in pitches:
                ear.say("/perf/in/note", 3, pitch, 90)
            visit.until(f"{SHOWN}.startsWith('chord {name}')")
            for pitch in pitches:
                ear.say("/perf/in/note", 3, pitch, 0)
        assert visit.value(f"/^chord F.* key [A-G][b#♭♯]? (major|minor)$/.test({SHOWN})")
        ear.say("/perf/chord", "Ebm7")
        visit.until(f"{SHOWN} === 'chord Ebm7 given'")
        ear.say("/perf/chord", "auto")
        visit.until("document.querySelector('#harmony').hidden")


def test_the_beat_that_is_heard_is_shown_with_its_tempo(visit: Visit, site: Served) -> None:
    with told(site) as ear:
        end = time.monotonic() + 60.0
        beat = time.monotonic()
        while not visit.value(f"Math.abs({TEMPO} - 120) < 4"):
            assert time.monotonic() < end, visit.value(TEMPO)
            for pitch in (60, 64):
                ear.say("/perf/in/note", 3, pitch, 100 if pitch == 60 else 70)
                beat += 0.25
                time.sleep(max(0.0, beat - time.monotonic()))
                ear.say("/perf/in/note", 3, pitch, 0)
        visit.until("document.querySelector('#harmony .pulse.now')")
