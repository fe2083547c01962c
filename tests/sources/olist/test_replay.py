"""The replay of Olist: a row arrives on its evening, reads as it was known, and none is lost."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from include.sources.contract import load_contract
from include.sources.drop import ReplayError
from include.sources.olist.known import ANSWER
from include.sources.olist.replay import write_drops
from include.sources.replay import deliver_drops

FIRST = date(2018, 2, 18)  # summer time ended in Sao Paulo at its midnight
LAST = date(2018, 2, 26)
TIMES = {
    "orders": (
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
    ),
    "order_reviews": ("review_creation_date", "review_answer_timestamp"),
}
Rows = list[dict[str, str]]


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _drops(landing: Path, table: str) -> Iterator[tuple[str, Rows]]:
    """Yield each day with its rows of a table, oldest first."""
    pattern = load_contract("olist").tables[table].file
    for folder in sorted(landing.iterdir()):
        for path in folder.glob(pattern):
            yield folder.name, _read(path)


def _history(landing: Path, table: str, key: str) -> dict[str, list[tuple[str, dict[str, str]]]]:
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for day, rows in _drops(landing, table):
        for row in rows:
            found.setdefault(row[key], []).append((day, row))
    return found


def _statuses(landing: Path, order: str) -> list[tuple[str, str]]:
    versions = _history(landing, "orders", "order_id")[order]
    return [(day[5:], row["order_status"]) for day, row in versions]


def _stamp(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*.csv")
    }


@pytest.fixture
def landing(tiny_dump: Path, tmp_path: Path) -> Path:
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    return tmp_path / "landing"


def test_history_is_one_drop_under_the_day_before_from(landing: Path) -> None:
    days = sorted(path.name for path in landing.iterdir())
    assert days == [(FIRST + timedelta(days=age)).isoformat() for age in range(-1, 9)]


def test_an_orders_row_is_sent_again_on_every_day_that_changed_it(landing: Path) -> None:
    assert _statuses(landing, "plain") == [
        ("02-17", "approved"),  # bought on the 16th: history holds its last row only
        ("02-18", "shipped"),
        ("02-20", "delivered"),
    ]
    assert _statuses(landing, "open") == [("02-17", "created"), ("02-18", "approved")]
    assert _statuses(landing, "young") == [("02-22", "created")]


def test_a_final_status_without_a_time_is_known_on_the_promised_day(landing: Path) -> None:
    assert _statuses(landing, "gone") == [("02-17", "approved"), ("02-21", "canceled")]
    assert _statuses(landing, "undated") == [
        ("02-17", "approved"),
        ("02-18", "shipped"),
        ("02-19", "delivered"),
    ]
    assert _statuses(landing, "returned") == [
        ("02-18", "shipped"),
        ("02-19", "delivered"),
        ("02-21", "canceled"),
    ]


def test_times_out_of_order_are_each_known_on_their_own_day(landing: Path) -> None:
    versions = _history(landing, "orders", "order_id")["swapped"]
    shown = [
        (day[5:], row["order_delivered_carrier_date"][:10], row["order_status"])
        for day, row in versions
    ]
    assert shown == [
        ("02-18", "", "approved"),
        ("02-20", "", "delivered"),
        ("02-22", "2018-02-22", "delivered"),
    ]


def test_no_time_after_its_day_is_in_any_drop(landing: Path) -> None:
    for table, columns in TIMES.items():
        for day, rows in _drops(landing, table):
            assert all(row[column][:10] <= day for row in rows for column in columns)


def test_items_payments_and_customers_come_with_their_order(landing: Path) -> None:
    items = _history(landing, "order_items", "order_id")
    assert [day for day, _ in items["plain"]] == ["2018-02-17", "2018-02-17"]
    assert [day for day, _ in items["young"]] == ["2018-02-22"]
    assert _history(landing, "order_payments", "order_id")["plain"][0][0] == "2018-02-17"
    assert _history(landing, "customers", "customer_id")["c7"][0][0] == "2018-02-22"


def test_orphans_come_on_the_day_that_can_still_be_told(landing: Path) -> None:
    assert _history(landing, "order_items", "order_id")["lost"][0][0] == "2018-02-18"
    payments = _history(landing, "order_payments", "order_id")
    assert payments["lost"][0][0] == "2018-02-18"
    assert payments["nowhere"][0][0] == "2018-02-22"  # the dump's last purchase
    assert _history(landing, "order_reviews", "review_id")["r2"][0][0] == "2018-02-19"
    assert _history(landing, "customers", "customer_id")["c8"][0][0] == "2018-02-22"


def test_products_and_sellers_come_with_their_first_sale(landing: Path) -> None:
    products = _history(landing, "products", "product_id")
    days = {product: versions[0][0][5:] for product, versions in products.items()}
    assert days == {"p1": "02-17", "p2": "02-17", "p3": "02-18", "p4": "02-22"}
    sellers = _history(landing, "sellers", "seller_id")
    assert sellers["s2"][0][0] == "2018-02-17"
    assert sellers["s3"][0][0] == "2018-02-22"


def test_a_survey_is_sent_without_its_answer_and_again_when_answered(landing: Path) -> None:
    versions = _history(landing, "order_reviews", "review_id")
    assert [(day[5:], row["review_answer_timestamp"]) for day, row in versions["r1"]] == [
        ("02-21", ""),
        ("02-22", "2018-02-22 12:00:00"),
    ]
    sent, answered = (row for _, row in versions["r1"])
    assert answered["review_comment_message"] == 'first line\nsecond "line"'
    assert (sent["review_comment_message"], sent["review_score"]) == ("", "")
    assert answered["review_score"] != ""
    assert [day for day, _ in versions["r2"]] == ["2018-02-19"]
    assert [day for day, _ in versions["r3"]] == ["2018-02-22"]


def test_the_last_rows_add_up_to_the_dump(landing: Path, tiny_dump: Path) -> None:
    _check_union(landing, tiny_dump, LAST.isoformat())


def _check_union(landing: Path, dump: Path, last: str) -> None:
    """Compare the last row of every key with the dump, in all that was known by `last`."""
    for table, terms in load_contract("olist").tables.items():
        if table in {"geolocation", "product_category_name_translation"}:
            continue
        keys = [terms.headers(column)[0] for column in terms.key]
        sent: dict[tuple[str, ...], dict[str, str]] = {}
        for _, rows in _drops(landing, table):
            sent |= {tuple(row[key] for key in keys): row for row in rows}
        whole = {tuple(row[key] for key in keys): row for row in _read(next(dump.glob(terms.file)))}
        assert sent.keys() <= whole.keys()
        for key, row in sent.items():
            expected = dict(whole[key])
            for column in TIMES.get(table, ()):
                if expected[column][:10] > last:
                    expected[column] = ""
            if table == "order_reviews" and whole[key]["review_answer_timestamp"][:10] > last:
                expected |= dict.fromkeys(ANSWER, "")
            if table == "orders":
                expected["order_status"] = row["order_status"]
            assert row == expected, (table, key)


def test_places_and_translations_are_copied_once_byte_by_byte(
    landing: Path, tiny_dump: Path
) -> None:
    for name in ("olist_geolocation_dataset.csv", "product_category_name_translation.csv"):
        found = list(landing.rglob(name))
        assert [path.parent.name for path in found] == ["2018-02-17"]
        assert found[0].read_bytes() == (tiny_dump / name).read_bytes()


def test_a_quiet_day_sends_the_required_files_with_a_header_only(landing: Path) -> None:
    lines = (landing / "2018-02-23" / "olist_orders_dataset.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1
    assert not (landing / "2018-02-23" / "olist_products_dataset.csv").exists()


def test_a_second_run_writes_nothing_and_a_later_day_continues(
    landing: Path, tiny_dump: Path, tmp_path: Path
) -> None:
    before = _stamp(landing)
    write_drops(tiny_dump, landing, FIRST, LAST)
    assert _stamp(landing) == before
    early = tmp_path / "early"
    write_drops(tiny_dump, early, FIRST, date(2018, 2, 20))
    write_drops(tiny_dump, early, FIRST, LAST)
    assert {name: data for name, (data, _) in _stamp(early).items()} == {
        name: data for name, (data, _) in before.items()
    }


def test_an_existing_drop_is_left_alone(tiny_dump: Path, tmp_path: Path) -> None:
    (tmp_path / "landing" / "2018-02-18").mkdir(parents=True)
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    assert list((tmp_path / "landing" / "2018-02-18").iterdir()) == []


def test_packed_files_with_other_line_ends_and_headers_replay_alike(
    landing: Path, tiny_dump: Path, tmp_path: Path
) -> None:
    orders = tiny_dump / "olist_orders_dataset.csv"
    text = orders.read_text("utf-8").replace("\n", "\r\n")
    orders.write_bytes(text.replace("order_id,", "Order_ID,", 1).encode())
    write_drops(tiny_dump, tmp_path / "other", FIRST, LAST)
    for folder in sorted((tmp_path / "other").iterdir()):
        got = (folder / orders.name).read_bytes()
        expected = (landing / folder.name / orders.name).read_bytes()
        assert got.replace(b"\r\n", b"\n").lower() == expected.lower()


def test_a_day_that_the_calendar_lacks_loses_no_row(tiny_dump: Path, tmp_path: Path) -> None:
    reviews = tiny_dump / "olist_order_reviews_dataset.csv"
    reviews.write_text(reviews.read_text("utf-8").replace("2018-02-19", "2018-02-31"), "utf-8")
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    landing = tmp_path / "landing"
    assert _history(landing, "order_reviews", "review_id")["r2"][0][0] == "2018-02-22"


def test_a_ragged_record_goes_on_as_it_stands(tiny_dump: Path, tmp_path: Path) -> None:
    with (tiny_dump / "olist_order_items_dataset.csv").open("a", encoding="utf-8") as file:
        file.write("plain,3,p1")
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    last = (tmp_path / "landing" / "2018-02-22" / "olist_order_items_dataset.csv").read_text(
        "utf-8"
    )
    assert last.endswith("\nplain,3,p1\n")


def test_a_missing_file_names_file_and_folder(tiny_dump: Path, tmp_path: Path) -> None:
    (tiny_dump / "olist_sellers_dataset.csv").unlink()
    with pytest.raises(
        ReplayError, match=r"olist_sellers_dataset\.csv is missing in folder"
    ) as one:
        write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    assert str(tiny_dump) in str(one.value)
    assert not (tmp_path / "landing").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", r"is empty: it has not even a header"),
        ("a,b\n1,2\n", r"line 1: the header lacks column"),
    ],
)
def test_an_unusable_file_names_what_is_wrong(
    tiny_dump: Path, tmp_path: Path, text: str, expected: str
) -> None:
    (tiny_dump / "olist_orders_dataset.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ReplayError, match=expected):
        write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)


def test_data_that_is_not_given_or_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="setting DATA is not set"):
        deliver_drops("olist", None, tmp_path / "landing", FIRST, LAST)
    with pytest.raises(ReplayError, match=r"setting DATA is .*nowhere: there is no such folder"):
        deliver_drops("olist", tmp_path / "nowhere", tmp_path / "landing", FIRST, LAST)


@pytest.mark.data
def test_the_public_dump_replays_without_leak_or_loss(
    public_data: Callable[[str], Path], tmp_path: Path
) -> None:
    dump, landing = public_data("olist"), tmp_path / "landing"
    write_drops(dump, landing, date(2018, 4, 24), date(2018, 4, 30))
    for table, columns in TIMES.items():
        for day, rows in _drops(landing, table):
            assert all(
                row[column][:10] <= day
                for row in rows
                for column in columns
                if len(row[column]) == 19
            )
    _check_union(landing, dump, "2018-04-30")
    for table, key in (("customers", "customer_id"), ("products", "product_id")):
        rows = _read(next(dump.glob(load_contract("olist").tables[table].file)))
        assert len(_history(landing, table, key)) == len(rows)
    bought = [row["order_purchase_timestamp"] for row in _read(dump / "olist_orders_dataset.csv")]
    assert len(_history(landing, "orders", "order_id")) == len(bought)
    shutil.rmtree(landing)
