"""The customers page: segments, moves and cohorts against recounts, and what it says of them."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.customers.clusters import Candidate
from include.customers.segment_rules import write_rules
from include.report.customer_charts import draw_returns, draw_segments
from include.report.customer_rows import CohortRow, RulesRow
from include.report.customer_sentences import say_evidence
from include.report.customers import load_customers, show_cohorts, show_moves
from include.report.records import load_records
from include.report.render import render_page
from include.report.summary import load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made, insert
from tests.report.segments_seed import CUSTOMERS, MOVES, RULES, insert_segments

Seeded = tuple[Connection, Made]
VALUES = {"day": DAY, "source": "demo", "timezone": "UTC"}


def write_orders(connection: Connection) -> pd.DataFrame:
    """Write 15 months of orders, cancelled ones and some after the day among them."""
    dice = random.Random(11)
    rows: list[dict[str, Any]] = []
    for number in range(900):
        ordered = DAY + timedelta(days=dice.randint(-450, 12))
        is_cancelled = dice.random() < 0.1
        customer = None if dice.random() < 0.02 else f"K{dice.randrange(400)}"
        rows.append(
            {"order_id": f"X{number}", "customer_id": customer, "ordered_date": ordered,
             "ordered_at": ordered, "is_delivered": False, "is_cancelled": is_cancelled,
             "is_overdue": False, "items_count": 1, "products_count": 1, "sellers_count": 1,
             "revenue_amount": 1, "freight_amount": 0, "paid_amount": 0}
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("truncate gold.fact_orders")
    insert(connection, "gold.fact_orders", rows)
    return pd.DataFrame(rows)


def test_cohorts_equal_a_recount(seeded: Seeded) -> None:
    connection, _ = seeded
    orders = write_orders(connection)
    kept = orders[~orders["is_cancelled"] & orders["customer_id"].notna()]
    kept = kept[kept["ordered_date"] <= DAY].sort_values(["ordered_date", "order_id"])
    kept["month"] = [day.year * 12 + day.month for day in kept["ordered_date"]]
    expected = []
    this_month = DAY.year * 12 + DAY.month
    firsts = kept.groupby("customer_id")["month"].min()
    for cohort in range(this_month - 13, this_month):
        members = kept[kept["customer_id"].isin(firsts.index[firsts == cohort])]
        for since in range(min(13, this_month - cohort)):
            active = members[members["month"] == cohort + since]["customer_id"].nunique()
            counts = members[members["month"] <= cohort + since].groupby("customer_id").size()
            start = date((cohort - 1) // 12, (cohort - 1) % 12 + 1, 1)
            expected.append(
                CohortRow(
                    start, since, members["customer_id"].nunique(), active, int((counts > 1).sum())
                )
            )
    rows = load_records(connection, "cohorts", CohortRow, DAY, months=12)
    assert [replace(row, months_since=int(row.months_since)) for row in rows] == expected
    assert any(row.returned_customers_count for row in expected)


def test_a_month_that_ends_on_the_day_is_whole(seeded: Seeded) -> None:
    connection, _ = seeded
    write_orders(connection)
    for day, newest in (
        (date(2026, 2, 27), date(2026, 1, 1)),
        (date(2026, 2, 28), date(2026, 2, 1)),
    ):
        rows = load_records(connection, "cohorts", CohortRow, day, months=12)
        assert max(row.cohort for row in rows) == newest


def test_the_page_tells_sizes_changes_and_moves(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_segments(connection, DAY)
    page = load_customers(connection, load_brief(connection, DAY))
    assert page.finding.startswith("1,675 customers in 8 segments; 115 ordered for the first time")
    sizes = {row.title: row.customers for row in page.segments}
    assert sizes["New, high value"] == str(CUSTOMERS["once_recent_high"])
    before = sum(count for (old, _), count in MOVES.items() if old == "once_recent")
    change = next(row.change for row in page.segments if row.title == "New")
    assert change == f"\u2212{before - CUSTOMERS['once_recent']}"
    assert [(move.before, move.now, move.customers) for move in page.moves[:2]] == [
        ("New", "One order, quiet", "110"), ("First order", "New", "90"),
    ]  # fmt: skip
    assert "228 customers of 28 days ago are in another segment now; 1 of them" in (
        page.moves_finding
    )
    assert page.chart.title == "“One order, gone, high value” holds 22% of all revenue so far"


def test_the_evidence_says_that_there_are_no_natural_groups() -> None:
    told = " ".join(say_evidence(RulesRow(DAY, write_rules(RULES)), "EUR"))
    assert "96% ordered once, so the number of orders says nothing" in told
    assert "There are no natural groups: the best try, 3 clusters, has a silhouette 0.36," in told
    assert "against 0.36 with the columns shuffled" in told
    assert "adjusted Rand index of 0.98" in told
    assert "up to 60 days" in told
    assert "high value from €80 on" in told


@pytest.mark.parametrize(
    ("candidate", "words"),
    [
        (None, "too few, or too alike"),
        (Candidate(3, 0.74, 0.31, 0.4, 0.99), "There are 3 natural groups: silhouette 0.74"),
        (Candidate(2, 0.74, 0.31, 0.4, 0.6), "random halves do not find the same ones"),
    ],
)
def test_the_evidence_says_what_clusters_were_worth(
    candidate: Candidate | None, words: str
) -> None:
    rules = replace(RULES, evidence=replace(RULES.evidence, candidate=candidate))
    assert words in " ".join(say_evidence(RulesRow(DAY, write_rules(rules)), "EUR"))


def test_a_night_without_segments_says_so_and_shows_its_cohorts(seeded: Seeded) -> None:
    connection, _ = seeded
    write_orders(connection)
    page = load_customers(connection, load_brief(connection, DAY))
    text = render_page("customers.html", **VALUES, **vars(page))
    assert "Customers were not segmented this night" in text
    assert "Months after the first order" in text


def test_a_young_business_has_no_cohort_to_judge() -> None:
    chart = draw_returns([CohortRow(date(2026, 1, 1), 0, 10, 10, 1)])
    assert not chart.is_drawn
    assert show_cohorts([]).rows == ()
    assert show_moves([]) == ()


def test_the_page_is_rendered_with_the_others(rendered: Rendered) -> None:
    page = rendered.read("customers.html")
    assert "What the segments rest on" in page
    assert "Bring the second order" in page
    assert "could not be rendered" not in page


def test_without_a_segment_the_chart_says_so_in_its_place() -> None:
    chart = draw_segments([], "EUR")
    assert chart.takeaway == "No customer has been put into a segment yet."
