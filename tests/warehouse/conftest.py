"""The tiny source of the ingest tests, for the tests of what comes after bronze."""

from pathlib import Path

import pytest

from tests.ingest.tiny_source import TinySource


@pytest.fixture
def tiny(tmp_path: Path, warehouse: str) -> TinySource:
    """Give the test a source of two files and an empty warehouse."""
    return TinySource(tmp_path / "tiny")
