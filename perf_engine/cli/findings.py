"""The findings of the doctor: what works, what does not, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["works", "optional", "attention", "fails"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: its state, what was found, and what to do or to type.

    A check that `fails` prevents playing; one that needs `attention` does not, but one hears it, or
    might. What is `optional` may stay as it is: the remedy is for those who want more.
    """

    check: str
    state: State
    found: str
    remedy: str = ""


def plays(findings: Iterable[Finding]) -> bool:
    """Return whether the machine can hear notes and answer."""
    return not any(finding.state == "fails" for finding in findings)
