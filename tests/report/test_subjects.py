"""A source that lacks a subject: pages and mail say so in words, and tell of what there is."""

from datetime import timedelta

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.mail.digest import compose_digest, compose_subject
from include.mail.message import Picture
from include.report.charts import draw_month_png
from include.report.render import render_day
from include.report.subjects import NO_MODEL, Subjects
from include.report.summary import load_brief
from include.report.templates import PAGES
from include.settings import load_settings
from tests.report.conftest import DAY
from tests.report.page_links import find_dead_links
from tests.report.seed import Made, insert

Seeded = tuple[Connection, Made]
PICTURE = Picture("trend", b"\x89PNG")
NO_DELIVERIES = (
    "This source has no deliveries and no prices: nothing can be late and no revenue is known."
)
NO_ORDERS = (
    "This source has no orders, no deliveries and no prices:"
    " nothing can be late and no revenue is known."
)


def test_what_is_missing_is_one_sentence() -> None:
    assert Subjects().missing == ""
    assert Subjects(has_prices=False).missing == "This source has no prices: no revenue is known."
    assert Subjects(has_order_times=False, has_promises=False).missing == (
        "This source has no order times and no deliveries:"
        " no order has a day and nothing can be late."
    )


def _take_deliveries_and_prices_away(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            truncate ml.delay_scores, ml.delay_reasons, ml.served_models, ml.drift_metrics,
                gold.fact_deliveries;
            delete from ml.model_versions;
            update gold.fact_orders
            set promised_at = null, promised_date = null, delivered_at = null,
                delivered_date = null, is_delivered = false, is_late = null, is_overdue = false,
                delay_minutes = null, revenue_amount = 0;
            update gold.daily_kpis
            set promised_orders_count = 0, on_time_orders_count = 0, late_orders_count = 0,
                on_time_rate = null, delivered_orders_count = 0, average_delay_minutes = null,
                revenue_amount = 0, spend_amount = 0
            """
        )
    connection.commit()


def _read(page: str) -> str:
    return (load_settings().site / str(DAY) / page).read_text(encoding="utf-8")


def test_without_deliveries_the_pages_tell_of_orders(seeded: Seeded) -> None:
    connection, made = seeded
    _take_deliveries_and_prices_away(connection)
    placed = sum(order["ordered_date"] == DAY for order in made.orders)
    brief = load_brief(connection, DAY)
    assert brief.figure == str(placed)
    assert brief.headline.startswith(f"{placed} orders were placed, ")
    assert brief.subjects.missing == NO_DELIVERIES
    render_day(DAY)
    assert NO_DELIVERIES in _read("index.html")
    assert "this source has no prices" in _read("index.html")
    for page in ("risk.html", "shap.html", "leaks.html", "drift.html"):
        assert NO_MODEL.removesuffix(".") in _read(page), page
    assert _read("shap.html").count('class="none"') == 1
    _, _, key_figures = _read("kpis.html").partition("<main")  # a page has a name like a figure
    assert NO_DELIVERIES in key_figures
    for word in ("On-time", "Late orders", "Basket", "This source does not say"):
        assert word not in key_figures
    for page in PAGES:
        assert "promised for" not in _read(page), page
        assert find_dead_links(load_settings().site / str(DAY) / page) == []


def test_orders_without_a_time_are_counted_over_all_days(seeded: Seeded) -> None:
    connection, made = seeded
    _take_deliveries_and_prices_away(connection)
    with connection.cursor() as cursor:
        cursor.execute("update gold.fact_orders set ordered_at = null, ordered_date = null")
        cursor.execute("update gold.daily_kpis set orders_count = 0")
    connection.commit()
    brief = load_brief(connection, DAY)
    count = f"{len(made.orders):,}"
    assert brief.figure == count
    assert brief.headline == f"{count} orders came up to this day, without a time."
    assert compose_subject(brief) == f"{count} orders up to 20 Mar, without a time"
    render_day(DAY)
    assert "this source has no order times" in _read("index.html")
    assert "no order has a day" in _read("kpis.html")
    assert find_dead_links(load_settings().site / str(DAY) / "index.html") == []


def test_without_deliveries_the_mail_tells_of_orders(seeded: Seeded) -> None:
    connection, _ = seeded
    _take_deliveries_and_prices_away(connection)
    brief = load_brief(connection, DAY)
    subject = compose_subject(brief)
    assert subject.startswith(f"{brief.orders_count} orders on 20 Mar (usual ")
    text = compose_digest(brief, "m@example.com", PICTURE, None).text
    assert NO_DELIVERIES in text
    assert "Orders placed, by day." in text
    assert NO_MODEL in text
    for word in ("promised", "revenue,", "on time", "€0"):
        assert word not in text
    assert draw_month_png(connection, brief).startswith(b"\x89PNG")


@pytest.fixture
def reviewed(warehouse: str) -> Connection:
    """Return a connection to a night that brought four reviews and nothing else."""
    connection = psycopg2.connect(warehouse)
    insert(connection, "ops.published_days", [{"day": DAY}])
    kpis = {"orders_count": 0, "cancelled_orders_count": 0, "revenue_amount": 0}
    counts = ("freight_amount", "customers_count", "promised_orders_count", "reviews_count")
    more = ("on_time_orders_count", "late_orders_count", "delivered_orders_count", "spend_amount")
    last = ("impressions_count", "clicks_count", "conversions_count")
    zeros = dict.fromkeys((*counts, *more, *last), 0)
    insert(connection, "gold.daily_kpis", [{"date": DAY} | kpis | zeros])
    reviews = [
        {
            "review_id": str(place),
            "order_id": "",
            "product_id": "p1" if stars < 5 else "p2",
            "stars": stars,
            "known_from": DAY - timedelta(days=age),
            "_file": "reviews.csv",
            "_row": place,
        }
        for place, (stars, age) in enumerate([(5, 0), (5, 0), (4, 1), (2, 0), (1, -1)])
    ]
    insert(connection, "silver.reviews_versions", reviews)
    insert(connection, "gold.dim_products", [{"product_id": "p1", "product_name": "Squeaky chair"}])
    connection.commit()
    return connection


def test_without_orders_the_pages_tell_of_reviews(reviewed: Connection) -> None:
    brief = load_brief(reviewed, DAY)
    assert brief.figure == "4.0"
    assert brief.headline == (
        "3 new reviews came; all 4 have 4.0 stars on average, 25.0% with 2 or fewer."
    )
    assert brief.subjects.missing == NO_ORDERS
    assert brief.actions == (
        "Read the reviews of “Squeaky chair” first: 1 of 2 reviews with 2 stars or fewer,"
        " where 0 would be usual.",
    )
    render_day(DAY)
    assert "this source has no deliveries" in _read("index.html")
    for page in ("index.html", "kpis.html"):
        assert NO_ORDERS in _read(page)
        assert "4.0 stars on average, 25.0% with 2 or fewer" in _read(page)
        assert "<svg" in _read(page)
    for page in PAGES:
        assert find_dead_links(load_settings().site / str(DAY) / page) == []
    assert '<b>Squeaky chair</b> <a href="kpis.html#stars">1 of 2 reviews' in _read("index.html")
    archive = (load_settings().site / "index.html").read_text(encoding="utf-8")
    assert "€0" not in archive


def test_without_orders_the_mail_tells_of_reviews(reviewed: Connection) -> None:
    brief = load_brief(reviewed, DAY)
    assert compose_subject(brief) == "3 reviews on 20 Mar: 4.0 stars on average"
    text = compose_digest(brief, "m@example.com", PICTURE, None).text
    assert NO_ORDERS in text
    assert "Reviews, by their stars." in text
    assert "Squeaky chair: 1 of 2 reviews with 2 stars or fewer." in text
    assert "0 orders" not in text
    assert draw_month_png(reviewed, brief).startswith(b"\x89PNG")
