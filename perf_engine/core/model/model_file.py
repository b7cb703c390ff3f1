"""The metadata of a model file, checked before its weights are used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from perf_engine.core.steering.limits import Limits

from .sizes import Sizes
from .told import NOTHING, Told, check_styles
from .vocabulary import Vocabulary

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of weights: a model's name, its file, and the file's SHA-256 in hex."""

    name: str
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The metadata of a model: sizes, vocabulary, facts about its training, the limits of its
    music, and what it may be told beside the music; `style_limits` are those of each style, or none
    at all.
    """

    name: str
    sizes: Sizes
    vocabulary: Vocabulary
    facts: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    told: Told = NOTHING
    style_limits: tuple[Limits, ...] = ()

    def to_metadata(self) -> dict[str, str]:
        """Return the metadata as safetensors keeps it: one JSON text under `perf_engine`."""
        return {
            "perf_engine": json.dumps(
                {
                    "format": FORMAT,
                    "name": self.name,
                    "sizes": asdict(self.sizes),
                    "vocabulary": {
                        "parts": self.vocabulary.parts,
                        "dt_count": self.vocabulary.dt_count,
                        "velocity_count": self.vocabulary.velocity_count,
                    },
                    "facts": dict(self.facts),
                    **({"limits": self.limits.as_json()} if self.limits != Limits() else {}),
                    **({"styles": self.told.styles} if self.told.styles else {}),
                    **(
                        {"style_limits": [limits.as_json() for limits in self.style_limits]}
                        if self.style_limits
                        else {}
                    ),
                }
            )
        }

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str] | None) -> ModelInfo:
        """Read metadata. Raises ValueError if it is foreign, too new or broken."""
        if not metadata or "perf_engine" not in metadata:
            raise ValueError("not a model of perf_engine: its file carries no perf_engine metadata")
        try:
            said = _parsed(metadata["perf_engine"])
            found = int(said["format"])
            if found > FORMAT:
                raise ValueError(
                    f"model format {found} is newer than {FORMAT}, the newest known here: "
                    "update perf_engine"
                )
            sizes = dict(said["sizes"])
            sizes["age_scales"] = tuple(float(s) for s in sizes["age_scales"])
            words = said["vocabulary"]
            told = Told(check_styles(said.get("styles", ())))
            style_limits = tuple(Limits.read(one) for one in said.get("style_limits", ()))
            if len(style_limits) not in (0, len(told.styles)):
                raise ValueError(
                    f"the model must have limits for its {len(told.styles)} styles, or none,"
                    f" not for {len(style_limits)}"
                )
            return cls(
                str(said["name"]),
                Sizes(**sizes),
                Vocabulary(
                    tuple(str(p) for p in words["parts"]),
                    int(words["dt_count"]),
                    int(words["velocity_count"]),
                ),
                dict(said.get("facts", {})),
                Limits.read(said.get("limits", {})),
                told,
                style_limits,
            )
        except (
            KeyError,
            TypeError,
            json.JSONDecodeError,
            AttributeError,
            OverflowError,
            RecursionError,
        ) as error:
            raise ValueError(f"the model's metadata is broken: {error!r}") from error


def _parsed(text: str) -> Any:
    """Return the value of a JSON text. Raises ValueError or RecursionError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError as error:  # Python reads no number of thousands of digits
        raise ValueError("the model's metadata is broken: a number has too many digits") from error
