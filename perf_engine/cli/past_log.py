"""The lines of a log of the past: of systemd's journal, or of a file."""

from __future__ import annotations

import math
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from perf_engine.engine.session.records import LAST_WALL
from perf_engine.files.json_text import value_of
from perf_engine.files.plain_file import Unfit, opened

UNKNOWN: Final = -math.inf  # the time of a line in a log without times
LARGEST: Final = 1 << 30  # bytes of a log
LONGEST_LINE: Final = 1 << 16  # bytes
LOOK: Final = 60.0  # seconds that reading the system's log may take


def system_log(unit: str, since: float) -> tuple[list[tuple[float, str]], str]:
    """Return the lines of a unit in systemd's log, of the system and of the user.

    The second value is the reason why nothing could be read, empty if something was. A user
    without rights gets no line of the system's services, but a hint, which is the reason then.
    """
    lines, reasons = list[tuple[float, str]](), list[str]()
    for scope in ((), ("--user",)):
        command = ["journalctl", *scope, "-u", unit, "-o", "json", "--since", f"@{int(since)}"]
        try:
            told = subprocess.run(
                [*command, "--no-pager"], capture_output=True, check=False, timeout=LOOK
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            reasons.append(str(getattr(error, "strerror", None) or error))
            continue
        lines += map(_entry, filter(_is_entry, told.stdout.splitlines()))
        said = " ".join(told.stderr.decode("utf-8", "replace").split())
        if told.returncode or (said and not scope):
            reasons.append(said or f"journalctl failed, with the exit status {told.returncode}")
    return lines, "" if lines or not reasons else reasons[0][:300]


def _is_entry(line: bytes) -> bool:
    """Return whether a line is no remark of the program's own."""
    return bool(line) and not line.startswith(b"-- ")


def _entry(line: bytes) -> tuple[float, str]:
    """Return the time and the text of an entry of systemd's log; one that is unknown is empty."""
    try:
        said: Any = value_of(line)
        text, at = said.get("MESSAGE"), int(said["__REALTIME_TIMESTAMP"]) / 1e6
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return UNKNOWN, ""
    if not 0.0 <= at <= LAST_WALL:
        at = UNKNOWN
    if isinstance(text, list):  # of bytes, if it is no UTF-8
        with suppress(ValueError, TypeError):
            text = bytes(text).decode("utf-8", "replace")
    return at, str(text)


def log_file(path: Path) -> Iterator[tuple[float, str]]:
    """Yield the lines of a log without times; a very long line comes in parts.

    Raises OSError or Unfit, also for what is no plain file or larger than any log.
    """
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise Unfit(path, f"larger than {LARGEST >> 20} MB")
        left = LARGEST  # it may grow meanwhile
        while left > 0 and (line := file.readline(LONGEST_LINE)):
            left -= len(line)
            yield UNKNOWN, line.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n")
