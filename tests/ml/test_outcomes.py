"""The ledger: what became of a night's alerts, as each evening knew it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import execute_values

from include.ml.features import save_features
from include.ml.outcomes import LEDGER_NIGHTS, save_outcomes
from include.ml.scoring import score_day
from include.ml.spec import ModelSpec, load_spec
from include.ml.training import train_model
from tests.ml.conftest import BERLIN, FIRST_NIGHT

MONEY = load_spec("delay_open").money
NIGHT = FIRST_NIGHT

Fetch = Callable[..., list[tuple[Any, ...]]]


def at(days: float, hours: float = 0) -> datetime:
    """Return a moment so many local days after the end of the night."""
    end = datetime.combine(NIGHT + timedelta(days=1), datetime.min.time(), BERLIN)
    return end + timedelta(days=days, hours=hours)


class Ledger:
    """A warehouse with hand-made scores and silver versions."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True

    def write(self, table: str, columns: str, *rows: tuple[Any, ...]) -> None:
        with self.connection.cursor() as cursor:
            execute_values(cursor, f"insert into {table} ({columns}) values %s", rows)

    def serve(self, night: date = NIGHT) -> None:
        """Say that version 3 served a night."""
        self.write("ml.served_models", "day, model, version", (night, "delay_open", 3))

    def score(
        self,
        order_id: str,
        probability: float,
        promised_at: datetime,
        *,
        is_alerted: bool = False,
        night: date = NIGHT,
    ) -> None:
        """Score an order on a night; its promise is the one that the night knew."""
        self.write(
            "ml.delay_scores",
            "day, model, version, order_id, probability, margin, band, is_alerted,"
            " expected_saving_amount",
            (night, "delay_open", 3, order_id, probability, 0, "low", is_alerted, 0),
        )
        self.write(
            "ml.features_delay_open",
            "day, order_id, feature_version, promised_at",
            (night, order_id, load_spec("delay_open").feature_version, promised_at),
        )

    def tell(
        self,
        order_id: str,
        delivered_at: datetime | None,
        known_from: date,
        known_to: date | None = None,
        status: str = "",
    ) -> None:
        """Write one version of an order and its delivery into silver."""
        status = status or ("delivered" if delivered_at else "approved")
        span = (known_from, known_to, "test.csv", 1)
        names = "known_from, known_to, _file, _row"
        self.write(
            "silver.orders_versions",
            f"order_id, customer_id, status, ordered_at, promised_at, {names}",
            (order_id, "customer", status, at(-3), at(1), *span),
        )
        self.write(
            "silver.deliveries_versions",
            f"order_id, delivered_at, {names}",
            (order_id, delivered_at, *span),
        )


@pytest.fixture
def ledger(warehouse: str) -> Any:
    """Give the test a warehouse to write into by hand."""
    made = Ledger(warehouse)
    yield made
    made.connection.close()


@pytest.fixture
def read(fetch: Fetch) -> Callable[..., dict[str, Any]]:
    """Return a function that reads a night's row as an evening knew it."""

    def row(known_by: date, night: date = NIGHT) -> dict[str, Any]:
        ((found,),) = fetch(
            "select to_jsonb(outcomes) from ml.alert_outcomes as outcomes"
            " where known_by = %s and day = %s",
            known_by,
            night,
        )
        return dict(found)

    return row


def _write_a_night(ledger: Ledger) -> None:
    """Write a night of five alerts and three others: two hits, two misses, by the second day."""
    ledger.serve()
    after, later = NIGHT + timedelta(days=1), NIGHT + timedelta(days=2)
    for order_id, probability, promised, is_alerted in (
        ("hit", 0.9, at(1), True),
        ("hit never delivered", 0.8, at(0, 12), True),
        ("false alarm", 0.7, at(1), True),
        ("still ahead", 0.6, at(30), True),
        ("cancelled", 0.5, at(1), True),
        ("miss", 0.4, at(1), False),
        ("miss never delivered", 0.3, at(1), False),
        ("on time", 0.1, at(1), False),
    ):
        ledger.score(order_id, probability, promised, is_alerted=is_alerted)
        ledger.tell(order_id, None, NIGHT, after)
    ledger.tell("hit", at(1, 2), after)
    ledger.tell("hit never delivered", None, after)
    ledger.tell("false alarm", at(0, 20), after)
    ledger.tell("still ahead", at(0, 3), after)
    ledger.tell("cancelled", None, after, status="cancelled")
    ledger.tell("miss", at(1, 1), after)
    ledger.tell("miss never delivered", None, after)
    ledger.tell("on time", at(0, 1), after, later)
    ledger.tell("on time", at(0, 1), later)


def test_a_night_is_counted_once_its_promises_have_passed(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    _write_a_night(ledger)
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    row = read(evening)
    assert row["version"] == 3
    assert (row["scored_orders_count"], row["settled_orders_count"]) == (8, 6)
    assert (row["alerts_count"], row["hits_count"], row["false_alarms_count"]) == (5, 2, 1)
    assert (row["late_orders_count"], row["misses_count"]) == (4, 2)
    assert (row["alert_precision"], row["alert_recall"]) == pytest.approx((2 / 3, 0.5))
    assert row["expected_hits_count"] == pytest.approx(0.9 + 0.8 + 0.7)
    assert row["expected_late_orders_count"] == pytest.approx(0.9 + 0.8 + 0.7 + 0.4 + 0.3 + 0.1)
    squares = (0.1**2 + 0.2**2 + 0.7**2 + 0.6**2 + 0.7**2 + 0.1**2) / 6
    assert row["brier"] == pytest.approx(squares)
    assert row["median_lead_hours"] == pytest.approx((24 + 12) / 2)


def test_a_night_that_an_older_feature_version_served_is_counted_as_well(
    ledger: Ledger, fetch: Fetch, read: Callable[..., dict[str, Any]]
) -> None:
    _write_a_night(ledger)
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    before = read(evening)
    fetch("update ml.features_delay_open set feature_version = 1 where order_id <> 'miss'")
    ledger.write(  # features computed again after the upgrade are no second alert
        "ml.features_delay_open",
        "day, order_id, feature_version, promised_at",
        (NIGHT, "miss", 1, at(1)),
    )
    save_outcomes("delay_open", evening)
    assert read(evening) == before


def test_an_alert_waits_until_its_promise_has_passed_even_when_it_was_delivered(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    _write_a_night(ledger)
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    assert read(evening)["waiting_alerts_count"] == 1
    ledger.score("promised at midnight", 0.2, at(1), is_alerted=True)
    ledger.tell("promised at midnight", at(0, 1), NIGHT)
    save_outcomes("delay_open", evening)
    assert read(evening)["waiting_alerts_count"] == 1
    assert read(evening)["false_alarms_count"] == 2


def test_an_alert_of_a_cancelled_order_is_neither_a_hit_nor_a_false_alarm(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    _write_a_night(ledger)
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    assert read(evening)["unanswered_alerts_count"] == 1


def test_money_is_that_of_the_spec(ledger: Ledger, read: Callable[..., dict[str, Any]]) -> None:
    _write_a_night(ledger)
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    saved = 2 * MONEY.expedite_success * MONEY.late_amount - 3 * MONEY.expedite_amount
    assert float(read(evening)["saving_amount"]) == saved
    assert float(read(evening)["missed_amount"]) == 2 * MONEY.late_amount


def test_precision_at_capacity_counts_the_riskiest_alerted_or_not(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    ledger.serve()
    for number in range(MONEY.alerts_per_night + 10):
        is_late = number % 4 == 0
        ledger.score(f"O{number:02d}", 0.9 - number / 100, at(1))
        ledger.tell(f"O{number:02d}", at(1, 2 if is_late else -2), NIGHT)
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    row = read(evening)
    assert row["capacity_count"] == MONEY.alerts_per_night
    assert row["capacity_precision"] == pytest.approx(0.25)
    assert row["late_orders_count"] == 13


def test_on_its_own_evening_every_alert_of_a_night_waits(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    _write_a_night(ledger)
    save_outcomes("delay_open", NIGHT)
    row = read(NIGHT)
    assert (row["alerts_count"], row["waiting_alerts_count"]) == (5, 5)
    assert (row["settled_orders_count"], row["expected_hits_count"]) == (0, 0)
    empty = ("alert_precision", "alert_recall", "capacity_precision", "brier", "median_lead_hours")
    assert [row[name] for name in empty] == [None] * 5


def test_an_evening_knows_nothing_of_a_correction_that_came_later(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    ledger.serve()
    ledger.score("O1", 0.9, at(1), is_alerted=True)
    evening, corrected = NIGHT + timedelta(days=1), NIGHT + timedelta(days=3)
    ledger.tell("O1", at(1, 5), NIGHT, corrected)
    ledger.tell("O1", at(0, 5), corrected)
    for day in (corrected, evening):
        save_outcomes("delay_open", day)
    assert (read(evening)["hits_count"], read(evening)["false_alarms_count"]) == (1, 0)
    assert (read(corrected)["hits_count"], read(corrected)["false_alarms_count"]) == (0, 1)


def test_an_evening_run_again_replaces_its_own_rows_and_no_others(
    ledger: Ledger, fetch: Fetch
) -> None:
    _write_a_night(ledger)
    days = [NIGHT + timedelta(days=number) for number in range(3)]
    everything = "select * from ml.alert_outcomes order by known_by, day"
    for day in days:
        save_outcomes("delay_open", day)
    before = fetch(everything)
    assert len(before) == 3
    for day in (days[1], days[0]):
        save_outcomes("delay_open", day)
    assert fetch(everything) == before


def test_a_night_without_alerts_has_a_row_and_no_precision(
    ledger: Ledger, read: Callable[..., dict[str, Any]]
) -> None:
    ledger.serve()
    evening = NIGHT + timedelta(days=1)
    save_outcomes("delay_open", evening)
    assert read(evening)["scored_orders_count"] == 0
    ledger.score("O1", 0.2, at(1))
    ledger.tell("O1", at(1, 2), NIGHT)
    save_outcomes("delay_open", evening)
    row = read(evening)
    assert (row["alerts_count"], row["misses_count"], row["alert_recall"]) == (0, 1, 0)
    assert row["alert_precision"] is None


def test_a_night_that_nothing_served_has_no_row(warehouse: str, fetch: Fetch) -> None:
    assert save_outcomes("delay_open", NIGHT) == {"model": "delay_open", "nights": 0}
    assert fetch("select count(*) from ml.alert_outcomes") == [(0,)]


def test_scores_of_another_model_and_later_nights_do_not_count(
    ledger: Ledger, fetch: Fetch
) -> None:
    _write_a_night(ledger)
    ledger.serve(NIGHT + timedelta(days=2))
    ledger.write("ml.served_models", "day, model, version", (NIGHT, "another", 1))
    ledger.write(
        "ml.delay_scores",
        "day, model, version, order_id, probability, margin, band, is_alerted,"
        " expected_saving_amount",
        (NIGHT, "another", 1, "hit", 0.9, 0, "low", True, 0),
    )
    save_outcomes("delay_open", NIGHT + timedelta(days=1))
    rows = fetch("select day, model, alerts_count from ml.alert_outcomes")
    assert rows == [(NIGHT, "delay_open", 5)]


def test_a_night_older_than_the_ledgers_keeps_what_its_last_evening_knew(
    ledger: Ledger, fetch: Fetch
) -> None:
    _write_a_night(ledger)
    last = NIGHT + timedelta(days=LEDGER_NIGHTS)
    for day in (last, last + timedelta(days=1)):
        save_outcomes("delay_open", day)
    assert fetch("select known_by from ml.alert_outcomes where day = %s", NIGHT) == [(last,)]


def test_the_ledger_of_nights_that_were_served_equals_a_count_over_all_orders(
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> None:
    use_spec(quick_spec)
    nights = [NIGHT + timedelta(days=number) for number in range(5)]
    business = make_business(days=40, orders_per_day=25, nights=5)
    for night in nights:
        write_silver(business.known_by(night))
        save_features("delay_open", night)
        if night == NIGHT:
            train_model("delay_open", night)
        score_day("delay_open", night)
        save_outcomes("delay_open", night)
    promised = {row[0]: row[6] for row in business.tables["orders"]}
    delivered = {row[0]: row[2] for row in business.tables["deliveries"]}
    counts = {night: [0, 0, 0] for night in nights}  # hits, false alarms, waiting
    for night, order_id in fetch("select day, order_id from ml.delay_scores where is_alerted"):
        is_late = delivered[order_id] is None or delivered[order_id] > promised[order_id]
        is_waiting = promised[order_id] > at(4)
        counts[night][2 if is_waiting else 0 if is_late else 1] += 1
    rows = fetch(
        "select day, hits_count, false_alarms_count, waiting_alerts_count from ml.alert_outcomes"
        " where known_by = %s",
        nights[-1],
    )
    assert {night: list(found) for night, *found in rows} == counts
    assert all(sum(found) for found in counts.values())
    assert counts[NIGHT][0] > counts[NIGHT][1] > 0


BANDS = (
    "select band_from, band_to, settled_orders_count, expected_late_orders_count,"
    " late_orders_count from ml.calibration where known_by = %s order by band_from"
)


def test_calibration_counts_the_settled_orders_of_each_band(ledger: Ledger, fetch: Fetch) -> None:
    _write_a_night(ledger)
    evening = NIGHT + timedelta(days=1)
    for _ in range(2):
        save_outcomes("delay_open", evening)
    rows = fetch(BANDS, evening)
    assert [row[:3] + row[4:] for row in rows] == [
        (0.1, 0.15, 1, 0),
        (0.3, 0.4, 1, 1),
        (0.4, 0.5, 1, 1),
        (0.7, 1.0, 3, 2),
    ]
    assert rows[-1][3] == pytest.approx(0.9 + 0.8 + 0.7)
    save_outcomes("delay_open", NIGHT)
    assert fetch(BANDS, NIGHT) == []


def test_calibration_looks_back_over_four_weeks(ledger: Ledger, fetch: Fetch) -> None:
    _write_a_night(ledger)
    last = NIGHT + timedelta(days=28)
    for day in (last, last + timedelta(days=1)):
        save_outcomes("delay_open", day)
    assert len(fetch(BANDS, last)) == 4
    assert fetch(BANDS, last + timedelta(days=1)) == []
