"""docs/add-a-source.md, followed literally: its commands run in a working copy of the checkout."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from include.settings import PROJECT

GUIDE = (PROJECT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```bash\n(.*?)^```$", GUIDE, re.M | re.S)
NIGHTS = next(command for command in COMMANDS if command.startswith("make run"))


def run_shell(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NIGHTSHIFT_", "AIRFLOW_"))}
    return subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy the files of the checkout; its environment is shared."""
    if not (PROJECT / ".venv" / "requirements.sha256").is_file():
        pytest.skip("the guide's commands need the environment that `make env` builds")
    folder = tmp_path_factory.mktemp("guide") / "nightshift"
    folder.mkdir()
    listing = "git ls-files --cached --others --exclude-standard -z"
    copied = run_shell(
        PROJECT,
        f"{listing} | while IFS= read -r -d '' file; do"
        f' if [ -f "$file" ]; then cp --parents "$file" {folder}; fi; done',
    )
    assert copied.returncode == 0, copied.stderr
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    yield folder
    run_shell(folder, "make clean SOURCE=florist")


@pytest.fixture(scope="module")
def tried(checkout: Path) -> "subprocess.CompletedProcess[str]":
    """Run every command before `make run`, each as it stands; return the last, which tries it."""
    for command in COMMANDS[: COMMANDS.index(NIGHTS)]:
        done = run_shell(checkout, command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    assert "make check-source" in command
    return done


def test_the_example_is_tried_with_the_findings_that_the_guide_promises(
    tried: "subprocess.CompletedProcess[str]",
) -> None:
    assert "order_lines.csv: column pieces: 1 row quarantined" in tried.stdout
    assert "(line 8, values 'one')" in tried.stdout
    assert re.search(r"orphans: 1 of order_items .* never came, such as F-1099", tried.stdout)
    assert tried.stdout.rstrip().endswith("nothing would fail the night")


def test_every_guess_that_the_guide_settles_was_there_to_settle(
    checkout: Path, tried: "subprocess.CompletedProcess[str]"
) -> None:
    source = checkout / "include" / "sources" / "florist"
    contract = (source / "contract.yaml").read_text(encoding="utf-8")
    assert re.search(r"^  orders:\n(?:    .*\n)*    is_required: true$", contract, re.M)
    assert "key: [order_no, line]  # guess" in contract
    assert "pieces: {type: integer}  # guess" in contract
    orders = (source / "mapping" / "orders.sql").read_text(encoding="utf-8")
    assert "when 'withdrawn' then 'cancelled'" in orders
    assert "then null" not in orders


def test_a_second_draft_leaves_what_a_person_has_settled(
    checkout: Path, tried: "subprocess.CompletedProcess[str]"
) -> None:
    source = checkout / "include" / "sources" / "florist"
    before = {path: path.read_bytes() for path in source.rglob("*.*")}
    (source / "mapping" / "partners.sql").unlink()
    done = run_shell(checkout, "make draft-source NAME=florist FROM=../florist")
    assert done.returncode == 0, done.stderr
    assert "wrote include/sources/florist/mapping/partners.sql" in done.stdout
    assert {path: path.read_bytes() for path in source.rglob("*.*")} == before


def test_a_wrong_contract_is_named_by_file_line_and_field(
    checkout: Path, tried: "subprocess.CompletedProcess[str]"
) -> None:
    path = checkout / "include" / "sources" / "florist" / "contract.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "pieces:" in one)
    try:
        path.write_text(text.replace("pieces: {type: integer}", "pieces: {type: whole}"), "utf-8")
        done = run_shell(checkout, "make check-source NAME=florist FROM=../florist")
    finally:
        path.write_text(text, encoding="utf-8")
    assert done.returncode != 0
    assert f"contract.yaml: line {line}: tables.order_lines.columns.pieces.type" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.night
@pytest.mark.timeout(1200)
def test_the_nights_of_the_example_end_in_published_pages(
    checkout: Path, tried: "subprocess.CompletedProcess[str]"
) -> None:
    done = run_shell(checkout, NIGHTS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rows      22 read: 21 loaded, 0 merged, 1 quarantined" in done.stdout
    site = checkout / "reports" / "site" / "florist"
    for day in ("2026-05-08", "2026-05-09"):
        assert "florist" in (site / day / "index.html").read_text(encoding="utf-8")
