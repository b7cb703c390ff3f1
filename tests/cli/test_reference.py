"""The commands that describe the engine: osc, config and web."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from perf_engine.cli.configuration import ConfigError, configured
from perf_engine.cli.program import cli
from perf_engine.engine.handlers.schema import FROM_CLIENTS
from perf_engine.engine.option_declaration import options_of
from perf_engine.engine.options import CHANNEL, KnownClient, Options, VoiceOptions
from perf_engine.engine.piece_options import SINGLE, TABLES, SceneVoiceOptions

CONFIGURATION = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_the_reference_is_printed() -> None:
    page = CliRunner().invoke(cli, ["osc"])
    assert page.exit_code == 0
    assert page.output.startswith("# OSC reference")
    data = json.loads(CliRunner().invoke(cli, ["osc", "--json"]).output)
    assert len(data["from_clients"]) == len(FROM_CLIENTS)


def test_one_form_of_the_reference_is_printed() -> None:
    result = CliRunner().invoke(cli, ["osc", "--json", "--markdown"])
    assert result.exit_code == 2
    assert "choose --json or --markdown" in result.output


def test_the_page_of_the_configuration_is_the_declared_options() -> None:
    printed = CliRunner().invoke(cli, ["config"])
    assert printed.exit_code == 0
    assert CONFIGURATION.read_text(encoding="utf-8") == printed.output, "type  make docs"


@pytest.mark.parametrize(
    ("heading", "of"),
    [
        ("# Configuration", Options),
        ("## Keys of a voice", VoiceOptions),
        ("## Keys of a client", KnownClient),
        *(
            (f"### `[{name}]`" if name in SINGLE else f"### `[[{name}]]`", of)
            for name, of in {**TABLES, "scene.voices": SceneVoiceOptions}.items()
        ),
    ],
)
def test_every_key_has_a_row_with_all_that_it_takes(heading: str, of: type) -> None:
    page = CliRunner().invoke(cli, ["config"]).output
    under = re.split(r"\n##+ (?!Keys at the top)", page.partition(heading)[2])[0]
    known = [*options_of(of).values(), *([CHANNEL] if of in (Options, VoiceOptions) else [])]
    rows = re.findall(r"^\| `(\w+)` \|", under, flags=re.MULTILINE)
    assert rows == [one.name for one in known]
    for one in known:
        (row,) = (line for line in under.splitlines() if line.startswith(f"| `{one.name}` |"))
        assert row.endswith(f"| {one.help} |")
        assert row.count("|") == (6 if of is Options else 5)


@pytest.mark.parametrize("command", ["web --port", "web --engine-port", "play --web-port"])
def test_a_port_out_of_range_is_refused(command: str) -> None:
    ended = CliRunner().invoke(cli, [*command.split(), "70000"])
    assert ended.exit_code == 2
    assert "65535, not 70000" in ended.output


def test_the_help_says_what_it_is_for() -> None:
    ended = CliRunner().invoke(cli, ["web", "--help"])
    assert ended.exit_code == 0
    assert "OSCQuery" in ended.output


def test_the_port_may_stand_in_the_configuration() -> None:
    assert configured({"web_port": 9472}, Options()).web_port == 9472
    assert Options().web_port is None
    with pytest.raises(ConfigError, match="web_port must be 0"):
        configured({"web_port": 70000}, Options())
