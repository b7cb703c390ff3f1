"""SoundFonts: files with the recorded instruments, which one is taken, and why."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perf_engine.files.plain_file import Unfit, head_of

EMBEDDED: Final = "TimGM6mb.sf2"  # 6 MB, in the package pretty_midi
FOLDERS: Final = (  # where Debian, Arch, Fedora and Homebrew keep them
    "/usr/share/sounds/sf3",
    "/usr/share/sounds/sf2",
    "/usr/share/soundfonts",
    "/usr/local/share/soundfonts",
    "/opt/homebrew/share/soundfonts",
)
BETTER: Final = (  # the best first
    "FluidR3_GM.sf2",
    "FluidR3_GM.sf3",
    "FluidR3Mono_GM.sf3",
    "MuseScore_General.sf3",
    "MuseScore_General_Lite.sf3",
    "default-GM.sf3",
    "default-GM.sf2",
)


@dataclass(frozen=True, slots=True)
class SoundFont:
    """A file, and the reason why it is taken."""

    path: Path
    why: str

    def __str__(self) -> str:
        return f"{self.path.name} ({self.why})"


class NoSoundFont(OSError):
    """There is no SoundFont; the sentence says how to get one."""


def find(wanted: str | Path | None = None, folders: Sequence[str] = FOLDERS) -> SoundFont:
    """Return the SoundFont to play with: the wanted file, else the best here.

    Raises NoSoundFont.
    """
    if wanted is not None:
        return SoundFont(_readable(Path(wanted).expanduser()), "you chose it")
    better = (Path(folder) / name for name in BETTER for folder in folders)
    for path in better:
        if path.is_file() and path.resolve().name != EMBEDDED:  # the default may be the small one
            return SoundFont(path, "the best that is installed here")
    own = embedded()
    if own is not None:
        return SoundFont(own, "it comes with perf_engine")
    for folder in folders:
        path = Path(folder) / EMBEDDED
        if path.is_file():
            return SoundFont(path, "it is installed here")
    raise NoSoundFont(
        "There is no SoundFont (recorded instruments): type  pip install pretty_midi"
        "  or choose a file with --soundfont"
    )


def embedded() -> Path | None:
    """Return the SoundFont in the package pretty_midi, which is found but not loaded."""
    package = importlib.util.find_spec("pretty_midi")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / EMBEDDED
        if path.is_file():
            return path
    return None


def _readable(path: Path) -> Path:
    """Return the path of a SoundFont that can be read. Raises NoSoundFont."""
    try:
        head = head_of(path, 12)
    except Unfit as error:
        raise NoSoundFont(f"SoundFont {path}: it is {error.reason}") from error
    except OSError as error:
        raise NoSoundFont(f"SoundFont {path}: {error.strerror or error}") from error
    if head[:4] != b"RIFF" or head[8:] != b"sfbk":
        raise NoSoundFont(f"SoundFont {path}: it is no SoundFont (.sf2 or .sf3)")
    return path
