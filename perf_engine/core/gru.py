"""The streaming GRU in NumPy: one event in, one hidden state on, four heads to ask.

Every input is a class index, so embeddings times input weights are tables, folded when a model is
exported. What is left of a step is one product: the hidden state times the recurrent weights and
the heads' context weights, stacked. (Cell: Cho et al. 2014, in the variant of cuDNN and PyTorch.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .limits import Limits
from .model_file import Origin
from .sizes import Sizes, held_code
from .vocabulary import KEY_COUNT, Event, Vocabulary

Array = NDArray[np.float32]


def tensor_shapes(sizes: Sizes, vocabulary: Vocabulary) -> dict[str, tuple[int, ...]]:
    """Every tensor of a model file and its shape."""
    parts, times = len(vocabulary.parts), vocabulary.dt_count
    hidden, head = sizes.hidden, sizes.head
    return {
        "start": (hidden,),
        "input.part": (parts, 3 * hidden),  # carries the input bias
        "input.dt": (times, 3 * hidden),
        "input.key": (2 * KEY_COUNT, 3 * hidden),  # released, then struck
        "input.velocity": (vocabulary.velocity_count, 3 * hidden),
        "recurrent.weight": (3 * hidden, hidden),
        "recurrent.bias": (3 * hidden,),
        "held.table": (sizes.held_features * parts * KEY_COUNT, sizes.held),
        "held.bias": (sizes.held,),
        "context.weight": (4 * head, hidden + sizes.held),
        "context.bias": (4 * head,),
        "dt.part": (parts, head),
        "key.part": (parts, head),
        "key.dt": (times, head),
        "velocity.part": (parts, head),
        "velocity.dt": (times, head),
        "velocity.key": (KEY_COUNT, head),
        "out.part.weight": (parts, head),
        "out.part.bias": (parts,),
        "out.dt.weight": (times, head),
        "out.dt.bias": (times,),
        "out.key.weight": (KEY_COUNT + sizes.held_features, head),  # keys, then the held keys' pull
        "out.key.bias": (KEY_COUNT + sizes.held_features,),
        "out.velocity.weight": (vocabulary.velocity_count - 1, head),
        "out.velocity.bias": (vocabulary.velocity_count - 1,),
    }


STACKS = ("product", "product_bias", "from_held")  # as a step needs them
STACKED = ("recurrent.weight", "recurrent.bias", "context.weight", "context.bias")


class Weights:
    """A model's weights, ready to play: read-only, and shared by all who stream through them."""

    origin: Origin | None = None  # where that is known
    limits: Limits = Limits()  # what the music that it plays is held to

    def __init__(
        self, tensors: Mapping[str, NDArray[np.floating]], sizes: Sizes, vocabulary: Vocabulary
    ) -> None:
        """Check and lay out the tensors. Raises ValueError naming what is missing or misshapen."""
        self.sizes, self.vocabulary = sizes, vocabulary
        t: dict[str, Array] = {}
        for name, shape in tensor_shapes(sizes, vocabulary).items():
            if name not in tensors:
                raise ValueError(f"the model lacks the tensor {name}")
            if tensors[name].shape != shape:
                raise ValueError(f"tensor {name} must be {shape}, not {tensors[name].shape}")
            if not np.issubdtype(tensors[name].dtype, np.floating):
                raise ValueError(f"tensor {name} must hold floats, not {tensors[name].dtype}")
            t[name] = np.ascontiguousarray(tensors[name], dtype=np.float32)
            if not np.isfinite(t[name]).all():
                raise ValueError(f"tensor {name} holds a value that is not finite")
        hidden = sizes.hidden
        self.tensors = t
        # A vector times a matrix by rows: quicker than a matrix by columns times a vector.
        self.product = np.ascontiguousarray(np.concatenate(
            [t["recurrent.weight"], t["context.weight"][:, :hidden]]
        ).T)  # (H, 3H + 4W)
        self.product_bias = np.concatenate([t["recurrent.bias"], t["context.bias"]])
        self.from_held = np.ascontiguousarray(t["context.weight"][:, hidden:].T)  # (held, 4W)

    def layout(self) -> dict[str, Array]:
        """All that a stream reads, by name: what `laid_out` takes."""
        tables = {name: t for name, t in self.tensors.items() if name not in STACKED}
        return {**tables, **{name: getattr(self, name) for name in STACKS}}

    @classmethod
    def laid_out(
        cls, arrays: Mapping[str, Array], sizes: Sizes, vocabulary: Vocabulary
    ) -> Weights:
        """Weights of a layout that was checked before: nothing is copied, nothing is looked at."""
        weights = cls.__new__(cls)
        weights.sizes, weights.vocabulary = sizes, vocabulary
        weights.tensors = {n: array for n, array in arrays.items() if n not in STACKS}
        weights.product, weights.product_bias, weights.from_held = (arrays[n] for n in STACKS)
        return weights


@dataclass(frozen=True, slots=True)
class State:
    """All that a stream remembers: hidden state (H,), time of the last event, keys held since."""

    hidden: Array
    time: float
    held: Mapping[int, float]


class StreamingGRU:
    """One stream of events through a model. Not to be shared between threads."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        sizes = weights.sizes
        hidden, head = sizes.hidden, sizes.head
        self.hidden: Array = np.empty(hidden, np.float32)
        self.time = 0.0
        self.held: dict[int, float] = {}  # part * 129 + key -> when it was struck
        self._products = np.empty(weights.product.shape[1], np.float32)
        self._gates = self._products[: 3 * hidden]
        self._inputs = np.empty(3 * hidden, np.float32)
        self._new = np.empty(hidden, np.float32)
        self._context = np.empty(4 * head, np.float32)
        self.known = False  # the products are those of the hidden state
        self.batched = False  # they were made for several streams at once
        self._context_known = False
        self._codes: list[int] = []  # of the held keys, as they stand in `_features`
        self._features: Array = np.empty((0, sizes.held_features), np.float32)
        parts = len(weights.vocabulary.parts)
        self._shifts = np.arange(sizes.held_features, dtype=np.intp) * (parts * KEY_COUNT)
        self._scales = -1.0 / np.asarray(sizes.age_scales, np.float32)
        self.reset()

    def reset(self) -> None:
        """Forget everything: the state before any event."""
        self.restore(State(self.weights.tensors["start"], 0.0, {}))

    def snapshot(self) -> State:
        """A copy of all that is remembered."""
        return State(self.hidden.copy(), self.time, dict(self.held))

    def restore(self, state: State) -> None:
        """Remember a snapshot. Raises ValueError where it is of another size or not finite."""
        if state.hidden.shape != self.hidden.shape:
            raise ValueError(
                f"hidden state must be {self.hidden.shape}, not {state.hidden.shape}"
            )
        if not np.isfinite(state.hidden).all():
            raise ValueError("hidden state must be finite")
        self.hidden[:] = state.hidden
        self.time = state.time
        self.held = dict(state.held)
        self._context_known = self.known = False

    def stand(self, time: float, held: Mapping[int, float]) -> None:
        """Be at `time` with these keys held; the hidden state stays as it is."""
        self.time, self.held = time, dict(held)
        self._context_known = False

    def feed(self, event: Event, time: float, influence: float = 1.0) -> None:
        """Take one event that happened at `time` (seconds, not before the last one).

        The hidden state goes the share `influence` (0..1) of its way; time and held keys are exact.
        """
        if influence > 0.0:
            self._step(event, influence)
        code = held_code(event.part, event.key)
        if event.velocity > 0:
            self.held[code] = time
        else:
            self.held.pop(code, None)
        self.time = max(self.time, time)
        self._context_known = False

    def _step(self, event: Event, influence: float) -> None:
        t = self.weights.tensors
        hidden = self.weights.sizes.hidden
        if not self.known:
            self.multiply()
        x, gates, new = self._inputs, self._gates, self._new
        np.add(t["input.part"][event.part], t["input.dt"][event.dt], out=x)
        x += t["input.key"][event.key + KEY_COUNT * (event.velocity > 0)]
        x += t["input.velocity"][event.velocity]
        both = x[: 2 * hidden]
        both += gates[: 2 * hidden]
        both *= 0.5  # the logistic function as a hyperbolic tangent: never overflows
        np.tanh(both, out=both)
        both += 1.0
        both *= 0.5
        reset, update = x[:hidden], x[hidden : 2 * hidden]
        np.multiply(reset, gates[2 * hidden :], out=new)
        new += x[2 * hidden :]
        np.tanh(new, out=new)
        if influence < 1.0:  # what is kept of the old state, and that share of the new
            update -= 1.0
            update *= influence
            update += 1.0
        self.hidden -= new
        self.hidden *= update
        self.hidden += new
        self._context_known = self.known = False

    def multiply(self) -> None:
        """The products of the hidden state, which a step and the heads begin with."""
        np.dot(self.hidden, self.weights.product, out=self._products)
        self._products += self.weights.product_bias
        self.known, self.batched = True, False

    def products(self) -> Array:
        """A copy of the products (3H + 4W,), as they are known."""
        return self._products.copy()

    def take_products(self, products: Array, batched: bool) -> None:
        """Know the products (3H + 4W,) of the hidden state from elsewhere."""
        self._products[:] = products
        self._context_known = False
        self.known, self.batched = True, batched

    def _held_features(self, codes: list[int]) -> Array:
        """(n, features): 1 and exp(-age / scale) for each held key."""
        features = np.ones((len(codes), self.weights.sizes.held_features), np.float32)
        ages = [self.time - self.held[code] for code in codes]
        np.exp(np.multiply.outer(np.asarray(ages, np.float32), self._scales), out=features[:, 1:])
        return features

    def context(self) -> Array:
        """What all heads see (4W,): the hidden state and the held keys."""
        if not self._context_known:
            if not self.known:
                self.multiply()
            weights = self.weights
            seen = weights.tensors["held.bias"].copy()
            codes = self._codes = list(self.held)
            if codes:
                rows = np.add.outer(np.asarray(codes, np.intp), self._shifts).ravel()
                features = self._features = self._held_features(codes)
                seen += features.ravel() @ weights.tensors["held.table"][rows]
            np.maximum(seen, 0.0, out=seen)
            np.dot(seen, weights.from_held, out=self._context)
            self._context += self._products[3 * weights.sizes.hidden :]
            self._context_known = True
        return self._context

    def part_logits(self) -> Array:
        """Logits (parts,) of whose event is next."""
        t, w = self.weights.tensors, self.weights.sizes.head
        z = np.maximum(self.context()[:w], 0.0)
        return _affine(t["out.part.weight"], z, t["out.part.bias"])

    def dt_logits(self, part: int) -> Array:
        """Logits (time bins,) of when, given the part."""
        t, w = self.weights.tensors, self.weights.sizes.head
        z = self.context()[w : 2 * w] + t["dt.part"][part]
        return _affine(t["out.dt.weight"], np.maximum(z, 0.0, out=z), t["out.dt.bias"])

    def key_logits(self, part: int, dt: int) -> Array:
        """Logits (129,) of the key, given part and time bin."""
        t, w = self.weights.tensors, self.weights.sizes.head
        z = self.context()[2 * w : 3 * w] + t["key.part"][part]
        z += t["key.dt"][dt]
        out = _affine(t["out.key.weight"], np.maximum(z, 0.0, out=z), t["out.key.bias"])
        logits = out[:KEY_COUNT]
        first, codes = part * KEY_COUNT, self._codes
        mine = [i for i, code in enumerate(codes) if 0 <= code - first < KEY_COUNT]
        if mine:
            features = self._features if len(mine) == len(codes) else self._features[mine]
            logits[[codes[i] - first for i in mine]] += features @ out[KEY_COUNT:]
        return logits

    def velocity_logits(self, part: int, dt: int, key: int) -> Array:
        """Logits (loudnesses,) of a strike; index 0 is velocity class 1."""
        t, w = self.weights.tensors, self.weights.sizes.head
        z = self.context()[3 * w :] + t["velocity.part"][part]
        z += t["velocity.dt"][dt]
        z += t["velocity.key"][key]
        return _affine(t["out.velocity.weight"], np.maximum(z, 0.0, out=z), t["out.velocity.bias"])


def _affine(weight: Array, x: Array, bias: Array) -> Array:
    y: Array = np.dot(weight, x)
    y += bias
    return y
