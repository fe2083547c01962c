"""The simulator: same seed, same files; every day alone; causes, drift and bad rows as declared."""

import csv
import gzip
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import psycopg2
import pytest
from sklearn.metrics import roc_auc_score

from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.contract import TableContract, load_contract
from include.sources.demo import simulate
from include.sources.demo.defects import Planted
from include.sources.demo.lateness import draw_outcome
from include.sources.demo.orders import draw_orders
from include.sources.demo.reviews import draw_reviews
from include.sources.demo.simulate import count_planted, simulate_drop, write_drops, write_night
from include.sources.demo.world import HISTORY_DAYS, World

FIRST = date(2026, 3, 28)  # summer time starts on the 29th
HISTORY = FIRST - timedelta(days=1)
WORLD = World(FIRST)


def _read(path: Path) -> list[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if None not in row and None not in row.values()]


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv*")}


@pytest.fixture(scope="module", autouse=True)
def short_history() -> Iterator[None]:
    """Twenty days of history instead of 120: the files of a test should not take long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulate, "HISTORY_DAYS", 20)
        yield


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("landing")
    write_drops(None, folder, FIRST, FIRST + timedelta(days=3))
    return folder


@pytest.fixture(scope="module")
def planted() -> dict[date, dict[str, Planted]]:
    days = [HISTORY + timedelta(days=age) for age in range(5)]
    return {day: count_planted(day, FIRST) for day in days}


def _late_shares(
    first: date, days: int, store: int | None = None, world: World = WORLD
) -> list[float]:
    shares = []
    for age in range(days):
        day = first + timedelta(days=age)
        outcome = draw_outcome(world, day)
        rows = np.isnat(outcome.cancelled_on)
        if store is not None:
            rows &= draw_orders(world, day).orders["store"] == store
        shares.append(float(outcome.is_late[rows].mean()))
    return shares


def test_a_second_run_in_another_folder_is_equal(landing: Path, tmp_path: Path) -> None:
    draw_orders.cache_clear()
    draw_outcome.cache_clear()
    write_drops(None, tmp_path, FIRST, FIRST + timedelta(days=3))
    assert _contents(tmp_path) == _contents(landing)


def test_a_day_alone_equals_the_day_in_sequence(landing: Path, tmp_path: Path) -> None:
    draw_orders.cache_clear()
    draw_outcome.cache_clear()
    draw_reviews.cache_clear()
    day = FIRST + timedelta(days=2)
    write_night(tmp_path, day, FIRST)
    assert _contents(tmp_path / day.isoformat()) == _contents(landing / day.isoformat())


def test_a_drop_that_exists_is_left_alone(landing: Path, tmp_path: Path) -> None:
    (tmp_path / FIRST.isoformat()).mkdir()
    write_night(tmp_path, FIRST, FIRST)
    assert list((tmp_path / FIRST.isoformat()).iterdir()) == []


def test_another_seed_is_another_business() -> None:
    other = draw_orders(World(FIRST, seed=1), FIRST).orders["customer_id"]
    assert list(other) != list(draw_orders(WORLD, FIRST).orders["customer_id"])


def test_every_file_fits_the_contract(landing: Path) -> None:
    contract = load_contract("demo")
    for table, terms in contract.tables.items():
        found = list((landing / HISTORY.isoformat()).glob(terms.file))
        assert len(found) == 1, table
        assert list(_read(found[0])[0]) == list(terms.columns)


def test_history_is_120_days_of_about_600_orders() -> None:
    days = [FIRST - timedelta(days=age + 1) for age in range(HISTORY_DAYS)]
    assert len(days) == 120
    assert 560 < np.mean([len(draw_orders(WORLD, day).orders["km"]) for day in days]) < 660


def test_history_holds_its_days_and_all_customers(landing: Path) -> None:
    orders = _read(landing / HISTORY.isoformat() / "orders.csv")
    assert len({row["order_id"][:7] for row in orders if row["order_id"]}) == 20
    customers = _read(landing / HISTORY.isoformat() / "customers.csv")
    assert 7_000 < len(customers) < 10_000
    people = {row["customer_id"] for row in customers}
    buyers = {row["customer_id"] for row in orders if row["customer_id"]}
    assert len(buyers - people) < 0.005 * len(buyers)  # whose row was damaged


def test_no_time_after_the_evening_is_in_a_drop_except_the_promised_slot(
    landing: Path, planted: dict[date, dict[str, Planted]]
) -> None:
    for folder in landing.iterdir():
        last = (date.fromisoformat(folder.name) + timedelta(days=1)).isoformat()
        for name, columns in {
            "orders.csv": ("ordered_at", "confirmed_at"),
            "deliveries.csv": ("handed_over_at", "delivered_at"),
            "reviews.csv": ("written_at",),
        }.items():
            bad = planted[date.fromisoformat(folder.name)][name[:-4]].quarantined
            late = [
                row[column]
                for row in _read(folder / name)
                for column in columns
                if row[column] >= last
            ]
            assert len(late) <= bad, (folder.name, name, late)
            assert all(not value.startswith(last) for value in late)


def test_an_order_is_planned_in_the_evening_and_delivered_in_the_next_drop(landing: Path) -> None:
    tonight = {row["order_id"]: row for row in _read(landing / FIRST.isoformat() / "orders.csv")}
    tomorrow_folder = landing / (FIRST + timedelta(days=1)).isoformat()
    tomorrow = {row["order_id"]: row for row in _read(tomorrow_folder / "orders.csv")}
    done = {row["order_id"]: row for row in _read(tomorrow_folder / "deliveries.csv")}
    open_orders = [
        order
        for order, row in tonight.items()
        if row["status"] == "confirmed" and row["ordered_at"].startswith(FIRST.isoformat())
    ]
    assert len(open_orders) > 400
    assert all(tonight[order]["courier_id"] and tonight[order]["store_id"] for order in open_orders)
    delivered = [
        order for order in open_orders if tomorrow.get(order, {}).get("status") == "delivered"
    ]
    assert len(delivered) > 0.95 * len(open_orders)
    assert sum(bool(done[order]["delivered_at"]) for order in delivered if order in done) > 400


def test_the_last_versions_add_up_to_the_history_of_a_later_night(landing: Path) -> None:
    """What three nights sent must be what a history drop of the same evening would hold."""
    last = FIRST + timedelta(days=3)
    clean = simulate_drop(last, last + timedelta(days=1), drift_day=FIRST)
    lines = csv.DictReader(clean["orders"].lines)
    expected = {row["order_id"]: row for row in lines if None not in row}
    seen: dict[str, dict[str, str]] = {}
    for age in range(4):
        folder = landing / (FIRST + timedelta(days=age)).isoformat()
        seen |= {row["order_id"]: row for row in _read(folder / "orders.csv")}
    both = [order for order in seen if order in expected and order >= f"O{FIRST:%y%m%d}"]
    differing = [order for order in both if seen[order] != expected[order]]
    assert len(both) > 1_800
    assert len(differing) < 0.01 * len(both)  # rows that were damaged in one of the two


@pytest.mark.parametrize("age", [0, 3])
def test_the_planted_bad_rows_are_those_in_the_files(
    landing: Path, planted: dict[date, dict[str, Planted]], age: int
) -> None:
    day = FIRST + timedelta(days=age)
    contract = load_contract("demo")
    for table, count in planted[day].items():
        terms = contract.tables[table]
        path = next((landing / day.isoformat()).glob(terms.file))
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()[1:]
        good = [line for line in lines if _is_good(next(csv.reader([line])), terms)]
        assert len(lines) == count.rows
        assert len(lines) - len(good) == count.quarantined, table
        assert len(good) - len(set(good)) == count.merged, table


def _is_good(fields: list[str], terms: TableContract) -> bool:
    return len(fields) == len(terms.columns) and all(
        (value != "" or not column.is_required)
        and (value == "" or not column.full_pattern or re.fullmatch(column.full_pattern, value))
        and not (column.type == "timestamp" and value.startswith(("2026-02-30", "0000")))
        for value, column in zip(fields, terms.columns.values(), strict=True)
    )


def test_the_planted_bad_rows_are_those_that_ingest_reports(
    landing: Path,
    planted: dict[date, dict[str, Planted]],
    warehouse: str,
    settings_env: pytest.MonkeyPatch,
) -> None:
    settings_env.setenv("NIGHTSHIFT_LANDING", str(landing))
    load_settings.cache_clear()
    ingest_day(FIRST, "test", "manual")
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select day, table_name, rows_read, rows_quarantined, rows_merged from ops.load_ledger"
        )
        reported = {(day, table): Planted(*counts) for day, table, *counts in cursor.fetchall()}
    for day in (HISTORY, FIRST):  # the first night loads the history as well
        assert {table: reported.get((day, table)) for table in planted[day]} == planted[day]


def test_the_share_of_bad_rows_is_three_in_a_thousand(
    planted: dict[date, dict[str, Planted]],
) -> None:
    damaged = [
        planted[HISTORY][name] for name in ("orders", "order_items", "deliveries", "payments")
    ]
    share = sum(one.quarantined + one.merged for one in damaged) / sum(one.rows for one in damaged)
    assert 0.0025 < share < 0.0035


def test_one_in_eight_orders_is_late_before_the_drift() -> None:
    shares = _late_shares(FIRST - timedelta(days=120), 120)
    assert 0.10 < np.mean(shares) < 0.14


def test_the_drift_shows_in_the_late_rate_the_distance_and_the_weight() -> None:
    before, after = FIRST - timedelta(days=14), FIRST
    steady = World(FIRST + timedelta(days=999))
    assert np.mean(_late_shares(after, 14)) > np.mean(_late_shares(before, 14)) + 0.02
    assert np.mean(_late_shares(after, 14)) > np.mean(_late_shares(after, 14, None, steady)) + 0.03
    assert np.mean(_late_shares(after, 14, 2)) > 1.6 * np.mean(_late_shares(before, 14, 2))
    old, new = (draw_orders(WORLD, day).orders for day in (before, after))
    assert new["km"].mean() > 1.2 * old["km"].mean()
    assert new["kg"].mean() > 1.1 * old["kg"].mean()


def test_facts_of_the_evening_before_rank_late_orders() -> None:
    margin, late = [], []
    for age in range(60):
        outcome = draw_outcome(WORLD, FIRST - timedelta(days=120 - age))
        rows = np.isnat(outcome.cancelled_on)
        margin.append(outcome.known_margin[rows])
        late.append(outcome.is_late[rows])
    assert 0.75 < roc_auc_score(np.concatenate(late), np.concatenate(margin)) < 0.82


def test_demand_follows_the_week_and_the_year() -> None:
    def mean(first: date, days: range) -> float:
        counts = [len(draw_orders(WORLD, first + timedelta(days=age)).orders["km"]) for age in days]
        return float(np.mean(counts))

    saturdays = mean(date(2026, 1, 3), range(0, 70, 7))
    tuesdays = mean(date(2026, 1, 6), range(0, 70, 7))
    assert saturdays > 1.15 * tuesdays
    assert mean(date(2025, 1, 8), range(28)) > 1.08 * mean(date(2025, 7, 8), range(28))


def test_late_orders_and_poor_goods_get_fewer_stars_and_texts_vary() -> None:
    stars: dict[bool, list[int]] = {True: [], False: []}
    texts = []
    for age in range(20):
        day = FIRST - timedelta(days=20 + age)
        reviews, outcome = draw_reviews(WORLD, day), draw_outcome(WORLD, day)
        late = dict(zip(draw_orders(WORLD, day).orders["order_id"], outcome.is_late, strict=True))
        for order, count in zip(reviews["order_id"], reviews["stars"], strict=True):
            stars[bool(late[order])].append(int(count))
        texts += [text for text in reviews["text"] if text]
    assert np.mean(stars[False]) > np.mean(stars[True]) + 0.7
    assert len(set(texts)) > 0.9 * len(texts)
    assert not any("{" in text for text in texts)


def test_most_late_deliveries_have_a_reason_and_others_have_none() -> None:
    outcome = draw_outcome(WORLD, FIRST)
    named = np.array([reason is not None for reason in outcome.reason])
    assert named[outcome.is_late].mean() > 0.8
    assert not named[~outcome.is_late & np.isnat(outcome.cancelled_on)].any()


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_summer_time_leaves_no_doubtful_time_stamp(change: date) -> None:
    zone = ZoneInfo(load_contract("demo").timezone)
    for day in (change - timedelta(days=1), change):
        orders, outcome = draw_orders(WORLD, day).orders, draw_outcome(WORLD, day)
        times = [orders["ordered_at"], orders["confirmed_at"], orders["slot_from"]]
        times += [orders["slot_to"], outcome.handed_over_at, outcome.delivered_at]
        for stamp in np.concatenate(times).astype("datetime64[s]").tolist():
            early, late = (stamp.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
            assert early.utcoffset() == late.utcoffset(), stamp
        ordered = orders["ordered_at"].astype("datetime64[D]")
        assert (ordered == np.datetime64(day)).all()
        assert len(ordered) > 400
