"""The training commands refuse what is wrong in one sentence."""

from click.testing import CliRunner

from perf_engine.cli import cli


def test_a_folder_without_music_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    out = CliRunner().invoke(cli, ["prepare", str(tmp_path / "empty"), "-o", str(tmp_path / "d")])
    assert out.exit_code == 1
    assert "Error" in out.output


def test_training_needs_a_data_set_and_export_a_checkpoint(tmp_path):
    out = CliRunner().invoke(cli, ["train", str(tmp_path), "-o", str(tmp_path / "run")])
    assert out.exit_code == 1
    out = CliRunner().invoke(cli, ["export", str(tmp_path), "-o", str(tmp_path / "m.safetensors")])
    assert out.exit_code == 1
    assert "no checkpoint" in out.output
