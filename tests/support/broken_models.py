"""Model files that are none, each with a word of the sentence that refuses it."""

from __future__ import annotations

import json
import os
import pickle
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import save, save_file

from perf_engine.core.model.gru import tensor_shapes
from perf_engine.core.model.model_file import ModelInfo
from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.vocabulary import Vocabulary
from tests.support.ignorant_model import SIZES

INFO = ModelInfo("ignorant", SIZES, Vocabulary())
Tensors = Mapping[str, np.ndarray]


def tensors(sizes: Sizes = SIZES, vocabulary: Vocabulary | None = None) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    shapes = tensor_shapes(sizes, vocabulary or Vocabulary())
    return {n: (random.standard_normal(s) * 0.2).astype(np.float16) for n, s in shapes.items()}


def write(path: Path, changed: Tensors | None = None, said: object = None, lacks: str = "") -> Path:
    """A model that has learnt nothing, spoilt in one way."""
    held = {**tensors(), **(changed or {})}
    held.pop(lacks, None)
    metadata = INFO.to_metadata()
    if said is not None:
        metadata = {"perf_engine": said if isinstance(said, str) else json.dumps(said)}
    save_file(held, path, metadata=metadata)
    return path


def said(**changes: object) -> dict[str, object]:
    return {**json.loads(INFO.to_metadata()["perf_engine"]), **changes}


def whole() -> bytes:
    return save(tensors(), metadata=INFO.to_metadata())


def renamed_dtype(path: Path) -> None:
    """bfloat16, of which NumPy knows nothing."""
    data = whole()
    length = struct.unpack("<Q", data[:8])[0]
    header = data[8 : 8 + length].replace(b'"F16"', b'"BF16"')
    path.write_bytes(struct.pack("<Q", len(header)) + header + data[8 + length :])


def not_finite(value: float) -> Callable[[Path], object]:
    def spoil(path: Path) -> None:
        start = tensors()["out.key.weight"]
        start[3, 3] = value
        write(path, {"out.key.weight": start})

    return spoil


def overflowing(path: Path) -> None:
    huge = np.full(tensors()["out.key.weight"].shape, 3e38, np.float32)
    write(path, {"out.key.weight": huge, "context.bias": np.full(4 * SIZES.head, 3e38, np.float32)})


def a_loop(path: Path) -> None:
    path.symlink_to(path)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing there": (lambda path: None, "there is no model file"),
    "empty": (lambda path: path.write_bytes(b""), "truncated"),
    "zeros": (lambda path: path.write_bytes(bytes(100_000)), "truncated"),
    "truncated": (lambda path: path.write_bytes(whole()[:-100]), "truncated"),
    "cut in its header": (lambda path: path.write_bytes(whole()[:200]), "truncated"),
    "longer than it says": (lambda path: path.write_bytes(whole() + b"more"), "truncated"),
    "a huge header": (lambda path: path.write_bytes(b"\xff" * 7 + b"\0" + b"{" * 90), "header"),
    "a header of spaces": (
        lambda path: path.write_bytes(struct.pack("<Q", 200_000) + b" " * 200_000),
        "truncated",
    ),
    "a pickle": (lambda path: path.write_bytes(pickle.dumps({"start": [0.0]})), "truncated"),
    "text": (lambda path: path.write_text("I am a model"), "truncated"),
    "a folder": (lambda path: path.mkdir(), "there is no model file"),
    "a symlink to itself": (a_loop, "there is no model file"),
    "a pipe": (lambda path: os.mkfifo(path), "there is no model file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "there is no model file"),
    "foreign": (lambda path: save_file(tensors(), path), "carries no perf_engine metadata"),
    "too new": (lambda path: write(path, said=said(format=99)), "newer than 1"),
    "of no format": (lambda path: write(path, said={"name": "x"}), "metadata is broken"),
    "of an endless format": (lambda path: write(path, said=said(format=1e999)), "broken"),
    "of metadata that is no JSON": (lambda path: write(path, said="{"), "metadata is broken"),
    "of a list as metadata": (lambda path: write(path, said=[1]), "metadata is broken"),
    "of deep metadata": (lambda path: write(path, said="[" * 90_000), "metadata is broken"),
    "of too many bins": (
        lambda path: write(
            path,
            said=said(vocabulary={"parts": ["piano"], "dt_count": 10**9, "velocity_count": 33}),
        ),
        "32..1024",
    ),
    "too wide": (
        lambda path: write(path, said=said(sizes={"hidden": 10**9, "age_scales": [1.0]})),
        "hidden must be 1..8192",
    ),
    "lacking a tensor": (lambda path: write(path, lacks="start"), "lacks the tensor start"),
    "misshapen": (
        lambda path: write(path, {"start": np.zeros(31, np.float16)}),
        "start must be (32,)",
    ),
    "of whole numbers": (
        lambda path: write(path, {"start": np.zeros(32, np.int16)}),
        "must hold floats",
    ),
    "of bfloat16": (renamed_dtype, "bfloat16"),
    "not a number": (not_finite(np.nan), "not finite"),
    "infinite": (not_finite(np.inf), "not finite"),
    "of numbers that overflow": (overflowing, "must be numbers"),
}
