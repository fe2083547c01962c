"""Tokopedia, through ingest, silver and gold: reviews, products and shops of one file."""

import html
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from include.settings import load_settings
from include.sources.drop import ReplayError
from tests.sources.load_nights import load_nights, run_query

DAY = date(2026, 1, 2)
Query = Callable[[str], list[tuple[Any, ...]]]
Load = Callable[[Path], Query]


@pytest.fixture
def load(tmp_path: Path, warehouse: str, settings_env: pytest.MonkeyPatch) -> Load:
    """Return a function that loads the file of a folder and returns one that queries."""
    settings_env.setenv("NIGHTSHIFT_SOURCE", "tokopedia")
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path / "landing"))
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", DAY.isoformat())
    load_settings.cache_clear()

    def run(data: Path) -> Query:
        load_nights("tokopedia", data, DAY, DAY)
        return partial(run_query, warehouse)

    return run


def test_every_row_is_loaded_merged_or_quarantined(load: Load, tiny_dump: Path) -> None:
    query = load(tiny_dump)
    assert query(
        "select rows_read, rows_loaded, rows_merged, rows_quarantined from ops.load_ledger"
    ) == [(11, 7, 1, 3)]
    refused = query("select column_name, value from ops.quarantine order by line_number")
    assert refused == [("rating", ""), ("rating", "6"), ("review_id", "9.12988E+11")]


def test_a_shorthand_number_is_read_and_an_unreadable_one_costs_no_review(
    load: Load, tiny_dump: Path
) -> None:
    query = load(tiny_dump)
    sold = dict(query("select review_id, sold from bronze.product_reviews_typed"))
    assert sold == {
        "1": Decimal(4400),
        "2": Decimal(4400),
        "3": Decimal(12),
        "4": None,
        "5": None,
        "8": Decimal(1500),
        "9": None,  # 1.234 is neither a thousand nor a fraction here: never guessed
    }


def test_silver_holds_reviews_products_and_shops(load: Load, tiny_dump: Path) -> None:
    query = load(tiny_dump)
    texts = dict(query("select review_id, review_text from silver.reviews"))
    assert texts["1"] == 'first line\nsecond "line", with a comma'
    assert texts["3"] == 'it\'s "fine"'
    assert texts["5"] is None
    assert query("select distinct order_id, reviewed_at, customer_id from silver.reviews") == [
        ("", None, None)
    ]
    products = query("select product_id, product_name, category from silver.products order by 1")
    assert products == [
        ("900001", "Hammer (small) & nails", "tools"),
        ("900002", 'Phone 5"', "phones"),
        ("900003", "Phone 6", "phones"),
        ("900004", "Saw with teeth", "tools"),
        ("900005", "Phone 7", "phones"),
    ]
    assert query("select product_id, seller_id, sold_count from silver.products order by 1") == [
        (product, *query(
            "select shop_id, sold from bronze.product_reviews_typed"
            f" where product_id = '{product}' order by _row desc limit 1"
        )[0])
        for product in ("900001", "900002", "900003", "900004", "900005")
    ]  # fmt: skip
    assert query("select seller_id, seller_name from silver.sellers order by 1") == [
        ("71", "hammerhouse"),
        ("72", "ringring"),
    ]
    assert query("select count(*) from silver.orders") == [(0,)]


def test_gold_is_published_without_orders(load: Load, tiny_dump: Path) -> None:
    query = load(tiny_dump)
    assert query("select day from ops.published_days") == [(DAY,)]
    assert query("select count(*), avg(stars)::float from gold.fact_reviews") == [
        (7, pytest.approx(25 / 7))
    ]
    assert query("select count(*) from gold.dim_products") == [(5,)]
    assert query("select orders_count, on_time_rate from gold.daily_kpis") == [(0, None)]


@pytest.mark.parametrize("header", ["", "#", "review_id"])
def test_the_first_column_is_known_by_other_headers(
    load: Load, tiny_dump: Path, header: str
) -> None:
    (path,) = tiny_dump.iterdir()
    text = path.read_text("utf-8").replace("Unnamed: 0", header, 1)
    path.write_text(text, encoding="utf-8")
    query = load(tiny_dump)
    assert query("select count(*) from silver.reviews") == [(7,)]


def test_a_second_night_is_refused_in_words(load: Load, tiny_dump: Path, tmp_path: Path) -> None:
    load(tiny_dump)
    with pytest.raises(ReplayError, match=r"files of one day, which land on FROM \(2026-01-02\)"):
        load_nights("tokopedia", tiny_dump, DAY, date(2026, 1, 3))


@pytest.mark.data
def test_the_public_file_counts_as_pandas_counts_it(
    load: Load, public_data: Callable[[str], Path]
) -> None:
    folder = public_data("tokopedia")
    query = load(folder)
    (path,) = folder.glob("*.csv")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    read = query("select rows_read, rows_loaded, rows_quarantined from ops.load_ledger")
    assert read == [(len(frame), len(frame), 0)]
    stars = frame["rating"].astype(int)
    assert dict(query("select stars, count(*) from gold.fact_reviews group by stars")) == dict(
        stars.value_counts()
    )
    number = frame["sold"].str.replace("rb", "").str.replace(",", ".", regex=False)
    factor = frame["sold"].str.endswith("rb").map({True: 1000, False: 1})
    sold = (pd.to_numeric(number, errors="coerce") * factor).round(3)
    ((total, known),) = query("select sum(sold), count(sold) from bronze.product_reviews_typed")
    assert (float(total), known) == (sold.sum(), sold.notna().sum())
    for table, column in (("products", "product_id"), ("sellers", "shop_id")):
        assert query(f"select count(*) from silver.{table}") == [(frame[column].nunique(),)]
    named = dict(query("select product_id, product_name from silver.products"))
    names = frame.groupby("product_id")["product_name"].last()
    assert named == {product: html.unescape(name) for product, name in names.items()}
    texts = dict(query("select review_id, coalesce(review_text, '') from silver.reviews"))
    assert texts == {
        review: html.unescape(text)
        for review, text in zip(frame["Unnamed: 0"], frame["text"], strict=True)
    }
