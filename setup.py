"""Puts the models into the wheel; all else about the package is in pyproject.toml.

In the project they lie at the top, where people find them; installed, inside the package.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

MODELS = Path(__file__).parent / "models"


class WithModels(build_py):
    """Builds the package, and copies models and their cards into it."""

    def run(self) -> None:
        """Copy, unless this is an editable installation, which reads them where they are."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "perf_engine" / "models"
        target.mkdir(parents=True, exist_ok=True)
        for file in (*MODELS.glob("*.safetensors"), *MODELS.glob("*.md")):
            shutil.copy2(file, target)


setup(cmdclass={"build_py": WithModels})
