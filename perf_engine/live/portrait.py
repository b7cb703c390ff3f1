"""A performer as plain values that JSON holds, and back: all that it knows, except its weights.

Not pickle: a recording from a stranger must not run code. Only classes of the core are made again,
without calling anything of theirs, and given the attributes they had. So what is added to the core
is kept without a word here, as long as it is made of plain values, containers and arrays. Only what
gives snapshots of itself that are much shorter is kept by these: a stream, an imitation.
"""

from __future__ import annotations

import base64
import importlib
import math
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, Final

import numpy as np

from ..core.gru import State, StreamingGRU, Weights
from ..core.imitation import Imitation
from ..core.performer import Performer
from ..core.vocabulary import Vocabulary
from .instrument import Instrument

CORE: Final = "perf_engine.core."
_CLASS: Final = re.compile(r"[a-z_]+\.[A-Za-z_]+\Z")
_ATTRIBUTE: Final = re.compile(r"(?!__)[A-Za-z_]\w*\Z")
# Kept as a snapshot of the stream, from which all of it follows.
_OF_A_STREAM: Final = frozenset({
    "weights", "hidden", "time", "held", "_products", "_gates", "_inputs", "_new", "_context",
    "_context_known", "_codes", "_features", "_shifts", "_scales", "known", "batched",
})  # fmt: skip
_KNOWN: Final[dict[type[Any], tuple[str, ...]]] = {}  # what _names has found
_PLAIN: Final = frozenset({bool, int, str, type(None)})


def portrait(performer: Instrument) -> Any:
    """All that a performer knows, as values for JSON; equal where it would play on equally.

    Raises TypeError where it holds something that cannot be kept, and says where.
    """
    return _Painter(performer.weights).paint(performer, "performer")


def restored(values: Any, weights: Weights) -> Performer:
    """A performer that plays on as the one portrayed would, with the same weights.

    Raises ValueError where the values are no portrait, or do not fit the weights.
    """
    try:
        performer = _Reviver(weights).revive(values)
    except (
        KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError
    ) as error:
        raise ValueError(f"the snapshot is broken: {error!r}") from error
    if not isinstance(performer, Performer):
        raise ValueError("the snapshot is not that of a performer")
    return performer


class _Painter:
    """Values to JSON. What can change is numbered as it is met, and met again by its number."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._met: dict[int, int] = {}

    def paint(self, value: Any, where: str) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else {"float": str(float(value))}
        if kind is tuple:
            return {"tuple": [self.paint(item, where) for item in value]}
        if kind is frozenset:
            return {"frozenset": [self.paint(item, where) for item in sorted(value)]}
        if kind is bytes:
            return {"packed": base64.b64encode(value).decode()}
        if isinstance(value, np.generic):
            return {"scalar": value.dtype.str, "bytes": value.tobytes().hex()}
        if value is self._weights:
            return {"weights": True}
        if kind is Vocabulary and value == self._weights.vocabulary:
            return {"vocabulary": True}
        names = _names(kind)
        if names:
            return {_name(kind): [self.paint(getattr(value, n), where) for n in names]}
        known = self._met.get(id(value))
        if known is not None:
            return {"again": known}
        self._met[id(value)] = len(self._met)
        return self._changing(value, where)

    def _changing(self, value: Any, where: str) -> Any:
        kind = type(value)
        if kind is list:
            return [self.paint(item, f"{where}[]") for item in value]
        if kind is deque:
            return {**self._row(value, where), "most": value.maxlen}
        if kind is set:
            return {"set": [self.paint(item, where) for item in sorted(value)]}
        if kind in (dict, Counter):
            pairs = [[self.paint(k, where), self.paint(v, f"{where}[{k!r}]")]
                     for k, v in value.items()]  # fmt: skip
            return {kind.__name__.lower(): pairs}
        if kind is np.ndarray:
            if value.dtype.hasobject:
                raise TypeError(f"{where} cannot be kept: an array of objects")
            return {"array": value.dtype.str, "shape": list(value.shape),
                    "bytes": value.tobytes().hex()}  # fmt: skip
        if kind is np.random.Generator:
            return {"random": value.bit_generator.state}
        if kind is StreamingGRU:
            if value.weights is not self._weights:
                raise TypeError(f"{where} cannot be kept: it plays another model")
            if not vars(value).keys() <= _OF_A_STREAM:
                new = ", ".join(sorted(vars(value).keys() - _OF_A_STREAM))
                raise TypeError(f"{where} cannot be kept: nothing is known of its {new}")
            state = value.snapshot()
            held = [[code, since] for code, since in state.held.items()]
            painted = {"stream": state.hidden.tobytes().hex(), "time": state.time, "held": held}
            if value.known and value.batched:  # rounded otherwise than those of one state
                painted["products"] = value.products().tobytes().hex()
            return painted
        if kind is Imitation:
            return {"imitation": self.paint(value.snapshot(), where)}
        if kind.__module__.startswith(CORE):
            return {_name(kind): {n: self.paint(v, f"{where}.{n}") for n, v in _attributes(value)}}
        raise TypeError(f"{where} cannot be kept: {kind.__module__}.{kind.__qualname__}")

    def _row(self, items: Iterable[Any], where: str) -> dict[str, Any]:
        """Items; of one frozen kind, as a table: much shorter, and quicker."""
        found = list(items)
        kind: type[Any] = type(found[0]) if found else list
        names = _names(kind)
        if not names or any(type(item) is not kind for item in found):
            return {"deque": [self.paint(item, f"{where}[]") for item in found]}
        columns = [[getattr(item, n) for item in found] for n in names]
        rows = zip(*(self._column(column, where) for column in columns), strict=True)
        return {"table": _name(kind), "rows": list(map(list, rows))}

    def _column(self, cells: list[Any], where: str) -> list[Any]:
        """Values painted; plain ones, as nearly all are, without looking at each."""
        kinds = set(map(type, cells))
        if kinds <= _PLAIN or (kinds == {float} and all(map(math.isfinite, cells))):
            return cells
        return [self.paint(cell, where) for cell in cells]


class _Reviver:
    """JSON to values, numbering as the painter does."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._met: list[Any] = []

    def revive(self, value: Any) -> Any:
        if isinstance(value, list):
            made: list[Any] = self._meet([])
            made += map(self.revive, value)
            return made
        if not isinstance(value, dict):
            return value
        match value:
            case {"float": text}:
                return float(text)
            case {"tuple": items}:
                return tuple(map(self.revive, items))
            case {"frozenset": items}:
                return frozenset(map(self.revive, items))
            case {"packed": text}:
                return base64.b64decode(text, validate=True)
            case {"scalar": dtype, "bytes": text}:
                return np.frombuffer(bytes.fromhex(text), np.dtype(dtype))[0]
            case {"weights": True}:
                return self._weights
            case {"vocabulary": True}:
                return self._weights.vocabulary
            case {"again": number}:
                return self._met[number]
        return self._changing(value)

    def _changing(self, value: dict[str, Any]) -> Any:
        match value:
            case {"deque": items, "most": most}:
                row = self._meet(deque(maxlen=most))
                row.extend(map(self.revive, items))
                return row
            case {"table": name, "rows": rows, "most": most}:
                row = self._meet(deque(maxlen=most))
                row.extend(self._frozen(name, cells) for cells in rows)
                return row
            case {"set": items}:
                some = self._meet(set())
                some.update(map(self.revive, items))
                return some
            case {"dict": pairs}:
                return self._filled(self._meet({}), pairs)
            case {"counter": pairs}:
                return self._filled(self._meet(Counter()), pairs)
            case {"array": dtype, "shape": shape, "bytes": text}:
                flat = np.frombuffer(bytes.fromhex(text), np.dtype(dtype))
                return self._meet(flat.reshape(shape).copy())
            case {"random": state}:
                random = self._meet(np.random.Generator(np.random.PCG64()))
                random.bit_generator.state = state
                return random
            case {"stream": text, "time": time, "held": held, **more}:
                stream = self._meet(StreamingGRU(self._weights))
                hidden = np.frombuffer(bytes.fromhex(text), np.float32)
                stream.restore(State(hidden, time, dict(held)))
                if "products" in more:
                    products = np.frombuffer(bytes.fromhex(more["products"]), np.float32)
                    stream.take_products(products, batched=True)
                else:
                    stream.multiply()
                return stream
            case {"imitation": remembrance}:
                imitation = self._meet(Imitation())
                imitation.restore(self.revive(remembrance))
                return imitation
        if len(value) != 1:
            raise ValueError(f"the snapshot holds something unknown: {str(value)[:40]}")
        name, inside = next(iter(value.items()))
        return self._frozen(name, inside) if isinstance(inside, list) else self._new(name, inside)

    def _meet(self, made: Any) -> Any:
        self._met.append(made)
        return made

    def _filled(self, made: Any, pairs: Iterable[Any]) -> Any:
        for key, item in pairs:
            made[self.revive(key)] = self.revive(item)
        return made

    def _frozen(self, name: str, cells: list[Any]) -> Any:
        kind = _class(name)
        return kind(*map(self.revive, cells))  # with the checks that it makes of itself

    def _new(self, name: str, attributes: dict[str, Any]) -> Any:
        kind = _class(name)
        made = self._meet(object.__new__(kind))
        for attribute, item in attributes.items():
            if not _ATTRIBUTE.match(attribute):
                raise ValueError(f"the snapshot names an attribute {attribute[:40]!r}")
            object.__setattr__(made, attribute, self.revive(item))
        return made


def _class(name: str) -> type[Any]:
    """A class of the core by the name it is kept under. Raises ValueError."""
    if not _CLASS.match(name):
        raise ValueError(f"the snapshot names a class {name[:40]!r}")
    module, _, kind = name.partition(".")
    try:
        found = getattr(importlib.import_module(CORE + module), kind, None)
    except ImportError:
        found = None
    if not isinstance(found, type) or found.__module__ != CORE + module:
        raise ValueError(f"the snapshot names a class {name[:40]!r} that is not in the core")
    return found


def _name(kind: type[Any]) -> str:
    return f"{kind.__module__.removeprefix(CORE)}.{kind.__qualname__}"


def _names(kind: type[Any]) -> tuple[str, ...]:
    """What a value of the core's that never changes is made of; nothing for other classes."""
    found = _KNOWN.get(kind)
    if found is None:
        frozen = (
            kind.__module__.startswith(CORE) and is_dataclass(kind)
            and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        )
        found = tuple(field.name for field in fields(kind) if field.init) if frozen else ()
        _KNOWN[kind] = found
    return found


def _attributes(value: Any) -> Iterable[tuple[str, Any]]:
    """All that an object has, by name."""
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    found = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    return {**found, **getattr(value, "__dict__", {})}.items()
