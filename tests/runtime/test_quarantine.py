"""`make quarantine` and `make replay-quarantine`: a real warehouse, an Airflow that is played."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from include.ingest.ingest_day import ingest_day
from include.runtime import runs
from include.runtime.__main__ import main
from include.runtime.airflow_api import AirflowApi, Run
from include.runtime.night import UPSTREAM
from include.runtime.state import State, load_environment
from include.settings import load_settings
from include.sources.demo.simulate import write_night
from tests.runtime.conftest import Runtime

DAY = date(2026, 3, 1)
QUARANTINED = "select count(*) from ops.quarantine"


class RunningAirflow(AirflowApi):
    """Runs ingest at once, in this process, and says that every DAG has succeeded."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.asked: list[tuple[str, date, str]] = []

    def trigger(self, dag: str, day: date, kind: str) -> str:
        self.asked.append((dag, day, kind))
        ingest_day(day, f"run {len(self.asked)}", kind)
        return "run"

    def list_runs(self, day: date) -> list[Run]:
        start = datetime(2026, 3, 2, 4, tzinfo=UTC)
        moments = [start + timedelta(minutes=minute) for minute in range(len(UPSTREAM))]
        return [
            Run(dag, "run", "success", moment, moment, None)
            for dag, moment in zip(UPSTREAM, moments, strict=True)
        ]


@pytest.fixture(scope="module")
def landed(running: State) -> State:
    write_night(running.folder / "landing", DAY, DAY)
    return running


@pytest.fixture
def demo(landed: State, settings_env: pytest.MonkeyPatch) -> Iterator[State]:
    """Give the test a loaded day of the demo, some rows of which are in quarantine."""
    settings_env.setenv("NIGHTSHIFT_STATE_ROOT", str(landed.folder.parent))
    for name, value in load_environment(landed).items():
        if name.startswith("NIGHTSHIFT_"):
            settings_env.setenv(name, value)
    load_settings.cache_clear()
    fetch(landed, "delete from ops.mended_rows returning 1")
    ingest_day(DAY, "first", "replay")
    yield landed
    for sheet in (landed.folder / "quarantine").glob("*/*.csv"):
        sheet.unlink()


@pytest.fixture
def airflow(monkeypatch: pytest.MonkeyPatch) -> RunningAirflow:
    api = RunningAirflow({})
    monkeypatch.setattr(runs, "AirflowApi", lambda _environment: api)
    monkeypatch.setattr(runs.replay, "wait_for_dags", lambda _api: None)
    return api


def fetch(state: State, query: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(load_environment(state)["NIGHTSHIFT_WAREHOUSE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    finally:
        connection.close()


def mend(sheet: Path, column: str, change: Callable[[dict[str, str]], str]) -> int:
    """Edit a column of every row of a sheet that was rejected for it; return how many."""
    reader = csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"), newline=""))
    records = list(reader)
    edited = [record for record in records if record["column"] == column]
    for record in edited:
        record[column] = change(record)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(records)
    return len(edited)


def test_the_list_names_file_reason_line_column_and_value(
    demo: State, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quarantine", "--day", str(DAY)]) == 0
    said = capsys.readouterr().out
    assert "order_items.csv.gz (table order_items)" in said
    assert "row" in said
    assert ": quantity is '" in said or ": unit_price is '" in said
    assert f"{demo.folder}/quarantine/{DAY}/order_items.csv" in said
    assert f"make replay-quarantine SOURCE=demo DAY={DAY}" in said


def test_mended_rows_are_put_back_by_running_the_day_and_only_once(
    demo: State, airflow: RunningAirflow, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["quarantine", "--day", str(DAY)])
    sheets = demo.folder / "quarantine" / str(DAY)
    ((before,),) = fetch(demo, QUARANTINED)
    ((column, table),) = fetch(
        demo,
        "select column_name, table_name from ops.quarantine"
        " where column_name like '%\\_at' order by 2 limit 1",
    )
    mended = mend(sheets / f"{table}.csv", str(column), lambda _: "2026-03-01 12:00:00")
    assert mended > 0
    assert main(["replay-quarantine", "--day", str(DAY)]) == 0
    assert airflow.asked == [("ingest", DAY, "replay")]
    assert fetch(demo, QUARANTINED) == [(int(str(before)) - mended,)]
    assert f"mended rows: {mended}: running {DAY} again" in capsys.readouterr().out
    loads = fetch(demo, "select * from ops.load_ledger order by file_name")
    assert main(["replay-quarantine", "--day", str(DAY)]) == 0
    assert len(airflow.asked) == 1
    assert fetch(demo, "select * from ops.load_ledger order by file_name") == loads
    assert "nothing to do" in capsys.readouterr().out


def test_a_day_that_was_backfilled_is_run_again_as_a_backfill(
    demo: State, airflow: RunningAirflow
) -> None:
    ingest_day(DAY, "later", "backfill")
    main(["quarantine", "--day", str(DAY)])
    sheet = demo.folder / "quarantine" / str(DAY) / "order_items.csv"
    columns = fetch(
        demo,
        "select distinct column_name from ops.quarantine"
        " where table_name = 'order_items' and column_name is not null",
    )
    for (column,) in columns:
        mend(sheet, str(column), lambda _: "1")
    main(["replay-quarantine", "--day", str(DAY)])
    assert airflow.asked == [("ingest", DAY, "backfill")]
    assert main(["rerun", "--day", str(DAY)]) == 0
    assert airflow.asked == 2 * [("ingest", DAY, "backfill")]
    fetch(demo, "delete from ops.nights returning 1")


def test_an_edit_that_is_refused_ends_with_one_and_runs_nothing(
    demo: State, airflow: RunningAirflow, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["quarantine", "--day", str(DAY)])
    sheet = demo.folder / "quarantine" / str(DAY) / "order_items.csv"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace(",raw,checksum", ",raw,sum"), encoding="utf-8")
    assert main(["replay-quarantine", "--day", str(DAY)]) == 1
    said = capsys.readouterr().out
    assert "refused: " in said
    assert "lacks checksum" in said
    assert airflow.asked == []


def test_a_file_that_was_corrected_is_loaded_by_the_same_command(
    demo: State, airflow: RunningAirflow, capsys: pytest.CaptureFixture[str]
) -> None:
    path = demo.folder / "landing" / str(DAY) / "reviews.csv"
    before = path.read_bytes()
    path.write_bytes(before.splitlines(keepends=True)[0])
    assert main(["replay-quarantine", "--day", str(DAY)]) == 0
    assert airflow.asked == [("ingest", DAY, "replay")]
    assert f"changed: reviews.csv: running {DAY} again" in capsys.readouterr().out
    rows = "select rows_read from ops.load_ledger where file_name = 'reviews.csv'"
    assert fetch(demo, rows) == [(0,)]
    path.write_bytes(before)


def test_a_day_without_rejected_rows_says_so(
    demo: State, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quarantine", "--day", "2020-01-01"]) == 0
    assert "no row of 2020-01-01 is in quarantine" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["quarantine", "replay-quarantine", "rerun"])
def test_without_a_stack_or_a_day_one_line_says_what_to_do(runtime: Runtime, command: str) -> None:
    done = runtime(command, "--day", "2026-03-01")
    assert (done.returncode, done.stdout) == (1, "")
    assert "make up SOURCE=demo" in done.stderr
    done = runtime(command, "--day", "")
    assert f"setting DAY is not set: `make {command} DAY=YYYY-MM-DD`" in done.stderr
