"""Figures about the layout of the source: `python -m benchmarks.structure [DIRECTORY...] [--list]`.

Each directory is a checkout of the project, of any age; several stand side by side, a column each.
Only the syntax of the files is read, so that nothing of a checkout needs to run or be installed.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PACKAGE: Final = "perf_engine"
LONG: Final = 50  # lines from which on a function is listed
RELATIVE: Final = frozenset({"what", "how", "which", "who", "whose", "whom", "whether"})
CONSTANT: Final = re.compile(r"_?[A-Z][A-Z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package; `path` begins with the package's name."""

    path: str
    source: str
    tree: ast.Module = field(repr=False)

    @property
    def name(self) -> str:
        """The dotted name."""
        parts = Path(self.path).with_suffix("").parts
        return ".".join(parts[:-1] if self.is_package else parts)

    @property
    def is_package(self) -> bool:
        """Return whether it is the `__init__.py` of a folder."""
        return self.path.endswith("/__init__.py")

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return len(self.source.splitlines())


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, as it is printed, and the things that it counts."""

    name: str
    value: str
    named: tuple[str, ...] = ()


def read(root: Path, folder: str) -> list[Module]:
    """Every Python file under a folder of a checkout. Raises OSError, SyntaxError."""
    found = []
    for path in sorted((root / folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        found.append(Module(path.relative_to(root).as_posix(), source, ast.parse(source)))
    return found


def figures(root: Path) -> list[Figure]:
    """All figures of a checkout. Raises ValueError where it has no package."""
    modules = read(root, PACKAGE)
    if not modules:
        raise ValueError(f"{root} has no {PACKAGE}")
    tests = read(root, "tests")
    others = [
        m
        for folder in ("benchmarks", "supercollider", "puredata", "tidalcycles", "max_patches")
        for m in read(root, folder)
    ]
    return [
        *_folders(modules),
        *_imports(modules),
        *_sizes(modules),
        *_names(modules),
        *_docstrings(modules),
        *_tests(modules, tests),
        _unformatted([*modules, *tests, *others]),
    ]


def _folders(modules: list[Module]) -> Iterator[Figure]:
    held = Counter(str(Path(m.path).parent) for m in modules if not m.is_package)
    counts = sorted(held.values())
    fullest = [f"{folder}: {count}" for folder, count in held.most_common()]
    yield Figure("modules", str(sum(counts)))
    yield Figure("folders", str(len(counts)))
    yield Figure("modules a folder, median", f"{statistics.median(counts):g}")
    yield Figure("modules a folder, at most", str(counts[-1]), tuple(fullest))


def imported(module: Module, known: Iterable[str]) -> set[str]:
    """The modules of the package that one imports, wherever in it the import stands."""
    names = set(known)
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                kept = module.name.split(".")
                kept = kept[: len(kept) - node.level + (1 if module.is_package else 0)]
                base = ".".join([*kept, *([base] if base else [])])
            wanted = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in wanted:
            while name and name not in names:
                name = name.rpartition(".")[0]
            if name and name != module.name:
                found.add(name)
    return found


def floors(needs: Mapping[str, set[str]]) -> dict[str, int]:
    """The height of each module on those that it imports, 1 for none. Raises ValueError: a ring."""
    found: dict[str, int] = {}

    def floor(name: str, above: tuple[str, ...]) -> int:
        if name in above:
            raise ValueError(f"modules import one another: {' -> '.join([*above, name])}")
        if name not in found:
            below = [floor(n, (*above, name)) for n in sorted(needs[name])]
            found[name] = 1 + max(below, default=0)
        return found[name]

    for name in needs:
        floor(name, ())
    return found


def _imports(modules: list[Module]) -> Iterator[Figure]:
    plain = {m.name for m in modules if not m.is_package}
    needs = {m.name: imported(m, plain) for m in modules if not m.is_package}
    importers: dict[str, set[str]] = defaultdict(set)
    for name, wanted in needs.items():
        for other in wanted:
            importers[other].add(name)
    single = sorted(f"{n}, by {next(iter(by))}" for n, by in importers.items() if len(by) == 1)
    yield Figure("modules with one importer", str(len(single)), tuple(single))
    whole = floors(needs)
    yield Figure(
        "import floors",
        str(max(whole.values())),
        tuple(n for n, f in whole.items() if f == max(whole.values())),
    )
    tops = sorted({n.split(".")[1] for n in plain if n.count(".") > 1})
    inside = {}
    for top in tops:
        of = {
            n: {w for w in wanted if w.split(".")[1] == top}
            for n, wanted in needs.items()
            if n.split(".")[1] == top and n.count(".") > 1
        }
        inside[top] = max(floors(of).values())
    yield Figure(
        "import floors in core",
        str(inside.get("core", 0)),
        tuple(f"{top}: {floor}" for top, floor in inside.items()),
    )


def _sizes(modules: list[Module]) -> Iterator[Figure]:
    long = []
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONG:
                    long.append((lines, f"{module.path}:{node.lineno} {node.name}: {lines}"))
    by_length = sorted(modules, key=lambda m: -m.lines)
    yield Figure(
        f"functions over {LONG} lines",
        str(len(long)),
        tuple(text for _, text in sorted(long, reverse=True)),
    )
    yield Figure(
        "longest module, lines",
        str(by_length[0].lines),
        tuple(f"{m.path}: {m.lines}" for m in by_length[:12]),
    )
    yield Figure("lines", str(sum(m.lines for m in modules)))


def _names(modules: list[Module]) -> Iterator[Figure]:
    """Classes and constants of modules, and how many of them have a namesake elsewhere."""
    classes, constants = defaultdict(list), defaultdict(list)
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                classes[node.name].append(module.name)
            for name in _assigned(node):
                if CONSTANT.match(name):
                    constants[name].append(module.name)
    for what, found in (("classes", classes), ("constants", constants)):
        shared = {name: where for name, where in found.items() if len(where) > 1}
        every, many = sum(map(len, found.values())), sum(map(len, shared.values()))
        named = sorted(shared.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        yield Figure(
            f"{what} that share a name",
            f"{many} of {every}",
            tuple(f"{name}: {', '.join(where)}" for name, where in named),
        )


def _assigned(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _docstrings(modules: list[Module]) -> Iterator[Figure]:
    every, opened = 0, []
    for module in modules:
        for node in ast.walk(module.tree):
            if not isinstance(
                node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            ):
                continue
            text = ast.get_docstring(node)
            if text is None:
                continue
            every += 1
            first = re.match(r"\w*", text)
            if first and first[0].lower() in RELATIVE:
                line = node.body[0].lineno
                opened.append(f"{module.path}:{line} {text.splitlines()[0]}")
    share = 100 * len(opened) / max(1, every)
    yield Figure(
        "docstrings that open with What, How, Which, Who",
        f"{len(opened)} of {every} ({share:.1f} %)",
        tuple(opened),
    )


def _tests(modules: list[Module], tests: list[Module]) -> Iterator[Figure]:
    there = {m.path for m in tests}
    without = []
    for module in modules:
        if module.is_package:
            continue
        folder, _, name = module.path.removeprefix(f"{PACKAGE}/").rpartition("/")
        stem, last = name.removesuffix(".py"), folder.replace("/", "_")
        names = (stem, f"{last}_{stem}", f"{stem}_{last}")  # some test names include the folder
        if not {f"tests/{folder}/test_{n}.py".replace("//", "/") for n in names} & there:
            without.append(module.path)
    yield Figure("modules without a test of their own", str(len(without)), tuple(without))
    private = [f"{m.path}:{line}" for m in tests for line in private_lines(m.tree)]
    by_file = Counter(place.partition(":")[0] for place in private)
    yield Figure(
        "lines of tests that reach into privates",
        str(len(private)),
        tuple(f"{path}: {count}" for path, count in by_file.most_common()),
    )
    stems = {Path(path).stem for path in there if Path(path).stem.startswith("test_")}
    taken = [
        f"{m.path}:{node.lineno} {ast.unparse(node)}"
        for m in tests
        for node in ast.walk(m.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] in stems
    ]
    yield Figure("imports out of test modules", str(len(taken)), tuple(taken))


def private_lines(tree: ast.AST) -> list[int]:
    """Lines that use an attribute with a leading underscore of anything but `self` or `cls`."""
    found = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
            and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
        ):
            found.add(node.lineno)
    return sorted(found)


def _unformatted(modules: list[Module]) -> Figure:
    mark = "# fmt: " + "skip"
    held = Counter({m.path: m.source.count(mark) for m in modules})
    return Figure(
        f"lines marked `{mark}`",
        str(sum(held.values())),
        tuple(f"{path}: {count}" for path, count in held.most_common() if count),
    )


def main(words: list[str] | None = None) -> None:
    """Print the figures of each checkout, a column each, and with --list what was counted."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.structure", description="Count how the source is laid out."
    )
    parser.add_argument(
        "directory",
        nargs="*",
        type=Path,
        default=[Path()],
        help="Checkouts of the project.  [default: this one]",
    )
    parser.add_argument("--list", action="store_true", help="Say what was counted, by name.")
    asked = parser.parse_args(words)
    try:
        columns = [figures(root) for root in asked.directory]
    except (OSError, SyntaxError, ValueError) as error:
        parser.error(str(error))
    widths = [max(len(f.value) for f in column) for column in columns]
    for row in zip(*columns, strict=True):
        cells = (f.value.rjust(width) for f, width in zip(row, widths, strict=True))
        print(f"{row[0].name:<50}", *cells, sep="  ")
    if asked.list:
        for root, column in zip(asked.directory, columns, strict=True):
            for figure in column:
                if figure.named:
                    print(f"\n{root}: {figure.name}, {figure.value}")
                    print(*(f"  {name}" for name in figure.named), sep="\n")


if __name__ == "__main__":
    main()
