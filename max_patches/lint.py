"""What is wrong with the patches of the package, each in a sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from . import geometry
from .addresses import wrong_address
from .objects import PANELS, PARAMETERS, SIGNAL, TABLE, Shape, shape_of, split
from .patch import SUFFIXES, Box, Patch

SENDS: Final = ("s", "send")
RECEIVES: Final = ("r", "receive")
MOST_CROSSINGS: Final = 3
COLD: Final = frozenset({"comment", "outlet", "inlet"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its kind, the patch, and a sentence."""

    kind: str
    where: str
    text: str


@dataclass(eq=False)
class Package:
    """The patches of a folder, and what they may refer to."""

    patches: dict[str, Patch] = field(default_factory=dict)  # by their path in the package
    scripts: frozenset[str] = frozenset()
    broken: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Package:
        """Every patch below a folder; what cannot be read is `broken`."""
        package = cls(scripts=frozenset(p.name for p in root.glob("javascript/*.js")))
        for path in sorted(p for p in root.rglob("*") if p.suffix in SUFFIXES):
            name = path.relative_to(root).as_posix()
            try:
                package.patches[name] = Patch.read(path)
            except (ValueError, json.JSONDecodeError) as error:
                package.broken[name] = str(error)
        return package

    @cached_property
    def own(self) -> Mapping[str, Patch]:
        """The abstractions, by their names."""
        return {
            name.removeprefix("patchers/").removesuffix(".maxpat"): patch
            for name, patch in self.patches.items()
            if name.startswith("patchers/")
        }

    def shape(self, box: Box) -> Shape:
        """The shape that a box must have. Raises LookupError (no such object) or ValueError."""
        inner = box.patch
        if inner is not None:
            return Shape(len(inner.inlets), ("",) * len(inner.outlets))
        if box.maxclass == "bpatcher":
            return self._of_file(str(box.data.get("name", "")).removesuffix(".maxpat"))
        if box.maxclass != "newobj":
            if box.maxclass not in PANELS:
                raise LookupError(f"{box.maxclass} is not in the table of objects")
            return PANELS[box.maxclass]
        name, arguments, _ = split(box.text)
        if name == "poly~":
            return self._poly(arguments)
        if name in self.own or name.startswith("perf."):
            return self._of_file(name)
        return shape_of(box.text)

    def _of_file(self, name: str) -> Shape:
        if name not in self.own:
            raise LookupError(f"there is no patch {name}")
        patch = self.own[name]
        return Shape(len(patch.inlets), ("",) * len(patch.outlets))

    def _poly(self, arguments: list[str]) -> Shape:
        if len(arguments) != 2 or not arguments[1].isdigit():
            raise ValueError("poly~ takes a patch and the number of its voices")
        if arguments[0] not in self.own:
            raise LookupError(f"there is no patch {arguments[0]}")
        boxes = self.own[arguments[0]].boxes
        ins = sum(box.name in ("in", "in~") for box in boxes)
        return Shape(ins, (SIGNAL,) * sum(box.name == "out~" for box in boxes))


Rule = Callable[[Package, Patch], Iterator[tuple[str, str]]]


def _boxes(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for box in patch.boxes:
        if box.id in seen:
            yield "same id", f"two boxes are called {box.id}"
        seen.add(box.id)
        try:
            shape = package.shape(box)
        except LookupError as error:
            yield "unknown object", f"{error.args[0]}"
            continue
        except ValueError as error:
            text = str(error)
            yield ("attribute" if "attribute" in text else "arguments"), text
            continue
        if box.inlets != shape.inlets:
            yield "inlets", f"{_said(box)} has {shape.inlets} inlets, not {box.inlets}"
        if box.outlets != len(shape.outlets):
            yield "outlets", f"{_said(box)} has {len(shape.outlets)} outlets, not {box.outlets}"
        elif box.types != shape.outlets and (box.types or shape.outlets):
            yield "outlet types", f"{_said(box)} has outlets {shape.outlets}, not {box.types}"
        if box.maxclass in ("inlet", "outlet") and not box.data.get("comment"):
            yield "no comment", f"{box.maxclass} {box.data.get('index')} does not say what it is"
        if box.name == "node.script" and split(box.text)[1][0] not in package.scripts:
            yield "no script", f"{_said(box)}: there is no such script"


def _cords(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    known = {box.id: box for box in patch.boxes}
    for cord in patch.cords:
        if cord.source not in known or cord.destination not in known:
            yield "loose cord", f"a cord runs from {cord.source} to {cord.destination}"
            continue
        source, destination = known[cord.source], known[cord.destination]
        if not 0 <= cord.outlet < source.outlets:
            yield "no outlet", f"{_said(source)} has no outlet {cord.outlet}"
            continue
        if not 0 <= cord.inlet < destination.inlets:
            yield "no inlet", f"{_said(destination)} has no inlet {cord.inlet}"
            continue
        try:
            shape = package.shape(destination)
        except (LookupError, ValueError):
            continue
        sounds = source.types[cord.outlet : cord.outlet + 1] == (SIGNAL,)
        if sounds and cord.inlet not in shape.hears:
            yield "signal", f"{_said(destination)} takes no signal at inlet {cord.inlet}"
        if not sounds and cord.inlet in shape.mute:
            yield "message", f"{_said(destination)} takes only a signal at inlet {cord.inlet}"
    for cord in {c for c, count in Counter(patch.cords).items() if count > 1}:
        yield "same cord", f"two cords run from {cord.source} to {cord.destination}"


def _order(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    """What an abstraction does may not depend on where its boxes stand."""
    if not patch.inlets:
        return
    fed: dict[tuple[str, int], int] = {}
    for cord in patch.cords:
        fed[cord.source, cord.outlet] = fed.get((cord.source, cord.outlet), 0) + 1
    for box in patch.boxes:
        for outlet, kind in enumerate(box.types):
            if kind != SIGNAL and fed.get((box.id, outlet), 0) > 1:
                yield "order", f"{_said(box)}: outlet {outlet} needs a trigger: it feeds several"


def _rings(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    """A message that comes back to where it was never ends, unless something delays it."""
    at_once: dict[str, set[str]] = {}
    known = {box.id: box for box in patch.boxes}
    for cord in patch.cords:
        try:
            box = known[cord.destination]
            hot = cord.inlet in package.shape(box).hot
        except (LookupError, ValueError):
            continue
        entry = TABLE.get(box.name)
        if hot and not (entry is not None and entry.delays):
            at_once.setdefault(cord.source, set()).add(cord.destination)
    done: set[str] = set()
    path: list[str] = []

    def ring(box: str) -> bool:
        if box in path:
            return True
        if box in done:
            return False
        path.append(box)
        found = any(ring(after) for after in sorted(at_once.get(box, ())))
        path.pop()
        done.add(box)
        return found

    if any(ring(box.id) for box in patch.boxes):
        yield "ring", "a message goes round for ever"


def _names(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    """Sends and receives of a file: scoped, and none without the other."""
    sent: set[str] = set()
    received: set[str] = set()
    for box in (box for part in patch.walk() for box in part.boxes):
        if box.name in (*SENDS, *RECEIVES) and len(box.text.split()) == 2:
            name = box.text.split()[1]
            (sent if box.name in SENDS else received).add(name)
            own = "---" if patch.header.get("devicewidth") else "#0_"  # of a device, or a patch
            if not name.startswith(own):
                yield "scope", f"{box.text} is heard in every patch: its name begins with {own}"
    for name in sorted(sent - received):
        yield "unheard", f"nothing receives {name}"
    for name in sorted(received - sent):
        yield "unsaid", f"nothing sends {name}"


def _parameters(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for box in patch.boxes:
        if box.maxclass not in PARAMETERS:
            continue
        said = box.parameter
        name = said.get("parameter_longname")
        if not name or not box.data.get("varname") or not box.data.get("parameter_enable"):
            yield "parameter", f"{box.maxclass} {box.id} is no parameter with a name"
            continue
        if name in names:
            yield "same parameter", f"two parameters are called {name}"
        names.add(name)
        if not box.data.get("annotation") or not box.data.get("hint"):
            yield "annotation", f"{name} is not explained"
        initial = said.get("parameter_initial", [0])[0]
        low, high = said.get("parameter_mmin", 0), said.get("parameter_mmax", 127)
        if not low <= initial <= high:
            yield "initial", f"{name} begins at {initial}, which is not {low}..{high}"


def _places(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    for presented in (False, True):
        for a, b in geometry.overlapping(patch, presented):
            yield "overlap", f"{_said(a)} lies on {_said(b)}"
    for box in patch.boxes:
        if box.data.get("presentation") and "presentation_rect" not in box.data:
            yield "no place", f"{_said(box)} has no place in presentation mode"
    known = {box.id for box in patch.boxes}
    if any({cord.source, cord.destination} - known for cord in patch.cords):
        return
    for cord, box in geometry.hidden(patch):
        yield "hidden cord", f"a cord from {cord.source} runs behind {_said(box)}"
    for cord in geometry.rising(patch):
        yield "rising cord", f"a cord from {cord.source} runs upwards"
    count = len(geometry.crossings(patch))
    if count > MOST_CROSSINGS:
        yield "crossings", f"{count} pairs of cords cross, more than {MOST_CROSSINGS}"


def _addresses(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    for box in patch.boxes:
        if box.maxclass in ("newobj", "message"):
            yield from wrong_address(box.text, box.maxclass == "message")


def _tabs(package: Package, patch: Patch) -> Iterator[tuple[str, str]]:
    if "showrootpatcherontab" not in patch.header:
        return
    tabs = [box.patch.header.get("showontab") for box in patch.boxes if box.patch is not None]
    if not tabs or not all(tabs):
        yield "tabs", "a help patcher is made of tabs"


RULES: Final[tuple[Rule, ...]] = (
    _boxes,
    _cords,
    _order,
    _rings,
    _parameters,
    _places,
    _addresses,
    _tabs,
)
WHOLE: Final[tuple[Rule, ...]] = (_names,)


def _said(box: Box) -> str:
    return f"[{box.text or box.data.get('name') or box.maxclass}]"


def lint(package: Package, only: str = "") -> list[Finding]:
    """Everything that is wrong, in the whole package or in one of its files."""
    found = [Finding("unreadable", name, text) for name, text in package.broken.items()]
    for name, patch in package.patches.items():
        if only and name != only:
            continue
        for number, part in enumerate(patch.walk()):
            where = f"{name}:{part.name}" if number else name
            rules = RULES + (WHOLE if not number else ())
            found += [Finding(k, where, text) for rule in rules for k, text in rule(package, part)]
    return found
