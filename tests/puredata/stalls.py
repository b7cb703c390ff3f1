"""A Pd that stands still again and again, and a book of what it played."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.puredata.pd import LIBRARY, Pd, pd
from tests.support.peers import free_port

VOICES = 4
START = """#N canvas 0 0 600 400 12;
#X obj 20 20 loadbang;
#X msg 20 50 ready;
#X obj 20 80 print PD;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
"""
OF_A_VOICE = """#X obj 20 140 perf.voice {voice};
#X obj 20 170 pack f f;
#X obj 20 200 list prepend {voice};
#X obj 20 230 print NOTE;
#X connect 3 0 {at} 0;
#X connect {at} 0 {pack} 0;
#X connect {at} 1 {pack} 1;
#X connect {pack} 0 {named} 0;
#X connect {named} 0 {printed} 0;
"""


def library(engine: int) -> str:
    """perf.engine and a perf.voice for each voice."""
    text = START + f"#X obj 20 110 perf.engine {engine};\n"
    for voice in range(VOICES):
        at = 4 + 4 * voice
        text += OF_A_VOICE.format(voice=voice, at=at, pack=at + 1, named=at + 2, printed=at + 3)
    return text


@dataclass
class Book:
    """What sounds, and what was wrong."""

    sounding: dict[tuple[int, int], float] = field(default_factory=dict)  # since when
    strikes: int = 0
    releases: int = 0
    doubled: int = 0  # strikes of what sounded
    empty: int = 0  # releases of what did not
    lengths: list[float] = field(default_factory=list)

    def take(self, line: str, now: float) -> None:
        """One line that Pd printed."""
        voice, pitch, velocity = (int(float(word)) for word in line.split()[1:4])
        key = voice, pitch
        if velocity:
            self.strikes += 1
            self.doubled += key in self.sounding
            self.sounding.setdefault(key, now)
        else:
            self.releases += 1
            self.empty += key not in self.sounding
            if key in self.sounding:
                self.lengths.append(now - self.sounding.pop(key))

    def longest(self, now: float) -> float:
        """The longest that a key sounded, or has by now."""
        return max([*self.lengths, *(now - since for since in self.sounding.values())])


@contextmanager
def a_pd(folder: Path, text: str) -> Iterator[Pd]:
    patch = folder / "stalls.pd"
    patch.write_text(text)
    with pd(patch, "-noaudio", "-path", str(LIBRARY), port=free_port()) as here:
        here.line("PD: ready")
        yield here


def listen(here: Pd, book: Book, seconds: float, rest: bytearray) -> None:
    """Take down what Pd prints for so long."""
    assert here.process.stdout is not None
    descriptor, until = here.process.stdout.fileno(), time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            return
        rest += os.read(descriptor, 65536)
        *lines, tail = bytes(rest).split(b"\n")
        rest[:] = tail
        for line in lines:
            if line.startswith(b"NOTE: "):
                book.take(line.decode(), time.monotonic())
