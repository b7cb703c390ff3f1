from __future__ import annotations

import pytest
from click.testing import CliRunner

from perf_engine.cli import cli
from perf_engine.config import ConfigError, configured
from perf_engine.live.options import Options


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
