"""Builds the site from the documents: python -m handbook.site FOLDER.

The pages are the project's own Markdown files. They are copied with what they link to, in the same
folders, so that a link that works in the repository works in the site.
"""

from __future__ import annotations

import re
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
HOME: Final = "docs/index.md"
PAGES: Final[Mapping[str, Sequence[str]]] = {
    "Begin": (
        "docs/installation.md",
        "docs/first-duet.md",
        "docs/without-a-keyboard.md",
        "docs/with-a-keyboard.md",
        "docs/audio-in.md",
    ),
    "Play": (
        "docs/modes.md",
        "docs/controls.md",
        "docs/sound.md",
        "docs/playing.md",
        "docs/installations.md",
        "docs/configuration.md",
    ),
    "With other programs": (
        "docs/supercollider.md",
        "docs/max.md",
        "docs/puredata.md",
        "docs/live-coding.md",
        "docs/python.md",
    ),
    "Make": ("docs/files.md", "docs/training.md"),
    "Look up": (
        "docs/osc.md",
        "docs/service.md",
        "docs/troubleshooting.md",
        "docs/features.md",
        "docs/from-the-students.md",
        "docs/glossary.md",
        "CHANGELOG.md",
    ),
    "Change it": ("CONTRIBUTING.md", "docs/architecture.md"),
}
LINK: Final = re.compile(r"\]\(<?([^)>\s]+)>?\)|(?:src|href)=\"([^\"]+)\"")
SOUND: Final = ".ogg"
ORPHAN: Final = "---\norphan: true\n---\n\n"  # it stands in no list of pages, which is meant
HIDDEN: Final = "```{toctree}\n:hidden:\n:caption: "


def listed(root: Path = ROOT) -> Mapping[str, Sequence[str]]:
    """The pages under their headings: those of PAGES that are there, then all other documents."""
    found = {
        heading: [name for name in names if (root / name).is_file()]
        for heading, names in PAGES.items()
    }
    known = {HOME, *(name for names in found.values() for name in names)}
    written = sorted(f"docs/{path.name}" for path in root.glob("docs/*.md"))
    found["More"] = [name for name in written if name not in known]
    return {heading: names for heading, names in found.items() if names}


def links(text: str) -> list[str]:
    """The relative targets of the links and pictures in a text, without code blocks."""
    plain = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    found = [a or b for a, b in LINK.findall(plain)]
    return [t.partition("#")[0] for t in found if not re.match(r"[a-z]+:|#", t)]


def gathered(first: Iterable[str], root: Path = ROOT) -> list[str]:
    """The files of the site: these, all pages that they lead to, and what these show."""
    waiting, found = list(first), list[str]()
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found.append(name)
        path = root / name
        if path.suffix != ".md":
            continue
        for target in links(path.read_text(encoding="utf-8")):
            there = (path.parent / target).resolve()
            if there.is_file() and there.is_relative_to(root):
                waiting.append(there.relative_to(root).as_posix())
    return found


def home(text: str, pages: Mapping[str, Sequence[str]]) -> str:
    """The first page of the site: docs/index.md, moved up one folder, and the list of pages."""

    def moved(match: re.Match[str]) -> str:
        target = match[1] or match[2]
        if re.match(r"[a-z]+:|#", target):
            return match[0]
        up = target.removeprefix("../") if target.startswith("../") else f"docs/{target}"
        return match[0].replace(target, up)

    trees = "".join(
        f"{HIDDEN}{caption}\n\n" + "\n".join(n.removesuffix(".md") for n in names) + "\n```\n\n"
        for caption, names in pages.items()
    )
    return LINK.sub(moved, text).rstrip() + "\n\n" + trees


def with_players(text: str) -> str:
    """A page in which each link to a sound has a player beside it."""
    player = r'<audio controls preload="none" src="\2"></audio> \1'
    return re.sub(rf"(\[[^\]]*\]\(([^)\s]+{re.escape(SOUND)})\))", player, text)


def stage(folder: Path, root: Path = ROOT) -> None:
    """Copy all that the site is made of into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = listed(root)
    all_pages = [name for names in pages.values() for name in names]
    for name in gathered([HOME, *all_pages], root):
        if name == HOME:
            continue
        data = (root / name).read_bytes()
        if name.endswith(".md"):
            text = with_players(data.decode("utf-8"))
            data = ("" if name in all_pages else ORPHAN).encode() + text.encode()
        for place in (name, f"extra/{name}") if name.endswith(SOUND) else (name,):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(data)
    first = home((root / HOME).read_text(encoding="utf-8"), pages)
    (folder / "index.md").write_text(first, encoding="utf-8")
    shutil.copy(Path(__file__).with_name("conf.py"), folder / "conf.py")


def build(folder: Path) -> int:
    """Build the site into FOLDER/site; return Sphinx's exit status: a broken link is a failure."""
    from sphinx.cmd.build import build_main

    source, site = folder / "site-source", folder / "site"
    stage(source)
    options = ["-q", "-W", "--keep-going", "-b", "html", "-d", str(folder / "site-trees")]
    status = build_main([*options, str(source), str(site)])
    if status == 0:
        print(f"The site is in {site}: open {site / 'index.html'}")
    return status


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m handbook.site", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build"), help="to write into")
    sys.exit(build(parser.parse_args().folder))
