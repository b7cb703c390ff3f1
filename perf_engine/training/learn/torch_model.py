"""The performance model in PyTorch: a GRU over events, and four heads in a fixed order.

For comparison it may also be an LSTM, which cannot be played.

The hidden state after an event, and the keys held after it, give the next event as
part -> dt -> key -> velocity; each head also sees the earlier decisions. An event on a held key
is a release, on any other a strike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from perf_engine.core.model.sizes import Sizes
from perf_engine.core.model.told import NOTHING, Told
from perf_engine.core.model.vocabulary import KEY_COUNT, Vocabulary
from perf_engine.training.data.metre import BAR_CLASSES, POSITION_CLASSES, TEMPO_CLASSES

CELLS: Final[dict[str, type[nn.GRU] | type[nn.LSTM]]] = {"gru": nn.GRU, "lstm": nn.LSTM}


@dataclass(slots=True)
class Batch:
    """A segment of T events in B streams.

    `part dt key velocity` (T, B) int64 class indices; `weight` (T, B) 1 where there is an event;
    `dt_weight` (T, B) 0 where the event begins a piece; `reset` (B,) true where a stream begins a
    piece. The keys held before event n = t * B + b are a ragged list sorted by n: `held_offsets`
    (T * B,) where each list begins, `held_rows` (E,) n, `held_codes` (E,) part * 129 + key,
    `held_weights` (E, 1 + ages) 1 and exp(-age / scale). Classes of what a model may be told, 0
    where it is not: `style` (B,), `metre` (3, T, B) of each event, `before` (3, T, B) of the event
    before it: position in the beat, beat in the bar, tempo.
    """

    part: Tensor
    dt: Tensor
    key: Tensor
    velocity: Tensor
    weight: Tensor
    dt_weight: Tensor
    reset: Tensor
    held_offsets: Tensor
    held_rows: Tensor
    held_codes: Tensor
    held_weights: Tensor
    style: Tensor
    metre: Tensor
    before: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return Batch(*(getattr(self, n).to(device, non_blocking=True) for n in self.__slots__))


@dataclass(slots=True)
class Likelihood:
    """Negative log-likelihoods (T, B) in nats, 0 where there is no event."""

    part: Tensor
    dt: Tensor
    key: Tensor
    velocity: Tensor

    def total(self) -> Tensor:
        """The sum of the four, (T, B)."""
        return self.part + self.dt + self.key + self.velocity


class PerformanceModel(nn.Module):
    """The streaming GRU and its heads, as it is trained.

    The hidden state (H) is carried from event to event, with an LSTM its cell's too (2H).
    """

    def __init__(
        self,
        sizes: Sizes,
        vocabulary: Vocabulary,
        dropout: float = 0.0,
        cell: str = "gru",
        told: Told = NOTHING,
    ) -> None:
        super().__init__()
        self.sizes, self.vocabulary, self.told = sizes, vocabulary, told
        parts, hidden, head = len(vocabulary.parts), sizes.hidden, sizes.head
        width = sizes.embedding
        self.embed_part = nn.Embedding(parts, width)
        self.embed_dt = nn.Embedding(vocabulary.dt_count, width)
        self.embed_key = nn.Embedding(2 * KEY_COUNT, width)  # released, then struck
        self.embed_velocity = nn.Embedding(vocabulary.velocity_count, width)
        self.cell: nn.GRU | nn.LSTM = CELLS[cell](width, hidden)
        self.start = nn.Parameter(torch.zeros(hidden * (2 if cell == "lstm" else 1)))
        rows = parts * KEY_COUNT
        self.held_table = nn.Parameter(torch.randn(sizes.held_features * rows, sizes.held) * 0.1)
        self.held_bias = nn.Parameter(torch.zeros(sizes.held))
        self.context = nn.Linear(hidden + sizes.held, 4 * head)
        self.dt_part = nn.Embedding(parts, head)
        self.key_part = nn.Embedding(parts, head)
        self.key_dt = nn.Embedding(vocabulary.dt_count, head)
        self.velocity_part = nn.Embedding(parts, head)
        self.velocity_dt = nn.Embedding(vocabulary.dt_count, head)
        self.velocity_key = nn.Embedding(KEY_COUNT, head)
        self.out_part = nn.Linear(head, parts)
        self.out_dt = nn.Linear(head, vocabulary.dt_count)
        self.out_key = nn.Linear(head, KEY_COUNT)
        self.out_key_held = nn.Linear(head, sizes.held_features)
        self.out_velocity = nn.Linear(head, vocabulary.velocity_count - 1)
        self.embed_told = nn.ParameterDict(
            {name: torch.randn(count, width) * 0.1 for name, count in inputs(told).items()}
        )
        self.context_told = nn.ParameterDict(
            {name: torch.zeros(count, 4 * head) for name, count in inputs(told).items()}
        )
        self.dropout = nn.Dropout(dropout)
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.1)
        for name, parameter in self.cell.named_parameters():
            if name.startswith("weight_hh"):
                for gate in torch.split(parameter.data, hidden):
                    nn.init.orthogonal_(gate)

    def initial(self, streams: int) -> Tensor:
        """The hidden state before any event, (streams, H or 2H)."""
        return self.start.expand(streams, -1)

    def encode(self, batch: Batch, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """Hidden states before each event (T, B, H), and the state to carry after the last."""
        hidden = torch.where(batch.reset[:, None], self.initial(hidden.shape[0]), hidden)
        events = (
            self.embed_part(batch.part)
            + self.embed_dt(batch.dt)
            + self.embed_key(batch.key + KEY_COUNT * (batch.velocity > 0))
            + self.embed_velocity(batch.velocity)
        )
        for name, table in self.embed_told.items():
            events = events + F.embedding(_class_of(batch, name, batch.metre), table)
        if isinstance(self.cell, nn.LSTM):
            visible, cell = (x[None].contiguous() for x in hidden.chunk(2, dim=-1))
            after, (_, cell) = self.cell(events, (visible, cell))
            return torch.cat([visible, after[:-1]]), torch.cat([after[-1], cell[0]], dim=-1)
        after, _ = self.cell(events, hidden[None].contiguous())
        return torch.cat([hidden[None], after[:-1]]), after[-1]

    def held(self, batch: Batch) -> Tensor:
        """The heads' input from the held keys, (T * B, held)."""
        features = self.sizes.held_features
        rows = self.held_table.shape[0] // features
        shift = rows * torch.arange(features, device=batch.held_codes.device)
        seen = F.embedding_bag(
            (batch.held_codes[:, None] + shift).reshape(-1),
            self.held_table,
            batch.held_offsets * features,
            mode="sum",
            per_sample_weights=batch.held_weights.reshape(-1).to(self.held_table.dtype),
        )
        return torch.relu(seen + self.held_bias)

    def forward(self, batch: Batch, hidden: Tensor) -> tuple[Likelihood, Tensor]:
        """Negative log-likelihoods of a batch, and the hidden state to carry on with."""
        before, carried = self.encode(batch, hidden)
        shape = batch.part.shape
        part, dt, key, velocity = (
            x.reshape(-1) for x in (batch.part, batch.dt, batch.key, batch.velocity)
        )
        before = self.dropout(before.reshape(-1, before.shape[-1]))
        seen = torch.cat([before, self.held(batch).to(before.dtype)], dim=-1)
        context = self.context(seen)
        for name, table in self.context_told.items():
            told = _class_of(batch, name, batch.before).expand(shape)
            context = context + F.embedding(told.reshape(-1), table)
        for_part, for_dt, for_key, for_velocity = context.chunk(4, dim=-1)

        part_logits = self.out_part(torch.relu(for_part))
        dt_logits = self.out_dt(torch.relu(for_dt + self.dt_part(part)))
        z = torch.relu(for_key + self.key_part(part) + self.key_dt(dt))
        key_logits = self.key_logits(z, part, batch)
        struck = (velocity > 0).nonzero().squeeze(-1)  # a release has no velocity to predict
        z = torch.relu(
            for_velocity[struck]
            + self.velocity_part(part[struck])
            + self.velocity_dt(dt[struck])
            + self.velocity_key(key[struck])
        )
        loudness = F.cross_entropy(
            self.out_velocity(z).float(), velocity[struck] - 1, reduction="none"
        )
        weight = batch.weight
        return Likelihood(
            _nats(part_logits, part).view(shape) * weight,
            _nats(dt_logits, dt).view(shape) * batch.dt_weight,
            _nats(key_logits, key).view(shape) * weight,
            torch.zeros_like(weight).view(-1).index_put((struck,), loudness).view(shape) * weight,
        ), carried

    def key_logits(self, z: Tensor, part: Tensor, batch: Batch) -> Tensor:
        """Logits (N, 129) of the key; keys held in the decided part get a term of their own."""
        logits = self.out_key(z)
        rows, codes = batch.held_rows, batch.held_codes
        mine = torch.div(codes, KEY_COUNT, rounding_mode="floor") == part[rows]
        rows, codes = rows[mine], codes[mine]
        pull = (self.out_key_held(z)[rows] * batch.held_weights[mine].to(z.dtype)).sum(-1)
        flat = rows * KEY_COUNT + codes % KEY_COUNT
        pulled: Tensor = logits.view(-1).index_add(0, flat, pull.to(logits.dtype))
        return pulled.view_as(logits)


METRE: Final = {"position": POSITION_CLASSES, "bar": BAR_CLASSES, "tempo": TEMPO_CLASSES}


def inputs(told: Told) -> dict[str, int]:
    """A model's inputs beside the events, and the number of classes of each; 0 is unknown."""
    styles = {"style": 1 + len(told.styles)} if told.styles else {}
    return {**styles, **(METRE if told.metre else {})}


def _class_of(batch: Batch, name: str, metre: Tensor) -> Tensor:
    """The classes (B,) of the style, or (T, B) of a row of the metre."""
    return batch.style if name == "style" else metre[list(METRE).index(name)]


def _nats(logits: Tensor, target: Tensor) -> Tensor:
    return F.cross_entropy(logits.float(), target, reduction="none")
