"""The replay of Blinkit: a row arrives on its evening, reads as it was known, and none is lost."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from include.sources.blinkit.known import ENDING, STANDING
from include.sources.blinkit.replay import write_drops
from include.sources.contract import load_contract
from include.sources.days import make_day_reader
from include.sources.drop import ReplayError

FIRST, LAST = date(2024, 2, 28), date(2024, 3, 5)
Row = dict[str, str]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _find(folder: Path, table: str) -> list[Path]:
    terms = load_contract("blinkit").tables[table]
    return sorted(path for path in folder.iterdir() if terms.fits(path.name))


def _versions(landing: Path, table: str) -> Iterator[tuple[str, Row]]:
    """Yield every row of a table with the day of its drop, oldest first."""
    for folder in sorted(landing.iterdir()):
        for path in _find(folder, table):
            for row in _read(path):
                yield folder.name, row


def _days(landing: Path, table: str, key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for day, row in _versions(landing, table):
        found.setdefault(row[key], []).append(day[5:])
    return found


@pytest.fixture
def landing(tiny_dump: Path, tmp_path: Path) -> Path:
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    return tmp_path / "landing"


def test_an_order_comes_on_its_day_and_its_ending_on_the_day_of_the_delivery(landing: Path) -> None:
    assert _days(landing, "orders", "order_id") == {
        "plain": ["02-27"],
        "early": ["02-28"],
        "midnight": ["02-28", "02-29"],
        "last": ["03-03"],
    }
    placed, delivered = (
        row for _, row in _versions(landing, "orders") if row["order_id"] == "midnight"
    )
    assert [placed[column] for column in ENDING] == ["", "", ""]
    assert delivered["actual_delivery_time"] == "2024-02-29 00:20:00"
    assert (placed["promised_delivery_time"], placed["store_id"]) == ("2024-02-29 00:05:00", "s2")


def test_items_come_with_the_order_and_the_delivery_on_its_own_day(landing: Path) -> None:
    assert _days(landing, "order_items", "order_id")["midnight"] == ["02-28"]
    deliveries = _days(landing, "delivery_performance", "order_id")
    assert deliveries == {
        "plain": ["02-27"],
        "early": ["02-28"],
        "midnight": ["02-29"],
        "last": ["03-03"],
    }


def test_a_customer_comes_when_registered_and_the_standing_on_the_last_day(landing: Path) -> None:
    assert _days(landing, "customers", "customer_id") == {
        "c1": ["02-27", "03-04"],
        "c2": ["03-01", "03-04"],  # ordered on 28 February, before registering
        "c3": ["03-04"],
        "c4": ["03-04"],  # without a registration date
    }
    young, old = (row for _, row in _versions(landing, "customers") if row["customer_id"] == "c2")
    assert [young[column] for column in STANDING] == ["", "", ""]
    assert [old[column] for column in STANDING] == ["Inactive", "4", "825.48"]


def test_feedback_marketing_and_stock_come_on_their_own_days(landing: Path) -> None:
    assert _days(landing, "customer_feedback", "feedback_id") == {
        "f1": ["02-27"],
        "f2": ["03-01"],
        "f3": ["03-03"],
    }
    assert _days(landing, "marketing_performance", "campaign_id") == {
        "m1": ["02-27"],
        "m2": ["02-28"],
        "m3": ["03-04"],
    }
    assert _days(landing, "inventory", "date") == {
        "26-02-2024": ["02-27"],
        "28-02-2024": ["02-28"],
        "03-03-2024": ["03-03"],
    }


def test_a_month_of_stock_is_known_at_its_end_but_not_after_the_dump(landing: Path) -> None:
    assert _days(landing, "inventory_new", "date") == {
        "Jan-24": ["02-27"],
        "Feb-24": ["02-29", "02-29"],  # equal rows are two
        "Mar-24": ["03-04"],
    }


def test_the_products_come_once_and_unchanged(landing: Path, tiny_dump: Path) -> None:
    found = list(landing.rglob("blinkit_products.csv"))
    assert [path.parent.name for path in found] == ["2024-02-27"]
    assert found[0].read_bytes() == (tiny_dump / "blinkit_products.csv").read_bytes()


def test_a_quiet_day_sends_the_required_files_with_a_header_only(landing: Path) -> None:
    names = {path.name for path in (landing / "2024-03-05").glob("*.csv")}
    assert "blinkit_orders.csv" in names
    assert "blinkit_customers.csv" not in names
    assert _read(landing / "2024-03-05" / "blinkit_orders.csv") == []


def _check_nothing_is_lost(landing: Path, dump: Path) -> None:
    """Compare the last row of every key with the dump; of the file without keys every row."""
    for table, terms in load_contract("blinkit").tables.items():
        key = tuple(terms.columns) if table == "inventory_new" else terms.key
        whole = _read(_find(dump, table)[0])
        sent = {tuple(row[column] for column in key): row for _, row in _versions(landing, table)}
        assert sent == {tuple(row[column] for column in key): row for row in whole}, table
    keyless = Counter(tuple(row.values()) for _, row in _versions(landing, "inventory_new"))
    dumped = Counter(tuple(row.values()) for row in _read(_find(dump, "inventory_new")[0]))
    assert keyless == dumped


def _check_nothing_is_early(landing: Path) -> None:
    """Ask of every date in every drop whether it had come; a promise may lie ahead."""
    for table, terms in load_contract("blinkit").tables.items():
        dated = {
            column: make_day_reader(contract)
            for column, contract in terms.columns.items()
            if contract.type in {"date", "timestamp"} and "promised" not in column
        }
        for day, row in _versions(landing, table):
            assert all(read(row[column]) <= day for column, read in dated.items()), (table, row)


def test_nothing_is_lost_and_nothing_comes_early(landing: Path, tiny_dump: Path) -> None:
    _check_nothing_is_lost(landing, tiny_dump)
    _check_nothing_is_early(landing)


def test_other_date_orders_replay_on_the_same_days(
    landing: Path, tiny_dump: Path, tmp_path: Path
) -> None:
    orders = tiny_dump / "blinkit_orders.csv"
    text = orders.read_text("utf-8")
    for day in ("26", "28", "29"):
        text = text.replace(f"2024-02-{day}", f"{day}-02-2024")
    orders.write_text(text.replace("2024-03-03", "03-03-2024"), encoding="utf-8")
    write_drops(tiny_dump, tmp_path / "other", FIRST, LAST)
    assert _days(tmp_path / "other", "orders", "order_id") == _days(landing, "orders", "order_id")


def test_other_headers_and_lacking_columns_replay_alike(
    landing: Path, tiny_dump: Path, tmp_path: Path
) -> None:
    customers = tiny_dump / "blinkit_customers.csv"
    rows = _read(customers)
    with customers.open("w", encoding="utf-8-sig", newline="") as file:
        lacking = csv.DictWriter(file, rows[0].keys() - {"total_orders"}, lineterminator="\r\n")
        file.write(",".join(name.upper().replace("_", " ") for name in lacking.fieldnames))
        file.write("\r\n")
        for row in rows:
            del row["total_orders"]
            lacking.writerow(row)
    write_drops(tiny_dump, tmp_path / "other", FIRST, LAST)
    days = _days(tmp_path / "other", "customers", "CUSTOMER ID")
    assert days == _days(landing, "customers", "customer_id")


def test_a_row_without_a_day_comes_on_the_dumps_last_day(tiny_dump: Path, tmp_path: Path) -> None:
    with (tiny_dump / "blinkit_orders.csv").open("a", encoding="utf-8") as file:
        file.write("undated,c1,yesterday,,,,1,Cash,,\ncut,c1\n")
    with (tiny_dump / "blinkit_order_items.csv").open("a", encoding="utf-8") as file:
        file.write("nowhere,p1,1,5\n")
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    last = tmp_path / "landing" / "2024-03-04"
    assert [row["order_id"] for row in _read(last / "blinkit_orders.csv")] == ["undated", "cut"]
    assert [row["order_id"] for row in _read(last / "blinkit_order_items.csv")] == ["nowhere"]


def test_a_dump_without_any_date_is_refused(tiny_dump: Path, tmp_path: Path) -> None:
    for path in tiny_dump.glob("*.csv"):
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(ReplayError, match=r"blinkit_orders\.csv holds no order with a date"):
        write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)


@pytest.mark.data
def test_the_public_dump_replays_without_leak_or_loss(
    public_data: Callable[[str], Path], tmp_path: Path
) -> None:
    dump, landing = public_data("blinkit"), tmp_path / "landing"
    write_drops(dump, landing, date(2024, 10, 28), date(2024, 11, 5))
    _check_nothing_is_lost(landing, dump)
    _check_nothing_is_early(landing)
