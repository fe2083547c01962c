"""The five public files in small, made up by hand: two users, seven orders."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def tiny_dump(tmp_path: Path) -> Path:
    """Copy the made-up files, so that a test may damage them, and return their folder."""
    return Path(shutil.copytree(Path(__file__).parent / "tiny", tmp_path / "dump"))
