"""Draws every patch of the package as a picture: python -m max_patches.build.render FOLDER."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from ..patch import SUFFIXES, Patch
from ..picture import picture


def main(folder: Path) -> None:
    """Write a picture of each patch, of each patch inside it, and of each presentation."""
    from . import ROOT

    folder.mkdir(parents=True, exist_ok=True)
    own = {path.stem: Patch.read(path) for path in ROOT.glob("patchers/*.maxpat")}
    for path in sorted(p for p in ROOT.rglob("*") if p.suffix in SUFFIXES):
        for number, patch in enumerate(Patch.read(path).walk()):
            name = f"{path.parent.name}-{path.stem}{path.suffix[4:]}{number or ''}"
            picture(patch, own=own).save(folder / f"{name}.png")
            if any(box.presentation for box in patch.boxes):
                picture(patch, presented=True).save(folder / f"{name}-presentation.png")


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m max_patches.build.render", description=__doc__)
    parser.add_argument("folder", type=Path, help="to write into")
    main(parser.parse_args().folder)
