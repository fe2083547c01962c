"""A small night: seeded once per test where it is changed, rendered once per session."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.render import render_day
from include.settings import load_settings
from tests.report.forecasts_seed import insert_forecasts
from tests.report.reviews_seed import insert_reviews
from tests.report.seed import Made, seed_warehouse
from tests.report.segments_seed import insert_segments

DAY = date(2026, 3, 20)

# What customers, sellers and files may send; none of it may run, break a page or be lost.
HOSTILE = "<script>alert(1)</script>{{7*7}}\u202e\x01\"'&"
FORMULA = '=HYPERLINK("evil.example","prize")'
ENDLESS = "\U0001f4a5\u202e\u2066 }}{%raw%}" * 10_000  # 130,000 characters


@dataclass(frozen=True)
class Rendered:
    """A night that was rendered: what was written, the site, the bytes by page."""

    made: Made
    site: Path
    folder: Path
    sizes: dict[str, int]

    def read(self, page: str) -> str:
        """Return the text of a page of the day."""
        return (self.folder / page).read_text(encoding="utf-8")


@pytest.fixture
def seeded(warehouse: str) -> Iterator[tuple[Connection, Made]]:
    """Seed the test's own warehouse; yield a connection and what was written."""
    connection = psycopg2.connect(warehouse)
    made = seed_warehouse(connection, DAY)
    yield connection, made
    connection.close()


@pytest.fixture(scope="session")
def rendered(
    postgres_url: Callable[[str], str],
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Rendered]:
    """Render one night with hostile text in it, once for all tests that only read pages."""
    name = f"rendered_{secrets.token_hex(6)}"
    root = psycopg2.connect(postgres_url("postgres"))
    root.autocommit = True
    root.cursor().execute(f"create database {name} template {template_database}")
    connection = psycopg2.connect(postgres_url(name))
    made = seed_warehouse(connection, DAY, days=70)
    insert_segments(connection, DAY)
    insert_reviews(connection, DAY)
    insert_forecasts(connection, DAY)
    _write_hostile_text(connection)
    site = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIGHTSHIFT_SOURCE", "demo")
        patch.setenv("NIGHTSHIFT_SITE", str(site))
        patch.setenv("NIGHTSHIFT_WAREHOUSE_URL", postgres_url(name))
        load_settings.cache_clear()
        (site / str(DAY)).mkdir()
        (site / str(DAY) / "evidently.html").write_text("<p>drift</p>", encoding="utf-8")
        sizes = render_day(DAY)
    load_settings.cache_clear()
    yield Rendered(made, site, site / str(DAY), sizes)
    connection.close()
    root.cursor().execute(f"drop database {name} with (force)")
    root.close()


def _write_hostile_text(connection: Connection) -> None:
    values = {"text": HOSTILE, "formula": FORMULA, "endless": ENDLESS}
    with connection.cursor() as cursor:
        for statement in (
            "update gold.fact_orders set area = %(text)s where area = 'Harbour'",
            "update gold.fact_orders set delay_reason = %(text)s where delay_reason = 'Traffic'",
            "update gold.dim_sellers set seller_name = %(text)s where seller_id = 'S01'",
            "update gold.dim_sellers set seller_name = %(formula)s where seller_id = 'S02'",
            "update gold.dim_sellers set seller_name = %(endless)s where seller_id = 'S03'",
            "update gold.fact_orders set area = %(endless)s where area = 'South'",
            "update gold.fact_orders set area = %(formula)s where area = 'East'",
            "update gold.fact_orders set delay_reason = %(endless)s where delay_reason = 'Weather'",
            "update gold.fact_orders set partner_id = %(endless)s where partner_id = 'P004'",
            "update ml.counterfactuals set sentence = %(endless)s where place = 1"
            " and order_id = (select max(order_id) from ml.counterfactuals)",
            "update ml.delay_reasons set sentence = %(text)s where rank = 1",
            "update ops.quarantine set value = %(text)s, reason = %(text)s where line_number = 10",
        ):
            cursor.execute(statement, values)
        cursor.execute(
            "update ops.quarantine set column_name = 'customer_email', value = 'bo@example.com'"
            " where line_number = 11"
        )
    connection.commit()
