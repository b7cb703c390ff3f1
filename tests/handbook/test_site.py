"""The site is built, every link in it leads somewhere, and it needs no network."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from handbook.site import (
    HOME,
    PAGES,
    ROOT,
    build,
    gathered,
    home,
    links,
    listed,
    stage,
    with_players,
)
from perf_engine.core.turns.modes import MODES

LISTED = [name for names in listed().values() for name in names]


class Page(HTMLParser):
    """What a page refers to, what it fetches by itself, and the places that it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: Mapping[str, str] = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.places.add(said["id"])
        for name in ("href", "src"):
            if name in said:
                (self.links if tag == "a" else self.fetched).append(said[name])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once for all tests."""
    if importlib.util.find_spec("sphinx") is None:
        pytest.skip("Sphinx is not installed (the extra docs)")
    folder = tmp_path_factory.mktemp("site")
    assert build(folder) == 0
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[Path, Page]:
    """Every page of the site."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def broken(site: Path, pages: Mapping[Path, Page]) -> Iterator[str]:
    """The links and the parts of pages that lead to nothing."""
    for path, page in pages.items():
        for target in (*page.links, *page.fetched):
            if re.match(r"(https?|mailto|data):", target):
                continue
            name, _, place = unquote(target).partition("#")
            name = name.partition("?")[0]
            there = (path.parent / name).resolve() if name else path
            if there.is_dir():
                there /= "index.html"
            known = pages[there].places if there in pages else None
            if not there.is_file() or (place and known is not None and place not in known):
                yield f"{path.relative_to(site)}: {target}"


def test_every_link_leads_somewhere(site: Path, pages: Mapping[Path, Page]) -> None:
    assert list(broken(site, pages)) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<p id="here"><a href="#here"><a href="#x"><img src="b.png">')
    pages = {path: Page(path.read_text())}
    assert list(broken(tmp_path, pages)) == ["a.html: #x", "a.html: b.png"]


def test_it_works_without_a_network(site: Path, pages: Mapping[Path, Page]) -> None:
    fetched = {one for page in pages.values() for one in page.fetched}
    assert {one for one in fetched if re.match(r"(https?:)?//", one)} == set()
    for style in (*site.rglob("*.css"), *site.rglob("*.svg")):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text("utf-8"))


def test_every_page_is_there_and_the_first_one_leads_to_all(
    site: Path, pages: Mapping[Path, Page]
) -> None:
    for name in LISTED:
        html = name.removesuffix(".md") + ".html"
        assert (site / html).is_file()
        assert html in pages[site / "index.html"].links, name


def test_every_document_is_in_the_site() -> None:
    written = {f"docs/{path.name}" for path in ROOT.glob("docs/*.md")}
    assert written - {HOME} == {name for name in LISTED if name.startswith("docs/")}


def test_a_document_that_nobody_has_listed_comes_last(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("index", "modes", "new"):
        (tmp_path / "docs" / f"{name}.md").write_text("# Page")
    assert listed(tmp_path) == {"Play": ["docs/modes.md"], "More": ["docs/new.md"]}
    named = [name for names in PAGES.values() for name in names]
    assert len(named) == len(set(named))


def test_each_mode_can_be_heard(site: Path) -> None:
    for mode in MODES:
        assert (site / "docs" / "modes" / f"{mode}.ogg").stat().st_size > 1000
    text = (site / "docs" / "modes.html").read_text("utf-8")
    assert [f'<audio controls preload="none" src="modes/{mode}.ogg">' in text for mode in MODES]


def test_all_that_pages_lead_to_is_gathered(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[b](x/b.md#part) ![p](p.png) [w](https://example.org) [n](n)")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "b.md").write_text("[a](../a.md) ```[c](c.md)```\n```\n[d](d.md)\n```\n")
    (tmp_path / "p.png").write_bytes(b"")
    assert gathered(["a.md"], tmp_path) == ["a.md", "x/b.md", "p.png"]
    assert links("[a](#here) [b](b.md#there)") == ["b.md"]


def test_the_first_page_stands_one_folder_higher() -> None:
    pages = {"Begin": ["docs/installation.md", "docs/first-duet.md"]}
    written = "[a](first-duet.md) ![p](page.png) [r](../README.md) [w](https://example.org)"
    text = home(written, pages)
    said = "[a](docs/first-duet.md) ![p](docs/page.png) [r](README.md) [w](https://example.org)"
    assert text.startswith(said)
    assert "docs/installation\ndocs/first-duet\n" in text


def test_a_sound_gets_a_player() -> None:
    text = with_players("One. [Hear it](modes/duet.ogg), or [not](a.mid).")
    assert text.count("<audio") == 1
    assert text.endswith("[Hear it](modes/duet.ogg), or [not](a.mid).")


def test_staging_begins_with_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old")
    stage(tmp_path)
    assert not (tmp_path / "old.md").exists()
    assert (tmp_path / "index.md").is_file()
    assert (tmp_path / "conf.py").is_file()
