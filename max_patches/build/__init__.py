"""Writes the Max package from the OSC schema: python -m max_patches.build.

The package cannot drift from the engine: a control or an address that the schema has is in the
panel, the help and the reference pages, and tests/max_patches/test_build.py fails while a file is
not as it would be written now.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ..amxd import wrapped
from ..objects import Shape
from ..patch import Patch
from .device import NAME, device
from .engine import engine
from .examples import duet, mind, overview, sound, tone, turns, voices
from .help import help_of
from .maxref import page
from .package import information
from .panel import VOICE, panel
from .schema import Schema
from .small import listen, panic, transport
from .voice import voice

ROOT: Final = Path(__file__).parents[1] / "PerfEngine"
DEVICE: Final = f"live/{NAME}.maxpat"


def abstractions(schema: Schema) -> list[Patch]:
    """The patches that others are made of."""
    return [
        engine(schema),
        panel(schema),
        panel(schema, VOICE),
        listen(),
        voice(),
        transport(),
        panic(),
    ]


def shape_of_patch(patch: Patch) -> Shape:
    """The inlets and outlets that a patch has where it stands in another one."""
    return Shape(len(patch.inlets), ("",) * len(patch.outlets))


def package(schema: Schema | None = None) -> Mapping[str, str]:
    """Every written file of the package by its path in it."""
    schema = schema or Schema()
    own = abstractions(schema)
    shapes = {patch.name: shape_of_patch(patch) for patch in own}
    shapes["poly~"] = Shape(1, ("signal",))
    files = {"package-info.json": information()}
    for patch in (*own, tone()):
        files[f"patchers/{patch.name}.maxpat"] = patch.as_text()
    for patch in own:
        files[f"help/{patch.name}.maxhelp"] = help_of(patch.name, schema, shapes).as_text()
        files[f"docs/{patch.name}.maxref.xml"] = page(patch, schema)
    for draw in (duet, sound, turns, voices, mind):
        patch = draw(schema, shapes)
        files[f"examples/{patch.name}.maxpat"] = patch.as_text()
    files["extras/PerfEngine.maxpat"] = overview(schema, shapes).as_text()
    files[DEVICE] = device(schema, shapes).as_text()
    return files


def binaries(files: Mapping[str, str]) -> Mapping[str, bytes]:
    """What is written besides from the package's files: the device, as Live opens it."""
    return {DEVICE.removesuffix(".maxpat") + ".amxd": wrapped(files[DEVICE], "midi")}


def main() -> None:
    """Write every file anew."""
    files = package()
    texts = {name: text.encode() for name, text in files.items()}
    for name, data in {**texts, **binaries(files)}.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
