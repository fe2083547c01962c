"""`make query` and `make sql`, run for real."""

from pathlib import Path

import pytest

from include.runtime.state import State
from tests.runtime.conftest import Runtime


def test_a_query_writes_csv_with_a_header_and_nothing_else(
    running: State, runtime: Runtime
) -> None:
    statement = "select 1 as one, 'a,\"b' as text, null as nothing -- done"
    done = runtime("query", "--sql", statement, root=running.folder.parent)
    assert done.stdout == 'one,text,nothing\n1,"a,""b",\n'
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_query_cannot_write(running: State, runtime: Runtime) -> None:
    statement = "insert into ops.published_days (day) values ('2026-03-01') returning day"
    done = runtime("query", "--sql", statement, root=running.folder.parent)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "read-only transaction" in done.stderr


def test_a_wrong_query_says_what_is_wrong_in_a_line(running: State, runtime: Runtime) -> None:
    done = runtime("query", "--sql", "select nothing from nowhere", root=running.folder.parent)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith('error: relation "nowhere" does not exist')
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("commit", [False, True])
def test_a_sql_file_is_rolled_back_unless_told_otherwise(
    running: State, runtime: Runtime, tmp_path: Path, *, commit: bool
) -> None:
    file = tmp_path / "publish.sql"
    file.write_text("insert into ops.published_days (day) values (%(day)s::date) returning day;")
    day = f"2026-03-0{2 + commit}"
    root = running.folder.parent
    more = ["--commit"] if commit else []
    done = runtime("sql", "--file", str(file), "--day", day, *more, root=root)
    assert (done.returncode, done.stdout) == (0, f"day\n{day}\n"), done.stderr
    assert ("rolled back" in done.stderr) is not commit
    count = f"select count(*) from ops.published_days where day = '{day}'"
    assert runtime("query", "--sql", count, root=root).stdout == f"count\n{int(commit)}\n"


def test_a_sql_file_that_fails_is_named(running: State, runtime: Runtime, tmp_path: Path) -> None:
    file = tmp_path / "broken.sql"
    file.write_text("select * frm nothing")
    done = runtime("sql", "--file", str(file), "--day", "2026-03-01", root=running.folder.parent)
    assert done.returncode == 1
    assert f"error: {file}: syntax error" in done.stderr


def test_a_source_that_does_not_run_names_make_up(state: State, runtime: Runtime) -> None:
    done = runtime("query", "--sql", "select 1")
    assert done.returncode == 1
    assert "make up SOURCE=demo" in done.stderr
