"""Reasons why there is no MIDI on this computer, in the failing part's words, with advice."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

RTMIDI2_FROM: Final = (3, 13)  # the first Python with which rtmidi2 is installed
SEQUENCER: Final = "/dev/snd/seq"
_LIBRARY = re.compile(r"\b(lib[a-z+]+)[\w.-]*\.so")
_FUNCTION = re.compile(r"^Midi\w+::\w+: ")  # RtMidi puts it before its sentences
_PACKAGES: Final = {  # of Debian and Ubuntu
    "libasound": "libasound2 (on newer systems libasound2t64)",
    "libstdc++": "libstdc++6",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A driver or a port that does not open: its name, and the reason in its own words."""

    name: str
    why: str


def own_words(error: Exception) -> str:
    """The text of an error, on one line, without a full stop or the C++ name before it.

    Its kind where it says nothing.
    """
    said = _FUNCTION.sub("", " ".join(str(error).split()).rstrip("."))
    return said or type(error).__name__


def not_loaded(error: ImportError, python: tuple[int, int] = sys.version_info[:2]) -> str:
    """The reason why this version of Python cannot import RtMidi, and what to do."""
    rtmidi = "rtmidi2" if python >= RTMIDI2_FROM else "python-rtmidi"
    what = "is not installed" if isinstance(error, ModuleNotFoundError) else "does not load"
    library = _LIBRARY.search(str(error))
    if library is not None:
        package = _PACKAGES.get(library[1])
        remedy = f"type: sudo apt install {package}" if package else f"install {library[1]}"
    else:
        remedy = f"type: {sys.executable} -m pip install --force-reinstall {rtmidi}"
    return _sentence(f"{rtmidi} {what} ({own_words(error)})", remedy)


def not_started(failures: Sequence[Failure]) -> str:
    """The reason why no driver works, and what to do; without failures, none was built in."""
    words = "; ".join(f"{failure.name}: {failure.why}" for failure in failures)
    if not failures:
        return _sentence(
            "RtMidi was built without a driver",
            "type: sudo apt install libasound2-dev; rm -r .venv; make play",
        )
    if not any(failure.name.upper() in ("ALSA", "JACK") for failure in failures):
        return _sentence(
            f"its driver does not start ({words})", "restart the computer, or its MIDI service"
        )
    if os.path.exists(SEQUENCER) and not os.access(SEQUENCER, os.R_OK | os.W_OK):
        return _sentence(
            f"{SEQUENCER} may not be opened ({words})",
            "type: sudo adduser $USER audio  and log in again",
        )
    return _sentence(
        f"ALSA has no sequencer and no JACK server is running ({words})",
        "type: sudo modprobe snd-seq, or start JACK",
    )


def _sentence(reason: str, remedy: str) -> str:
    return f"MIDI is off: {reason}; notes go over OSC only; for MIDI, {remedy}"
