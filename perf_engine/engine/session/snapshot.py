"""Snapshots of a performer: its whole state but the weights, as JSON values, and back.

They are no pickles, as a stranger's recording must not run code. Only classes declared in `kinds`
are restored, without calls of their code. They get their attributes back: plain values, containers,
arrays and other declared objects. A stream and an imitation are kept by their own, much shorter
snapshots.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections import Counter, deque
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from perf_engine.core.memory.imitation import Imitation
from perf_engine.core.model.gru import PLAIN, State, StreamingGRU, Styled, Weights
from perf_engine.core.model.vocabulary import Vocabulary
from perf_engine.core.playing.performer import Performer
from perf_engine.engine.instrument import Instrument

from .kinds import SNAPSHOT, Kind, check_stream

FORMAT: Final = 2  # format 1 named modules, classes and private attributes
LARGE: Final = 4096  # bytes from which an array is written deflated
LARGEST: Final = 1 << 20  # bytes of such an array
_PLAIN: Final = frozenset({bool, int, str, type(None)})


def snapshot_of(performer: Instrument) -> Any:
    """Return the state of a performer as JSON values; if equal, it continues equally.

    Raises TypeError with the place of a value that cannot be kept.
    """
    painted = _SnapshotWriter(performer.weights).paint(performer, "performer")
    return {"format": FORMAT, "values": painted}


def modes_of(values: Any) -> list[str]:
    """Return the modes of the voices in a snapshot; none if it is of another form."""
    try:
        return [str(one["voice"]["mode"]) for one in values["values"]["performer"]["voices"]]
    except (KeyError, TypeError):
        return []


def drum_players_of(values: Any) -> list[int]:
    """Return the voices' control `drum_players` in a snapshot; none if it is of another form."""
    try:
        voices = values["values"]["performer"]["voices"]
        settings = [dict(one["voice"]["settings"]["controls"][0]["dict"]) for one in voices]
        return [int(one["drum_players"]) for one in settings]
    except (LookupError, TypeError, ValueError):
        return []


def restored(values: Any, weights: Weights) -> Performer:
    """Return a performer that continues as the portrayed one would, with the same weights.

    Raises ValueError if the values are no snapshot_of, are of another format, or do not fit the
    weights.
    """
    try:
        found = values.get("format", 1)
        if found != FORMAT:
            raise ValueError(
                f"the snapshot is of format {found}, and only format {FORMAT} can be read here"
            )
        performer = _SnapshotReader(weights).revive(values["values"])
    except (
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
        zlib.error,
    ) as error:
        raise ValueError(f"the snapshot is broken: {error!r}") from error
    if not isinstance(performer, Performer):
        raise ValueError("the snapshot is not that of a performer")
    return performer


class _SnapshotWriter:
    """Converts values to JSON. Mutable objects are numbered, and referred to by number later."""

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
        declared = SNAPSHOT.by_class.get(kind)
        if declared is not None and declared.frozen:
            return {declared.name: [self.paint(item, where) for item in declared.values(value)]}
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
            pairs = [
                [self.paint(k, where), self.paint(v, f"{where}[{k!r}]")] for k, v in value.items()
            ]
            return {kind.__name__.lower(): pairs}
        if kind is np.ndarray:
            if value.dtype.hasobject:
                raise TypeError(f"{where} cannot be kept: an array of objects")
            kept = {"array": value.dtype.str, "shape": list(value.shape)}
            if value.nbytes < LARGE:
                return {**kept, "bytes": value.tobytes().hex()}
            deflated = zlib.compress(value.tobytes())
            return {**kept, "deflated": base64.b64encode(deflated).decode()}
        if kind is np.random.Generator:
            return {"random": value.bit_generator.state}
        if kind is StreamingGRU:
            if value.weights is not self._weights:
                raise TypeError(f"{where} cannot be kept: it plays another model")
            try:
                check_stream(value)
            except TypeError as error:
                raise TypeError(f"{where} cannot be kept: {error}") from None
            state = value.snapshot()
            held = [[code, since] for code, since in state.held.items()]
            painted = {"stream": state.hidden.tobytes().hex(), "time": state.time, "held": held}
            if value.styled != PLAIN:
                painted["styled"] = list(value.styled)
            if not value.known:  # it lacks an event that other voices have heard
                painted["unknown"] = True
            elif value.batched:  # rounded differently from a product of one state
                painted["products"] = value.products().tobytes().hex()
            return painted
        if kind is Imitation:
            return {"imitation": self.paint(value.snapshot(), where)}
        declared = SNAPSHOT.by_class.get(kind)
        if declared is None:
            raise TypeError(
                f"{where} cannot be kept: {kind.__module__}.{kind.__qualname__} is no declared kind"
            )
        try:
            named = declared.named(value)
        except TypeError as error:
            raise TypeError(f"{where} cannot be kept: {error}") from None
        return {declared.name: {n: self.paint(item, f"{where}.{n}") for n, item in named}}

    def _row(self, items: Iterable[Any], where: str) -> dict[str, Any]:
        """Return items as JSON; those of one frozen kind as a table: shorter and faster."""
        found = list(items)
        kind = type(found[0]) if found else None
        declared = None if kind is None else SNAPSHOT.by_class.get(kind)
        if declared is None or not declared.frozen or any(type(it) is not kind for it in found):
            return {"deque": [self.paint(item, f"{where}[]") for item in found]}
        columns = [[getattr(item, a) for item in found] for a in declared.attributes]
        rows = zip(*(self._column(column, where) for column in columns), strict=True)
        return {"table": declared.name, "rows": list(map(list, rows))}

    def _column(self, cells: list[Any], where: str) -> list[Any]:
        """Return values as JSON; a column of plain ones, as nearly all are, needs no conversion."""
        kinds = set(map(type, cells))
        if kinds <= _PLAIN or (kinds == {float} and all(map(math.isfinite, cells))):
            return cells
        return [self.paint(cell, where) for cell in cells]


class _SnapshotReader:
    """Converts JSON to values, with the same numbers as the painter."""

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
                kind = _declared(name)
                row.extend(self._frozen(kind, cells) for cells in rows)
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
            case {"array": dtype, "shape": shape, "deflated": text}:
                most = math.prod(shape) * np.dtype(dtype).itemsize
                if not 0 <= most <= LARGEST:
                    raise ValueError(f"the snapshot's array is too large: {most} bytes")
                inflated = zlib.decompressobj().decompress(base64.b64decode(text), most + 1)
                flat = np.frombuffer(inflated, np.dtype(dtype))
                return self._meet(flat.reshape(shape).copy())
            case {"random": state}:
                random = self._meet(np.random.Generator(np.random.PCG64()))
                random.bit_generator.state = state
                return random
            case {"stream": text, "time": time, "held": held, **more}:
                stream = self._meet(StreamingGRU(self._weights))
                hidden = np.frombuffer(bytes.fromhex(text), np.float32)
                stream.restore(State(hidden, time, dict(held)))
                stream.play_in(Styled(*more.get("styled", PLAIN)))
                if "products" in more:
                    products = np.frombuffer(bytes.fromhex(more["products"]), np.float32)
                    stream.take_products(products, batched=True)
                elif "unknown" not in more:
                    stream.multiply()
                return stream
            case {"imitation": remembrance}:
                imitation = self._meet(Imitation())
                imitation.restore(self.revive(remembrance))
                return imitation
        if len(value) != 1:
            raise ValueError(f"the snapshot holds something unknown: {str(value)[:40]}")
        name, inside = next(iter(value.items()))
        kind = _declared(name)
        if kind.frozen is not isinstance(inside, list):
            raise ValueError(f"the snapshot's {name} is broken")
        return self._frozen(kind, inside) if kind.frozen else self._new(kind, inside)

    def _meet(self, made: Any) -> Any:
        self._met.append(made)
        return made

    def _filled(self, made: Any, pairs: Iterable[Any]) -> Any:
        for key, item in pairs:
            made[self.revive(key)] = self.revive(item)
        return made

    def _frozen(self, kind: Kind, cells: list[Any]) -> Any:
        return kind.make(map(self.revive, cells))

    def _new(self, kind: Kind, inside: dict[str, Any]) -> Any:
        """Return an object with its row's attributes, made without calls of its own code."""
        made = self._meet(object.__new__(kind.made))
        for name, item in inside.items():
            if name not in kind.names:
                raise ValueError(
                    f"the snapshot's {kind.name} has {name[:40]!r}, which is not known here"
                )
            object.__setattr__(made, kind.attribute(name), self.revive(item))
        if len(inside) != len(kind.names):
            gone = ", ".join(name for name in kind.names if name not in inside)
            raise ValueError(f"the snapshot's {kind.name} has no {gone}")
        return made


def _declared(name: str) -> Kind:
    """Return the kind of a name in a snapshot. Raises ValueError."""
    kind = SNAPSHOT.by_name.get(name)
    if kind is None:
        raise ValueError(f"the snapshot holds a {name[:40]!r}, which is no kind that is known here")
    return kind
