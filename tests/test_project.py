"""The project's own promises: version, mirrored tests, documents that say what is there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import click
import pytest

import perf_engine
from perf_engine.cli.program import cli
from perf_engine.core.controls import CONTROLS
from perf_engine.core.steering.theory import RULES
from perf_engine.core.turns.modes import MODES
from perf_engine.engine.handlers.schema import SAID, find
from perf_engine.protocol.errors import Refusal

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
)
# Modules without a test file of their own, and the one that tests them.
TESTED_IN = {
    "__main__.py": "cli/test_program.py",
    "engine/realtime.py": "engine/test_statistics.py",
    "engine/handlers/reference.py": "engine/handlers/test_schema.py",
    "protocol/buttons.py": "engine/test_buttons.py",
    "protocol/request_addresses.py": "protocol/test_schema.py",
}
# Of other programs, in the documents.
OTHER_OPTIONS = frozenset(
    {"--no-deps", "--spec", "--strict", "--standalone", "--nproc-per-node", "--songs", "--skip"}
)


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def missing_tests(modules: list[str], tests: list[str]) -> list[str]:
    """The test files that ought to be there for modules, and are not.

    Two test files may not have the same name, wherever they stand; so the room may be in it.
    """
    missing = []
    for module in modules:
        folder, _, name = module.rpartition("/")
        if name == "__init__.py" or module in TESTED_IN:
            continue
        stem = name.removesuffix(".py")
        wanted = [name, f"{folder}_{name}", f"{stem}_{folder}.py"]
        if not {f"{folder}/test_{last}".lstrip("/") for last in wanted} & set(tests):
            missing.append(f"{folder}/test_{name}".lstrip("/"))
    return sorted(missing)


def broken_links(document: str, text: str) -> list[str]:
    """Relative links, of a document at this path, that point to nothing."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    targets = re.findall(r"\]\(<?([^)>\s]+)>?\)", text)
    return [
        target
        for target in targets
        if not re.match(r"[a-z]+:|#", target)
        and not ((ROOT / document).parent / target.partition("#")[0]).exists()
    ]


def unknown_addresses(text: str) -> list[str]:
    """OSC addresses in a text that the engine neither takes nor sends."""
    unknown = []
    for found in re.finditer(r"/perf/[A-Za-z0-9_./]*[A-Za-z0-9_]", text):
        address = found[0]
        if text.startswith("/…", found.end()):
            continue  # all that begin so
        known = address.replace("/NAME", "/temperature").replace("/voice/N/", "/voice/0/")
        try:
            if known not in SAID:
                find(known)
        except Refusal:
            unknown.append(address)
    return unknown


def unknown_words(text: str) -> list[str]:
    """Commands and options in a text that the command line does not have."""
    context = click.Context(cli)
    commands = set(cli.list_commands(context))
    known = {"--help", "--version", *OTHER_OPTIONS}
    for name in commands:
        command = cli.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            known |= {*parameter.opts, *parameter.secondary_opts}
    code = "\n".join(re.findall(r"```.*?```|`[^`]+`", text, flags=re.DOTALL))
    said = re.findall(r"perf-engine ([a-z-]+)", code)
    return [word for word in said if word not in commands] + [
        option for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", code) if option not in known
    ]


def test_the_version_is_said_once() -> None:
    assert project()["version"] == perf_engine.__version__


def test_the_changelog_tells_of_this_version() -> None:
    pattern = rf"^## \[?{re.escape(perf_engine.__version__)}\]? - \d{{4}}-\d\d-\d\d$"
    assert re.search(pattern, text_of("CHANGELOG.md"), flags=re.MULTILINE)


def test_every_module_has_a_test_file_that_mirrors_it() -> None:
    package = ROOT / "perf_engine"
    modules = [path.relative_to(package).as_posix() for path in package.rglob("*.py")]
    tests = [path.relative_to(ROOT / "tests").as_posix() for path in ROOT.glob("tests/**/*.py")]
    assert missing_tests(modules, tests) == []


def test_a_module_without_a_test_is_seen() -> None:
    modules = ["cli.py", "__main__.py", "core/__init__.py", "core/model/gru.py", "live/ear.py"]
    tests = ["core/model/test_gru.py", "live/test_live_ear.py"]
    assert missing_tests(modules, tests) == ["test_cli.py"]
    assert missing_tests(modules, [*tests[:1], "test_cli.py"]) == ["live/test_ear.py"]


@pytest.mark.parametrize(("module", "test"), TESTED_IN.items())
def test_exceptions_are_tested_where_they_say(module: str, test: str) -> None:
    assert (ROOT / "perf_engine" / module).exists()
    name = module.removesuffix(".py").rpartition("/")[2]
    assert re.search(rf"\b{name}\b", (ROOT / "tests" / test).read_text(encoding="utf-8"))


def test_the_stage_needs_no_torch() -> None:
    named = [re.split(r"[^a-z0-9-]", need.lower())[0] for need in project()["dependencies"]]
    assert {"torch", "symusic", "matplotlib"}.isdisjoint(named)
    assert any(need.startswith("torch==") for need in project()["optional-dependencies"]["train"])


def test_the_readme_begins_with_a_copy_and_one_command() -> None:
    first = re.search(r"```sh\n(.*?)```", text_of("README.md"), flags=re.DOTALL)
    assert first is not None
    commands = [line.partition("#")[0].strip() for line in first[1].splitlines()]
    assert commands == ["git clone ADDRESS perf_engine", "cd perf_engine", "make play"]
    for document in ("README.md", "CONTRIBUTING.md"):
        assert "`make test`" in text_of(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    assert broken_links(document, text_of(document)) == []


def test_a_broken_link_is_seen() -> None:
    text = "[a](docs/nowhere.md) [b](LICENSE) [c](https://example.org) ```[d](nowhere)``` [e](#f)"
    assert broken_links("README.md", text) == ["docs/nowhere.md"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_addresses_that_exist(document: str) -> None:
    assert unknown_addresses(text_of(document)) == []


def test_an_unknown_address_is_seen() -> None:
    text = "/perf/note, /perf/param/NAME /perf/voice/N/mode. /perf/param/loudness `/perf/in/notes`"
    assert unknown_addresses("everything under /perf/in/… and more") == []
    assert unknown_addresses(text) == ["/perf/param/loudness", "/perf/in/notes"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_commands_and_options_that_exist(document: str) -> None:
    assert unknown_words(text_of(document)) == []


def test_an_unknown_command_or_option_is_seen() -> None:
    text = "`perf-engine play --mode solo` and ```sh\nperf-engine dance --loudly\n``` and --prose"
    assert unknown_words(text) == ["dance", "--loudly"]


def test_counts_in_the_documents_are_right() -> None:
    features = text_of("docs/features.md")
    tens = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy")
    assert f"**More than {tens[(len(CONTROLS) - 1) // 10 - 1]} controls**" in features
    digits = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    assert f"**{digits[len(MODES) - 1].capitalize()} modes**" in features
    sizes = sorted(
        round(path.stat().st_size / 1e6, 1) for path in ROOT.glob("models/*.safetensors")
    )
    assert f"{digits[len(sizes) - 1].capitalize()} models come with the project" in features
    assert f"A model takes {sizes[0]} to {sizes[-1]} MB on the disk" in features
    assert f"`1` to `{len(MODES)}`" in text_of("docs/playing.md")
    assert f"the keys 1 to {len(MODES)} in" in text_of("docs/modes.md")


@pytest.mark.parametrize("name", [*CONTROLS, *MODES])
def test_every_control_and_mode_is_explained(name: str) -> None:
    assert f"`{name}`" in text_of("docs/playing.md")


def test_the_rules_in_the_documents_are_those_of_theory() -> None:
    rows = text_of("docs/playing.md").partition("| rule | weight |\n|---|---|\n")[2].splitlines()
    told = rows[: rows.index("")]
    assert told == [f"| {rule.says} | {rule.nats:g} |".replace("-", "\u2212") for rule in RULES]


@pytest.mark.parametrize("name", CONTROLS)
def test_ranges_and_defaults_in_the_documents_are_those_of_the_controls(name: str) -> None:
    control = CONTROLS[name]
    rows = [line for line in text_of("docs/playing.md").splitlines() if f"| `{name}` |" in line]
    assert len(rows) == 1
    takes, default = (cell.strip() for cell in rows[0].split("|")[2:4])
    limits = f"{control.low:g}–{control.high:g}{f' {control.unit}' if control.unit else ''}"
    assert takes.endswith(f", or {limits}") if control.words else takes == limits
    assert default == (f"`{control.say(0)}`" if control.choices else f"{control.default:g}")
