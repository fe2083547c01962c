"""Checks find rows, and say which, how many and what to do."""

import logging
from datetime import date
from pathlib import Path

import psycopg2
import pytest

from include.warehouse import checks
from include.warehouse.checks import CheckError, load_checks, run_checks

DAY = date(2026, 1, 10)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checks, "SQL", tmp_path)
    (tmp_path / "checks" / "gold").mkdir(parents=True)
    return tmp_path / "checks" / "gold"


def write_check(folder: Path, name: str, severity: str, rows: int) -> None:
    (folder / f"{name}.sql").write_text(
        f"-- #{severity}: Something is wrong.\n"
        f"select number, %(day)s::date as day from generate_series(1, {rows}) as rows (number)",
        encoding="utf-8",
    )


def test_a_failing_check_names_itself_its_rows_and_what_to_do(warehouse: str, folder: Path) -> None:
    write_check(folder, "a_good", "fail", 0)
    write_check(folder, "b_bad", "fail", 7)
    write_check(folder, "c_bad", "fail", 1)
    connection = psycopg2.connect(warehouse)
    with pytest.raises(CheckError) as caught:
        run_checks(connection, "gold", DAY)
    connection.close()
    message = str(caught.value)
    assert message.startswith("2 checks failed for 2026-01-10; nothing of it was published")
    assert "gold/b_bad: Something is wrong. (7 rows)" in message
    assert message.count("day=2026-01-10") == 5 + 1
    assert "number=5" in message
    assert "number=6" not in message
    assert "run `make retry DAY=2026-01-10`" in message
    assert message.endswith("then run `make replay-quarantine DAY=2026-01-10`.")


def test_a_warning_is_logged_and_counted_but_stops_nothing(
    warehouse: str, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_check(folder, "late_stamps", "warn", 3)
    connection = psycopg2.connect(warehouse)
    with caplog.at_level(logging.WARNING):
        assert run_checks(connection, "gold", DAY) == {"gold/late_stamps": 3}
    connection.close()
    assert "gold/late_stamps: Something is wrong. (3 rows)" in caplog.text


def test_what_checks_find_is_recorded_with_the_transaction_that_ran_them(
    warehouse: str, folder: Path
) -> None:
    write_check(folder, "late_stamps", "warn", 7)
    write_check(folder, "sums", "fail", 0)
    connection = psycopg2.connect(warehouse)
    run_checks(connection, "gold", DAY)
    run_checks(connection, "gold", DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "select day, check_name, severity, sentence, rows_count, sample"
            " from ops.check_findings order by check_name"
        )
        warned, passed = cursor.fetchall()
    assert warned[:5] == (DAY, "gold/late_stamps", "warn", "Something is wrong.", 7)
    assert warned[5][0] == {"number": "1", "day": "2026-01-10"}
    assert len(warned[5]) == 5
    assert passed == (DAY, "gold/sums", "fail", "Something is wrong.", 0, [])
    connection.rollback()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ops.check_findings")
        assert cursor.fetchone() == (0,)
    connection.close()


def test_a_check_without_a_header_is_refused_by_name(folder: Path) -> None:
    (folder / "silent.sql").write_text("select 1", encoding="utf-8")
    with pytest.raises(ValueError, match=r"checks/gold/silent\.sql has no header"):
        load_checks("gold")


def test_two_versions_of_one_day_fail_the_check_of_their_silver_table(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into silver.orders_versions
                (order_id, status, known_from, known_to, _file, _row)
            values
                ('a', 'created', '2026-01-08', '2026-01-11', 'orders.csv', 2),
                ('a', 'shipped', '2026-01-10', null, 'orders.csv', 2)
            """
        )
    with pytest.raises(CheckError, match=r"silver/orders: .*\n +order_id=a, .*2026-01-10"):
        run_checks(connection, "silver", DAY)
    connection.close()


def test_strange_values_of_silver_are_told_but_stop_nothing(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into silver.orders_versions (order_id, status, known_from, _file, _row)
            values ('a', 'teleported', '2026-01-10', 'orders.csv', 2);
            insert into silver.reviews_versions
                (review_id, order_id, stars, known_from, _file, _row)
            values ('r', 'a', 9, '2026-01-10', 'reviews.csv', 2)
            """
        )
    assert run_checks(connection, "silver", DAY) == {
        "silver/orders_values": 1,
        "silver/reviews_values": 1,
    }
    connection.close()
