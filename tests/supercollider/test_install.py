"""A clean SuperCollider takes the Quark by its path, and has it from the next start on."""

from __future__ import annotations

from pathlib import Path

from tests.supercollider.quark import QUARK, SILENT
from tests.support.peers import free_port, line_within, require, run_process


def run(folder: Path, code: str) -> list[str]:
    """The lines that a fresh sclang posts for some code, up to END."""
    home = folder / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    script = folder / "script.scd"
    script.write_text(f'{{ 60.wait; 1.exit }}.fork;\n{code}\n"END".postln; 0.exit;\n')
    command = ("sclang", "-l", str(folder / "conf.yaml"), "-u", str(free_port()), str(script))
    environment = {**SILENT, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    lines = []
    with (
        (folder / "log").open("w") as errors,
        run_process(*command, env=environment, stderr=errors.fileno()) as sclang,
    ):
        while (line := line_within(sclang, 60)) != "END":
            lines.append(line)
        sclang.wait(30)
    return lines


def test_the_quark_is_installed_by_its_path(tmp_path: Path) -> None:
    require("sclang")
    (tmp_path / "conf.yaml").write_text("includePaths: []\n")
    known = '("HAS " ++ \\PerfEngine.asClass).postln;'
    assert "HAS nil" in run(tmp_path, known)
    lines = run(tmp_path, f'Quarks.install("{QUARK}");')
    assert any("PerfEngine installed" in line for line in lines), lines
    assert not any("ERROR" in line or "WARNING" in line for line in lines), lines
    assert str(QUARK) in (tmp_path / "conf.yaml").read_text()
    again = run(tmp_path, f'{known} Quark.fromLocalPath("{QUARK}").summary.postln;')
    assert "HAS PerfEngine" in again
    assert any("perf_engine in SuperCollider" in line for line in again)
