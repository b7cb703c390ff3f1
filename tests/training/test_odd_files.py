"""Tables of every odd kind, at every reader of one: it is used, or one sentence names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from perf_engine.studio.measure.statistics import NAMES, read_spreads
from perf_engine.training.data.dataset import Dataset, Piece
from perf_engine.training.data.layouts import known_of
from perf_engine.training.data.unfinished import COLUMNS, Unfinished
from perf_engine.training.learn import metrics
from perf_engine.training.measure.comparison import SHOWN, compared, read, table
from tests.support.hostile import spoilt

ITS = {"source": "songs"} | dict.fromkeys(SHOWN, 1.5) | {"events": 100}
RESULT = {
    "sizes": {"hidden": 64},
    "facts": {"events_seen": 2_000_000, "recipe": {"seed": 3}},
    "sources": {"songs": {"model": ITS}},
    "mix": {"model": ITS},
}
LINE = {"step": 20, "events": 1000, "validation": {"songs": ITS}, "mix": ITS, "best": 20}
SPREAD = {"spread": {NAMES[0]: {"low": 0.1, "middle": 0.2, "high": 0.3}}}
PIECE = Piece("a", "songs", "train", 0, 0, 8, 4, 2.0)
DATA = {
    "format": 1,
    "parts": ["piano"],
    "sources": ["songs"],
    "events": 8,
    "pieces": [asdict(PIECE)],
}


def of_result(path: Path) -> object:
    return table(compared([read(path)]))


def of_run(path: Path) -> object:
    metrics.read(path.parent)
    return table(compared([read(path.parent)]))


def of_data(path: Path) -> object:
    for name, kind in COLUMNS.items():
        if not (path.parent / f"{name}.npy").exists():
            np.save(path.parent / f"{name}.npy", np.zeros(8, kind))
    data = Dataset.open(path.parent)
    return data.styles, [data.events(piece) for piece in data.pieces]


READERS: dict[str, tuple[str, Any, Callable[[Path], object]]] = {
    "result": ("x.json", RESULT, of_result),
    "run": (metrics.NAME, LINE, of_run),
    "spread": ("x.json", SPREAD, read_spreads),
    "data set": ("dataset.json", DATA, of_data),
}


@pytest.mark.parametrize("reader", READERS)
def test_an_odd_table_is_used_or_refused_by_name(tmp_path: Path, reader: str) -> None:
    name, value, take = READERS[reader]
    path = tmp_path / name
    path.write_bytes(json.dumps(value).encode())
    assert take(path)
    refused = 0
    for content in spoilt(value):
        path.write_bytes(content)
        try:
            take(path)
        except ValueError as error:
            said, refused = str(error), refused + 1
            named = str(tmp_path) in said or path.stem in said or tmp_path.name in said
            assert named, (content[:200], said)
            assert "limit (" not in said
    assert refused > 30


def test_a_byte_order_mark_in_a_table_does_not_matter(tmp_path: Path) -> None:
    for name, value, take in READERS.values():
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + json.dumps(value).encode())
        assert take(tmp_path / name)


ABOUT = {"1": {"metadata": {"composer": "bach", "opus": 846}, "audio_scores": {"0": 0.9}}}


def test_an_odd_table_of_a_corpus_is_used_or_left_out_by_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    corpus, paths = tmp_path / "aria", ["data/000001_0.mid"]
    corpus.mkdir()
    (corpus / "metadata.json").write_text(json.dumps(ABOUT))
    assert len(known_of(corpus, paths, ["metadata.json"])[paths[0]].keys) == 2
    for content in spoilt(ABOUT):
        (corpus / "metadata.json").write_bytes(content)
        known_of(corpus, paths, ["metadata.json"])
    for odd in (b"[1]", b'"x"', b"1"):
        caplog.clear()
        about = b'{"1": {"metadata": ' + odd + b', "audio_scores": {}}}'
        (corpus / "metadata.json").write_bytes(about)
        known_of(corpus, paths, ["metadata.json"])
        assert "aria/metadata.json is left out: the metadata of recording 1 must" in caplog.text


def test_a_table_without_an_end_is_left_out_by_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (tmp_path / "table.csv").open("wb") as file:
        file.truncate(1 << 42)
    known_of(tmp_path, [], ["table.csv"])
    assert "table.csv is left out: " in caplog.text
    assert "larger than 1024 MB" in caplog.text


def test_an_odd_journal_of_an_unfinished_data_set_is_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "half"
    with Unfinished(folder, "a plan") as made:
        made.skip("empty file")
    entry = {"reason": "", "same": None, "length": 1, "seconds": 1.0, "lowest": 1, "hashes": 0}
    for content in spoilt(entry):
        (folder / "journal").write_bytes(content + b"\n")
        with Unfinished(folder, "a plan") as again:
            assert all(one.sound for one in again.entries)
