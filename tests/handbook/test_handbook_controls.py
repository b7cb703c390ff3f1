"""The page of controls is as the controls are declared."""

from __future__ import annotations

import re
from dataclasses import replace

from handbook.controls import CONTROLS, MORE, SUBJECTS, grouped, page, takes
from handbook.site import ROOT


def test_the_page_is_as_it_would_be_written_now() -> None:
    assert (ROOT / "docs/controls.md").read_text(encoding="utf-8") == page(), "type: make docs"


def test_every_control_stands_in_it_once() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", page(), flags=re.MULTILINE)
    assert sorted(rows) == sorted(CONTROLS)


def test_each_has_the_name_that_is_on_the_page_beside_it() -> None:
    assert "| `density` | How busy | Number of" in page()


def test_a_control_without_a_subject_comes_last() -> None:
    new = replace(CONTROLS["density"], name="lilt")
    *_, (subject, members) = grouped({**CONTROLS, "lilt": new})
    assert subject == MORE
    assert new in members


def test_no_subject_names_a_control_twice() -> None:
    named = [name for names in SUBJECTS.values() for name in names]
    assert len(named) == len(set(named))


def test_what_a_control_takes_is_said() -> None:
    assert takes(CONTROLS["density"]) == "0.1 to 4"
    assert takes(CONTROLS["lead"]) == "0 to 200 ms"
    assert takes(CONTROLS["motion"]) == "`parallel`, `contrary`, `canon`"
    assert takes(CONTROLS["scale_pitches"]) == "a list, or 0 to 4095"
    assert takes(CONTROLS["style"]) == "a name, or 0 to 127"
