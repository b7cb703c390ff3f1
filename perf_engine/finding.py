"""What the doctor finds: one thing looked at, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["works", "attention", "fails"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it works, what was found, and what to do or to type.

    What `fails` keeps the machine from playing; what needs `attention` does not.
    """

    check: str
    state: State
    found: str
    remedy: str = ""


def plays(findings: Iterable[Finding]) -> bool:
    """Whether the machine can do what it is for: hear notes, and answer."""
    return not any(finding.state == "fails" for finding in findings)
