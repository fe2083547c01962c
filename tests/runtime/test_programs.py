"""PostgreSQL's programs start for a user who is not root, wherever the project was cloned."""

import os
import subprocess
from pathlib import Path

import pytest

from include.runtime import programs
from include.runtime.postgres import as_unprivileged


def test_a_folder_below_a_private_one_is_not_open_to_everyone(tmp_path: Path) -> None:
    inner = tmp_path / "private" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "private").chmod(0o700)
    assert programs.is_open_to_everyone(Path("/usr/bin"))
    assert not programs.is_open_to_everyone(inner)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_root_copies_programs_that_the_other_user_cannot_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = Path("/tmp") / f"ns-programs-{os.getpid()}"  # tmp_path itself is private
    monkeypatch.setattr(programs, "COPIES", copies)
    monkeypatch.setattr(programs, "is_open_to_everyone", lambda _: False)
    programs.find_programs.cache_clear()
    try:
        folder = programs.find_programs()
        assert folder.is_relative_to(copies)
        for name in ("initdb", "postgres"):
            command = as_unprivileged([str(folder / name), "--version"])
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            assert "PostgreSQL" in done.stdout
        programs.find_programs.cache_clear()
        assert programs.find_programs() == folder
        assert [path.name for path in copies.iterdir()] == [folder.parents[2].name]
    finally:
        programs.find_programs.cache_clear()
        subprocess.run(["rm", "-rf", str(copies)], check=True)
