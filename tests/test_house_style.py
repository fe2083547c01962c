"""The rules of the house that a machine can read: sizes, rooms, names, documents."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from include.settings import PROJECT

FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}
PYTHON_LINES = 200
FUNCTION_LINES = 40
SHORT_FILE_LINES = 100


def tracked_files(*patterns: str) -> list[Path]:
    """List the files git knows or would add, so that a forgotten `git add` is seen as well."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (PROJECT / line for line in listing.stdout.splitlines())
    return [path for path in paths if path.is_file()]


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("patterns", "limit"),
    [
        (("dags/*.py",), SHORT_FILE_LINES),
        (("include/*.sql",), SHORT_FILE_LINES),
        (("include/*.py", "plugins/*.py"), PYTHON_LINES),
    ],
)
def test_no_file_is_longer_than_its_kind_may_be(patterns: tuple[str, ...], limit: int) -> None:
    long_files = {
        str(path.relative_to(PROJECT)): line_count(path)
        for path in tracked_files(*patterns)
        if line_count(path) > limit
    }
    assert not long_files


def test_no_function_of_the_product_is_longer_than_forty_lines() -> None:
    long_functions = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}"
        for path in tracked_files("include/*.py", "plugins/*.py", "dags/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES
        and "dag" not in {ast.unparse(part).split("(")[0] for part in node.decorator_list}
    ]
    assert not long_functions


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [path for path in tracked_files("*.py") if path.stem in FORBIDDEN_NAMES]
    assert not named


def test_airflow_is_known_only_to_dags_plugins_assets_and_tasks() -> None:
    rooms = {PROJECT / "include" / "assets.py", PROJECT / "include" / "tasks.py"}
    importers = [
        str(path.relative_to(PROJECT))
        for path in tracked_files("include/*.py")
        if path not in rooms
        and re.search(r"^\s*(from|import) airflow\b", path.read_text(encoding="utf-8"), re.M)
    ]
    assert not importers


def test_the_environment_is_read_only_by_the_settings_and_the_runtime() -> None:
    readers = [
        str(path.relative_to(PROJECT))
        for path in tracked_files("include/*.py", "dags/*.py", "plugins/*.py")
        if path != PROJECT / "include" / "settings.py"
        and path.parent != PROJECT / "include" / "runtime"
        and re.search(
            r"os\.environ\[|os\.environ\.get|os\.getenv|getenv\(", path.read_text("utf-8")
        )
    ]
    assert not readers


def test_no_committed_file_names_a_machine_or_an_index() -> None:
    slash, dash = "/", "-"
    pattern = re.compile(
        rf"({slash}work{slash}|{slash}root{slash}|--(extra-)?index{dash}url|--find{dash}links)"
    )
    found = [
        str(path.relative_to(PROJECT))
        for path in tracked_files()
        if path.suffix not in {".png", ".ico"}
        and path != Path(__file__).resolve()
        and pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found


def test_the_lock_pins_every_package_that_was_chosen() -> None:
    lock = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.M))
    chosen = re.findall(
        r"^([a-z0-9._-]+)", (PROJECT / "requirements.in").read_text(encoding="utf-8"), re.M
    )
    assert set(chosen) <= pinned


def test_every_dag_stands_in_the_readme_and_every_gold_table_in_the_documents() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    tables = (PROJECT / "docs" / "tables.md").read_text(encoding="utf-8")
    dags = [path.stem for path in tracked_files("dags/*.py")]
    gold = [path.stem for path in tracked_files("include/sql/ddl/gold/*.sql")]
    assert dags
    assert gold
    assert [name for name in dags if f"`{name}`" not in readme] == []
    assert [name for name in gold if f"gold.{name}" not in tables] == []


def test_the_generic_steps_name_no_source() -> None:
    sources = [path.parent.name for path in PROJECT.glob("include/sources/*/contract.yaml")]
    assert len(sources) >= 5
    named = re.compile(rf"\b({'|'.join(sources)})\b", re.IGNORECASE)
    rooms = (
        "dags",
        "include/ingest",
        "include/warehouse",
        "include/sql/gold",
        "include/sql/checks",
    )
    assert not [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for room in rooms
        for path in tracked_files(f"{room}/*.py", f"{room}/*.sql")
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line)
    ]


def test_a_mapping_neither_dedupes_nor_merges_nor_counts() -> None:
    mappings = tracked_files("include/sources/*/mapping/*.sql")
    assert len(mappings) > 30
    refused = re.compile(r"\b(distinct|having|union|except|intersect|limit|join)\b|\bcount\s*\(")
    assert not [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for path in mappings
        for line in path.read_text(encoding="utf-8").splitlines()
        if refused.search(line.partition("--")[0])
    ]
