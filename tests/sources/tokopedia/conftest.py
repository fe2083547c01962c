"""A handful of made-up reviews in the shape of Tokopedia's file: every row has a case to show."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def tiny_dump(tmp_path: Path) -> Path:
    """Copy the made-up file, so that a test may damage it, and return its folder."""
    return Path(shutil.copytree(Path(__file__).parent / "tiny", tmp_path / "dump"))
