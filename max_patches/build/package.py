"""What Max's package manager reads."""

from __future__ import annotations

import json

from perf_engine import __version__


def information() -> str:
    """The text of package-info.json."""
    return (
        json.dumps(
            {
                "author": "perf_engine",
                "description": "Play music together with a machine, live: a streaming GRU that "
                "hears "
                "every note and answers over OSC.",
                "displayname": "PerfEngine",
                "extends": "",
                "extensible": 0,
                "filelist": {},
                "max_version_max": "none",
                "max_version_min": "8.5",
                "name": "PerfEngine",
                "os": {
                    "macintosh": {"min_version": "none", "platform": ["x64", "aarch64"]},
                    "windows": {"min_version": "none", "platform": ["x64"]},
                },
                "tags": ["OSC", "MIDI", "generative", "machine learning"],
                "version": __version__,
            },
            indent="\t",
        )
        + "\n"
    )
