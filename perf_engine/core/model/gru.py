"""The streaming GRU in NumPy: an event updates the hidden state, and four heads predict the next.

Every input is a class index, so embeddings times input weights are tables, folded when a model is
exported. A step then needs only products of the hidden state: with the recurrent weights, for the
next step, and with the context weights of each head. Each product is computed when first asked
for: an unused head costs nothing, and the recurrent product, the largest, can be computed in a
pause, before the next note comes. (Cell: Cho et al. 2014, in the variant of cuDNN and PyTorch.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from perf_engine.core.steering.limits import Limits

from .model_file import Origin
from .sizes import Sizes
from .told import NOTHING, Told
from .vocabulary import KEY_COUNT, Event, Vocabulary

Array = NDArray[np.float32]

HEADS: Final = ("part", "dt", "key", "velocity")  # in the order in which they are drawn
PRODUCTS: Final = ("recurrent", *HEADS)  # the products of a hidden state, by their use
RECURRENT, PART, DT, KEY, VELOCITY = range(len(PRODUCTS))
STYLE_INPUT, STYLE_CONTEXT = "style.input", "style.context"
PAGE: Final = 1 << 21  # bytes of a large page of memory, where the system has them
LINE: Final = 64  # bytes of a line of the processor's cache


def tensor_shapes(
    sizes: Sizes, vocabulary: Vocabulary, told: Told = NOTHING
) -> dict[str, tuple[int, ...]]:
    """Return the shape of every tensor of a model file, by name.

    The rows of a style are what it adds to the inputs and the heads of music in no style.
    """
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
        **(
            {
                STYLE_INPUT: (len(told.styles), 3 * hidden),
                STYLE_CONTEXT: (len(told.styles), 4 * head),
            }
            if told.styles
            else {}
        ),
    }


REARRANGED: Final = ("recurrent.weight", "context.weight", "held.table")


def side_by_side(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Array]:
    """Return uninitialised arrays of these shapes in one block of memory.

    The block begins at a large page: NumPy asks Linux for large pages for a large block, and a
    step then finds all its weights through a few pages instead of a thousand.
    """
    sizes = [-(-4 * prod(shape) // LINE) * LINE for shape in shapes.values()]
    block = np.empty(sum(sizes) + PAGE, np.uint8)
    at = -block.ctypes.data % PAGE
    found: dict[str, Array] = {}
    for (name, shape), size in zip(shapes.items(), sizes, strict=True):
        found[name] = block[at : at + 4 * prod(shape)].view(np.float32).reshape(shape)
        at += size
    return found


class Weights:
    """A model's weights, ready to play: read-only, and shared by all its streams.

    One hidden state (H,) is multiplied with `products`, in the order of PRODUCTS: (H, 3H) for a
    step, and (H, W) for each head. The held keys (held,) are multiplied with `from_held` (held, W)
    of each head. Several states at once are multiplied with `recurrent` (H, 3H) and with `context`
    (H, 4W) for all heads. A vector times a matrix by rows is quicker than a matrix by columns times
    a vector, and a contiguous matrix is far quicker to load from memory after a pause.
    """

    origin: Origin | None = None  # None if unknown
    limits: Limits = Limits()  # the limits of the music that the model plays
    style_limits: tuple[Limits, ...] = ()  # the same in each of its styles, if they are known
    repeats_at_ties: bool = False  # a strike at the moment of a release is the same key to it

    def __init__(
        self,
        tensors: Mapping[str, NDArray[np.floating]],
        sizes: Sizes,
        vocabulary: Vocabulary,
        told: Told = NOTHING,
    ) -> None:
        """Check and lay out the tensors. Raises ValueError with the tensor's name."""
        for name, shape in tensor_shapes(sizes, vocabulary, told).items():
            if name not in tensors:
                raise ValueError(f"the model lacks the tensor {name}")
            if tensors[name].shape != shape:
                raise ValueError(f"tensor {name} must be {shape}, not {tensors[name].shape}")
            if not np.issubdtype(tensors[name].dtype, np.floating):
                raise ValueError(f"tensor {name} must hold floats, not {tensors[name].dtype}")
            if not np.isfinite(tensors[name].astype(np.float32, copy=False)).all():
                raise ValueError(f"tensor {name} holds a value that is not finite")
        found = _arranged(tensors, sizes, vocabulary, told)
        arrays = side_by_side({name: array.shape for name, array in found.items()})
        for name, array in found.items():
            arrays[name][...] = array
        self._lay_out(arrays, sizes, vocabulary, told)

    @classmethod
    def laid_out(
        cls,
        arrays: Mapping[str, Array],
        sizes: Sizes,
        vocabulary: Vocabulary,
        told: Told = NOTHING,
    ) -> Weights:
        """Return weights from a `layout` that was checked before, without a copy or a check."""
        weights = cls.__new__(cls)
        weights._lay_out(arrays, sizes, vocabulary, told)
        return weights

    def limits_in(self, styled: Styled) -> Limits:
        """Return the limits of the music that the model plays in a style, or between two."""
        if not self.style_limits:
            return self.limits
        all_limits = (self.limits, *self.style_limits)
        return all_limits[styled.first].toward(all_limits[styled.second], styled.morph)

    def layout(self) -> dict[str, Array]:
        """Return all arrays that a stream reads, by name, for `laid_out`."""
        return dict(self.arrays)

    @property
    def tensors(self) -> dict[str, Array]:
        """Return all tensors as a model file has them, rebuilt from the layout."""
        arrays = self.arrays
        rearranged = {
            "recurrent.weight": np.ascontiguousarray(self.recurrent.T),
            "context.weight": np.concatenate(
                [self.context.T, np.concatenate(self.from_held, axis=1).T], axis=1
            ),
            "held.table": np.concatenate(list(arrays["held.rows"].transpose(1, 0, 2))),
        }
        names = tensor_shapes(self.sizes, self.vocabulary, self.told)
        return {name: rearranged[name] if name in rearranged else arrays[name] for name in names}

    def _lay_out(
        self, arrays: Mapping[str, Array], sizes: Sizes, vocabulary: Vocabulary, told: Told
    ) -> None:
        self.sizes, self.vocabulary, self.told = sizes, vocabulary, told
        self.arrays = dict(arrays)
        self.recurrent, self.context = arrays["recurrent"], arrays["context"]
        self.products = (self.recurrent, *(arrays[f"context.{name}"] for name in HEADS))
        self.biases = (arrays["recurrent.bias"], *np.split(arrays["context.bias"], len(HEADS)))
        self.from_held = tuple(arrays[f"from_held.{name}"] for name in HEADS)


def _arranged(
    tensors: Mapping[str, NDArray[np.floating]], sizes: Sizes, vocabulary: Vocabulary, told: Told
) -> dict[str, NDArray[np.floating]]:
    """Return the tensors arranged as a step reads them."""
    hidden, context = sizes.hidden, tensors["context.weight"]
    heads = dict(zip(HEADS, np.split(context, len(HEADS)), strict=True))
    held = tensors["held.table"].reshape(sizes.held_features, -1, sizes.held)
    return {
        "recurrent": tensors["recurrent.weight"].T,
        **{f"context.{name}": head[:, :hidden].T for name, head in heads.items()},
        **{f"from_held.{name}": head[:, hidden:].T for name, head in heads.items()},
        # (part * 129 + key, feature, unit): the rows of one held key lie together.
        "held.rows": held.transpose(1, 0, 2),
        **{
            name: tensors[name]
            for name in tensor_shapes(sizes, vocabulary, told)
            if name not in REARRANGED
        },
        "context": context[:, :hidden].T,
    }


class Products:
    """The products of one hidden state (H,) or of several (n, H), each computed when asked for.

    For several states at once the weights are read once, and the results round differently.
    """

    __slots__ = ("_made", "_states", "_weights")

    def __init__(self, weights: Weights, states: Array) -> None:
        """Take `states`, which must not change while a product may still be asked for."""
        self._weights, self._states = weights, states
        self._made: list[Array | None] = [None] * len(PRODUCTS)

    @classmethod
    def known(cls, weights: Weights, products: Array) -> Products:
        """Return products (..., 3H + 4W) that were computed before."""
        size = weights.recurrent.shape[1]
        found = cls(weights, products[:0])
        found._made[RECURRENT] = products[..., :size].copy()
        found._made[PART:] = _by_head(products[..., size:].copy())
        return found

    def prepare(self) -> bool:
        """Compute the recurrent product. Return whether it was missing."""
        if self._made[RECURRENT] is not None:
            return False
        self.of(RECURRENT)
        return True

    def of(self, which: int) -> Array:
        """Return the product (n,) or (states, n) with the index `which` in PRODUCTS."""
        made = self._made[which]
        if made is None:  # the method `dot` is quicker than the function: no call in Python
            weights = self._weights
            if which != RECURRENT and self._states.ndim > 1:  # one product for all four heads
                all_heads = self._states.dot(weights.context)
                all_heads += weights.arrays["context.bias"]
                self._made[PART:] = _by_head(all_heads)
                return self.of(which)
            made = self._made[which] = self._states.dot(weights.products[which])
            made += weights.biases[which]
        return made


def _by_head(context: Array) -> list[Array | None]:
    return [*np.split(context, len(HEADS), axis=-1)]


@dataclass(frozen=True, slots=True)
class State:
    """A stream's memory: hidden state (H,), time of the last event, and times of held keys."""

    hidden: Array
    time: float
    held: Mapping[int, float]


class Styled(NamedTuple):
    """A style of the model (from 1; 0: none), and the share 0..1 of the way to a second one."""

    first: int = 0
    second: int = 0
    morph: float = 0.0

    @property
    def weights(self) -> dict[int, float]:
        """Return the share of each style that counts, by its number."""
        shares = ((self.first, 1.0 - self.morph), (self.second, self.morph))
        found: dict[int, float] = {}
        for number, share in shares:
            if number and share:
                found[number] = found.get(number, 0.0) + share
        return found

    def mixed(self, table: Array) -> Array:
        """Return the weighted sum of the styles' rows of a table."""
        rows = (np.float32(share) * table[number - 1] for number, share in self.weights.items())
        found: Array = np.add.reduce(list(rows))
        return found


PLAIN: Final = Styled()


class StreamingGRU:
    """One stream of events through a model. Threads must not share it."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        sizes, arrays = weights.sizes, weights.arrays
        hidden = sizes.hidden
        self.hidden: Array = np.empty(hidden, np.float32)
        self.time = 0.0
        self.held: dict[int, float] = {}  # part * 129 + key -> time of its strike
        self._products: Products | None = None
        self._row: int | None = None  # the row of its state if the products are of several
        self._forget_contexts()
        self._seen: Array | None = None  # the summary of the held keys (held,)
        self._codes: list[int] = []  # of the held keys, in the order of `_features`
        self._room = np.ones((16, sizes.held_features), np.float32)  # buffer for `_features`
        self._features = self._room[:0]
        self._scales = -1.0 / np.asarray(sizes.age_scales, np.float32)
        self._tables = tuple(arrays[f"input.{name}"] for name in ("part", "dt", "key", "velocity"))
        self._inputs = np.empty(3 * hidden, np.float32)
        self._both = self._inputs[: 2 * hidden]
        self._update = self._inputs[hidden : 2 * hidden]
        self._new = np.empty(hidden, np.float32)
        self.styled: Styled = PLAIN
        self._style_input: Array | None = None  # (3H,) added to the inputs; None: no style
        self._style_contexts: list[Array] | None = None  # the same for each head, (W,)
        self.reset()

    def reset(self) -> None:
        """Return to the state before any event."""
        self.restore(State(self.weights.arrays["start"], 0.0, {}))

    def snapshot(self) -> State:
        """Return a copy of all that is remembered."""
        return State(self.hidden.copy(), self.time, dict(self.held))

    def restore(self, state: State) -> None:
        """Restore a snapshot. Raises ValueError if its size differs or it is not finite."""
        if state.hidden.shape != self.hidden.shape:
            raise ValueError(f"hidden state must be {self.hidden.shape}, not {state.hidden.shape}")
        if not np.isfinite(state.hidden).all():
            raise ValueError("hidden state must be finite")
        self.hidden[:] = state.hidden
        self.time = state.time
        self.held = dict(state.held)
        self.forget_products()
        self._look_anew()

    def play_in(self, styled: Styled) -> None:
        """Play in a style, or between two, from now on. Raises IndexError if there is none such."""
        if styled == self.styled:
            return
        self.styled = styled
        self._style_input = self._style_contexts = None
        if styled.weights:
            arrays = self.weights.arrays
            self._style_input = styled.mixed(arrays[STYLE_INPUT])
            self._style_contexts = np.split(styled.mixed(arrays[STYLE_CONTEXT]), len(HEADS))
        self._forget_contexts()

    def stand(self, time: float, held: Mapping[int, float]) -> None:
        """Set the time and the held keys without changing the hidden state."""
        self.time, self.held = time, dict(held)
        self._look_anew()

    def mark(self, code: int, down: bool) -> None:
        """Mark a key (part * 129 + key) as held since the last event, or not; take no step."""
        if down:
            self.held[code] = self.time
        else:
            self.held.pop(code, None)
        self._look_anew()

    def let_go(self) -> None:
        """Note without a step that no key is held any more."""
        self.held.clear()
        self._look_anew()

    def feed(self, event: Event, time: float, influence: float = 1.0) -> None:
        """Take one event that happened at `time` (seconds, not before the last one).

        The share `influence` (0..1) of the change of the hidden state is applied. The time and the
        held keys are always updated in full.
        """
        if influence > 0.0:
            self._step(event, influence)
        if event.velocity > 0:
            self.held[event.part * KEY_COUNT + event.key] = time
        else:
            self.held.pop(event.part * KEY_COUNT + event.key, None)
        if time > self.time:
            self.time = time
        self._look_anew()

    def _step(self, event: Event, influence: float) -> None:
        gates = self._product(RECURRENT)
        x, both, update, new, hidden = (
            self._inputs,
            self._both,
            self._update,
            self._new,
            self.hidden,
        )
        two, size = len(both), len(hidden)
        parts, times, keys, velocities = self._tables
        np.add(parts[event.part], times[event.dt], out=x)
        x += keys[event.key + KEY_COUNT * (event.velocity > 0)]
        x += velocities[event.velocity]
        if self._style_input is not None:
            x += self._style_input
        both += gates[:two]
        both *= 0.5  # the logistic function as a hyperbolic tangent: never overflows
        np.tanh(both, out=both)
        both += 1.0
        both *= 0.5
        np.multiply(x[:size], gates[two:], out=new)
        new += x[two:]
        np.tanh(new, out=new)
        if influence < 1.0:  # keep more of the old state: only this share of the change is applied
            update -= 1.0
            update *= influence
            update += 1.0
        hidden -= new
        hidden *= update
        hidden += new
        self._products = self._row = None

    # the products of the hidden state

    @property
    def known(self) -> bool:
        """True if the products belong to the present hidden state."""
        return self._products is not None

    @property
    def batched(self) -> bool:
        """True if the products are computed for several streams at once."""
        return self._row is not None

    def multiply(self) -> None:
        """Use products of this hidden state alone."""
        self.share(Products(self.weights, self.hidden), None)

    def share(self, products: Products, row: int | None) -> None:
        """Use these products; `row` is the row of this state if they are of several."""
        self._products, self._row = products, row
        self._forget_contexts()

    def forget_products(self) -> None:
        """Discard the products, because the hidden state has changed."""
        self._products = self._row = None
        self._forget_contexts()

    def prepare(self) -> bool:
        """Compute the product that the next step begins with. Return whether it was missing."""
        return self._products is not None and self._products.prepare()

    def products(self) -> Array:
        """Return a copy of the products (3H + 4W,)."""
        return np.concatenate([self._product(which) for which in range(len(PRODUCTS))])

    def take_products(self, products: Array, batched: bool) -> None:
        """Take the products (3H + 4W,) of the hidden state, computed elsewhere."""
        known = Products.known(self.weights, products[None] if batched else products)
        self.share(known, 0 if batched else None)

    def _product(self, which: int) -> Array:
        products = self._products
        if products is None:
            products = self._products = Products(self.weights, self.hidden)
        made = products.of(which)
        return made if self._row is None else made[self._row]

    # the input of the heads

    def _forget_contexts(self) -> None:
        self._contexts: list[Array | None] = [None] * len(HEADS)
        self._times: dict[int, Array] = {}  # logits of the time, by part

    def _look_anew(self) -> None:
        self._seen = None
        self._forget_contexts()

    def _look(self) -> Array:
        """Sum up the held keys (held,): each adds 1 and exp(-age / scale), weighted."""
        arrays, time, held = self.weights.arrays, self.time, self.held
        codes = self._codes = list(held)
        count = len(codes)
        if count > len(self._room):
            self._room = np.ones((2 * count, self._room.shape[1]), np.float32)
        features = self._features = self._room[:count]
        seen: Array
        if codes:
            ages = np.array([[time - since] for since in held.values()], np.float32)
            np.exp(ages * self._scales, out=features[:, 1:])
            rows = arrays["held.rows"].take(codes, 0).reshape(features.size, -1)
            seen = features.ravel().dot(rows)
            seen += arrays["held.bias"]
            np.maximum(seen, 0.0, out=seen)
        else:
            seen = np.maximum(arrays["held.bias"], 0.0)
        self._seen = seen
        return seen

    def _context(self, head: int) -> Array:
        """Return the input (W,) of a head (PART to VELOCITY): hidden state and held keys."""
        found = self._contexts[head - PART]
        if found is None:
            seen = self._look() if self._seen is None else self._seen
            found = seen.dot(self.weights.from_held[head - PART])
            found += self._product(head)
            if self._style_contexts is not None:
                found += self._style_contexts[head - PART]
            self._contexts[head - PART] = found
        return found

    def part_logits(self) -> Array:
        """Return the logits (parts,) of the part of the next event."""
        t = self.weights.arrays
        z = np.maximum(self._context(PART), 0.0)
        logits: Array = t["out.part.weight"].dot(z)
        logits += t["out.part.bias"]
        return logits

    def dt_logits(self, part: int) -> Array:
        """Return the logits (time bins,) of the time, given the part; they must not be changed.

        They are asked for when an event is predicted, and again when one comes.
        """
        logits = self._times.get(part)
        if logits is None:
            t = self.weights.arrays
            z = self._context(DT) + t["dt.part"][part]
            logits = t["out.dt.weight"].dot(np.maximum(z, 0.0, out=z))
            logits += t["out.dt.bias"]
            self._times[part] = logits
        return logits

    def key_logits(self, part: int, dt: int) -> Array:
        """Return the logits (129,) of the key, given part and time bin."""
        t = self.weights.arrays
        z = self._context(KEY) + t["key.part"][part]
        z += t["key.dt"][dt]
        out = t["out.key.weight"].dot(np.maximum(z, 0.0, out=z))
        out += t["out.key.bias"]
        logits: Array = out[:KEY_COUNT]
        first, codes = part * KEY_COUNT, self._codes
        mine = [i for i, code in enumerate(codes) if 0 <= code - first < KEY_COUNT]
        if mine:
            features = self._features if len(mine) == len(codes) else self._features[mine]
            for i, pull in zip(mine, features.dot(out[KEY_COUNT:]), strict=True):
                logits[codes[i] - first] += pull
        return logits

    def velocity_logits(self, part: int, dt: int, key: int) -> Array:
        """Return the logits (velocity classes - 1,) of a strike; index 0 is velocity class 1."""
        t = self.weights.arrays
        z = self._context(VELOCITY) + t["velocity.part"][part]
        z += t["velocity.dt"][dt]
        z += t["velocity.key"][key]
        logits: Array = t["out.velocity.weight"].dot(np.maximum(z, 0.0, out=z))
        logits += t["out.velocity.bias"]
        return logits
