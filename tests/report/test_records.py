"""The report's queries: each is about one model, however many have scored the night."""

import re
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.specs import ALERTING
from include.warehouse.connect import SQL, read_sql
from tests.report.conftest import DAY
from tests.report.seed import Made

# segments and ratings are of no model; what texts and baskets tell is of another (test_reviews.py,
# test_baskets.py), forecasts are of several (test_forecasts.py)
OTHERS = re.compile(
    r" ml\.(segment|falling|review_|suggest|customer_products|basket_state|forecast)"
)
QUERIES = sorted(
    path.stem
    for path in (SQL / "report").glob("*.sql")
    if " ml." in OTHERS.sub("", path.read_text("utf-8"))
    and not re.search("review|forecast", path.stem)
)
TABLES = ("delay_scores", "delay_reasons", "drift_metrics", "model_versions", "served_models",
          "alert_outcomes")  # fmt: skip


def read(connection: Connection, query: str, model: str) -> list[Any]:
    given = {"day": DAY, "model": model, "features": ["days_to_promise", "freight_amount"]}
    with connection.cursor() as cursor:
        cursor.execute(read_sql(f"report/{query}.sql"), given)
        return cursor.fetchall()


def add_another_model(connection: Connection) -> None:
    """Let a second model score the same orders, explain them and drift, in other figures."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"create temporary table other on commit drop as select * from ml.{table};"
                " update other set model = 'another'"
            )
            cursor.execute(f"insert into ml.{table} select * from other; drop table other")
        cursor.execute(
            "update ml.delay_scores set is_alerted = true, probability = 0.999, band = 'high'"
            " where model = 'another'"
        )


@pytest.mark.parametrize("query", QUERIES)
def test_another_models_rows_enter_no_figure(seeded: tuple[Connection, Made], query: str) -> None:
    connection, _ = seeded
    before = read(connection, query, ALERTING)
    assert before
    add_another_model(connection)
    assert read(connection, query, ALERTING) == before
